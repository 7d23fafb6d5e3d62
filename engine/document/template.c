/* Templates: read and checked once, line by line; run over values. */
#include "engine/document/template.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/document/document_write.h"

enum { MAX_NESTING = 8, MAX_NAME = 48 };

struct line {
    enum line_kind kind;
    const char *text; /* what is written; of @if, @unless, @each the name */
    int end;          /* of those: the line of their @end */
};

struct template
{
    const char *name;
    const struct template_field *fields;
    struct line *lines;
    int n;
};

/* --- reading --- */

struct reading {
    struct template *template;
    int number;            /* of the line, from 1 */
    int open[MAX_NESTING]; /* lines that wait for their @end */
    int depth;
    struct fl_error *err;
};

static int
refuse(const struct reading *r, const char *what, const char *name, int len)
{
    return fl_fail(r->err, FL_E_CONFIG, "%s line %d: %s%s%.*s", r->template->name, r->number, what,
                   len ? " " : "", len, name);
}

/* The list of the innermost @each around a line, or NULL. */
static const char *
list_around(const struct reading *r)
{
    for (int i = r->depth - 1; i >= 0; i--)
        if (r->template->lines[r->open[i]].kind == LINE_EACH)
            return r->template->lines[r->open[i]].text;
    return NULL;
}

static bool
has_field(const struct reading *r, const char *list, const char *name, int len)
{
    char whole[2 * MAX_NAME];
    snprintf(whole, sizeof whole, "%s%s%.*s", list ? list : "", list ? "." : "", len, name);
    for (const struct template_field *f = r->template->fields; f->name; f++)
        if (strcmp(f->name, whole) == 0)
            return true;
    return false;
}

static int
check_name(const struct reading *r, const char *name, int len)
{
    const char *list = list_around(r);
    if (len <= 0 || len >= MAX_NAME ||
        (!(list && has_field(r, list, name, len)) && !has_field(r, NULL, name, len)))
        return refuse(r, "there is no field", name, len < MAX_NAME ? len : MAX_NAME);
    return 0;
}

/* Every {field} of a line. */
static int
check_fields(const struct reading *r, const char *text)
{
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
        const char *end = strchr(at, '}');
        if (!end)
            return refuse(r, "a field has no }", "", 0);
        if (check_name(r, at + 1, (int)strcspn(at + 1, "|}")))
            return r->err->code;
    }
    return 0;
}

static const struct {
    const char *mark;
    enum line_kind kind;
} marks[] = {
    {"## ",      LINE_HEADING},
    {"# ",       LINE_TITLE  },
    {"- ",       LINE_BULLET },
    {"| ",       LINE_ROW    },
    {"> ",       LINE_SIGNED },
    {"@each ",   LINE_EACH   },
    {"@if ",     LINE_IF     },
    {"@unless ", LINE_UNLESS },
    {"@end",     LINE_END    },
    {"",         LINE_TEXT   },
};

static int
open_block(struct reading *r, int at)
{
    const struct line *line = &r->template->lines[at];
    if (r->depth == MAX_NESTING)
        return refuse(r, "blocks stand too deep in one another", "", 0);
    if (line->kind == LINE_EACH && list_around(r))
        return refuse(r, "a list inside a list", "", 0);
    if (check_name(r, line->text, (int)strlen(line->text)))
        return r->err->code;
    r->open[r->depth++] = at;
    return 0;
}

static int
read_line(struct reading *r, const char *text)
{
    int at = r->template->n++;
    struct line *line = &r->template->lines[at];
    size_t i = 0;
    line->end = -1;
    line->text = text;
    if (!*text) {
        line->kind = LINE_BLANK;
        return 0;
    }
    while (strncmp(text, marks[i].mark, strlen(marks[i].mark)) != 0)
        i++;
    line->kind = marks[i].kind;
    line->text = text + strlen(marks[i].mark);
    if (line->kind == LINE_EACH || line->kind == LINE_IF || line->kind == LINE_UNLESS)
        return open_block(r, at);
    if (line->kind == LINE_END) {
        if (!r->depth)
            return refuse(r, "@end without a beginning", "", 0);
        r->template->lines[r->open[--r->depth]].end = at;
        return 0;
    }
    if (line->kind == LINE_ROW && (!strstr(line->text, " | ") || !strchr(line->text, '|')))
        return refuse(r, "a row is | label | value |", "", 0);
    return check_fields(r, line->text);
}

static int
check_required(const struct reading *r)
{
    const struct template *t = r->template;
    char braced[MAX_NAME + 2];
    for (const struct template_field *f = t->fields; f->name; f++) {
        bool found = !f->required;
        const char *dot = strchr(f->name, '.'); /* inside its list it goes by the last part */
        snprintf(braced, sizeof braced, "{%s", dot ? dot + 1 : f->name);
        for (int i = 0; i < t->n && !found; i++)
            found = (t->lines[i].kind == LINE_EACH && strcmp(t->lines[i].text, f->name) == 0) ||
                    strstr(t->lines[i].text, braced);
        if (!found)
            return fl_fail(r->err, FL_E_CONFIG, "%s: the field %s is missing", t->name, f->name);
    }
    return 0;
}

int
template_parse(const char *name, const char *text, const struct template_field *fields,
               struct arena *arena, const struct template **ret, struct fl_error *err)
{
    struct template *t = arena_take(arena, sizeof *t);
    struct reading r = {.template = t, .err = err};
    t->name = arena_text(arena, name);
    t->fields = fields;
    char *line = arena_text(arena, text);
    int lines = 1;
    for (const char *at = line; (at = strchr(at, '\n')); at++)
        lines++;
    t->lines = arena_take(arena, (size_t)lines * sizeof *t->lines);
    for (char *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = 0;
        line[strcspn(line, "\r")] = 0;
        r.number++;
        if (*line != '%' && read_line(&r, line))
            return err->code;
    }
    if (r.depth)
        return fl_fail(err, FL_E_CONFIG, "%s: @%s %s has no @end", name,
                       t->lines[r.open[0]].kind == LINE_EACH ? "each" : "if",
                       t->lines[r.open[0]].text);
    if (check_required(&r))
        return err->code;
    *ret = t;
    return 0;
}

/* --- running --- */

struct scope {
    const cJSON *item, *all; /* item: of the list that is run over; NULL: none */
};

static const cJSON *
value_of(const struct scope *scope, const char *name)
{
    const cJSON *value = scope->item ? json_get(scope->item, name) : NULL;
    return value ? value : json_get(scope->all, name);
}

static bool
is_set(const cJSON *value)
{
    const char *text = json_str(value);
    if (text)
        return *text != 0;
    if (cJSON_IsArray(value))
        return value->child != NULL;
    return value && !cJSON_IsFalse(value) && !cJSON_IsNull(value);
}

/* The text of a line with its fields filled in; `without` is what stands after | in a field without value. */
static void
fill(const struct scope *scope, const char *text, struct buf *buf)
{
    while (*text) {
        size_t plain = strcspn(text, "{");
        buf_put(buf, text, plain);
        text += plain;
        if (!*text)
            break;
        size_t len = strcspn(text, "}"), name_len = strcspn(text + 1, "|}");
        char name[MAX_NAME];
        int64_t n;
        snprintf(name, sizeof name, "%.*s", (int)name_len, text + 1);
        const cJSON *value = value_of(scope, name);
        const char *given = json_str(value);
        if (given && *given)
            buf_text(buf, given);
        else if (json_is_int(value, &n))
            buf_print(buf, "%" PRId64, n);
        else if (name_len + 1 < len)
            buf_put(buf, text + name_len + 2, len - name_len - 2);
        text += len + (text[len] == '}');
    }
}

static void run_lines(const struct template *t, int from, int to, const struct scope *scope,
                      struct document *out);

static void
run_block(const struct template *t, int at, const struct scope *scope, struct document *out)
{
    const struct line *line = &t->lines[at];
    const cJSON *value = value_of(scope, line->text), *item;
    if (line->kind != LINE_EACH) {
        if (is_set(value) == (line->kind == LINE_IF))
            run_lines(t, at + 1, line->end, scope, out);
        return;
    }
    cJSON_ArrayForEach(item, value)
    {
        const struct scope inner = {item, scope->all};
        run_lines(t, at + 1, line->end, &inner, out);
    }
}

static void
run_lines(const struct template *t, int from, int to, const struct scope *scope,
          struct document *out)
{
    struct buf text = {0};
    for (int i = from; i < to; i++) {
        if (t->lines[i].end >= 0) {
            run_block(t, i, scope, out);
            i = t->lines[i].end;
            continue;
        }
        buf_reset(&text);
        buf_text(&text, "");
        fill(scope, t->lines[i].text, &text);
        document_line(out, t->lines[i].kind, text.data);
    }
    buf_done(&text);
}

void
template_write(const struct template *t, const cJSON *values, enum document_form form, bool chinese,
               const char *style, struct buf *buf)
{
    const struct scope scope = {NULL, values};
    struct document out = {.form = form, .chinese = chinese, .buf = buf};
    struct buf title = {0};
    for (int i = 0; i < t->n && !title.len; i++)
        if (t->lines[i].kind == LINE_TITLE)
            fill(&scope, t->lines[i].text, &title);
    document_begin(&out, title.len ? title.data : t->name, style);
    run_lines(t, 0, t->n, &scope, &out);
    document_end(&out);
    buf_done(&title);
}
