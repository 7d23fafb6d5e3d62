/* Memory, or the end. */
#include "engine/base/must.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *
must(void *memory)
{
    if (memory)
        return memory;
    fputs("fenliu: out of memory\n", stderr);
    abort();
}

char *
must_copy(const char *text)
{
    return text ? must(strdup(text)) : NULL;
}
