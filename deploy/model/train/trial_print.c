/* What a trial came to, in tables. */
#include "deploy/model/train/trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deploy/model/train/trial_parts.h"
#include "deploy/model/train/score.h"

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
    struct verdict *verdict = trial_take((size_t)trial->n, sizeof *verdict);
    uint32_t single = trial_single_label(corpus, trial->n);
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
