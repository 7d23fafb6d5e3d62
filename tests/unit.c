/* Runs the unit tests. `unit` runs all, `unit day json` those suites (by their titles' beginnings).
 * Ends with the line "N passed, N failed". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/lang.h"
#include "tests/suite.h"

int
main(int argc, char **argv)
{
    lang_set("en");
    SRunner *runner = NULL;
    for (int i = 0; suites[i]; i++) {
        Suite *suite = suites[i]();
        if (runner)
            srunner_add_suite(runner, suite);
        else
            runner = srunner_create(suite);
    }
    if (!runner)
        return EXIT_FAILURE;
    if (argc > 1)
        for (int i = 1; i < argc; i++)
            srunner_run(runner, argv[i], NULL, CK_NORMAL);
    else
        srunner_run_all(runner, CK_NORMAL);
    int run = srunner_ntests_run(runner), failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    printf("%d passed, %d failed\n", run - failed, failed);
    return failed || !run ? EXIT_FAILURE : EXIT_SUCCESS;
}
