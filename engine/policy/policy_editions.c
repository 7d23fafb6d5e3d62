/* Cuts the days that a pack covers into editions - intervals in which the same rules stand and
 * every parameter, article and list of causes is the same - and compiles the rules of each. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/policy/policy_compile.h"

struct days {
    fl_day *list;
    int n, cap;
};

static void
days_add(struct days *days, const struct policy *policy, fl_day from, fl_day to)
{
    fl_day starts[] = {from, to == DAY_OPEN ? DAY_OPEN : to + 1};
    for (int i = 0; i < 2; i++) {
        if (starts[i] <= policy->from || starts[i] > policy->to || starts[i] == DAY_OPEN)
            continue;
        if (days->n == days->cap) {
            days->cap = days->cap * 2 + 64;
            days->list = realloc(days->list, (size_t)days->cap * sizeof *days->list);
            if (!days->list)
                abort();
        }
        days->list[days->n++] = starts[i];
    }
}

static int
day_order(const void *a, const void *b)
{
    fl_day one = *(const fl_day *)a, two = *(const fl_day *)b;
    return (one > two) - (one < two);
}

static void
cut_days(struct policy *policy)
{
    struct days days = {0};
    for (int i = 0; i < policy->n_rules; i++) {
        const struct rule *rule = policy->rules[i];
        days_add(&days, policy, rule->from, rule->to);
        for (int b = 0; b < rule->n_basis; b++)
            for (int k = 0; k < policy->n_articles; k++)
                if (!strcmp(policy->articles[k].key, rule->basis[b]))
                    days_add(&days, policy, policy->articles[k].from, policy->articles[k].to);
    }
    for (int i = 0; i < policy->n_params; i++)
        for (int k = 0; k < policy->params[i].n_values; k++)
            days_add(&days, policy, policy->params[i].values[k].from,
                     policy->params[i].values[k].to);
    for (int i = 0; i < policy->n_lists; i++)
        days_add(&days, policy, policy->lists[i].from, policy->lists[i].to);
    if (days.n)
        qsort(days.list, (size_t)days.n, sizeof *days.list, day_order);
    policy->editions = arena_take(&policy->arena, (size_t)(days.n + 1) * sizeof *policy->editions);
    policy->editions[0].from = policy->from;
    policy->n_editions = 1;
    for (int i = 0; i < days.n; i++) {
        struct edition *last = &policy->editions[policy->n_editions - 1];
        if (days.list[i] == last->from)
            continue;
        last->to = days.list[i] - 1;
        policy->editions[policy->n_editions++].from = days.list[i];
    }
    policy->editions[policy->n_editions - 1].to = policy->to;
    free(days.list);
}

/* The articles that are in force, one after the other. */
static const char *
basis_on(struct policy *policy, const struct rule *rule, fl_day day)
{
    struct buf buf = {0};
    for (int b = 0; b < rule->n_basis; b++)
        for (int i = 0; i < policy->n_articles; i++) {
            const struct article *article = &policy->articles[i];
            if (strcmp(article->key, rule->basis[b]) || day < article->from || day > article->to)
                continue;
            buf_text(&buf, buf.len ? "；" : "");
            buf_text(&buf, article->key);
            break;
        }
    const char *text = arena_copy(&policy->arena, buf.data ? buf.data : "", buf.len);
    buf_done(&buf);
    return text;
}

static int
stand(struct compiler *compiler, const struct rule *rule, struct standing *ret)
{
    struct policy *policy = compiler->loader->policy;
    int64_t length = 0;
    ret->rule = rule;
    ret->nature = (int16_t)rule->nature;
    ret->channel = (int16_t)rule->channel;
    ret->procedure = (int16_t)rule->procedure;
    ret->fast_track = (int16_t)rule->fast_track;
    ret->basis = basis_on(policy, rule, compiler->edition->from);
    ret->text = text_with_params(compiler->loader, rule->text, compiler->edition->from);
    if (!ret->text)
        return FL_E_POLICY;
    int rc = emit_rule(compiler, rule, ret);
    for (int i = 0; !rc && i < ret->n_tests; i++)
        ret->of_narrative |= ret->tests[i].op == OP_NARRATIVE_CONTRADICTS;
    if (!rc && rule->length.given)
        rc = emit_num(compiler, "then.length", &rule->length, &length);
    if (!rc && length > 36500)
        rc = loader_fail(compiler->loader, "then.length", "is too long");
    ret->length = (int)length;
    return rc;
}

/* 101, which is never reached, where the pack says nothing. */
static int
per_cent_on(const struct policy *policy, const char *name, fl_day day)
{
    int64_t value;
    return policy_param(policy, name, day, &value) && value <= 100 ? (int)value : 101;
}

/* A stage in which the first rule that holds decides must end in a rule that always holds. */
static int
check_final(struct compiler *compiler, enum stage stage)
{
    const struct edition *edition = compiler->edition;
    int first = edition->stage[stage], end = edition->stage[stage + 1];
    char day[11];
    if (policy_stages[stage].collects)
        return 0;
    compiler->loader->file = "rules";
    compiler->loader->rule = NULL;
    if (first == end || edition->rules[end - 1].n_tests)
        return loader_fail(compiler->loader, policy_stages[stage].name,
                           "on %s the stage has no final rule that always holds",
                           day_print(edition->from, day));
    for (int i = first; i < end - 1; i++)
        if (!edition->rules[i].n_tests) {
            compiler->loader->file = edition->rules[i + 1].rule->file;
            compiler->loader->rule = edition->rules[i + 1].rule->id;
            return loader_fail(compiler->loader, NULL,
                               "can never be reached on %s: %s before it "
                               "always holds",
                               day_print(edition->from, day), edition->rules[i].rule->id);
        }
    return 0;
}

static int
int64_order(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;
    return (one > two) - (one < two);
}

static void
keep_amounts(struct compiler *compiler)
{
    struct edition *edition = compiler->edition;
    if (!compiler->n_amounts)
        return;
    qsort(compiler->amounts, (size_t)compiler->n_amounts, sizeof *compiler->amounts, int64_order);
    edition->amounts = arena_take(&compiler->loader->policy->arena,
                                  (size_t)compiler->n_amounts * sizeof *edition->amounts);
    for (int i = 0; i < compiler->n_amounts; i++)
        if (!i || compiler->amounts[i] != compiler->amounts[i - 1])
            edition->amounts[edition->n_amounts++] = compiler->amounts[i];
}

static int
compile(struct compiler *compiler)
{
    struct loader *loader = compiler->loader;
    struct policy *policy = loader->policy;
    struct edition *edition = compiler->edition;
    int n = 0, rc = 0, next = 0;
    edition->list = policy_cause_list_on(policy, edition->from);
    edition->min_confidence = per_cent_on(policy, "narrative.min_confidence", edition->from);
    edition->mismatch_confidence =
        per_cent_on(policy, "narrative.mismatch_confidence", edition->from);
    edition->no_dispute_confidence =
        per_cent_on(policy, "narrative.no_dispute_confidence", edition->from);
    edition->contradiction_sure =
        per_cent_on(policy, "narrative.contradiction_sure", edition->from);
    edition->contradiction_amount_sure =
        per_cent_on(policy, "narrative.contradiction_amount_sure", edition->from);
    edition->rules =
        arena_take(&policy->arena, (size_t)(policy->n_rules + 1) * sizeof *edition->rules);
    edition->periods = arena_take(&policy->arena, EDITION_MAX_PERIODS * sizeof *edition->periods);
    for (int stage = 0; stage < STAGE__COUNT; stage++) {
        edition->stage[stage] = n;
        for (; !rc && next < policy->n_rules && (int)policy->rules[next]->stage == stage; next++) {
            const struct rule *rule = policy->rules[next];
            loader->file = rule->file;
            loader->rule = rule->id;
            if (edition->from >= rule->from && edition->from <= rule->to)
                rc = stand(compiler, rule, &edition->rules[n++]);
        }
    }
    edition->stage[STAGE__COUNT] = n;
    for (int stage = 0; !rc && stage < STAGE__COUNT; stage++)
        rc = check_final(compiler, (enum stage)stage);
    if (!rc)
        rc = make_classes(compiler);
    keep_amounts(compiler);
    return rc;
}

int
load_editions(struct loader *loader)
{
    struct policy *policy = loader->policy;
    cut_days(policy);
    int rc = 0;
    for (int i = 0; !rc && i < policy->n_editions; i++) {
        struct compiler compiler = {.loader = loader, .edition = &policy->editions[i]};
        rc = compile(&compiler);
        free(compiler.columns);
        free(compiler.amounts);
    }
    return rc;
}
