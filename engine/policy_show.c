/* The ladder of a day as a lawyer reads it: stage by stage, rule by rule, with conditions, outcome
 * and articles; then the parameters of that day. The output is the same for the same policy and
 * day. */
#include <stdio.h>
#include <string.h>

#include "engine/day.h"
#include "engine/lang.h"
#include "engine/policy_check.h"
#include "engine/policy_words.h"

static void
show_rule(const struct standing *rule, int number, struct buf *buf)
{
    struct buf then = {0};
    words_then(rule, &then);
    buf_print(buf, "%3d  %s  %s%s\n", number, rule->rule->id,
              say(rule->rule->title, rule->rule->en),
              rule->rule->unconfirmed ? say("〔未核实〕", " [unconfirmed]") : "");
    buf_text(buf, say("     条件  ", "     when   "));
    words_when(rule->rule, buf);
    buf_print(buf, "%s%s", say("\n     结果  ", "\n     then   "), then.data ? then.data : "");
    if (*rule->text && lang_is_chinese())
        buf_print(buf, "\n     说明  %s", rule->text);
    buf_print(buf, "%s%s\n", say("\n     依据  ", "\n     basis  "), rule->basis);
    buf_done(&then);
}

static void
show_params(const struct policy *policy, fl_day as_of, struct buf *buf)
{
    buf_print(buf, "\n## %s\n", say("参数", "Parameters"));
    for (int i = 0; i < policy->n_params; i++) {
        const struct param_row *row = &policy->params[i];
        const struct param_value *value = param_on(row, as_of);
        if (!value)
            continue;
        char from[11], to[11];
        buf_print(buf, "%s = ", row->name);
        if (row->unit == PARAM_FEN)
            buf_print(buf, "%lld.%02lld", (long long)(value->value / 100),
                      (long long)(value->value % 100));
        else
            buf_print(buf, "%lld", (long long)value->value);
        const char *unit = row->unit == PARAM_FEN ? "yuan" : fl_word(&policy_units, (int)row->unit);
        buf_print(buf, "%s%s  %s（%s—%s，%s%s%s）\n", lang_is_chinese() ? "" : " ",
                  say(fl_word_zh(&policy_units, (int)row->unit), unit), row->about,
                  day_print(value->from, from),
                  value->to == DAY_OPEN ? "" : day_print(value->to, to), value->status,
                  value->basis ? "，" : "", value->basis ? value->basis : "");
    }
}

void
policy_show(const struct policy *policy, fl_day as_of, struct buf *buf)
{
    const struct edition *edition = policy_edition(policy, as_of);
    char day[11];
    buf_print(buf, "# %s\n%s %s\n", policy->title, say("施行日", "as of"), day_print(as_of, day));
    if (!edition) {
        buf_print(buf, "%s\n", say("规则集不适用于该日。", "The policy does not cover this day."));
        return;
    }
    buf_print(buf, "%s %s\n", say("案由目录", "list of causes"),
              policy_cause_list_name(policy, edition->list));
    for (int stage = 0; stage < STAGE__COUNT; stage++) {
        buf_print(buf, "\n## %s", say(policy_stages[stage].zh, policy_stages[stage].name));
        buf_print(buf, "%s\n",
                  policy_stages[stage].collects
                      ? say("（凡符合者均适用）", " (all that hold)")
                      : say("（自上而下，首个符合者适用）", " (first that holds)"));
        for (int i = edition->stage[stage]; i < edition->stage[stage + 1]; i++)
            show_rule(&edition->rules[i], i - edition->stage[stage] + 1, buf);
    }
    show_params(policy, as_of, buf);
}
