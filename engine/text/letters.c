/* The letters of a text. */
#include "engine/text/letters.h"

#include <stdbool.h>

static bool
is_digit(char16_t c)
{
    return c >= u'0' && c <= u'9';
}

static bool
hides_a_name(char16_t c)
{
    return c == u'某' || c == u'×' || c == u'*' || c == u'x';
}

static bool
is_letter(char16_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= u'a' && c <= u'z') || c == u'〇' ||
           (c >= 0x3400 && c <= 0x4DBF);
}

void
letters_of(const struct text *text, struct arena *arena, struct letters *ret)
{
    char16_t *out = arena_take(arena, ((size_t)text->n + LETTERS_PAD) * sizeof *out), before = 0;
    int n = 0;

    for (int i = 0; i < text->n; i++) {
        char16_t c = text->ch[i];
        if (is_digit(c))
            c = u'0';
        else if (hides_a_name(c))
            c = u'某';
        else if (!is_letter(c)) {
            if (c != u'.' && c != u',') /* 3,000.50 is one number */
                before = 0;
            continue;
        }
        if (c == before && (c == u'0' || c == u'某'))
            continue;
        before = c;
        out[n++] = c;
    }
    ret->ch = out;
    ret->n = n;
}
