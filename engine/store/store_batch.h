/* One batch of cases into one transaction, with everything that can go wrong. Inside the store
 * only. */
#ifndef ENGINE_STORE_BATCH_H
#define ENGINE_STORE_BATCH_H

#include <stdatomic.h>

#include "engine/store/store.h"

struct writer {
    struct engine *engine;
    struct pg *pg;
    struct buf scratch;
    const atomic_bool *closing; /* shortens the search for a transaction's fate */
};

/* Writes the cases and calls done() of each. `cases` is put into key order. */
void store_write(struct writer *writer, struct store_case **cases, int n);

#endif
