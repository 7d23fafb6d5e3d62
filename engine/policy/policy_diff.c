/* What changes from one policy to another, in sentences: rules, parameters, sets of causes,
 * articles. */
#include <stdio.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/policy/policy_check.h"
#include "engine/policy/policy_words.h"

struct diff {
    const struct policy *one, *two;
    fl_day as_of;
    struct buf *buf;
    int n;
};

static bool
stands(const struct diff *diff, const struct rule *rule)
{
    return diff->as_of == FL_NO_DAY || (diff->as_of >= rule->from && diff->as_of <= rule->to);
}

/* The same rule in the other policy: the same id and first day, else the same id on a day in
 * common. */
static const struct rule *
match(const struct diff *diff, const struct policy *in, const struct rule *rule)
{
    const struct rule *near = NULL;
    for (int i = 0; i < in->n_rules; i++) {
        const struct rule *other = in->rules[i];
        if (strcmp(other->id, rule->id) || !stands(diff, other))
            continue;
        if (other->from == rule->from)
            return other;
        if (!near && other->from <= rule->to && rule->from <= other->to)
            near = other;
    }
    return near;
}

static const char *
day_text(fl_day day, char ret[11])
{
    return day == DAY_OPEN ? say("（不限）", "(open)") : day_print(day, ret);
}

static void
changed(struct diff *diff, const struct rule *rule, const char *what, const char *was,
        const char *is)
{
    diff->n++;
    buf_print(diff->buf,
              say("规则%s的%s由“%s”改为“%s”。\n", "Rule %s: %s changes from \"%s\" to \"%s\".\n"),
              rule->id, what, was, is);
}

static int
part_of(const struct rule *rule, const char *name)
{
    for (int i = 0; i < rule->n_parts; i++)
        if (!strcmp(rule->part_name[i], name))
            return i;
    return -1;
}

static void
diff_parts(struct diff *diff, const struct rule *was, const struct rule *is)
{
    for (int side = 0; side < 2; side++) {
        const struct rule *here = side ? is : was, *there = side ? was : is;
        for (int i = 0; i < here->n_parts; i++) {
            int k = part_of(there, here->part_name[i]);
            if (k >= 0 && (side || !strcmp(here->part_json[i], there->part_json[k])))
                continue;
            struct buf one = {0}, two = {0};
            words_condition(here->part_name[i], here->part_json[i], &one);
            if (k >= 0) {
                words_condition(there->part_name[k], there->part_json[k], &two);
                changed(diff, is, say("条件", "a condition"), one.data, two.data);
            } else {
                diff->n++;
                buf_print(
                    diff->buf,
                    side ? say("规则%s增加条件“%s”。\n", "Rule %s gains the condition \"%s\".\n")
                         : say("规则%s去掉条件“%s”。\n", "Rule %s loses the condition \"%s\".\n"),
                    is->id, one.data);
            }
            buf_done(&one);
            buf_done(&two);
        }
    }
}

static void
put_basis(const struct rule *rule, struct buf *buf)
{
    for (int i = 0; i < rule->n_basis; i++)
        buf_print(buf, "%s%s", i ? "；" : "", rule->basis[i]);
}

static bool
same_basis(const struct rule *one, const struct rule *two)
{
    bool same = one->n_basis == two->n_basis;
    for (int i = 0; same && i < one->n_basis; i++)
        same = !strcmp(one->basis[i], two->basis[i]);
    return same;
}

static void
diff_rule(struct diff *diff, const struct rule *was, const struct rule *is)
{
    char one[11], two[11];
    struct buf old_basis = {0}, new_basis = {0};
    if (was->from != is->from)
        changed(diff, is, say("起日", "first day"), day_text(was->from, one),
                day_text(is->from, two));
    if (was->to != is->to)
        changed(diff, is, say("止日", "last day"), day_text(was->to, one), day_text(is->to, two));
    if (strcmp(was->title, is->title))
        changed(diff, is, say("名称", "title"), was->title, is->title);
    if (strcmp(was->text, is->text))
        changed(diff, is, say("说明", "text"), was->text, is->text);
    diff_parts(diff, was, is);
    if (strcmp(was->then_json, is->then_json))
        changed(diff, is, say("结果", "outcome"), was->then_json, is->then_json);
    if (same_basis(was, is))
        return;
    put_basis(was, &old_basis);
    put_basis(is, &new_basis);
    changed(diff, is, say("依据", "basis"), old_basis.data, new_basis.data);
    buf_done(&old_basis);
    buf_done(&new_basis);
}

static void
diff_rules(struct diff *diff)
{
    for (int i = 0; i < diff->one->n_rules; i++) {
        const struct rule *rule = diff->one->rules[i];
        if (!stands(diff, rule) || match(diff, diff->two, rule))
            continue;
        diff->n++;
        buf_print(diff->buf, say("删除规则%s“%s”。\n", "Rule %s is removed: %s\n"), rule->id,
                  say(rule->title, rule->en));
    }
    for (int i = 0; i < diff->two->n_rules; i++) {
        const struct rule *rule = diff->two->rules[i];
        if (!stands(diff, rule))
            continue;
        const struct rule *was = match(diff, diff->one, rule);
        if (was) {
            diff_rule(diff, was, rule);
            continue;
        }
        struct buf when = {0};
        words_when(rule, &when);
        diff->n++;
        buf_print(diff->buf,
                  say("新增规则%s“%s”：%s → %s。\n", "Rule %s is added: %s When %s then %s.\n"),
                  rule->id, say(rule->title, rule->en), when.data, rule->then_json);
        buf_done(&when);
    }
}

/* The value of a parameter from a day on, as text; "—" where it has none. */
static const char *
value_text(const struct policy *policy, int param, fl_day day, char ret[32])
{
    const struct param_value *value = param < 0 ? NULL : param_on(&policy->params[param], day);
    if (!value)
        return "—";
    snprintf(ret, 32, "%lld", (long long)value->value);
    return ret;
}

static void
diff_param_on(struct diff *diff, const char *name, fl_day day)
{
    char one[32], two[32], text[11];
    int a = param_find(diff->one, name, strlen(name)),
        b = param_find(diff->two, name, strlen(name));
    const char *was = value_text(diff->one, a, day, one), *is = value_text(diff->two, b, day, two);
    if (!strcmp(was, is))
        return;
    diff->n++;
    const struct param_row *row = b >= 0 ? &diff->two->params[b] : &diff->one->params[a];
    buf_print(diff->buf,
              say("参数%s（%s，单位%s）自%s起由%s改为%s。\n",
                  "Parameter %s (%s, in %s), from %s on: %s becomes %s.\n"),
              name, row->about, fl_word(&policy_units, (int)row->unit), day_print(day, text), was,
              is);
}

/* Compares on the day asked for, or on every day on which a value begins or one has just ended. */
static void
diff_params(struct diff *diff)
{
    const struct policy *sides[] = {diff->one, diff->two};
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < sides[side]->n_params; i++) {
            const struct param_row *row = &sides[side]->params[i];
            int other = param_find(sides[!side], row->name, strlen(row->name));
            if (diff->as_of != FL_NO_DAY) {
                if (!side || other < 0)
                    diff_param_on(diff, row->name, diff->as_of);
                continue;
            }
            for (int k = 0; k < row->n_values; k++) {
                fl_day from = row->values[k].from;
                const struct param_value *met =
                    other < 0 ? NULL : param_on(&sides[!side]->params[other], from);
                if (side && met && met->from == from)
                    continue; /* told from the other side */
                diff_param_on(diff, row->name, from);
            }
        }
}

static void
diff_set(struct diff *diff, const struct cause_set *was, const struct cause_set *is, int list)
{
    const struct cause_list *causes = &diff->two->lists[list];
    struct buf gained = {0}, lost = {0};
    for (int i = 0; i < causes->n; i++) {
        bool in_one = was->bits[list] && bit_get(was->bits[list], i);
        bool in_two = is->bits[list] && bit_get(is->bits[list], i);
        struct buf *into = in_one == in_two ? NULL : in_two ? &gained : &lost;
        if (into)
            buf_print(into, " %s", causes->causes[i].code);
    }
    if (gained.len || lost.len) {
        diff->n++;
        buf_print(diff->buf,
                  say("案由集合@%s（%s）：增加%s；去掉%s。\n", "Set @%s (%s): gains%s; loses%s.\n"),
                  is->name, causes->name, gained.len ? gained.data : say("无", " nothing"),
                  lost.len ? lost.data : say("无", " nothing"));
    }
    buf_done(&gained);
    buf_done(&lost);
}

static bool
same_list(const struct policy *one, const struct policy *two, int list)
{
    if (list >= one->n_lists || list >= two->n_lists || one->lists[list].n != two->lists[list].n)
        return false;
    for (int i = 0; i < one->lists[list].n; i++)
        if (strcmp(one->lists[list].causes[i].code, two->lists[list].causes[i].code) ||
            strcmp(one->lists[list].causes[i].name, two->lists[list].causes[i].name))
            return false;
    return true;
}

static void
diff_causes(struct diff *diff)
{
    for (int list = 0; list < diff->two->n_lists; list++) {
        if (!same_list(diff->one, diff->two, list)) {
            diff->n++;
            buf_print(diff->buf, say("案由目录%s有变动。\n", "The list of causes %s changes.\n"),
                      diff->two->lists[list].name);
            continue;
        }
        for (int i = 0; i < diff->two->n_sets; i++) {
            int was = cause_set_find(diff->one, diff->two->sets[i].name);
            if (was >= 0)
                diff_set(diff, &diff->one->sets[was], &diff->two->sets[i], list);
        }
    }
}

int
policy_diff(const struct policy *one, const struct policy *two, fl_day as_of, struct buf *buf)
{
    struct diff diff = {one, two, as_of, buf, 0};
    diff_rules(&diff);
    diff_params(&diff);
    diff_causes(&diff);
    return diff.n + policy_diff_found(one, two, as_of, buf);
}
