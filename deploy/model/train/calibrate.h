/* From what was said of texts that were held out to how often it is right. */
#ifndef TRAIN_CALIBRATE_H
#define TRAIN_CALIBRATE_H

#include "engine/text/classify_parts.h"

/* What the model said of a text that it was not trained on. */
struct held_out {
    double scores[MODEL_COLUMNS];
    int class, scope;
};

/* The temperatures under which the truth is likeliest. */
double temperature_of_classes(const struct held_out *said, int n);
double temperature_of_court_only(const struct held_out *said, int n);

/* A rising table: share → how many of n pairs (share, right) around it were right (isotonic regression). */
struct verdict {
    double share;
    int right;
};
void reliability_fit(struct verdict *verdicts, int n, float ret[RELIABLE_STEPS + 1]);

#endif
