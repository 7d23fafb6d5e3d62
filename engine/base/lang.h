/* The language of what people read: Chinese or English, from --lang, else LC_ALL, LC_MESSAGES, LANG.
 *
 * A sentence stands with its translation in one place: say("中文", "English"). Wire documents, logs and rule
 * texts are not translated by this. */
#ifndef ENGINE_LANG_H
#define ENGINE_LANG_H

#include <stdbool.h>

/* "zh", "zh_CN.UTF-8" …: Chinese; anything else English. NULL: from the environment. */
void lang_set(const char *lang);
/* For this thread only: text that a daemon makes for one caller. NULL: as lang_set has it again. */
void lang_here(const char *lang);
bool lang_is_chinese(void);
/* Either may be a format: the compiler checks both against the arguments. */
const char *say(const char *zh, const char *en) __attribute__((format_arg(1), format_arg(2)));

#endif
