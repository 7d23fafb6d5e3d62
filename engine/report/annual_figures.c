/* The figures of a report: the main ones beside last year's, the rates, how long it took. */
#include <inttypes.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/report/annual_parts.h"
#include "queries.h"

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

void
annual_put_main(struct annual *a)
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
    annual_section(
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

void
annual_put_rates(struct annual *a)
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
        grid_put(grid, row, 3, annual_percent(a->arena, n, d));
        if (!a->has_before)
            continue;
        grid_put(grid, row, 4,
                 annual_percent(a->arena, sum_of(a->was, rates[i].numerator),
                                sum_of(a->was, rates[i].denominator)));
    }
    annual_section(
        a, grid,
        say("成功÷受理为法院通行口径，分子分母可能不属同一批案件。",
            "Succeeded ÷ accepted is what courts publish; numerator and denominator may be "
            "of different cohorts."));
}

/* --- how long it took --- */

int
annual_put_days(struct annual *a, struct pg *pg, struct fl_error *err)
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
    annual_section(
        a, grid,
        say("日历天数：调解、仲裁自接受日起，法院自进入日起，至结果生效日；鉴定等不计入的期"
            "间除外。",
            "Calendar days from acceptance (mediation, arbitration) or entry (court) to "
            "the day the outcome took effect, without time that does not count."));
    return 0;
}
