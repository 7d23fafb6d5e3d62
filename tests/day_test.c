/* Days and moments (engine/base/day.c). */
#include <string.h>

#include "engine/base/day.h"
#include "tests/suite.h"

static const char *
round_trip(const char *text)
{
    static char out[11];
    fl_day day;
    return day_parse(text, strlen(text), &day) ? day_print(day, out) : "refused";
}

START_TEST(every_day_of_400_years_comes_back_as_itself)
{
    fl_day day = day_of_civil(1900, 1, 1);
    for (int i = 0; i < 146097; i++, day++) {
        struct civil c = day_civil(day);
        ck_assert_int_eq(day_of_civil(c.year, c.month, c.day), day);
    }
    ck_assert_str_eq(round_trip("2300-01-01"), "2300-01-01");
}
END_TEST

START_TEST(days_that_do_not_exist_are_refused)
{
    static const char *const bad[] = {"2021-02-29", "2100-02-29", "2021-13-01", "2021-00-10",
                                      "2021-04-31", "2021-1-01",  "21-01-01",   "2021/01/01",
                                      "2021-01-00", "1899-12-31", "2021-01-011"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(strcmp(round_trip(bad[i]), "refused") == 0, "%s was taken", bad[i]);
    ck_assert_str_eq(round_trip("2020-02-29"), "2020-02-29");
}
END_TEST

START_TEST(weekdays_are_those_of_the_calendar)
{
    ck_assert_int_eq(day_weekday(day_of_civil(2021, 1, 1)), 4);   /* a Friday */
    ck_assert_int_eq(day_weekday(day_of_civil(2026, 11, 23)), 0); /* a Monday */
    ck_assert_int_eq(day_weekday(day_of_civil(1969, 12, 31)), 2); /* a Wednesday */
}
END_TEST

START_TEST(months_are_added_and_clamped_to_the_last_day)
{
    char text[11];
    ck_assert_str_eq(day_print(day_add_months(day_of_civil(2021, 1, 31), 1), text), "2021-02-28");
    ck_assert_str_eq(day_print(day_add_months(day_of_civil(2021, 11, 30), 3), text), "2022-02-28");
    ck_assert_str_eq(day_print(day_add_months(day_of_civil(2020, 2, 29), 12), text), "2021-02-28");
    ck_assert_str_eq(day_print(day_add_months(day_of_civil(2021, 3, 15), -3), text), "2020-12-15");
}
END_TEST

START_TEST(a_moment_is_read_in_every_offset_and_printed_in_shanghai)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"2021-03-05T09:12:00+08:00",     "2021-03-05T09:12:00.000+08:00"},
        {"2021-03-05T01:12:00Z",          "2021-03-05T09:12:00.000+08:00"},
        {"2021-12-31T16:00:00.25Z",       "2022-01-01T00:00:00.250+08:00"},
        {"2021-12-31T10:59:59.999-05:00", "2021-12-31T23:59:59.999+08:00"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t ms;
        char out[32];
        ck_assert_msg(moment_parse(rows[i].in, strlen(rows[i].in), &ms), "%s", rows[i].in);
        ck_assert_str_eq(moment_print(ms, out), rows[i].out);
    }
}
END_TEST

START_TEST(moments_without_zone_or_seconds_are_refused)
{
    static const char *const bad[] = {"2021-03-05T09:12:00",       "2021-03-05 09:12:00+08:00",
                                      "2021-03-05T09:12+08:00",    "2021-03-05T24:00:00+08:00",
                                      "2021-03-05T09:12:00.Z",     "2021-03-05T09:12:00+0800",
                                      "2021-02-30T09:12:00+08:00", "2021-03-05"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t ms;
        ck_assert_msg(!moment_parse(bad[i], strlen(bad[i]), &ms), "%s was taken", bad[i]);
    }
}
END_TEST

START_TEST(the_day_of_a_moment_turns_at_midnight_in_shanghai)
{
    fl_day day = day_of_civil(2021, 6, 1);
    ck_assert_int_eq(moment_day(day_start(day)), day);
    ck_assert_int_eq(moment_day(day_start(day) - 1), day - 1);
    ck_assert_int_eq(moment_day(day_start(day_of_civil(1969, 5, 5))), day_of_civil(1969, 5, 5));
}
END_TEST

SUITE(day, "days and moments", every_day_of_400_years_comes_back_as_itself,
      days_that_do_not_exist_are_refused, weekdays_are_those_of_the_calendar,
      months_are_added_and_clamped_to_the_last_day,
      a_moment_is_read_in_every_offset_and_printed_in_shanghai,
      moments_without_zone_or_seconds_are_refused,
      the_day_of_a_moment_turns_at_midnight_in_shanghai)
