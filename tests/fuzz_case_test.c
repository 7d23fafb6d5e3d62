/* A bounded run of the fuzzing of case documents (tests/fuzz/fuzz_case.c). */
#define FENLIU_IN_UNIT
#include "tests/fuzz/fuzz_case.c"

#include "tests/suite.h"

enum { INPUTS = 20000 };

START_TEST(mutated_documents_break_no_promise)
{
    struct policy *policy = NULL;
    struct fuzz_count count = {0};
    struct fl_error err = {0};
    ck_assert_msg(!policy_load_dir(policy_default_dir(), &policy, &err), "%s", err.detail);
    const char *broken = fuzz_case_run(policy, 2021, INPUTS, &count);
    ck_assert_msg(!broken, "broken: %s", broken);
    ck_assert_msg(count.parsed > INPUTS / 4 && count.read > INPUTS / 20,
                  "the mutations are too wild: %ld parsed, %ld read", count.parsed, count.read);
    policy_release(policy);
}
END_TEST

SUITE(fuzz_case, "fuzzing of case documents", mutated_documents_break_no_promise)
