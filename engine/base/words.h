/* The lists of words that channels may add to (fenliu/vocab.h), before main() runs. */
#ifndef ENGINE_WORDS_H
#define ENGINE_WORDS_H

#include "fenliu/vocab.h"

/* The number of a word in fl_channels, fl_procedures or fl_outcomes, added when it is not there; -1: it
 * has no Chinese term, or the list is full (FL_MAX_CHANNELS …). Both texts are kept, not copied. */
int words_add(struct fl_vocab *vocab, const char *name, const char *zh);

/* Numbers the tables of adapters/ (adapters/registry.c). */
void words_of_channels(void);

#endif
