/* The rows of a batch of cases, table by table. Inside store_write only. */
#ifndef ENGINE_STORE_ROWS_H
#define ENGINE_STORE_ROWS_H

#include "engine/store.h"

/* Each writes the rows of the inserted cases among n into its table; buf is scratch memory. */
typedef int store_rows(struct pg *pg, struct store_case *const *cases, int n, struct buf *buf,
                       struct fl_error *err);

/* The tables after disputes and counters, in the order of writing; NULL-ended. */
extern store_rows *const store_tables[];

/* The cases themselves, in key order; marks those that were inserted. *ret_xid (24 bytes) is the
 * transaction, "" when nothing was inserted. */
int store_put_disputes(struct pg *pg, struct store_case *const *cases, int n, char ret_xid[24],
                       struct fl_error *err);

/* Whether the case gets a referral: decided for one of the bodies or for triage, not outside. */
static inline bool
store_is_referred(const struct store_case *sc)
{
    return sc->d->channel != FL_CHANNEL_OUTSIDE;
}

#endif
