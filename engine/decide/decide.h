/* decide(facts, history, day, policy) → decision: the one function that routes, at intake, after a
 * failed mediation and after an award. Pure: no clock, no database, no network, no allocation but
 * from the arena (and none at all in decide_route). */
#ifndef ENGINE_DECIDE_H
#define ENGINE_DECIDE_H

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/policy/policy.h"

/* Everything: route, reasons, limits, flags, missing, what follows if it fails. */
void decide(const struct policy *policy, const struct fl_case *c, fl_day as_of, struct arena *arena,
            struct fl_decision *ret);

/* Channel, procedure, fast track and rule only; reasons, limits, flags, missing and if_fails stay
 * empty. */
void decide_route(const struct policy *policy, const struct fl_case *c, fl_day as_of,
                  struct fl_decision *ret);

/* The same with the route given by a person (a clerk at triage, a judge who converts): channel,
 * procedure and fast track are taken as they are, rule and the only reason are "CLERK"; flags,
 * limits, docket word and what follows a failure come from the policy for that route; nothing is
 * missing. */
void decide_ordered(const struct policy *policy, const struct fl_case *c, fl_day as_of,
                    enum fl_channel channel, enum fl_procedure procedure, bool fast_track,
                    struct arena *arena, struct fl_decision *ret);

/* The decision as the JSON object of docs/protocol.md §2. ref and docket may be NULL. */
void decision_write(const struct policy *policy, const struct fl_decision *decision,
                    const char *ref, const char *docket, struct buf *buf);

/* The rungs tried, why each did not hold, and what single change would change the route: JSON when
 * `json`, else text in the language of lang.h. */
void decide_explain(const struct policy *policy, const struct fl_case *c, fl_day as_of, bool json,
                    struct buf *buf);

/* The engine's runners-up: for each unknown member that would change the route, what decide() would say for each of
 * its values (of causes, claims, amounts and dates: for the first value that leads to each other route), as a JSON
 * array of {member, value, channel, procedure, fast_track, rule}. */
void decide_runners_up(const struct policy *policy, const struct fl_case *c, fl_day as_of,
                       struct buf *buf);

#endif
