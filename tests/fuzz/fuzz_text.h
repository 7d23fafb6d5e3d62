/* Mutated narratives, for the fuzzing tool and for the unit tests. */
#ifndef TESTS_FUZZ_TEXT_H
#define TESTS_FUZZ_TEXT_H

#include "engine/policy/policy.h"
#include "engine/text/model.h"

struct fuzz_texts {
    struct policy *policy;
    struct model *model;
    long inputs, read; /* counted, so that a run can show it got behind the check of UTF-8 */
};

/* Puts one input through folding, classification and findings. Returns NULL, or the sentence of the promise
 * that was broken. */
const char *fuzz_text_input(struct fuzz_texts *texts, const char *data, size_t len);

/* n inputs made from a seed, always the same ones; stops at the first broken promise and prints the input. */
const char *fuzz_text_run(struct fuzz_texts *texts, uint64_t seed, long n);

#endif
