/* What a step with a case answers, as rows of text: its state, where it goes now, what it is linked to; of a step with
 * many referrals, each. */
#include "engine/base/lang.h"
#include "engine/cli/show.h"

static const char *
text_of(const cJSON *object, const char *key)
{
    return json_str(json_get(object, key));
}

static void
show_many(struct buf *out, const cJSON *answer)
{
    const cJSON *one, *list = json_get(answer, "referrals");

    cJSON_ArrayForEach(one, list) show_referral(out, one);
    if (cJSON_GetArraySize(list) == 0)
        buf_print(out, "%s\n", say("没有可办的转办", "no referral was concerned"));
    if (cJSON_IsTrue(json_get(answer, "more")))
        buf_print(out, "%s\n", say("还有：请再执行一次", "there are more: run it again"));
}

static void
show_performed(struct buf *out, const cJSON *answer)
{
    const char *on = text_of(answer, "on");
    struct buf text = {0};

    if (!on)
        return;
    buf_print(&text, "%s  %s", on,
              cJSON_IsFalse(json_get(answer, "whole")) ? say("部分履行", "in part")
                                                       : say("全部履行", "in whole"));
    show_row(out, say("协议履行", "performed"), text.data);
    buf_done(&text);
}

static void
show_link(struct buf *out, const cJSON *answer)
{
    const char *link = text_of(answer, "link"), *other = text_of(answer, "other");
    struct buf text = {0};

    if (!link)
        return;
    buf_print(&text, "%s  %s", show_word(&show_link_words, link), other ? other : "");
    show_row(out, say("关联", "link"), text.data);
    if (cJSON_IsTrue(json_get(answer, "withdrawn")))
        show_row(out, say("状态", "state"), say("作为重复撤回", "withdrawn as a duplicate"));
    buf_done(&text);
}

void
show_case_answer(struct buf *out, const cJSON *answer)
{
    const char *id = text_of(answer, "case_id");

    if (json_get(answer, "referrals")) {
        show_many(out, answer);
        return;
    }
    buf_print(out, say("案件 %s\n", "case %s\n"), id ? id : "?");
    show_row(out, say("案号", "docket"), text_of(answer, "docket"));
    show_row(out, say("状态", "state"), show_word(&fl_dispute_states, text_of(answer, "state")));
    show_performed(out, answer);
    show_link(out, answer);
    show_decision(out, json_get(answer, "decision"));
}
