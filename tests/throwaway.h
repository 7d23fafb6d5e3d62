/* A throwaway PostgreSQL for unit tests: one private server per run of the tests, one database per
 * test.
 *
 * The server is started by the first suite that wants it, in the main process (an unchecked
 * fixture: check forks a child per test, and a server started there would end with the test), and
 * stopped at its exit. */
#ifndef TESTS_THROWAWAY_H
#define TESTS_THROWAWAY_H

#include "engine/pg/pg.h"
#include "tests/suite.h"

void throwaway_server(void); /* unchecked setup: starts the server unless it runs */
void throwaway_empty(void);  /* checked setup: an empty database of its own */
void throwaway_fresh(void);  /* checked setup: a synthetic database with the whole schema */
void throwaway_drop(void);   /* checked teardown */

const char *throwaway_conninfo(void); /* of this test's database */
struct pg *throwaway_pg(void);        /* a connection to it, closed by throwaway_drop */
/* The first cell of a query's answer, kept until the next call; fails the test when there is none.
 */
const char *throwaway_ask(const char *sql);
void throwaway_do(const char *sql);

/* Runs `met` until it says true, at most ms; fails the test with `what` else. */
void wait_for(const char *what, bool (*met)(void *data), void *data, int ms);
/* A folder of its own below TMPDIR, removed with all that is in it by folder_remove. */
char *folder_make(void);
void folder_remove(char *folder);

/* A suite whose tests each have a database: DATABASE_SUITE(pg, "PostgreSQL", throwaway_empty,
 * tests…) */
#define DATABASE_SUITE(module, title, setup, ...)                                                  \
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
        tcase_add_checked_fixture(tcase, setup, throwaway_drop);                                   \
        suite_add_tcase(suite, tcase);                                                             \
        return suite;                                                                              \
    }

#endif
