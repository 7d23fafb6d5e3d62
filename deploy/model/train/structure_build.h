/* structure.tsv as logarithms. */
#ifndef TRAIN_STRUCTURE_BUILD_H
#define TRAIN_STRUCTURE_BUILD_H

#include "engine/base/arena.h"
#include "engine/text/model_parts.h"

/* Ends the program when the file is wrong. */
void structure_build(const char *path, struct arena *arena, struct structure_weights *ret);

#endif
