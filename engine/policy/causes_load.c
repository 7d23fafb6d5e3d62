/* Loads the lists of causes of action (案由), the crosswalk between them and the former names. */
#include <stdlib.h>
#include <string.h>

#include "engine/policy/policy_loader.h"

/* qsort has no argument for its caller, so what is sorted is (text, index) pairs. */
struct entry {
    const char *text;
    int index;
};

static int
entry_order(const void *a, const void *b)
{
    const struct entry *one = a, *two = b;
    int rc = strcmp(one->text, two->text);
    return rc ? rc : one->index - two->index;
}

static int *
sorted_index(struct arena *arena, const struct cause_list *list, bool by_name)
{
    struct entry *entries = arena_take(arena, (size_t)(list->n + 1) * sizeof *entries);
    int *index = arena_take(arena, (size_t)(list->n + 1) * sizeof *index);
    for (int i = 0; i < list->n; i++)
        entries[i] = (struct entry){by_name ? list->causes[i].name : list->causes[i].code, i};
    qsort(entries, (size_t)list->n, sizeof *entries, entry_order);
    for (int i = 0; i < list->n; i++)
        index[i] = entries[i].index;
    return index;
}

static int
list_find(const struct policy *policy, const char *name)
{
    for (int i = 0; i < policy->n_lists; i++)
        if (!strcmp(policy->lists[i].name, name))
            return i;
    return -1;
}

static int
load_list(struct loader *loader, const char *path, struct cause_list *list)
{
    static const char *const columns[] = {"code",   "level", "name", "parent",
                                          "domain", "scope", NULL};
    struct policy *policy = loader->policy;
    struct tsv tsv;
    int rc = loader_tsv(loader, path, columns, &tsv);
    if (rc)
        return rc;
    if (tsv.n < 1 || tsv.n > 60000)
        return loader_fail(loader, NULL, "a list has 1 to 60,000 causes");
    list->causes = arena_take(&policy->arena, (size_t)tsv.n * sizeof *list->causes);
    list->n = tsv.n;
    for (int i = 0; i < tsv.n; i++) {
        const char **cell = tsv.rows[i];
        struct cause *cause = &list->causes[i];
        cause->code = cell[0];
        cause->name = cell[2];
        cause->level = cell[1][0] - '0';
        if (cause->level < 1 || cause->level > 4 || cell[1][1])
            return loader_fail(loader, cell[0], "level is 1 to 4, not \"%s\"", cell[1]);
        int domain = fl_word_find(&fl_domains, cell[4], strlen(cell[4]));
        int scope = fl_word_find(&fl_scopes, cell[5], strlen(cell[5]));
        if (domain < 0 || scope < 0)
            return loader_fail(loader, cell[0], "unknown domain \"%s\" or scope \"%s\"", cell[4],
                               cell[5]);
        cause->domain = (enum fl_domain)domain;
        cause->scope = (enum fl_scope)scope;
        cause->parent = -1;
        cause->same_in_next = -1;
    }
    list->by_code = sorted_index(&policy->arena, list, false);
    list->by_name = sorted_index(&policy->arena, list, true);
    for (int i = 1; i < list->n; i++)
        if (!strcmp(list->causes[list->by_code[i - 1]].code, list->causes[list->by_code[i]].code))
            return loader_fail(loader, list->causes[list->by_code[i]].code,
                               "the code stands twice");
    int number = (int)(list - policy->lists);
    for (int i = 0; i < list->n; i++) {
        const char *parent = tsv.rows[i][3];
        int above = *parent ? policy_cause_by_code(policy, number, parent) : -1;
        if ((list->causes[i].level == 1) != !*parent ||
            (above >= 0 && list->causes[above].level >= list->causes[i].level) ||
            (*parent && above < 0))
            return loader_fail(loader, list->causes[i].code, "no parent \"%s\" at a higher level",
                               parent);
        list->causes[i].parent = above;
    }
    return 0;
}

/* A pair may stand in either direction, or in both. */
static void
put_pair(struct policy *policy, int older, int one, int two)
{
    int *next = &policy->lists[older].causes[one].same_in_next;
    int *former = &policy->lists[older + 1].same_in_former[two];
    *next = *next == -1 || *next == two ? two : -2;
    *former = *former == -1 || *former == one ? one : -2;
}

/* Two matches for one cause mean that it has no unique one: it then counts as having none. */
static int
load_crosswalk(struct loader *loader, const char *path)
{
    static const char *const columns[] = {"list_from", "code_from", "list_to", "code_to", NULL};
    struct policy *policy = loader->policy;
    struct tsv tsv;
    int rc = loader_tsv(loader, path, columns, &tsv);
    for (int i = 0; !rc && i < policy->n_lists; i++) {
        struct cause_list *list = &policy->lists[i];
        list->same_in_former = arena_take(&policy->arena, (size_t)list->n * sizeof(int));
        for (int k = 0; k < list->n; k++) {
            list->same_in_former[k] = -1;
            list->causes[k].same_in_next = -1;
        }
    }
    for (int i = 0; !rc && i < tsv.n; i++) {
        const char **cell = tsv.rows[i];
        int from = list_find(policy, cell[0]), to = list_find(policy, cell[2]);
        if (from < 0 || to < 0 || (to != from + 1 && from != to + 1))
            return loader_fail(loader, cell[1],
                               "%s to %s are not two lists that follow one another", cell[0],
                               cell[2]);
        int one = policy_cause_by_code(policy, from, cell[1]);
        int two = policy_cause_by_code(policy, to, cell[3]);
        if (one < 0 || two < 0)
            return loader_fail(loader, one < 0 ? cell[1] : cell[3], "no such code in its list");
        if (to > from)
            put_pair(policy, from, one, two);
        else
            put_pair(policy, to, two, one);
    }
    for (int i = 0; !rc && i < policy->n_lists; i++)
        for (int k = 0; k < policy->lists[i].n; k++) {
            int *next = &policy->lists[i].causes[k].same_in_next;
            int *former = &policy->lists[i].same_in_former[k];
            *next = *next == -2 ? -1 : *next;
            *former = *former == -2 ? -1 : *former;
        }
    return rc;
}

static int
alias_order(const void *a, const void *b)
{
    return strcmp(((const struct alias *)a)->name, ((const struct alias *)b)->name);
}

static int
load_aliases(struct loader *loader, const char *path)
{
    static const char *const columns[] = {"list", "former_name", "code", NULL};
    struct policy *policy = loader->policy;
    struct tsv tsv;
    int rc = loader_tsv(loader, path, columns, &tsv);
    for (int i = 0; !rc && i < policy->n_lists; i++)
        policy->lists[i].aliases =
            arena_take(&policy->arena, (size_t)(tsv.n + 1) * sizeof(struct alias));
    for (int i = 0; !rc && i < tsv.n; i++) {
        const char **cell = tsv.rows[i];
        int list = list_find(policy, cell[0]);
        int cause = list < 0 ? -1 : policy_cause_by_code(policy, list, cell[2]);
        if (cause < 0)
            return loader_fail(loader, cell[1], "no cause %s in a list %s", cell[2], cell[0]);
        struct cause_list *into = &policy->lists[list];
        into->aliases[into->n_aliases++] = (struct alias){cell[1], cause};
    }
    for (int i = 0; !rc && i < policy->n_lists; i++)
        qsort(policy->lists[i].aliases, (size_t)policy->lists[i].n_aliases, sizeof(struct alias),
              alias_order);
    return rc;
}

int
load_causes(struct loader *loader, const cJSON *pack_json)
{
    static const char *const members[] = {"name", "from", "to", "file", NULL};
    struct policy *policy = loader->policy;
    const cJSON *lists = json_get(pack_json, "cause_lists");
    loader->file = "pack.json";
    if (!cJSON_IsArray(lists) || !lists->child)
        return loader_fail(loader, "cause_lists", "is missing");
    policy->lists =
        arena_take(&policy->arena, (size_t)cJSON_GetArraySize(lists) * sizeof *policy->lists);
    int rc = 0;
    for (const cJSON *node = lists->child; !rc && node; node = node->next) {
        struct cause_list *list = &policy->lists[policy->n_lists++];
        const char *path;
        loader->file = "pack.json";
        if ((rc = loader_members(loader, node, "cause_lists", members)) ||
            (rc = loader_text(loader, node, "name", true, &list->name)) ||
            (rc = loader_text(loader, node, "file", true, &path)) ||
            (rc = loader_span(loader, node, &list->from, &list->to)))
            return rc;
        bool follows = policy->n_lists == 1
                           ? list->from <= policy->from
                           : list[-1].to != DAY_OPEN && list->from == list[-1].to + 1;
        if (!follows)
            return loader_fail(loader, "cause_lists", "list %s leaves a gap or overlaps",
                               list->name);
        rc = load_list(loader, path, list);
    }
    loader->file = "pack.json";
    if (!rc && policy->lists[policy->n_lists - 1].to < policy->to)
        rc = loader_fail(loader, "cause_lists", "end before the days the pack covers");
    const char *crosswalk, *aliases;
    if (!rc)
        rc = loader_text(loader, pack_json, "crosswalk", true, &crosswalk);
    if (!rc)
        rc = loader_text(loader, pack_json, "aliases", true, &aliases);
    if (!rc)
        rc = load_crosswalk(loader, crosswalk);
    if (!rc)
        rc = load_aliases(loader, aliases);
    return rc;
}
