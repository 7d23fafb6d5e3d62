/* fenliu explain: why a stored case went where it went, rule by rule, and what would change it. */
#include <stdio.h>

#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/remote.h"

int
cmd_explain(int argc, char **argv)
{
    struct remote remote = {0};
    const char *decision = NULL;
    const struct option_row options[] = {
        {"decision",   "ID", OPTION_TEXT, &decision, 0, 0,
         "说明该编号的决定；默认为最近一次移送所依据的决定", "the decision to explain; default: the one the latest referral goes by"},
        REMOTE_OPTIONS(remote),
        {0}
    };
    const struct usage usage = {
        "explain",
        "CASE | SOURCE REF",
        1,
        2,
        "逐条说明一件案件为何如此分流，以及哪一项不同就会改变去向。",
        "Says rule by rule why a case went where it went, and what single change would "
        "send it elsewhere.",
        options};
    struct buf params = {0};
    struct fl_error err = {0};
    JSON_AUTO result = NULL;
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    if (n == 1 && !is_id(argv[1]))
        return command_misused(
            "explain",
            say("“%s”不是编号；或给出来源和来源编号", "\"%s\" is no id; or give source and ref"),
            argv[1]);
    if (decision && !is_id(decision))
        return command_misused("explain", say("“%s”不是编号", "\"%s\" is no id"), decision);
    remote_params(&remote, false, &params);
    json_put_text(&params, n == 1 ? "case_id" : "source", argv[1]);
    if (n == 2)
        json_put_text(&params, "ref", argv[2]);
    if (decision)
        json_put_text(&params, "decision_id", decision);
    if (!remote.json) /* the server says it as decide --explain does */
        json_put_text(&params, "lang", say("zh", "en"));
    code = remote_open(&remote, "intake", "case.explain", REMOTE_TIMEOUT_MS, &err);
    if (!code)
        code = remote_call(&remote, "case.explain", &params, &result, &err);
    if (code) {
        code = command_failed("explain", &err);
    } else if (remote.json) {
        remote_print_json(result);
        code = command_done("explain", EXIT_DONE);
    } else {
        const char *text = json_str(json_get(result, "text"));
        fputs(text ? text : "", stdout);
        code = command_done("explain", EXIT_DONE);
    }
    remote_close(&remote);
    buf_done(&params);
    return code;
}
