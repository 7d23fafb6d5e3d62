/* fenliu show: the file of one case, as a person reads it. */
#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/remote.h"
#include "engine/cli/show.h"

int
cmd_show(int argc, char **argv)
{
    struct remote remote = {0};
    bool masked = false;
    const char *why = NULL;
    const struct option_row options[] = {
        {"masked",     NULL, OPTION_FLAG, &masked, 0, 0, "不显示个人信息", "without the persons"},
        {"why", "TEXT", OPTION_TEXT, &why, 0, 0, "查阅事由，记入日志",
         "the reason, which is written down"},
        REMOTE_OPTIONS(remote),
        {0          }
    };
    const struct usage usage = {
        "show",
        "CASE | SOURCE REF",
        1,
        2,
        "显示一件案件：内容、分流决定及其理由和条文、各次转办、全部经过。",
        "Shows the file of one case: what it is, each decision with its reasons and "
        "articles, its referrals, all that happened.",
        options};
    struct buf params = {0};
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    if (n == 1 && !is_id(argv[1]))
        return command_misused(
            "show",
            say("“%s”不是编号；或给出来源和来源编号", "\"%s\" is no id; or give source and ref"),
            argv[1]);
    remote_params(&remote, false, &params); /* an answer with persons in it is not kept */
    json_put_text(&params, n == 1 ? "case_id" : "source", argv[1]);
    if (n == 2)
        json_put_text(&params, "ref", argv[2]);
    if (masked)
        json_put_bool(&params, "masked", true);
    if (why)
        json_put_text(&params, "why", why);
    /* the persons are shown to a clerk: the token that may search is the one */
    return remote_answer(&remote, "show", masked ? "case.get" : "case.search", "case.get", &params,
                         show_file);
}
