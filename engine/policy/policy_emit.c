/* Turns the condition of a rule into the tests that run: parameters become numbers, causes become a
 * column, and every test gets the place to go when it holds and when it does not. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/policy/policy_compile.h"

int
emit_num(struct compiler *compiler, const char *member, const struct num *num, int64_t *ret)
{
    const struct policy *policy = compiler->loader->policy;
    *ret = num->value;
    if (num->param >= 0) {
        const struct param_row *row = &policy->params[num->param];
        const struct param_value *value = param_on(row, compiler->edition->from);
        if (!value)
            return loader_fail(compiler->loader, member,
                               "parameter %s has no value on some day of the rule", row->name);
        *ret = value->value;
    }
    if (*ret > INT64_MAX / 2 / num->times)
        return loader_fail(compiler->loader, member, "the number is too large");
    *ret *= num->times;
    return 0;
}

static int
column_of(struct compiler *compiler, const uint64_t *bits)
{
    size_t size = (size_t)cause_words(compiler->loader->policy, compiler->edition->list) * 8;
    for (int i = 0; i < compiler->n_columns; i++)
        if (!memcmp(compiler->columns[i], bits, size))
            return i;
    if (compiler->n_columns == compiler->cap_columns) {
        compiler->cap_columns = compiler->cap_columns * 2 + 32;
        compiler->columns =
            realloc(compiler->columns, (size_t)compiler->cap_columns * sizeof *compiler->columns);
        if (!compiler->columns)
            abort();
    }
    compiler->columns[compiler->n_columns] = bits;
    return compiler->n_columns++;
}

/* A boundary of the amount, and one fen to either side of it. */
static void
note_amount(struct compiler *compiler, int64_t bound)
{
    if (compiler->n_amounts + 3 > compiler->cap_amounts) {
        compiler->cap_amounts = compiler->cap_amounts * 2 + 48;
        compiler->amounts =
            realloc(compiler->amounts, (size_t)compiler->cap_amounts * sizeof *compiler->amounts);
        if (!compiler->amounts)
            abort();
    }
    for (int64_t near = bound - 1; near <= bound + 1; near++)
        if (near >= 0)
            compiler->amounts[compiler->n_amounts++] = near;
}

static int
emit_range(struct compiler *compiler, const struct leaf *leaf, struct test *test)
{
    const struct num *nums[] = {&leaf->min, &leaf->max, &leaf->above, &leaf->below};
    bool money = leaf->op != OP_COUNT;
    int64_t lo = INT64_MIN, hi = INT64_MAX;
    for (int i = 0; i < 4; i++) {
        int64_t bound;
        if (!nums[i]->given)
            continue;
        int rc = emit_num(compiler, money ? "when.amount_fen" : "when.count", nums[i], &bound);
        if (rc)
            return rc;
        if (money)
            note_amount(compiler, bound);
        if (i == 0 && bound > lo)
            lo = bound;
        if (i == 2 && bound + 1 > lo)
            lo = bound + 1;
        if (i == 1 && bound < hi)
            hi = bound;
        if (i == 3 && bound - 1 < hi)
            hi = bound - 1;
    }
    test->u.range.lo = lo;
    test->u.range.hi = hi;
    return 0;
}

static int
emit_period(struct compiler *compiler, const struct leaf *leaf, struct test *test)
{
    struct edition *edition = compiler->edition;
    int64_t length, near = 0;
    int rc = emit_num(compiler, "when.facts", &leaf->period.length, &length);
    if (!rc && leaf->op == OP_NEAR)
        rc = emit_num(compiler, "when.facts", &leaf->near.length, &near);
    if (rc)
        return rc;
    if (length > 36500 || near > 36500)
        return loader_fail(compiler->loader, "when.facts", "the period is too long");
    test->u.period.length = (int32_t)length;
    test->u.period.near = (int32_t)near;
    test->u.period.unit = (uint8_t)leaf->period.unit;
    test->u.period.near_unit = (uint8_t)leaf->near.unit;
    for (int i = 0; i < edition->n_periods; i++)
        if (edition->periods[i].fact == leaf->what && edition->periods[i].op == leaf->op &&
            edition->periods[i].length == length && edition->periods[i].near == near &&
            edition->periods[i].unit == leaf->period.unit &&
            edition->periods[i].near_unit == leaf->near.unit)
            return 0;
    if (edition->n_periods == EDITION_MAX_PERIODS)
        return loader_fail(compiler->loader, "when.facts", "more than %d different periods",
                           EDITION_MAX_PERIODS);
    edition->periods[edition->n_periods].fact = leaf->what;
    edition->periods[edition->n_periods].op = leaf->op;
    edition->periods[edition->n_periods].length = (int32_t)length;
    edition->periods[edition->n_periods].near = (int32_t)near;
    edition->periods[edition->n_periods].unit = leaf->period.unit;
    edition->periods[edition->n_periods++].near_unit = leaf->near.unit;
    return 0;
}

#define MEMBER(n) (UINT64_C(1) << (n))

/* The member of the case that a test reads; 0 for what cannot be unknown. */
static uint64_t
member_of(const struct leaf *leaf)
{
    switch (leaf->op) {
    case OP_FACT:
    case OP_WITHIN:
    case OP_PAST:
    case OP_NEAR:
        return MEMBER(leaf->what);
    case OP_CAUSE:
    case OP_CAUSE_UNKNOWN:
    case OP_DOMAIN:
    case OP_ALIAS:
    case OP_CROSSWALK_LOST:
        return MEMBER(FL_MEMBER_CAUSE);
    case OP_CLAIMS_ANY:
    case OP_CLAIMS_ALL:
    case OP_CLAIMS_ONLY:
    case OP_CLAIMS_UNKNOWN:
        return MEMBER(FL_MEMBER_CLAIMS);
    case OP_AMOUNT:
    case OP_AMOUNT_UNKNOWN:
    case OP_LARGEST:
    case OP_LARGEST_UNKNOWN:
        return MEMBER(FL_MEMBER_AMOUNT);
    case OP_TAGS_ANY:
    case OP_TAGS_ALL:
    case OP_KINDS_ANY:
    case OP_KINDS_ONLY:
    case OP_COUNT:
    case OP_HISTORY:
    case OP_HISTORY_LAST:
    case OP_HISTORY_NONE:
    case OP_NATURE:
    case OP_CHANNEL:
    case OP_PROCEDURE:
    case OP_FAST_TRACK:
    case OP_CONTRADICTED:
    case OP_CALENDAR_MISSING:
    case OP_NARRATIVE:
    case OP_NARRATIVE_CONTRADICTS:
    case OP_CAUSE_MISMATCH:
        break;
    }
    return 0;
}

static int
emit_test(struct compiler *compiler, const struct leaf *leaf, struct test *test)
{
    test->op = (uint8_t)leaf->op;
    test->side = (uint8_t)leaf->side;
    test->what = (uint16_t)leaf->what;
    test->member = member_of(leaf);
    compiler->edition->reads |= test->member;
    switch (leaf->op) {
    case OP_COUNT:
    case OP_AMOUNT:
    case OP_LARGEST:
        return emit_range(compiler, leaf, test);
    case OP_WITHIN:
    case OP_PAST:
    case OP_NEAR:
        return emit_period(compiler, leaf, test);
    case OP_CAUSE:
        test->what = (uint16_t)column_of(compiler, leaf->causes[compiler->edition->list]);
        return 0;
    case OP_HISTORY:
    case OP_HISTORY_LAST:
        test->u.past.channels = leaf->channels;
        test->u.past.procedures = leaf->procedures;
        test->u.past.outcomes = leaf->outcomes;
        return 0;
    case OP_DOMAIN:
        compiler->reads_domain = true;
        test->u.mask = leaf->mask;
        return 0;
    case OP_FACT:
    case OP_CAUSE_UNKNOWN:
    case OP_CLAIMS_ANY:
    case OP_CLAIMS_ALL:
    case OP_CLAIMS_ONLY:
    case OP_CLAIMS_UNKNOWN:
    case OP_TAGS_ANY:
    case OP_TAGS_ALL:
    case OP_KINDS_ANY:
    case OP_KINDS_ONLY:
    case OP_AMOUNT_UNKNOWN:
    case OP_LARGEST_UNKNOWN:
    case OP_HISTORY_NONE:
    case OP_NATURE:
    case OP_CHANNEL:
    case OP_PROCEDURE:
    case OP_FAST_TRACK:
    case OP_ALIAS:
    case OP_CROSSWALK_LOST:
    case OP_CONTRADICTED:
    case OP_CALENDAR_MISSING:
    case OP_NARRATIVE:
    case OP_NARRATIVE_CONTRADICTS:
    case OP_CAUSE_MISMATCH:
        break;
    }
    test->u.mask = leaf->mask;
    return 0;
}

/* Writes the tests of `cond` from place `at` on; yes and no are where to go from the whole of it.
 */
static int
emit(struct compiler *compiler, const struct cond *cond, int at, uint16_t yes, uint16_t no,
     struct test *tests)
{
    int rc = 0;
    if (cond->kind == COND_TEST) {
        tests[at].yes = yes;
        tests[at].no = no;
        return emit_test(compiler, &cond->leaf, &tests[at]);
    }
    assert(cond->first); /* the loader makes no empty condition */
    if (cond->kind == COND_NOT)
        return emit(compiler, cond->first, at, no, yes, tests);
    for (const struct cond *child = cond->first; !rc && child; child = child->next) {
        uint16_t after = (uint16_t)(at + child->size);
        if (cond->kind == COND_ALL)
            rc = emit(compiler, child, at, child->next ? after : yes, no, tests);
        else
            rc = emit(compiler, child, at, yes, child->next ? after : no, tests);
        at += child->size;
    }
    return rc;
}

int
emit_rule(struct compiler *compiler, const struct rule *rule, struct standing *ret)
{
    struct arena *arena = &compiler->loader->policy->arena;
    struct test *tests = arena_take(arena, (size_t)(rule->when->size + 1) * sizeof *tests);
    uint16_t *parts = arena_take(arena, (size_t)(rule->n_parts + 1) * sizeof *parts);
    int part = 0, at = 0;
    for (const struct cond *child = rule->when->first; child; child = child->next) {
        parts[part++] = (uint16_t)at;
        at += child->size;
    }
    parts[part] = (uint16_t)at;
    ret->tests = tests;
    ret->n_tests = rule->when->size;
    ret->parts = parts;
    return rule->when->size ? emit(compiler, rule->when, 0, GOTO_YES, GOTO_NO, tests) : 0;
}
