/* UTF-8 in, one folded 16-bit unit a character out, in one pass. */
#include "engine/text/text.h"

#include <stdbool.h>
#include <string.h>

#include "engine/text/fold.h"
#include "engine/base/json.h"
#include "fenliu/limits.h"

/* One character of valid UTF-8 at s: the code point, and its bytes in *ret_len. */
static uint32_t
decode(const unsigned char *s, size_t *ret_len)
{
    if (s[0] < 0x80) {
        *ret_len = 1;
        return s[0];
    }
    if (s[0] < 0xE0) {
        *ret_len = 2;
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
    if (s[0] < 0xF0) {
        *ret_len = 3;
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    }
    *ret_len = 4;
    return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
           (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}

/* Beyond the basic plane only ideographs leave a trace (planes 2 and 3). */
static char16_t
fold(const char16_t *table, uint32_t c)
{
    if (c < 0x10000)
        return table[c];
    return c >= 0x20000 && c < 0x40000 ? TEXT_RARE : FOLD_DROP;
}

static bool
is_ascii_word(char16_t c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
}

struct writer {
    char16_t *ch;
    uint32_t *at;
    int n;
    char16_t pending; /* white space that has not been decided yet, or 0 */
    uint32_t pending_at;
};

static void
put(struct writer *w, char16_t c, uint32_t at)
{
    if (w->pending && w->n &&
        (w->pending == FOLD_LINE || (is_ascii_word(w->ch[w->n - 1]) && is_ascii_word(c)))) {
        w->ch[w->n] = w->pending;
        w->at[w->n++] = w->pending_at;
    }
    w->pending = 0;
    w->ch[w->n] = c;
    w->at[w->n++] = at;
}

static void
put_space(struct writer *w, char16_t c, uint32_t at)
{
    if (!w->pending)
        w->pending_at = at;
    if (w->pending != FOLD_LINE)
        w->pending = c;
}

int
text_read(const char *original, size_t len, struct arena *arena, struct text *ret,
          struct fl_error *err)
{
    const unsigned char *s = (const unsigned char *)original;
    const char16_t *table = fold_table();
    size_t sound, bytes;
    struct writer w = {0};

    if (len > FL_MAX_NARRATIVE)
        return fl_fail(err, FL_E_TOO_LARGE, "a narrative has at most %d bytes", FL_MAX_NARRATIVE);
    sound = utf8_valid(original, len);
    if (sound < len)
        return fl_fail(err, FL_E_INVALID_PARAMS, "invalid UTF-8 at byte %zu of the narrative",
                       sound);
    w.ch = arena_take(arena, (len + 1) * sizeof *w.ch);
    w.at = arena_take(arena, (len + 1) * sizeof *w.at);
    for (size_t i = 0; i < len; i += bytes) {
        char16_t c = fold(table, decode(s + i, &bytes));
        if (c == FOLD_DROP)
            continue;
        if (c == FOLD_SPACE || c == FOLD_LINE)
            put_space(&w, c, (uint32_t)i);
        else
            put(&w, c, (uint32_t)i);
    }
    w.at[w.n] = (uint32_t)len;
    *ret = (struct text){original, len, w.ch, w.at, w.n};
    return 0;
}

size_t
text_span(const struct text *text, int from, int to, size_t *ret_at)
{
    size_t bytes;

    *ret_at = text->at[from];
    if (to <= from)
        return 0;
    decode((const unsigned char *)text->original + text->at[to - 1], &bytes);
    return text->at[to - 1] + bytes - text->at[from];
}

int
text_is(const struct text *text, int i, const char16_t *word)
{
    int n = 0;
    while (word[n] && i + n < text->n && text->ch[i + n] == word[n])
        n++;
    return word[n] ? 0 : n;
}

int
text_find(const struct text *text, int from, const char16_t *word)
{
    for (int i = from; i < text->n; i++)
        if (text->ch[i] == *word && text_is(text, i, word))
            return i;
    return -1;
}

int
text_fold_word(const char *word, size_t len, char16_t *ret, int size)
{
    const char16_t *table = fold_table();
    int n = 0;
    size_t bytes;

    if (utf8_valid(word, len) < len)
        return -1;
    for (size_t i = 0; i < len; i += bytes) {
        char16_t c = fold(table, decode((const unsigned char *)word + i, &bytes));
        if (c == FOLD_DROP || c == FOLD_SPACE || c == FOLD_LINE)
            continue;
        if (n + 1 >= size)
            return -1;
        ret[n++] = c;
    }
    if (size < 1)
        return -1;
    ret[n] = 0;
    return n;
}
