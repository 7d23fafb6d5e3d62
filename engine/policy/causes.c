/* Lists of causes of action (案由): finding by code and by name, and carrying a cause from the list
 * it was given in to the list of another day. */
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/policy/policy_parts.h"

int
policy_cause_lists(const struct policy *policy)
{
    return policy->n_lists;
}

const char *
policy_cause_list_name(const struct policy *policy, int list)
{
    return list >= 0 && list < policy->n_lists ? policy->lists[list].name : NULL;
}

int
policy_cause_list_on(const struct policy *policy, fl_day day)
{
    for (int i = 0; i < policy->n_lists; i++)
        if (day >= policy->lists[i].from && day <= policy->lists[i].to)
            return i;
    return -1;
}

int
policy_cause_count(const struct policy *policy, int list)
{
    return list >= 0 && list < policy->n_lists ? policy->lists[list].n : 0;
}

const struct cause *
policy_cause(const struct policy *policy, int list, int cause)
{
    return cause >= 0 && cause < policy_cause_count(policy, list)
               ? &policy->lists[list].causes[cause]
               : NULL;
}

int
policy_cause_by_code(const struct policy *policy, int list, const char *code)
{
    int low = 0, high = policy_cause_count(policy, list) - 1;
    while (low <= high) {
        int middle = (low + high) / 2, at = policy->lists[list].by_code[middle];
        int order = strcmp(code, policy->lists[list].causes[at].code);
        if (!order)
            return at;
        if (order < 0)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return -1;
}

static bool
is_below(const struct cause_list *list, int cause, int above)
{
    while (cause >= 0 && cause != above)
        cause = list->causes[cause].parent;
    return cause >= 0;
}

/* Keeps the deepest of the causes met so far, as long as they lie on one branch. */
static int
deeper(const struct cause_list *list, int kept, int met)
{
    if (kept == -1 || is_below(list, met, kept))
        return met;
    return kept >= 0 && is_below(list, kept, met) ? kept : -2;
}

static void
add_candidate(const struct cause_list *list, int cause, struct buf *candidates)
{
    if (!candidates)
        return;
    if (candidates->len)
        buf_text(candidates, "、");
    buf_print(candidates, "%s %s", list->causes[cause].code, list->causes[cause].name);
}

int
policy_cause_by_name(const struct policy *policy, int number, const char *name, bool *ret_alias,
                     struct buf *candidates)
{
    if (policy_cause_count(policy, number) == 0)
        return -1;
    const struct cause_list *list = &policy->lists[number];
    int low = 0, high = list->n, found = -1, first;
    while (low < high) {
        int middle = (low + high) / 2;
        if (strcmp(list->causes[list->by_name[middle]].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_alias = false;
    for (first = low; low < list->n && !strcmp(list->causes[list->by_name[low]].name, name); low++)
        found = deeper(list, found, list->by_name[low]);
    for (int i = first; found == -2 && i < low; i++)
        add_candidate(list, list->by_name[i], candidates);
    if (found != -1)
        return found;
    for (int i = 0; i < list->n_aliases; i++)
        if (!strcmp(list->aliases[i].name, name))
            found = deeper(list, found, list->aliases[i].cause);
    for (int i = 0; found == -2 && i < list->n_aliases; i++)
        if (!strcmp(list->aliases[i].name, name))
            add_candidate(list, list->aliases[i].cause, candidates);
    *ret_alias = found != -1;
    return found;
}

int
policy_cause_carry(const struct policy *policy, int list, int cause, int wanted)
{
    if (!policy_cause(policy, list, cause) || wanted < 0 || wanted >= policy->n_lists)
        return -1;
    for (; cause >= 0 && list < wanted; list++)
        cause = policy->lists[list].causes[cause].same_in_next;
    for (; cause >= 0 && list > wanted; list--)
        cause = policy->lists[list].same_in_former[cause];
    return cause;
}

bool
case_cause_on(const struct policy *policy, const struct fl_case *c, fl_day as_of, int *ret_list,
              int *ret_cause)
{
    int wanted = policy_cause_list_on(policy, as_of),
        cause = policy_cause_carry(policy, c->cause_list, c->cause, wanted);
    if (cause < 0)
        return false;
    *ret_list = wanted;
    *ret_cause = cause;
    return true;
}
