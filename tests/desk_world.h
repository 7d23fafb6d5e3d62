/* A small world for tests of desks, hand-over and statistics: a fresh database, the packaged
 * policy, a clock that the test sets, cases that enter, and calls upon desks run as the runner runs
 * them (params checked, one transaction, commit or rollback). Each test gets a world of its own. */
#ifndef TESTS_DESK_WORLD_H
#define TESTS_DESK_WORLD_H

#include "engine/serve/call.h"
#include "engine/desk/deadline.h"
#include "engine/desk/handover.h"
#include "engine/access/person.h"
#include "tests/throwaway.h"

#define WORLD_COURT "430204"

extern struct engine world_engine; /* with keys of its own */
extern struct fl_error world_err;  /* of the last call that failed */

void world_policy(void); /* unchecked setup: reads the packaged policy and documents once */
void world_open(void);   /* checked setup: database and clock (2021-03-01 09:00) */
void world_close(void);  /* checked teardown */

/* The clock of the world: "2021-03-05T09:00" in Shanghai. Forward or back, as the test likes. */
void world_at(const char *moment);
int64_t world_now(void);

/* A case enters now. `members` are members of a case document laid over a minimal one: the cause, a
 * claim, facts. Returns the id of the dispute; its first referral is in world_next. */
int64_t world_case(const char *members);
extern struct handover_result world_next;

/* Calls a method. 0, or the code of the error (see world_err); on success world_got reads the
 * result. */
int world_call(enum endpoint desk, const char *method, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What stands sealed in the first row of an answer: its columns are the court, the id of the dispute, the id of the
 * row that the value belongs to, and the value. "" when it is null. Stands until the next call. */
const char *world_unsealed(struct seal_place (*place)(const char *court, int64_t id),
                           const char *sql);
/* A member of the last result, by path: "offers/0/case/claimants/0/name". Text as it is, other
 * values as JSON; "" when there is none. Stands until the next call. */
const char *world_got(const char *path);
const char *world_result(void); /* the whole of it */

/* Pulls one offer and accepts it, one minute later; fails the test when the queue is empty. The
 * referral and its claim are in world_referral and world_claim. */
void world_take(enum endpoint desk, const char *mediator);
extern char world_referral[32], world_claim[32];

/* The sweeper comes by. */
struct deadline_sweep world_sweep(void);
/* What tests/invariants/deadlines.sql finds, where a sweep comes by every `step` ("1 day"): "" or
 * "BREACH REFERRAL WHAT DUE_ON; …", which stands until the next question. */
const char *world_breaches(const char *step);
/* … is nothing. */
void world_clocks_hold(const char *step);

/* Runs work inside a transaction on act->db at the clock of the world. */
struct act world_act(void);

/* A loan between persons that goes to mediation before filing. */
#define WORLD_LOAN                                                                                 \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],"                  \
    "\"amount_fen\":3000000,\"facts\":{\"consent_to_mediate\":\"both\"},"                          \
    "\"respondents\":[{\"kind\":\"person\",\"name\":\"钱二\"}]}"

/* n times a Chinese character (three bytes); the caller frees it. */
char *world_text(int n);

#define WORLD_SUITE(module, title, ...)                                                            \
    Suite *module##_suite(void);                                                                   \
    Suite *module##_suite(void)                                                                    \
    {                                                                                              \
        Suite *suite = suite_create(title);                                                        \
        TCase *tcase = tcase_create(title);                                                        \
        const TTest *const tests[] = {__VA_ARGS__};                                                \
        for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)                                  \
            tcase_add_test(tcase, tests[i]);                                                       \
        tcase_set_timeout(tcase, 60);                                                              \
        tcase_add_unchecked_fixture(tcase, throwaway_server, NULL);                                \
        tcase_add_unchecked_fixture(tcase, world_policy, NULL);                                    \
        tcase_add_checked_fixture(tcase, throwaway_fresh, throwaway_drop);                         \
        tcase_add_checked_fixture(tcase, world_open, world_close);                                 \
        suite_add_tcase(suite, tcase);                                                             \
        return suite;                                                                              \
    }

#endif
