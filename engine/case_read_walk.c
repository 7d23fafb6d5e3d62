/* Walking an object by its table of members, pointers for faults, and readers of plain values. */
#include "engine/case_read_walk.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/day.h"
#include "fenliu/limits.h"

enum { LONGEST_KEY_SHOWN = 100 };

static void
pointer_write(const struct path *path, struct buf *buf)
{
    if (!path)
        return;
    pointer_write(path->up, buf);
    buf_char(buf, '/');
    if (!path->key) {
        buf_print(buf, "%d", path->index);
        return;
    }
    for (const char *c = path->key; *c; c++) { /* RFC 6901 */
        if (*c == '~')
            buf_text(buf, "~0");
        else if (*c == '/')
            buf_text(buf, "~1");
        else
            buf_char(buf, *c);
    }
}

void
fault(struct reader *r, const struct path *path, const char *format, ...)
{
    struct buf pointer = {0};
    char detail[1024];
    va_list args;

    if (r->faults.n >= FL_MAX_FAULTS) { /* counted, not spelt out */
        faults_add(&r->faults, "", "%s", "");
        return;
    }
    va_start(args, format);
    vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    buf_text(&pointer, r->base);
    pointer_write(path, &pointer);
    faults_add(&r->faults, pointer.data ? pointer.data : "", "%s", detail);
    buf_done(&pointer);
}

const char *
node_kind(const cJSON *node)
{
    static const struct {
        cJSON_bool (*is)(const cJSON *);
        const char *name;
    } kinds[] = {
        {cJSON_IsString, "a text"   },
        {cJSON_IsNumber, "a number" },
        {cJSON_IsBool,   "a boolean"},
        {cJSON_IsObject, "an object"},
        {cJSON_IsArray,  "an array" },
        {cJSON_IsNull,   "null"     }
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].is(node))
            return kinds[i].name;
    return "nothing";
}

/* Edit distance, cut off: 1 + max when it is more. */
static int
distance(const char *a, const char *b, int max)
{
    enum { LONGEST = 64 };
    int n = (int)strnlen(a, LONGEST), m = (int)strnlen(b, LONGEST);
    int row[LONGEST + 1];

    if (n >= LONGEST || m >= LONGEST || n - m > max || m - n > max)
        return max + 1;
    for (int j = 0; j <= m; j++)
        row[j] = j;
    for (int i = 1; i <= n; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= m; j++) {
            int best = diagonal + (a[i - 1] != b[j - 1]);
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[m];
}

const char *
near_name(struct arena *arena, const char *given, const char *const *names, int n)
{
    int best = strlen(given) < 6 ? 2 : 3;
    const char *found = NULL;

    for (int i = 0; i < n; i++) {
        int d = distance(given, names[i], best - 1);
        if (d < best) {
            best = d;
            found = names[i];
        }
    }
    return found ? arena_print(arena, "; did you mean %s?", found) : "";
}

const char *
key_shown(struct arena *arena, const char *key)
{
    size_t len = strnlen(key, LONGEST_KEY_SHOWN + 1);

    if (len <= LONGEST_KEY_SHOWN)
        return key;
    for (len--; ((unsigned char)key[len] & 0xC0) == 0x80;) /* at a whole character */
        len--;
    return arena_print(arena, "%.*s…", (int)len, key);
}

static void
unknown_member(struct reader *r, const struct path *path, const struct member *members)
{
    const char *names[32];
    int n = 0;

    for (const struct member *m = members; m->name && n < 32; m++)
        names[n++] = m->name;
    fault(r, path, "unknown member \"%s\"%s", key_shown(r->arena, path->key),
          near_name(r->arena, path->key, names, n));
}

bool
walk_object(struct reader *r, const cJSON *node, const struct path *path,
            const struct member *members, void *into)
{
    uint64_t seen = 0;

    if (!cJSON_IsObject(node)) {
        fault(r, path, "must be an object, not %s", node_kind(node));
        return false;
    }
    for (const cJSON *child = node->child; child; child = child->next) {
        struct path here = {path, child->string, 0};
        const struct member *m = members;

        while (m->name && strcmp(m->name, child->string) != 0)
            m++;
        if (!m->name) {
            unknown_member(r, &here, members);
            continue;
        }
        seen |= UINT64_C(1) << (m - members);
        if (m->personal && r->form == CASE_SKELETON)
            fault(r, &here, "personal data does not stand in a stored case");
        else if (cJSON_IsNull(child))
            fault(r, &here, "must not be null: leave out what is unknown");
        else
            m->read(r, child, &here, m, (char *)into + m->offset);
    }
    for (const struct member *m = members; m->name; m++) {
        struct path here = {path, m->name, 0};
        if (m->required && !(seen >> (m - members) & 1) &&
            !(m->personal && r->form == CASE_SKELETON))
            fault(r, &here, "is required");
    }
    return true;
}

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
        *(const char **)into = arena_copy(r->arena, text, len);
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
        ret = arena_copy(arena, list.data, list.len);
        buf_done(&list);
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
