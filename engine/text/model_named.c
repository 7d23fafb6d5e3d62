/* Which model is meant, and what when it is not there. */
#include <stdlib.h>
#include <unistd.h>

#include "engine/text/model.h"

int
model_open_named(const char *path, struct model **ret, struct fl_error *err)
{
    *ret = NULL;
    if (path && *path)
        return model_open(path, ret, err);
    if (!getenv("FENLIU_MODEL") && access(model_default_path(), F_OK))
        return 0;
    return model_open(model_default_path(), ret, err);
}
