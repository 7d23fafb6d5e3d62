/* How well the model does on texts that it was not trained on. */
#ifndef TRAIN_TRIAL_H
#define TRAIN_TRIAL_H

#include "deploy/model/train/calibrate.h"
#include "deploy/model/train/causes_build.h"
#include "deploy/model/train/fit.h"

enum trial_kind {
    TRIAL_FOLDS,  /* five folds; near-duplicates in one */
    TRIAL_SOURCES /* one corpus after the other left out */
};

/* What was said of each labelled text while it was held out. */
struct trial {
    struct held_out *said; /* by example */
    int n;
};

/* By example: its class, or -1 where it is not to be learnt from. A corpus whose every text got one label (all that lay people
 * asked in one forum) has texts of other domains in it: those that a model without that corpus places elsewhere. */
int *trial_clean(const struct corpus *corpus, const struct rows *rows, int labelled,
                 const struct recipe *recipe);
struct trial *trial_run(const struct corpus *corpus, const struct rows *rows, int labelled,
                        const int *class, const struct recipe *recipe, enum trial_kind kind);
/* Temperatures and reliability out of both trials together, but the causes. */
void trial_calibrate(const struct trial *folds, const struct trial *sources,
                     struct reliability *ret);
void trial_print(const struct corpus *corpus, const struct trial *trial,
                 const struct reliability *reliable, const char *title);
/* How well causes are found, with a model that was written; fills the rest of ret. */
void trial_causes(const struct corpus *corpus, const struct trial *trial, const char *path,
                  const struct policy *policy, const struct built_causes *causes,
                  struct reliability *ret);
/* That the written model, with its rounded weights, says what the fitted one says. */
void trial_check(const struct corpus *corpus, int labelled, const struct rows *rows,
                 const struct fitted *fitted, const char *path);

/* Writes what each fold learns and is asked into DIR/fold-N.train and DIR/fold-N.test, as fasttext reads it: a label
 * domain/scope, then the letters. For a comparison; DIR holds text of the corpora afterwards. */
void trial_export(const struct corpus *corpus, int labelled, const int *class, const char *dir);

#endif
