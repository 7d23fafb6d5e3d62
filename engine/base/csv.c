/* Records of comma-separated values. */
#include "engine/base/csv.h"

#include <string.h>

#include "engine/base/buf.h"

enum { CELLS_MAX = 64 };

void
csv_open(struct csv *csv, const char *text, size_t len)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t skip = len >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    *csv = (struct csv){text + skip, text + len, 0, 1};
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Behind the opening quote; NULL when the closing one is missing. */
static const char *
read_quoted(struct csv *csv, const char *at, struct buf *cell)
{
    for (; at < csv->end; at++) {
        if (*at == '"' && at + 1 < csv->end && at[1] == '"')
            at++;
        else if (*at == '"')
            return at + 1;
        csv->after += *at == '\n';
        buf_char(cell, *at);
    }
    return NULL;
}

static const char *
read_plain(const struct csv *csv, const char *at, struct buf *cell)
{
    const char *from = at;
    while (at < csv->end && *at != ',' && *at != '\n')
        at++;
    const char *last = at;
    while (last > from && is_blank(last[-1]))
        last--;
    buf_put(cell, from, (size_t)(last - from));
    return at;
}

/* One cell; where it ends, or NULL with a sentence in *ret_why and the place of the fault in csv->at. */
static const char *
read_cell(struct csv *csv, const char *at, struct buf *cell, const char **ret_why)
{
    while (at < csv->end && is_blank(*at))
        at++;
    if (at == csv->end || *at != '"')
        return read_plain(csv, at, cell);
    if (!(at = read_quoted(csv, at + 1, cell))) {
        *ret_why = "a quoted cell has no end";
        csv->at = csv->end;
        return NULL;
    }
    while (at < csv->end && is_blank(*at))
        at++;
    if (at < csv->end && *at != ',' && *at != '\n') {
        *ret_why = "text stands behind a closing quote";
        csv->at = at;
        return NULL;
    }
    return at;
}

/* Leaves a broken record behind: goes on at the line after csv->at. */
static int
broken(struct csv *csv, const char *why, struct fl_error *err)
{
    const char *end = memchr(csv->at, '\n', (size_t)(csv->end - csv->at));
    csv->at = end ? end + 1 : csv->end;
    csv->after++;
    return fl_fail(err, FL_E_PARSE, "%s", why);
}

int
csv_next(struct csv *csv, struct arena *arena, const char ***ret_cells, int *ret_n,
         struct fl_error *err)
{
    const char *cells[CELLS_MAX], *why = NULL;
    int n = 0;
    while (csv->at < csv->end && (is_blank(*csv->at) || *csv->at == '\n')) {
        csv->after += *csv->at == '\n';
        csv->at++;
    }
    if (csv->at == csv->end)
        return *ret_n = 0;
    csv->line = csv->after;
    for (const char *at = csv->at;; at++) {
        struct buf cell = {0};
        buf_text(&cell, "");
        at = read_cell(csv, at, &cell, &why);
        if (n < CELLS_MAX)
            cells[n] = arena_copy(arena, cell.data, cell.len);
        buf_done(&cell);
        if (!at)
            return broken(csv, why, err);
        csv->at = at;
        if (n++ == CELLS_MAX)
            return broken(csv, "a record has too many cells", err);
        if (at == csv->end || *at == '\n')
            break;
    }
    csv->at += csv->at < csv->end;
    csv->after++;
    *ret_cells = arena_take(arena, (size_t)n * sizeof **ret_cells);
    memcpy(*ret_cells, cells, (size_t)n * sizeof *cells);
    *ret_n = n;
    return 0;
}
