/* The language of what people read, chosen once at start. */
#include "engine/lang.h"

#include <stdlib.h>
#include <string.h>

static bool chinese;

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

bool
lang_is_chinese(void)
{
    return chinese;
}

const char *
say(const char *zh, const char *en)
{
    return chinese ? zh : en;
}
