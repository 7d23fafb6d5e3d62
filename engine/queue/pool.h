/* Pools: what alike referrals wait in, and the number by which they wait there.
 *
 * The order of a queue is one indexable number that ages by itself: the moment of entry less a bonus, in Unix ms.
 * The bonus is made of the decision's priority (collective, elderly, migrant workers' wages, limitation near: the
 * policy gives the points) and of how soon the earliest clock that runs from the entry ends; it lies between 0 and B,
 * the policy's desk.overtake_days on the day of entry. So no referral is overtaken by one that entered more than B
 * later and fits the same mediator: let X have entered before Y, by more than B. Then
 *
 *     rank(X) = entered(X) − bonus(X) ≤ entered(X) < entered(Y) − B ≤ entered(Y) − bonus(Y) = rank(Y),
 *
 * and a pull takes, of what fits, the smallest rank (engine/queue/board.h says from when on it is seen). Where B has
 * changed meanwhile, the larger of the two holds. Giving back and lapsing do not change the rank. */
#ifndef ENGINE_POOL_H
#define ENGINE_POOL_H

#include "engine/pg/pg.h"
#include "engine/policy/policy.h"

/* Text may be NULL: not known. */
struct pool_key {
    const char *channel, *street, *community, *cause_list, *cause;
};

/* The number of the pool: the front of a SHA-256 over the key. Two keys of one court with the same number would take
 * 2^32 pools to be likely; a pool that is joined so is served by those who fit the first. */
int64_t pool_number(const struct pool_key *key);

/* The pool of a case that goes where the decision says. */
struct pool_key pool_key_of(const struct fl_case *c, const struct fl_decision *d,
                            const char *cause_list, const char *cause);

/* The rank of a referral that enters at a moment under a decision. A policy without the parameters gives no bonus. */
int64_t rank_at(const struct policy *policy, int64_t entered_ms, const struct fl_decision *d);

/* Writes down a pool that may be new. Autocommitted or in a transaction: a pool with nothing in it harms nobody. */
int pool_put(struct pg *pg, const char *court, const struct pool_key *key, int64_t number,
             struct fl_error *err);

#endif
