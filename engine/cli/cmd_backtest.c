/* fenliu policy backtest NEW: what a new rule set would have done with the cases that are stored.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine/decide/backtest.h"
#include "engine/cli/cmd_policy.h"
#include "engine/cli/database.h"
#include "engine/engine.h"
#include "engine/cli/options.h"

#define SHOWN_CASES 20

struct backtest_options {
    const char *conninfo, *config, *state, *court;
    fl_day from, to;
    bool cases, json;
};

static int
run(const struct backtest_options *options, const char *dir, struct backtest *backtest,
    struct fl_error *err)
{
    struct policy *was = NULL, *is = NULL;
    struct database database = {0};
    struct buf out = {0};
    int code = policy_load_dir(dir, &is, err);
    if (!code)
        code = database_open(options->conninfo, options->config, options->state, true,
                             "fenliu policy", &database, err);
    if (!code)
        code = policy_store_load(database.pg, &was, err);
    backtest->was = was;
    backtest->is = is;
    if (!code)
        code = backtest_run(backtest, database.pg, err);
    database_close(&database);
    if (!code) {
        if (options->json)
            backtest_json(backtest, &out);
        else
            backtest_text(backtest, options->cases ? backtest->moved : SHOWN_CASES, &out);
        fwrite(out.data, 1, out.len, stdout);
    }
    buf_done(&out);
    policy_release(was);
    policy_release(is);
    return code;
}

int
cmd_policy_backtest(int argc, char **argv)
{
    struct backtest_options options = {.from = FL_NO_DAY, .to = FL_NO_DAY};
    const struct option_row rows[] = {
        {"from",                         "DATE", OPTION_DAY, &options.from, 0, 0, "收案日期自（必填）",
         "filed from (required)"},
        {"to",                    "DATE", OPTION_DAY, &options.to, 0, 0, "收案日期至（必填）",
         "filed until (required)"},
        {"court",                             "CODE", OPTION_TEXT, &options.court, 0, 0, "只看一个法院；缺省为全部",
         "one court only; default: all"},
        {"cases", NULL, OPTION_FLAG, &options.cases, 0, 0, "列出全部改变去向的案件",
         "list every case that would move"},
        {"json",                              NULL, OPTION_FLAG, &options.json, 0, 0, "以JSON输出", "print JSON"},
        {"database",     "CONNINFO", OPTION_TEXT, &options.conninfo, 0, 0, "libpq连接串",
         "libpq connection string"},
        {"config",                   "FILE", OPTION_TEXT, &options.config, 0, 0, "fenliud的配置文件",
         "configuration file of fenliud"},
        {"state",                             "DIR", OPTION_TEXT, &options.state, 0, 0, "内嵌数据库的状态目录",
         "state folder of the embedded database"},
        {0      }
    };
    const struct usage usage = {
        "policy backtest",
        "NEW",
        1,
        1,
        "把已存的纠纷按新规则目录和现行规则各决定一次（各按其收案日），列出谁会从哪里改到哪里。不写"
        "入任何内容。",
        "Decides the stored cases again under the policy folder NEW and under the policy in force, "
        "each on its "
        "day of filing,\nand shows who would move from where to where. Nothing is written.",
        rows};
    struct fl_error err = {0};
    int n, code = options_parse(&usage, argc, argv, &n);
    if (code != GO_ON)
        return code;
    if (options.from == FL_NO_DAY || options.to == FL_NO_DAY || options.to < options.from)
        return command_misused("policy backtest", "--from DATE --to DATE");
    struct backtest *backtest = calloc(1, sizeof *backtest);
    if (!backtest)
        return EXIT_REFUSED;
    backtest->from = options.from;
    backtest->to = options.to;
    backtest->court = options.court;
    backtest->progress = isatty(STDERR_FILENO);
    code = run(&options, argv[1], backtest, &err);
    buf_done(&backtest->list);
    free(backtest);
    return code ? command_failed("policy backtest", &err)
                : command_done("policy backtest", EXIT_DONE);
}
