/* Walking an object by its table of members, and faults with their pointers. */
#include "engine/case/case_read_walk.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

/* Whether a member must be there: of a story only what it is called and what it tells. */
static bool
is_due(const struct reader *r, const struct member *members, const struct member *m)
{
    if (r->form == CASE_STORY && members == case_members)
        return !strcmp(m->name, "ref") || !strcmp(m->name, "narrative");
    return m->required && !(m->personal && (r->form == CASE_SKELETON || r->form == CASE_STORY));
}

/* What a story may hold without saying anything. */
static bool
says_nothing(const struct reader *r, const struct member *m, const cJSON *node)
{
    return r->form == CASE_STORY &&
           (!m->name || cJSON_IsNull(node) || (cJSON_IsArray(node) && !node->child));
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
        if (!m->name && members == case_members &&
            (r->form == CASE_SKELETON || r->form == CASE_WHOLE) &&
            !strcmp(child->string, CASE_READING)) {
            reading_finish(r, child, &here);
            continue;
        }
        if (members == case_members && says_nothing(r, m, child))
            continue;
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
        if (is_due(r, members, m) && !(seen >> (m - members) & 1))
            fault(r, &here, "is required");
    }
    return true;
}
