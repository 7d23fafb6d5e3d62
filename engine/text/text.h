/* A narrative in one spelling, with the way back to the words as written.
 *
 * One 16-bit unit a character: full-width forms become ASCII, capitals small letters, traditional
 * characters simplified ones; emoji, control characters and zero-width marks are gone. White space
 * is gone too, but for a line break ('\n', however many) and one ' ' between two ASCII letters or
 * digits. A rare character beyond the basic plane stands as TEXT_RARE. u"工伤认定" (C11 char16_t)
 * is a literal of this spelling.
 *
 * Everything lies in the arena; nothing is shared, any thread may call. */
#ifndef ENGINE_TEXT_H
#define ENGINE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#include "engine/base/arena.h"
#include "fenliu/error.h"

#define TEXT_RARE u'〓'

struct text {
    const char *original; /* the caller's; UTF-8 */
    size_t original_len;
    const char16_t *ch; /* n characters, then a 0 */
    const uint32_t *
        at; /* n + 1 byte offsets into the original: at[i] is where ch[i] begins, at[n] its length */
    int n;
};

/* Reads at most FL_MAX_NARRATIVE bytes. FL_E_INVALID_PARAMS with the byte offset for broken UTF-8,
 * FL_E_TOO_LARGE beyond the limit. `original` must outlive ret. */
int text_read(const char *original, size_t len, struct arena *arena, struct text *ret,
              struct fl_error *err);

/* Where ch[from … to) stands in the original: from *ret_at, for the length returned. What was
 * dropped behind the last character does not belong to it. */
size_t text_span(const struct text *text, int from, int to, size_t *ret_at);

/* The first place at or after `from` where `word` (0-ended) stands, or -1. */
int text_find(const struct text *text, int from, const char16_t *word);

/* The length of `word` when it stands at place i, else 0. */
int text_is(const struct text *text, int i, const char16_t *word);

/* Whether a character is one of a 0-ended set. */
static inline bool
char_in(char16_t c, const char16_t *set)
{
    while (*set && *set != c)
        set++;
    return *set != 0;
}

/* One UTF-8 word folded as a text is, into ret (of `size` units, 0-ended). The number of
 * characters, or -1 when it is invalid or does not fit. For words that are read from data files. */
int text_fold_word(const char *word, size_t len, char16_t *ret, int size);

#endif
