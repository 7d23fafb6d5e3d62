/* Rows, read one ahead, so that those of one dispute are told from the next. */
#include "engine/import/rows.h"

#include <string.h>

/* --- one row --- */

/* What one column says goes to its members; words and blanks are the mapping's. */
static void
put_value(struct import_row *row, const struct mapping *mapping,
          const struct mapping_column *column, const char *value)
{
    for (int i = 0; i < column->n_members; i++) {
        enum import_member member = column->members[i];
        const char *word = mapping_word(mapping, member, value);
        if (!word)
            continue;
        row->values[member] = word;
        row->columns[member] = column->name;
    }
}

static void
put_constants(struct import_row *row, const struct mapping *mapping, struct arena *arena)
{
    for (int i = 0; i < IMPORT__COUNT; i++)
        if (!row->values[i])
            row->values[i] = mapping->constants[i];
    /* a row without a key of its own is known by its place: a file that comes again is known again */
    if (!row->values[IMPORT_REF])
        row->values[IMPORT_REF] = arena_print(arena, "line-%ld", row->line);
}

static const char *
trimmed(struct arena *arena, const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t len = strlen(text);
    while (len && strchr(" \t\r\n", text[len - 1]))
        len--;
    return arena_copy(arena, text, len);
}

/* A JSON value as the cell it would be. */
static const char *
cell_of(const cJSON *node, struct arena *arena)
{
    if (json_str(node))
        return trimmed(arena, json_str(node));
    struct buf text = {0};
    if (!cJSON_IsNull(node))
        json_write(node, &text);
    const char *cell = arena_copy(arena, text.len ? text.data : "", text.len);
    buf_done(&text);
    return cell;
}

static int
put_object(struct import_rows *rows, struct import_row *row, const cJSON *object,
           struct arena *arena, struct fl_error *err)
{
    const cJSON *member;
    cJSON_ArrayForEach(member, object)
    {
        const struct mapping_column *column;
        if (strcmp(member->string, "referrals") == 0)
            continue;
        if (mapping_column_find(rows->mapping, member->string, &column, arena, err))
            return err->code;
        if (column)
            put_value(row, rows->mapping, column, cell_of(member, arena));
    }
    return 0;
}

/* --- the file --- */

static int
read_header(struct import_rows *rows, struct fl_error *err)
{
    enum csv_verdict verdict = csv_next(&rows->csv, err);
    if (verdict == CSV_END)
        return err->code ? (int)err->code
                         : fl_fail(err, FL_E_INVALID_PARAMS,
                                   "%s: the first line names the columns; "
                                   "there is none",
                                   rows->csv.name);
    if (verdict == CSV_BAD)
        return err->code;
    rows->n_header = rows->csv.n_cells;
    for (int i = 0; i < rows->n_header; i++)
        if (mapping_column_find(rows->mapping, trimmed(&rows->arena, rows->csv.cells[i]),
                                &rows->header[i], &rows->arena, err))
            return err->code;
    return 0;
}

int
rows_open(struct import_rows *rows, const char *path, const struct mapping *mapping,
          struct fl_error *err)
{
    memset(rows, 0, sizeof *rows);
    rows->mapping = mapping;
    arena_init(&rows->arena);
    arena_init(&rows->ahead);
    if (mapping->jsonl)
        return lines_open(&rows->lines, path, FL_MAX_IMPORT_LINE, err);
    const struct csv_form form = {.separator = mapping->separator, .encoding = mapping->encoding};
    if (csv_open(&rows->csv, path, &form, err))
        return err->code;
    return read_header(rows, err);
}

void
rows_close(struct import_rows *rows)
{
    if (rows->mapping && rows->mapping->jsonl)
        lines_close(&rows->lines);
    else
        csv_close(&rows->csv);
    arena_done(&rows->arena);
    arena_done(&rows->ahead);
}

static void
whole_line(struct import_fault *fault, long line, const char *rule, struct arena *arena)
{
    *fault = (struct import_fault){.line = line, .rule = arena_text(arena, rule)};
}

/* --- CSV: one row a record --- */

static int
next_record(struct import_rows *rows, struct arena *arena, struct import_row *row, bool *ret_more,
            struct import_fault *fault, bool *ret_is_fault, struct fl_error *err)
{
    enum csv_verdict verdict = csv_next(&rows->csv, err);
    *row = (struct import_row){.line = rows->csv.line};
    *ret_more = verdict != CSV_END;
    *ret_is_fault = false;
    if (verdict == CSV_END)
        return err->code;
    if (verdict == CSV_BAD || rows->csv.n_cells > rows->n_header) {
        whole_line(fault, rows->csv.line,
                   verdict == CSV_BAD
                       ? err->detail
                       : arena_print(arena, "has %d cells, and the header names %d columns",
                                     rows->csv.n_cells, rows->n_header),
                   arena);
        *ret_is_fault = true;
        memset(err, 0, sizeof *err);
        return 0;
    }
    for (int i = 0; i < rows->csv.n_cells; i++)
        if (rows->header[i])
            put_value(row, rows->mapping, rows->header[i], trimmed(arena, rows->csv.cells[i]));
    put_constants(row, rows->mapping, arena);
    return 0;
}

static bool
same(const struct import_row *a, const struct import_row *b)
{
    static const enum import_member key[] = {IMPORT_COURT, IMPORT_SOURCE, IMPORT_REF};
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        const char *x = a->values[key[i]], *y = b->values[key[i]];
        if ((x || y) && (!x || !y || strcmp(x, y) != 0))
            return false;
    }
    return true;
}

static void
copy_row(const struct import_row *from, struct arena *arena, struct import_row *to)
{
    to->line = from->line;
    for (int i = 0; i < IMPORT__COUNT; i++) {
        to->values[i] = arena_text(arena, from->values[i]);
        to->columns[i] = arena_text(arena, from->columns[i]);
    }
}

static int
next_csv(struct import_rows *rows, struct arena *arena, struct import_row *ret, int *ret_n,
         struct import_fault *fault, bool *ret_is_fault, struct fl_error *err)
{
    *ret_n = 0;
    *ret_is_fault = false;
    if (rows->has_next) {
        copy_row(&rows->next, arena, &ret[(*ret_n)++]);
        rows->has_next = false;
    }
    for (;;) {
        struct import_row row;
        bool more, is_fault;
        arena_reset(&rows->ahead);
        if (next_record(rows, &rows->ahead, &row, &more, fault, &is_fault, err))
            return err->code;
        if (!more)
            return 0;
        if (is_fault) { /* told on its own; the row before it stays ahead of it no longer */
            fault->rule = arena_text(arena, fault->rule);
            *ret_is_fault = true;
            return 0;
        }
        if (*ret_n && !same(&ret[0], &row)) {
            rows->next = row;
            rows->has_next = true;
            return 0;
        }
        if (*ret_n == FL_MAX_IMPORT_VISITS) {
            whole_line(fault, row.line, "more rows of one dispute than FL_MAX_IMPORT_VISITS",
                       arena);
            *ret_is_fault = true;
            return 0;
        }
        copy_row(&row, arena, &ret[(*ret_n)++]);
    }
}

/* --- JSON Lines: one dispute a line, its visits in `referrals`, or one visit in the object itself --- */

static int
put_visits(struct import_rows *rows, const cJSON *doc, struct arena *arena, struct import_row *ret,
           int *ret_n, struct fl_error *err)
{
    const cJSON *visits = json_get(doc, "referrals"), *visit;
    struct import_row base = {.line = rows->lines.number};
    *ret_n = 0;
    if (put_object(rows, &base, doc, arena, err))
        return err->code;
    if (visits && (!cJSON_IsArray(visits) || !visits->child ||
                   cJSON_GetArraySize(visits) > FL_MAX_IMPORT_VISITS))
        return fl_fail(err, FL_E_INVALID_PARAMS, "referrals is a list of 1 to %d objects",
                       FL_MAX_IMPORT_VISITS);
    cJSON_ArrayForEach(visit, visits)
    {
        ret[*ret_n] = base;
        if (put_object(rows, &ret[(*ret_n)++], visit, arena, err))
            return err->code;
    }
    if (!visits)
        ret[(*ret_n)++] = base;
    for (int i = 0; i < *ret_n; i++)
        put_constants(&ret[i], rows->mapping, arena);
    return 0;
}

static int
next_jsonl(struct import_rows *rows, struct arena *arena, struct import_row *ret, int *ret_n,
           struct import_fault *fault, bool *ret_is_fault, struct fl_error *err)
{
    struct line line;
    bool more;
    *ret_n = 0;
    *ret_is_fault = false;
    if (lines_next(&rows->lines, &line, &more, err))
        return err->code;
    if (!more)
        return 0;
    JSON_AUTO doc = NULL;
    struct fl_error own = {0};
    int code = line.too_long ? fl_fail(&own, FL_E_TOO_LARGE, "a line has at most %d bytes",
                                       FL_MAX_IMPORT_LINE)
                             : json_parse(line.text, line.len, &doc, &own);
    if (!code && !cJSON_IsObject(doc))
        code = fl_fail(&own, FL_E_INVALID_PARAMS, "a line holds one JSON object");
    if (!code)
        code = put_visits(rows, doc, arena, ret, ret_n, &own);
    if (!code)
        return 0;
    if (code == FL_E_CONFIG) { /* a column that nothing explains: so it will be with every line */
        *err = own;
        return code;
    }
    whole_line(fault, rows->lines.number, own.detail, arena);
    *ret_is_fault = true;
    *ret_n = 0;
    return 0;
}

int
rows_next(struct import_rows *rows, struct arena *arena, struct import_row *ret, int *ret_n,
          struct import_fault *ret_fault, bool *ret_is_fault, struct fl_error *err)
{
    return (rows->mapping->jsonl ? next_jsonl : next_csv)(rows, arena, ret, ret_n, ret_fault,
                                                          ret_is_fault, err);
}
