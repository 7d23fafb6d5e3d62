/* How texts are held out. Private to trial*.c. */
#ifndef TRAIN_TRIAL_PARTS_H
#define TRAIN_TRIAL_PARTS_H

#include "deploy/model/train/trial.h"

enum { FOLDS = 5 };

/* The round in which a text is held out. */
int trial_round(const struct example *e, enum trial_kind kind);
/* The corpora of one label, as bits of sources. */
uint32_t trial_single_label(const struct corpus *corpus, int labelled);
/* A number that has little to do with n. */
uint32_t trial_spread(int n);
/* Zeroed memory; ends the program when there is none. */
void *trial_take(size_t n, size_t size);

#endif
