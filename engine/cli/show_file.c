/* The file of one case: what it is, then all that happened in its order, decisions and words of people in their place, then its
 * referrals. */
#include <inttypes.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/show.h"

static const char *
text_of(const cJSON *object, const char *key)
{
    return json_str(json_get(object, key));
}

static const cJSON *
find_by(const cJSON *list, const char *key, const char *value)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, list)
    {
        const char *is = text_of(one, key);
        if (value && is && strcmp(is, value) == 0)
            return one;
    }
    return NULL;
}

/* --- words of codes --- */

static const struct fl_word side_words[] = {
    {"claimant",   "申请人"   },
    {"respondent", "被申请人"},
    {"clerk",      "书记员"   },
};
static const struct fl_vocab sides = {"side", side_words, 3};
static const struct fl_word kind_words[] = {
    {"contact",     "联系当事人"},
    {"appointment", "约定时间"   },
    {"cancelled",   "取消约定"   },
    {"other",       "其他"         },
};
static const struct fl_vocab kinds = {"kind", kind_words, 4};
static const struct fl_word link_words[] = {
    {"possible",  "可能重复"   },
    {"same",      "认定为同一"},
    {"different", "认定为不同"},
};
static const struct fl_vocab links = {"link", link_words, 3};

/* The members of an event's data that say something to a person, their label and vocabulary. */
static const struct {
    const char *member;
    const struct fl_vocab *words; /* NULL: as it is */
    const char *zh, *en;          /* before the value; NULL: nothing */
} members[] = {
    {"channel",      &fl_channels,         NULL,                 NULL            },
    {"procedure",    &fl_procedures,       NULL,                 NULL            },
    {"outcome",      &fl_outcomes,         NULL,                 NULL            },
    {"rule",         NULL,                 "规则 ",            "rule "         },
    {"reason_code",  &fl_overrule_reasons, "理由：",          "because: "     },
    {"docket",       NULL,                 NULL,                 NULL            },
    {"kind",         &kinds,               NULL,                 NULL            },
    {"at",           NULL,                 NULL,                 NULL            },
    {"from",         &fl_referral_states,  "原状态：",       "was "          },
    {"by",           &sides,               NULL,                 NULL            },
    {"mediator",     NULL,                 "派给 ",            "to "           },
    {"due_on",       NULL,                 "限期 ",            "due "          },
    {"perform_by",   NULL,                 "履行期限 ",      "to perform by "},
    {"on",           NULL,                 NULL,                 NULL            },
    {"what",         NULL,                 NULL,                 NULL            },
    {"state",        &links,               NULL,                 NULL            },
    {"other",        NULL,                 "案件 ",            "case "         },
    {"duplicate_of", NULL,                 "与此案重复：", "duplicate of " },
    {"why",          NULL,                 NULL,                 NULL            },
};

static void
put_member(struct buf *line, const cJSON *data, size_t i)
{
    const char *text = text_of(data, members[i].member);
    if (!text)
        return;
    buf_print(line, "  %s", members[i].zh ? say(members[i].zh, members[i].en) : "");
    if (strcmp(members[i].member, "at") == 0)
        show_moment(line, text);
    else
        buf_text(line, members[i].words ? show_word(members[i].words, text) : text);
}

/* What a correction put right: both versions. */
static void
put_version(struct buf *line, const cJSON *version, const char *label)
{
    if (!cJSON_IsObject(version))
        return;
    const char *outcome = text_of(version, "outcome"), *reason = text_of(version, "reason");
    buf_print(line, "  %s%s", label, outcome ? show_word(&fl_outcomes, outcome) : "");
    if (reason)
        buf_print(line, say("（%s）", " (%s)"), reason);
    buf_char(line, ' ');
    show_moment(line, text_of(version, "at"));
}

static void
put_data(struct buf *line, const cJSON *data)
{
    const char *actor = text_of(data, "actor"), *reason = show_reason(data);
    int64_t days;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        put_member(line, data, i);
    if (json_is_int(json_get(data, "days"), &days))
        buf_print(line, say("  %" PRId64 "日", "  %" PRId64 " days"), days);
    if (cJSON_IsTrue(json_get(data, "fast_track")))
        buf_text(line, say("  速裁", "  fast track"));
    put_version(line, json_get(data, "was"), say("原报告：", "was: "));
    put_version(line, json_get(data, "is"), say("更正为：", "is: "));
    if (reason)
        buf_print(line, "  %s", reason);
    if (actor)
        buf_print(line, say("（%s）", " (%s)"), actor);
}

/* --- events in their order --- */

/* What a clerk decided it upon, and in which words. */
static void
show_made(struct buf *out, const cJSON *decision)
{
    show_decision(out, json_get(decision, "decision"));
    show_row(out, say("说明", "words"), text_of(decision, "reason"));
}

static void
show_event(struct buf *out, const cJSON *event, const cJSON *decisions)
{
    const cJSON *data = json_get(event, "data");
    const char *type = text_of(event, "type"), *words = text_of(data, "words");
    bool decides = type && strncmp(type, "decision.", 9) == 0;
    const cJSON *decision =
        decides ? find_by(decisions, "decision_id", text_of(data, "decision_id")) : NULL;
    struct buf line = {0};
    show_moment(&line, text_of(event, "time"));
    buf_print(&line, "  %s", show_word(&fl_event_types, type));
    put_data(&line, data);
    buf_text(out, "  ");
    show_safe(out, line.data);
    buf_char(out, '\n');
    buf_done(&line);
    if (decision)
        show_made(out, decision);
    else
        show_row(out, "", words);
}

static void
show_links(struct buf *out, const cJSON *list)
{
    const cJSON *link;
    cJSON_ArrayForEach(link, list)
    {
        const char *id = text_of(link, "case_id"), *source = text_of(link, "source"),
                   *ref = text_of(link, "ref"), *state = text_of(link, "link");
        struct buf text = {0};
        buf_print(&text, "%s  %s (%s %s)", show_word(&links, state), id ? id : "?",
                  source ? source : "", ref ? ref : "");
        show_row(out, say("关联", "link"), text.data);
        buf_done(&text);
    }
}

void
show_file(struct buf *out, const cJSON *file)
{
    const char *id = text_of(file, "case_id"), *state = text_of(file, "state");
    const cJSON *doc = json_get(file, "case"), *decisions = json_get(file, "decisions"), *one;
    const char *source = text_of(doc, "source"), *ref = text_of(doc, "ref");
    struct buf key = {0};
    buf_print(out, say("案件 %s  %s\n", "case %s  %s\n"), id ? id : "?",
              state ? show_word(&fl_dispute_states, state) : "");
    buf_print(&key, "%s %s", source ? source : "", ref ? ref : "");
    show_row(out, say("来源", "from"), key.data);
    show_row(out, say("案号", "docket"), text_of(file, "docket"));
    show_case(out, doc);
    show_links(out, json_get(file, "links"));
    buf_print(out, "\n%s\n", say("经过", "what happened"));
    cJSON_ArrayForEach(one, json_get(file, "events")) show_event(out, one, decisions);
    cJSON_ArrayForEach(one, json_get(file, "referrals"))
    {
        buf_char(out, '\n');
        show_referral(out, one);
        show_clocks(out, json_get(file, "clocks"), text_of(one, "referral_id"));
        show_row(out, say("协议", "agreement"), text_of(one, "agreement"));
        show_handed_on(out, json_get(one, "handed_on"));
    }
    buf_done(&key);
}
