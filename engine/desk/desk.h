/* The desks: pull, accept, decline, release, report and what goes with them (docs/protocol.md,
 * docs/adapters.md). The methods are rows of desk_methods (engine/serve/call.h); which desk is called
 * says call->endpoint.
 *
 * `claim` is the fencing token of the one who holds a referral: every offer gets a fresh one, and a
 * step with another changes nothing (FL_E_CONFLICT, with the present state). */
#ifndef ENGINE_DESK_H
#define ENGINE_DESK_H

#include "engine/desk/act.h"
#include "fenliu/adapter.h"

/* Offers that were not accepted in time go back into their queues (event referral.lapsed). Any
 * number of processes may sweep at once: each row is taken by one. One transaction per 500 rows;
 * *ret_n is how many lapsed. `now` is clock_now(), or the moment a manual clock has just reached.
 * Not inside a transaction. */
int desk_sweep(struct engine *engine, struct pg *db, int64_t now, int *ret_n, struct fl_error *err);

/* The adapter of the desk that was called; NULL at intake. */
const struct fl_adapter *desk_adapter(const struct call *call);

#endif
