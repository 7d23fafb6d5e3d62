/* The unit tests: every tests/<module>_test.c has `Suite *<module>_suite(void)`; the list is made at build.
 * A test's name is a sentence; open nng and database handles in checked fixtures only (check forks). */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>

typedef Suite *suite_maker(void);
extern suite_maker *const suites[];

/* A suite with one case of tests: SUITE(day, "days and moments", a_test, another_test) */
static inline void
suite_add(Suite *suite, const char *name, const TTest *const *tests, int n)
{
    TCase *tcase = tcase_create(name);
    for (int i = 0; i < n; i++)
        tcase_add_test(tcase, tests[i]);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
}
#define SUITE(module, title, ...)                                                                  \
    Suite *module##_suite(void);                                                                   \
    Suite *module##_suite(void)                                                                    \
    {                                                                                              \
        Suite *suite = suite_create(title);                                                        \
        const TTest *const tests[] = {__VA_ARGS__};                                                \
        suite_add(suite, title, tests, (int)(sizeof tests / sizeof *tests));                       \
        return suite;                                                                              \
    }

#endif
