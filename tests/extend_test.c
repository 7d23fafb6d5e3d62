/* Clocks that are moved: extensions as far as the law lets them, and days that do not count. */
#include <string.h>

#include "engine/desk/desk.h"
#include "tests/clock_world.h"

/* Extends by so many days; the code, with the detail of the fault in world_err. */
static int
extend(enum endpoint desk, int days)
{
    return world_call(desk, "desk.extend", "{" HELD ",\"days\":%d,\"consent\":true}",
                      world_referral, world_claim, days);
}

static const char *
fault_of(int code)
{
    ck_assert_int_eq(code, FL_E_INVALID_PARAMS);
    return world_err.faults[0].detail;
}

START_TEST(an_extension_reaches_as_far_as_the_law_lets_it_and_no_day_further)
{
    /* entrusted mediation, summary: 7 days from Monday the 3rd, extendable by 30 */
    world_at("2025-03-03T09:00");
    world_case(LOAN("both"));
    world_take(AT_MEDIATION, "m1");
    const char *detail = fault_of(extend(AT_MEDIATION, 31));
    ck_assert_msg(strstr(detail, "2025-04-09") && strstr(detail, "2025年起"), "%s", detail);
    ck_assert_int_eq(extend(AT_MEDIATION, 20), 0);
    ck_assert_str_eq(world_got("due_on"), "2025-03-31"); /* the 30th is a Sunday */
    fault_of(extend(AT_MEDIATION, 10));
    ck_assert_int_eq(extend(AT_MEDIATION, 9), 0);
    ck_assert_str_eq(world_got("due_on"), "2025-04-09");
    fault_of(extend(AT_MEDIATION, 1));
    /* an award: 45 and 15 days */
    world_at("2021-03-01T09:00");
    world_case(WAGES("\"consent_to_mediate\":\"refused\""));
    world_take(AT_ARBITRATION, "a1");
    detail = fault_of(extend(AT_ARBITRATION, 16));
    ck_assert_msg(strstr(detail, "2021-04-30") && strstr(detail, "第四十三条"), "%s", detail);
    ck_assert_int_eq(extend(AT_ARBITRATION, 15), 0);
    ck_assert_str_eq(world_got("due_on"), "2021-04-30");
    /* a labour mediation: none */
    world_case(WAGES("\"union_at_employer\":true"));
    world_take(AT_UNION, "u1");
    detail = fault_of(extend(AT_UNION, 1));
    ck_assert_msg(strstr(detail, "no extension") && strstr(detail, "第十四条"), "%s", detail);
    /* the fast track: none, the case leaves it */
    world_case(LOAN("refused"));
    world_take(AT_COURT, "judge");
    detail = fault_of(extend(AT_COURT, 1));
    ck_assert_msg(strstr(detail, "法发〔2017〕14号") != NULL, "%s", detail);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'referral.extended'"),
                     "3");
}
END_TEST

START_TEST(an_extension_of_months_is_counted_in_months)
{
    static const struct {
        const char *at, *dispute;
        int most;
        const char *due;
    } rows[] = {
  /* ordinary, 6 months and 6: from the 1st of March to the 1st of September, and to the next March */
        {"2022-03-01T09:00",
         "{\"cause\":{\"version\":\"2020\",\"code\":\"17\"},\"claims\":[\"other\"]}", 181,
         "2023-03-01"                                                                                  },
 /* summary, 3 months and 1 from 2022, 3 and 3 before; the facts not clear enough for the fast track */
        {"2022-03-01T09:00",
         "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],\"amount_"
         "fen\":9000000,"
         "\"facts\":{\"consent_to_mediate\":\"refused\",\"new_type\":true}}",         30,  "2022-07-01"},
        {"2021-03-01T09:00",
         "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],\"amount_"
         "fen\":9000000,"
         "\"facts\":{\"consent_to_mediate\":\"refused\",\"new_type\":true}}",         92,  "2021-09-01"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_at(rows[i].at);
        world_case(rows[i].dispute);
        ck_assert_int_eq(world_next.channel, FL_CHANNEL_COURT);
        world_take(AT_COURT, "judge");
        fault_of(extend(AT_COURT, rows[i].most + 1));
        ck_assert_int_eq(extend(AT_COURT, rows[i].most), 0);
        ck_assert_str_eq(world_got("due_on"), rows[i].due);
    }
}
END_TEST

START_TEST(days_of_an_appraisal_do_not_count_over_the_turn_of_the_year)
{
    world_at("2021-12-13T09:00");
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_str_eq(clocks(), "mediate 2022-01-12 running");
    sweep_at("2021-12-20T09:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pause", "{" HELD ",\"why\":\"weather\"}",
                                world_referral, world_claim),
                     FL_E_INVALID_PARAMS);
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.pause", "{" HELD "}", world_referral, world_claim), 0);
    ck_assert_str_eq(world_got("state"), "paused");
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.pause", "{" HELD "}", world_referral, world_claim),
        FL_E_CONFLICT);
    sweep_at("2022-01-20T09:00"); /* past the old day: nothing is told while it stands still */
    ck_assert_str_eq(told(), "");
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.resume", "{" HELD "}", world_referral, world_claim), 0);
    ck_assert_str_eq(world_got("days"), "31");
    /* 31 days later is the 12th of February, a Saturday: the holidays of spring are over, Monday */
    ck_assert_str_eq(world_got("due_on"), "2022-02-14");
    ck_assert_str_eq(clocks(), "mediate 2022-02-14 running");
    sweep_at("2022-02-11T09:00");
    ck_assert_str_eq(told(), "near mediate 2022-02-14");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report", "{" HELD ",\"outcome\":\"agreed\"}",
                                world_referral, world_claim),
                     0);
    /* 60 days since the acceptance, 31 of them do not count */
    ck_assert_str_eq(throwaway_ask("SELECT days FROM ledger WHERE measure = 'concluded'"), "29");
    ck_assert_str_eq(throwaway_ask("SELECT paused_days FROM referral"), "31");
    ck_assert_str_eq(throwaway_ask("SELECT data ->> 'paused_days' FROM event WHERE type = "
                                   "'referral.concluded'"),
                     "31");
    world_clocks_hold("30 days");
}
END_TEST

START_TEST(what_ends_while_it_stands_still_counts_no_day_of_it_and_expires_never)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    sweep_at("2021-04-01T00:00");
    ck_assert_str_eq(told(), "passed mediate 2021-03-31");
    /* the appraisal comes when the period is over and the days of grace run */
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.pause", "{" HELD "}", world_referral, world_claim), 0);
    sweep_at("2021-06-01T09:00");
    ck_assert_int_eq(swept.expired, 0);
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.resume", "{" HELD "}", world_referral, world_claim), 0);
    sweep_at("2021-06-01T10:00");
    ck_assert_int_eq(swept.expired, 0);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pause", "{" HELD ",\"why\":\"appraisal\"}",
                                world_referral, world_claim),
                     0);
    world_at("2021-06-11T10:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{" HELD ",\"outcome\":\"failed\",\"reason\":\"far_apart\"}",
                                world_referral, world_claim),
                     0);
    ck_assert_str_eq(throwaway_ask("SELECT days FROM ledger WHERE measure = 'concluded'"), "31");
    ck_assert_str_eq(throwaway_ask("SELECT paused_days FROM referral WHERE visit = 1"), "71");
    world_clocks_hold("1 year");
}
END_TEST

START_TEST(a_pause_of_hours_moves_nothing_and_tells_nothing_twice)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    sweep_at("2021-03-29T09:00");
    ck_assert_str_eq(told(), "near mediate 2021-03-31");
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.pause", "{" HELD "}", world_referral, world_claim), 0);
    sweep_at("2021-03-29T11:00");
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.resume", "{" HELD "}", world_referral, world_claim), 0);
    ck_assert_str_eq(world_got("due_on"), "2021-03-31");
    sweep_at("2021-03-29T12:00");
    sweep_at("2021-04-01T00:00");
    ck_assert_str_eq(told(), "near mediate 2021-03-31, passed mediate 2021-03-31");
    world_clocks_hold("1 day");
}
END_TEST

WORLD_SUITE(extend, "clocks moved",
            an_extension_reaches_as_far_as_the_law_lets_it_and_no_day_further,
            an_extension_of_months_is_counted_in_months,
            days_of_an_appraisal_do_not_count_over_the_turn_of_the_year,
            what_ends_while_it_stands_still_counts_no_day_of_it_and_expires_never,
            a_pause_of_hours_moves_nothing_and_tells_nothing_twice)
