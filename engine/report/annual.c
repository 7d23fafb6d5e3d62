/* What the report of a period holds: which figures, which rates, which tables. */
#include "engine/report/annual.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "queries.h"

enum { CAUSES_SHOWN = 10 };

int64_t
annual_figure(const struct grid *figures, const char *name)
{
    int column = figures->n_rows ? grid_column(figures, name) : -1;
    const char *text = column < 0 ? NULL : grid_get(figures, 0, column);
    return text ? strtoll(text, NULL, 10) : 0;
}

static struct annual_section *
add_section(struct annual *a, const struct grid *grid, const char *note)
{
    struct annual_section *section = &a->sections[a->n_sections++];
    *section = (struct annual_section){.grid = grid, .note = note};
    return section;
}

static int
draw(struct annual *a, struct annual_section *section, const struct chart *chart,
     struct fl_error *err)
{
    bool drawn;
    if (chart_draw(chart, &section->svg, &drawn, err))
        return err->code;
    a->charts |= drawn;
    return 0;
}

/* --- the main figures: a row a figure, with last year's --- */

static const char *const main_figures[] = {"pre_litigation_accepted",
                                           "pre_litigation_mediations",
                                           "pre_litigation_disputes",
                                           "pre_litigation_succeeded",
                                           "entrusted_accepted",
                                           "entrusted_mediations",
                                           "entrusted_succeeded",
                                           "people_mediations",
                                           "union_mediations",
                                           "all_mediations",
                                           "all_mediated_disputes",
                                           "mediations_succeeded",
                                           "mediations_settled",
                                           "fast_track_received",
                                           "fast_track_cases",
                                           "fast_track_not_civil",
                                           "fast_track_converted",
                                           "fast_track_transferred",
                                           "civil_received",
                                           "civil_concluded",
                                           "carried_over",
                                           "received",
                                           "concluded",
                                           "cancelled",
                                           "open_at_end",
                                           "disputes_opened",
                                           "disputes_closed",
                                           "disputes_open_at_end",
                                           "claimants_received"};

static const char *
change(struct arena *arena, int64_t now, int64_t was)
{
    return was ? arena_print(arena, "%.2f", 100.0 * (double)(now - was) / (double)was) : NULL;
}

static void
put_main(struct annual *a)
{
    const struct grid_column columns[] = {
        {"figure",     say("指标",          "figure"),        GRID_TEXT   },
        {"value",      say("本期",          "this period"),   GRID_COUNT  },
        {"last_year",  say("上年同期",    "a year before"), GRID_COUNT  },
        {"difference", say("增减",          "difference"),    GRID_CHANGE },
        {"change",     say("同比增减率", "change"),        GRID_PERCENT},
    };
    struct grid *grid =
        grid_new(a->arena, "main", say("主要指标", "Main figures"), a->has_before ? 5 : 2, columns);
    for (size_t i = 0; i < sizeof main_figures / sizeof *main_figures; i++) {
        int64_t now = annual_figure(a->now, main_figures[i]),
                was = annual_figure(a->was, main_figures[i]);
        if (!now && !was)
            continue;
        int row = grid_row(grid);
        grid_put(grid, row, 0, stats_label(main_figures[i]));
        grid_put_int(grid, row, 1, now);
        if (!a->has_before)
            continue;
        grid_put_int(grid, row, 2, was);
        grid_put_int(grid, row, 3, now - was);
        grid_put(grid, row, 4, change(a->arena, now, was));
    }
    add_section(
        a, grid,
        say("单位：件次（流转），标明纠纷者为件。另列者不计入其上之数。",
            "Referrals, and disputes where it says so. What stands beside a figure is not in it."));
}

/* --- rates: each with its numerator and denominator; a minus sign takes away --- */

static const struct rate {
    const char *zh, *en;
    const char *numerator[3], *denominator[5];
} rates[] = {
    {"诉前调解成功率（成功÷受理）",
     "pre-litigation mediation: succeeded ÷ accepted",                      {"pre_litigation_succeeded"},
     {"pre_litigation_accepted"}                                                                  },
    {"诉前调解成功率（成功÷办结）",
     "pre-litigation mediation: succeeded ÷ concluded",                     {"pre_litigation_succeeded"},
     {"pre_litigation_mediations"}                                                                },
    {"先行调解成功率（成功÷受理）",
     "entrusted mediation: succeeded ÷ accepted",                           {"entrusted_succeeded"},
     {"entrusted_accepted"}                                                                       },
    {"各类调解成功率（成功÷受理）",
     "all mediations: succeeded ÷ accepted",                                {"mediations_succeeded"},
     {"mediations_accepted"}                                                                      },
    {"速裁结案率（办结÷（旧存＋收案））",
     "fast track: completed ÷ (carried over + received)",                   {"fast_track_cases"},
     {"fast_track_carried_over", "fast_track_received"}                                           },
    {"法院结案率（结案÷（旧存＋受理））",
     "court: concluded ÷ (carried over + received)",                        {"court_concluded"},
     {"court_carried_over", "court_received"}                                                     },
    {"纠纷了结率（了结÷（旧存＋新收））",
     "disputes: closed ÷ (carried over + new)",                             {"disputes_closed"},
     {"disputes_carried_over", "disputes_opened"}                                                 },
    {"调撤率（（调解＋撤诉）÷一审民事结案）",
     "mediated or withdrawn ÷ civil suits concluded",                       {"civil_mediated", "civil_withdrawn"},
     {"civil_concluded"}                                                                          },
    {"小额诉讼程序适用率（小额÷一审民事结案）",
     "small claims ÷ civil suits concluded",                                {"small_claims_concluded"},
     {"civil_concluded"}                                                                          },
    {"简易程序适用率（简易÷一审民事结案）",
     "summary procedure ÷ civil suits concluded",                           {"summary_concluded"},
     {"civil_concluded"}                                                                          },
    {"诉前化解占比（调解成功÷（诉前成功＋先行调解收案＋其余一审民事收案））",
     "diverted ÷ (mediated before filing + entrusted + other civil suits)", {"pre_litigation_succeeded", "entrusted_succeeded"},
     {"pre_litigation_succeeded", "entrusted_entered", "civil_received", "-civil_after_entrusted"}},
    {"协议自动履行率（已履行÷到期）",
     "agreements performed ÷ due",                                          {"agreements_performed"},
     {"agreements_due"}                                                                           },
};

static int64_t
sum_of(const struct grid *figures, const char *const *names)
{
    int64_t sum = 0;
    for (; *names; names++)
        sum +=
            **names == '-' ? -annual_figure(figures, *names + 1) : annual_figure(figures, *names);
    return sum;
}

static const char *
percent(struct arena *arena, int64_t numerator, int64_t denominator)
{
    /* half away from zero, as stats.percent rounds */
    int64_t hundredths =
        denominator > 0 ? (numerator * 20000 + denominator) / (2 * denominator) : 0;
    return denominator > 0
               ? arena_print(arena, "%" PRId64 ".%02" PRId64, hundredths / 100, hundredths % 100)
               : NULL;
}

static void
put_rates(struct annual *a)
{
    const struct grid_column columns[] = {
        {"figure",         say("比率",       "rate"),          GRID_TEXT   },
        {"numerator",      say("分子",       "numerator"),     GRID_COUNT  },
        {"denominator",    say("分母",       "denominator"),   GRID_COUNT  },
        {"rate",           say("本期",       "this period"),   GRID_PERCENT},
        {"last_year_rate", say("上年同期", "a year before"), GRID_PERCENT},
    };
    struct grid *grid =
        grid_new(a->arena, "rates", say("比率", "Rates"), a->has_before ? 5 : 4, columns);
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        int64_t n = sum_of(a->now, rates[i].numerator), d = sum_of(a->now, rates[i].denominator);
        if (d <= 0)
            continue;
        int row = grid_row(grid);
        grid_put(grid, row, 0, say(rates[i].zh, rates[i].en));
        grid_put_int(grid, row, 1, n);
        grid_put_int(grid, row, 2, d);
        grid_put(grid, row, 3, percent(a->arena, n, d));
        if (!a->has_before)
            continue;
        grid_put(grid, row, 4,
                 percent(a->arena, sum_of(a->was, rates[i].numerator),
                         sum_of(a->was, rates[i].denominator)));
    }
    add_section(a, grid,
                say("成功÷受理为法院通行口径，分子分母可能不属同一批案件。",
                    "Succeeded ÷ accepted is what courts publish; numerator and denominator may be "
                    "of different cohorts."));
}

/* --- how long it took --- */

static int
put_days(struct annual *a, struct pg *pg, struct fl_error *err)
{
    static const struct {
        const char *series, *zh, *en;
    } names[] = {
        {"mediation",            "各类调解",    "all mediations"             },
        {"pre_filing_mediation", "诉前调解",    "pre-litigation mediation"   },
        {"entrusted_mediation",  "先行调解",    "entrusted mediation"        },
        {"labour_arbitration",   "劳动仲裁",    "labour arbitration"         },
        {"fast_track",           "速裁",          "fast track"                 },
        {"court",                "法院各程序", "all procedures of the court"},
    };
    const struct pg_param params[] = {pg_text(a->query.court), pg_day(a->query.from),
                                      pg_day(a->query.to)};
    const struct grid_column columns[] = {
        {"series",      say("系列",                   "series"),          GRID_TEXT },
        {"timed",       say("办结件次",             "concluded"),       GRID_COUNT},
        {"mean_days",   say("平均天数",             "mean days"),       GRID_DAYS },
        {"median_days", say("中位天数",             "median days"),     GRID_DAYS },
        {"p90_days",    say("九成不超过（天）", "90th percentile"), GRID_DAYS },
    };
    PG_AUTO rows = NULL;
    if (pg_run(pg, &Q_list_period_days, params, 3, PG_ROWS, &rows, err))
        return err->code;
    struct grid *grid =
        grid_new(a->arena, "days", say("办理天数", "Days to conclusion"), 5, columns);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int r = 0; r < PQntuples(rows); r++) {
            if (strcmp(pg_get(rows, r, 0), names[i].series) != 0)
                continue;
            int row = grid_row(grid);
            grid_put(grid, row, 0, say(names[i].zh, names[i].en));
            for (int c = 1; c < 5; c++)
                grid_put(grid, row, c, pg_get(rows, r, c));
            if (strcmp(names[i].series, "pre_filing_mediation") == 0)
                a->mean_days_pre_litigation = grid_get(grid, row, 2);
            if (strcmp(names[i].series, "entrusted_mediation") == 0)
                a->mean_days_entrusted = grid_get(grid, row, 2);
            if (strcmp(names[i].series, "fast_track") == 0)
                a->mean_days_fast_track = grid_get(grid, row, 2);
        }
    add_section(a, grid,
                say("日历天数：调解、仲裁自接受日起，法院自进入日起，至结果生效日；鉴定等不计入的期"
                    "间除外。",
                    "Calendar days from acceptance (mediation, arbitration) or entry (court) to "
                    "the day the outcome took effect, without time that does not count."));
    return 0;
}

/* --- tables by a dimension --- */

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
static int
put_months(struct annual *a, struct pg *pg, struct fl_error *err)
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
    struct annual_section *section = add_section(a, grid, NULL);
    const struct chart chart = {
        "months", "", CHART_COLUMNS, grid, "key", {series[0], series[1], series[2], NULL},
             0
    };
    return draw(a, section, &chart, err);
}

static int
put_channels(struct annual *a, struct pg *pg, struct fl_error *err)
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
    struct annual_section *section = add_section(a, grid, NULL);
    const struct chart chart = {
        "channels", "", CHART_BARS, grid, "key", {"concluded", NULL},
             12
    };
    return draw(a, section, &chart, err);
}

/* 案由: the names, and how many more there are. */
static int
put_causes(struct annual *a, struct pg *pg, struct fl_error *err)
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
        all->n_rows, shown, received ? percent(a->arena, shown, received) : "0.00");
    struct annual_section *section = add_section(a, grid, note);
    bool named = grid_column(grid, "name") >= 0;
    const struct chart chart = {
        "causes", "", CHART_BARS, grid, named ? "name" : "key", {"received", NULL},
                 CAUSES_SHOWN
    };
    return draw(a, section, &chart, err);
}

static int
put_parts(struct annual *a, struct pg *pg, const char *by, const char *id, const char *title,
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
        add_section(a, pick(a, all, columns, "received", all->n_rows), NULL);
    return 0;
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
        add_section(a, grid, NULL);
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
    put_main(a);
    put_rates(a);
    if (put_days(a, pg, err) || put_months(a, pg, err) || put_channels(a, pg, err) ||
        put_causes(a, pg, err) ||
        put_parts(a, pg, "street", "streets", say("按街道", "By street"), err) ||
        put_parts(a, pg, "body", "bodies", say("按承办组织", "By body"), err))
        return err->code;
    a->paragraph = annual_paragraph(a);
    return 0;
}

int
annual_read(struct pg *pg, const struct stats_query *query, const char *court_name,
            struct arena *arena, struct annual *ret, struct fl_error *err)
{
    *ret = (struct annual){.arena = arena, .query = *query, .before = stats_year_before(query)};
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
