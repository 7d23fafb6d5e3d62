/* The tables of a report that split its figures by a dimension, the charts beside them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/report/annual_parts.h"

enum { CAUSES_SHOWN = 10 };

/* With the series that the table has: one without any figure is not in it, and with none there is nothing to draw. */
static int
draw(struct annual *a, struct annual_section *section, const struct chart *chart,
     struct fl_error *err)
{
    struct chart own = *chart;
    bool drawn;
    int n = 0;
    for (const char *const *s = chart->series; *s; s++)
        if (grid_column(chart->grid, *s) >= 0)
            own.series[n++] = *s;
    own.series[n] = NULL;
    if (n == 0 || own.grid->n_rows == 0)
        return 0;
    if (chart_draw(&own, &section->svg, &drawn, err))
        return err->code;
    a->undrawn |= !drawn;
    return 0;
}

static int
read_split(struct annual *a, struct pg *pg, const struct stats_query *period, const char *by,
           const char *id, const char *title, struct grid **ret, struct fl_error *err)
{
    struct stats_query query = *period;
    PG_AUTO result = NULL;
    query.by = by;
    if (stats_read(pg, &query, &result, err))
        return err->code;
    *ret = stats_grid(a->arena, &query, id, title, result, true);
    return 0;
}

/* Some columns of a table, the rows in the order of one of them. */
struct picked {
    const struct grid *grid;
    int by;
};

static struct picked sorting; /* one report at a time */

static int
by_value(const void *x, const void *y)
{
    const char *a = grid_get(sorting.grid, *(const int *)x, sorting.by),
               *b = grid_get(sorting.grid, *(const int *)y, sorting.by);
    int64_t m = a ? strtoll(a, NULL, 10) : 0, n = b ? strtoll(b, NULL, 10) : 0;
    if (m != n)
        return m < n ? 1 : -1;
    return *(const int *)x - *(const int *)y;
}

static struct grid *
pick(struct annual *a, const struct grid *from, const char *const *columns, const char *order,
     int most)
{
    struct grid_column picked[16];
    int index[16], n = 0, *rows = arena_take(a->arena, (size_t)(from->n_rows + 1) * sizeof *rows);
    for (; *columns; columns++) {
        int c = grid_column(from, *columns);
        if (c < 0)
            continue;
        picked[n] = from->columns[c];
        index[n++] = c;
    }
    struct grid *grid = grid_new(a->arena, from->id, from->title, n, picked);
    for (int r = 0; r < from->n_rows; r++)
        rows[r] = r;
    sorting = (struct picked){from, order ? grid_column(from, order) : -1};
    if (sorting.by >= 0)
        qsort(rows, (size_t)from->n_rows, sizeof *rows, by_value);
    for (int r = 0; r < from->n_rows && r < most; r++) {
        int row = grid_row(grid);
        for (int c = 0; c < n; c++)
            grid_put(grid, row, c, grid_get(from, rows[r], index[c]));
    }
    return grid;
}

/* The mediations of the court by month: the series that has figures; with neither the older one. */
int
annual_put_months(struct annual *a, struct pg *pg, struct fl_error *err)
{
    static const char old[] = "pre_litigation_mediations", new[] = "entrusted_mediations";
    bool has_new = annual_figure(a->now, new) != 0,
         has_old = annual_figure(a->now, old) != 0 || !has_new;
    const char *columns[8] = {"key", "received", "concluded"}, *series[4] = {0};
    int n = 3, n_series = 0;
    if (has_old)
        columns[n++] = series[n_series++] = old;
    if (has_new)
        columns[n++] = series[n_series++] = new;
    columns[n++] = series[n_series] = "fast_track_cases";
    columns[n] = "succeeded";
    struct grid *now;
    if (read_split(a, pg, &a->query, "month", "months", say("分月情况", "By month"), &now, err))
        return err->code;
    struct grid *grid = pick(a, now, columns, NULL, now->n_rows);
    if (grid->n_columns < 2) /* nothing was counted */
        return 0;
    struct annual_section *section = annual_section(a, grid, NULL);
    const struct chart chart = {
        "months", "", CHART_COLUMNS, grid, "key", {series[0], series[1], series[2], NULL},
             0
    };
    return draw(a, section, &chart, err);
}

int
annual_put_channels(struct annual *a, struct pg *pg, struct fl_error *err)
{
    static const char *const columns[] = {
        "key",       "carried_over",         "received", "concluded", "succeeded", "cancelled",
        "mean_days", "success_of_concluded", NULL};
    struct grid *all;
    if (read_split(a, pg, &a->query, "channel", "channels",
                   say("按渠道与程序", "By channel and procedure"), &all, err))
        return err->code;
    struct grid *grid = pick(a, all, columns, "concluded", all->n_rows);
    int succeeded = grid_column(grid, "succeeded"),
        rate = grid_column(grid, "success_of_concluded");
    for (int r = 0; r < grid->n_rows; r++) /* where nothing is a success, there is no rate */
        if (strcmp(grid_get(grid, r, succeeded), "0") == 0)
            grid_put(grid, r, rate, NULL);
    struct annual_section *section = annual_section(a, grid, NULL);
    const struct chart chart = {
        "channels", "", CHART_BARS, grid, "key", {"concluded", NULL},
             12
    };
    return draw(a, section, &chart, err);
}

/* 案由: the names, and how many more there are. */
int
annual_put_causes(struct annual *a, struct pg *pg, struct fl_error *err)
{
    static const char *const columns[] = {"name",
                                          "key",
                                          "received",
                                          "concluded",
                                          "succeeded",
                                          "pre_litigation_mediations",
                                          "fast_track_cases",
                                          NULL};
    struct grid *all;
    if (read_split(a, pg, &a->query, "cause", "causes",
                   say("案由（收案前十位）", "Causes (the ten most received)"), &all, err))
        return err->code;
    struct grid *grid = pick(a, all, columns, "received", CAUSES_SHOWN);
    int64_t shown = 0, received = 0;
    for (int r = 0; r < all->n_rows; r++)
        received += strtoll(grid_get(all, r, grid_column(all, "received")), NULL, 10);
    for (int r = 0; r < grid->n_rows; r++)
        shown += strtoll(grid_get(grid, r, grid_column(grid, "received")), NULL, 10);
    const char *note = arena_print(
        a->arena,
        say("共%d种案由；所列合计收案%" PRId64 "件次，占%s%%。",
            "%d causes in all; those listed make %" PRId64 " referrals received, %s%%."),
        all->n_rows, shown, received ? annual_percent(a->arena, shown, received) : "0.00");
    struct annual_section *section = annual_section(a, grid, note);
    bool named = grid_column(grid, "name") >= 0;
    const struct chart chart = {
        "causes", "", CHART_BARS, grid, named ? "name" : "key", {"received", NULL},
                 CAUSES_SHOWN
    };
    return draw(a, section, &chart, err);
}

int
annual_put_parts(struct annual *a, struct pg *pg, const char *by, const char *id, const char *title,
                 struct fl_error *err)
{
    static const char *const columns[] = {"key",
                                          "received",
                                          "concluded",
                                          "succeeded",
                                          "mean_days",
                                          "success_of_received",
                                          "success_of_concluded",
                                          NULL};
    struct grid *all;
    if (read_split(a, pg, &a->query, by, id, title, &all, err))
        return err->code;
    if (all->n_rows > 1)
        annual_section(a, pick(a, all, columns, "received", all->n_rows), NULL);
    return 0;
}
