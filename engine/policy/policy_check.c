/* Examines a loaded policy: every example is run; a rule is a fault when an earlier rule of its
 * stage holds whenever it would, when it repeats another, or when no example reaches it. */
#include "engine/policy/policy_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/policy/policy_example.h"

static void fault(struct policy_report *report, const struct rule *rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void
fault(struct policy_report *report, const struct rule *rule, const char *format, ...)
{
    char sentence[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    report->faults++;
    buf_print(&report->text, "%s: %s: %s\n", rule->file, rule->id, sentence);
}

static void
run_examples(const struct policy *policy, uint8_t *reached, struct policy_report *report)
{
    struct arena arena;
    arena_init(&arena);
    for (int i = 0; i < policy->n_rules; i++) {
        const struct rule *rule = policy->rules[i];
        for (int k = 0; k < rule->n_examples; k++) {
            struct fl_error err = {0};
            report->examples++;
            if (example_run(policy, &rule->examples[k], reached, &arena, &err)) {
                const struct fl_fault *first = err.n_faults ? err.faults : NULL;
                fault(report, rule, say("例%d（%s）：%s%s%s", "example %d (%s): %s%s%s"), k + 1,
                      rule->examples[k].as_of, err.detail, first ? " " : "",
                      first ? first->pointer : "");
            }
            arena_reset(&arena);
        }
    }
    arena_done(&arena);
}

/* A part of one test: the test, with *ret_negated when it holds where the test does not. */
static const struct test *
single(const struct standing *rule, int part, bool *ret_negated)
{
    const struct test *test = &rule->tests[rule->parts[part]];
    if (rule->parts[part + 1] - rule->parts[part] != 1)
        return NULL;
    *ret_negated = test->yes == GOTO_NO;
    return test;
}

static bool
causes_imply(const struct edition *edition, int narrow, int wide)
{
    for (int class = 1; class < edition->n_classes; class ++) {
        const uint64_t *row = edition->rows + (size_t) class * (size_t)edition->columns;
        if (bit_get(row, narrow) && !bit_get(row, wide))
            return false;
    }
    return true;
}

/* Whether part b of `narrow` can only hold where part a of `wide` does. */
static bool
part_implies(const struct edition *edition, const struct standing *narrow, int b,
             const struct standing *wide, int a)
{
    if (!strcmp(narrow->rule->part_name[b], wide->rule->part_name[a]) &&
        !strcmp(narrow->rule->part_json[b], wide->rule->part_json[a]))
        return true;
    bool not_b = false, not_a = false;
    const struct test *one = single(narrow, b, &not_b), *two = single(wide, a, &not_a);
    if (!one || !two || one->op != two->op)
        return false;
    switch ((enum op)one->op) {
    case OP_FACT:
    case OP_NATURE:
    case OP_CHANNEL:
    case OP_PROCEDURE:
    case OP_DOMAIN:
    case OP_NARRATIVE: {
        uint64_t in_b = not_b ? ~one->u.mask : one->u.mask,
                 in_a = not_a ? ~two->u.mask : two->u.mask;
        return one->what == two->what && !(in_b & ~in_a);
    }
    case OP_CAUSE:
        return !not_a && !not_b && causes_imply(edition, one->what, two->what);
    case OP_CLAIMS_ANY:
    case OP_TAGS_ANY:
    case OP_KINDS_ANY:
        return one->side == two->side && not_a == not_b &&
               !(not_b ? two->u.mask & ~one->u.mask : one->u.mask & ~two->u.mask);
    case OP_AMOUNT:
    case OP_LARGEST:
    case OP_COUNT:
        return one->side == two->side && !not_a && !not_b && one->u.range.lo >= two->u.range.lo &&
               one->u.range.hi <= two->u.range.hi;
    case OP_WITHIN:
    case OP_PAST:
    case OP_NEAR:
    case OP_CAUSE_UNKNOWN:
    case OP_CLAIMS_ALL:
    case OP_CLAIMS_ONLY:
    case OP_CLAIMS_UNKNOWN:
    case OP_TAGS_ALL:
    case OP_KINDS_ONLY:
    case OP_AMOUNT_UNKNOWN:
    case OP_LARGEST_UNKNOWN:
    case OP_HISTORY:
    case OP_HISTORY_LAST:
    case OP_HISTORY_NONE:
    case OP_FAST_TRACK:
    case OP_ALIAS:
    case OP_CROSSWALK_LOST:
    case OP_CONTRADICTED:
    case OP_CALENDAR_MISSING:
    case OP_NARRATIVE_CONTRADICTS:
    case OP_CAUSE_MISMATCH:
        break;
    }
    return false;
}

static bool
implies(const struct edition *edition, const struct standing *narrow, const struct standing *wide)
{
    for (int a = 0; a < wide->rule->n_parts; a++) {
        int b = 0;
        while (b < narrow->rule->n_parts && !part_implies(edition, narrow, b, wide, a))
            b++;
        if (b == narrow->rule->n_parts)
            return false;
    }
    return true;
}

static void
find_shadows(const struct policy *policy, const struct edition *edition, uint8_t *told,
             struct policy_report *report)
{
    char day[11];
    (void)policy;
    for (int stage = 0; stage < STAGE__COUNT; stage++)
        for (int i = edition->stage[stage]; i < edition->stage[stage + 1]; i++)
            for (int k = edition->stage[stage]; k < i; k++) {
                const struct standing *later = &edition->rules[i], *earlier = &edition->rules[k];
                bool same = implies(edition, later, earlier);
                if (policy_stages[stage].collects)
                    same = same && implies(edition, earlier, later) &&
                           !strcmp(later->rule->then_json, earlier->rule->then_json);
                if (!same || told[later->rule->order])
                    continue;
                told[later->rule->order] = 1;
                fault(report, later->rule,
                      policy_stages[stage].collects
                          ? say("与%s重复（%s起）", "repeats %s (from %s)")
                          : say("永远轮不到：%s在前且条件更宽（%s起）",
                                "can never be reached: %s stands before it and is wider (from %s)"),
                      earlier->rule->id, day_print(edition->from, day));
            }
}

void
policy_check(const struct policy *policy, struct policy_report *report)
{
    uint8_t *reached = calloc((size_t)policy->n_rules + 1, 1);
    uint8_t *told = calloc((size_t)policy->n_rules + 1, 1);
    if (!reached || !told)
        abort();
    memset(report, 0, sizeof *report);
    run_examples(policy, reached, report);
    for (int i = 0; i < policy->n_editions; i++)
        find_shadows(policy, &policy->editions[i], told, report);
    for (int i = 0; i < policy->n_rules; i++)
        if (!reached[policy->rules[i]->order])
            fault(report, policy->rules[i], "%s",
                  say("没有任何例子用到这条规则", "no example reaches this rule"));
    free(reached);
    free(told);
}

int
policy_unconfirmed(const struct policy *policy, struct buf *buf)
{
    char day[11];
    int n = 0;
    for (int i = 0; i < policy->n_rules; i++)
        if (policy->rules[i]->unconfirmed) {
            buf_print(buf, "%s %s %s\n", say("规则", "rule"), policy->rules[i]->id,
                      say(policy->rules[i]->title, policy->rules[i]->en));
            n++;
        }
    for (int i = 0; i < policy->n_params; i++)
        for (int k = 0; k < policy->params[i].n_values; k++) {
            const struct param_value *value = &policy->params[i].values[k];
            if (strcmp(value->status, "unconfirmed"))
                continue;
            buf_print(buf, "%s %s %s %lld%s%s\n", say("参数", "parameter"), policy->params[i].name,
                      day_print(value->from, day), (long long)value->value, value->basis ? " " : "",
                      value->basis ? value->basis : "");
            n++;
        }
    for (int i = 0; i < policy->n_articles; i++)
        if (policy->articles[i].unconfirmed) {
            buf_print(buf, "%s %s %s\n", say("条文", "article"), policy->articles[i].key,
                      day_print(policy->articles[i].from, day));
            n++;
        }
    return n;
}
