/* The model file. */
#ifndef TRAIN_WRITE_H
#define TRAIN_WRITE_H

#include "deploy/model/train/causes_build.h"
#include "deploy/model/train/fit.h"

struct parts {
    const struct fitted *fitted;
    const struct built_lexicon *lexicon;
    const struct built_causes *causes;
    const struct structure_weights *structure;
    const struct reliability *reliable;
};

/* Ends the program when the file cannot be written. */
void model_write(const char *path, const struct parts *parts);

#endif
