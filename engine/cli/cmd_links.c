/* fenliu links: what may be the same dispute, for the clerk to look at. */
#include <inttypes.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/commands.h"
#include "engine/cli/remote.h"
#include "engine/cli/show.h"

static void
show_half(struct buf *line, const cJSON *half)
{
    const char *id = json_str(json_get(half, "case_id")),
               *source = json_str(json_get(half, "source")), *ref = json_str(json_get(half, "ref")),
               *state = json_str(json_get(half, "state"));
    buf_print(line, "%s (%s %s", id ? id : "?", source ? source : "", ref ? ref : "");
    buf_print(line, say("，%s)", ", %s)"), state ? show_word(&fl_dispute_states, state) : "");
}

static void
show_answer(struct buf *out, const cJSON *answer)
{
    const cJSON *links = json_get(answer, "links");
    const cJSON *link;
    cJSON_ArrayForEach(link, links)
    {
        const cJSON *cases = json_get(link, "cases");
        const char *basis = json_str(json_get(link, "basis"));
        struct buf line = {0};
        int64_t days = 0;
        show_half(&line, cJSON_GetArrayItem(cases, 0));
        buf_text(&line, " ~ ");
        show_half(&line, cJSON_GetArrayItem(cases, 1));
        json_is_int(json_get(link, "days_apart"), &days);
        buf_print(&line, "  %s%s",
                  basis && strcmp(basis, "id_no") == 0 ? say("证件号码相同", "same number")
                                                       : say("姓名相同", "same names"),
                  cJSON_IsTrue(json_get(link, "same_cause")) ? say("，案由相同", ", same cause")
                                                             : "");
        buf_print(&line, say("，立案相隔%" PRId64 "日", ", filed %" PRId64 " days apart"), days);
        show_safe(out, line.data);
        buf_char(out, '\n');
        buf_done(&line);
    }
    if (out->len)
        buf_text(
            out,
            say("认定：fenliu link 案件 --other 案件 --same|--different --reason 理由\n",
                "to decide: fenliu link CASE --other CASE --same|--different --reason TEXT\n"));
    else
        buf_text(out, say("没有待认定的\n", "nothing to look at\n"));
}

int
cmd_links(int argc, char **argv)
{
    struct remote remote = {0};
    const struct option_row options[] = {REMOTE_OPTIONS(remote), {0}};
    const struct usage usage = {
        "links",
        "",
        0,
        0,
        "列出可能是同一纠纷的案件，由书记员认定（fenliu link）。",
        "Lists what may be the same dispute from two sources, for a clerk to decide (fenliu link).",
        options};
    struct buf params = {0};
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    remote_params(&remote, false, &params);
    return remote_answer(&remote, "links", "case.links", "case.links", &params, show_answer);
}
