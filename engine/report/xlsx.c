/* One sheet a table. */
#include "engine/report/xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "engine/base/lang.h"
#include "engine/cli/options.h"

enum { WIDEST = 60, SHEET_NAME = 31 /* of Excel, in characters */ };

static const char *const formats[] = {
    [GRID_TEXT] = NULL,       [GRID_COUNT] = "#,##0", [GRID_SHARE] = "0.00%",
    [GRID_PERCENT] = "0.00%", [GRID_DAYS] = "0.0##",  [GRID_CHANGE] = "+#,##0.##;-#,##0.##;0",
};
enum { N_KINDS = sizeof formats / sizeof *formats };

struct book {
    lxw_workbook *book;
    lxw_format *head, *kinds[N_KINDS];
};

static void
put_cell(const struct book *b, lxw_worksheet *sheet, const struct grid *grid, int row, int column)
{
    enum grid_kind kind = grid->columns[column].kind;
    const char *text = grid_get(grid, row, column);
    lxw_row_t r = (lxw_row_t)row + 1;
    lxw_col_t c = (lxw_col_t)column;
    if (!text)
        return;
    if (kind == GRID_TEXT)
        worksheet_write_string(sheet, r, c, text, NULL);
    else
        worksheet_write_number(sheet, r, c, strtod(text, NULL) / (kind == GRID_PERCENT ? 100 : 1),
                               b->kinds[kind]);
}

static void
set_width(lxw_worksheet *sheet, const struct grid *grid, int column)
{
    char scratch[64];
    int width = text_columns(grid->columns[column].label);
    for (int r = 0; r < grid->n_rows; r++) {
        int w = text_columns(grid_shown(grid, r, column, scratch));
        width = w > width ? w : width;
    }
    worksheet_set_column(sheet, (lxw_col_t)column, (lxw_col_t)column,
                         (width > WIDEST ? WIDEST : width) + 2, NULL);
}

/* Excel refuses some characters and more than 31 of them. */
static const char *
sheet_name(const struct grid *grid, char ret[128])
{
    const char *from = grid->title && *grid->title ? grid->title : grid->id;
    size_t n = 0, characters = 0;
    for (; *from && n < 120; from++) {
        bool starts = ((unsigned char)*from & 0xC0) != 0x80;
        if (starts && characters++ == SHEET_NAME)
            break;
        ret[n++] = strchr("[]:*?/\\", *from) ? ' ' : *from;
    }
    ret[n] = 0;
    return ret;
}

static void
put_sheet(const struct book *b, const struct grid *grid)
{
    char name[128];
    lxw_worksheet *sheet = workbook_add_worksheet(b->book, sheet_name(grid, name));
    if (!sheet) /* a second table of this title */
        sheet = workbook_add_worksheet(b->book, NULL);
    for (int c = 0; c < grid->n_columns; c++) {
        worksheet_write_string(sheet, 0, (lxw_col_t)c, grid->columns[c].label, b->head);
        set_width(sheet, grid, c);
    }
    for (int r = 0; r < grid->n_rows; r++)
        for (int c = 0; c < grid->n_columns; c++)
            put_cell(b, sheet, grid, r, c);
    worksheet_freeze_panes(sheet, 1, grid->n_columns && grid->columns[0].kind == GRID_TEXT);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
}

static void
put_definitions(const struct book *b, const PGresult *definitions)
{
    lxw_worksheet *sheet = workbook_add_worksheet(b->book, say("口径", "definitions"));
    const char *const heads[] = {say("列", "column"), "中文", "English"};
    const double widths[] = {28, 70, 70};
    for (int c = 0; c < 3; c++) {
        worksheet_write_string(sheet, 0, (lxw_col_t)c, heads[c], b->head);
        worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, widths[c], NULL);
    }
    for (int r = 0; r < PQntuples(definitions); r++)
        for (int c = 0; c < 3; c++)
            if (pg_get(definitions, r, c))
                worksheet_write_string(sheet, (lxw_row_t)r + 1, (lxw_col_t)c,
                                       pg_get(definitions, r, c), NULL);
    worksheet_freeze_panes(sheet, 1, 1);
}

int
xlsx_write(const char *path, const struct grid *const *grids, int n, const PGresult *definitions,
           struct fl_error *err)
{
    struct book b = {.book = workbook_new(path)};
    if (!b.book)
        return fl_fail(err, FL_E_IO, "%s: no memory for a spreadsheet", path);
    b.head = workbook_add_format(b.book);
    format_set_bold(b.head);
    format_set_bottom(b.head, LXW_BORDER_THIN);
    format_set_text_wrap(b.head);
    for (int kind = 0; kind < N_KINDS; kind++) {
        b.kinds[kind] = workbook_add_format(b.book);
        if (formats[kind])
            format_set_num_format(b.kinds[kind], formats[kind]);
    }
    for (int i = 0; i < n; i++)
        put_sheet(&b, grids[i]);
    if (definitions)
        put_definitions(&b, definitions);
    lxw_error code = workbook_close(b.book);
    return code ? fl_fail(err, FL_E_IO, "%s: %s", path, lxw_strerror(code)) : 0;
}
