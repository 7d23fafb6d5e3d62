/* Working days and the ends of periods, over the holidays of 2021. */
#include "engine/base/day.h"
#include "engine/policy/policy.h"
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

static fl_day
day(const char *text)
{
    fl_day ret = 0;
    ck_assert(day_parse(text, 10, &ret));
    return ret;
}

static void
ends(const struct policy *policy, const char *event, int length, enum fl_unit unit, const char *end)
{
    char text[11];
    fl_day found = policy_period_end(policy, day(event), length, unit);
    ck_assert_msg(found == day(end), "%s + %d ends on %s, not %s", event, length,
                  day_print(found, text), end);
}

START_TEST(weekends_rest_unless_they_are_made_up)
{
    struct policy *policy = mini();
    ck_assert(policy_is_working_day(policy, day("2021-03-05")));
    ck_assert(!policy_is_working_day(policy, day("2021-03-06")));
    ck_assert(!policy_is_working_day(policy, day("2021-02-15")));
    ck_assert(policy_is_working_day(policy, day("2021-02-20"))); /* a Saturday at work */
    policy_release(policy);
}
END_TEST

START_TEST(the_day_of_the_event_does_not_count_and_the_last_day_moves_past_rest_days)
{
    struct policy *policy = mini();
    ends(policy, "2021-03-05", 3, FL_DAYS, "2021-03-08");
    ends(policy, "2021-03-04", 2, FL_DAYS, "2021-03-08");  /* Saturday moves to Monday */
    ends(policy, "2021-02-03", 15, FL_DAYS, "2021-02-18"); /* across the Spring Festival */
    ends(policy, "2021-01-31", 15, FL_DAYS, "2021-02-18"); /* the 15th is a holiday */
    ends(policy, "2021-02-02", 5, FL_DAYS, "2021-02-07");  /* a Sunday at work */
    policy_release(policy);
}
END_TEST

START_TEST(months_end_on_the_same_day_or_the_last_of_the_month)
{
    struct policy *policy = mini();
    ends(policy, "2021-03-05", 3, FL_MONTHS, "2021-06-07");
    ends(policy, "2020-11-30", 3, FL_MONTHS, "2021-03-01"); /* 28 February is a Sunday */
    ends(policy, "2020-03-05", 12, FL_MONTHS, "2021-03-05");
    policy_release(policy);
}
END_TEST

START_TEST(working_days_are_counted_with_make_up_days)
{
    struct policy *policy = mini();
    ends(policy, "2021-02-05", 3, FL_WORKING_DAYS, "2021-02-09"); /* Sunday the 7th is worked */
    ends(policy, "2021-02-10", 3, FL_WORKING_DAYS, "2021-02-20");
    ends(policy, "2021-03-05", 1, FL_WORKING_DAYS, "2021-03-08");
    policy_release(policy);
}
END_TEST

START_TEST(beyond_the_data_only_weekends_rest_and_this_is_known)
{
    struct policy *policy = mini();
    ck_assert(policy_calendar_covers(policy, day("2021-12-31")));
    ck_assert(!policy_calendar_covers(policy, day("2022-01-01")));
    ends(policy, "2030-01-03", 2, FL_DAYS, "2030-01-07");
    ends(policy, "2100-01-01", 1, FL_WORKING_DAYS, "2100-01-04"); /* beyond the tables */
    ends(policy, "1950-01-06", 1, FL_WORKING_DAYS, "1950-01-09");
    policy_release(policy);
}
END_TEST

START_TEST(the_end_of_a_period_never_moves_back_when_the_event_moves_on)
{
    struct policy *policy = mini();
    for (int unit = FL_DAYS; unit <= FL_MONTHS; unit++)
        for (fl_day event = day("2020-06-01"); event < day("2022-03-01"); event++)
            ck_assert(policy_period_end(policy, event, 12, (enum fl_unit)unit) <=
                      policy_period_end(policy, event + 1, 12, (enum fl_unit)unit));
    policy_release(policy);
}
END_TEST

SUITE(calendar, "calendar", weekends_rest_unless_they_are_made_up,
      the_day_of_the_event_does_not_count_and_the_last_day_moves_past_rest_days,
      months_end_on_the_same_day_or_the_last_of_the_month,
      working_days_are_counted_with_make_up_days,
      beyond_the_data_only_weekends_rest_and_this_is_known,
      the_end_of_a_period_never_moves_back_when_the_event_moves_on)
