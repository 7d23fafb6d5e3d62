/* Reads the conditions on sets of words, numbers and the history: claims, tags, kinds, counts,
 * money. */
#include <string.h>

#include "engine/policy/policy_when.h"

/* --- sets of words: claims, tags, kinds --- */

struct set_form {
    const char *name;
    enum op op;
    bool negated;
};

static int
set_forms(const struct when *when, const struct set_form *forms, const struct fl_vocab *vocab,
          enum op unknown, int side, struct cond *into)
{
    if (!cJSON_IsObject(when->node) || !when->node->child)
        return loader_fail(when->loader, when->member, "must be an object of any, all, only, none");
    for (const cJSON *form = when->node->child; form; form = form->next) {
        const struct set_form *row = forms;
        uint64_t mask = 0;
        while (row->name && strcmp(row->name, form->string))
            row++;
        if (!row->name)
            return loader_fail(when->loader, when->member, "unknown condition \"%s\"",
                               form->string);
        bool negated = row->negated;
        if (row->op == unknown) {
            if (!cJSON_IsBool(form))
                return loader_fail(when->loader, when->member, "unknown is true or false");
            negated = !cJSON_IsTrue(form);
        } else {
            int rc = words_mask(when, form, vocab, &mask);
            if (rc)
                return rc;
        }
        struct cond *test = negated ? cond_test_not(when, into, row->op, mask)
                                    : cond_test(when, into, row->op, mask);
        test->leaf.side = side;
    }
    return 0;
}

static int
side_of(const char *member)
{
    return !strncmp(member, "claimants", 9) ? 0 : !strncmp(member, "respondents", 11) ? 1 : 2;
}

int
when_claims(const struct when *when, struct cond *into)
{
    static const struct set_form forms[] = {
        {"any",  OP_CLAIMS_ANY, false},
        {"all", OP_CLAIMS_ALL, false},
        {"only",  OP_CLAIMS_ONLY, false},
        {"none", OP_CLAIMS_ANY, true},
        {"unknown", OP_CLAIMS_UNKNOWN, false},
        {0}
    };
    return set_forms(when, forms, &fl_claims, OP_CLAIMS_UNKNOWN, 0, into);
}

int
when_tags(const struct when *when, struct cond *into)
{
    static const struct set_form forms[] = {
        {"any",  OP_TAGS_ANY, false},
        {"all", OP_TAGS_ALL, false},
        {"none",  OP_TAGS_ANY, true},
        {0}
    };
    return set_forms(when, forms, &fl_tags, OP_CLAIMS_UNKNOWN, side_of(when->member), into);
}

int
when_kinds(const struct when *when, struct cond *into)
{
    static const struct set_form forms[] = {
        {"any",  OP_KINDS_ANY, false},
        {"only", OP_KINDS_ONLY, false},
        {"none", OP_KINDS_ANY, true},
        {0}
    };
    return set_forms(when, forms, &fl_kinds, OP_CLAIMS_UNKNOWN, side_of(when->member), into);
}

/* --- numbers --- */

static int
bounds(const struct when *when, enum op op, enum op unknown, struct cond *into)
{
    static const char *const names[] = {"min", "max", "above", "below", "unknown", NULL};
    const cJSON *node = when->node;
    if (!cJSON_IsObject(node) || !node->child)
        return loader_fail(when->loader, when->member,
                           "must be an object of min, max, above, below");
    int rc = loader_members(when->loader, node, when->member, names);
    if (rc)
        return rc;
    struct leaf leaf = {.op = op, .side = side_of(when->member)};
    struct num *const nums[] = {&leaf.min, &leaf.max, &leaf.above, &leaf.below};
    bool any = false;
    for (int i = 0; i < 4; i++) {
        const cJSON *bound = json_get(node, names[i]);
        if (bound && (rc = load_num(when->loader, when->member, bound, nums[i])))
            return rc;
        any |= bound != NULL;
    }
    const cJSON *says = json_get(node, "unknown");
    if (says && (!cJSON_IsBool(says) || unknown == op))
        return loader_fail(when->loader, when->member, "unknown does not fit here");
    if (says && cJSON_IsTrue(says))
        cond_test(when, into, unknown, 0);
    else if (says)
        cond_test_not(when, into, unknown, 0);
    if (any)
        cond_test(when, into, op, 0)->leaf = leaf;
    return 0;
}

int
when_amount(const struct when *when, struct cond *into)
{
    bool all = !strcmp(when->member, "amount_fen");
    return bounds(when, all ? OP_AMOUNT : OP_LARGEST, all ? OP_AMOUNT_UNKNOWN : OP_LARGEST_UNKNOWN,
                  into);
}

int
when_count(const struct when *when, struct cond *into)
{
    return bounds(when, OP_COUNT, OP_COUNT, into);
}

/* --- history --- */

static int
past_test(const struct when *when, const cJSON *node, enum op op, struct cond *into)
{
    static const char *const names[] = {"channel", "procedure", "outcome", NULL};
    static const struct fl_vocab *const vocabs[] = {&fl_channels, &fl_procedures, &fl_outcomes};
    if (!cJSON_IsObject(node) || !node->child)
        return loader_fail(when->loader, when->member, "must name channel, procedure or outcome");
    int rc = loader_members(when->loader, node, when->member, names);
    struct cond *test = cond_test(when, into, op, 0);
    uint32_t *const masks[] = {&test->leaf.channels, &test->leaf.procedures, &test->leaf.outcomes};
    for (int i = 0; !rc && i < 3; i++) {
        uint64_t mask = UINT32_MAX;
        const cJSON *words = json_get(node, names[i]);
        if (words)
            rc = words_mask(when, words, vocabs[i], &mask);
        *masks[i] = (uint32_t)mask;
    }
    return rc;
}

int
when_history(const struct when *when, struct cond *into)
{
    const cJSON *last = json_get(when->node, "last"), *none = json_get(when->node, "none");
    if (!last && !none)
        return past_test(when, when->node, OP_HISTORY, into);
    if (cJSON_GetArraySize(when->node) != 1)
        return loader_fail(when->loader, when->member, "last and none stand alone");
    if (last)
        return past_test(when, last, OP_HISTORY_LAST, into);
    if (!cJSON_IsBool(none))
        return loader_fail(when->loader, when->member, "none is true or false");
    if (cJSON_IsTrue(none))
        cond_test(when, into, OP_HISTORY_NONE, 0);
    else
        cond_test_not(when, into, OP_HISTORY_NONE, 0);
    return 0;
}
