/* Holding texts out, and counting what is said of them. */
#include "deploy/model/train/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deploy/model/train/score.h"
#include "engine/text/cause_guess.h"

enum {
    FOLDS = 5,
    LEARNT_PERCENT = 30, /* of a corpus of a single label, so that it does not drown the rest */
};

static void *
take(size_t n, size_t size)
{
    void *memory = calloc(n ? n : 1, size);
    if (!memory)
        die("no memory");
    return memory;
}

static uint32_t
spread(int n)
{
    return (uint32_t)n * 2654435761u >> 8;
}

static int
round_of(const struct example *e, enum trial_kind kind)
{
    return kind == TRIAL_SOURCES ? e->source : (int)(spread(e->group) % FOLDS);
}

/* The corpora of one label, as bits of sources. */
static uint32_t
single_label(const struct corpus *corpus, int labelled)
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
    int *class = take((size_t)corpus->n, sizeof *class);
    uint32_t single = single_label(corpus, labelled);
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
        if (best == corpus->examples[i].class && spread(i) % 100 < LEARNT_PERCENT)
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
    struct trial *trial = take(1, sizeof *trial);
    int *seen = take((size_t)corpus->n, sizeof *seen);
    int rounds = kind == TRIAL_FOLDS ? FOLDS : corpus->n_sources;

    trial->said = take((size_t)labelled, sizeof *trial->said);
    trial->n = labelled;
    for (int round = 0; round < rounds; round++) {
        struct fitted fitted;
        for (int i = 0; i < corpus->n; i++)
            seen[i] = i < labelled && round_of(&corpus->examples[i], kind) == round ? -1 : class[i];
        fit_twice(corpus, rows, seen, recipe, &fitted);
        for (int i = 0; i < labelled; i++) {
            const struct example *e = &corpus->examples[i];
            if (round_of(e, kind) != round)
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
           (said->class != FL_DOMAIN_FAMILY || spread(i) % ONE_IN == 0);
}

void
trial_calibrate(const struct trial *folds, const struct trial *sources, struct reliability *ret)
{
    const struct trial *both[] = {folds, sources};
    struct held_out *said = take((size_t)(folds->n + sources->n), sizeof *said);
    struct verdict *verdict = take((size_t)(folds->n + sources->n), sizeof *verdict);
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

struct bin {
    double said;
    int right, n;
};

static void
print_reliability(const struct bin bins[10])
{
    printf("  called      texts  meant   right\n");
    for (int i = 0; i < 10; i++)
        if (bins[i].n)
            printf("  %.1f – %.1f  %5d  %.3f   %.3f\n", i / 10.0, (i + 1) / 10.0, bins[i].n,
                   bins[i].said / bins[i].n, (double)bins[i].right / bins[i].n);
}

/* The share of texts that stay above a threshold, and how many of those are right. */
static void
print_curve(const struct verdict *verdict, int n)
{
    printf("  threshold  routed  right of those\n");
    for (int t = 0; t < 10; t++) {
        double threshold = t < 9 ? t / 10.0 : 0.95;
        int routed = 0, right = 0;
        for (int i = 0; i < n; i++)
            if (verdict[i].share >= threshold) {
                routed++;
                right += verdict[i].right;
            }
        printf("  %.2f       %.3f   %.3f\n", threshold, (double)routed / n,
               routed ? (double)right / routed : 1.0);
    }
}

void
trial_print(const struct corpus *corpus, const struct trial *trial,
            const struct reliability *reliable, const char *title)
{
    struct score all = {0}, mixed = {0}, by[MAX_SOURCES];
    struct bin bins[10] = {
        {0, 0, 0}
    };
    struct verdict *verdict = take((size_t)trial->n, sizeof *verdict);
    uint32_t single = single_label(corpus, trial->n);
    int n = 0;

    memset(by, 0, sizeof by);
    printf("\n%s\n", title);
    for (int i = 0; i < trial->n; i++) {
        const struct held_out *said = &trial->said[i];
        const struct example *e = &corpus->examples[i];
        struct shares shares;
        enum fl_domain domain;
        enum fl_scope scope;
        double confidence;
        int bin, right;
        if (said->class == COLUMN_NONE)
            continue;
        shares_of(said->scores, NULL, (double)reliable->temperature,
                  (double)reliable->court_only_temperature, &shares);
        confidence = reliable_at(reliable->right, shares_best(&shares, &domain, &scope));
        score_add(&by[e->source], said->class, said->scope, (int)domain, (int)scope);
        score_add(&all, said->class, said->scope, (int)domain, (int)scope);
        if (single >> e->source & 1)
            continue;
        score_add(&mixed, said->class, said->scope, (int)domain, (int)scope);
        right = (int)domain == said->class && (int)scope == said->scope;
        verdict[n++] = (struct verdict){confidence, right};
        bin = confidence >= 1 ? 9 : (int)(confidence * 10);
        bins[bin].said += confidence;
        bins[bin].right += right;
        bins[bin].n++;
    }
    for (int i = 0; i < corpus->n_sources; i++)
        score_print(&by[i], corpus->sources[i]);
    score_print(&all, "all");
    score_print(&mixed, "all but single-label corpora");
    score_print_domains(&mixed);
    print_reliability(bins);
    print_curve(verdict, n);
    free(verdict);
}

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
    struct verdict *verdict = take((size_t)trial->n, sizeof *verdict);
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
