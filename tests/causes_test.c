/* Causes of action: by code, by name, by former name, and from one list to the next. */
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "tests/suite.h"

static struct policy *
mini(void)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    ck_assert_msg(!policy_load_dir(FENLIU_SOURCE "/tests/policy/mini", &policy, &err), "%s",
                  err.detail);
    return policy;
}

static const char *
code_of(const struct policy *policy, int list, int cause)
{
    const struct cause *found = policy_cause(policy, list, cause);
    return found ? found->code : "none";
}

START_TEST(a_code_is_found_in_its_list_alone)
{
    struct policy *policy = mini();
    ck_assert_str_eq(policy_cause(policy, 0, policy_cause_by_code(policy, 0, "10.1"))->name,
                     "民间借贷纠纷");
    ck_assert_int_eq(policy_cause_by_code(policy, 1, "10.1"), -1);
    ck_assert_int_eq(policy_cause_by_code(policy, 0, "10.9"), -1);
    ck_assert_int_eq(policy_cause_by_code(policy, 7, "10"), -1);
    policy_release(policy);
}
END_TEST

START_TEST(a_list_is_in_force_from_its_first_to_its_last_day)
{
    struct policy *policy = mini();
    ck_assert_int_eq(policy_cause_list_on(policy, day_of_civil(2025, 12, 31)), 0);
    ck_assert_int_eq(policy_cause_list_on(policy, day_of_civil(2026, 1, 1)), 1);
    ck_assert_int_eq(policy_cause_list_on(policy, day_of_civil(2020, 12, 31)), -1);
    policy_release(policy);
}
END_TEST

START_TEST(a_name_at_two_levels_of_one_branch_means_the_deeper_one)
{
    struct policy *policy = mini();
    bool alias = true;
    int cause = policy_cause_by_name(policy, 0, "不当得利纠纷", &alias, NULL);
    ck_assert_str_eq(code_of(policy, 0, cause), "12");
    ck_assert(!alias);
    policy_release(policy);
}
END_TEST

START_TEST(a_name_in_two_branches_is_in_doubt_and_lists_the_candidates)
{
    struct policy *policy = mini();
    struct buf candidates = {0};
    bool alias;
    ck_assert_int_eq(policy_cause_by_name(policy, 0, "合同纠纷", &alias, &candidates), -2);
    ck_assert(strstr(candidates.data, "S1 合同纠纷") && strstr(candidates.data, "31 合同纠纷"));
    buf_done(&candidates);
    policy_release(policy);
}
END_TEST

START_TEST(a_former_name_is_taken_and_said_to_be_one)
{
    struct policy *policy = mini();
    bool alias = false;
    int cause = policy_cause_by_name(policy, 1, "居间合同纠纷", &alias, NULL);
    ck_assert_str_eq(code_of(policy, 1, cause), "41");
    ck_assert(alias);
    ck_assert_int_eq(policy_cause_by_name(policy, 1, "没有的纠纷", &alias, NULL), -1);
    ck_assert(!alias);
    policy_release(policy);
}
END_TEST

START_TEST(a_cause_goes_to_the_next_list_and_back_where_the_match_is_unique)
{
    struct policy *policy = mini();
    struct fl_case c = {.has_cause = true, .cause_list = 0};
    int list, cause;
    c.cause = policy_cause_by_code(policy, 0, "20.1");
    ck_assert(case_cause_on(policy, &c, day_of_civil(2026, 3, 1), &list, &cause));
    ck_assert_str_eq(code_of(policy, list, cause), "50.1");
    ck_assert(case_cause_on(policy, &c, day_of_civil(2025, 3, 1), &list, &cause));
    ck_assert_str_eq(code_of(policy, list, cause), "20.1");
    c.cause_list = 1;
    c.cause = cause = policy_cause_by_code(policy, 1, "50.1");
    ck_assert(case_cause_on(policy, &c, day_of_civil(2025, 3, 1), &list, &cause));
    ck_assert_str_eq(code_of(policy, list, cause), "20.1");
    c.cause = policy_cause_by_code(policy, 1, "41"); /* two causes became one */
    ck_assert(!case_cause_on(policy, &c, day_of_civil(2025, 3, 1), &list, &cause));
    c.cause_list = 0;
    c.cause = policy_cause_by_code(policy, 0, "31"); /* none followed it */
    ck_assert(!case_cause_on(policy, &c, day_of_civil(2026, 3, 1), &list, &cause));
    policy_release(policy);
}
END_TEST

SUITE(causes, "causes of action", a_code_is_found_in_its_list_alone,
      a_list_is_in_force_from_its_first_to_its_last_day,
      a_name_at_two_levels_of_one_branch_means_the_deeper_one,
      a_name_in_two_branches_is_in_doubt_and_lists_the_candidates,
      a_former_name_is_taken_and_said_to_be_one,
      a_cause_goes_to_the_next_list_and_back_where_the_match_is_unique)
