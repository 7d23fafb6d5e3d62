/* A bounded run of the fuzzing of narratives (tests/fuzz/fuzz_found.c). */
#define FENLIU_IN_UNIT
#include "tests/fuzz/fuzz_found.c"

#include "tests/suite.h"

enum { TEXTS = 20000 };

START_TEST(mutated_narratives_break_no_promise)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    long found;
    ck_assert_msg(!policy_load_dir(policy_default_dir(), &policy, &err), "%s", err.detail);
    const char *broken = fuzz_found_run(policy, 2021, TEXTS, &found);
    ck_assert_msg(!broken, "broken: %s", broken);
    ck_assert_int_gt(found, TEXTS);
    policy_release(policy);
}
END_TEST

SUITE(fuzz_found, "fuzzing of findings", mutated_narratives_break_no_promise)
