/* Referrals as rows of text. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/cli/show.h"
#include "fenliu/adapter.h"

static void
row_of_moment(struct buf *buf, const char *label, const cJSON *referral, const char *member)
{
    struct buf text = {0};

    show_moment(&text, json_str(json_get(referral, member)));
    show_row(buf, label, text.data);
    buf_done(&text);
}

static void
put_where(struct buf *buf, const cJSON *referral)
{
    const char *channel = json_str(json_get(referral, "channel")),
               *procedure = json_str(json_get(referral, "procedure"));

    if (channel)
        buf_print(buf, "%s · %s%s", show_word(&fl_channels, channel),
                  procedure ? show_word(&fl_procedures, procedure) : "",
                  cJSON_IsTrue(json_get(referral, "fast_track")) ? say(" · 速裁", " · fast track")
                                                                 : "");
}

/* What follows a conclusion: the next referral, or the end. */
static void
show_next(struct buf *buf, const cJSON *referral)
{
    const cJSON *next = json_get(referral, "next");
    const char *state = json_str(json_get(referral, "case_state"));
    struct buf text = {0};

    if (cJSON_IsObject(next)) {
        const char *docket = json_str(json_get(next, "docket")),
                   *id = json_str(json_get(next, "referral_id"));

        put_where(&text, next);
        buf_print(&text, say("，转办 %s", ", referral %s"), id ? id : "");
        if (docket)
            buf_print(&text, say("，%s", ", %s"), docket);
        show_row(buf, say("接着", "next"), text.data);
    }
    show_row(buf, say("案件", "case"), show_word(&fl_dispute_states, state));
    buf_done(&text);
}

/* The reason of an outcome in the words of a channel; NULL: it has no such reason. */
static const char *
reason_zh(int channel, int outcome, const char *reason)
{
    const struct fl_adapter *adapter = fl_adapter_of((enum fl_channel)channel);
    const struct fl_end_reason *row =
        adapter ? fl_adapter_reason(adapter, (enum fl_outcome)outcome, reason) : NULL;
    return row ? row->zh : NULL;
}

const char *
show_reason(const cJSON *referral)
{
    const char *channel = json_str(json_get(referral, "channel")),
               *outcome = json_str(json_get(referral, "outcome")),
               *reason = json_str(json_get(referral, "reason")), *zh = NULL;
    int own = channel ? fl_word_find(&fl_channels, channel, strlen(channel)) : -1,
        o = outcome ? fl_word_find(&fl_outcomes, outcome, strlen(outcome)) : -1;
    if (!reason || o < 0 || !lang_is_chinese())
        return reason;
    for (int c = 0; c < fl_channels.count && !zh; c++)
        if (own < 0 || own == c)
            zh = reason_zh(c, o, reason);
    return zh ? zh : reason;
}

/* Who holds it: code, name, body. */
static void
show_holder(struct buf *buf, const cJSON *referral)
{
    static const char *const members[] = {"mediator", "mediator_name", "body_name"};
    struct buf text = {0};

    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const char *word = json_str(json_get(referral, members[i]));
        if (word)
            buf_print(&text, "%s%s", text.len ? "  " : "", word);
    }
    show_row(buf, say("承办", "held by"), text.data);
    buf_done(&text);
}

void
show_referral(struct buf *buf, const cJSON *referral)
{
    static const struct {
        const char *member, *zh, *en;
    } moments[] = {
        {"entered_at",   "进入",       "entered"  },
        {"offered_at",   "派出",       "offered"  },
        {"accept_by",    "接受限期", "accept by"},
        {"accepted_at",  "接受",       "accepted" },
        {"due_on",       "办结限期", "due"      },
        {"concluded_at", "办结",       "concluded"}
    };
    const char *id = json_str(json_get(referral, "referral_id")),
               *case_id = json_str(json_get(referral, "case_id"));
    struct buf where = {0};

    buf_print(buf, say("转办 %s", "referral %s"), id ? id : "?");
    if (case_id)
        buf_print(buf, say("（案件 %s）", " (case %s)"), case_id);
    buf_char(buf, '\n');
    put_where(&where, referral);
    show_row(buf, say("程序", "procedure"), where.data);
    show_row(buf, say("案号", "docket"), json_str(json_get(referral, "docket")));
    show_row(buf, say("机构案号", "body's docket"), json_str(json_get(referral, "body_docket")));
    show_row(buf, say("状态", "state"),
             show_word(&fl_referral_states, json_str(json_get(referral, "state"))));
    show_holder(buf, referral);
    bool taken = json_str(json_get(referral, "accepted_at")) != NULL;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++)
        if (!taken || strcmp(moments[i].member, "accept_by") != 0)
            row_of_moment(buf, say(moments[i].zh, moments[i].en), referral, moments[i].member);
    show_row(buf, say("结果", "outcome"),
             show_word(&fl_outcomes, json_str(json_get(referral, "outcome"))));
    show_row(buf, say("原因", "reason"), show_reason(referral));
    if (cJSON_IsObject(json_get(referral, "case")))
        show_case(buf, json_get(referral, "case"));
    show_decision(buf, json_get(referral, "decision"));
    show_triage(buf, json_get(referral, "triage"));
    show_next(buf, referral);
    buf_done(&where);
}

void
show_referral_line(struct buf *buf, const cJSON *referral)
{
    const char *id = json_str(json_get(referral, "referral_id")),
               *state = show_word(&fl_referral_states, json_str(json_get(referral, "state"))),
               *cause = json_str(json_get(referral, "cause")),
               *docket = json_str(json_get(referral, "docket")),
               *due = json_str(json_get(referral, "due_on")),
               *by = json_str(json_get(referral, "accept_by")),
               *outcome = json_str(json_get(referral, "outcome"));
    struct buf line = {0};

    buf_print(&line, "%-19s %s", id ? id : "", state ? state : "");
    if (outcome)
        buf_print(&line, " %s", show_word(&fl_outcomes, outcome));
    if (due)
        buf_print(&line, "%s %s%s", say(" 限", " due"), due,
                  cJSON_IsTrue(json_get(referral, "overdue")) ? say("（逾期）", " (overdue)")
                  : cJSON_IsTrue(json_get(referral, "near"))  ? say("（将至）", " (near)")
                                                              : "");
    else if (by && !outcome) {
        buf_text(&line, say(" 须接受于 ", " accept by "));
        show_moment(&line, by);
    }
    buf_text(&line, "  ");
    put_where(&line, referral);
    if (cause)
        buf_print(&line, "  %s", cause);
    if (docket)
        buf_print(&line, "  %s", docket);
    show_safe(buf, line.data);
    buf_char(buf, '\n');
    buf_done(&line);
}
