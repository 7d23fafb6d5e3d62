/* The letters of a text: what n-grams and words are looked for in. Punctuation and white space are out, a
 * run of digits is one 0, and a run of the signs that hide a name (某, ×, *) is one 某. */
#ifndef ENGINE_LETTERS_H
#define ENGINE_LETTERS_H

#include "engine/base/arena.h"
#include "engine/text/text.h"

struct letters {
    char16_t *ch; /* n of them, then LETTERS_PAD zeros */
    int n;
};
#define LETTERS_PAD 8

void letters_of(const struct text *text, struct arena *arena, struct letters *ret);

#endif
