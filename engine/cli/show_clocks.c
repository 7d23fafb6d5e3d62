/* What ran and runs for a referral: each clock, its day, and what came of it; and what went along to who came next. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/show.h"
#include "engine/policy/policy_words.h"

static const struct fl_word state_words[] = {
    {"running", "计期中"   },
    {"near",    "临近"      },
    {"passed",  "逾期"      },
    {"paused",  "中止"      },
    {"met",     "已完成"   },
    {"late",    "逾期完成"},
    {"void",    "不再计"   },
};
static const struct fl_vocab states = {"clock", state_words,
                                       sizeof state_words / sizeof *state_words};

static const char *
text_of(const cJSON *object, const char *key)
{
    return json_str(json_get(object, key));
}

static void
show_clock(struct buf *out, const cJSON *clock)
{
    const char *due = text_of(clock, "due_on"), *state = text_of(clock, "state"),
               *longest = text_of(clock, "extend_to"), *closed = text_of(clock, "closed_on");
    bool passed = state && strcmp(state, "passed") == 0;
    struct buf text = {0};

    words_limit(text_of(clock, "what"), &text);
    if (due)
        buf_print(&text, say("，至 %s", ", until %s"), due);
    if (state)
        buf_print(&text, say("，%s", ", %s"),
                  passed ? say("逾期", "overdue") : show_word(&states, state));
    if (closed)
        buf_print(&text, " %s", closed);
    else if (longest)
        buf_print(&text, say("，最长可延至 %s", ", can be extended to %s"), longest);
    show_row(out, say("计期", "clock"), text.data);
    buf_done(&text);
}

void
show_clocks(struct buf *out, const cJSON *clocks, const char *referral_id)
{
    const cJSON *clock;
    cJSON_ArrayForEach(clock, clocks)
    {
        const char *of = text_of(clock, "referral_id");
        if (of && referral_id && strcmp(of, referral_id) == 0)
            show_clock(out, clock);
    }
}

void
show_handed_on(struct buf *out, const cJSON *handed_on)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, json_get(handed_on, "undisputed"))
        show_row(out, say("无争议", "undisputed"), json_str(one));
    show_row(out, say("移送记录", "record"), text_of(handed_on, "record"));
}
