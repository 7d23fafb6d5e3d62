/* Data beside the program. */
#include "engine/base/share.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
look_beside(const char *name, char ret[PATH_MAX])
{
    static const char *const places[] = {"share/fenliu", "deploy"};
    char self[PATH_MAX], place[2 * PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len <= 0)
        return false;
    self[len] = 0;
    char *slash = strrchr(self, '/');
    if (!slash)
        return false;
    *slash = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(place, sizeof place, "%s/../%s/%s", self, places[i], name);
        if (realpath(place, ret) && access(ret, R_OK) == 0)
            return true;
    }
    return false;
}

const char *
share_dir(const char *env, const char *name, char ret[PATH_MAX])
{
    const char *named = getenv(env);
    if (named && *named) {
        snprintf(ret, PATH_MAX, "%s", named);
        return ret;
    }
    if (look_beside(name, ret))
        return ret;
    snprintf(ret, PATH_MAX, "%s/deploy/%s", FENLIU_SOURCE, name);
    if (access(ret, R_OK) != 0)
        snprintf(ret, PATH_MAX, "%s/share/fenliu/%s", FENLIU_PREFIX, name);
    return ret;
}
