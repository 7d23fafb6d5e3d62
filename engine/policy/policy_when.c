/* Reads the conditions of a rule: a table from member to the function that reads its condition. */
#include "engine/policy/policy_when.h"

#include <string.h>

struct cond *
cond_new(struct loader *loader, int kind)
{
    struct cond *cond = arena_take(&loader->policy->arena, sizeof *cond);
    cond->kind = kind;
    cond->size = kind == COND_TEST;
    return cond;
}

void
cond_append(struct cond *into, struct cond *child)
{
    struct cond **end = &into->first;
    while (*end)
        end = &(*end)->next;
    *end = child;
    into->size += child->size;
}

struct cond *
cond_test(const struct when *when, struct cond *into, enum op op, uint64_t mask)
{
    struct cond *test = cond_new(when->loader, COND_TEST);
    test->leaf.op = op;
    test->leaf.mask = mask;
    cond_append(into, test);
    return test;
}

struct cond *
cond_test_not(const struct when *when, struct cond *into, enum op op, uint64_t mask)
{
    struct cond *not = cond_new(when->loader, COND_NOT);
    struct cond *test = cond_test(when, not, op, mask);
    cond_append(into, not );
    return test;
}

int
words_mask(const struct when *when, const cJSON *node, const struct fl_vocab *vocab, uint64_t *ret)
{
    const cJSON *item = cJSON_IsArray(node) ? node->child : node;
    *ret = 0;
    if (!item)
        return loader_fail(when->loader, when->member, "an empty list never holds");
    for (; item; item = cJSON_IsArray(node) ? item->next : NULL) {
        const char *word = json_str(item);
        int n = word ? fl_word_find(vocab, word, strlen(word)) : -1;
        if (n < 0)
            return loader_fail(when->loader, when->member, "unknown %s \"%s\"", vocab->what,
                               word ? word : "");
        *ret |= UINT64_C(1) << n;
    }
    return 0;
}

static int load_all(const struct when *when, const cJSON *object, struct cond *into);

static int
when_any(const struct when *when, struct cond *into)
{
    struct cond *any = cond_new(when->loader, COND_ANY);
    if (!cJSON_IsArray(when->node) || !when->node->child)
        return loader_fail(when->loader, when->member, "must be an array of conditions");
    for (const cJSON *node = when->node->child; node; node = node->next) {
        struct cond *all = cond_new(when->loader, COND_ALL);
        int rc = load_all(when, node, all);
        if (rc)
            return rc;
        cond_append(any, all);
    }
    cond_append(into, any);
    return 0;
}

static int
when_all(const struct when *when, struct cond *into)
{
    if (!cJSON_IsArray(when->node) || !when->node->child)
        return loader_fail(when->loader, when->member, "must be an array of conditions");
    int rc = 0;
    for (const cJSON *node = when->node->child; !rc && node; node = node->next)
        rc = load_all(when, node, into);
    return rc;
}

static int
when_not(const struct when *when, struct cond *into)
{
    struct cond *not = cond_new(when->loader, COND_NOT), *all = cond_new(when->loader, COND_ALL);
    int rc = load_all(when, when->node, all);
    if (rc)
        return rc;
    cond_append(not, all);
    cond_append(into, not );
    return 0;
}

/* {"not": …} of a value or list, else the value or list itself. */
static int
output_mask(const struct when *when, const struct fl_vocab *vocab, uint64_t *ret)
{
    static const char *const members[] = {"not", NULL};
    const cJSON *node = when->node;
    if (!cJSON_IsObject(node))
        return words_mask(when, node, vocab, ret);
    int rc = loader_members(when->loader, node, when->member, members);
    if (!rc && !json_get(node, "not"))
        rc = loader_fail(when->loader, when->member, "is empty");
    if (!rc)
        rc = words_mask(when, json_get(node, "not"), vocab, ret);
    if (!rc)
        *ret = ~*ret;
    return rc;
}

static int
after_stage(const struct when *when, enum stage stage)
{
    if (when->rule->stage > stage)
        return 0;
    return loader_fail(when->loader, when->member, "is only known after stage %s",
                       policy_stages[stage].name);
}

static int
when_nature(const struct when *when, struct cond *into)
{
    struct policy *policy = when->loader->policy;
    struct fl_word words[64];
    for (int i = 0; i < policy->n_natures; i++)
        words[i] = (struct fl_word){policy->natures[i], NULL};
    struct fl_vocab vocab = {"nature", words, policy->n_natures};
    uint64_t mask;
    int rc = after_stage(when, STAGE_NATURE);
    if (!rc && !(rc = output_mask(when, &vocab, &mask)))
        cond_test(when, into, OP_NATURE, mask);
    return rc;
}

static int
when_channel(const struct when *when, struct cond *into)
{
    uint64_t mask;
    int rc = after_stage(when, STAGE_ROUTE);
    if (!rc && !(rc = output_mask(when, &fl_channels, &mask)))
        cond_test(when, into, OP_CHANNEL, mask);
    return rc;
}

static int
when_procedure(const struct when *when, struct cond *into)
{
    uint64_t mask;
    int rc = after_stage(when, STAGE_PROCEDURE);
    if (!rc && !(rc = output_mask(when, &fl_procedures, &mask)))
        cond_test(when, into, OP_PROCEDURE, mask);
    return rc;
}

static int
when_bool(const struct when *when, struct cond *into, enum op op)
{
    if (!cJSON_IsBool(when->node))
        return loader_fail(when->loader, when->member, "must be true or false");
    if (cJSON_IsTrue(when->node))
        cond_test(when, into, op, 0);
    else
        cond_test_not(when, into, op, 0);
    return 0;
}

static int
when_fast_track(const struct when *when, struct cond *into)
{
    int rc = after_stage(when, STAGE_FAST_TRACK);
    return rc ? rc : when_bool(when, into, OP_FAST_TRACK);
}

static int
when_alias(const struct when *when, struct cond *into)
{
    return when_bool(when, into, OP_ALIAS);
}

static int
when_crosswalk_lost(const struct when *when, struct cond *into)
{
    return when_bool(when, into, OP_CROSSWALK_LOST);
}

static int
when_contradicted(const struct when *when, struct cond *into)
{
    return when_bool(when, into, OP_CONTRADICTED);
}

static int
when_calendar_missing(const struct when *when, struct cond *into)
{
    if (when->rule->stage <= STAGE_FAST_TRACK)
        return loader_fail(when->loader, when->member, "is only known after stage fast_track");
    return when_bool(when, into, OP_CALENDAR_MISSING);
}

static int
when_domain(const struct when *when, struct cond *into)
{
    uint64_t mask;
    int rc = output_mask(when, &fl_domains, &mask);
    if (!rc)
        cond_test(when, into, OP_DOMAIN, mask);
    return rc;
}

#define X(id, name, zh) {name, zh},
static const struct fl_word narratives[] = {POLICY_NARRATIVES(X)};
#undef X
const struct fl_vocab policy_narratives = {"state of a narrative", narratives,
                                           (int)(sizeof narratives / sizeof *narratives)};

static int
when_narrative(const struct when *when, struct cond *into)
{
    uint64_t mask;
    int rc = words_mask(when, when->node, &policy_narratives, &mask);
    if (!rc)
        cond_test(when, into, OP_NARRATIVE, mask);
    return rc;
}

static int
when_narrative_contradicts(const struct when *when, struct cond *into)
{
    return when_bool(when, into, OP_NARRATIVE_CONTRADICTS);
}

static int
when_cause_text_mismatch(const struct when *when, struct cond *into)
{
    return when_bool(when, into, OP_CAUSE_MISMATCH);
}

static const struct {
    const char *member;
    when_load *load;
} members[] = {
    {"any",                   when_any                  },
    {"all",                   when_all                  },
    {"not",                   when_not                  },
    {"cause",                 when_cause                },
    {"claims",                when_claims               },
    {"claimants.tags",        when_tags                 },
    {"respondents.tags",      when_tags                 },
    {"parties.tags",          when_tags                 },
    {"claimants.kinds",       when_kinds                },
    {"respondents.kinds",     when_kinds                },
    {"parties.kinds",         when_kinds                },
    {"claimants.count",       when_count                },
    {"respondents.count",     when_count                },
    {"amount_fen",            when_amount               },
    {"largest_item_fen",      when_amount               },
    {"history",               when_history              },
    {"nature",                when_nature               },
    {"channel",               when_channel              },
    {"procedure",             when_procedure            },
    {"fast_track",            when_fast_track           },
    {"domain",                when_domain               },
    {"alias",                 when_alias                },
    {"crosswalk_lost",        when_crosswalk_lost       },
    {"contradicted",          when_contradicted         },
    {"calendar_missing",      when_calendar_missing     },
    {"narrative",             when_narrative            },
    {"narrative_contradicts", when_narrative_contradicts},
    {"cause_text_mismatch",   when_cause_text_mismatch  },
};

static int
load_member(const struct when *above, const cJSON *node, struct cond *into)
{
    struct when when = *above;
    when.member = node->string;
    when.node = node;
    if (!strncmp(node->string, "facts.", 6))
        return when_fact(&when, into);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (!strcmp(members[i].member, node->string))
            return members[i].load(&when, into);
    return loader_fail(when.loader, "when", "unknown member \"%s\"", node->string);
}

static int
load_all(const struct when *when, const cJSON *object, struct cond *into)
{
    if (!cJSON_IsObject(object) || !object->child)
        return loader_fail(when->loader, when->member, "a condition is an object with members");
    int rc = 0;
    for (const cJSON *node = object->child; !rc && node; node = node->next)
        rc = load_member(when, node, into);
    return rc;
}

int
load_when(struct loader *loader, const cJSON *when_node, struct rule *rule)
{
    struct when when = {loader, rule, "when", when_node};
    struct arena *arena = &loader->policy->arena;
    int n = cJSON_GetArraySize(when_node);
    rule->when = cond_new(loader, COND_ALL);
    rule->part_name = arena_take(arena, (size_t)(n + 1) * sizeof *rule->part_name);
    rule->part_json = arena_take(arena, (size_t)(n + 1) * sizeof *rule->part_json);
    for (const cJSON *node = when_node->child; node; node = node->next) {
        struct cond *part = cond_new(loader, COND_ALL);
        int rc = load_member(&when, node, part);
        if (rc)
            return rc;
        cond_append(rule->when, part);
        struct buf buf = {0};
        json_write(node, &buf);
        rule->part_name[rule->n_parts] = arena_text(arena, node->string);
        rule->part_json[rule->n_parts++] = buf_keep(&buf, arena);
    }
    if (rule->when->size >= GOTO_NO)
        return loader_fail(loader, "when", "has too many conditions");
    return 0;
}
