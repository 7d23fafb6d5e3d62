/* Reads the files of rules/: what stands around the conditions of a rule, its outcome, and what
 * must be true of the rules of a stage together (ids, dates, a final row). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/policy/policy_loader.h"
#include "fenliu/limits.h"

static const char *
compact(struct arena *arena, const cJSON *node)
{
    struct buf buf = {0};
    json_write(node, &buf);
    return buf_keep(&buf, arena);
}

static int
load_basis(struct loader *loader, const cJSON *basis, struct rule *rule)
{
    if (!cJSON_IsArray(basis) || !basis->child)
        return loader_fail(loader, "basis", "cites no article");
    rule->basis =
        arena_take(&loader->policy->arena, (size_t)cJSON_GetArraySize(basis) * sizeof *rule->basis);
    for (const cJSON *node = basis->child; node; node = node->next) {
        const char *key = json_str(node);
        int i = 0;
        while (key && i < loader->policy->n_articles &&
               strcmp(loader->policy->articles[i].key, key))
            i++;
        if (!key || i == loader->policy->n_articles)
            return loader_fail(loader, "basis", "unknown article \"%s\"", key ? key : "");
        rule->basis[rule->n_basis++] = loader->policy->articles[i].key;
    }
    return 0;
}

/* The next day on or after `day` on which no article of the rule is in force, up to `to`; DAY_OPEN:
 * none. */
static fl_day
uncited_day(const struct policy *policy, const struct rule *rule, fl_day day, fl_day to)
{
    for (bool moved = true; moved && day <= to;) {
        moved = false;
        for (int b = 0; b < rule->n_basis; b++)
            for (int i = 0; i < policy->n_articles; i++) {
                const struct article *article = &policy->articles[i];
                if (strcmp(article->key, rule->basis[b]) || day < article->from ||
                    day > article->to)
                    continue;
                if (article->to == DAY_OPEN)
                    return DAY_OPEN;
                day = article->to + 1;
                moved = true;
            }
    }
    return day > to ? DAY_OPEN : day;
}

static int
load_examples(struct loader *loader, const cJSON *examples, struct rule *rule)
{
    static const char *const members[] = {"as_of", "case", "expect", "about", NULL};
    if (!cJSON_IsArray(examples) || !examples->child)
        return loader_fail(loader, "examples", "the rule has no example");
    rule->examples = arena_take(&loader->policy->arena,
                                (size_t)cJSON_GetArraySize(examples) * sizeof *rule->examples);
    for (const cJSON *node = examples->child; node; node = node->next) {
        int rc = 0;
        fl_day day;
        if (!cJSON_IsObject(node))
            return loader_fail(loader, "examples", "an example is an object");
        if ((rc = loader_members(loader, node, "examples", members)) ||
            (rc = loader_day(loader, "examples: as_of", json_str(json_get(node, "as_of")), &day)))
            return rc;
        if (!cJSON_IsObject(json_get(node, "case")) || !cJSON_IsObject(json_get(node, "expect")))
            return loader_fail(loader, "examples", "case and expect must be objects");
        struct example *example = &rule->examples[rule->n_examples++];
        example->as_of = arena_text(&loader->policy->arena, json_str(json_get(node, "as_of")));
        example->json = compact(&loader->policy->arena, node);
    }
    return 0;
}

static int
load_rule(struct loader *loader, const cJSON *node, enum stage stage, struct rule *rule)
{
    static const char *const members[] = {"id", "title",  "en",   "text", "basis",    "from",
                                          "to", "status", "when", "then", "examples", NULL};
    struct policy *policy = loader->policy;
    const char *status;
    rule->file = loader->file;
    rule->stage = stage;
    int rc = loader_text(loader, node, "id", true, &rule->id);
    if (rc)
        return rc;
    loader->rule = rule->id;
    if ((rc = loader_members(loader, node, NULL, members)) ||
        (rc = loader_text(loader, node, "title", true, &rule->title)) ||
        (rc = loader_text(loader, node, "en", true, &rule->en)) ||
        (rc = loader_text(loader, node, "text", false, &rule->text)) ||
        (rc = loader_text(loader, node, "status", false, &status)) ||
        (rc = loader_span(loader, node, &rule->from, &rule->to)) ||
        (rc = load_basis(loader, json_get(node, "basis"), rule)) ||
        (rc = load_examples(loader, json_get(node, "examples"), rule)))
        return rc;
    rule->text = rule->text ? rule->text : "";
    rule->unconfirmed = status && !strcmp(status, "unconfirmed");
    if (status && !rule->unconfirmed)
        return loader_fail(loader, "status", "is \"unconfirmed\" or absent, not \"%s\"", status);
    if (!*rule->text && stage != STAGE_NATURE && stage != STAGE_DOCKET && stage != STAGE_LIMITS)
        return loader_fail(loader, "text", "is missing");
    fl_day from = rule->from > policy->from ? rule->from : policy->from;
    fl_day to = rule->to < policy->to ? rule->to : policy->to;
    fl_day bare = uncited_day(policy, rule, from, to);
    char day[11];
    if (bare != DAY_OPEN)
        return loader_fail(loader, "basis", "no article is in force on %s", day_print(bare, day));
    const cJSON *when = json_get(node, "when"), *then = json_get(node, "then");
    if (!cJSON_IsObject(when) || !cJSON_IsObject(then))
        return loader_fail(loader, "when, then", "must be objects");
    rule->then_json = compact(&policy->arena, then);
    rc = load_then(loader, then, rule);
    return rc ? rc : load_when(loader, when, rule);
}

static int
stage_find(const char *name)
{
    int i = 0;
    while (name && i < STAGE__COUNT && strcmp(policy_stages[i].name, name))
        i++;
    return name && i < STAGE__COUNT ? i : -1;
}

/* The words of stage nature come first, so that a condition can be checked against them. */
static void
collect_natures(struct policy *policy, const cJSON *rules)
{
    for (const cJSON *node = rules ? rules->child : NULL; node; node = node->next) {
        const char *word = json_str(json_get(json_get(node, "then"), "nature"));
        int i = 0;
        while (word && i < policy->n_natures && strcmp(policy->natures[i], word))
            i++;
        if (word && i == policy->n_natures && i < 62)
            policy->natures[policy->n_natures++] = arena_text(&policy->arena, word);
    }
}

static int
overlap_check(struct loader *loader)
{
    const struct policy *policy = loader->policy;
    for (int i = 0; i < policy->n_rules; i++)
        for (int k = 0; k < i; k++) {
            const struct rule *one = policy->rules[k], *two = policy->rules[i];
            if (strcmp(one->id, two->id) || one->to < two->from || two->to < one->from)
                continue;
            loader->file = two->file;
            loader->rule = two->id;
            return loader_fail(loader, "from", "the id stands twice on the same days");
        }
    return 0;
}

static int
rule_order(const void *a, const void *b)
{
    const struct rule *one = *(struct rule *const *)a, *two = *(struct rule *const *)b;
    return one->stage != two->stage ? (int)one->stage - (int)two->stage : one->order - two->order;
}

/* Reads one file: its stage, and the array of its rules. */
static int
open_file(struct loader *loader, const char *path, cJSON **doc, int *ret_stage, const cJSON **ret)
{
    static const char *const members[] = {"stage", "about", "rules", NULL};
    int rc = loader_json(loader, path, doc);
    if (rc || (rc = loader_members(loader, *doc, NULL, members)))
        return rc;
    *ret_stage = stage_find(json_str(json_get(*doc, "stage")));
    *ret = json_get(*doc, "rules");
    if (*ret_stage < 0)
        return loader_fail(loader, "stage", "unknown stage");
    return cJSON_IsArray(*ret) && (*ret)->child ? 0
                                                : loader_fail(loader, "rules", "there are none");
}

static int
load_file(struct loader *loader, const char *path, bool natures_only)
{
    struct policy *policy = loader->policy;
    JSON_AUTO doc = NULL;
    const cJSON *rules = NULL;
    int stage = -1;
    int rc = open_file(loader, arena_text(&policy->arena, path), &doc, &stage, &rules);
    if (rc || natures_only) {
        if (!rc && stage == STAGE_NATURE)
            collect_natures(policy, rules);
        return rc;
    }
    for (const cJSON *node = rules->child; !rc && node; node = node->next) {
        if (policy->n_rules == FL_MAX_RULES)
            return loader_fail(loader, "rules", "more than %d rules", FL_MAX_RULES);
        struct rule *rule = arena_take(&policy->arena, sizeof *rule);
        rule->order = policy->n_rules;
        loader->rule = NULL;
        rc = load_rule(loader, node, (enum stage)stage, rule);
        policy->rules[policy->n_rules++] = rule;
    }
    return rc;
}

int
load_rules(struct loader *loader)
{
    struct policy *policy = loader->policy;
    int rc = 0;
    policy->rules = arena_take(&policy->arena, FL_MAX_RULES * sizeof(struct rule *));
    policy->natures = arena_take(&policy->arena, 64 * sizeof *policy->natures);
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; !rc && i < loader->pack->n_files; i++)
            if (!strncmp(loader->pack->files[i].path, "rules/", 6))
                rc = load_file(loader, loader->pack->files[i].path, pass == 0);
    if (rc)
        return rc;
    qsort(policy->rules, (size_t)policy->n_rules, sizeof *policy->rules, rule_order);
    return overlap_check(loader);
}
