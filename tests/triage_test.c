/* The triage desk: what the clerk sees, how an override stands beside the engine's decision and is counted, and objections of
 * the parties. */
#include <stdlib.h>
#include <string.h>

#include "fenliu/limits.h"
#include "tests/desk_world.h"

/* Nobody says whether somebody who works by a platform stands in a labour relation: a clerk does. */
#define PLATFORM_WORK                                                                              \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],"                 \
    "\"amount_fen\":3000000,\"facts\":{\"consent_to_mediate\":\"both\"},"                          \
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"赵一\",\"tags\":[\"worker\",\"platform_"     \
    "worker\"]}],"                                                                                 \
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"某厂\",\"tags\":[\"employer\"]}]}"

#define ROUTE                                                                                      \
    "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"channel\":\"%s\",\"procedure\":\"%s\","            \
    "\"reason\":\"双方到庭说明\"%s}"

static int
route(const char *channel, const char *procedure, const char *more)
{
    return world_call(AT_TRIAGE, "desk.report", ROUTE, world_referral, world_claim, channel,
                      procedure, more);
}

static int
object(int64_t id, const char *by)
{
    return world_call(AT_INTAKE, "case.object",
                      "{\"case_id\":\"%lld\",\"by\":\"%s\",\"reason\":\"我要直接起诉\"}",
                      (long long)id, by);
}

START_TEST(the_clerk_sees_what_each_missing_fact_would_lead_to)
{
    world_case(PLATFORM_WORK);
    ck_assert_int_eq((int)world_next.channel, FL_CHANNEL_TRIAGE);
    ck_assert_int_eq(world_call(AT_TRIAGE, "desk.pull", "{\"mediator\":\"c1\"}"), 0);
    ck_assert_ptr_nonnull(strstr(world_got("offers/0/decision/missing"), "facts.labour_relation"));
    bool yes = false, no = false;
    for (int i = 0; i < 20; i++) {
        char path[64];
        snprintf(path, sizeof path, "offers/0/triage/runners_up/%d/member", i);
        if (strcmp(world_got(path), "facts.labour_relation") != 0)
            continue;
        snprintf(path, sizeof path, "offers/0/triage/runners_up/%d/value", i);
        char *value = strdup(world_got(path));
        snprintf(path, sizeof path, "offers/0/triage/runners_up/%d/channel", i);
        yes |= strcmp(value, "yes") == 0 && strcmp(world_got(path), "mediation") == 0;
        no |= strcmp(value, "no") == 0 && strcmp(world_got(path), "mediation") == 0;
        free(value);
    }
    ck_assert_msg(yes && no, "%s", world_result());
    ck_assert_str_eq(world_got("offers/0/triage/objections"), "[]");
}
END_TEST

/* Who mediated a case is not offered it at another desk; who routed it did not mediate. */
START_TEST(the_clerk_of_a_case_may_be_its_mediator)
{
    world_case(PLATFORM_WORK);
    world_take(AT_TRIAGE, "wang");
    ck_assert_int_eq(route("union", "union_mediation", ""), 0);
    ck_assert_int_eq(world_call(AT_UNION, "desk.pull", "{\"mediator\":\"wang\"}"), 0);
    ck_assert_str_eq(world_got("offers/0/procedure"), "union_mediation");
}
END_TEST

START_TEST(an_override_stands_beside_the_decision_and_is_counted_by_rule_and_reason)
{
    world_case(PLATFORM_WORK);
    world_take(AT_TRIAGE, "c1");
    ck_assert_int_eq(route("union", "union_mediation", ",\"reason_code\":\"no_such\""),
                     FL_E_INVALID_PARAMS);
    ck_assert_str_eq(world_err.faults[0].pointer, "/params/reason_code");
    ck_assert_int_eq(route("union", "union_mediation", ",\"reason_code\":\"confirmed\""),
                     FL_E_INVALID_PARAMS);
    ck_assert_int_eq(route("union", "union_mediation", ",\"reason_code\":\"facts_learned\""), 0);
    ck_assert_str_eq(
        throwaway_ask("SELECT from_channel || ' ' || reason || ' ' || to_channel || ' ' || "
                      "overruled::text || ' ' || objection::text || ' ' || n FROM stats.overrule"),
        "triage facts_learned union true false 1");
    ck_assert_str_eq(throwaway_ask("SELECT rule FROM stats.overrule"),
                     throwaway_ask("SELECT rule FROM decision WHERE made_by = 'engine'"));
    ck_assert_str_eq(throwaway_ask("SELECT reason FROM decision WHERE made_by = 'clerk'"),
                     "facts_learned");
    ck_assert_str_eq(world_unsealed(place_of_decision,
                                    "SELECT court, dispute_id, decision_id, sealed FROM decision "
                                    "WHERE made_by = 'clerk'"),
                     "双方到庭说明");
}
END_TEST

START_TEST(a_reason_without_a_code_counts_as_other_and_only_routing_has_codes)
{
    world_case(PLATFORM_WORK);
    world_take(AT_TRIAGE, "c1");
    ck_assert_int_eq(route("union", "union_mediation", ""), 0);
    ck_assert_str_eq(throwaway_ask("SELECT reason FROM stats.overrule"), "other");
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"outcome\":\"agreed\","
                                "\"reason_code\":\"other\"}",
                                world_referral, world_claim),
                     FL_E_INVALID_PARAMS);
}
END_TEST

START_TEST(an_objection_brings_the_case_to_the_clerk_who_confirms)
{
    int64_t id = world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    world_at("2021-03-02T09:00");
    ck_assert_int_eq(object(id, "claimant"), 0);
    ck_assert_str_eq(world_got("channel"), "triage");
    ck_assert_str_eq(
        throwaway_ask("SELECT string_agg(channel || ' ' || state, ', ' ORDER BY visit) "
                      "FROM referral"),
        "mediation cancelled, triage queued");
    /* the mediator's claim is void */
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"outcome\":\"agreed\"}",
                                world_referral, world_claim),
                     FL_E_CONFLICT);
    world_take(AT_TRIAGE, "c1");
    ck_assert_str_eq(world_got("triage/objections/0/by"), "claimant");
    ck_assert_str_eq(world_got("triage/objections/0/words"), "我要直接起诉");
    ck_assert_str_eq(world_got("triage/objections/0/decision/channel"), "mediation");
    ck_assert_int_eq(route("mediation", "pre_filing_mediation", ""), 0);
    ck_assert_str_eq(
        throwaway_ask("SELECT reason || ' ' || overruled::text || ' ' || objection::text || ' ' || "
                      "(rule = (SELECT rule FROM decision ORDER BY made_at LIMIT 1))::text "
                      "FROM stats.overrule"),
        "confirmed false true true");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'decision.confirmed'"),
                     "1");
    /* the same number of the docket, whichever way it came back */
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM docket"), "1");
}
END_TEST

START_TEST(an_objection_may_be_followed_and_overrules_the_first_decision)
{
    int64_t id = world_case(WORLD_LOAN);
    ck_assert_int_eq(object(id, "respondent"), 0);
    /* already at triage: the other side is heard, too, and nothing opens twice */
    ck_assert_int_eq(object(id, "claimant"), 0);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM referral WHERE state = 'queued'"), "1");
    world_take(AT_TRIAGE, "c1");
    ck_assert_int_eq(route("court", "summary", ",\"reason_code\":\"party_choice\""), 0);
    ck_assert_str_eq(throwaway_ask("SELECT from_channel || ' ' || to_channel || ' ' || reason || "
                                   "' ' || overruled::text FROM stats.overrule"),
                     "mediation court party_choice true");
    ck_assert_str_eq(
        throwaway_ask("SELECT (c.overrules = e.decision_id)::text FROM decision c, decision e "
                      "WHERE c.made_by = 'clerk' AND e.made_by = 'engine' "
                      "AND e.channel = 'mediation'"),
        "true");
}
END_TEST

START_TEST(each_side_is_heard_once_and_again_when_the_case_has_changed)
{
    int64_t id = world_case(WORLD_LOAN);
    ck_assert_int_eq(object(id, "claimant"), 0);
    ck_assert_int_eq(object(id, "claimant"), FL_E_CONFLICT);
    ck_assert_int_eq(object(id, "court"), FL_E_INVALID_PARAMS);
    ck_assert_str_eq(world_err.faults[0].pointer, "/params/by");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.amend",
                                "{\"case_id\":\"%lld\",\"amount_fen\":1,\"reason\":\"更正\"}",
                                (long long)id),
                     0);
    ck_assert_int_eq(object(id, "claimant"), 0);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'case.objected'"), "2");
}
END_TEST

START_TEST(what_was_concluded_or_taken_back_is_objected_to_no_more)
{
    int64_t id = world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"outcome\":\"failed\","
                                "\"reason\":\"far_apart\"}",
                                world_referral, world_claim),
                     0);
    ck_assert_int_eq(object(id, "claimant"), FL_E_CONFLICT);
    id = world_case(WORLD_LOAN);
    ck_assert_int_eq(world_call(AT_INTAKE, "case.withdraw",
                                "{\"case_id\":\"%lld\",\"reason\":\"和解\"}", (long long)id),
                     0);
    ck_assert_int_eq(object(id, "claimant"), FL_E_CONFLICT);
    ck_assert_int_eq(object(99, "claimant"), FL_E_NOT_FOUND);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'case.objected'"), "0");
}
END_TEST

START_TEST(what_was_sent_outside_is_opened_again_by_an_objection)
{
    int64_t id = world_case("{\"facts\":{\"criminal_suspected\":true},\"cause\":{\"version\":"
                            "\"2020\",\"code\":\"103.3\"}}");
    ck_assert_int_eq((int)world_next.channel, FL_CHANNEL_OUTSIDE);
    ck_assert_str_eq(throwaway_ask("SELECT state FROM dispute"), "closed");
    ck_assert_int_eq(object(id, "claimant"), 0);
    ck_assert_str_eq(throwaway_ask("SELECT state FROM dispute"), "open");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'case.reopened'"), "1");
    world_take(AT_TRIAGE, "c1");
    ck_assert_int_eq(route("outside", "criminal", ""), 0);
    ck_assert_str_eq(throwaway_ask("SELECT state FROM dispute"), "closed");
    ck_assert_str_eq(throwaway_ask("SELECT reason FROM stats.overrule"), "confirmed");
}
END_TEST

START_TEST(one_call_moves_so_many_of_a_mediator_and_says_that_there_are_more)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "away");
    char more[512];
    snprintf(
        more, sizeof more,
        "INSERT INTO referral (court, referral_id, dispute_id, decision_id, visit, channel, "
        "procedure, fast_track, state, entered_at, claim, mediator, offered_at, accept_by, pool, "
        "rank_at) "
        "SELECT court, 1000000000 + n, dispute_id, decision_id, visit, channel, procedure, "
        "fast_track, 'offered', entered_at, n, mediator, offered_at, offered_at, pool, rank_at "
        "FROM referral, generate_series(1, %d) n",
        FL_MAX_REASSIGN);
    throwaway_do(more);
    ck_assert_msg(!world_call(AT_MEDIATION, "desk.reassign",
                              "{\"from\":\"away\",\"pool\":true,\"reason\":\"病假\"}"),
                  "%s", world_err.detail);
    ck_assert_str_eq(world_got("more"), "true");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM queue"), "500");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.reassign",
                                "{\"from\":\"away\",\"to\":\"m2\",\"reason\":\"病假\"}"),
                     0);
    ck_assert_str_eq(world_got("more"), "false");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM referral WHERE mediator = 'm2'"), "1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.reassign",
                                "{\"from\":\"away\",\"to\":\"m2\",\"reason\":\"病假\"}"),
                     0);
    ck_assert_str_eq(world_got("referrals"), "[]");
}
END_TEST

WORLD_SUITE(triage, "triage", the_clerk_sees_what_each_missing_fact_would_lead_to,
            the_clerk_of_a_case_may_be_its_mediator,
            an_override_stands_beside_the_decision_and_is_counted_by_rule_and_reason,
            a_reason_without_a_code_counts_as_other_and_only_routing_has_codes,
            an_objection_brings_the_case_to_the_clerk_who_confirms,
            an_objection_may_be_followed_and_overrules_the_first_decision,
            each_side_is_heard_once_and_again_when_the_case_has_changed,
            what_was_concluded_or_taken_back_is_objected_to_no_more,
            what_was_sent_outside_is_opened_again_by_an_objection,
            one_call_moves_so_many_of_a_mediator_and_says_that_there_are_more)
