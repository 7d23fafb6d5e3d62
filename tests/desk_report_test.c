/* desk.report, desk.correct, agreement.performed: how a referral ends, and what is said about it
 * after. */
#include <stdlib.h>
#include <string.h>

#include "fenliu/limits.h"
#include "tests/desk_world.h"

#define ID(name) "\"referral_id\":\"%s\",\"claim\":\"%s\"" name
#define HELD     world_referral, world_claim

START_TEST(a_report_concludes_counts_and_says_the_same_when_it_is_repeated)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    world_at("2021-03-20T16:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{" ID(",\"outcome\":\"agreed\",\"agreement\":\"分三期付清\"") "}",
                                HELD),
                     0);
    ck_assert_str_eq(world_got("state"), "concluded");
    ck_assert_str_eq(world_got("case_state"), "closed");
    ck_assert_str_eq(world_got("next"), "null");
    ck_assert_str_eq(throwaway_ask("SELECT state FROM dispute"), "closed");
    ck_assert_str_eq(world_unsealed(place_of_referral,
                                    "SELECT court, dispute_id, referral_id, sealed FROM referral"),
                     "分三期付清");
    ck_assert_str_eq(
        throwaway_ask("SELECT day || ' ' || outcome || ' ' || days || ' ' || mediator FROM ledger "
                      "WHERE measure = 'concluded'"),
        "2021-03-20 agreed 19 m1");
    char *before = strdup(world_result());
    world_at("2021-03-22T09:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{\"agreement\":\"分三期付清\"," ID(",\"outcome\":\"agreed\"") "}",
                                HELD),
                     0);
    ck_assert_str_eq(world_result(), before);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM ledger WHERE measure = 'concluded'"), "1");
    /* the same claim with something else to say is too late */
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{" ID(",\"outcome\":\"failed\",\"reason\":\"far_apart\"") "}",
                                HELD),
                     FL_E_CONFLICT);
    ck_assert_ptr_nonnull(strstr(world_err.detail, "concluded"));
    free(before);
}
END_TEST

START_TEST(a_report_is_checked_against_the_table_of_its_channel)
{
    static const struct {
        const char *said, *pointer;
    } rows[] = {
        {"",                                                                           "/params/outcome"},
        {",\"outcome\":\"judgment\"",                                                  "/params/outcome"},
        {",\"outcome\":\"failed\"",                                                    "/params/reason" },
        {",\"outcome\":\"failed\",\"reason\":\"settled\"",                             "/params/reason" },
        {",\"outcome\":\"failed\",\"reason\":\"far_apart\",\"procedure\":\"summary\"",
         "/params/procedure"                                                                            },
        {",\"outcome\":\"failed\",\"reason\":\"far_apart\",\"agreement\":\"无\"",
         "/params/agreement"                                                                            },
        {",\"outcome\":\"refused\",\"confirm\":true",                                  "/params/confirm"},
        {",\"outcome\":\"agreed\",\"at\":\"2021-03-05\"",                              "/params/at"     },
        {",\"outcome\":\"agreed\",\"at\":\"2021-03-01T08:00:00+08:00\"",               "/params/at"     },
        {",\"outcome\":\"agreed\",\"at\":\"2021-03-09T08:00:00+08:00\"",               "/params/at"     },
        {",\"outcome\":\"agreed\",\"outcom\":\"agreed\"",                              "/params/outcom" },
    };
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    world_at("2021-03-05T09:00");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_msg(world_call(AT_MEDIATION, "desk.report", "{" ID("%s") "}", HELD,
                                 rows[i].said) == FL_E_INVALID_PARAMS,
                      "taken: %s", rows[i].said);
        ck_assert_msg(strcmp(world_err.faults[0].pointer, rows[i].pointer) == 0, "%s: %s %s",
                      rows[i].said, world_err.faults[0].pointer, world_err.faults[0].detail);
    }
    ck_assert_str_eq(throwaway_ask("SELECT state FROM referral"), "accepted");
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.report",
                   "{" ID(",\"outcome\":\"agreed\",\"at\":\"2021-03-03T08:00:00+08:00\"") "}",
                   HELD),
        0);
    ck_assert_str_eq(throwaway_ask("SELECT day FROM ledger WHERE measure = 'concluded'"),
                     "2021-03-03");
}
END_TEST

START_TEST(a_correction_moves_the_figure_and_leaves_the_wrong_one_visible)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    world_at("2021-03-20T09:00");
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.report", "{" ID(",\"outcome\":\"agreed\"") "}", HELD), 0);
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.correct",
                   "{\"referral_id\":\"%s\",\"outcome\":\"withdrawn\",\"end_reason\":\"settled\","
                   "\"at\":\"2021-03-19T09:00:00+08:00\",\"reason\":\"录入错误\"}",
                   world_referral),
        0);
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT string_agg(day || ' ' || outcome || ' ' || n, ', ' ORDER BY recorded_at, n) "
            "FROM ledger WHERE measure = 'concluded' AND n * n = 1"),
        "2021-03-20 agreed 1, 2021-03-20 agreed -1, 2021-03-19 withdrawn 1");
    /* what followed cannot be undone: a failure would have gone on to the court */
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.correct",
                   "{\"referral_id\":\"%s\",\"outcome\":\"refused\",\"reason\":\"录入错误\"}",
                   world_referral),
        FL_E_CONFLICT);
}
END_TEST

START_TEST(an_agreement_that_was_performed_is_an_event)
{
    int64_t id = world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "agreement.performed",
                                "{\"case_id\":\"%lld\",\"on\":\"2021-03-01\","
                                "\"whole\":true}",
                                (long long)id),
                     FL_E_NOT_FOUND);
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.report", "{" ID(",\"outcome\":\"agreed\"") "}", HELD), 0);
    world_at("2021-04-01T09:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "agreement.performed",
                                "{\"case_id\":\"%lld\",\"on\":\"2021-03-30\","
                                "\"whole\":true}",
                                (long long)id),
                     0);
    ck_assert_int_eq(world_call(AT_MEDIATION, "agreement.performed",
                                "{\"case_id\":\"%lld\",\"on\":\"2021-04-30\","
                                "\"whole\":true}",
                                (long long)id),
                     FL_E_INVALID_PARAMS);
    ck_assert_str_eq(
        throwaway_ask("SELECT data ->> 'on' FROM event WHERE type = 'agreement.performed'"),
        "2021-03-30");
}
END_TEST

START_TEST(an_agreement_has_a_limit_in_bytes)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    int fits = FL_MAX_AGREEMENT / 3;
    for (int more = 1; more >= 0; more--) {
        char *text = world_text(fits + more);
        ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                    "{" ID(",\"outcome\":\"agreed\",\"agreement\":\"%s\"") "}",
                                    HELD, text),
                         more ? FL_E_INVALID_PARAMS : 0);
        free(text);
    }
}
END_TEST

START_TEST(a_moment_without_a_fraction_means_its_second)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1"); /* accepted at 09:01:00.000 */
    throwaway_do("UPDATE referral SET accepted_at = accepted_at + interval '400 milliseconds'");
    world_at("2021-03-01T10:00");
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.report",
                   "{" ID(",\"outcome\":\"agreed\",\"at\":\"2021-03-01T09:00:59+08:00\"") "}",
                   HELD),
        FL_E_INVALID_PARAMS);
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.report",
                   "{" ID(",\"outcome\":\"agreed\",\"at\":\"2021-03-01T09:01:00+08:00\"") "}",
                   HELD),
        0);
}
END_TEST

WORLD_SUITE(desk_report, "reports", a_report_concludes_counts_and_says_the_same_when_it_is_repeated,
            a_report_is_checked_against_the_table_of_its_channel,
            a_correction_moves_the_figure_and_leaves_the_wrong_one_visible,
            an_agreement_that_was_performed_is_an_event, an_agreement_has_a_limit_in_bytes,
            a_moment_without_a_fraction_means_its_second)
