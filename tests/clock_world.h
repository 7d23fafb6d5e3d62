/* What the suites of clocks share, on top of tests/desk_world.h: their cases, the sweeper, and what it told. */
#ifndef TESTS_CLOCK_WORLD_H
#define TESTS_CLOCK_WORLD_H

#include "engine/desk/deadline.h"
#include "tests/desk_world.h"

#define HELD "\"referral_id\":\"%s\",\"claim\":\"%s\""

/* Two persons about a loan, in the fields that the suite varies. */
#define LOAN(consent)                                                                              \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],"                  \
    "\"amount_fen\":1000000,\"facts\":{\"consent_to_mediate\":\"" consent "\"},"                   \
    "\"respondents\":[{\"kind\":\"person\",\"name\":\"钱二\"}]}"
#define WAGES(facts)                                                                               \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],"                 \
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"孙三\",\"tags\":[\"worker\"]}],"             \
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"某厂\",\"tags\":[\"employer\"]}],"        \
    "\"facts\":{" facts "}}"

static struct deadline_sweep swept; /* the last one */

/* The clock of the world moves, and the sweeper comes by. */
static inline void
sweep_at(const char *moment)
{
    world_at(moment);
    swept = world_sweep();
}

/* "mediate 2021-03-31 running, …" of all clocks, in the order of their days. */
static inline const char *
clocks(void)
{
    return throwaway_ask("SELECT coalesce(string_agg(what || ' ' || due_on || ' ' || state, ', ' "
                         "ORDER BY due_on, what), '') FROM deadline");
}

/* "near mediate 2021-03-31, …" of all that was told, in order. */
static inline const char *
told(void)
{
    return throwaway_ask(
        "SELECT coalesce(string_agg(split_part(type, '.', 2) || ' ' || (data ->> 'what') || ' ' || "
        "(data ->> 'due_on'), ', ' ORDER BY at, type, data ->> 'what'), '') FROM event WHERE type "
        "LIKE 'deadline.%'");
}

#endif
