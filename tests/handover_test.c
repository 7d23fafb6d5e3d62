/* Hand-over (诉调对接): what follows an outcome, row by row, with the packaged policy. */
#include <stdlib.h>
#include <string.h>

#include "engine/desk/event_put.h"
#include "tests/desk_world.h"

#define PERSONS "\"respondents\":[{\"kind\":\"person\",\"name\":\"钱二\"}]"
#define LOAN                                                                                       \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],"                  \
    "\"amount_fen\":1000000,\"facts\":{\"consent_to_mediate\":\"both\"}," PERSONS "}"
#define LOAN_REFUSED                                                                               \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],"                  \
    "\"amount_fen\":1000000,\"facts\":{\"consent_to_mediate\":\"refused\"}," PERSONS "}"
#define WAGES_UNION                                                                                \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],"                 \
    "\"amount_fen\":3000000,\"facts\":{\"consent_to_mediate\":\"both\",\"union_at_employer\":"     \
    "true},"                                                                                       \
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"孙三\",\"tags\":[\"worker\"]}],"             \
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"某公司\",\"tags\":[\"employer\"]}]}"
#define WAGES_NO_UNION                                                                             \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],"                 \
    "\"amount_fen\":3000000,\"facts\":{\"consent_to_mediate\":\"both\",\"union_at_employer\":"     \
    "false},"                                                                                      \
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"孙三\",\"tags\":[\"worker\"]}],"             \
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"某公司\",\"tags\":[\"employer\"]}]}"

#define HELD "\"referral_id\":\"%s\",\"claim\":\"%s\""

static void
report(enum endpoint desk, const char *what)
{
    if (world_call(desk, "desk.report", "{" HELD ",%s}", world_referral, world_claim, what))
        ck_abort_msg("%s: %s %s", what, world_err.detail,
                     world_err.n_faults ? world_err.faults[0].pointer : "");
}

static void
next_is(const char *channel, const char *procedure, const char *fast_track)
{
    ck_assert_msg(!strcmp(world_got("next/channel"), channel) &&
                      !strcmp(world_got("next/procedure"), procedure) &&
                      !strcmp(world_got("next/fast_track"), fast_track),
                  "not %s %s %s: %s", channel, procedure, fast_track, world_result());
}

START_TEST(a_labour_dispute_that_no_mediation_settles_goes_to_arbitration)
{
    static const struct {
        enum endpoint desk;
        const char *dispute, *outcome;
    } rows[] = {
        {AT_UNION,     WAGES_UNION,    "\"outcome\":\"failed\",\"reason\":\"far_apart\""},
        {AT_UNION,     WAGES_UNION,    "\"outcome\":\"refused\""                        },
        {AT_UNION,     WAGES_UNION,    "\"outcome\":\"expired\""                        },
        {AT_UNION,     WAGES_UNION,    "\"outcome\":\"unreachable\""                    },
        {AT_UNION,     WAGES_UNION,    "\"outcome\":\"unsuitable\""                     },
        {AT_MEDIATION, WAGES_NO_UNION, "\"outcome\":\"failed\",\"reason\":\"unwilling\""},
        {AT_MEDIATION, WAGES_NO_UNION, "\"outcome\":\"refused\""                        },
        {AT_MEDIATION, WAGES_NO_UNION, "\"outcome\":\"expired\""                        },
        {AT_MEDIATION, WAGES_NO_UNION, "\"outcome\":\"unreachable\""                    },
        {AT_MEDIATION, WAGES_NO_UNION, "\"outcome\":\"unsuitable\""                     },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_case(rows[i].dispute);
        world_take(rows[i].desk, "m1");
        report(rows[i].desk, rows[i].outcome);
        next_is("arbitration", "labour_arbitration", "false");
    }
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM dispute WHERE state = 'open'"), "10");
}
END_TEST

START_TEST(a_civil_dispute_that_mediation_does_not_settle_goes_to_the_court)
{
    static const char *const outcomes[] = {
        "\"outcome\":\"failed\",\"reason\":\"unsigned\"", "\"outcome\":\"refused\"",
        "\"outcome\":\"expired\"", "\"outcome\":\"unreachable\"", "\"outcome\":\"unsuitable\""};
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        world_case(LOAN);
        world_take(AT_MEDIATION, "m1");
        report(AT_MEDIATION, outcomes[i]);
        next_is("court", "small_claims", "true");
    }
    ck_assert_str_eq(
        throwaway_ask("SELECT string_agg(DISTINCT visit || ' ' || docket, ', ') FROM referral "
                      "WHERE channel = 'court' AND docket LIKE '%初1号'"),
        "2 （2021）湘0204民初1号");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT string_agg(type, ' ' ORDER BY event_id) FROM event WHERE dispute_id = "
            "(SELECT min(dispute_id) FROM dispute)"),
        "decision.made referral.queued referral.offered referral.accepted "
        "person.read referral.concluded decision.made referral.queued");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM ledger WHERE measure = 'entered'"), "10");
}
END_TEST

START_TEST(an_agreement_closes_and_with_both_applying_goes_to_confirmation)
{
    world_case(LOAN);
    world_take(AT_MEDIATION, "m1");
    report(AT_MEDIATION, "\"outcome\":\"agreed\"");
    ck_assert_str_eq(world_got("case_state"), "closed");
    world_case(LOAN);
    world_take(AT_MEDIATION, "m1");
    report(AT_MEDIATION, "\"outcome\":\"agreed\",\"confirm\":true");
    ck_assert_str_eq(world_got("case_state"), "open");
    next_is("court", "confirmation", "true");
    world_take(AT_COURT, "judge");
    report(AT_COURT, "\"outcome\":\"confirmed\"");
    ck_assert_str_eq(world_got("case_state"), "closed");
    world_case(WAGES_UNION);
    world_take(AT_UNION, "u1");
    report(AT_UNION, "\"outcome\":\"agreed\",\"confirm\":true,\"pay_only\":true");
    next_is("court", "confirmation", "true");
}
END_TEST

START_TEST(arbitration_that_is_refused_or_overdue_opens_the_court_and_an_award_closes)
{
    static const struct {
        const char *outcome;
        bool court;
    } rows[] = {
        {"refused",     true },
        {"overdue",     true },
        {"award",       false},
        {"final_award", false},
        {"mediated",    false},
        {"withdrawn",   false}
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char what[64];
        world_case(WAGES_UNION);
        world_take(AT_UNION, "u1");
        report(AT_UNION, "\"outcome\":\"refused\"");
        world_take(AT_ARBITRATION, "a1");
        snprintf(what, sizeof what, "\"outcome\":\"%s\"", rows[i].outcome);
        report(AT_ARBITRATION, what);
        ck_assert_str_eq(world_got("case_state"), rows[i].court ? "open" : "closed");
        if (rows[i].court)
            ck_assert_str_eq(world_got("next/channel"), "court");
    }
}
END_TEST

START_TEST(a_conversion_leaves_the_fast_track_for_the_named_procedure_and_counts_no_completion)
{
    world_case(LOAN_REFUSED);
    ck_assert(world_next.fast_track && world_next.channel == FL_CHANNEL_COURT);
    world_take(AT_COURT, "judge");
    ck_assert_int_eq(world_call(AT_COURT, "desk.report", "{" HELD ",\"outcome\":\"converted\"}",
                                world_referral, world_claim),
                     FL_E_INVALID_PARAMS);
    report(AT_COURT,
           "\"outcome\":\"converted\",\"procedure\":\"ordinary\",\"reason\":\"counterclaim\"");
    next_is("court", "ordinary", "false");
    ck_assert_str_eq(throwaway_ask("SELECT document -> 'facts' ->> 'counterclaim' FROM dispute"),
                     "true");
    /* the word of the number is the same: so is the number */
    ck_assert_str_eq(
        throwaway_ask("SELECT count(DISTINCT docket) || ' ' || count(docket) FROM referral"),
        "1 2");
    world_take(AT_COURT, "judge2");
    report(AT_COURT, "\"outcome\":\"judgment\"");
    ck_assert_str_eq(world_got("case_state"), "closed");
    ck_assert_str_eq(
        throwaway_ask("SELECT fast_track_cases || ' ' || fast_track_converted || ' ' || concluded "
                      "FROM stats.annual"),
        "0 1 2");
}
END_TEST

START_TEST(a_judge_who_names_another_procedure_than_the_engine_overrules_it)
{
    world_case(LOAN_REFUSED);
    world_take(AT_COURT, "judge");
    report(AT_COURT, "\"outcome\":\"converted\",\"procedure\":\"summary\"");
    next_is("court", "summary", "false");
    world_case(LOAN_REFUSED);
    world_take(AT_COURT, "judge");
    report(AT_COURT, "\"outcome\":\"converted\",\"procedure\":\"special\"");
    next_is("court", "special", "false");
    ck_assert_str_eq(throwaway_ask("SELECT made_by || ' ' || (overrules IS NOT NULL) FROM decision "
                                   "WHERE procedure = 'special'"),
                     "clerk true");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'decision.overruled'"),
                     "1");
}
END_TEST

START_TEST(the_clerk_decides_what_the_facts_do_not)
{
    /* a labour cause between persons: an employer is a unit */
    world_case(
        "{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"]," PERSONS "}");
    ck_assert_int_eq(world_next.channel, FL_CHANNEL_TRIAGE);
    world_take(AT_TRIAGE, "clerk");
    static const struct {
        const char *said, *pointer;
    } rows[] = {
        {"\"channel\":\"mediation\",\"procedure\":\"people_mediation\"",                               "/params/reason" },
        {"\"procedure\":\"people_mediation\",\"reason\":\"劳务\"",                                   "/params/channel"},
        {"\"channel\":\"triage\",\"procedure\":\"manual\",\"reason\":\"劳务\"",                      "/params/channel"},
        {"\"channel\":\"court\",\"procedure\":\"people_mediation\",\"reason\":\"劳务\"",
         "/params/procedure"                                                                                            },
        {"\"channel\":\"court\",\"procedure\":\"ordinary\",\"fast_track\":true,\"reason\":\"劳务\"",
         "/params/fast_track"                                                                                           },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_int_eq(world_call(AT_TRIAGE, "desk.report", "{" HELD ",%s}", world_referral,
                                    world_claim, rows[i].said),
                         FL_E_INVALID_PARAMS);
        ck_assert_str_eq(world_err.faults[0].pointer, rows[i].pointer);
    }
    report(AT_TRIAGE, "\"channel\":\"court\",\"procedure\":\"summary\",\"fast_track\":true,"
                      "\"reason\":\"实为劳务关系\"");
    next_is("court", "summary", "true");
    ck_assert_str_eq(world_got("decision/rule"), "CLERK");
    ck_assert_str_eq(
        throwaway_ask("SELECT d.made_by || ' ' || e.channel "
                      "FROM decision d JOIN decision e ON e.decision_id = d.overrules"),
        "clerk triage");
    ck_assert_str_eq(world_unsealed(place_of_decision,
                                    "SELECT court, dispute_id, decision_id, sealed FROM decision "
                                    "WHERE made_by = 'clerk'"),
                     "实为劳务关系");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'decision.overruled'"),
                     "1");
    world_take(AT_COURT, "judge");
    ck_assert_str_ne(world_got("due_on"),
                     "null"); /* the clocks of the route that the clerk chose */
}
END_TEST

START_TEST(a_clerk_may_send_a_dispute_outside_the_four)
{
    world_case(
        "{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"]," PERSONS "}");
    world_take(AT_TRIAGE, "clerk");
    report(AT_TRIAGE, "\"channel\":\"outside\",\"procedure\":\"criminal\",\"reason\":\"涉嫌犯罪\"");
    ck_assert_str_eq(world_got("case_state"), "closed");
    ck_assert_str_eq(world_got("next"), "null");
    ck_assert_str_eq(world_got("decision/procedure"), "criminal");
}
END_TEST

START_TEST(the_law_of_the_day_of_the_hand_over_decides)
{
    /* mediated over the turn of 2021: what follows falls under the law of the day on which it
     * enters */
    world_at("2021-12-20T09:00");
    world_case("{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],"
               "\"amount_fen\":1800000,"
               "\"facts\":{\"consent_to_mediate\":\"both\"}," PERSONS "}");
    world_take(AT_MEDIATION, "m1");
    world_at("2022-01-05T09:00");
    report(AT_MEDIATION, "\"outcome\":\"refused\"");
    ck_assert_str_eq(world_got("decision/as_of"), "2022-01-05");
    ck_assert_str_eq(throwaway_ask("SELECT docket FROM referral WHERE visit = 2"),
                     "（2022）湘0204民初1号");
}
END_TEST

START_TEST(a_report_that_comes_late_hands_over_on_its_own_day)
{
    world_case(LOAN);
    world_take(AT_MEDIATION, "m1");
    world_at("2021-03-25T09:00");
    report(AT_MEDIATION, "\"outcome\":\"refused\",\"at\":\"2021-03-10T10:00:00+08:00\"");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT (entered_at AT TIME ZONE 'Asia/Shanghai')::date FROM referral WHERE visit = 2"),
        "2021-03-10");
    ck_assert_str_eq(throwaway_ask("SELECT (recorded_at AT TIME ZONE 'Asia/Shanghai')::date > "
                                   "'2022-01-01' FROM referral WHERE visit = 2"),
                     "t");
}
END_TEST

static int64_t
write_event(struct act *act, int64_t id, enum fl_event_type type)
{
    struct fl_error err;
    int64_t event_id;
    const struct event_new event = {.type = type, .dispute_id = id};
    ck_assert_int_eq(pg_begin(act->db, &err), 0);
    ck_assert_int_eq(event_put(act, &event, &event_id, &err), 0);
    return event_id;
}

START_TEST(an_amended_case_goes_on_or_goes_elsewhere_until_something_is_concluded)
{
    struct fl_error err;
    struct handover_result next;
    int64_t id = world_case(LOAN);
    int64_t first = world_next.referral_id;
    struct act act = world_act();
    int64_t event = write_event(&act, id, FL_EVENT_CASE_AMENDED);
    throwaway_do(
        "UPDATE dispute SET document = jsonb_set(document::jsonb, '{amount_fen}', '1100000')");
    ck_assert_msg(!handover_amend(&act, id, event, &next, &err), "%s", err.detail);
    ck_assert_int_eq(pg_commit(act.db, &err), 0);
    ck_assert_int_eq(next.referral_id, first);
    event = write_event(&act, id, FL_EVENT_CASE_AMENDED);
    throwaway_do("UPDATE dispute SET document = jsonb_set(document::jsonb, "
                 "'{facts,consent_to_mediate}', '\"refused\"')");
    ck_assert_msg(!handover_amend(&act, id, event, &next, &err), "%s", err.detail);
    ck_assert_int_eq(pg_commit(act.db, &err), 0);
    ck_assert_int_eq(next.channel, FL_CHANNEL_COURT);
    ck_assert_int_ne(next.referral_id, first);
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(state, ' ' ORDER BY visit) FROM referral"),
                     "cancelled queued");
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) || max(channel) FROM queue JOIN pool USING (court, pool)"),
        "1court");
    ck_assert_str_eq(throwaway_ask("SELECT open_at_end || ' ' || cancelled FROM stats.annual"),
                     "1 1");
    world_take(AT_COURT, "judge");
    report(AT_COURT, "\"outcome\":\"converted\",\"procedure\":\"ordinary\"");
    event = write_event(&act, id, FL_EVENT_CASE_AMENDED);
    ck_assert_int_eq(handover_amend(&act, id, event, &next, &err), FL_E_CONFLICT);
    pg_rollback(act.db);
}
END_TEST

START_TEST(a_withdrawn_case_leaves_queue_and_counts_behind)
{
    struct fl_error err;
    int64_t id = world_case(LOAN);
    struct act act = world_act();
    world_take(AT_MEDIATION, "m1");
    int64_t event = write_event(&act, id, FL_EVENT_CASE_WITHDRAWN);
    ck_assert_msg(!handover_withdraw(&act, id, event, &err), "%s", err.detail);
    ck_assert_int_eq(pg_commit(act.db, &err), 0);
    ck_assert_str_eq(throwaway_ask("SELECT d.state || ' ' || r.state FROM dispute d, referral r"),
                     "withdrawn cancelled");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT open_at_end || ' ' || not_yet_accepted || ' ' || cancelled FROM stats.annual"),
        "0 0 1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report", "{" HELD ",\"outcome\":\"agreed\"}",
                                world_referral, world_claim),
                     FL_E_CONFLICT);
    event = write_event(&act, id, FL_EVENT_CASE_WITHDRAWN);
    ck_assert_int_eq(handover_withdraw(&act, id, event, &err), FL_E_CONFLICT);
    pg_rollback(act.db);
}
END_TEST

START_TEST(a_number_that_was_rolled_back_is_given_to_the_next)
{
    struct fl_error err;
    struct handover_result next;
    int64_t first = world_case(LOAN_REFUSED);
    world_take(AT_COURT, "judge");
    struct act act = world_act();
    /* a second referral of the same dispute keeps its number; one that never committed uses none up
     */
    ck_assert_int_eq(pg_begin(act.db, &err), 0);
    throwaway_do("UPDATE referral SET state = 'cancelled'; DELETE FROM docket");
    ck_assert_int_eq(handover_route(&act, first, NULL, &next, &err), 0);
    ck_assert_str_eq(next.docket, "（2021）湘0204民初2号");
    pg_rollback(act.db);
    world_case(LOAN_REFUSED);
    ck_assert_str_eq(world_next.docket, "（2021）湘0204民初2号");
    ck_assert_str_eq(throwaway_ask("SELECT last FROM docket_counter WHERE word = '民初'"), "2");
}
END_TEST

WORLD_SUITE(handover, "hand-over", a_labour_dispute_that_no_mediation_settles_goes_to_arbitration,
            a_civil_dispute_that_mediation_does_not_settle_goes_to_the_court,
            an_agreement_closes_and_with_both_applying_goes_to_confirmation,
            arbitration_that_is_refused_or_overdue_opens_the_court_and_an_award_closes,
            a_conversion_leaves_the_fast_track_for_the_named_procedure_and_counts_no_completion,
            a_judge_who_names_another_procedure_than_the_engine_overrules_it,
            the_clerk_decides_what_the_facts_do_not, a_clerk_may_send_a_dispute_outside_the_four,
            the_law_of_the_day_of_the_hand_over_decides,
            a_report_that_comes_late_hands_over_on_its_own_day,
            an_amended_case_goes_on_or_goes_elsewhere_until_something_is_concluded,
            a_withdrawn_case_leaves_queue_and_counts_behind,
            a_number_that_was_rolled_back_is_given_to_the_next)
