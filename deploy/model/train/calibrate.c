/* Temperatures by golden section, reliability by pooling adjacent violators. */
#include "deploy/model/train/calibrate.h"

#include <stdlib.h>

#include "deploy/model/train/corpus.h"

typedef double loss_of(const struct held_out *said, int n, double temperature);

static double
loss_of_classes(const struct held_out *said, int n, double temperature)
{
    double loss = 0;
    struct shares shares;

    for (int i = 0; i < n; i++) {
        shares_of(said[i].scores, NULL, temperature, 1, &shares);
        loss -= log(shares.class[said[i].class] + 1e-12);
    }
    return loss;
}

static double
loss_of_court_only(const struct held_out *said, int n, double temperature)
{
    double loss = 0;

    for (int i = 0; i < n; i++) {
        if (said[i].class >= FL_DOMAIN__COUNT || !domain_scope_open[said[i].class])
            continue;
        double p = 1 / (1 + exp(-said[i].scores[COLUMN_COURT_ONLY] / temperature));
        loss -= log((said[i].scope == FL_SCOPE_COURT_ONLY ? p : 1 - p) + 1e-12);
    }
    return loss;
}

static double
least(loss_of *loss, const struct held_out *said, int n)
{
    const double golden = 0.6180339887498949;
    double low = log(0.02), high = log(10);

    for (int step = 0; step < 40; step++) {
        double a = high - golden * (high - low), b = low + golden * (high - low);
        if (loss(said, n, exp(a)) < loss(said, n, exp(b)))
            high = b;
        else
            low = a;
    }
    return exp((low + high) / 2);
}

double
temperature_of_classes(const struct held_out *said, int n)
{
    return least(loss_of_classes, said, n);
}

double
temperature_of_court_only(const struct held_out *said, int n)
{
    return least(loss_of_court_only, said, n);
}

static int
compare(const void *a, const void *b)
{
    const struct verdict *x = a, *y = b;
    if (x->share != y->share)
        return x->share < y->share ? -1 : 1;
    return x->right - y->right;
}

struct pool {
    double share, right; /* sums */
    int n;
};

void
reliability_fit(struct verdict *verdicts, int n, float ret[RELIABLE_STEPS + 1])
{
    enum { FEWEST = 25 }; /* verdicts that a point of the table rests on */
    struct pool *pool = malloc(((size_t)n / FEWEST + 2) * sizeof *pool);
    int n_pools = 0;

    if (!pool)
        die("no memory");
    qsort(verdicts, (size_t)n, sizeof *verdicts, compare);
    for (int i = 0; i < n;) {
        struct pool one = {0, 0, 0};
        for (; i < n && one.n < FEWEST; i++, one.n++) {
            one.share += verdicts[i].share;
            one.right += verdicts[i].right;
        }
        pool[n_pools++] = one;
        while (n_pools > 1 && pool[n_pools - 2].right * pool[n_pools - 1].n >=
                                  pool[n_pools - 1].right * pool[n_pools - 2].n) {
            pool[n_pools - 2].share += pool[n_pools - 1].share;
            pool[n_pools - 2].right += pool[n_pools - 1].right;
            pool[n_pools - 2].n += pool[n_pools - 1].n;
            n_pools--;
        }
    }
    for (int i = 0, k = 0; i <= RELIABLE_STEPS; i++) {
        double share = (double)i / RELIABLE_STEPS, x0 = 0, y0 = 0, x1 = 1, y1 = 1;
        while (k < n_pools && pool[k].share / pool[k].n <= share)
            k++;
        if (k) {
            x0 = pool[k - 1].share / pool[k - 1].n;
            y0 = pool[k - 1].right / pool[k - 1].n;
        }
        if (k < n_pools) {
            x1 = pool[k].share / pool[k].n;
            y1 = pool[k].right / pool[k].n;
        } else {
            y1 = y0; /* beyond the last: no more than it */
        }
        ret[i] = (float)(x1 > x0 ? y0 + (y1 - y0) * (share - x0) / (x1 - x0) : y1);
    }
    free(pool);
}
