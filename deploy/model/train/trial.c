/* Holding texts out, and counting what is said of them. */
#include "deploy/model/train/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deploy/model/train/trial_parts.h"

enum {
    LEARNT_PERCENT = 30
}; /* of a corpus of a single label, so that it does not drown the rest */

void *
trial_take(size_t n, size_t size)
{
    void *memory = calloc(n ? n : 1, size);
    if (!memory)
        die("no memory");
    return memory;
}

uint32_t
trial_spread(int n)
{
    return (uint32_t)n * 2654435761u >> 8;
}

int
trial_round(const struct example *e, enum trial_kind kind)
{
    return kind == TRIAL_SOURCES ? e->source : (int)(trial_spread(e->group) % FOLDS);
}

/* Not those of charges: what a criminal court tried was a crime. */
uint32_t
trial_single_label(const struct corpus *corpus, int labelled)
{
    int class[MAX_SOURCES];
    uint32_t single = 0;

    for (int i = 0; i < corpus->n_sources; i++)
        class[i] = -1;
    for (int i = 0; i < labelled; i++) {
        const struct example *e = &corpus->examples[i];
        if (class[e->source] < 0 && e->class != FL_DOMAIN_CRIMINAL) {
            class[e->source] = e->class;
            single |= 1u << e->source;
        } else if (class[e->source] != e->class) {
            single &= ~(1u << e->source);
            class[e->source] = MODEL_CLASSES;
        }
    }
    return single;
}

int *
trial_clean(const struct corpus *corpus, const struct rows *rows, int labelled,
            const struct recipe *recipe)
{
    int *class = trial_take((size_t)corpus->n, sizeof *class);
    uint32_t single = trial_single_label(corpus, labelled);
    struct fitted fitted;
    int left_out = 0, n = 0;

    for (int i = 0; i < corpus->n; i++)
        class[i] = i < labelled && single >> corpus->examples[i].source & 1
                       ? -1
                       : corpus->examples[i].class;
    fit(corpus, rows, class, recipe, &fitted);
    for (int i = 0; i < labelled; i++) {
        double scores[MODEL_COLUMNS];
        int best = 0;
        if (class[i] >= 0)
            continue;
        fitted_scores(&fitted, rows->row[i], scores);
        for (int k = 1; k < FL_DOMAIN__COUNT; k++)
            best = scores[k] > scores[best] ? k : best;
        n++;
        left_out += best != corpus->examples[i].class;
        if (best == corpus->examples[i].class && trial_spread(i) % 100 < LEARNT_PERCENT)
            class[i] = best;
    }
    printf(
        "%d of %d texts of corpora with a single label are left out as of another domain, %d %% of "
        "the rest are learnt\n",
        left_out, n, LEARNT_PERCENT);
    fitted_done(&fitted);
    return class;
}

struct trial *
trial_run(const struct corpus *corpus, const struct rows *rows, int labelled, const int *class,
          const struct recipe *recipe, enum trial_kind kind)
{
    struct trial *trial = trial_take(1, sizeof *trial);
    int *seen = trial_take((size_t)corpus->n, sizeof *seen);
    int rounds = kind == TRIAL_FOLDS ? FOLDS : corpus->n_sources;

    trial->said = trial_take((size_t)labelled, sizeof *trial->said);
    trial->n = labelled;
    for (int round = 0; round < rounds; round++) {
        struct fitted fitted;
        for (int i = 0; i < corpus->n; i++)
            seen[i] =
                i < labelled && trial_round(&corpus->examples[i], kind) == round ? -1 : class[i];
        fit_twice(corpus, rows, seen, recipe, &fitted);
        for (int i = 0; i < labelled; i++) {
            const struct example *e = &corpus->examples[i];
            if (trial_round(e, kind) != round)
                continue;
            trial->said[i].class = e->class;
            trial->said[i].scope = e->scope;
            fitted_scores(&fitted, rows->row[i], trial->said[i].scores);
        }
        fitted_done(&fitted);
    }
    free(seen);
    return trial;
}

/* Each corpus of a single label would drown the rest: one in so many of its texts counts here. */
static bool
counts(const struct held_out *said, int i)
{
    enum { ONE_IN = 5 };
    return said->class != COLUMN_NONE &&
           (said->class != FL_DOMAIN_FAMILY || trial_spread(i) % ONE_IN == 0);
}

void
trial_calibrate(const struct trial *folds, const struct trial *sources, struct reliability *ret)
{
    const struct trial *both[] = {folds, sources};
    size_t all = (size_t)folds->n + (size_t)sources->n;
    struct held_out *said = trial_take(all, sizeof *said);
    struct verdict *verdict = trial_take(all, sizeof *verdict);
    int n = 0;

    for (int t = 0; t < 2; t++)
        for (int i = 0; i < both[t]->n; i++)
            if (counts(&both[t]->said[i], i))
                said[n++] = both[t]->said[i];
    ret->temperature = (float)temperature_of_classes(said, n);
    ret->court_only_temperature = (float)temperature_of_court_only(said, n);
    ret->cause_temperature = 1;
    for (int i = 0; i < n; i++) {
        struct shares shares;
        enum fl_domain domain;
        enum fl_scope scope;
        shares_of(said[i].scores, NULL, (double)ret->temperature,
                  (double)ret->court_only_temperature, &shares);
        verdict[i].share = shares_best(&shares, &domain, &scope);
        verdict[i].right = (int)domain == said[i].class && (int)scope == said[i].scope;
    }
    reliability_fit(verdict, n, ret->right);
    memcpy(ret->cause_right, ret->right, sizeof ret->cause_right);
    free(said);
    free(verdict);
}
