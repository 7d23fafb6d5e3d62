/* Mutated files of comma-separated values, for the fuzzing tool and for the unit tests. */
#ifndef TESTS_FUZZ_CSV_H
#define TESTS_FUZZ_CSV_H

#include <stddef.h>
#include <stdint.h>

/* What became of the inputs, so that a run can show it reached every depth. */
struct fuzz_files {
    long inputs, records, refused;
};

/* Puts one input through the reader. Returns NULL, or the sentence of the promise that was broken. */
const char *fuzz_csv_input(struct fuzz_files *files, const char *data, size_t len);

/* n inputs made from a seed, always the same ones; stops at the first broken promise and prints the input. */
const char *fuzz_csv_run(struct fuzz_files *files, uint64_t seed, long n);

#endif
