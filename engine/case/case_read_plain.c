/* Readers of plain values: texts, digits, days, words, money. */
#include <string.h>

#include "engine/case/case_read_walk.h"
#include "engine/base/day.h"
#include "fenliu/limits.h"

static const char *
text_of(struct reader *r, const cJSON *node, const struct path *path)
{
    if (cJSON_IsString(node))
        return node->valuestring;
    fault(r, path, "must be a text, not %s", node_kind(node));
    return NULL;
}

void
read_text(struct reader *r, const cJSON *node, const struct path *path, const struct member *member,
          void *into)
{
    const char *text = text_of(r, node, path);
    size_t len = text ? strlen(text) : 0, characters = text ? utf8_count(text, len) : 0;

    if (!text)
        return;
    if (characters < (size_t)member->min || characters > (size_t)member->max)
        fault(r, path, "has %zu characters; %d to %d are allowed", characters, member->min,
              member->max);
    else
        *(const char **)into = arena_copy(r->arena, text, len);
}

void
read_bytes(struct reader *r, const cJSON *node, const struct path *path,
           const struct member *member, void *into)
{
    const char *text = text_of(r, node, path);
    size_t len = text ? strlen(text) : 0;

    if (!text)
        return;
    if (len > (size_t)member->max)
        fault(r, path, "has %zu bytes; at most %d are allowed", len, member->max);
    else
        *(const char **)into = r->form == CASE_HELD ? text : arena_copy(r->arena, text, len);
}

static size_t
digits(const char *text)
{
    size_t n = strspn(text, "0123456789");

    return text[n] ? 0 : n;
}

void
read_digits(struct reader *r, const cJSON *node, const struct path *path,
            const struct member *member, void *into)
{
    const char *text = text_of(r, node, path);

    if (text && digits(text) != (size_t)member->max)
        fault(r, path, "must be a division code of %d digits (GB/T 2260)", member->max);
    else if (text)
        *(const char **)into = arena_text(r->arena, text);
}

void
read_division(struct reader *r, const cJSON *node, const struct path *path,
              const struct member *member, void *into)
{
    const char *text = text_of(r, node, path);
    size_t n = text ? digits(text) : 0;

    (void)member;
    if (text && n != 6 && n != 9 && n != 12)
        fault(r, path, "must be a division code of 6, 9 or 12 digits (GB/T 2260)");
    else if (text)
        *(const char **)into = arena_text(r->arena, text);
}

void
read_source(struct reader *r, const cJSON *node, const struct path *path,
            const struct member *member, void *into)
{
    const char *text = text_of(r, node, path);
    size_t len = text ? strlen(text) : 0;

    if (!text)
        return;
    if (!len || len > (size_t)member->max || text[0] == '-' ||
        strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") != len)
        fault(r, path, "must be 1 to %d of a-z, 0-9 and -, and not start with -", member->max);
    else
        *(const char **)into = arena_copy(r->arena, text, len);
}

void
read_filed_at(struct reader *r, const cJSON *node, const struct path *path,
              const struct member *member, void *into)
{
    const char *text = text_of(r, node, path);

    (void)member;
    (void)into;
    if (!text)
        return;
    if (!moment_parse(text, strlen(text), &r->c->filed_at_ms)) {
        fault(r, path,
              "must be a moment that exists, with its offset (RFC 3339), like "
              "2021-03-05T09:12:00+08:00");
        return;
    }
    r->c->filed_at = arena_text(r->arena, text);
    r->c->filed_on = moment_day(r->c->filed_at_ms);
}

void
read_day(struct reader *r, const cJSON *node, const struct path *path, const struct member *member,
         void *into)
{
    const char *text = text_of(r, node, path);
    fl_day day;

    (void)member;
    if (text && !day_parse(text, strlen(text), &day))
        fault(r, path, "must be a day that exists, as YYYY-MM-DD");
    else if (text)
        *(fl_day *)into = day;
}

static const char *
words_listed(struct arena *arena, const struct fl_vocab *vocab, const char *given)
{
    enum { LISTED = 8 };
    struct buf list = {0};
    const char *names[64], *ret;

    if (vocab->count <= LISTED) {
        for (int i = 0; i < vocab->count; i++)
            buf_print(&list, "%s%s", i ? ", " : "must be one of ", vocab->words[i].name);
        ret = buf_keep(&list, arena);
        return ret;
    }
    for (int i = 0; i < vocab->count && i < 64; i++)
        names[i] = vocab->words[i].name;
    return arena_print(arena, "is not a known %s%s", vocab->what,
                       near_name(arena, given, names, vocab->count < 64 ? vocab->count : 64));
}

int
word_of(struct reader *r, const cJSON *node, const struct path *path, const struct fl_vocab *vocab)
{
    const char *text = text_of(r, node, path);
    int word = text ? fl_word_find(vocab, text, strlen(text)) : -1;

    if (text && word < 0)
        fault(r, path, "%s", words_listed(r->arena, vocab, text));
    return word;
}

uint32_t
words_of(struct reader *r, const cJSON *node, const struct path *path, const struct fl_vocab *vocab)
{
    uint32_t bits = 0;
    int index = 0;

    if (!cJSON_IsArray(node)) {
        fault(r, path, "must be an array, not %s", node_kind(node));
        return 0;
    }
    for (const cJSON *child = node->child; child; child = child->next, index++) {
        struct path here = {path, NULL, index};
        int word = word_of(r, child, &here, vocab);

        if (word >= 0 && bits >> word & 1)
            fault(r, &here, "stands twice: %s", fl_word(vocab, word));
        else if (word >= 0)
            bits |= UINT32_C(1) << word;
    }
    return bits;
}

int64_t
fen_of(struct reader *r, const cJSON *node, const struct path *path)
{
    int64_t fen;

    if (!cJSON_IsNumber(node)) {
        fault(r, path, "must be an integer number of fen, not %s", node_kind(node));
        return -1;
    }
    if (!json_is_int(node, &fen) || fen < 0 || fen > FL_MAX_AMOUNT_FEN) {
        fault(r, path, "must be an integer number of fen, 0 to 2^53, without a fraction");
        return -1;
    }
    return fen;
}
