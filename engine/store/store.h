/* Group commit: decided cases collect for a moment, a few connections write them in one transaction
 * each, and they are answered after COMMIT.
 *
 * Order within a transaction that does not deadlock and does not serialise: the rows of `dispute`
 * in key order, then the docket counters in court order and only for rows really inserted, then the
 * rest (measured: docs/flow.md). A failed batch is halved until the one bad case stands alone. */
#ifndef ENGINE_STORE_H
#define ENGINE_STORE_H

#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/engine.h"
#include "engine/access/person.h"
#include "fenliu/decision.h"

#define STORE_DOCKET_MAX 128

/* One case on its way into the database. What it points to stays until done() is called; done() is
 * called exactly once, on a thread of the store, and must not block. */
struct store_case {
    /* in */
    const struct fl_case *c;
    const struct fl_decision *d;
    const struct policy *policy;
    uint8_t hash[32];    /* keyed hash of the canonical document */
    struct buf document; /* the case without personal data, JSON */
    struct buf personal; /* its narrative and words of its history, JSON; empty without */
    struct buf decision; /* the decision with docket null, JSON */
    int64_t now;         /* clock_now() at its arrival */
    void (*done)(struct store_case *sc);
    void *owner;

    /* out, when err.code is 0 */
    struct fl_error err;
    bool duplicate;
    int64_t case_id;               /* of the stored case: another's when it is a duplicate */
    char docket[STORE_DOCKET_MAX]; /* "" without */
    struct buf stored;             /* duplicate: the stored decision, its docket in it */

    /* the store's own */
    int64_t dispute_id, decision_id, referral_id, event_id[3];
    int64_t pool, rank_at; /* where the referral waits, and at which place (engine/queue/pool.h) */
    bool inserted;
    int docket_year, docket_number;
    struct keys *keys;
    bool blank; /* blanks of the same size instead of personal data: bench only (key `sealing`) */
    struct person_key key; /* of this dispute, made with its id */
    int64_t put_at;        /* monotonic µs */
    struct store_case *next;
};

int store_open(struct engine *engine, struct store **ret, struct fl_error *err);
/* FL_E_OVERLOADED when the queue is full: done() is then never called. Thread safe, never blocks.
 */
int store_put(struct store *store, struct store_case *sc, struct fl_error *err);
/* Writes what is queued, joins the writers, frees. */
void store_close(struct store *store);
size_t store_waiting(struct store *store);

/* The decision of a fresh case with its docket number put in place of null. */
void store_decision(const struct store_case *sc, struct buf *buf);

/* Gives the buffers back. */
void store_case_done(struct store_case *sc);

#endif
