/* The parts of a recount; inside engine/verify only. */
#ifndef ENGINE_VERIFY_RECOUNT_PARTS_H
#define ENGINE_VERIFY_RECOUNT_PARTS_H

#include "engine/verify/recount.h"
#include "engine/verify/replay.h"
#include "engine/verify/stream.h"
#include "engine/verify/sums.h"

struct recounting {
    struct pg *pg;
    const struct recount_watch *watch;
    struct recount_sum sum;
    struct stream events, disputes, referrals, deadlines, decisions, dockets;
    struct arena arena; /* of one dispute */
    struct sums *sums, *views;
};

/* Tells a fault, and counts it. */
void recount_differs(struct recounting *r, const struct recount_fault *fault);

/* The stored rows of one dispute, each stream standing at its first one or behind it, against what was told. Leaves
 * the streams behind the dispute. */
int recount_rows(struct recounting *r, const struct told_dispute *told, struct fl_error *err);

/* Its clocks; its referrals stand by id. Leaves the stream behind the dispute. */
int recount_clocks(struct recounting *r, const struct told_dispute *told, struct fl_error *err);

/* The effect of an event into the sums; the sums against the ledger. */
int recount_effect(void *recounting, const struct told_dispute *dispute,
                   const struct told_effect *effect, struct fl_error *err);
int recount_counts(struct recounting *r, struct fl_error *err);

/* What a recounted sum adds to the figures of the views; the figures against the views; the roll-ups against the ledger. */
int recount_views_add(struct recounting *r, const char *key, int64_t n, struct fl_error *err);
int recount_views(struct recounting *r, struct fl_error *err);
int recount_folded(struct recounting *r, struct fl_error *err);

/* Whether a stream stands at a row of this dispute. */
int recount_at(struct stream *stream, const char *court, int64_t dispute_id, bool *ret,
               struct fl_error *err);

#endif
