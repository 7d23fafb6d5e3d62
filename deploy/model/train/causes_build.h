/* The causes that a text can be about: names of every list, how common they are, what words say for them. */
#ifndef TRAIN_CAUSES_BUILD_H
#define TRAIN_CAUSES_BUILD_H

#include "deploy/model/train/lexicon_build.h"
#include "engine/base/buf.h"
#include "engine/policy/policy.h"

struct built_causes {
    struct model_cause *cause;
    const char **name;
    int n;
    uint32_t first[FL_DOMAIN__COUNT + 1]; /* they stand by domain */
    struct cause_link *link;
    int n_links;
    struct buf names;
    const char **word; /* of the names, for the lexicon */
    int *word_cause;
    float *word_weight;
    int n_words;
};

/* First the names, out of the policy, with priors from cause-priors.tsv and words from causes.tsv; then, when the lexicon knows their
 * words, the links. */
void causes_collect(const struct policy *policy, const char *priors, const char *words,
                    struct arena *arena, struct built_causes *ret);
void causes_link(const struct built_lexicon *lexicon, struct arena *arena,
                 struct built_causes *ret);

#endif
