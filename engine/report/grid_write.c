/* Tables in the forms that people and programs take. */
#include <string.h>

#include "engine/cli/options.h"
#include "engine/report/grid.h"

static bool
is_left(const struct grid *grid, int column)
{
    return grid->columns[column].kind == GRID_TEXT;
}

/* --- terminal --- */

static void
put_padded(struct buf *out, const char *text, int width, bool left)
{
    int blank = width - text_columns(text);
    if (left)
        buf_text(out, text);
    for (; blank > 0; blank--)
        buf_char(out, ' ');
    if (!left)
        buf_text(out, text);
}

static const char *
head_or_cell(const struct grid *grid, int row, int column, char scratch[64])
{
    return row < 0 ? grid->columns[column].label : grid_shown(grid, row, column, scratch);
}

void
grid_write_text(const struct grid *grid, struct buf *out)
{
    char scratch[64];
    int *width = arena_take(grid->arena, (size_t)(grid->n_columns + 1) * sizeof *width);
    for (int r = -1; r < grid->n_rows; r++)
        for (int c = 0; c < grid->n_columns; c++) {
            int w = text_columns(head_or_cell(grid, r, c, scratch));
            width[c] = w > width[c] ? w : width[c];
        }
    for (int r = -1; r < grid->n_rows; r++) {
        for (int c = 0; c < grid->n_columns; c++) {
            buf_text(out, "  ");
            put_padded(out, head_or_cell(grid, r, c, scratch), width[c], is_left(grid, c));
        }
        while (out->len && out->data[out->len - 1] == ' ')
            out->data[--out->len] = 0;
        buf_char(out, '\n');
    }
}

/* --- CSV: names of columns as in the database, so that a script does not depend on a language --- */

static void
put_csv(struct buf *out, const char *text)
{
    bool quote = strpbrk(text, ",\"\r\n") != NULL;
    if (quote)
        buf_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_char(out, '"');
        buf_char(out, *text);
    }
    if (quote)
        buf_char(out, '"');
}

void
grid_write_csv(const struct grid *grid, const char *heads, const char *before, struct buf *out)
{
    buf_text(out, heads);
    for (int c = 0; c < grid->n_columns; c++)
        buf_print(out, "%s%s", c ? "," : "", grid->columns[c].name);
    buf_char(out, '\n');
    for (int r = 0; r < grid->n_rows; r++) {
        buf_text(out, before);
        for (int c = 0; c < grid->n_columns; c++) {
            if (c)
                buf_char(out, ',');
            put_csv(out, grid_get(grid, r, c) ? grid_get(grid, r, c) : "");
        }
        buf_char(out, '\n');
    }
}

void
grid_write_json(const struct grid *grid, struct buf *out)
{
    json_array(out);
    for (int r = 0; r < grid->n_rows; r++) {
        json_object(out);
        for (int c = 0; c < grid->n_columns; c++) {
            const char *text = grid_get(grid, r, c);
            json_key(out, grid->columns[c].name);
            if (!text)
                json_null(out);
            else if (is_left(grid, c))
                json_text(out, text);
            else
                json_raw(out, text, strlen(text));
        }
        json_object_end(out);
    }
    json_array_end(out);
}

/* --- documents --- */

static void
put_markdown(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '|')
            buf_char(out, '\\');
        buf_char(out, *text);
    }
}

void
grid_write_markdown(const struct grid *grid, struct buf *out)
{
    char scratch[64];
    for (int r = -1; r < grid->n_rows; r++) {
        buf_char(out, '|');
        for (int c = 0; c < grid->n_columns; c++) {
            buf_char(out, ' ');
            put_markdown(out, head_or_cell(grid, r, c, scratch));
            buf_text(out, " |");
        }
        buf_char(out, '\n');
        if (r >= 0)
            continue;
        buf_char(out, '|');
        for (int c = 0; c < grid->n_columns; c++)
            buf_text(out, is_left(grid, c) ? "---|" : "---:|");
        buf_char(out, '\n');
    }
}

void
html_text(struct buf *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            buf_text(out, "&amp;");
            break;
        case '<':
            buf_text(out, "&lt;");
            break;
        case '>':
            buf_text(out, "&gt;");
            break;
        case '"':
            buf_text(out, "&quot;");
            break;
        default:
            buf_char(out, *text);
        }
}

void
grid_write_html(const struct grid *grid, struct buf *out)
{
    char scratch[64];
    buf_text(out, "<table>\n");
    for (int r = -1; r < grid->n_rows; r++) {
        const char *tag = r < 0 ? "th" : "td";
        buf_text(out, r < 0 ? "<thead><tr>" : "<tr>");
        for (int c = 0; c < grid->n_columns; c++) {
            buf_print(out, "<%s%s>", tag, is_left(grid, c) ? "" : " class=\"n\"");
            html_text(out, head_or_cell(grid, r, c, scratch));
            buf_print(out, "</%s>", tag);
        }
        buf_text(out, r < 0 ? "</tr></thead>\n<tbody>\n" : "</tr>\n");
    }
    buf_text(out, "</tbody></table>\n");
}
