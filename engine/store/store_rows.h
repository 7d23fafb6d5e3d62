/* The rows of a batch of cases, table by table. Inside store_batch.c only.
 *
 * Every function writes the rows of those cases that are marked as inserted; buf is scratch memory.
 */
#ifndef ENGINE_STORE_ROWS_H
#define ENGINE_STORE_ROWS_H

#include "engine/store/store.h"

/* The cases themselves, in key order, all at once by COPY: the fastest way, which fails as a whole
 * (SQLSTATE 23505) when another connection has taken a key meanwhile. */
int store_copy_disputes(struct pg *pg, struct store_case *const *cases, int n, struct buf *buf,
                        struct fl_error *err);
/* The same with ON CONFLICT DO NOTHING: marks those that were inserted. */
int store_put_disputes(struct pg *pg, struct store_case *const *cases, int n, struct fl_error *err);

/* What knows no docket number, before the counters are locked: their lock stays short. Then what
 * does. */
int store_copy_before_numbers(struct pg *pg, struct store_case *const *cases, int n,
                              struct buf *buf, struct fl_error *err);
int store_copy_with_numbers(struct pg *pg, struct store_case *const *cases, int n, struct buf *buf,
                            struct fl_error *err);

/* Whether the case gets a referral: decided for one of the bodies or for triage, not outside. */
static inline bool
store_is_referred(const struct store_case *sc)
{
    return sc->d->channel != FL_CHANNEL_OUTSIDE;
}

/* Where a case waits: its pool, written down if it may be new, and its rank. Outside a transaction, so that no two
 * writers wait for each other over a new pool. */
int store_place(struct engine *engine, struct pg *pg, struct store_case *sc, struct fl_error *err);

#endif
