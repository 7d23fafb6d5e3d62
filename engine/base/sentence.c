/* What was made with a format, taken apart again by it. */
#include "engine/base/sentence.h"

#include <string.h>

#include "engine/base/lang.h"

struct value {
    const char *text;
    size_t len;
};

/* Behind the conversion that stands here: %s, %.*s, %d, %lld, %zu; in Chinese also %w and %p. */
static const char *
behind(const char *conversion)
{
    return conversion + strcspn(conversion, "dsuwp") + 1;
}

static bool
is_number(const struct value *value)
{
    size_t sign = value->len && *value->text == '-';
    return value->len > sign && strspn(value->text + sign, "0123456789") >= value->len - sign;
}

/* Where the piece of the format between two values stands in the text, at its end when it is the last; or NULL. */
static const char *
find_piece(const char *text, const char *piece, size_t len, bool last)
{
    size_t left = strlen(text);
    if (!last)
        return memmem(text, left, piece, len);
    return left >= len && memcmp(text + left - len, piece, len) == 0 ? text + left - len : NULL;
}

/* Whether the format may have made the text; then its values. */
static bool
take_apart(const char *format, const char *text, struct value values[SENTENCE_VALUES])
{
    size_t len = strcspn(format, "%");
    if (strncmp(format, text, len) != 0)
        return false;
    format += len;
    text += len;
    for (int n = 0; *format && n < SENTENCE_VALUES; n++) {
        const char *next = behind(format);
        bool number = next[-1] != 's';
        len = strcspn(next, "%");
        const char *end = find_piece(text, next, len, !next[len]);
        if (!end)
            return false;
        values[n] = (struct value){text, (size_t)(end - text)};
        if (number && !is_number(&values[n]))
            return false;
        format = next + len;
        text = end + len;
    }
    return !*text;
}

/* The Chinese term of a word of the wire, else the word. */
static void
put_term(struct buf *out, const struct value *word)
{
    const struct fl_vocab *const lists[] = {&fl_channels,        &fl_procedures,     &fl_outcomes,
                                            &fl_referral_states, &fl_dispute_states, &fl_claims};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        int n = fl_word_find(lists[i], word->text, word->len);
        if (n >= 0) {
            buf_text(out, fl_word_zh(lists[i], n));
            return;
        }
    }
    const struct fl_word *term = sentence_terms;
    while (term->name && (strncmp(term->name, word->text, word->len) != 0 || term->name[word->len]))
        term++;
    if (term->name)
        buf_text(out, term->zh);
    else
        buf_put(out, word->text, word->len);
}

/* What a sentence has in it of another sentence. */
static void
put_phrase(struct buf *out, const struct value *value)
{
    struct buf english = {0};
    buf_put(&english, value->text, value->len);
    buf_char(&english, 0);
    sentence_put(out, english.data);
    buf_done(&english);
}

static void
put_chinese(struct buf *out, const char *format, const struct value *value)
{
    while (*format) {
        size_t len = strcspn(format, "%");
        buf_put(out, format, len);
        format += len;
        if (!*format)
            return;
        format = behind(format);
        if (format[-1] == 'w')
            put_term(out, value);
        else if (format[-1] == 'p')
            put_phrase(out, value);
        else
            buf_put(out, value->text, value->len);
        value++;
    }
}

static bool
put_translated(struct buf *out, const char *english)
{
    /* "/case/cause: is required": the place, a word without blanks, stays */
    const char *colon = strstr(english, ": ");
    if (colon && strcspn(english, " ") > (size_t)(colon - english)) {
        struct buf rest = {0};
        bool found = put_translated(&rest, colon + 2);
        if (found) {
            buf_put(out, english, (size_t)(colon - english));
            buf_print(out, "：%s", rest.data);
        }
        buf_done(&rest);
        if (found)
            return true;
    }
    struct value values[SENTENCE_VALUES];
    for (const struct sentence *s = sentences; s->en; s++)
        if (take_apart(s->en, english, values)) {
            put_chinese(out, s->zh, values);
            return true;
        }
    return false;
}

void
sentence_put(struct buf *out, const char *english)
{
    if (!lang_is_chinese() || !put_translated(out, english))
        buf_text(out, english);
}
