/* What a model that was written says. */
#include "deploy/model/train/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deploy/model/train/trial_parts.h"
#include "engine/text/cause_guess.h"

static struct model *
open_written(const char *path)
{
    struct model *model;
    struct fl_error err = {0};

    if (model_open(path, &model, &err))
        die("%s", err.detail);
    return model;
}

static void
find_in(const struct model *model, const struct example *e, struct arena *arena,
        struct features *ret)
{
    struct text text;

    arena_reset(arena);
    if (text_read(e->text, e->len, arena, &text, NULL))
        die("a text is broken");
    features_find(&model->lexicon, &text, arena, ret);
}

/* The causes of the model are numbered otherwise than those of a list: names tell. */
static bool
same_cause(const struct policy *policy, const struct built_causes *causes, int cause, int native)
{
    return strcmp(causes->name[cause], policy_cause(policy, 0, native)->name) == 0;
}

/* What was said of one text whose cause is known: the share of the first, and where the true one stood. */
static struct verdict
cause_verdict(const struct model *model, const struct policy *policy,
              const struct built_causes *causes, const struct reliability *reliable,
              const struct example *e, const struct held_out *said, struct arena *arena,
              int *ret_place)
{
    struct features found;
    struct shares shares;
    enum fl_domain domain;
    enum fl_scope scope;
    double *share, best = -1;
    int own = -1, first = -1, n, from;

    shares_of(said->scores, NULL, (double)reliable->temperature,
              (double)reliable->court_only_temperature, &shares);
    shares_best(&shares, &domain, &scope);
    find_in(model, e, arena, &found);
    share = cause_shares(model, &found, domain, scope, arena);
    from = (int)causes->first[domain];
    n = (int)causes->first[domain + 1] - from;
    for (int k = 0; k < n; k++) {
        if (share[k] > best) {
            best = share[k];
            first = k;
        }
        if (same_cause(policy, causes, from + k, e->cause))
            own = k;
    }
    *ret_place = own < 0 ? n : 0;
    for (int k = 0; own >= 0 && k < n; k++)
        *ret_place += share[k] > share[own];
    return (struct verdict){best < 0 ? 0 : best * shares.class[domain], first >= 0 && first == own};
}

void
trial_causes(const struct corpus *corpus, const struct trial *trial, const char *path,
             const struct policy *policy, const struct built_causes *causes,
             struct reliability *ret)
{
    struct model *model = open_written(path);
    struct verdict *verdict = trial_take((size_t)trial->n, sizeof *verdict);
    struct arena arena;
    int n = 0, first = 0, among = 0;

    arena_init(&arena);
    for (int i = 0; i < trial->n; i++) {
        const struct example *e = &corpus->examples[i];
        int place;
        if (e->cause < 0 || e->class == COLUMN_NONE)
            continue;
        verdict[n] = cause_verdict(model, policy, causes, ret, e, &trial->said[i], &arena, &place);
        first += verdict[n++].right;
        among += place < CLASSIFY_TOP;
    }
    reliability_fit(verdict, n, ret->cause_right);
    printf("\ncauses: %d texts, %.3f the first, %.3f among the first %d\n", n,
           n ? (double)first / n : 0, n ? (double)among / n : 0, CLASSIFY_TOP);
    arena_done(&arena);
    free(verdict);
    model_close(model);
}

void
trial_check(const struct corpus *corpus, int labelled, const struct rows *rows,
            const struct fitted *fitted, const char *path)
{
    struct model *model = open_written(path);
    struct arena arena;
    int same = 0;

    arena_init(&arena);
    for (int i = 0; i < labelled; i++) {
        struct features found;
        double exact[MODEL_COLUMNS], rounded[MODEL_COLUMNS];
        int a = 0, b = 0;
        find_in(model, &corpus->examples[i], &arena, &found);
        fitted_scores(fitted, rows->row[i], exact);
        model_scores(model, &found, rounded);
        for (int k = 1; k < MODEL_CLASSES; k++) {
            a = exact[k] > exact[a] ? k : a;
            b = rounded[k] > rounded[b] ? k : b;
        }
        same += a == b;
    }
    printf("%s: %s, %zu bytes; rounding leaves %.4f of the texts where they were\n", path,
           model_name(model), model->size, (double)same / labelled);
    arena_done(&arena);
    model_close(model);
}
