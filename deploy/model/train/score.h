/* Counting what was right. */
#ifndef TRAIN_SCORE_H
#define TRAIN_SCORE_H

#include "engine/text/model_parts.h"

struct score {
    int domain[MODEL_CLASSES][FL_DOMAIN__COUNT]; /* true, said */
    int scope[FL_SCOPE__COUNT][FL_SCOPE__COUNT];
    int n;
};

void score_add(struct score *score, int domain, int scope, int said_domain, int said_scope);
double score_domain_accuracy(const struct score *score);
double score_domain_f1(const struct score *score); /* macro, over domains that occur */
double score_scope_accuracy(const struct score *score);
double score_scope_f1(const struct score *score);
double score_labour_f1(const struct score *score);
void score_print(const struct score *score, const char *name);
void score_print_domains(const struct score *score);

#endif
