/* What the report of a period holds: its figures, its parts in their order, what was published. */
#include <inttypes.h>
#include <stdlib.h>

#include "engine/base/lang.h"
#include "engine/report/annual_parts.h"
#include "queries.h"

int64_t
annual_figure(const struct grid *figures, const char *name)
{
    int column = figures->n_rows ? grid_column(figures, name) : -1;
    const char *text = column < 0 ? NULL : grid_get(figures, 0, column);
    return text ? strtoll(text, NULL, 10) : 0;
}

struct annual_section *
annual_section(struct annual *a, const struct grid *grid, const char *note)
{
    struct annual_section *section = &a->sections[a->n_sections++];
    *section = (struct annual_section){.grid = grid, .note = note};
    return section;
}

const char *
annual_percent(struct arena *arena, int64_t numerator, int64_t denominator)
{
    /* half away from zero, as stats.percent rounds */
    int64_t hundredths =
        denominator > 0 ? (numerator * 20000 + denominator) / (2 * denominator) : 0;
    return denominator > 0
               ? arena_print(arena, "%" PRId64 ".%02" PRId64, hundredths / 100, hundredths % 100)
               : NULL;
}

/* --- what was published --- */

static int
put_published(struct annual *a, struct pg *pg, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(a->query.court), pg_day(a->query.from),
                                      pg_day(a->query.to)};
    const struct grid_column columns[] = {
        {"figure",      say("指标",          "figure"),              GRID_TEXT  },
        {"published",   say("已公布",       "published"),           GRID_COUNT },
        {"added_after", say("定期后新增", "added after closing"), GRID_CHANGE},
        {"now",         say("现为",          "now"),                 GRID_COUNT },
    };
    PG_AUTO last = NULL;
    PG_AUTO rows = NULL;
    if (pg_run(pg, &Q_get_last_publication, params, 3, PG_MAYBE_ROW, &last, err))
        return err->code;
    if (PQntuples(last) == 0)
        return 0;
    const struct pg_param key[] = {pg_text(a->query.court), pg_int(pg_get_int(last, 0, 0))};
    if (pg_run(pg, &Q_list_added_after, key, 2, PG_ROWS, &rows, err))
        return err->code;
    a->closed =
        arena_print(a->arena,
                    say("本期数字已于%s定期公布（第%s版，编号%s）。%s",
                        "The figures of this period were closed and published on %s (version %s, "
                        "publication %s). %s"),
                    pg_get(last, 0, 2), pg_get(last, 0, 1), pg_get(last, 0, 0),
                    PQntuples(rows) ? say("此后记录的事项使下列数字有变动。",
                                          "What was recorded since has changed the figures below.")
                                    : say("此后数字无变动。", "Nothing has changed since."));
    struct grid *grid =
        grid_new(a->arena, "published", say("公布后的变动", "Added after closing"), 4, columns);
    for (int r = 0; r < PQntuples(rows); r++) {
        int row = grid_row(grid);
        grid_put(grid, row, 0, stats_label(pg_get(rows, r, 0)));
        for (int c = 1; c < 4; c++)
            grid_put(grid, row, c, pg_get(rows, r, c));
    }
    if (grid->n_rows)
        annual_section(a, grid, NULL);
    return 0;
}

/* --- all of it --- */

static int
read_figures(struct pg *pg, const struct stats_query *query, struct arena *arena,
             const struct grid **ret, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(query->court), pg_day(query->from),
                                      pg_day(query->to)};
    PG_AUTO result = NULL;
    if (pg_run(pg, &Q_get_figures, params, 3, PG_MAYBE_ROW, &result, err))
        return err->code;
    *ret = grid_of(arena, "figures", "", result, false);
    return 0;
}

static bool
any_before(const struct annual *a)
{
    return annual_figure(a->was, "entered") || annual_figure(a->was, "concluded") ||
           annual_figure(a->was, "carried_over");
}

static int
read_sections(struct annual *a, struct pg *pg, struct fl_error *err)
{
    struct buf period = {0};
    if (read_figures(pg, &a->query, a->arena, &a->now, err) ||
        read_figures(pg, &a->before, a->arena, &a->was, err))
        return err->code;
    a->has_before = any_before(a);
    stats_put_period(&a->query, &period);
    a->title = arena_print(
        a->arena,
        say("%s%s多元解纷与速裁工作统计报告", "%s: dispute resolution and fast track, %s"),
        a->court_name, period.data);
    buf_done(&period);
    if (put_published(a, pg, err))
        return err->code;
    annual_put_main(a);
    annual_put_rates(a);
    if (annual_put_days(a, pg, err) || annual_put_months(a, pg, err) ||
        annual_put_channels(a, pg, err) || annual_put_causes(a, pg, err) ||
        annual_put_parts(a, pg, "street", "streets", say("按街道", "By street"), err) ||
        annual_put_parts(a, pg, "body", "bodies", say("按承办组织", "By body"), err))
        return err->code;
    a->paragraph = annual_paragraph(a);
    return 0;
}

int
annual_read(struct pg *pg, const struct stats_query *query, const char *court_name,
            const struct policy *policy, struct arena *arena, struct annual *ret,
            struct fl_error *err)
{
    *ret = (struct annual){.arena = arena, .query = *query, .before = stats_year_before(query)};
    if (!court_name && policy)
        court_name = policy_court_name(policy, query->court, lang_is_chinese());
    ret->court_name =
        court_name ? court_name : arena_print(arena, say("%s法院", "court %s"), query->court);
    bool own = PQtransactionStatus(pg_raw(pg)) == PQTRANS_IDLE;
    if (own && pg_script(pg, Q_begin_snapshot.sql, err))
        return err->code;
    int code = read_sections(ret, pg, err);
    if (own)
        pg_rollback(pg);
    return code;
}

void
annual_done(struct annual *a)
{
    for (int i = 0; i < a->n_sections; i++)
        buf_done(&a->sections[i].svg);
}
