/* What a routing clerk gets beside the case: where each missing fact would send it, who objected, what may be the same. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/show.h"
#include "engine/policy/policy_words.h"

static void
show_runner_up(struct buf *buf, const cJSON *row)
{
    const char *member = json_str(json_get(row, "member")),
               *channel = json_str(json_get(row, "channel")),
               *procedure = json_str(json_get(row, "procedure"));
    struct buf line = {0}, value = {0};
    json_write(json_get(row, "value"), &value);
    words_name(member ? member : "", &line);
    buf_text(&line, say("＝", " = "));
    words_found(NULL, member ? member : "", value.data ? value.data : "null", &line);
    buf_print(&line, " → %s · %s%s", channel ? show_word(&fl_channels, channel) : "",
              procedure ? show_word(&fl_procedures, procedure) : "",
              cJSON_IsTrue(json_get(row, "fast_track")) ? say(" · 速裁", " · fast track") : "");
    show_row(buf, say("若", "if"), line.data);
    buf_done(&line);
    buf_done(&value);
}

static void
show_objection(struct buf *buf, const cJSON *objection)
{
    const char *by = json_str(json_get(objection, "by")),
               *words = json_str(json_get(objection, "words"));
    const cJSON *decision = json_get(objection, "decision");
    const char *channel = json_str(json_get(decision, "channel"));
    struct buf line = {0};
    show_moment(&line, json_str(json_get(objection, "at")));
    buf_print(&line, "  %s",
              by && strcmp(by, "claimant") == 0 ? say("申请人", "claimant")
                                                : say("被申请人", "respondent"));
    if (channel)
        buf_print(&line, say("，不同意送往%s", ", against %s"), show_word(&fl_channels, channel));
    if (words)
        buf_print(&line, say("：%s", ": %s"), words);
    show_row(buf, say("异议", "objection"), line.data);
    buf_done(&line);
}

/* What the narrative reads like: the likeliest causes. */
static void
show_classification(struct buf *buf, const cJSON *classification)
{
    const cJSON *one;
    struct buf line = {0};
    cJSON_ArrayForEach(one, json_get(classification, "top"))
    {
        const char *name = json_str(json_get(one, "name"));
        const cJSON *share = json_get(one, "confidence");
        buf_print(&line, "%s%s %.0f%%", line.len ? say("、", ", ") : "", name ? name : "?",
                  cJSON_IsNumber(share) ? share->valuedouble * 100 : 0);
    }
    show_row(buf, say("陈述像是", "reads like"), line.data);
    buf_done(&line);
}

void
show_triage(struct buf *buf, const cJSON *triage)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, json_get(triage, "objections")) show_objection(buf, one);
    show_classification(buf, json_get(triage, "classification"));
    cJSON_ArrayForEach(one, json_get(triage, "runners_up")) show_runner_up(buf, one);
    cJSON_ArrayForEach(one, json_get(triage, "links"))
    {
        const char *link = json_str(json_get(one, "link"));
        if (link && strcmp(link, "possible") == 0)
            show_row(buf, say("可能重复", "same as?"), json_str(json_get(one, "case_id")));
    }
}
