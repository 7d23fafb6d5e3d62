/* Loads found.json: which findings of a narrative a rule may use, and why. Every member that can be
 * found has a row, so that nothing is taken, or left, by oversight. */
#include <string.h>

#include "engine/policy/policy_loader.h"
#include "engine/text/found.h"

/* What can be found beside facts, as rules call it. */
static const struct {
    const char *member;
    enum found_kind kind;
    const struct fl_vocab *words;
} members[] = {
    {"amount_fen",        FOUND_AMOUNT,          NULL      },
    {"claimants.count",   FOUND_CLAIMANTS,       NULL      },
    {"claims",            FOUND_CLAIM,           &fl_claims},
    {"claimants.tags",    FOUND_CLAIMANT_TAG,    &fl_tags  },
    {"respondents.tags",  FOUND_RESPONDENT_TAG,  &fl_tags  },
    {"respondents.kinds", FOUND_RESPONDENT_KIND, &fl_kinds },
    {"no_dispute",        FOUND_NO_DISPUTE,      NULL      },
};
enum { N_MEMBERS = sizeof members / sizeof *members };

static const char *const needs[TAKE__COUNT] = {"nothing", "words", "domain", "cause"};

static int
read_member(struct loader *loader, struct take *take)
{
    const char *name = take->member;
    if (!strncmp(name, "facts.", 6)) {
        int fact = fl_fact_find(name + 6, strlen(name + 6));
        if (fact < 0)
            return loader_fail(loader, "member", "there is no fact \"%s\"", name + 6);
        take->kind = FOUND_FACT;
        take->which = fact;
        if (fl_facts[fact].type == FL_FACT_TYPE_ENUM)
            take->words = fl_facts[fact].values;
        return 0;
    }
    for (int i = 0; i < N_MEMBERS; i++)
        if (!strcmp(members[i].member, name)) {
            take->kind = (int)members[i].kind;
            take->words = members[i].words;
            return 0;
        }
    return loader_fail(loader, "member", "nothing of this name is found: \"%s\"", name);
}

/* "values": words of the member, or true and false; without them every value. */
static int
read_values(struct loader *loader, const cJSON *values, struct take *take)
{
    take->values = UINT64_MAX;
    if (!values)
        return 0;
    if (!cJSON_IsArray(values) || !values->child)
        return loader_fail(loader, "values", "must name values");
    take->values = 0;
    for (const cJSON *node = values->child; node; node = node->next) {
        const char *text = json_str(node);
        int value = text && take->words  ? fl_word_find(take->words, text, strlen(text))
                    : cJSON_IsBool(node) ? cJSON_IsTrue(node)
                                         : -1;
        if (value < 0 || value > 63)
            return loader_fail(loader, "values", "\"%s\" is no value of it", text ? text : "?");
        take->values |= UINT64_C(1) << value;
    }
    return 0;
}

static int
read_needs(struct loader *loader, const cJSON *node, struct take *take)
{
    const char *text = json_str(json_get(node, "needs"));
    const cJSON *domains = json_get(node, "domains");
    while (take->needs < TAKE__COUNT && (!text || strcmp(needs[take->needs], text)))
        take->needs++;
    if (take->needs == TAKE__COUNT)
        return loader_fail(loader, "needs", "is nothing, words, domain or cause, not \"%s\"",
                           text ? text : "");
    if ((take->needs == TAKE_DOMAIN) != (domains != NULL))
        return loader_fail(loader, "domains", "goes with needs = domain, and only with it");
    for (const cJSON *d = domains ? domains->child : NULL; d; d = d->next) {
        const char *word = json_str(d);
        int domain = word ? fl_word_find(&fl_domains, word, strlen(word)) : -1;
        if (domain < 0)
            return loader_fail(loader, "domains", "\"%s\" is no domain", word ? word : "");
        take->domains |= UINT32_C(1) << domain;
    }
    return 0;
}

static int
check_basis(struct loader *loader, const cJSON *basis)
{
    const struct policy *policy = loader->policy;
    if (!cJSON_IsArray(basis) || !basis->child)
        return loader_fail(loader, "basis", "cites no article");
    for (const cJSON *node = basis->child; node; node = node->next) {
        int i = 0;
        while (i < policy->n_articles &&
               (!json_str(node) || strcmp(policy->articles[i].key, json_str(node))))
            i++;
        if (i == policy->n_articles)
            return loader_fail(loader, "basis", "unknown article \"%s\"",
                               json_str(node) ? json_str(node) : "");
    }
    return 0;
}

static int
read_row(struct loader *loader, const cJSON *node, struct take *take)
{
    static const char *const names[] = {"id",  "member", "values", "needs", "domains", "min_sure",
                                        "why", "basis",  "from",   "to",    NULL};
    int64_t sure = 0;
    int rc = loader_text(loader, node, "id", true, &take->id);
    loader->rule = take->id;
    if (!rc)
        rc = loader_members(loader, node, NULL, names);
    if (!rc)
        rc = loader_text(loader, node, "member", true, &take->member);
    if (!rc)
        rc = loader_text(loader, node, "why", true, &take->why);
    if (!rc)
        rc = loader_span(loader, node, &take->from, &take->to);
    if (!rc)
        rc = read_member(loader, take);
    if (!rc)
        rc = read_values(loader, json_get(node, "values"), take);
    if (!rc)
        rc = read_needs(loader, node, take);
    if (!rc)
        rc = check_basis(loader, json_get(node, "basis"));
    if (!rc && (!json_is_int(json_get(node, "min_sure"), &sure) || sure < 1 || sure > 100))
        rc = loader_fail(loader, "min_sure", "is 1 to 100 per cent");
    take->min_sure = (int)sure;
    return rc;
}

/* Each fact, and each member beside them, has a row; which days it covers is the row's own matter. */
static int
check_whole(struct loader *loader)
{
    const struct policy *policy = loader->policy;
    loader->rule = NULL;
    for (int i = 0; i < FL_FACT__COUNT + N_MEMBERS; i++) {
        int kind = i < FL_FACT__COUNT ? FOUND_FACT : (int)members[i - FL_FACT__COUNT].kind, k = 0;
        while (k < policy->n_takes && (policy->takes[k].kind != kind ||
                                       (i < FL_FACT__COUNT && policy->takes[k].which != i)))
            k++;
        if (k == policy->n_takes)
            return loader_fail(
                loader, "rows", "%s%s has no row", i < FL_FACT__COUNT ? "facts." : "",
                i < FL_FACT__COUNT ? fl_facts[i].name : members[i - FL_FACT__COUNT].member);
    }
    return 0;
}

int
load_found(struct loader *loader, const char *path)
{
    static const char *const names[] = {"about", "rows", NULL};
    JSON_AUTO file = NULL;
    struct policy *policy = loader->policy;
    int rc = loader_json(loader, path, &file);
    if (!rc)
        rc = loader_members(loader, file, NULL, names);
    const cJSON *rows = rc ? NULL : json_get(file, "rows");
    if (!rc && (!cJSON_IsArray(rows) || !rows->child))
        rc = loader_fail(loader, "rows", "is missing");
    if (rc)
        return rc;
    policy->takes =
        arena_take(&policy->arena, (size_t)cJSON_GetArraySize(rows) * sizeof *policy->takes);
    for (const cJSON *node = rows->child; !rc && node; node = node->next)
        rc = read_row(loader, node, &policy->takes[policy->n_takes++]);
    return rc ? rc : check_whole(loader);
}
