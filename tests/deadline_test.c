/* The clocks of referrals: which run, what is told of them and when, what expires and where it goes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/desk.h"
#include "tests/clock_world.h"

/* The last event of that kind, doubled. */
#define ONCE_MORE(type)                                                                            \
    "INSERT INTO event (court, event_id, dispute_id, referral_id, type, actor, at, data) SELECT "  \
    "court, event_id + 1000000, dispute_id, referral_id, type, actor, at, data FROM event WHERE "  \
    "type = 'deadline." type "' ORDER BY at DESC LIMIT 1"

static void
breach(const char *words)
{
    const char *found = world_breaches("1 day");
    ck_assert_msg(strstr(found, words) != NULL, "not \"%s\" but \"%s\"", words, found);
}

START_TEST(each_channel_watches_its_clocks_from_the_event_that_the_law_names)
{
    static const struct {
        const char *at, *dispute;
        enum endpoint desk;
        const char *by_entry, *by_acceptance; /* a minute later */
    } rows[] = {
        {"2021-03-01T09:00", LOAN("both"),                                AT_MEDIATION,   "",                    "mediate 2021-03-31"                     },
 /* choosing is the parties' own; appointing is over when somebody is named */
        {"2022-03-01T09:00", LOAN("both"),                                AT_MEDIATION,   "appoint 2022-03-04",
         "appoint 2022-03-04, contact 2022-03-04, mediate 2022-03-31"                                                                                     },
        {"2025-03-03T09:00", LOAN("both"),                                AT_MEDIATION,   "appoint 2025-03-06",
         "appoint 2025-03-06, contact 2025-03-06, mediate 2025-03-10"                                                                                     },
 /* 15 days from the application: the 16th of May 2021 is a Sunday */
        {"2021-05-01T09:00", WAGES("\"union_at_employer\":true"),         AT_UNION,       "mediate 2021-05-17",
         "mediate 2021-05-17"                                                                                                                             },
        {"2021-03-01T09:00", WAGES("\"consent_to_mediate\":\"both\""),    AT_MEDIATION,
         "mediate 2021-03-16",                                                                                   "mediate 2021-03-16"                     },
        {"2021-03-01T09:00", WAGES("\"consent_to_mediate\":\"refused\""), AT_ARBITRATION,
         "accept 2021-03-08",                                                                                    "accept 2021-03-08, arbitrate 2021-04-15"},
        {"2021-03-01T09:00", LOAN("refused"),                             AT_COURT,       "register 2021-03-08",
         "register 2021-03-08, fast_track 2021-03-11, fast_track_max 2021-03-16, try 2021-06-01"                                                          },
        {"2022-03-01T09:00", LOAN("refused"),                             AT_COURT,       "register 2022-03-08",
         "register 2022-03-08, fast_track 2022-03-11, fast_track_max 2022-03-16, try 2022-05-05"                                                          },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        throwaway_do("DELETE FROM deadline; DELETE FROM queue; DELETE FROM referral");
        world_at(rows[i].at);
        world_case(rows[i].dispute);
        static const char ask[] = "SELECT coalesce(string_agg(what || ' ' || due_on, ', ' ORDER BY "
                                  "due_on, what), '') FROM deadline";
        ck_assert_str_eq(throwaway_ask(ask), rows[i].by_entry);
        world_take(rows[i].desk, "m1");
        ck_assert_str_eq(throwaway_ask(ask), rows[i].by_acceptance);
        ck_assert_str_eq(
            throwaway_ask("SELECT r.due_on = (SELECT min(due_on) FROM deadline WHERE what IN "
                          "('mediate', 'arbitrate', 'try', 'fast_track_max')) FROM referral r"),
            "t");
        ck_assert_str_eq(throwaway_ask("SELECT coalesce(string_agg(what || ' ' || state, ', ' "
                                       "ORDER BY what), '') FROM deadline WHERE closed_on IS NOT "
                                       "NULL"),
                         strstr(rows[i].by_entry, "register")  ? "register met"
                         : strstr(rows[i].by_entry, "accept")  ? "accept met"
                         : strstr(rows[i].by_entry, "appoint") ? "appoint met"
                                                               : "");
    }
}
END_TEST

START_TEST(near_and_passed_are_told_once_each_and_again_for_an_extended_day)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    sweep_at("2021-03-27T23:59");
    ck_assert_str_eq(told(), "");
    sweep_at("2021-03-28T00:00"); /* three days before the 31st */
    sweep_at("2021-03-28T00:01");
    ck_assert_str_eq(told(), "near mediate 2021-03-31");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.extend",
                                "{" HELD ",\"days\":10,\"consent\":true}", world_referral,
                                world_claim),
                     0);
    sweep_at("2021-04-01T09:00");
    ck_assert_str_eq(told(), "near mediate 2021-03-31");
    sweep_at("2021-04-09T09:00"); /* the 10th is a Saturday: Monday the 12th */
    sweep_at("2021-04-12T23:59");
    ck_assert_str_eq(told(), "near mediate 2021-03-31, near mediate 2021-04-12");
    sweep_at("2021-04-13T00:00");
    sweep_at("2021-04-13T00:00");
    ck_assert_str_eq(told(), "near mediate 2021-03-31, near mediate 2021-04-12, passed mediate "
                             "2021-04-12");
    ck_assert_str_eq(throwaway_ask("SELECT state FROM referral"), "accepted");
    world_clocks_hold("1 year");
}
END_TEST

START_TEST(what_was_said_in_time_is_not_told)
{
    world_at("2022-03-01T09:00");
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.note",
                                "{" HELD ",\"kind\":\"contact\",\"text\":\"已电话通知\"}",
                                world_referral, world_claim),
                     0);
    ck_assert_str_eq(clocks(),
                     "appoint 2022-03-04 met, contact 2022-03-04 met, mediate 2022-03-31 running");
    world_at("2022-03-20T09:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report", "{" HELD ",\"outcome\":\"agreed\"}",
                                world_referral, world_claim),
                     0);
    sweep_at("2022-06-01T09:00");
    ck_assert_str_eq(told(), "");
    ck_assert_str_eq(throwaway_ask("SELECT state FROM deadline WHERE what = 'mediate'"), "met");
    world_clocks_hold("1 year");
}
END_TEST

START_TEST(an_appointment_that_waits_is_told_and_one_that_was_made_is_not)
{
    world_at("2022-03-01T09:00");
    world_case(WORLD_LOAN);
    world_case(WORLD_LOAN);
    world_at("2022-03-04T10:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}"), 0);
    sweep_at("2022-03-07T09:00");
    ck_assert_str_eq(told(), "passed appoint 2022-03-04");
    ck_assert_str_eq(throwaway_ask("SELECT data ->> 'escalated' FROM event WHERE type = "
                                   "'deadline.passed'"),
                     "true");
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(state, ' ' ORDER BY state) FROM deadline"),
                     "met passed");
    world_clocks_hold("1 year");
}
END_TEST

START_TEST(a_mediation_whose_period_is_over_goes_on_after_the_days_of_grace)
{
    static const struct {
        const char *begin, *dispute;
        enum endpoint desk;
        bool take;
        const char *passed, *still, *gone; /* moments */
        const char *next;
    } rows[] = {
  /* civil, before and from 2025: the court; the 31st of March 2021 is a Wednesday */
        {"2021-03-01T09:00", LOAN("both"),                             AT_MEDIATION, true,  "2021-04-01T00:00",
         /* 5 April is a holiday: Thursday, Friday, Tuesday */ "2021-04-06T23:59",
         "2021-04-07T00:00",                                                                                                                            "court small_claims true"},
        {"2025-03-03T09:00", LOAN("both"),                             AT_MEDIATION, true,  "2025-03-11T00:00",
         "2025-03-13T23:59",                                                                                                        "2025-03-14T00:00", "court small_claims true"},
 /* labour, accepted or not: arbitration */
        {"2021-03-01T09:00", WAGES("\"union_at_employer\":true"),      AT_UNION,     true,
         "2021-03-17T00:00",                                                                                    "2021-03-19T23:59", "2021-03-20T00:00",
         "arbitration labour_arbitration false"                                                                                                                                  },
        {"2025-03-03T09:00", WAGES("\"consent_to_mediate\":\"both\""), AT_MEDIATION, false,
         "2025-03-19T00:00",                                                                                    "2025-03-21T23:59", "2025-03-22T00:00",
         "arbitration labour_arbitration false"                                                                                                                                  },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        throwaway_do("DELETE FROM deadline; DELETE FROM queue; DELETE FROM event; DELETE FROM "
                     "referral; TRUNCATE ledger, tally, tally_year, tally_outcome, tally_days, "
                     "tally_cohort, tally_open, tally_new, tally_new_part");
        world_at(rows[i].begin);
        world_case(rows[i].dispute);
        if (rows[i].take)
            world_take(rows[i].desk, "m1");
        sweep_at(rows[i].passed);
        ck_assert_int_eq(swept.passed, 1 + (i == 1)); /* contact, too */
        sweep_at(rows[i].still);
        ck_assert_int_eq(swept.expired, 0);
        sweep_at(rows[i].gone);
        ck_assert_int_eq(swept.expired, 1);
        sweep_at(rows[i].gone);
        ck_assert_int_eq(swept.expired, 0);
        ck_assert_str_eq(throwaway_ask("SELECT state || ' ' || outcome || ' ' || reason || ' ' || "
                                       "coalesce(mediator, '-') FROM referral WHERE visit = 1"),
                         rows[i].take ? "concluded expired period_over m1"
                                      : "concluded expired period_over -");
        ck_assert_str_eq(throwaway_ask("SELECT channel || ' ' || procedure || ' ' || fast_track "
                                       "FROM referral WHERE visit = 2 AND state = 'queued'"),
                         rows[i].next);
        char channel[32];
        snprintf(channel, sizeof channel, "%.*s", (int)strcspn(rows[i].next, " "), rows[i].next);
        ck_assert_str_eq(
            throwaway_ask("SELECT channel FROM referral JOIN queue USING (court, referral_id)"),
            channel);
        ck_assert_str_eq(throwaway_ask("SELECT actor FROM event WHERE type = 'referral.concluded'"),
                         "clock");
        ck_assert_str_eq(
            throwaway_ask("SELECT sum(not_yet_accepted) || ' ' || sum(open_at_end) FROM "
                          "stats.annual"),
            "1 1");
        world_clocks_hold("1 year");
    }
}
END_TEST

START_TEST(a_report_of_the_last_day_counts_though_it_comes_later)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    sweep_at("2021-04-02T09:00");
    ck_assert_str_eq(told(), "passed mediate 2021-03-31");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{" HELD
                                ",\"outcome\":\"agreed\",\"at\":\"2021-03-31T17:30:00+08:00\"}",
                                world_referral, world_claim),
                     0);
    ck_assert_str_eq(world_got("case_state"), "closed");
    ck_assert_str_eq(throwaway_ask("SELECT state FROM deadline"), "met");
    sweep_at("2021-05-01T09:00");
    ck_assert_int_eq(swept.expired, 0);
    world_clocks_hold("1 year");
}
END_TEST

START_TEST(what_has_expired_is_the_holders_no_more)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    sweep_at("2021-05-01T09:00");
    ck_assert_int_eq(swept.expired, 1);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report", "{" HELD ",\"outcome\":\"agreed\"}",
                                world_referral, world_claim),
                     FL_E_CONFLICT);
    ck_assert_ptr_nonnull(strstr(world_err.detail, "concluded"));
}
END_TEST

START_TEST(court_arbitration_and_triage_are_never_ended_by_a_machine)
{
    world_case(LOAN("refused"));
    world_take(AT_COURT, "judge");
    world_case(WAGES("\"consent_to_mediate\":\"refused\""));
    world_take(AT_ARBITRATION, "a1");
    world_case("{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],"
               "\"respondents\":[{\"kind\":\"person\",\"name\":\"某人\"}]}");
    ck_assert_int_eq(world_next.channel, FL_CHANNEL_TRIAGE);
    sweep_at("2021-12-31T09:00");
    ck_assert_int_eq(swept.expired, 0);
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(state, ' ' ORDER BY state) FROM referral"),
                     "accepted accepted queued");
    ck_assert_str_eq(
        throwaway_ask("SELECT string_agg(data ->> 'what', ' ' ORDER BY data ->> 'what') FROM event "
                      "WHERE type = 'deadline.passed' AND data ? 'escalated'"),
        "arbitrate fast_track_max route try");
    world_clocks_hold("1 year");
}
END_TEST

START_TEST(two_sweepers_at_once_tell_and_expire_once)
{
    struct fl_error err;
    struct pg *other;
    struct deadline_sweep theirs;
    enum { N = 20 };
    for (int i = 0; i < N; i++) {
        world_case(WORLD_LOAN);
        world_take(AT_MEDIATION, "m1");
    }
    world_at("2021-04-20T09:00");
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "test", &other, &err), 0);
    /* one holds half of them in a transaction that is not over; the other does the rest and waits
     * for nobody */
    ck_assert_int_eq(pg_begin(other, &err), 0);
    PQclear(PQexec(pg_raw(other), "SELECT FROM deadline ORDER BY referral_id LIMIT 10 FOR UPDATE"));
    PQclear(PQexec(pg_raw(other), "SELECT FROM dispute WHERE dispute_id IN (SELECT dispute_id FROM "
                                  "referral ORDER BY referral_id LIMIT 10) FOR UPDATE"));
    swept = world_sweep();
    ck_assert_int_eq(swept.passed, N / 2);
    ck_assert_int_eq(swept.expired, N / 2);
    pg_rollback(other);
    ck_assert_int_eq(deadline_sweep(&world_engine, other, world_now(), &theirs, &err), 0);
    ck_assert_int_eq(theirs.passed, N / 2);
    ck_assert_int_eq(theirs.expired, N / 2);
    swept = world_sweep();
    ck_assert_int_eq(swept.passed + swept.expired, 0);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'deadline.passed'"),
                     "20");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM referral WHERE visit = 2"), "20");
    pg_close(other);
    world_clocks_hold("1 year");
}
END_TEST

START_TEST(a_converted_case_keeps_the_day_from_which_its_trial_ran)
{
    world_case(LOAN("refused"));
    world_take(AT_COURT, "judge");
    world_at("2021-03-10T09:00");
    ck_assert_int_eq(world_call(AT_COURT, "desk.report",
                                "{" HELD ",\"outcome\":\"converted\",\"procedure\":\"ordinary\","
                                "\"reason\":\"counterclaim\"}",
                                world_referral, world_claim),
                     0);
    world_at("2021-03-20T09:00");
    world_take(AT_COURT, "judge2");
    ck_assert_str_eq(world_got("due_on"), "2021-09-01"); /* six months from the 1st of March */
}
END_TEST

START_TEST(what_is_given_back_stops_its_clocks_and_the_next_holder_has_his_own)
{
    world_at("2022-03-01T09:00");
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.release", "{" HELD "}", world_referral, world_claim), 0);
    sweep_at("2022-03-20T09:00");
    ck_assert_str_eq(told(), "");
    world_take(AT_MEDIATION, "m2");
    ck_assert_str_eq(
        clocks(), "appoint 2022-03-04 met, contact 2022-03-23 running, mediate 2022-04-19 running");
    world_clocks_hold("1 year");
}
END_TEST

START_TEST(who_takes_a_case_on_again_has_its_last_day_told_once_more_and_nobody_else)
{
    world_case(LOAN("refused"));
    world_take(AT_COURT, "judge");
    world_at("2021-03-10T09:00");
    ck_assert_int_eq(world_call(AT_COURT, "desk.report",
                                "{" HELD ",\"outcome\":\"converted\",\"procedure\":\"ordinary\","
                                "\"reason\":\"counterclaim\"}",
                                world_referral, world_claim),
                     0);
    world_take(AT_COURT, "judge2"); /* six months from the 1st of March */
    sweep_at("2021-09-02T09:00");
    ck_assert_int_eq(
        world_call(AT_COURT, "desk.release", "{" HELD "}", world_referral, world_claim), 0);
    world_at("2021-09-03T09:00");
    world_take(AT_COURT, "judge3");
    ck_assert_str_eq(world_got("due_on"), "2021-09-01");
    sweep_at("2021-09-04T09:00");
    sweep_at("2021-09-05T09:00");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'deadline.passed' AND "
                                   "data ->> 'due_on' = '2021-09-01'"),
                     "2");
    world_clocks_hold("1 year");
    /* a third time is once too often, and so is one missing */
    throwaway_do(ONCE_MORE("passed"));
    breach("an event of a clock and its day came twice");
    throwaway_do("DELETE FROM event WHERE xid = (SELECT max(xid) FROM event)");
    world_clocks_hold("1 year");
    throwaway_do("DELETE FROM event WHERE type = 'deadline.passed' AND at = (SELECT max(at) FROM "
                 "event WHERE type = 'deadline.passed')");
    breach("a clock is marked as told of, and no event says so");
}
END_TEST

START_TEST(what_breaks_the_rules_of_clocks_is_found)
{
    static const struct {
        const char *change, *breach;
    } rows[] = {
        {ONCE_MORE("near"),                                                            "came twice"       },
        {ONCE_MORE("passed"),                                                          "came twice"       },
        {"UPDATE deadline SET starts = 'acceptance'; " ONCE_MORE("passed"),            "came twice"       },
        {"DELETE FROM event WHERE type = 'deadline.passed'",                           "marked as told"   },
        {"DELETE FROM event WHERE type = 'deadline.passed'",                           "without its event"},
        {"UPDATE event SET at = '2021-05-19 09:00+08' WHERE type = 'deadline.passed'",
         "without its event"                                                                              },
        {"UPDATE event SET at = '2021-05-17 12:00+08' WHERE type = 'deadline.passed'",
         "before its day"                                                                                 },
        {"UPDATE deadline SET what = 'other'",                                         "is of no clock"   },
        {"UPDATE deadline SET act_on = '2021-05-17'",                                  "still open"       },
        {"UPDATE referral SET state = 'concluded'",                                    "what is over"     },
        {"UPDATE referral SET due_on = '2021-05-20'",                                  "nothing watches"  },
        {"UPDATE referral SET state = 'offered', accept_by = '2021-05-01'",            "time is over"     },
    };
    /* a labour mediation: its clock runs from the entry, and its days are near and over */
    world_at("2021-05-01T09:00");
    world_case(WAGES("\"union_at_employer\":true"));
    world_take(AT_UNION, "u1");
    sweep_at("2021-05-14T09:00");
    sweep_at("2021-05-18T09:00");
    ck_assert_str_eq(told(), "near mediate 2021-05-17, passed mediate 2021-05-17");
    world_at("2021-05-19T10:00");
    world_clocks_hold("1 day");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        throwaway_do("BEGIN");
        throwaway_do(rows[i].change);
        breach(rows[i].breach);
        throwaway_do("ROLLBACK");
    }
    world_clocks_hold("1 day");
}
END_TEST

WORLD_SUITE(deadline, "clocks", each_channel_watches_its_clocks_from_the_event_that_the_law_names,
            near_and_passed_are_told_once_each_and_again_for_an_extended_day,
            what_was_said_in_time_is_not_told,
            an_appointment_that_waits_is_told_and_one_that_was_made_is_not,
            a_mediation_whose_period_is_over_goes_on_after_the_days_of_grace,
            a_report_of_the_last_day_counts_though_it_comes_later,
            what_has_expired_is_the_holders_no_more,
            court_arbitration_and_triage_are_never_ended_by_a_machine,
            two_sweepers_at_once_tell_and_expire_once,
            a_converted_case_keeps_the_day_from_which_its_trial_ran,
            what_is_given_back_stops_its_clocks_and_the_next_holder_has_his_own,
            who_takes_a_case_on_again_has_its_last_day_told_once_more_and_nobody_else,
            what_breaks_the_rules_of_clocks_is_found)
