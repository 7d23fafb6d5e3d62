/* The totals as they are printed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/report/stats.h"

/* A column of figures, one line each, out of the one row of totals. */
struct grid *
stats_figures(struct arena *arena, const struct grid *totals)
{
    const struct grid_column columns[] = {
        {"figure", say("指标", "figure"), GRID_TEXT },
        {"value",  say("数值", "value"),  GRID_COUNT}
    };
    struct grid *grid = grid_new(arena, totals->id, totals->title, 2, columns);
    for (int c = 0; c < totals->n_columns; c++) {
        int row = grid_row(grid);
        grid_put(grid, row, 0, totals->columns[c].label);
        grid_put(grid, row, 1, grid_get(totals, 0, c));
    }
    return grid;
}

/* --- beside last year --- */

static const char *
ratio(struct arena *arena, double now, double before)
{
    return before == 0 ? NULL : arena_print(arena, "%.4f", now / before);
}

static const char *
difference(struct arena *arena, const char *now, const char *before)
{
    const char *point = strchr(now, '.') ? now : before;
    point = strchr(point, '.');
    int places = point ? (int)strlen(point + 1) : 0;
    return arena_print(arena, "%.*f", places, strtod(now, NULL) - strtod(before, NULL));
}

/* The row with the same key; the first and only one without keys. -1: none. */
static int
row_of(const struct grid *grid, const char *key)
{
    int column = grid_column(grid, "key");
    for (int r = 0; r < grid->n_rows; r++)
        if (!key || column < 0 || strcmp(grid_get(grid, r, column), key) == 0)
            return r;
    return -1;
}

static void
compare_row(struct grid *into, const struct grid *now, int row, const struct grid *before,
            int other, bool keyed, const char *key, bool for_people)
{
    for (int c = 0; c < now->n_columns; c++) {
        if (now->columns[c].kind == GRID_TEXT)
            continue;
        int old = other < 0 ? -1 : grid_column(before, now->columns[c].name);
        const char *is = row < 0 ? NULL : grid_get(now, row, c),
                   *was = old < 0 ? NULL : grid_get(before, other, old);
        bool nothing = (!is || strcmp(is, "0") == 0) && (!was || strcmp(was, "0") == 0);
        if (nothing && keyed)
            continue;
        int at = grid_row(into), k = keyed;
        if (keyed)
            grid_put(into, at, 0, key);
        grid_put(into, at, k, for_people ? now->columns[c].label : now->columns[c].name);
        grid_put(into, at, k + 1, is);
        grid_put(into, at, k + 2, was);
        if (is && was) {
            grid_put(into, at, k + 3, difference(into->arena, is, was));
            grid_put(into, at, k + 4, ratio(into->arena, strtod(is, NULL), strtod(was, NULL)));
        }
    }
}

/* The month of last year that stands for a month of this one: keys of periods differ by their year. */
static const char *
key_before(struct arena *arena, const struct stats_query *query, const char *key)
{
    bool period =
        query->by && (strcmp(query->by, "month") == 0 || strcmp(query->by, "quarter") == 0);
    return period ? arena_print(arena, "%04d%s", atoi(key) - 1, key + 4) : key;
}

struct grid *
stats_compare(struct arena *arena, const struct stats_query *query, const struct grid *now,
              const struct grid *before, bool for_people)
{
    const struct grid_column columns[] = {
        {"key",               stats_label("key"), GRID_TEXT  },
        { "figure",       say("指标",          "figure"),   GRID_TEXT},
        { "value",       say("本期",           "value"),  GRID_COUNT},
        { "last_year", say("上年同期",       "last year"),  GRID_COUNT},
        { "difference",       say("增减",      "difference"), GRID_CHANGE},
        { "ratio",       say("比值",           "ratio"),   GRID_DAYS},
    };
    int key = grid_column(now, "key");
    bool keyed = key >= 0;
    struct grid *grid = grid_new(arena, now->id, now->title, 5 + keyed, columns + !keyed);
    for (int r = 0; r < now->n_rows; r++) {
        const char *name = keyed ? grid_get(now, r, key) : NULL;
        compare_row(grid, now, r, before,
                    row_of(before, keyed ? key_before(arena, query, name) : NULL), keyed, name,
                    for_people);
    }
    return grid;
}

/* --- formats --- */

static const struct {
    const char *name;
    enum stats_format format;
} formats[] = {
    {"table", STATS_TABLE},
    {"csv",   STATS_CSV  },
    {"json",  STATS_JSON },
    {"xlsx",  STATS_XLSX },
};

bool
stats_format_find(const char *word, enum stats_format *ret)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, word) == 0) {
            *ret = formats[i].format;
            return true;
        }
    return false;
}

void
stats_write_grid(const struct stats_query *query, const struct grid *grid, enum stats_format format,
                 struct buf *out)
{
    char from[11], to[11], before[64];
    day_print(query->from, from);
    day_print(query->to, to);
    if (format == STATS_CSV) {
        snprintf(before, sizeof before, "%.20s,%s,%s,", query->court, from, to);
        grid_write_csv(grid, "court,from,to,", before, out);
    } else if (format == STATS_JSON) {
        json_object(out);
        json_put_text(out, "court", query->court);
        json_put_text(out, "from", from);
        json_put_text(out, "to", to);
        if (query->by)
            json_put_text(out, "by", query->by);
        json_key(out, "rows");
        grid_write_json(grid, out);
        json_object_end(out);
        buf_char(out, '\n');
    } else {
        buf_print(out, "%s ", query->court);
        stats_put_period(query, out);
        buf_text(out, say("，按结果生效日计，Asia/Shanghai\n",
                          ", by the day the outcome took effect, Asia/Shanghai\n"));
        grid_write_text(grid, out);
    }
}

void
stats_write(const struct stats_query *query, const PGresult *result, enum stats_format format,
            struct buf *out)
{
    struct arena arena;
    arena_init(&arena);
    bool people = format == STATS_TABLE;
    struct grid *grid = stats_grid(&arena, query, "totals", "", result, people);
    if (people && !query->by)
        grid = stats_figures(&arena, grid);
    stats_write_grid(query, grid, format, out);
    if (people && !query->by)
        stats_sentence(query, result, out);
    arena_done(&arena);
}
