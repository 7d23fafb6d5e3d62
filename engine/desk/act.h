/* One act upon a dispute: in which transaction, at which desk's court, by whom and when. What
 * events, ledger, docket and hand-over need of their caller, so that they serve calls, sweeps and
 * keepers alike. */
#ifndef ENGINE_ACT_H
#define ENGINE_ACT_H

#include "engine/serve/call.h"

struct act {
    struct engine *engine;
    struct pg *db; /* inside a transaction */
    struct arena *arena;
    const struct policy *policy;
    const char *court;
    const char *actor; /* who: principal, mediator; codes, never a person's name */
    int64_t at;        /* when it happens (a report's `at`, else now), Unix ms */
    bool woke;         /* out: something entered a queue */
};

/* The act of a call, at the moment `at` (call->now when the caller has no other). */
static inline struct act
act_of_call(const struct call *call, int64_t at)
{
    struct act act = {call->engine, call->db,        call->arena, call->policy,
                      call->court,  call->principal, at,          false};
    return act;
}

#endif
