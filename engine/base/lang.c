/* The language of what people read, chosen once at start. */
#include "engine/base/lang.h"

#include <stdlib.h>
#include <string.h>

static bool chinese;
static _Thread_local enum { AS_SET, CHINESE, ENGLISH } here;

void
lang_set(const char *lang)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; !lang && i < sizeof names / sizeof *names; i++) {
        lang = getenv(names[i]);
        if (lang && !*lang)
            lang = NULL;
    }
    chinese = lang && strncmp(lang, "zh", 2) == 0;
}

void
lang_here(const char *lang)
{
    here = !lang ? AS_SET : strncmp(lang, "zh", 2) == 0 ? CHINESE : ENGLISH;
}

bool
lang_is_chinese(void)
{
    return here == AS_SET ? chinese : here == CHINESE;
}

const char *
say(const char *zh, const char *en)
{
    return lang_is_chinese() ? zh : en;
}
