/* One event in the file of a case, as a line: when, what, and what its data says to a person, in words. */
#include <inttypes.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/show.h"
#include "engine/policy/policy_words.h"
#include "fenliu/adapter.h"

static const char *
text_of(const cJSON *object, const char *key)
{
    return json_str(json_get(object, key));
}

/* --- words of codes --- */

#define VOCAB(what, words)                                                                         \
    {                                                                                              \
        what, words, (int)(sizeof(words) / sizeof *(words))                                        \
    }
static const struct fl_word side_words[] = {
    {"claimant",   "申请人"   },
    {"respondent", "被申请人"},
    {"party",      "当事人"   },
    {"body",       "承办机构"},
    {"clerk",      "书记员"   },
};
static const struct fl_vocab sides = VOCAB("side", side_words);
static const struct fl_word kind_words[] = {
    {"contact",     "联系当事人"},
    {"appointment", "约定时间"   },
    {"cancelled",   "取消约定"   },
    {"other",       "其他"         },
};
static const struct fl_vocab kinds = VOCAB("kind", kind_words);
static const struct fl_word link_words[] = {
    {"possible",  "可能重复"   },
    {"same",      "认定为同一"},
    {"different", "认定为不同"},
};
const struct fl_vocab show_link_words = VOCAB("link", link_words);
/* Where both parties applied to have their agreement confirmed. */
static const struct fl_word applied_words[] = {
    {"court",      "人民法院"                     },
    {"commission", "劳动人事争议仲裁委员会"},
};
static const struct fl_vocab applied = VOCAB("applied to", applied_words);
/* Upon what somebody was shown the persons. */
static const struct fl_word read_words[] = {
    {"accepted",       "接受案件"         },
    {"delivered",      "送达业务系统"   },
    {"search.name",    "按姓名查找"      },
    {"search.id_no",   "按证件号码查找"},
    {"search.docket",  "按案号查找"      },
    {"case.get",       "查看案件"         },
    {"case.notice",    "分流告知书"      },
    {"desk.agreement", "调解协议书"      },
};
static const struct fl_vocab reads = VOCAB("reading", read_words);

/* What stops the clocks of some channel. */
static const char *
pause_word(const char *code)
{
    for (int c = 0; c < fl_channels.count && lang_is_chinese(); c++) {
        const struct fl_adapter *adapter = fl_adapter_of((enum fl_channel)c);
        const struct fl_pause_row *pause = adapter ? adapter->pauses : NULL;
        for (; pause && pause->code; pause++)
            if (strcmp(pause->code, code) == 0)
                return pause->zh;
    }
    return code;
}

/* --- members --- */

static void
put_text(struct buf *line, const char *text)
{
    buf_text(line, text);
}

static void
put_limit(struct buf *line, const char *text)
{
    words_limit(text, line);
}

static void
put_why(struct buf *line, const char *text)
{
    buf_text(line, fl_word_find(&reads, text, strlen(text)) >= 0 ? show_word(&reads, text)
                                                                 : pause_word(text));
}

/* A case is closed with an outcome, or since it went to a channel that nobody answers for. */
static void
put_outcome(struct buf *line, const char *text)
{
    bool known = fl_word_find(&fl_outcomes, text, strlen(text)) >= 0;
    buf_text(line, show_word(known ? &fl_outcomes : &fl_channels, text));
}

/* The members of an event's data that say something to a person: label, and how the value is said. */
static const struct {
    const char *member;
    const struct fl_vocab *words; /* NULL: put says it */
    void (*put)(struct buf *line, const char *text);
    const char *zh, *en; /* before the value; NULL: nothing */
} members[] = {
    {"channel",      &fl_channels,         NULL,        NULL,                 NULL            },
    {"procedure",    &fl_procedures,       NULL,        NULL,                 NULL            },
    {"outcome",      NULL,                 put_outcome, NULL,                 NULL            },
    {"rule",         NULL,                 put_text,    "规则 ",            "rule "         },
    {"reason_code",  &fl_overrule_reasons, NULL,        "理由：",          "because: "     },
    {"docket",       NULL,                 put_text,    NULL,                 NULL            },
    {"kind",         &kinds,               NULL,        NULL,                 NULL            },
    {"at",           NULL,                 show_moment, NULL,                 NULL            },
    {"from",         &fl_referral_states,  NULL,        "原状态：",       "was "          },
    {"by",           &sides,               NULL,        NULL,                 NULL            },
    {"applies",      &applied,             NULL,        "申请：",          "applied to: "  },
    {"mediator",     NULL,                 put_text,    "派给 ",            "to "           },
    {"due_on",       NULL,                 put_text,    "限期 ",            "due "          },
    {"perform_by",   NULL,                 put_text,    "履行期限 ",      "to perform by "},
    {"on",           NULL,                 put_text,    NULL,                 NULL            },
    {"what",         NULL,                 put_limit,   NULL,                 NULL            },
    {"state",        &show_link_words,     NULL,        NULL,                 NULL            },
    {"other",        NULL,                 put_text,    "案件 ",            "case "         },
    {"duplicate_of", NULL,                 put_text,    "与此案重复：", "duplicate of " },
    {"why",          NULL,                 put_why,     NULL,                 NULL            },
};

static void
put_member(struct buf *line, const cJSON *data, size_t i)
{
    const char *text = text_of(data, members[i].member);
    if (!text)
        return;
    buf_print(line, "  %s", members[i].zh ? say(members[i].zh, members[i].en) : "");
    if (members[i].words)
        buf_text(line, show_word(members[i].words, text));
    else
        members[i].put(line, text);
}

/* What a correction put right: both versions. */
static void
put_version(struct buf *line, const cJSON *version, const char *label)
{
    if (!cJSON_IsObject(version))
        return;
    const char *outcome = text_of(version, "outcome"), *reason = show_reason(version);
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

void
show_event_line(struct buf *out, const cJSON *event)
{
    struct buf line = {0};
    show_moment(&line, text_of(event, "time"));
    buf_print(&line, "  %s", show_word(&fl_event_types, text_of(event, "type")));
    put_data(&line, json_get(event, "data"));
    buf_text(out, "  ");
    show_safe(out, line.data);
    buf_char(out, '\n');
    buf_done(&line);
}
