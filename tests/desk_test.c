/* The desks, against a real database: transcripts of a mediator's day. */
#include <stdlib.h>
#include <string.h>

#include "engine/desk/desk.h"
#include "fenliu/limits.h"
#include "tests/desk_world.h"

#define ID(name) "\"referral_id\":\"%s\",\"claim\":\"%s\"" name
#define HELD     world_referral, world_claim

START_TEST(the_oldest_case_is_offered_first_and_its_parties_are_masked)
{
    world_case(WORLD_LOAN);
    world_at("2021-03-02T09:00");
    world_case(WORLD_LOAN);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}"), 0);
    ck_assert_str_eq(world_got("offers/0/entered_at"), "2021-03-01T09:00:00.000+08:00");
    ck_assert_str_eq(world_got("offers/1/claim"), "");
    ck_assert_str_eq(world_got("offers/0/channel"), "mediation");
    ck_assert_str_eq(world_got("offers/0/procedure"), "pre_filing_mediation");
    ck_assert_str_eq(world_got("offers/0/docket"), "（2021）湘0204民诉前调1号");
    ck_assert_str_eq(world_got("offers/0/case/claimants/0/name"), "赵*");
    ck_assert_str_eq(world_got("offers/0/case/respondents/0/name"), "钱*");
    ck_assert_str_eq(world_got("offers/0/case/claimants/0/phone"), "");
    ck_assert_str_eq(world_got("offers/0/case/narrative"), "");
    ck_assert_str_ne(world_got("offers/0/decision/reasons/0/basis"), "");
    /* offered on a Tuesday: three working days to accept, to the end of Friday */
    ck_assert_str_eq(world_got("offers/0/accept_by"), "2021-03-05T23:59:59.999+08:00");
}
END_TEST

START_TEST(what_is_held_comes_first_and_then_something_new)
{
    world_case(WORLD_LOAN);
    world_case(WORLD_LOAN);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}"), 0);
    char first[32];
    snprintf(first, sizeof first, "%s", world_got("offers/0/claim"));
    world_at("2021-03-01T10:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}"), 0);
    ck_assert_str_eq(world_got("offers/0/claim"), first);
    ck_assert_str_ne(world_got("offers/1/claim"), "");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM queue"), "0");
}
END_TEST

START_TEST(a_pull_takes_no_more_than_max_and_two_mediators_never_the_same)
{
    for (int i = 0; i < 5; i++)
        world_case(WORLD_LOAN);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\",\"max\":3}"), 0);
    ck_assert_str_ne(world_got("offers/2/claim"), "");
    ck_assert_str_eq(world_got("offers/3/claim"), "");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m2\",\"max\":3}"), 0);
    ck_assert_str_ne(world_got("offers/1/claim"), "");
    ck_assert_str_eq(world_got("offers/2/claim"), "");
    ck_assert_str_eq(
        throwaway_ask("SELECT count(DISTINCT claim) FROM referral WHERE state = 'offered'"), "5");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'referral.offered'"),
                     "5");
}
END_TEST

START_TEST(the_wrong_desk_sees_nothing_and_more_than_a_hundred_is_refused)
{
    world_case(WORLD_LOAN);
    ck_assert_int_eq(world_call(AT_UNION, "desk.pull", "{\"mediator\":\"u1\"}"), 0);
    ck_assert_str_eq(world_got("offers/0"), "");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\",\"max\":101}"),
                     FL_E_INVALID_PARAMS);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"max\":100}"), FL_E_INVALID_PARAMS);
    ck_assert_str_eq(world_err.faults[0].pointer, "/params/mediator");
}
END_TEST

START_TEST(who_accepts_sees_the_whole_case_and_the_clock_runs)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_str_eq(world_got("state"), "accepted");
    ck_assert_str_eq(world_got("case/claimants/0/name"), "赵一");
    ck_assert_str_eq(world_got("case/claimants/0/phone"), "0731-1");
    ck_assert_str_eq(world_got("case/narrative"), "被告没有付钱");
    ck_assert_str_eq(world_got("due_on"), "2021-03-31"); /* 30 days from acceptance */
    ck_assert_str_eq(throwaway_ask("SELECT day || ' ' || n FROM ledger WHERE measure = 'accepted'"),
                     "2021-03-01 1");
    /* said twice, it is the same answer and the same single row */
    char *before = strdup(world_result());
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.accept", "{" ID("") "}", HELD), 0);
    ck_assert_str_eq(world_result(), before);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM ledger WHERE measure = 'accepted'"), "1");
    free(before);
}
END_TEST

START_TEST(a_stale_claim_is_a_conflict_that_says_the_state_and_changes_nothing)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    static const char *const steps[] = {"desk.accept", "desk.release"};
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(world_call(AT_MEDIATION, steps[i],
                                    "{\"referral_id\":\"%s\",\"claim\":\"1\"}", world_referral),
                         FL_E_CONFLICT);
        ck_assert_ptr_nonnull(strstr(world_err.detail, "accepted"));
    }
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.decline", "{" ID(",\"reason\":\"忙\"") "}", HELD),
        FL_E_CONFLICT); /* too late to decline */
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{\"referral_id\":\"%s\",\"claim\":\"1\",\"outcome\":\"agreed\"}",
                                world_referral),
                     FL_E_CONFLICT);
    ck_assert_str_eq(throwaway_ask("SELECT state FROM referral"), "accepted");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event"), "5");
    ck_assert_int_eq(world_call(AT_UNION, "desk.accept", "{" ID("") "}", HELD), FL_E_NOT_FOUND);
}
END_TEST

START_TEST(a_decliner_is_not_asked_again_but_others_are_in_the_old_order)
{
    world_case(WORLD_LOAN);
    world_at("2021-03-01T10:00");
    world_case(WORLD_LOAN);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}"), 0);
    char referral[32], claim[32];
    snprintf(referral, sizeof referral, "%s", world_got("offers/0/referral_id"));
    snprintf(claim, sizeof claim, "%s", world_got("offers/0/claim"));
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.decline",
                                "{" ID(",\"reason\":\"认识被告\"") "}", referral, claim),
                     0);
    ck_assert_str_eq(world_got("state"), "queued");
    ck_assert_str_eq(world_unsealed(place_of_event, "SELECT court, dispute_id, event_id, sealed "
                                                    "FROM event WHERE type = 'referral.declined'"),
                     "认识被告");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\",\"max\":9}"), 0);
    ck_assert_str_ne(world_got("offers/0/referral_id"), referral);
    ck_assert_str_eq(world_got("offers/1"), "");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m2\",\"max\":9}"), 0);
    ck_assert_str_eq(world_got("offers/0/referral_id"), referral);
    ck_assert_str_ne(world_got("offers/0/claim"), claim);
}
END_TEST

START_TEST(what_is_released_after_acceptance_was_not_accepted)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.release", "{" ID("") "}", HELD), 0);
    ck_assert_str_eq(throwaway_ask("SELECT sum(n) FROM ledger WHERE measure = 'accepted'"), "0");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.release", "{" ID("") "}", HELD), FL_E_CONFLICT);
    world_take(AT_MEDIATION, "m1"); /* and it may be asked again */
    ck_assert_str_eq(throwaway_ask("SELECT sum(n) FROM ledger WHERE measure = 'accepted'"), "1");
}
END_TEST

START_TEST(an_offer_that_nobody_accepts_lapses_after_its_last_day)
{
    int n;
    struct fl_error err;
    world_case(WORLD_LOAN);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}"), 0);
    char referral[32], claim[32];
    snprintf(referral, sizeof referral, "%s", world_got("offers/0/referral_id"));
    snprintf(claim, sizeof claim, "%s", world_got("offers/0/claim"));
    world_at("2021-03-04T23:59");
    ck_assert_int_eq(desk_sweep(&world_engine, throwaway_pg(), world_now(), &n, &err), 0);
    ck_assert_int_eq(n, 0);
    world_at("2021-03-05T00:00");
    /* even before a sweep it is too late */
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.accept", "{" ID("") "}", referral, claim),
                     FL_E_CONFLICT);
    ck_assert_int_eq(desk_sweep(&world_engine, throwaway_pg(), world_now(), &n, &err), 0);
    ck_assert_int_eq(n, 1);
    ck_assert_int_eq(desk_sweep(&world_engine, throwaway_pg(), world_now(), &n, &err), 0);
    ck_assert_int_eq(n, 0);
    ck_assert_str_eq(throwaway_ask("SELECT state || coalesce(mediator, '-') FROM referral"),
                     "queued-");
    ck_assert_str_eq(throwaway_ask("SELECT actor FROM event WHERE type = 'referral.lapsed'"), "m1");
    ck_assert_str_eq(
        throwaway_ask("SELECT mediator || ' ' || n FROM ledger WHERE measure = 'lapsed'"), "m1 1");
    /* who let it lapse is not asked again on that day, others are */
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}"), 0);
    ck_assert_str_eq(world_got("offers/0"), "");
    world_at("2021-03-07T23:59"); /* the next working day is Monday the 8th */
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}"), 0);
    ck_assert_str_eq(world_got("offers/0"), "");
    world_at("2021-03-08T00:00");
    world_take(AT_MEDIATION, "m1");
    ck_assert_str_eq(world_referral, referral);
    ck_assert_str_ne(world_claim, claim);
}
END_TEST

START_TEST(an_empty_queue_asks_the_runner_to_wait)
{
    struct arena arena;
    arena_init(&arena);
    struct buf out = {0};
    struct fl_error err;
    struct act act = world_act();
    static const char text[] = "{\"mediator\":\"m1\",\"wait_ms\":1500}";
    JSON_AUTO params = NULL;
    ck_assert_int_eq(json_parse(text, strlen(text), &params, &err), 0);
    struct call call = {.engine = &world_engine,
                        .db = act.db,
                        .arena = &arena,
                        .params = params,
                        .policy = act.policy,
                        .endpoint = AT_MEDIATION,
                        .court = WORLD_COURT,
                        .principal = "test",
                        .now = act.at};
    ck_assert_int_eq(desk_methods[0].run(&call, &out, &err), 0);
    ck_assert_int_eq(call.wait_ms, 1500);
    ck_assert_str_eq(out.data, "{\"offers\":[]}");
    world_case(WORLD_LOAN);
    buf_reset(&out);
    call.wait_ms = 0;
    ck_assert_int_eq(desk_methods[0].run(&call, &out, &err), 0);
    ck_assert_int_eq(call.wait_ms, 0);
    buf_done(&out);
    arena_done(&arena);
}
END_TEST

START_TEST(notes_and_extensions_are_events_and_an_extension_moves_the_day)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.note",
                                "{" ID(",\"text\":\"已电话联系\",\"kind\":\"contact\"") "}", HELD),
                     0);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.note",
                                "{" ID(",\"text\":\"x\",\"kind\":\"chat\"") "}", HELD),
                     FL_E_INVALID_PARAMS);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.note",
                                "{" ID(",\"text\":\"x\",\"kind\":\"appointment\"") "}", HELD),
                     FL_E_INVALID_PARAMS);
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.extend", "{" ID(",\"days\":10,\"consent\":false") "}", HELD),
        FL_E_INVALID_PARAMS);
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.extend", "{" ID(",\"days\":10,\"consent\":true") "}", HELD),
        0);
    ck_assert_str_eq(world_got("due_on"), "2021-04-12"); /* 10 April 2021 is a Saturday */
    ck_assert_str_eq(
        throwaway_ask("SELECT string_agg(type, ' ' ORDER BY event_id) FROM event WHERE type LIKE "
                      "'referral.%'"),
        "referral.queued referral.offered referral.accepted referral.noted referral.extended");
}
END_TEST

START_TEST(the_list_shows_what_is_queued_held_and_concluded)
{
    world_case(WORLD_LOAN);
    world_case(WORLD_LOAN);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.list", "{\"state\":\"queued\"}"), 0);
    ck_assert_str_eq(world_got("referrals/1/state"), "queued");
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.list", "{\"mediator\":\"m1\"}"), 0);
    ck_assert_str_eq(world_got("referrals/0/claim"), world_claim);
    ck_assert_str_eq(world_got("referrals/0/overdue"), "false");
    ck_assert_str_eq(world_got("referrals/1"), "");
    world_at("2021-04-01T09:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.list", "{}"), 0);
    ck_assert_str_eq(world_got("referrals/0/overdue"), "true");
    ck_assert_str_eq(world_got("referrals/0/claim"), ""); /* claims only for whom they belong to */
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.report", "{" ID(",\"outcome\":\"agreed\"") "}", HELD), 0);
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.list", "{\"mediator\":\"m1\",\"state\":\"concluded\"}"), 0);
    ck_assert_str_eq(world_got("referrals/0/outcome"), "agreed");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.list", "{\"state\":\"gone\"}"),
                     FL_E_INVALID_PARAMS);
}
END_TEST

START_TEST(a_clerk_reassigns_and_the_old_claim_is_void)
{
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.reassign",
                                "{\"referral_ids\":[\"%s\"],\"to\":\"m2\",\"reason\":\"病假\"}",
                                world_referral),
                     0);
    ck_assert_int_eq(
        world_call(AT_MEDIATION, "desk.report", "{" ID(",\"outcome\":\"agreed\"") "}", HELD),
        FL_E_CONFLICT);
    ck_assert_str_eq(throwaway_ask("SELECT sum(n) FROM ledger WHERE measure = 'accepted'"), "0");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m2\"}"), 0);
    ck_assert_str_eq(world_got("offers/0/referral_id"), world_referral);
}
END_TEST

START_TEST(two_pulls_at_the_same_moment_take_different_cases_and_nobody_waits)
{
    struct arena arena;
    arena_init(&arena);
    struct buf a = {0}, b = {0};
    struct fl_error err;
    struct pg *other;
    static const char text[] = "{\"mediator\":\"m1\"}";
    JSON_AUTO params = NULL;
    ck_assert_int_eq(json_parse(text, strlen(text), &params, &err), 0);
    world_case(WORLD_LOAN);
    world_case(WORLD_LOAN);
    struct act act = world_act();
    struct call call = {.engine = &world_engine,
                        .db = act.db,
                        .arena = &arena,
                        .params = params,
                        .policy = act.policy,
                        .endpoint = AT_MEDIATION,
                        .court = WORLD_COURT,
                        .principal = "test",
                        .now = act.at};
    struct call second = call;
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "test", &other, &err), 0);
    second.db = other;
    ck_assert_int_eq(pg_begin(call.db, &err), 0);
    ck_assert_int_eq(pg_begin(other, &err), 0);
    ck_assert_int_eq(desk_methods[0].run(&call, &a, &err), 0);
    ck_assert_int_eq(desk_methods[0].run(&second, &b, &err), 0); /* the first has not committed */
    ck_assert_int_eq(pg_commit(other, &err), 0);
    pg_rollback(call.db);
    ck_assert_str_ne(a.data, b.data);
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT string_agg(state, ' ' ORDER BY entered_at, referral_id) FROM referral"),
        "queued offered");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM queue"), "1");
    pg_close(other);
    buf_done(&a);
    buf_done(&b);
    arena_done(&arena);
}
END_TEST

START_TEST(two_sweeps_at_the_same_moment_lapse_an_offer_once)
{
    struct fl_error err;
    struct pg *other;
    int mine, theirs;
    world_case(WORLD_LOAN);
    world_case(WORLD_LOAN);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\",\"max\":2}"), 0);
    world_at("2021-03-09T09:00");
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "test", &other, &err), 0);
    ck_assert_int_eq(pg_begin(throwaway_pg(), &err), 0);
    ck_assert_int_eq(desk_sweep(&world_engine, throwaway_pg(), world_now(), &mine, &err), 0);
    ck_assert_int_eq(desk_sweep(&world_engine, other, world_now(), &theirs, &err), 0);
    ck_assert_int_eq(pg_commit(throwaway_pg(), &err), 0);
    ck_assert_int_eq(mine, 2);
    ck_assert_int_eq(theirs, 0);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'referral.lapsed'"),
                     "2");
    pg_close(other);
}
END_TEST

START_TEST(every_size_is_taken_up_to_its_limit_and_not_beyond)
{
    static const struct {
        enum endpoint desk;
        const char *method, *params;
        int characters; /* of the text at %s: as many are taken, one more is not */
    } texts[] = {
        {AT_MEDIATION, "desk.pull", "{\"mediator\":\"%s\"}", FL_MAX_MEDIATOR},
        {AT_MEDIATION, "desk.list", "{\"mediator\":\"%s\"}", FL_MAX_MEDIATOR},
    };
    static const struct {
        const char *name;
        int max;
    } numbers[] = {
        {"max",     FL_MAX_PULL   },
        {"wait_ms", FL_MAX_WAIT_MS}
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int more = 0; more < 2; more++) {
            char *text = world_text(texts[i].characters + more), params[1024];
            int len = snprintf(params, sizeof params, "%s", texts[i].params);
            char *at = strstr(params, "%s");
            snprintf(params, sizeof params, "%.*s%s%s", (int)(at - params), texts[i].params, text,
                     texts[i].params + (at - params) + 2);
            ck_assert_int_gt(len, 0);
            ck_assert_int_eq(world_call(texts[i].desk, texts[i].method, "%s", params),
                             more ? FL_E_INVALID_PARAMS : 0);
            free(text);
        }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        for (int more = 0; more < 2; more++)
            ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull",
                                        "{\"mediator\":\"m1\",\"%s\":%d}", numbers[i].name,
                                        numbers[i].max + more),
                             more ? FL_E_INVALID_PARAMS : 0);
}
END_TEST

WORLD_SUITE(desk, "desks", the_oldest_case_is_offered_first_and_its_parties_are_masked,
            what_is_held_comes_first_and_then_something_new,
            a_pull_takes_no_more_than_max_and_two_mediators_never_the_same,
            the_wrong_desk_sees_nothing_and_more_than_a_hundred_is_refused,
            who_accepts_sees_the_whole_case_and_the_clock_runs,
            a_stale_claim_is_a_conflict_that_says_the_state_and_changes_nothing,
            a_decliner_is_not_asked_again_but_others_are_in_the_old_order,
            what_is_released_after_acceptance_was_not_accepted,
            an_offer_that_nobody_accepts_lapses_after_its_last_day,
            an_empty_queue_asks_the_runner_to_wait,
            notes_and_extensions_are_events_and_an_extension_moves_the_day,
            the_list_shows_what_is_queued_held_and_concluded,
            a_clerk_reassigns_and_the_old_claim_is_void,
            two_pulls_at_the_same_moment_take_different_cases_and_nobody_waits,
            two_sweeps_at_the_same_moment_lapse_an_offer_once,
            every_size_is_taken_up_to_its_limit_and_not_beyond)
