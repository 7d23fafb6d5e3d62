/* fenliu stats: the totals of a court over a period. */
#include <stdio.h>
#include <string.h>

#include "engine/cli/commands.h"
#include "engine/config.h"
#include "engine/cli/database.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/report/behind.h"
#include "engine/report/stats.h"
#include "engine/report/xlsx.h"
#include "queries.h"

struct stats_options {
    const char *database, *config, *state, *court, *by, *format, *cases, *key, *output;
    int64_t year;
    fl_day from, to;
    bool sentence, json, compare;
};

/* --year, --from and --to, or the latest year that has figures. */
static int
set_period(struct pg *pg, const struct stats_options *options, struct stats_query *query,
           struct fl_error *err)
{
    int year = (int)options->year;
    if (!year && options->from == FL_NO_DAY && options->to == FL_NO_DAY &&
        stats_last_year(pg, query->court, &year, err))
        return err->code;
    if (!year && options->from == FL_NO_DAY && options->to == FL_NO_DAY)
        return fl_fail(err, FL_E_NOT_FOUND, "%s",
                       say("该法院尚无任何统计数字", "nothing has been counted in this court yet"));
    query->from = year ? day_of_civil(year, 1, 1) : options->from;
    query->to = year ? day_of_civil(year, 12, 31) : options->to;
    return 0;
}

/* --- the cases behind a figure --- */

static int
check_figure(struct pg *pg, const char *figure, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    struct buf names = {0};
    if (pg_run(pg, &Q_list_traceable, NULL, 0, PG_ROWS, &rows, err))
        return err->code;
    for (int i = 0; i < PQntuples(rows); i++) {
        if (strcmp(pg_get(rows, i, 0), figure) == 0) {
            buf_done(&names);
            return 0;
        }
        buf_print(&names, "%s%s", i ? ", " : "", pg_get(rows, i, 0));
    }
    int code = fl_fail(err, FL_E_USAGE,
                       say("--cases 没有数字 %.40s；可用 %.380s…",
                           "--cases knows no figure %.40s; there are %.380s…"),
                       figure, names.data);
    buf_done(&names);
    return code;
}

/* By month and quarter the key is the period itself. */
static bool
narrow_period(struct stats_query *query, const char *key)
{
    int year, part;
    bool quarter = strcmp(query->by, "quarter") == 0;
    if (sscanf(key, quarter ? "%d-Q%d" : "%d-%d", &year, &part) != 2 || part < 1 ||
        part > (quarter ? 4 : 12))
        return false;
    fl_day first = day_of_civil(year, quarter ? 3 * part - 2 : part, 1);
    fl_day last = day_add_months(first, quarter ? 3 : 1) - 1;
    query->from = first > query->from ? first : query->from;
    query->to = last < query->to ? last : query->to;
    query->by = NULL;
    return true;
}

static int
read_cases(struct pg *pg, const struct stats_options *options, struct stats_query *query,
           PGresult **ret, struct fl_error *err)
{
    bool period =
        query->by && (strcmp(query->by, "month") == 0 || strcmp(query->by, "quarter") == 0);
    if (period && !narrow_period(query, options->key))
        return fl_fail(err, FL_E_USAGE, "%s",
                       say("--key 应为 2021-03 或 2021-Q1", "--key is 2021-03 or 2021-Q1"));
    const struct pg_param params[] = {pg_text(query->court),
                                      pg_day(query->from),
                                      pg_day(query->to),
                                      pg_text(options->cases),
                                      pg_text(query->by ? query->by : "total"),
                                      pg_text(query->by ? options->key : "")};
    query->by = NULL;
    if (check_figure(pg, options->cases, err) ||
        pg_run(pg, &Q_list_cases_behind, params, 6, PG_ROWS, ret, err))
        return err->code;
    return 0;
}

/* --- the totals --- */

static int
read_compared(struct pg *pg, const struct stats_query *query, bool people, struct arena *arena,
              struct grid **grid, struct fl_error *err)
{
    const struct stats_query before = stats_year_before(query);
    PG_AUTO result = NULL;
    if (stats_read(pg, &before, &result, err))
        return err->code;
    *grid = stats_compare(arena, query, *grid,
                          stats_grid(arena, &before, "before", "", result, people), people);
    return 0;
}

static int
write_xlsx(struct pg *pg, const struct stats_options *options, const struct grid *grid,
           struct fl_error *err)
{
    PG_AUTO definitions = NULL;
    if (pg_run(pg, &Q_list_definitions, NULL, 0, PG_ROWS, &definitions, err))
        return err->code;
    return xlsx_write(options->output, &grid, 1, definitions, err);
}

static int
print(struct pg *pg, const struct stats_options *options, struct stats_query *query,
      enum stats_format format, struct arena *arena, struct fl_error *err)
{
    struct buf out = {0};
    PG_AUTO result = NULL;
    bool people = format == STATS_TABLE || format == STATS_XLSX;
    if (database_clock(pg, err) || set_period(pg, options, query, err) ||
        (options->cases ? read_cases(pg, options, query, &result, err)
                        : stats_read(pg, query, &result, err)))
        return err->code;
    struct grid *grid =
        options->cases ? behind_grid(arena, result, people)
                       : stats_grid(arena, query, "totals", say("统计", "totals"), result, people);
    if (options->compare && read_compared(pg, query, people, arena, &grid, err))
        return err->code;
    if (people && !options->compare && !query->by && !options->cases)
        grid = stats_figures(arena, grid);
    if (format == STATS_XLSX)
        return write_xlsx(pg, options, grid, err);
    if (options->sentence)
        stats_sentence(query, result, &out);
    else
        stats_write_grid(query, grid, format, &out);
    if (format == STATS_TABLE && !query->by && !options->cases && !options->sentence)
        stats_sentence(query, result, &out);
    fwrite(out.data, 1, out.len, stdout);
    buf_done(&out);
    return 0;
}

static int
run(const struct stats_options *options, enum stats_format format)
{
    struct database database = {0};
    struct fl_error err = {0};
    struct config config;
    config_init(&config);
    int code = options->config ? config_read(&config, options->config, &err) : 0;
    struct stats_query query = {.court = options->court ? options->court : config.court,
                                .by = options->by};
    if (!code)
        code = database_open(options->database, options->config, options->state, true,
                             "fenliu stats", &database, &err);
    struct arena arena;
    arena_init(&arena);
    if (!code)
        code = print(database.pg, options, &query, format, &arena, &err);
    arena_done(&arena);
    database_close(&database);
    config_done(&config);
    return code ? command_failed("stats", &err) : command_done("stats", EXIT_DONE);
}

int
cmd_stats(int argc, char **argv)
{
    struct stats_options options = {.from = FL_NO_DAY, .to = FL_NO_DAY, .format = "table"};
    /* clang-format off */
    const struct option_row rows[] = {
        {"year",     "Y",        OPTION_INT,  &options.year,     1949, 2999, "年度；省略则为有数字的最近一年",
         "the year; absent: the latest that has figures"                                                                                           },
        {"from",     "DATE",     OPTION_DAY,  &options.from,     0,    0,    "首日（含）",                               "first day, included"},
        {"to",       "DATE",     OPTION_DAY,  &options.to,       0,    0,    "末日（含）",                               "last day, included" },
        {"court",    "CODE",     OPTION_TEXT, &options.court,    0,    0,    "法院所在区划代码，省略则用配置",
         "division code of the court; absent: the configured one"                                                                                  },
        {"by", "WORD", OPTION_TEXT, &options.by, 0, 0, "month、quarter、channel、procedure、cause、domain、street、community、body、mediator或rule", "month, quarter, channel, procedure, cause, domain, street, community, body, mediator or rule"},
        {"compare", NULL, OPTION_FLAG, &options.compare, 0, 0, "与上年同期比较：数值、上年、增减、比值", "beside the same period a year before: value, last year's, difference, ratio"},
        {"cases", "FIGURE", OPTION_TEXT, &options.cases, 0, 0, "列出某一数字由哪些案件构成（列名见--json）", "the cases behind a figure (a name as in --json)"},
        {"key", "KEY", OPTION_TEXT, &options.key, 0, 0, "与--by、--cases并用：其中一行", "with --by and --cases: of one row"},
        {"format", "WORD", OPTION_TEXT, &options.format, 0, 0, "table、csv、json或xlsx", "table, csv, json or xlsx"},
        {"output", "FILE", OPTION_TEXT, &options.output, 0, 0, "xlsx写入的文件", "the file that xlsx is written to"},
        {"json",     NULL,       OPTION_FLAG, &options.json,     0,    0,    "同 --format json",                             "as --format json"   },
        {"sentence", NULL,       OPTION_FLAG, &options.sentence, 0,    0,    "只输出年度报告中的一句",
         "only the sentence of the annual report"                                                                                                  },
        {"database", "CONNINFO", OPTION_TEXT, &options.database, 0,    0,    "libpq连接串",
         "libpq connection string"                                                                                                                 },
        {"config",   "FILE",     OPTION_TEXT, &options.config,   0,    0,    "fenliud的配置文件",
         "configuration file of fenliud"                                                                                                           },
        {"state",    "DIR",      OPTION_TEXT, &options.state,    0,    0,    "内嵌数据库的状态目录",
         "state folder of the embedded database"                                                                                                   },
        {NULL,       NULL,       OPTION_FLAG, NULL,              0,    0,    NULL,                                            NULL                 }
    };
    /* clang-format on */
    const struct usage usage = {
        "stats",
        "",
        0,
        0,
        "一院一时段的统计：诉前调解、速裁及其旁的数字。口径见docs/statistics.md和各视图的注释。",
        "The totals of a court over a period: pre-litigation mediations, fast-track cases and what "
        "stands "
        "beside them. What is counted: docs/statistics.md and the comments of the views.",
        rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    enum stats_format format;
    if (!stats_format_find(options.json ? "json" : options.format, &format))
        return command_misused(
            "stats", "%s",
            say("--format 可用 table、csv、json、xlsx", "--format takes table, csv, json or xlsx"));
    if (options.year && (options.from != FL_NO_DAY || options.to != FL_NO_DAY))
        return command_misused(
            "stats", "%s",
            say("--year 不与 --from、--to 并用", "either --year, or --from and --to"));
    if ((options.from == FL_NO_DAY) != (options.to == FL_NO_DAY) ||
        (options.from != FL_NO_DAY && options.from > options.to))
        return command_misused("stats", "%s",
                               say("--from 与 --to 须同时给出，首日不晚于末日",
                                   "--from and --to go together, the first not after the last"));
    if ((format == STATS_XLSX) != (options.output != NULL))
        return command_misused(
            "stats", "%s",
            say("--format xlsx 须与 --output FILE 并用", "--format xlsx goes with --output FILE"));
    if (options.cases ? !options.by != !options.key : options.key != NULL)
        return command_misused("stats", "%s",
                               say("--cases 与 --by 并用时须写明 --key",
                                   "--cases with --by names its row with --key"));
    if (options.cases && (options.compare || options.sentence))
        return command_misused("stats", "%s",
                               say("--cases 不与 --compare、--sentence 并用",
                                   "--cases goes without --compare and --sentence"));
    if (options.sentence && (options.by || options.compare))
        return command_misused("stats", "%s",
                               say("--sentence 不与 --by、--compare 并用",
                                   "--sentence goes without --by and --compare"));
    return run(&options, format);
}
