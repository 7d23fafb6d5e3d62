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
    double sure;   /* the share from which a text without a label is believed */
    double unsure; /* the share below which a message to an office is taken for no dispute */
    double temperature;
};

void rows_make(const struct corpus *corpus, const struct lexicon *lexicon, struct arena *arena,
               struct rows *ret);
/* Fits on the examples whose class (by example) is not negative. */
void fit(const struct corpus *corpus, const struct rows *rows, const int *class,
         const struct recipe *recipe, struct fitted *ret);
/* Fits, lets that model say what the texts without a label are about, and fits again with those of which it is
 * sure: the words of people who ask on their own account stand in no corpus with labels. */
void fit_twice(const struct corpus *corpus, const struct rows *rows, const int *class,
               const struct recipe *recipe, struct fitted *ret);
void fitted_done(struct fitted *fitted);
void fitted_scores(const struct fitted *fitted, const struct feature_node *row,
                   double ret[MODEL_COLUMNS]);

#endif
