/* Mutated case documents, for the fuzzing tool and for the unit tests. */
#ifndef TESTS_FUZZ_CASE_H
#define TESTS_FUZZ_CASE_H

#include <stddef.h>
#include <stdint.h>

#include "engine/policy/policy.h"

/* What became of an input, so that a run can show it reached every depth. */
struct fuzz_count {
    long inputs, parsed, read;
};

/* Puts one input through parse, read, skeleton, decide and write. Returns NULL, or the sentence of
 * the promise that was broken. */
const char *fuzz_case_input(const struct policy *policy, const char *text, size_t len,
                            struct fuzz_count *count);

/* n inputs made from a seed, always the same ones; stops at the first broken promise and prints the
 * input. */
const char *fuzz_case_run(const struct policy *policy, uint64_t seed, long n,
                          struct fuzz_count *count);

#endif
