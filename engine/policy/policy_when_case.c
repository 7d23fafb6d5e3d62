/* Reads the conditions on facts, with their periods, and on the cause. */
#include <stdlib.h>
#include <string.h>

#include "engine/policy/policy_when.h"

/* Periods that a date fact can be held against. Years are counted as months. */
int
load_period(const struct when *when, const cJSON *node, struct period *ret)
{
    static const struct {
        const char *suffix;
        enum fl_unit unit;
        int times;
    } suffixes[] = {
        {"d",  FL_DAYS,         1 },
        {"wd", FL_WORKING_DAYS, 1 },
        {"m",  FL_MONTHS,       1 },
        {"y",  FL_MONTHS,       12}
    };
    static const int units[PARAM__COUNT] = {
        [PARAM_FEN] = -1,           [PARAM_DAYS] = FL_DAYS, [PARAM_WORKING_DAYS] = FL_WORKING_DAYS,
        [PARAM_MONTHS] = FL_MONTHS, [PARAM_COUNT] = -1,     [PARAM_PERCENT] = -1};
    const char *text = json_str(node);
    if (text && *text == '$') {
        int rc = load_num(when->loader, when->member, node, &ret->length);
        int unit = rc ? 0 : units[when->loader->policy->params[ret->length.param].unit];
        ret->unit = (enum fl_unit)unit;
        return rc || unit >= 0
                   ? rc
                   : loader_fail(when->loader, when->member, "parameter %s is no period", text);
    }
    size_t digits = text ? strspn(text, "0123456789") : 0;
    for (size_t i = 0; digits > 0 && digits < 6 && i < sizeof suffixes / sizeof *suffixes; i++)
        if (!strcmp(text + digits, suffixes[i].suffix)) {
            ret->length = (struct num){true, -1, atoi(text) * suffixes[i].times, 1};
            ret->unit = suffixes[i].unit;
            return 0;
        }
    return loader_fail(when->loader, when->member,
                       "a period is 15d, 30wd, 6m, 1y or a parameter, not \"%s\"",
                       text ? text : "");
}

static int
date_test(const struct when *when, const cJSON *form, int fact, struct cond *into)
{
    enum op op = !strcmp(form->string, "within") ? OP_WITHIN
                 : !strcmp(form->string, "past") ? OP_PAST
                                                 : OP_NEAR;
    struct cond *test = cond_test(when, into, op, 0);
    test->leaf.what = fact;
    if (op != OP_NEAR)
        return load_period(when, form, &test->leaf.period);
    if (!cJSON_IsArray(form) || cJSON_GetArraySize(form) != 2)
        return loader_fail(when->loader, when->member, "near needs two periods");
    int rc = load_period(when, form->child, &test->leaf.period);
    if (!rc)
        rc = load_period(when, form->child->next, &test->leaf.near);
    if (!rc && test->leaf.near.unit == FL_WORKING_DAYS)
        rc = loader_fail(when->loader, when->member, "near counts days or months");
    return rc;
}

/* One value of a fact as a bit, or a list of them. */
static int
fact_values(const struct when *when, const cJSON *node, const struct fl_fact_info *info,
            uint64_t *ret)
{
    if (info->type == FL_FACT_TYPE_ENUM)
        return words_mask(when, node, info->values, ret);
    if (info->type != FL_FACT_TYPE_BOOL || !cJSON_IsBool(node))
        return loader_fail(when->loader, when->member,
                           info->type == FL_FACT_TYPE_BOOL ? "must be true or false"
                                                           : "a date needs within, past or near");
    *ret = UINT64_C(1) << cJSON_IsTrue(node);
    return 0;
}

static int
fact_form(const struct when *when, const cJSON *form, int fact, struct cond *into)
{
    const struct fl_fact_info *info = &fl_facts[fact];
    uint64_t mask = 0;
    if (!strcmp(form->string, "unknown")) {
        if (!cJSON_IsBool(form))
            return loader_fail(when->loader, when->member, "unknown is true or false");
        mask = cJSON_IsTrue(form) ? BIT_UNKNOWN : ~BIT_UNKNOWN;
    } else if (!strcmp(form->string, "not")) {
        int rc = fact_values(when, form, info, &mask);
        if (rc)
            return rc;
        mask = ~mask;
    } else if (info->type == FL_FACT_TYPE_DATE &&
               (!strcmp(form->string, "within") || !strcmp(form->string, "past") ||
                !strcmp(form->string, "near"))) {
        return date_test(when, form, fact, into);
    } else {
        return loader_fail(when->loader, when->member, "unknown condition \"%s\"", form->string);
    }
    cond_test(when, into, OP_FACT, mask)->leaf.what = fact;
    return 0;
}

int
when_fact(const struct when *when, struct cond *into)
{
    const char *name = when->member + strlen("facts.");
    int fact = fl_fact_find(name, strlen(name)), rc = 0;
    uint64_t mask = 0;
    if (fact < 0)
        return loader_fail(when->loader, when->member, "no such fact");
    if (!cJSON_IsObject(when->node)) {
        if (!(rc = fact_values(when, when->node, &fl_facts[fact], &mask)))
            cond_test(when, into, OP_FACT, mask)->leaf.what = fact;
        return rc;
    }
    if (!when->node->child)
        return loader_fail(when->loader, when->member, "is empty");
    for (const cJSON *form = when->node->child; !rc && form; form = form->next)
        rc = fact_form(when, form, fact, into);
    return rc;
}

/* --- cause --- */

/* One array for every list in force while the rule stands, or an object with one array per list. */
static int
cause_test(const struct when *when, const cJSON *node, struct cond *into)
{
    struct policy *policy = when->loader->policy;
    struct cond *test = cond_test(when, into, OP_CAUSE, 0);
    test->leaf.causes =
        arena_take(&policy->arena, (size_t)policy->n_lists * sizeof *test->leaf.causes);
    int used = 0;
    for (int i = 0; i < policy->n_lists; i++) {
        const struct cause_list *list = &policy->lists[i];
        const cJSON *array = cJSON_IsObject(node) ? json_get(node, list->name) : node;
        used += cJSON_IsObject(node) && array;
        bool stands = when->rule->from <= list->to && when->rule->to >= list->from &&
                      policy->from <= list->to && policy->to >= list->from;
        if (!array && stands)
            return loader_fail(when->loader, when->member,
                               "says nothing of list %s, which is in "
                               "force while the rule stands",
                               list->name);
        if (!array || (!stands && !cJSON_IsObject(node)))
            continue;
        cJSON one = {0};
        if (json_str(array)) { /* a single code stands for a list of one */
            cJSON *item = (cJSON *)array;
            one.type = cJSON_Array;
            one.child = item;
        } else if (!cJSON_IsArray(array)) {
            return loader_fail(when->loader, when->member, "must be codes of causes");
        }
        uint64_t *bits = arena_take(&policy->arena, (size_t)cause_words(policy, i) * 8);
        cJSON copy = {0};
        if (one.child) { /* without the siblings of the member */
            copy = *one.child;
            copy.next = NULL;
            one.child = &copy;
        }
        int rc = cause_bits(when->loader, when->member, one.child ? &one : array, i, bits);
        if (rc)
            return rc;
        test->leaf.causes[i] = bits;
    }
    if (cJSON_IsObject(node) && used != cJSON_GetArraySize(node))
        return loader_fail(when->loader, when->member, "names a list that the pack does not have");
    return 0;
}

int
when_cause(const struct when *when, struct cond *into)
{
    const cJSON *node = when->node, *not = json_get(node, "not"),
                *unknown = json_get(node, "unknown");
    if (!cJSON_IsObject(node) || (!not &&!unknown))
        return cause_test(when, node, into);
    if (cJSON_GetArraySize(node) != (not != NULL) + (unknown != NULL))
        return loader_fail(when->loader, when->member, "not and unknown stand with nothing else");
    if (unknown) {
        if (!cJSON_IsBool(unknown))
            return loader_fail(when->loader, when->member, "unknown is true or false");
        if (cJSON_IsTrue(unknown))
            cond_test(when, into, OP_CAUSE_UNKNOWN, 0);
        else
            cond_test_not(when, into, OP_CAUSE_UNKNOWN, 0);
    }
    if (!not )
        return 0;
    struct cond *negation = cond_new(when->loader, COND_NOT);
    int rc = cause_test(when, not, negation);
    if (!rc)
        cond_append(into, negation);
    return rc;
}
