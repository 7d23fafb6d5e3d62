/* What a rule says, in words. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/policy/policy_words.h"

static const char *
word_of(const struct fl_vocab *words, int n)
{
    return say(fl_word_zh(words, n), fl_word(words, n));
}

static void
put_limit(const struct standing *rule, struct buf *buf)
{
    static const char *const units[][2] = {
        [FL_DAYS] = {"日",          "days"        },
        [FL_WORKING_DAYS] = {"个工作日", "working days"},
        [FL_MONTHS] = {"个月",       "months"      }
    };
    bool entry = !strcmp(rule->rule->from_event, "entry");
    buf_print(buf, "%s %d%s%s%s", rule->rule->what, rule->length, say("", " "),
              say(units[rule->rule->unit][0], units[rule->rule->unit][1]),
              entry ? say("（自进入之日起）", " from entry")
                    : say("（自接受之日起）", " from acceptance"));
}

void
words_then(const struct standing *rule, struct buf *buf)
{
    const struct rule *then = rule->rule;
    if (then->channel >= 0)
        buf_text(buf, word_of(&fl_channels, then->channel));
    if (then->procedure >= 0)
        buf_print(buf, "%s%s", buf->len && then->channel >= 0 ? " " : "",
                  word_of(&fl_procedures, then->procedure));
    if (then->fast_track >= 0)
        buf_text(buf,
                 then->fast_track ? say("速裁", "fast track") : say("非速裁", "no fast track"));
    if (then->flag)
        buf_print(buf, then->priority ? "%s %+d" : "%s", then->flag, then->priority);
    if (then->what)
        put_limit(rule, buf);
    if (then->stage == STAGE_NATURE || then->stage == STAGE_DOCKET) {
        JSON_AUTO node = NULL;
        json_parse(then->then_json, strlen(then->then_json), &node, NULL);
        const char *word = node && node->child ? json_str(node->child) : NULL;
        buf_text(buf, word ? word : say("无案号", "no case number"));
    }
}
