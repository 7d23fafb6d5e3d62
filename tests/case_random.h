/* Varied cases without a meaning, for tests that compare two ways of computing and for the
 * benchmark. The same seed gives the same cases. */
#ifndef TESTS_CASE_RANDOM_H
#define TESTS_CASE_RANDOM_H

#include <string.h>

#include "engine/base/day.h"
#include "engine/policy/policy.h"

struct dice {
    uint64_t state;
};

static inline uint32_t
dice_roll(struct dice *dice, uint32_t sides)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (uint32_t)(dice->state >> 33) % sides;
}

/* A fact is known with one chance in `known_in`; dates lie around the periods that the law counts.
 */
static inline int32_t
dice_fact(struct dice *dice, int fact, fl_day as_of, uint32_t known_in)
{
    if (dice_roll(dice, known_in))
        return FL_UNKNOWN;
    if (fl_facts[fact].type == FL_FACT_TYPE_BOOL)
        return (int32_t)dice_roll(dice, 2);
    if (fl_facts[fact].type == FL_FACT_TYPE_ENUM)
        return (int32_t)dice_roll(dice, (uint32_t)fl_facts[fact].values->count);
    return as_of - (int32_t)dice_roll(dice, dice_roll(dice, 2) ? 40 : 420);
}

/* `history` holds at least one entry and belongs to the caller. */
static inline void
dice_case(struct dice *dice, const struct policy *policy, fl_day as_of, uint32_t known_in,
          struct fl_past *history, struct fl_case *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->source = "dice";
    ret->ref = "dice";
    ret->court = "430204";
    ret->filed_on = as_of;
    for (int side = 0; side < FL_SIDE__COUNT; side++) {
        ret->count[side] = dice_roll(dice, 8) ? 1 : 12;
        ret->kinds[side] = 1u << dice_roll(dice, FL_KIND__COUNT);
        ret->tags[side] = dice_roll(dice, 2) ? 1u << dice_roll(dice, FL_TAG__COUNT) : 0;
    }
    ret->cause_list = ret->cause = -1;
    if (dice_roll(dice, 5)) {
        ret->has_cause = true;
        ret->cause_list = policy_cause_list_on(policy, as_of);
        ret->cause = (int)dice_roll(dice, (uint32_t)policy_cause_count(policy, ret->cause_list));
    }
    ret->amount_fen = -1;
    for (int i = 0; i < FL_CLAIM__COUNT; i++)
        ret->amounts_fen[i] = -1;
    if (dice_roll(dice, 3))
        ret->amount_fen = (int64_t)dice_roll(dice, 9000000);
    if (dice_roll(dice, 3)) {
        ret->has_claims = true;
        ret->claims = 1u << dice_roll(dice, FL_CLAIM__COUNT);
    }
    for (int fact = 0; fact < FL_FACT__COUNT; fact++)
        ret->fact[fact] = dice_fact(dice, fact, as_of, known_in);
    if (dice_roll(dice, 6) == 0) {
        static const struct fl_past pasts[] = {
            {FL_CHANNEL_UNION,       FL_PROCEDURE_UNION_MEDIATION,    FL_OUTCOME_FAILED,
             (enum fl_procedure) - 1, NULL, 0},
            {FL_CHANNEL_MEDIATION,   FL_PROCEDURE_PEOPLE_MEDIATION,   FL_OUTCOME_AGREED,
             (enum fl_procedure) - 1, NULL, 0},
            {FL_CHANNEL_ARBITRATION, FL_PROCEDURE_LABOUR_ARBITRATION, FL_OUTCOME_AWARD,
             (enum fl_procedure) - 1, NULL, 0},
            {FL_CHANNEL_COURT,       FL_PROCEDURE_SMALL_CLAIMS,       FL_OUTCOME_CONVERTED,
             FL_PROCEDURE_ORDINARY,   NULL, 0}
        };
        history[0] = pasts[dice_roll(dice, 4)];
        history[0].on = as_of - (fl_day)dice_roll(dice, 30);
        ret->history = history;
        ret->n_history = 1;
    }
}

#endif
