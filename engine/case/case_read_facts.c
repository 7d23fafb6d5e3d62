/* What is claimed and what is known: claims, amounts, facts, history and cause. */
#include <string.h>

#include "engine/case/case_read_walk.h"
#include "engine/text/reading.h"
#include "fenliu/adapter.h"
#include "fenliu/limits.h"

void
read_claims(struct reader *r, const cJSON *node, const struct path *path,
            const struct member *member, void *into)
{
    (void)member;
    *(uint32_t *)into = words_of(r, node, path, &fl_claims);
    r->c->has_claims = r->c->claims != 0; /* an empty list says no more than none at all */
}

void
read_amount(struct reader *r, const cJSON *node, const struct path *path,
            const struct member *member, void *into)
{
    (void)member;
    *(int64_t *)into = fen_of(r, node, path);
}

static void
unknown_word(struct reader *r, const struct path *path, const char *what, const char *const *names,
             int n)
{
    fault(r, path, "unknown %s \"%s\"%s", what, key_shown(r->arena, path->key),
          near_name(r->arena, path->key, names, n));
}

void
read_amounts(struct reader *r, const cJSON *node, const struct path *path,
             const struct member *member, void *into)
{
    int64_t *amounts = into;
    const char *names[FL_CLAIM__COUNT];

    (void)member;
    if (!cJSON_IsObject(node)) {
        fault(r, path, "must be an object from claim to fen, not %s", node_kind(node));
        return;
    }
    for (int i = 0; i < FL_CLAIM__COUNT; i++)
        names[i] = fl_word(&fl_claims, i);
    for (const cJSON *child = node->child; child; child = child->next) {
        struct path here = {path, child->string, 0};
        int claim = fl_word_find(&fl_claims, child->string, strlen(child->string));

        if (claim < 0)
            unknown_word(r, &here, "claim", names, FL_CLAIM__COUNT);
        else
            amounts[claim] = fen_of(r, child, &here);
    }
}

/* --- facts: fl_facts is the table --- */

static int32_t
fact_bool(struct reader *r, const cJSON *node, const struct path *path,
          const struct fl_fact_info *info)
{
    (void)info;
    if (cJSON_IsBool(node))
        return cJSON_IsTrue(node);
    if (cJSON_IsNull(node))
        fault(r, path, "must not be null: leave out what is unknown");
    else
        fault(r, path, "must be true or false, not %s", node_kind(node));
    return FL_UNKNOWN;
}

static int32_t
fact_enum(struct reader *r, const cJSON *node, const struct path *path,
          const struct fl_fact_info *info)
{
    int word = word_of(r, node, path, info->values);

    return word < 0 ? FL_UNKNOWN : word;
}

static int32_t
fact_date(struct reader *r, const cJSON *node, const struct path *path,
          const struct fl_fact_info *info)
{
    fl_day day = FL_NO_DAY;

    (void)info;
    read_day(r, node, path, NULL, &day);
    return day == FL_NO_DAY ? FL_UNKNOWN : day;
}

void
read_facts(struct reader *r, const cJSON *node, const struct path *path,
           const struct member *member, void *into)
{
    static int32_t (*const read[])(struct reader *, const cJSON *, const struct path *,
                                   const struct fl_fact_info *) = {
        [FL_FACT_TYPE_BOOL] = fact_bool,
        [FL_FACT_TYPE_ENUM] = fact_enum,
        [FL_FACT_TYPE_DATE] = fact_date,
    };
    int32_t *fact = into;
    const char *names[FL_FACT__COUNT];

    (void)member;
    if (!cJSON_IsObject(node)) {
        fault(r, path, "must be an object, not %s", node_kind(node));
        return;
    }
    for (int i = 0; i < FL_FACT__COUNT; i++)
        names[i] = fl_facts[i].name;
    for (const cJSON *child = node->child; child; child = child->next) {
        struct path here = {path, child->string, 0};
        int i = fl_fact_find(child->string, strlen(child->string));

        if (i < 0)
            unknown_word(r, &here, "fact", names, FL_FACT__COUNT);
        else
            fact[i] = read[fl_facts[i].type](r, child, &here, &fl_facts[i]);
    }
}

/* --- history --- */

#define INTO(member) offsetof(struct fl_past, member)

const struct member history_members[] = {
    {"channel",        read_channel, 0, 0, INTO(channel), true, false},
    {"procedure",               read_procedure, 0, 0, INTO(procedure), true, false},
    {"outcome",   read_outcome, 0, 0, INTO(outcome), true, false},
    {"converted_to",           read_procedure, 0, 0, INTO(converted_to), false, false},
    {"reason",      read_text, 1, FL_MAX_TEXT, INTO(reason), false,
     true}, /* words, perhaps about people */
    {"on",               read_day, 0, 0, INTO(on), true, false},
    {0},
};

void
read_channel(struct reader *r, const cJSON *node, const struct path *path,
             const struct member *member, void *into)
{
    (void)member;
    *(enum fl_channel *)into = (enum fl_channel)word_of(r, node, path, &fl_channels);
}

void
read_procedure(struct reader *r, const cJSON *node, const struct path *path,
               const struct member *member, void *into)
{
    (void)member;
    *(enum fl_procedure *)into = (enum fl_procedure)word_of(r, node, path, &fl_procedures);
}

void
read_outcome(struct reader *r, const cJSON *node, const struct path *path,
             const struct member *member, void *into)
{
    (void)member;
    *(enum fl_outcome *)into = (enum fl_outcome)word_of(r, node, path, &fl_outcomes);
}

static void
past_finish(struct reader *r, const struct fl_past *past, const struct path *path)
{
    struct path procedure = {path, "procedure", 0}, outcome = {path, "outcome", 0},
                converted = {path, "converted_to", 0}, channel = {path, "channel", 0};
    const struct fl_adapter *adapter;

    if ((int)past->channel < 0)
        return;
    adapter = fl_adapter_of(past->channel);
    if (!adapter) {
        fault(r, &channel, "no case is handled there, so nothing can have come of it");
        return;
    }
    if ((int)past->procedure >= 0 && !fl_channel_procedure(past->channel, past->procedure))
        fault(r, &procedure, "%s is no procedure of %s", fl_word(&fl_procedures, past->procedure),
              fl_word(&fl_channels, past->channel));
    if ((int)past->outcome >= 0 && !fl_adapter_outcome(adapter, past->outcome))
        fault(r, &outcome, "%s is no outcome of %s", fl_word(&fl_outcomes, past->outcome),
              fl_word(&fl_channels, past->channel));
    if ((int)past->converted_to >= 0 && past->outcome != FL_OUTCOME_CONVERTED)
        fault(r, &converted, "goes only with the outcome converted");
}

/* In order of time; what happened on one day keeps the order of the document. */
static void
history_sort(struct fl_past *history, int n)
{
    for (int i = 1; i < n; i++) {
        struct fl_past past = history[i];
        int at = i;

        for (; at > 0 && history[at - 1].on > past.on; at--)
            history[at] = history[at - 1];
        history[at] = past;
    }
}

void
read_history(struct reader *r, const cJSON *node, const struct path *path,
             const struct member *member, void *into)
{
    struct fl_past *past;
    int n = 0, index = 0;

    (void)into;
    if (!cJSON_IsArray(node)) {
        fault(r, path, "must be an array, not %s", node_kind(node));
        return;
    }
    for (const cJSON *child = node->child; child; child = child->next)
        n++;
    if (n > member->max) {
        fault(r, path, "has %d entries; at most %d are allowed", n, member->max);
        return;
    }
    past = r->c->history = arena_take(r->arena, sizeof *past * (size_t)(n ? n : 1));
    for (const cJSON *child = node->child; child; child = child->next, index++, past++) {
        struct path here = {path, NULL, index};

        past->channel = (enum fl_channel) - 1;
        past->procedure = past->converted_to = (enum fl_procedure) - 1;
        past->outcome = (enum fl_outcome) - 1;
        past->on = FL_NO_DAY;
        if (walk_object(r, child, &here, history_members, past))
            past_finish(r, past, &here);
    }
    r->c->n_history = n;
    history_sort(r->c->history, n);
}

void
reading_finish(struct reader *r, const cJSON *node, const struct path *path)
{
    struct reading *reading = arena_take(r->arena, sizeof *reading);

    if (reading_take(r->policy, node, r->arena, reading))
        r->c->reading = reading;
    else
        fault(r, path, "is not what is stored of a narrative");
}
