/* A table of a report: columns with their names and labels, cells as text. Made out of a result of a query, or cell by
 * cell; written as text for a terminal, CSV, JSON, Markdown, HTML, and as a sheet (xlsx.h). Everything in an arena. */
#ifndef ENGINE_REPORT_GRID_H
#define ENGINE_REPORT_GRID_H

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/pg/pg.h"

enum grid_kind {
    GRID_TEXT,
    GRID_COUNT,   /* whole numbers */
    GRID_SHARE,   /* 0.8086, shown as 80.86% */
    GRID_PERCENT, /* 80.86, shown as 80.86% */
    GRID_DAYS,    /* one place */
    GRID_CHANGE   /* a difference: with its sign */
};

struct grid_column {
    const char *name;  /* as in the database */
    const char *label; /* in the language of lang.h */
    enum grid_kind kind;
};

struct grid {
    const char *id;    /* a word: "months" */
    const char *title; /* for people */
    struct arena *arena;
    struct grid_column *columns;
    const char **cells; /* row by row; NULL: nothing to say */
    int n_columns, n_rows, room;
};

struct grid *grid_new(struct arena *arena, const char *id, const char *title, int n_columns,
                      const struct grid_column *columns);
/* The number of the new row, whose cells are empty. */
int grid_row(struct grid *grid);
void grid_put(struct grid *grid, int row, int column, const char *text); /* copies */
void grid_put_int(struct grid *grid, int row, int column, int64_t n);
const char *grid_get(const struct grid *grid, int row, int column); /* NULL: nothing */
int grid_column(const struct grid *grid, const char *name);         /* -1: none */

/* A result as it is: names by stats_label, kinds by the names. `drop_empty` leaves out columns without any value. */
struct grid *grid_of(struct arena *arena, const char *id, const char *title, const PGresult *result,
                     bool drop_empty);

/* As people read it: grouped, with signs and percent; "–" for nothing. */
const char *grid_shown(const struct grid *grid, int row, int column, char ret[64]);

void grid_write_text(const struct grid *grid, struct buf *out);
/* `before`: cells that every line begins with ("430204,2021-01-01,2021-12-31,"), and their heads. */
void grid_write_csv(const struct grid *grid, const char *heads, const char *before,
                    struct buf *out);
void grid_write_json(const struct grid *grid, struct buf *out); /* an array of objects */
void grid_write_markdown(const struct grid *grid, struct buf *out);
void grid_write_html(const struct grid *grid, struct buf *out);

/* Text within HTML. */
void html_text(struct buf *out, const char *text);

#endif
