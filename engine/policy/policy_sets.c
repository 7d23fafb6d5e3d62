/* Sets of causes: arrays of codes, ranges, exclusions and named sets, turned into one bit per cause
 * of a list. A code means its whole subtree; "436-440" is a range of level-3 numbers; "-186.2"
 * takes a subtree out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/policy/policy_loader.h"

int
cause_words(const struct policy *policy, int list)
{
    return (policy->lists[list].n + 63) / 64;
}

int
cause_set_find(const struct policy *policy, const char *name)
{
    for (int i = 0; i < policy->n_sets; i++)
        if (!strcmp(policy->sets[i].name, name))
            return i;
    return -1;
}

static void
put_subtree(const struct cause_list *list, int top, bool in, uint64_t *bits)
{
    for (int i = 0; i < list->n; i++) {
        int at = i;
        while (at >= 0 && at != top)
            at = list->causes[at].parent;
        if (at < 0)
            continue;
        if (in)
            bit_set(bits, i);
        else
            bits[i >> 6] &= ~(UINT64_C(1) << (i & 63));
    }
}

static bool
is_number(const char *text, size_t len)
{
    return len > 0 && len < 6 && strspn(text, "0123456789") >= len;
}

/* "436-440": every level-3 cause whose number lies in it. False: not a range, or an empty one. */
static bool
put_range(const struct cause_list *list, const char *text, bool in, uint64_t *bits)
{
    const char *dash = strchr(text, '-');
    if (!dash || !is_number(text, (size_t)(dash - text)) || !is_number(dash + 1, strlen(dash + 1)))
        return false;
    int low = atoi(text), high = atoi(dash + 1);
    bool any = false;
    for (int i = 0; i < list->n; i++) {
        const char *code = list->causes[i].code;
        if (list->causes[i].level != 3 || !is_number(code, strlen(code)))
            continue;
        if (atoi(code) >= low && atoi(code) <= high) {
            put_subtree(list, i, in, bits);
            any = true;
        }
    }
    return any;
}

static int
put_set(struct loader *loader, const char *member, const char *name, int list, bool in,
        uint64_t *bits)
{
    int set = cause_set_find(loader->policy, name);
    const uint64_t *from = set < 0 ? NULL : loader->policy->sets[set].bits[list];
    if (set < 0)
        return loader_fail(loader, member, "unknown set of causes \"@%s\"", name);
    if (!from)
        return loader_fail(loader, member, "set @%s says nothing of list %s", name,
                           loader->policy->lists[list].name);
    for (int i = 0; i < cause_words(loader->policy, list); i++)
        bits[i] = in ? bits[i] | from[i] : bits[i] & ~from[i];
    return 0;
}

int
cause_bits(struct loader *loader, const char *member, const cJSON *array, int list, uint64_t *bits)
{
    struct policy *policy = loader->policy;
    for (const cJSON *node = array->child; node; node = node->next) {
        const char *text = json_str(node);
        if (!text || !*text)
            return loader_fail(loader, member, "codes of causes are text");
        bool in = *text != '-';
        text += !in;
        int rc = 0, cause;
        if (*text == '@')
            rc = put_set(loader, member, text + 1, list, in, bits);
        else if ((cause = policy_cause_by_code(policy, list, text)) >= 0)
            put_subtree(&policy->lists[list], cause, in, bits);
        else if (!put_range(&policy->lists[list], text, in, bits))
            rc = loader_fail(loader, member, "no cause \"%s\" in list %s", text,
                             policy->lists[list].name);
        if (rc)
            return rc;
    }
    return 0;
}

int
load_sets(struct loader *loader)
{
    struct policy *policy = loader->policy;
    JSON_AUTO doc = NULL;
    int rc = loader_json(loader, "sets.json", &doc);
    if (rc)
        return rc;
    policy->sets =
        arena_take(&policy->arena, (size_t)(cJSON_GetArraySize(doc) + 1) * sizeof *policy->sets);
    for (const cJSON *node = doc->child; node; node = node->next) {
        struct cause_set *set = &policy->sets[policy->n_sets];
        set->name = arena_text(&policy->arena, node->string);
        set->bits = arena_take(&policy->arena, (size_t)policy->n_lists * sizeof *set->bits);
        if (!cJSON_IsObject(node) || !node->child)
            return loader_fail(loader, set->name, "must be an object from list to codes");
        for (const cJSON *by_list = node->child; by_list; by_list = by_list->next) {
            int list = 0;
            while (list < policy->n_lists && strcmp(policy->lists[list].name, by_list->string))
                list++;
            if (list == policy->n_lists)
                return loader_fail(loader, set->name, "unknown list \"%s\"", by_list->string);
            if (!cJSON_IsArray(by_list))
                return loader_fail(loader, set->name, "list %s must hold an array of codes",
                                   by_list->string);
            set->bits[list] = arena_take(&policy->arena, (size_t)cause_words(policy, list) * 8);
            if ((rc = cause_bits(loader, set->name, by_list, list, set->bits[list])))
                return rc;
        }
        policy->n_sets++; /* only now: a set may name those before it, never itself */
    }
    return 0;
}
