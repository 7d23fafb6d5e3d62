/* Mutated narratives, for the fuzzing tool and for the unit tests. */
#ifndef TESTS_FUZZ_FOUND_H
#define TESTS_FUZZ_FOUND_H

#include <stddef.h>
#include <stdint.h>

#include "engine/policy/policy.h"

/* Finds what one text says. Returns NULL, or the sentence of the promise that was broken; *ret_n counts findings. */
const char *fuzz_found_input(const struct policy *policy, const char *text, size_t len,
                             long *ret_n);

/* n texts made from a seed, always the same ones; stops at the first broken promise and prints the text. */
const char *fuzz_found_run(const struct policy *policy, uint64_t seed, long n, long *ret_found);

#endif
