/* Fitting the linear model with liblinear, and what it says of a text. */
#ifndef TRAIN_FIT_H
#define TRAIN_FIT_H

#include "deploy/model/train/corpus.h"
#include "deploy/model/train/lexicon_build.h"

struct feature_node; /* of liblinear, which only fit.c speaks to */

/* The examples as sparse rows: buckets from 1, then marks. */
struct rows {
    struct feature_node **row;
    int n, n_columns;
};

struct fitted {
    double *weight; /* [n_columns][MODEL_COLUMNS] */
    double bias[MODEL_COLUMNS];
};

struct recipe {
    double c, c_court_only;
    double balance; /* 0: classes as frequent as they are, 1: each class counts the same */
    int solver;
};

void rows_make(const struct corpus *corpus, const struct lexicon *lexicon, struct arena *arena,
               struct rows *ret);
/* Fits on the examples for which `use` is not 0. */
void fit(const struct corpus *corpus, const struct rows *rows, const uint8_t *use,
         const struct recipe *recipe, struct fitted *ret);
void fitted_done(struct fitted *fitted);
void fitted_scores(const struct fitted *fitted, const struct feature_node *row,
                   double ret[MODEL_COLUMNS]);

#endif
