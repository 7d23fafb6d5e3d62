/* What rules may use of a narrative, as a lawyer reads it. */
#include "engine/base/lang.h"
#include "engine/policy/policy_words.h"

/* How each need is said; the rows are those of enum take_needs. */
static const struct {
    const char *zh, *en;
} needs[TAKE__COUNT] = {
    [TAKE_NOTHING] = {"不取用",                            "not used"                          },
    [TAKE_WORDS] = {"有此文字即取用",                "used by its words alone"           },
    [TAKE_DOMAIN] = {"全文也属下列领域才取用：", "used where the text is surely of: "},
    [TAKE_CAUSE] = {"由陈述看出案由时取用",       "used where the cause was read, too"},
};

static void
show_values(const struct take *take, struct buf *buf)
{
    if (take->values == UINT64_MAX)
        return;
    buf_text(buf, " = ");
    for (int i = 0, n = 0; i < 64; i++) {
        if (!(take->values >> i & 1))
            continue;
        buf_text(buf, n++ ? say("、", ", ") : "");
        if (take->words)
            words_word(take->words, fl_word(take->words, i), buf);
        else
            buf_text(buf, i ? say("是", "yes") : say("否", "no"));
    }
}

static void
show_domains(const struct take *take, struct buf *buf)
{
    for (int domain = 0, n = 0; domain < FL_DOMAIN__COUNT; domain++)
        if (take->domains >> domain & 1) {
            buf_text(buf, n++ ? say("、", ", ") : "");
            words_word(&fl_domains, fl_word(&fl_domains, domain), buf);
        }
}

void
policy_show_found(const struct policy *policy, fl_day as_of, struct buf *buf)
{
    if (!policy->n_takes)
        return;
    buf_print(buf, "\n## %s\n",
              say("陈述中看出的事项，哪些可以用来分流", "What rules may use of a narrative"));
    for (int i = 0; i < policy->n_takes; i++) {
        const struct take *take = &policy->takes[i];
        if (as_of < take->from || as_of > take->to)
            continue;
        buf_print(buf, "%s  ", take->id);
        words_name(take->member, buf);
        show_values(take, buf);
        buf_print(buf, say("：%s", ": %s"), say(needs[take->needs].zh, needs[take->needs].en));
        show_domains(take, buf);
        if (take->needs != TAKE_NOTHING)
            buf_print(buf,
                      say("；文字把握至少%d%%", "; words that mean it %d%% of the time or more"),
                      take->min_sure);
        if (lang_is_chinese())
            buf_print(buf, "。%s", take->why);
        buf_char(buf, '\n');
    }
}
