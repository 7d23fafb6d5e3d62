/* lexicon.tsv as a trie. */
#ifndef TRAIN_LEXICON_BUILD_H
#define TRAIN_LEXICON_BUILD_H

#include "engine/text/features.h"

#define MAX_GROUPS 250

struct built_lexicon {
    struct lexicon view;
    uint16_t first[65536];
    struct trie_node *nodes;
    int n_nodes;
    struct lexicon_word *words;
    const char *group[MAX_GROUPS];       /* its name */
    const char *group_cause[MAX_GROUPS]; /* NULL: for none */
};

/* The words of lexicon.tsv, and `more` that stand in no group. Ends the program when the file is wrong. */
void lexicon_build(const char *path, const char *const *more, int n_more, struct arena *arena,
                   struct built_lexicon *ret);

/* The number of a word, or -1. */
int lexicon_find(const struct lexicon *lexicon, const char *word, struct arena *arena);

#endif
