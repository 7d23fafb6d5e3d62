/* fenliu decide: JSON Lines of case documents in, JSON Lines of decisions out, in order. */
#include "engine/case/case_narrative.h"
#include "engine/case/case_read.h"
#include "engine/cli/commands.h"
#include "engine/decide/decide.h"
#include "engine/cli/filter.h"
#include "engine/cli/options.h"
#include "engine/text/model.h"

struct decider {
    struct policy *policy;
    struct model *model;
    fl_day as_of; /* FL_NO_DAY: the day of filing */
    bool explain, json;
};

static int
answer(const void *with, struct fl_case *c, struct arena *arena, struct buf *out,
       struct fl_error *err)
{
    const struct decider *d = with;
    fl_day as_of = d->as_of == FL_NO_DAY ? c->filed_on : d->as_of;
    struct fl_decision decision;

    (void)err;
    case_narrative(d->policy, d->model, c, arena);
    if (d->explain) {
        decide_explain(d->policy, c, as_of, d->json, out);
        return 0;
    }
    decide(d->policy, c, as_of, arena, &decision);
    decision_write(d->policy, &decision, c->ref, NULL, out);
    return 0;
}

int
cmd_decide(int argc, char **argv)
{
    struct decider d = {.as_of = FL_NO_DAY};
    const char *dir = NULL, *path = NULL;
    const struct option_row options[] = {
        {"as-of",                                                   "DATE", OPTION_DAY, &d.as_of, 0, 0, "按该日有效的法律决定；缺省为收到之日",
         "decide by the law in force that day; default: the day of filing"},
        {"policy",                                               "DIR", OPTION_TEXT, &dir, 0, 0, "规则目录；缺省为随附规则",
         "folder of the policy; default: the packaged one"},
        {"model",                                                        "FILE", OPTION_TEXT, &path, 0, 0, "阅读陈述的模型；缺省为随附模型",
         "what reads narratives; default: the packaged one"},
        {"explain", NULL, OPTION_FLAG, &d.explain, 0, 0, "逐条说明为何如此分流",
         "say rule by rule why, in place of the decision"},
        {"json",                                                         NULL, OPTION_FLAG, &d.json, 0, 0, "与--explain合用：每件一行JSON",
         "with --explain: one line of JSON a case"},
        {0     },
    };
    static const char zh[] =
        "逐行读入纠纷文书（JSON Lines），逐行给出分流决定，顺序不变；不需要服务和数据库。\n"
        "被拒绝的行给出error，其余照常；有任何一行被拒绝时退出码为1。";
    static const char en[] = "Reads case documents, one JSON object a line, and answers each with "
                             "its decision, in order;\n"
                             "no server, no database. A refused line is answered with an error and "
                             "the rest goes on; the\n"
                             "exit code is 1 when any line was refused.";
    const struct usage usage = {"decide", "[FILE]", 0, 1, zh, en, options};
    struct fl_error err = {0};
    long refused;
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    code = policy_load_dir(dir ? dir : policy_default_dir(), &d.policy, &err);
    if (!code)
        code = model_open_named(path, &d.model, &err);
    if (!code)
        code = filter_run(&(struct filter){d.policy, CASE_FULL, answer, &d}, n ? argv[1] : NULL,
                          &refused, &err);
    model_close(d.model);
    policy_release(d.policy);
    if (code)
        return command_failed("decide", &err);
    return command_done("decide", refused ? EXIT_REFUSED : EXIT_DONE);
}
