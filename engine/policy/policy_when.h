/* Building the tree of a condition: shared by policy_when.c (any, all, not, outputs of stages),
 * policy_when_case.c (facts, cause) and policy_when_sets.c (words, numbers, history). Private to
 * the loader. */
#ifndef ENGINE_POLICY_WHEN_H
#define ENGINE_POLICY_WHEN_H

#include "engine/policy/policy_loader.h"

struct when {
    struct loader *loader;
    const struct rule *rule;
    const char *member; /* as written, for messages */
    const cJSON *node;  /* its condition */
};
/* Reads a condition and appends its tests to `into`, which is a COND_ALL. */
typedef int when_load(const struct when *when, struct cond *into);

struct cond *cond_new(struct loader *loader, int kind);
void cond_append(struct cond *into, struct cond *child);
struct cond *cond_test(const struct when *when, struct cond *into, enum op op, uint64_t mask);
struct cond *cond_test_not(const struct when *when, struct cond *into, enum op op, uint64_t mask);

/* A word or an array of words as bits. */
int words_mask(const struct when *when, const cJSON *node, const struct fl_vocab *vocab,
               uint64_t *ret);
/* A period as written: "15d", "30wd", "6m", "1y", or "$param" whose unit is a period. */
int load_period(const struct when *when, const cJSON *node, struct period *ret);

when_load when_fact, when_cause, when_claims, when_tags, when_kinds, when_count, when_amount,
    when_history;

#endif
