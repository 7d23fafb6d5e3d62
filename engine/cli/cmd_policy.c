/* fenliu policy check|show|diff|activate|backtest: a rule set examined before it goes live, then
 * switched on. */
#include <stdio.h>
#include <string.h>

#include "engine/base/clock.h"
#include "engine/cli/cmd_policy.h"
#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/base/day.h"
#include "engine/engine.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/policy/policy_check.h"

static const char zh_as_of[] = "按该日有效的规则；缺省为今天";
static const char en_as_of[] = "the rules in force that day; default: today";
static const char zh_dir[] = "规则目录；缺省为随附规则";
static const char en_dir[] = "folder of the policy; default: the packaged one";

static int
put_out(const char *command, struct buf *buf, int exit_code)
{
    if (buf->len)
        fwrite(buf->data, 1, buf->len, stdout);
    buf_done(buf);
    return command_done(command, exit_code);
}

static int
check(int argc, char **argv)
{
    bool unconfirmed = false;
    const struct option_row options[] = {
        {"unconfirmed", NULL, OPTION_FLAG, &unconfirmed, 0, 0, "列出标为未核实的规则、参数和条文",
         "list rules, parameters and articles marked unconfirmed"},
        {0 }
    };
    const struct usage usage = {
        "policy check",
        "[DIR]",
        0,
        1,
        "检查规则目录：能否整体装入，例子是否都通过，有无重复、轮不到或没有例子用到的规则。有任何问"
        "题时退出码为1。",
        "Examines a policy folder: whether it loads whole, whether every example comes out, "
        "whether rules repeat,\n"
        "can never be reached or are reached by no example. The exit code is 1 on any fault.",
        options};
    struct policy *policy = NULL;
    struct fl_error err = {0};
    struct buf out = {0};
    int n, code = options_parse(&usage, argc, argv, &n);
    if (code != GO_ON)
        return code;
    if (policy_load_dir(n ? argv[1] : policy_default_dir(), &policy, &err))
        return command_failed("policy check", &err);
    if (unconfirmed) {
        int found = policy_unconfirmed(policy, &out);
        buf_print(&out, say("%s：未核实%d项\n", "%s: %d unconfirmed\n"), policy_name(policy),
                  found);
        policy_release(policy);
        return put_out("policy check", &out, EXIT_DONE);
    }
    struct policy_report report;
    policy_check(policy, &report);
    buf_print(&report.text,
              say("%s：规则%d条，例子%d个，版本区间%d段，问题%d处\n",
                  "%s: %d rules, %d examples, %d editions, %d faults\n"),
              policy_name(policy), policy->n_rules, report.examples, policy->n_editions,
              report.faults);
    policy_release(policy);
    return put_out("policy check", &report.text, report.faults ? EXIT_REFUSED : EXIT_DONE);
}

static int
show(int argc, char **argv)
{
    const char *dir = NULL;
    fl_day as_of = moment_day(clock_now());
    const struct option_row options[] = {
        {"as-of",     "DATE", OPTION_DAY, &as_of, 0, 0, zh_as_of, en_as_of},
        {"policy", "DIR", OPTION_TEXT, &dir, 0, 0, zh_dir, en_dir},
        {0         }
    };
    const struct usage usage = {
        "policy show",
        "",
        0,
        0,
        "按阶段列出某日有效的全部规则：条件、结果、说明、依据，以及当日参数。",
        "Prints the rules in force on a day, stage by stage, with conditions, "
        "outcome and articles,\nand the parameters of that day.",
        options};
    struct policy *policy = NULL;
    struct fl_error err = {0};
    struct buf out = {0};
    int n, code = options_parse(&usage, argc, argv, &n);
    if (code != GO_ON)
        return code;
    if (policy_load_dir(dir ? dir : policy_default_dir(), &policy, &err))
        return command_failed("policy show", &err);
    policy_show(policy, as_of, &out);
    policy_release(policy);
    return put_out("policy show", &out, EXIT_DONE);
}

static int
diff(int argc, char **argv)
{
    fl_day as_of = FL_NO_DAY;
    const struct option_row options[] = {
        {"as-of",     "DATE", OPTION_DAY, &as_of, 0, 0, "只比较该日有效的规则和参数",
         "compare only what is in force that day"},
        {0}
    };
    const struct usage usage = {"policy diff",
                                "A B",
                                2,
                                2,
                                "逐句说明从规则目录A到B改变了什么：规则、参数、案由集合。",
                                "Says in sentences what changes from policy folder A to B: rules, "
                                "parameters, sets of causes.",
                                options};
    struct policy *one = NULL, *two = NULL;
    struct fl_error err = {0};
    struct buf out = {0};
    int n, code = options_parse(&usage, argc, argv, &n);
    if (code != GO_ON)
        return code;
    if (policy_load_dir(argv[1], &one, &err) || policy_load_dir(argv[2], &two, &err)) {
        policy_release(one);
        return command_failed("policy diff", &err);
    }
    int changes = policy_diff(one, two, as_of, &out);
    buf_print(&out, say("%s → %s：共%d处改变\n", "%s → %s: %d changes\n"), policy_name(one),
              policy_name(two), changes);
    policy_release(one);
    policy_release(two);
    return put_out("policy diff", &out, EXIT_DONE);
}

/* What fails its own examples does not go live, whatever loads. */
static int
refuse_faulty(const char *dir, struct fl_error *err)
{
    struct policy *policy = NULL;
    struct policy_report report;
    int code = policy_load_dir(dir, &policy, err);
    if (code)
        return code;
    policy_check(policy, &report);
    policy_release(policy);
    if (report.faults) {
        fputs(report.text.data, stderr);
        code = fl_fail(err, FL_E_POLICY, "%d faults: nothing was activated", report.faults);
    }
    buf_done(&report.text);
    return code;
}

static int
activate(int argc, char **argv)
{
    const char *conninfo = NULL, *config = NULL, *state = NULL;
    const struct option_row options[] = {
        {"database",        "CONNINFO", OPTION_TEXT, &conninfo, 0, 0, "libpq连接串",
         "libpq connection string"},
        {"config",      "FILE", OPTION_TEXT, &config, 0, 0, "fenliud的配置文件",
         "configuration file of fenliud"},
        {"state",                "DIR", OPTION_TEXT, &state, 0, 0, "内嵌数据库的状态目录",
         "state folder of the embedded database"},
        {0}
    };
    const struct usage usage = {
        "policy activate",
        "DIR",
        1,
        1,
        "检查规则目录，整体存入数据库，并使所有进程立即改用。有任何问题则不启用。",
        "Examines a policy folder, stores it whole in the database and switches every process to "
        "it.\n"
        "With any fault nothing is activated.",
        options};
    struct database database = {0};
    struct fl_error err = {0};
    char hash[65];
    int n, code = options_parse(&usage, argc, argv, &n);
    if (code != GO_ON)
        return code;
    code = refuse_faulty(argv[1], &err);
    if (!code)
        code = database_open(conninfo, config, state, true, "fenliu policy", &database, &err);
    if (!code)
        code = policy_store_activate(database.pg, argv[1], hash, &err);
    database_close(&database);
    if (code)
        return command_failed("policy activate", &err);
    printf(say("已启用规则集 %s\n", "activated policy %s\n"), hash);
    return command_done("policy activate", EXIT_DONE);
}

int
cmd_policy(int argc, char **argv)
{
    static const struct {
        const char *verb;
        int (*run)(int argc, char **argv);
    } verbs[] = {
        {"check",    check              },
        {"show",     show               },
        {"diff",     diff               },
        {"activate", activate           },
        {"backtest", cmd_policy_backtest}
    };
    static const struct usage usage = {"policy",
                                       "check|show|diff|activate|backtest",
                                       0,
                                       0,
                                       "检查、查看、比较、试算、启用分流规则；各动作另有--help。",
                                       "Examines, shows, compares, tries or activates routing "
                                       "rules; each verb has its own --help.",
                                       NULL};
    for (size_t i = 0; argc > 1 && i < sizeof verbs / sizeof *verbs; i++)
        if (!strcmp(verbs[i].verb, argv[1]))
            return verbs[i].run(argc - 1, argv + 1);
    if (argc > 1 && *argv[1] == '-') {
        int n, code = options_parse(&usage, argc, argv, &n);
        if (code != GO_ON)
            return code;
    }
    return command_misused("policy", "%s",
                           say("请给出动作：check、show、diff、backtest或activate",
                               "say which verb: check, show, diff, backtest or activate"));
}
