/* fenliu search: the cases of a person or of a docket number. */
#include <string.h>

#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/remote.h"
#include "engine/cli/show.h"

/* 张*、某*; 某*… */
static void
show_names(struct buf *out, const cJSON *side)
{
    const cJSON *party;
    const char *comma = "";

    cJSON_ArrayForEach(party, side)
    {
        const char *name = json_str(json_get(party, "name"));
        buf_print(out, "%s%s", comma, name ? name : "*");
        comma = say("、", ", ");
    }
}

static void
show_hits(struct buf *out, const cJSON *hits)
{
    const cJSON *hit;

    cJSON_ArrayForEach(hit, hits)
    {
        const cJSON *doc = json_get(hit, "case");
        const char *match = json_str(json_get(hit, "match")),
                   *state = json_str(json_get(hit, "state")),
                   *docket = json_str(json_get(hit, "docket")),
                   *id = json_str(json_get(hit, "case_id"));
        struct buf line = {0};

        buf_print(&line, "%s  ", id ? id : "?");
        show_moment(&line, json_str(json_get(hit, "received_at")));
        buf_print(&line, "  %s  %s  ", state ? show_word(&fl_dispute_states, state) : "",
                  docket ? docket : "");
        show_names(&line, json_get(doc, "claimants"));
        buf_text(&line, say(" 诉 ", " v. "));
        show_names(&line, json_get(doc, "respondents"));
        if (match && strcmp(match, "possible") == 0)
            buf_text(&line,
                     say("  （仅姓名相同，须核对）", "  (possible: the name alone is the same)"));
        show_safe(out, line.data);
        buf_char(out, '\n');
        buf_done(&line);
    }
    if (!hits || !hits->child)
        buf_text(out, say("没有找到\n", "nothing found\n"));
}

static void
show_answer(struct buf *out, const cJSON *answer)
{
    show_hits(out, json_get(answer, "hits"));
}

int
cmd_search(int argc, char **argv)
{
    struct remote remote = {0};
    const char *name = NULL, *id_no = NULL, *docket = NULL, *why = NULL;
    const struct option_row options[] = {
        {"name",                      "TEXT", OPTION_TEXT, &name, 0, 0, "当事人姓名、名称", "the name of a party"},
        {"id-no",                "TEXT", OPTION_TEXT, &id_no, 0, 0, "身份证号、统一社会信用代码",
         "number of identity or registration"},
        {"docket",                          "TEXT", OPTION_TEXT, &docket, 0, 0, "案号", "docket number"},
        {"why", "TEXT", OPTION_TEXT, &why, 0, 0, "查询事由，记入日志",
         "the reason, which is written down"},
        REMOTE_OPTIONS(remote),
        {0                          }
    };
    const struct usage usage = {
        "search",
        "",
        0,
        0,
        "按姓名、证件号码或案号查找纠纷（书记员）。姓名相同只是可能，须人工核对。每次查阅均留痕。",
        "Finds cases by name, number of identity or docket number, for clerks. A name alone is "
        "a possible match. Each hit is written down as read.",
        options};
    struct buf params = {0};
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    if (!name + !id_no + !docket != 2)
        return command_misused(
            "search", "%s",
            say("给出--name、--id-no、--docket之一", "give one of --name, --id-no, --docket"));
    remote_params(&remote, false, &params); /* an answer with persons in it is not kept */
    json_put_text(&params,
                  name    ? "name"
                  : id_no ? "id_no"
                          : "docket",
                  name    ? name
                  : id_no ? id_no
                          : docket);
    if (why)
        json_put_text(&params, "why", why);
    return remote_answer(&remote, "search", "case.search", "case.search", &params, show_answer);
}
