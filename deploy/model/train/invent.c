/* Invented sentences: templates with slots and alternatives, filled by a generator that always gives the
 * same. */
#include <stdio.h>
#include <string.h>

#include "deploy/model/train/corpus.h"
#include "engine/text/model_parts.h"

enum { MAX_SLOTS = 64, MAX_INVENTED = 4096, MAX_NESTING = 8 };

struct inventor {
    struct arena *arena;
    struct {
        const char *name, *alternatives;
    } slots[MAX_SLOTS];
    int n_slots;
    uint64_t state;
};

/* One of n parts of text parted by | on this level, without the parts around it. */
static const char *
pick(struct inventor *in, const char *from, const char *to, size_t *ret_len)
{
    int n = 1, level = 0, wanted;
    const char *start = from, *p;

    for (p = from; p < to; p++) {
        level += (*p == '(') - (*p == ')');
        n += *p == '|' && !level;
    }
    wanted = (int)chance(&in->state, (uint32_t)n);
    for (p = from, level = 0; p < to; p++) {
        level += (*p == '(') - (*p == ')');
        if (*p != '|' || level)
            continue;
        if (!wanted--)
            break;
        start = p + 1;
    }
    *ret_len = (size_t)(p - start);
    return start;
}

static const char *
slot_of(const struct inventor *in, const char *name, size_t len)
{
    for (int i = 0; i < in->n_slots; i++)
        if (strlen(in->slots[i].name) == len && memcmp(in->slots[i].name, name, len) == 0)
            return in->slots[i].alternatives;
    die("slots.tsv has no {%.*s}", (int)len, name);
}

static void
fill(struct inventor *in, const char *from, const char *to, struct buf *ret, int depth)
{
    if (depth > MAX_NESTING)
        die("a template is nested too deep: %.40s", from);
    for (const char *p = from; p < to; p++) {
        const char *part, *end;
        size_t len;
        if (*p == '{') {
            end = strchr(p, '}');
            if (!end)
                die("a { is not closed: %.40s", p);
            part = slot_of(in, p + 1, (size_t)(end - p - 1));
            part = pick(in, part, part + strlen(part), &len);
            fill(in, part, part + len, ret, depth + 1);
            p = end;
        } else if (*p == '(') {
            int level = 1;
            for (end = p + 1; end < to && level; end++)
                level += (*end == '(') - (*end == ')');
            if (level)
                die("a ( is not closed: %.40s", p);
            part = pick(in, p + 1, end - 1, &len);
            fill(in, part, part + len, ret, depth + 1);
            p = end - 1;
        } else {
            buf_char(ret, *p);
        }
    }
}

static void
read_slots(struct inventor *in, const char *dir)
{
    char *at = file_whole(in->arena, arena_print(in->arena, "%s/slots.tsv", dir), NULL), *line;

    while ((line = line_next(&at))) {
        if (*line == '#' || !*line)
            continue;
        if (in->n_slots == MAX_SLOTS)
            die("more than %d slots", MAX_SLOTS);
        in->slots[in->n_slots].name = cell_next(&line);
        in->slots[in->n_slots++].alternatives = line ? line : "";
    }
}

void
corpus_invent(struct corpus *corpus, const char *dir, int times)
{
    struct inventor in = {.arena = &corpus->arena, .state = 20210305};
    struct buf buf = {0};
    char *at, *line;

    read_slots(&in, dir);
    at = file_whole(in.arena, arena_print(in.arena, "%s/templates.tsv", dir), NULL);
    while ((line = line_next(&at))) {
        if (*line == '#' || !*line)
            continue;
        const char *domain = cell_next(&line), *scope = cell_next(&line),
                   *weight = cell_next(&line);
        struct example e = {.source = SOURCE_INVENTED, .cause = -1};
        int n = 0;
        if (!line || sscanf(weight, "%d", &n) != 1)
            die("templates.tsv: a row needs domain, scope, times and text");
        e.class = strcmp(domain, "none") ? fl_word_find(&fl_domains, domain, strlen(domain))
                                         : COLUMN_NONE;
        e.scope = fl_word_find(&fl_scopes, scope, strlen(scope));
        if (e.class < 0)
            die("templates.tsv: no domain is called %s", domain);
        for (int i = 0; i < n * times; i++) {
            buf_reset(&buf);
            fill(&in, line, line + strlen(line), &buf, 0);
            e.text = arena_copy(in.arena, buf.data, buf.len);
            e.len = buf.len;
            corpus_add(corpus, &e);
        }
    }
    buf_done(&buf);
}
