/* The outcome of a rule: which members each stage allows and needs, and numbers that may be
 * parameters. */
#include <string.h>

#include "engine/policy/policy_loader.h"
#include "fenliu/adapter.h"

/* A number: itself, "$param", or {"param":"$p","times":12}. */
int
load_num(struct loader *loader, const char *member, const cJSON *node, struct num *ret)
{
    static const char *const members[] = {"param", "times", NULL};
    const char *text = json_str(node);
    ret->given = true;
    ret->param = -1;
    ret->times = 1;
    if (cJSON_IsObject(node)) {
        int rc = loader_members(loader, node, member, members);
        if (rc)
            return rc;
        text = json_str(json_get(node, "param"));
        if (!text || !json_is_int(json_get(node, "times"), &ret->times) || ret->times < 1 ||
            ret->times > 1000000)
            return loader_fail(loader, member, "needs param and times");
    } else if (json_is_int(node, &ret->value)) {
        return ret->value >= 0 ? 0 : loader_fail(loader, member, "must not be negative");
    }
    if (!text || *text != '$')
        return loader_fail(loader, member, "must be an integer or \"$parameter\"");
    ret->param = param_find(loader->policy, text + 1, strlen(text + 1));
    return ret->param >= 0 ? 0 : loader_fail(loader, member, "unknown parameter \"%s\"", text);
}

static int
word_of(struct loader *loader, const cJSON *then, const char *name, const struct fl_vocab *vocab,
        int *ret)
{
    const cJSON *node = json_get(then, name);
    const char *word = json_str(node);
    *ret = word ? fl_word_find(vocab, word, strlen(word)) : -1;
    if (node && *ret < 0)
        return loader_fail(loader, name, "unknown %s \"%s\"", vocab->what, word ? word : "");
    return 0;
}

static int
then_nature(struct loader *loader, const cJSON *then, struct rule *rule)
{
    const char *word = json_str(json_get(then, "nature"));
    for (int i = 0; word && i < loader->policy->n_natures; i++)
        if (!strcmp(loader->policy->natures[i], word))
            rule->nature = i;
    return rule->nature >= 0 ? 0
                             : loader_fail(loader, "then.nature", "is missing, or the 63rd word");
}

static int
then_route(struct loader *loader, const cJSON *then, struct rule *rule)
{
    int rc = word_of(loader, then, "channel", &fl_channels, &rule->channel);
    if (!rc)
        rc = word_of(loader, then, "procedure", &fl_procedures, &rule->procedure);
    if (!rc && rule->channel < 0)
        rc = loader_fail(loader, "then.channel", "is missing");
    if (!rc && rule->procedure < 0 && rule->channel != FL_CHANNEL_COURT)
        rc = loader_fail(loader, "then.procedure", "is missing");
    if (!rc && rule->procedure >= 0 &&
        !fl_channel_procedure((enum fl_channel)rule->channel, (enum fl_procedure)rule->procedure))
        rc = loader_fail(loader, "then.procedure", "does not belong to the channel");
    return rc;
}

static int
then_procedure(struct loader *loader, const cJSON *then, struct rule *rule)
{
    int rc = word_of(loader, then, "procedure", &fl_procedures, &rule->procedure);
    if (!rc && (rule->procedure < 0 ||
                !fl_channel_procedure(FL_CHANNEL_COURT, (enum fl_procedure)rule->procedure)))
        rc = loader_fail(loader, "then.procedure", "must be a procedure of the court");
    return rc;
}

static int
then_fast_track(struct loader *loader, const cJSON *then, struct rule *rule)
{
    const cJSON *node = json_get(then, "fast_track");
    if (!cJSON_IsBool(node))
        return loader_fail(loader, "then.fast_track", "must be true or false");
    rule->fast_track = cJSON_IsTrue(node);
    return 0;
}

static int
then_flag(struct loader *loader, const cJSON *then, struct rule *rule)
{
    int64_t priority = 0;
    const cJSON *node = json_get(then, "priority");
    int rc = loader_text(loader, then, "flag", true, &rule->flag);
    if (!rc && node && (!json_is_int(node, &priority) || priority < -100 || priority > 100))
        rc = loader_fail(loader, "then.priority", "is an integer from -100 to 100");
    rule->priority = (int)priority;
    return rc;
}

static int
then_limit(struct loader *loader, const cJSON *then, struct rule *rule)
{
    static const char *const units[] = {"days", "working_days", "months"};
    const char *unit;
    int rc = loader_text(loader, then, "what", true, &rule->what);
    if (!rc)
        rc = loader_text(loader, then, "unit", true, &unit);
    if (!rc)
        rc = loader_text(loader, then, "from", true, &rule->from_event);
    if (!rc)
        rc = load_num(loader, "then.length", json_get(then, "length"), &rule->length);
    if (rc)
        return rc;
    int i = 0;
    while (i < 3 && strcmp(units[i], unit))
        i++;
    if (i == 3)
        return loader_fail(loader, "then.unit", "unknown unit \"%s\"", unit);
    rule->unit = (enum fl_unit)i;
    if (strcmp(rule->from_event, "entry") && strcmp(rule->from_event, "acceptance"))
        return loader_fail(loader, "then.from", "is entry or acceptance, not \"%s\"",
                           rule->from_event);
    return 0;
}

static int
then_docket(struct loader *loader, const cJSON *then, struct rule *rule)
{
    const cJSON *node = json_get(then, "word");
    if (!node || (!cJSON_IsNull(node) && !json_str(node)))
        return loader_fail(loader, "then.word", "must be text or null");
    return cJSON_IsNull(node) ? 0 : loader_text(loader, then, "word", true, &rule->word);
}

int
load_then(struct loader *loader, const cJSON *then, struct rule *rule)
{
    static const struct {
        const char *members[5];
        int (*load)(struct loader *, const cJSON *, struct rule *);
    } stages[STAGE__COUNT] = {
        [STAGE_NATURE] = {{"nature"},                         then_nature    },
        [STAGE_ROUTE] = {{"channel", "procedure"},           then_route     },
        [STAGE_PROCEDURE] = {{"procedure"},                      then_procedure },
        [STAGE_FAST_TRACK] = {{"fast_track"},                     then_fast_track},
        [STAGE_FLAGS] = {{"flag", "priority"},               then_flag      },
        [STAGE_LIMITS] = {{"what", "length", "unit", "from"}, then_limit     },
        [STAGE_DOCKET] = {{"word"},                           then_docket    },
    };
    rule->nature = rule->channel = rule->procedure = rule->fast_track = -1;
    int rc = loader_members(loader, then, "then", stages[rule->stage].members);
    return rc ? rc : stages[rule->stage].load(loader, then, rule);
}
