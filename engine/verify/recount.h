/* Recounts everything from the events and compares: each dispute, each referral, its place in the queue and
 * its clocks, each decision, each docket number and counter, the ledger by all that it counts by, the roll-ups, and the figures that the views show
 * per court, month and year and by each dimension.
 *
 * One pass over the events, dispute by dispute, beside the stored rows in the same order; memory is that of a page of
 * each, of one dispute, and of RECOUNT_KEYS sums. One snapshot, read only: nobody waits. */
#ifndef ENGINE_VERIFY_RECOUNT_H
#define ENGINE_VERIFY_RECOUNT_H

#include "engine/pg/pg.h"

#define RECOUNT_KEYS 500000 /* sums in memory before they go to a file: about 150 MB */

/* A figure that differs. */
struct recount_fault {
    const char *table, *court;
    int64_t dispute_id, row_id; /* 0: of no single one */
    const char *figure;         /* column, or what was counted */
    const char *stored, *recounted;
};

struct recount_watch {
    void (*fault)(void *data, const struct recount_fault *fault);
    void (*progress)(void *data, int64_t events, int64_t about); /* now and then */
    bool (*stopped)(void *data); /* true: give up as soon as possible */
    void *data;
};

struct recount_sum {
    int64_t events, disputes, referrals, keys, figures, faults;
    int64_t ms;
};

/* The function itself fails only when it cannot look (FL_E_CONFLICT: it was stopped). */
int recount(struct pg *pg, const struct recount_watch *watch, struct recount_sum *ret,
            struct fl_error *err);

#endif
