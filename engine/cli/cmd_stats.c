/* fenliu stats: the totals of a court over a period. */
#include <stdio.h>
#include <string.h>

#include "engine/cli/commands.h"
#include "engine/config.h"
#include "engine/cli/database.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/desk/stats.h"

struct stats_options {
    const char *database, *config, *state, *court, *by, *format;
    int64_t year;
    fl_day from, to;
    bool sentence, json;
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

static int
print(struct pg *pg, const struct stats_options *options, struct stats_query *query,
      enum stats_format format, struct fl_error *err)
{
    struct buf out = {0};
    PG_AUTO result = NULL;
    if (set_period(pg, options, query, err) || stats_read(pg, query, &result, err))
        return err->code;
    if (options->sentence)
        stats_sentence(query, result, &out);
    else
        stats_write(query, result, format, &out);
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
    if (!code)
        code = print(database.pg, options, &query, format, &err);
    database_close(&database);
    config_done(&config);
    return code ? command_failed("stats", &err) : command_done("stats", EXIT_DONE);
}

int
cmd_stats(int argc, char **argv)
{
    struct stats_options options = {.from = FL_NO_DAY, .to = FL_NO_DAY, .format = "table"};
    const struct option_row rows[] = {
        {"year",     "Y",        OPTION_INT,  &options.year,     1949, 2999, "年度；省略则为有数字的最近一年",
         "the year; absent: the latest that has figures"                                                                                           },
        {"from",     "DATE",     OPTION_DAY,  &options.from,     0,    0,    "首日（含）",                               "first day, included"},
        {"to",       "DATE",     OPTION_DAY,  &options.to,       0,    0,    "末日（含）",                               "last day, included" },
        {"court",    "CODE",     OPTION_TEXT, &options.court,    0,    0,    "法院所在区划代码，省略则用配置",
         "division code of the court; absent: the configured one"                                                                                  },
        {"by",       "WORD",     OPTION_TEXT, &options.by,       0,    0,    "month、channel、cause、street或mediator",
         "month, channel, cause, street or mediator"                                                                                               },
        {"format",   "WORD",     OPTION_TEXT, &options.format,   0,    0,    "table、csv或json",
         "table, csv or json"                                                                                                                      },
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
            say("--format 可用 table、csv、json", "--format takes table, csv or json"));
    if (options.year && (options.from != FL_NO_DAY || options.to != FL_NO_DAY))
        return command_misused(
            "stats", "%s",
            say("--year 不与 --from、--to 并用", "either --year, or --from and --to"));
    if ((options.from == FL_NO_DAY) != (options.to == FL_NO_DAY) ||
        (options.from != FL_NO_DAY && options.from > options.to))
        return command_misused("stats", "%s",
                               say("--from 与 --to 须同时给出，首日不晚于末日",
                                   "--from and --to go together, the first not after the last"));
    if (options.sentence && options.by)
        return command_misused("stats", "%s",
                               say("--sentence 不与 --by 并用", "--sentence goes without --by"));
    return run(&options, format);
}
