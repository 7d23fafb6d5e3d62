/* Stores disputes of past years, each with its whole history, as if it had happened then: rows, events with their true
 * moments, counts, docket numbers. Recorded now; dispute.import_id marks them. */
#ifndef ENGINE_IMPORT_BRING_H
#define ENGINE_IMPORT_BRING_H

#include "engine/engine.h"
#include "engine/import/brought.h"

#define IMPORT_BATCH 500 /* disputes in one transaction */

struct bringing {
    struct engine *engine; /* for ids and keys */
    struct pg *pg;
    const struct policy *policy;
    int64_t import_id;
    const char *file, *sha256, *mapping; /* for import_run */
};

/* What became of one: list[i].stored says that it was new; a fault is told by refused(), with the line and the member.
 * All disputes of a batch are of one court. One transaction: on an error nothing of it is kept. */
int bring_batch(struct bringing *b, struct brought *list, int n,
                void (*refused)(void *data, const struct import_fault *fault), void *data,
                struct fl_error *err);

/* The run is over. */
int bring_end(const struct bringing *b, int64_t refused, struct fl_error *err);

#endif
