/* Sums by key in bounded memory: what does not fit goes, sorted, into files without a name, and is merged at the end.
 *
 * Keys are texts, compared byte by byte; values are added. One thread. */
#ifndef ENGINE_VERIFY_SUMS_H
#define ENGINE_VERIFY_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenliu/error.h"

#define SUMS_VALUES 2
#define SUMS_KEY    1024 /* bytes of a key at most, its final 0 in them */

struct sums;

/* max_keys: how many keys are kept in memory before they go to a file. */
struct sums *sums_new(size_t max_keys);
void sums_free(struct sums *sums); /* NULL is nothing */

/* FL_E_IO when the temporary files cannot be written (TMPDIR). */
int sums_add(struct sums *sums, const char *key, const int64_t values[SUMS_VALUES],
             struct fl_error *err);

/* From now on nothing may be added; sums_next gives the keys in order, each once, without those whose values are all
 * 0. What it points to stays until the next call. */
int sums_sort(struct sums *sums, struct fl_error *err);
int sums_next(struct sums *sums, bool *ret_more, const char **ret_key, const int64_t **ret_values,
              struct fl_error *err);

#endif
