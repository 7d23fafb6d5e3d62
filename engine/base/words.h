/* Words (fenliu/vocab.h) inside the engine: their numbers, and the lists that channels may add to before main() runs. */
#ifndef ENGINE_WORDS_H
#define ENGINE_WORDS_H

#include "fenliu/vocab.h"

/* The number of a word in fl_channels, fl_procedures or fl_outcomes, added when it is not there; -1: it
 * has no Chinese term, or the list is full (FL_MAX_CHANNELS …). Both texts are kept, not copied. */
int words_add(struct fl_vocab *vocab, const char *name, const char *zh);

/* The number of a word that ends with its text; -1: not in the list, or NULL. */
int words_number(const struct fl_vocab *vocab, const char *word);

/* Numbers the tables of adapters/ (adapters/registry.c). */
void words_of_channels(void);

#endif
