/* Loads a pack: the order of its pieces, and the small verbs with which every piece reads its file
 * and says what is wrong with it. A pack with any fault is refused whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/policy/policy_loader.h"
#include "fenliu/adapter.h"

int
loader_fail(struct loader *loader, const char *member, const char *format, ...)
{
    char sentence[400];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    return fl_fail(loader->err, FL_E_POLICY, "%s%s%s%s%s: %s", loader->file ? loader->file : "pack",
                   loader->rule ? ": rule " : "", loader->rule ? loader->rule : "",
                   member ? ": " : "", member ? member : "", sentence);
}

const struct pack_file *
loader_file(struct loader *loader, const char *path)
{
    for (int i = 0; i < loader->pack->n_files; i++)
        if (!strcmp(loader->pack->files[i].path, path))
            return &loader->pack->files[i];
    return NULL;
}

int
loader_json(struct loader *loader, const char *path, cJSON **ret)
{
    const struct pack_file *file = loader_file(loader, path);
    loader->file = path;
    loader->rule = NULL;
    if (!file)
        return loader_fail(loader, NULL, "the file is missing from the pack");
    struct fl_error why = {0};
    if (json_parse(file->data, file->len, ret, &why))
        return loader_fail(loader, NULL, "%s", why.detail);
    if (!cJSON_IsObject(*ret)) {
        cJSON_Delete(*ret);
        *ret = NULL;
        return loader_fail(loader, NULL, "the file must hold one object");
    }
    return 0;
}

int
loader_members(struct loader *loader, const cJSON *object, const char *where,
               const char *const *names)
{
    if (!cJSON_IsObject(object))
        return loader_fail(loader, where, "must be an object");
    for (const cJSON *child = object->child; child; child = child->next) {
        int i = 0;
        while (names[i] && strcmp(names[i], child->string))
            i++;
        if (!names[i])
            return loader_fail(loader, where, "unknown member \"%s\"", child->string);
    }
    return 0;
}

int
loader_text(struct loader *loader, const cJSON *object, const char *name, bool required,
            const char **ret)
{
    const cJSON *node = json_get(object, name);
    const char *text = json_str(node);
    if (node && !text)
        return loader_fail(loader, name, "must be text");
    if (required && (!text || !*text))
        return loader_fail(loader, name, "is missing");
    *ret = arena_text(&loader->policy->arena, text);
    return 0;
}

int
loader_day(struct loader *loader, const char *member, const char *text, fl_day *ret)
{
    if (!text || !day_parse(text, strlen(text), ret))
        return loader_fail(loader, member, "\"%s\" is no day of the form YYYY-MM-DD",
                           text ? text : "");
    return 0;
}

int
loader_span(struct loader *loader, const cJSON *object, fl_day *ret_from, fl_day *ret_to)
{
    const cJSON *from = json_get(object, "from"), *to = json_get(object, "to");
    int rc = loader_day(loader, "from", json_str(from), ret_from);
    *ret_to = DAY_OPEN;
    if (!rc && to && !cJSON_IsNull(to))
        rc = loader_day(loader, "to", json_str(to), ret_to);
    if (!rc && *ret_to < *ret_from)
        rc = loader_fail(loader, "to", "lies before from");
    return rc;
}

/* Cuts a line at its tabs, in place. */
static int
cut(char *line, const char **cells, int most)
{
    int n = 0;
    for (char *at = line; n < most; at++) {
        cells[n++] = at;
        at += strcspn(at, "\t");
        if (!*at)
            return n;
        *at = 0;
    }
    return most + 1; /* more cells than columns */
}

int
loader_tsv(struct loader *loader, const char *path, const char *const *columns, struct tsv *ret)
{
    const struct pack_file *file = loader_file(loader, path);
    loader->file = path;
    loader->rule = NULL;
    if (!file)
        return loader_fail(loader, NULL, "the file is missing from the pack");
    if (utf8_valid(file->data, file->len) != file->len || memchr(file->data, 0, file->len))
        return loader_fail(loader, NULL, "is not UTF-8 text");
    struct arena *arena = &loader->policy->arena;
    char *text = arena_copy(arena, file->data, file->len);
    int width = 0, lines = 1;
    while (columns[width])
        width++;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        lines++;
    ret->rows = arena_take(arena, (size_t)lines * sizeof *ret->rows);
    ret->n = 0;
    int number = 0;
    for (char *line = text, *next; line && *line; line = next) {
        char *end = strchr(line, '\n');
        next = end ? end + 1 : NULL;
        if (end)
            *end = 0;
        size_t len = strlen(line);
        if (len && line[len - 1] == '\r')
            line[len - 1] = 0;
        const char **cells = arena_take(arena, (size_t)(width + 1) * sizeof *cells);
        int n = cut(line, cells, width);
        char where[32];
        snprintf(where, sizeof where, "line %d", ++number);
        if (n != width)
            return loader_fail(loader, where, "%d columns are expected", width);
        if (number > 1) {
            ret->rows[ret->n++] = cells;
            continue;
        }
        for (int i = 0; i < width; i++)
            if (strcmp(cells[i], columns[i]))
                return loader_fail(loader, where, "column %d must be \"%s\", not \"%s\"", i + 1,
                                   columns[i], cells[i]);
    }
    return number ? 0 : loader_fail(loader, NULL, "has no header line");
}

static void
say_fact(struct policy *policy, enum fl_channel channel, enum fl_outcome outcome, enum fl_fact fact,
         const char *word)
{
    policy->history_fact[channel][outcome].fact = (int)fact;
    policy->history_fact[channel][outcome].value =
        fl_word_find(fl_facts[fact].values, word, strlen(word));
}

/* What the outcome of an earlier referral says about the facts of the case (docs/policy.md). Looked
 * up once here, so that a decision compares no words. */
static void
fill_history_facts(struct policy *policy)
{
    static const enum fl_outcome unmediated[] = {FL_OUTCOME_FAILED, FL_OUTCOME_REFUSED,
                                                 FL_OUTCOME_UNREACHABLE, FL_OUTCOME_UNSUITABLE,
                                                 FL_OUTCOME_EXPIRED};
    static const enum fl_channel commission = FL_CHANNEL_ARBITRATION;
    for (int i = 0; i < FL_MAX_CHANNELS; i++)
        for (int k = 0; k < FL_MAX_OUTCOMES; k++)
            policy->history_fact[i][k].fact = -1;
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++) {
        if (!(*a)->mediated_by)
            continue;
        for (size_t k = 0; k < sizeof unmediated / sizeof *unmediated; k++)
            say_fact(policy, (*a)->channel, unmediated[k], FL_FACT_MEDIATION_HISTORY, "failed");
        say_fact(policy, (*a)->channel, FL_OUTCOME_AGREED, FL_FACT_MEDIATION_HISTORY, "agreed");
    }
    say_fact(policy, commission, FL_OUTCOME_AWARD, FL_FACT_ARBITRATION, "award");
    say_fact(policy, commission, FL_OUTCOME_FINAL_AWARD, FL_FACT_ARBITRATION, "final_award");
    say_fact(policy, commission, FL_OUTCOME_REFUSED, FL_FACT_ARBITRATION, "refused");
    say_fact(policy, commission, FL_OUTCOME_OVERDUE, FL_FACT_ARBITRATION, "overdue");
}

static int
load_pieces(struct loader *loader)
{
    JSON_AUTO pack = NULL;
    struct policy *policy = loader->policy;
    int rc = load_pack_json(loader, &pack);
    const char *path = NULL;
    if (!rc && !(rc = loader_text(loader, pack, "articles", true, &path)))
        rc = load_articles(loader, path);
    loader->file = "pack.json";
    if (!rc && !(rc = loader_text(loader, pack, "phrases", false, &path)) && path)
        rc = load_phrases(loader, path);
    loader->file = "pack.json";
    if (!rc && !(rc = loader_text(loader, pack, "found", false, &path)) && path)
        rc = load_found(loader, path);
    loader->file = "pack.json";
    if (!rc && !(rc = loader_text(loader, pack, "calendar", true, &path)))
        rc = load_calendar(loader, path);
    if (!rc)
        rc = load_params(loader);
    if (!rc)
        rc = load_causes(loader, pack);
    if (!rc)
        rc = load_sets(loader);
    if (!rc)
        rc = load_rules(loader);
    if (!rc)
        rc = load_editions(loader);
    if (!rc) {
        memcpy(policy->hash, loader->pack->hash, sizeof policy->hash);
        policy->name_hash = arena_print(&policy->arena, "%s@%.8s", policy->name, policy->hash);
        fill_history_facts(policy);
    }
    return rc;
}

int
policy_load(const struct pack *pack, struct policy **ret, struct fl_error *err)
{
    struct policy *policy = calloc(1, sizeof *policy);
    if (!policy)
        return fl_fail(err, FL_E_MEMORY, "no memory for the policy");
    atomic_init(&policy->holders, 1);
    arena_init(&policy->arena);
    struct loader loader = {.policy = policy, .pack = pack, .err = err};
    int rc = load_pieces(&loader);
    if (rc)
        policy_release(policy);
    else
        *ret = policy;
    return rc;
}

int
policy_load_dir(const char *dir, struct policy **ret, struct fl_error *err)
{
    struct pack pack;
    int rc = pack_read_dir(dir, &pack, err);
    if (!rc) {
        rc = policy_load(&pack, ret, err);
        pack_done(&pack);
    }
    return rc;
}
