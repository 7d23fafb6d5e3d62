/* Tables in memory. */
#include "engine/report/grid.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/report/stats.h"

struct grid *
grid_new(struct arena *arena, const char *id, const char *title, int n_columns,
         const struct grid_column *columns)
{
    struct grid *grid = arena_take(arena, sizeof *grid);
    *grid = (struct grid){.id = id, .title = title, .arena = arena, .n_columns = n_columns};
    grid->columns = arena_take(arena, (size_t)n_columns * sizeof *columns);
    memcpy(grid->columns, columns, (size_t)n_columns * sizeof *columns);
    return grid;
}

int
grid_row(struct grid *grid)
{
    if (grid->n_rows == grid->room) {
        int room = grid->room ? 2 * grid->room : 16;
        size_t width = (size_t)grid->n_columns * sizeof *grid->cells;
        const char **cells = arena_take(grid->arena, (size_t)room * width);
        if (grid->n_rows)
            memcpy(cells, grid->cells, (size_t)grid->n_rows * width);
        grid->cells = cells;
        grid->room = room;
    }
    return grid->n_rows++;
}

void
grid_put(struct grid *grid, int row, int column, const char *text)
{
    grid->cells[row * grid->n_columns + column] = arena_text(grid->arena, text);
}

void
grid_put_int(struct grid *grid, int row, int column, int64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, n);
    grid_put(grid, row, column, text);
}

const char *
grid_get(const struct grid *grid, int row, int column)
{
    return grid->cells[row * grid->n_columns + column];
}

int
grid_column(const struct grid *grid, const char *name)
{
    for (int i = 0; i < grid->n_columns; i++)
        if (strcmp(grid->columns[i].name, name) == 0)
            return i;
    return -1;
}

/* Kinds by the names that the views of stats use. */
static enum grid_kind
kind_of(const char *name)
{
    static const struct {
        const char *part;
        enum grid_kind kind;
    } parts[] = {
        {"success_of_", GRID_SHARE  },
        {"_rate",       GRID_PERCENT},
        {"_share",      GRID_PERCENT},
        {"mean_days",   GRID_DAYS   },
        {"median_days", GRID_DAYS   },
    };
    if (strcmp(name, "key") == 0 || strcmp(name, "name") == 0)
        return GRID_TEXT;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(name, parts[i].part))
            return parts[i].kind;
    return GRID_COUNT;
}

static bool
is_empty(const PGresult *result, int column)
{
    for (int r = 0; r < PQntuples(result); r++)
        if (pg_get(result, r, column))
            return false;
    return true;
}

struct grid *
grid_of(struct arena *arena, const char *id, const char *title, const PGresult *result,
        bool drop_empty)
{
    int n = 0, *from = arena_take(arena, (size_t)(PQnfields(result) + 1) * sizeof *from);
    struct grid_column *columns =
        arena_take(arena, (size_t)(PQnfields(result) + 1) * sizeof *columns);
    for (int c = 0; c < PQnfields(result); c++) {
        if (drop_empty && is_empty(result, c))
            continue;
        const char *name = arena_text(arena, PQfname(result, c));
        columns[n] = (struct grid_column){name, stats_label(name), kind_of(name)};
        from[n++] = c;
    }
    struct grid *grid = grid_new(arena, id, title, n, columns);
    for (int r = 0; r < PQntuples(result); r++) {
        int row = grid_row(grid);
        for (int c = 0; c < n; c++)
            grid_put(grid, row, c, pg_get(result, r, from[c]));
    }
    return grid;
}

static void
group_digits(const char *digits, char ret[64])
{
    size_t len = strcspn(digits, "."), n = 0;
    size_t start = digits[0] == '-' || digits[0] == '+';
    for (size_t i = 0; digits[i] && n < 60; i++) {
        if (i > start && i < len && (len - i) % 3 == 0)
            ret[n++] = ',';
        ret[n++] = digits[i];
    }
    ret[n] = 0;
}

const char *
grid_shown(const struct grid *grid, int row, int column, char ret[64])
{
    const char *text = grid_get(grid, row, column);
    char signed_text[40];
    if (!text || !*text)
        return grid->columns[column].kind == GRID_TEXT ? "" : "–";
    switch (grid->columns[column].kind) {
    case GRID_TEXT:
    case GRID_DAYS:
        return text;
    case GRID_COUNT:
        group_digits(text, ret);
        return ret;
    case GRID_SHARE:
        snprintf(ret, 64, "%.2f%%", 100 * strtod(text, NULL));
        return ret;
    case GRID_PERCENT:
        snprintf(ret, 64, "%s%%", text);
        return ret;
    case GRID_CHANGE:
        snprintf(signed_text, sizeof signed_text, "%s%.30s",
                 text[0] == '-' || strcmp(text, "0") == 0 ? "" : "+", text);
        group_digits(signed_text, ret);
        return ret;
    }
    return text;
}
