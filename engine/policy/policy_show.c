/* The ladder of a day as a lawyer reads it: stage by stage, rule by rule, with conditions, outcome
 * and articles; then the parameters of that day. The output is the same for the same policy and
 * day. */
#include <stdio.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/policy/policy_check.h"
#include "engine/policy/policy_words.h"

/* A long condition that several rules of a stage share is told once, above them, under a number. */
#define SHARED_LENGTH 120 /* bytes of its JSON: shorter ones read better where they stand */
#define SHARED_RULES  3
#define SHARED_MAX    20

struct shared {
    const char *name[SHARED_MAX], *json[SHARED_MAX];
    int n;
};

static int
shared_find(const struct shared *shared, const char *name, const char *json)
{
    for (int i = 0; i < shared->n; i++)
        if (!strcmp(shared->name[i], name) && !strcmp(shared->json[i], json))
            return i;
    return -1;
}

static int
count_rules(const struct edition *edition, int stage, const char *name, const char *json)
{
    int n = 0;
    for (int i = edition->stage[stage]; i < edition->stage[stage + 1]; i++)
        for (int k = 0; k < edition->rules[i].rule->n_parts; k++)
            n += !strcmp(edition->rules[i].rule->part_name[k], name) &&
                 !strcmp(edition->rules[i].rule->part_json[k], json);
    return n;
}

static void
find_shared(const struct edition *edition, int stage, struct shared *ret)
{
    ret->n = 0;
    for (int i = edition->stage[stage]; i < edition->stage[stage + 1]; i++) {
        const struct rule *rule = edition->rules[i].rule;
        for (int k = 0; k < rule->n_parts && ret->n < SHARED_MAX; k++) {
            const char *name = rule->part_name[k], *json = rule->part_json[k];
            if (strlen(json) < SHARED_LENGTH || shared_find(ret, name, json) >= 0 ||
                count_rules(edition, stage, name, json) < SHARED_RULES)
                continue;
            ret->name[ret->n] = name;
            ret->json[ret->n++] = json;
        }
    }
}

static void
show_shared(const struct shared *shared, struct buf *buf)
{
    for (int i = 0; i < shared->n; i++) {
        buf_print(buf, say("共同条件%d  ", "shared condition %d  "), i + 1);
        words_condition(shared->name[i], shared->json[i], buf);
        buf_char(buf, '\n');
    }
}

static void
show_when(const struct rule *rule, const struct shared *shared, struct buf *buf)
{
    if (!rule->n_parts)
        buf_text(buf, say("无条件", "always"));
    for (int i = 0; i < rule->n_parts; i++) {
        int told = shared_find(shared, rule->part_name[i], rule->part_json[i]);
        buf_text(buf, i ? say("；", "; ") : "");
        if (told >= 0)
            buf_print(buf, say("共同条件%d", "shared condition %d"), told + 1);
        else
            words_condition(rule->part_name[i], rule->part_json[i], buf);
    }
}

static void
show_rule(const struct standing *rule, const struct shared *shared, int number, struct buf *buf)
{
    struct buf then = {0};
    words_then(rule, &then);
    buf_print(buf, "%3d  %s  %s%s\n", number, rule->rule->id,
              say(rule->rule->title, rule->rule->en),
              rule->rule->unconfirmed ? say("〔未核实〕", " [unconfirmed]") : "");
    buf_text(buf, say("     条件  ", "     when   "));
    show_when(rule->rule, shared, buf);
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
        struct shared shared;
        find_shared(edition, stage, &shared);
        show_shared(&shared, buf);
        for (int i = edition->stage[stage]; i < edition->stage[stage + 1]; i++)
            show_rule(&edition->rules[i], &shared, i - edition->stage[stage] + 1, buf);
    }
    policy_show_found(policy, as_of, buf);
    show_params(policy, as_of, buf);
}
