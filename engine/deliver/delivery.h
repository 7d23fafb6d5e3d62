/* One delivery under way: taken, written as a message, and settled by what was answered. */
#ifndef ENGINE_DELIVER_DELIVERY_H
#define ENGINE_DELIVER_DELIVERY_H

#include "engine/base/buf.h"
#include "engine/deliver/target.h"
#include "engine/serve/call.h"

struct delivery {
    int64_t referral_id, claim;
    int tries; /* this one counted */
};

/* Leases the delivery of a target that is due, else offers the target's system the oldest referral it may have, and writes the message that says so. ret->referral_id is 0 when there is none. One transaction; that
 * persons are read is written down with the offer. */
int delivery_take(struct engine *engine, struct pg *pg, const struct target *target,
                  struct delivery *ret, struct buf *message, struct fl_error *err);

/* How a try ended. */
enum delivery_end {
    DELIVERY_ACCEPTED,
    DELIVERY_REFUSED,
    DELIVERY_TRY_AGAIN, /* nobody answered, or nothing that counts */
    DELIVERY_DEAD, /* the same for the last time: back into the queue, on the list of the clerk */
    DELIVERY_STALE /* the referral went elsewhere meanwhile: nothing changes */
};

/* Settles by an answer (NULL: none came, `why` says why), in one transaction that changes nothing unless the offer that
 * was sent still stands. */
int delivery_settle(struct engine *engine, struct pg *pg, const struct target *target,
                    const struct delivery *delivery, const struct buf *answer, const char *why,
                    enum delivery_end *ret, struct fl_error *err);

/* A call as the system of a body would make it at its desk. */
struct call delivery_call(struct engine *engine, struct pg *pg, struct arena *arena,
                          const struct policy *policy, const struct target *target);

#endif
