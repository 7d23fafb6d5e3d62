/* Hand-over (诉调对接) by tables: one row a line of what follows an outcome, before and after 2025; and what goes on later in the same
 * file, on both sides of the days that the law gives. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "fenliu/limits.h"
#include "tests/desk_world.h"

#define HELD "\"referral_id\":\"%s\",\"claim\":\"%s\""

#define CIVIL(facts)                                                                               \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],"                  \
    "\"amount_fen\":1000000,\"facts\":{" facts "},"                                                \
    "\"respondents\":[{\"kind\":\"person\",\"name\":\"钱二\"}]}"
#define LOAN CIVIL("\"consent_to_mediate\":\"both\"")
#define LABOUR(code, claim, facts)                                                                 \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"" code "\"},\"claims\":[\"" claim "\"],"          \
    "\"amount_fen\":1000000,"                                                                      \
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"孙三\",\"tags\":[\"worker\"]}],"             \
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"某厂\",\"tags\":[\"employer\"]}],"        \
    "\"facts\":{" facts "}}"
#define UNION       LABOUR("186.5", "wages", "\"union_at_employer\":true")
#define COMMITTEE   LABOUR("186.5", "wages", "\"consent_to_mediate\":\"both\"")
#define SEVERANCE   LABOUR("186.6", "severance", "\"union_at_employer\":true")
#define ARBITRATION LABOUR("186.5", "wages", "\"consent_to_mediate\":\"refused\"")

static void
report(enum endpoint desk, const char *members)
{
    ck_assert_msg(
        !world_call(desk, "desk.report", "{" HELD ",%s}", world_referral, world_claim, members),
        "%s: %s", members, world_err.detail);
}

static const char *
went_to(void)
{
    static char text[128];
    if (strcmp(world_got("case_state"), "closed") == 0)
        return "closed";
    char channel[32], procedure[32];
    snprintf(channel, sizeof channel, "%s", world_got("next/channel"));
    snprintf(procedure, sizeof procedure, "%s", world_got("next/procedure"));
    snprintf(text, sizeof text, "%s %s%s", channel, procedure,
             strcmp(world_got("next/fast_track"), "true") == 0 ? " fast" : "");
    return text;
}

/* The five ways in which a mediation comes to nothing. */
#define UNSETTLED(at, dispute, desk, next)                                                         \
    {at, dispute, desk, "\"outcome\":\"failed\",\"reason\":\"far_apart\"", next},                  \
        {at, dispute, desk, "\"outcome\":\"refused\"", next},                                      \
        {at, dispute, desk, "\"outcome\":\"expired\"", next},                                      \
        {at, dispute, desk, "\"outcome\":\"unreachable\"", next},                                  \
    {                                                                                              \
        at, dispute, desk, "\"outcome\":\"unsuitable\"", next                                      \
    }

/* clang-format off: a macro that makes rows */
START_TEST(every_outcome_leads_where_the_law_of_its_day_says)
{
    static const struct {
        const char *at, *dispute;
        enum endpoint desk;
        const char *outcome, *next;
    } rows[] = {
  /* union, people's mediation of a labour dispute: nothing came of it → arbitration */
        UNSETTLED("2021-03-01T09:00", UNION, AT_UNION, "arbitration labour_arbitration"),
        UNSETTLED("2025-03-03T09:00", UNION, AT_UNION, "arbitration labour_arbitration"),
        UNSETTLED("2021-03-01T09:00", COMMITTEE, AT_MEDIATION, "arbitration labour_arbitration"),
        UNSETTLED("2025-03-03T09:00", COMMITTEE, AT_MEDIATION, "arbitration labour_arbitration"),
 /* mediation of a civil dispute: the same → court, procedure and lane by the rules of the day */
        UNSETTLED("2021-03-01T09:00", LOAN, AT_MEDIATION, "court small_claims fast"),
        UNSETTLED("2025-03-03T09:00", LOAN, AT_MEDIATION, "court small_claims fast"),
        UNSETTLED("2025-03-03T09:00",
                  CIVIL("\"consent_to_mediate\":\"both\",\"facts_clear\":false"), AT_MEDIATION,
                  "court ordinary"),
 /* any mediation: agreed, or both apply */
        {"2021-03-01T09:00", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"agreed\"",                           "closed"                 },
        {"2025-03-03T09:00", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"agreed\"",                           "closed"                 },
        {"2021-03-01T09:00", UNION,                                       AT_UNION,       "\"outcome\":\"agreed\"",                           "closed"                 },
        {"2021-03-01T09:00", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"agreed\",\"confirm\":true",
         "court confirmation fast"                                                                                                                                     },
        {"2025-03-03T09:00", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"agreed\",\"confirm\":true",
         "court confirmation fast"                                                                                                                                     },
        {"2021-03-01T09:00", UNION,                                       AT_UNION,
         "\"outcome\":\"agreed\",\"confirm\":true,\"pay_only\":true",                                                                         "court confirmation fast"},
        {"2025-03-03T09:00", COMMITTEE,                                   AT_MEDIATION,
         "\"outcome\":\"agreed\",\"confirm\":true,\"pay_only\":true",                                                                         "court confirmation fast"},
 /* arbitration */
        {"2021-03-01T09:00", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"refused\"",
         "court small_claims fast"                                                                                                                                     },
        {"2025-03-03T09:00", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"refused\"",
         "court small_claims fast"                                                                                                                                     },
        {"2021-03-01T09:00", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"overdue\"",
         "court small_claims fast"                                                                                                                                     },
        {"2025-03-03T09:00", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"overdue\"",
         "court small_claims fast"                                                                                                                                     },
        {"2021-03-01T09:00", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"award\"",                            "closed"                 },
        {"2025-03-03T09:00", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"award\"",                            "closed"                 },
        {"2021-03-01T09:00", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"final_award\"",                      "closed"                 },
        {"2021-03-01T09:00", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"mediated\"",                         "closed"                 },
 /* the fast track: converted */
        {"2021-03-01T09:00", CIVIL("\"consent_to_mediate\":\"refused\""), AT_COURT,
         "\"outcome\":\"converted\",\"procedure\":\"summary\",\"reason\":\"added_party\"",                                                    "court summary"          },
        {"2025-03-03T09:00", CIVIL("\"consent_to_mediate\":\"refused\""), AT_COURT,
         "\"outcome\":\"converted\",\"procedure\":\"ordinary\",\"reason\":\"counterclaim\"",                                                  "court ordinary"         },
 /* anywhere: withdrawn */
        {"2021-03-01T09:00", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"withdrawn\",\"reason\":\"settled\"",
         "closed"                                                                                                                                                      },
        {"2021-03-01T09:00", UNION,                                       AT_UNION,       "\"outcome\":\"withdrawn\"",                        "closed"                 },
        {"2021-03-01T09:00", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"withdrawn\"",                        "closed"                 },
        {"2025-03-03T09:00", CIVIL("\"consent_to_mediate\":\"refused\""), AT_COURT,
         "\"outcome\":\"withdrawn\"",                                                                                                         "closed"                 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_at(rows[i].at);
        world_case(rows[i].dispute);
        world_take(rows[i].desk, "m1");
        report(rows[i].desk, rows[i].outcome);
        ck_assert_msg(strcmp(went_to(), rows[i].next) == 0, "row %zu (%s, %s): %s, not %s", i,
                      rows[i].at, rows[i].outcome, went_to(), rows[i].next);
        throwaway_do("DELETE FROM queue"); /* the next row takes its own */
    }
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM (SELECT FROM referral GROUP BY dispute_id "
                                   "HAVING count(*) <> max(visit)) broken"),
                     "0");
}
END_TEST

/* clang-format on */

START_TEST(a_case_leaves_the_fast_track_once_only)
{
    world_case(CIVIL("\"consent_to_mediate\":\"refused\""));
    ck_assert(world_next.fast_track);
    world_take(AT_COURT, "judge");
    report(AT_COURT,
           "\"outcome\":\"converted\",\"procedure\":\"summary\",\"reason\":\"added_party\"");
    ck_assert_str_eq(went_to(), "court summary");
    world_take(AT_COURT, "judge");
    /* from summary to ordinary it may still go, back to the lane never */
    ck_assert_int_eq(world_call(AT_COURT, "desk.report",
                                "{" HELD
                                ",\"outcome\":\"converted\",\"procedure\":\"small_claims\","
                                "\"fast_track\":true}",
                                world_referral, world_claim),
                     FL_E_INVALID_PARAMS);
    throwaway_do("UPDATE referral SET fast_track = true WHERE visit = 2"); /* were it there */
    ck_assert_int_eq(world_call(AT_COURT, "desk.report",
                                "{" HELD ",\"outcome\":\"converted\",\"procedure\":\"ordinary\"}",
                                world_referral, world_claim),
                     FL_E_CONFLICT);
    ck_assert_msg(strstr(world_err.detail, "once only") != NULL, "%s", world_err.detail);
    throwaway_do("UPDATE referral SET fast_track = false WHERE visit = 2");
    report(AT_COURT, "\"outcome\":\"converted\",\"procedure\":\"ordinary\"");
    ck_assert_str_eq(went_to(), "court ordinary");
}
END_TEST

/* Runs a dispute to its first outcome at 09:01 of the day. Returns its id. */
static int64_t
ended(const char *day, const char *dispute, enum endpoint desk, const char *outcome)
{
    char moment[32];
    snprintf(moment, sizeof moment, "%sT09:00", day);
    world_at(moment);
    int64_t id = world_case(dispute);
    world_take(desk, "m1");
    report(desk, outcome);
    ck_assert_str_eq(world_got("case_state"), "closed");
    return id;
}

START_TEST(what_was_over_goes_on_in_the_same_file_within_its_days)
{
    static const struct {
        const char *on, *dispute;
        enum endpoint desk;
        const char *outcome;
        const char *later, *method, *params;
        const char *next; /* NULL: a conflict */
    } rows[] = {
  /* both apply later: 30 days, from the 1st of March to the 31st */
        {"2021-03-01", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"agreed\"",                   "2021-03-31T17:00",
         "case.confirm",                                                                                                                                           "",                                                                    "court confirmation fast"       },
        {"2021-03-01", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"agreed\"",                   "2021-04-01T09:00",
         "case.confirm",                                                                                                                                           "",                                                                    NULL                            },
        {"2025-03-03", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"agreed\"",                   "2025-04-02T17:00",
         "case.confirm",                                                                                                                                           "",                                                                    "court confirmation fast"       },
        {"2021-03-01", UNION,                                       AT_UNION,       "\"outcome\":\"agreed\"",                   "2021-03-20T09:00",
         "case.confirm",                                                                                                                                           ",\"pay_only\":true",                                                  "court confirmation fast"       },
 /* or the commission reviews it: 15 days, to the 16th */
        {"2021-03-01", SEVERANCE,                                   AT_UNION,       "\"outcome\":\"agreed\"",                   "2021-03-16T17:00",
         "case.confirm",                                                                                                                                           ",\"by\":\"commission\"",                                              "arbitration labour_arbitration"},
        {"2021-03-01", SEVERANCE,                                   AT_UNION,       "\"outcome\":\"agreed\"",                   "2021-03-17T09:00",
         "case.confirm",                                                                                                                                           ",\"by\":\"commission\"",                                              NULL                            },
        {"2021-03-01", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"agreed\"",                   "2021-03-02T09:00",
         "case.confirm",                                                                                                                                           ",\"by\":\"commission\"",                                              NULL                            },
 /* an award is sued against: 15 days, to the 16th; or from its receipt */
        {"2021-03-01", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"award\"",                    "2021-03-16T17:00",
         "case.reopen",                                                                                                                                            ",\"reason\":\"不服裁决\",\"facts\":{\"suing_party\":\"worker\"}",
         "court small_claims fast"                                                                                                                                                                                                                                        },
        {"2021-03-01", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"award\"",                    "2021-03-17T09:00",
         "case.reopen",                                                                                                                                            ",\"reason\":\"不服裁决\",\"facts\":{\"suing_party\":\"worker\"}", NULL                            },
        {"2021-03-01", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"award\"",                    "2021-03-23T09:00",
         "case.reopen",                                                                                                                                            ",\"reason\":\"不服裁决\",\"facts\":{\"suing_party\":\"worker\","
         "\"arbitration_on\":\"2021-03-08\"}",                                                                                                                                                                     "court small_claims fast"       },
        {"2021-03-01", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"final_award\"",
         "2021-03-10T09:00",                                                                                                                        "case.reopen",
         ",\"reason\":\"不服裁决\",\"facts\":{\"suing_party\":\"worker\"}",                                                                                                                                                           "court small_claims fast"       },
        {"2021-03-01", ARBITRATION,                                 AT_ARBITRATION, "\"outcome\":\"final_award\"",
         "2021-03-10T09:00",                                                                                                                        "case.reopen",
         ",\"reason\":\"不服裁决\",\"facts\":{\"suing_party\":\"employer\"}",                                                                                                                                                         NULL                            },
 /* an agreement on pay alone is not performed: the court; another: arbitration; a civil one: the court */
        {"2021-03-01", UNION,                                       AT_UNION,       "\"outcome\":\"agreed\",\"pay_only\":true",
         "2021-09-01T09:00",                                                                                                                        "case.reopen",
         ",\"reason\":\"不履行\",\"facts\":{\"mediated_agreement\":\"unperformed\"}",                                                                                                                                                  "court small_claims fast"       },
        {"2021-03-01", SEVERANCE,                                   AT_UNION,       "\"outcome\":\"agreed\"",                   "2021-09-01T09:00",
         "case.reopen",                                                                                                                                            ",\"reason\":\"不履行\",\"facts\":{\"mediated_agreement\":\"unperformed\","
         "\"mediated_pay_only\":false}",                                                                                                                                                                           "arbitration labour_arbitration"},
        {"2025-03-03", LOAN,                                        AT_MEDIATION,   "\"outcome\":\"agreed\"",                   "2025-09-01T09:00",
         "case.reopen",                                                                                                                                            ",\"reason\":\"不履行\"",                                           "court small_claims fast"       },
 /* decided is decided */
        {"2021-03-01", CIVIL("\"consent_to_mediate\":\"refused\""), AT_COURT,
         "\"outcome\":\"judgment\"",                                                                                            "2021-04-01T09:00", "case.reopen", ",\"reason\":\"不服\"",
         NULL                                                                                                                                                                                                                                                             },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t id = ended(rows[i].on, rows[i].dispute, rows[i].desk, rows[i].outcome);
        world_at(rows[i].later);
        int code = world_call(AT_INTAKE, rows[i].method, "{\"case_id\":\"%lld\"%s}", (long long)id,
                              rows[i].params);
        char ask[512], found[128];
        if (!rows[i].next) {
            ck_assert_msg(code == FL_E_CONFLICT, "row %zu: %d %s", i, code, world_result());
            snprintf(ask, sizeof ask, "SELECT state FROM dispute WHERE dispute_id = %lld",
                     (long long)id);
            ck_assert_str_eq(throwaway_ask(ask), "closed");
            continue;
        }
        ck_assert_msg(code == 0, "row %zu: %s", i, world_err.detail);
        snprintf(found, sizeof found, "%s", world_got("decision/channel"));
        snprintf(found + strlen(found), sizeof found - strlen(found), " %s",
                 world_got("decision/procedure"));
        if (strcmp(world_got("decision/fast_track"), "true") == 0)
            strcat(found, " fast");
        ck_assert_msg(strcmp(found, rows[i].next) == 0, "row %zu: %s, not %s", i, found,
                      rows[i].next);
        /* said twice: it is open now */
        ck_assert_int_eq(world_call(AT_INTAKE, rows[i].method, "{\"case_id\":\"%lld\"%s}",
                                    (long long)id, rows[i].params),
                         FL_E_CONFLICT);
        snprintf(ask, sizeof ask,
                 "SELECT d.state || ' ' || (d.closed_at IS NULL) || ' ' || count(*) || ' ' || "
                 "max(visit) FROM dispute d JOIN referral r USING (court, dispute_id) WHERE "
                 "d.dispute_id = %lld GROUP BY d.state, d.closed_at",
                 (long long)id);
        ck_assert_str_eq(throwaway_ask(ask), "open true 2 2");
        /* it is not over: what was counted as the end is taken back on its day */
        snprintf(ask, sizeof ask,
                 "SELECT count(*) || ' ' || sum(n) || ' ' || count(DISTINCT day) FROM ledger "
                 "WHERE measure = 'closed' AND dispute_id = %lld",
                 (long long)id);
        ck_assert_str_eq(throwaway_ask(ask), "2 0 1");
        throwaway_do("DELETE FROM queue");
    }
}
END_TEST

START_TEST(what_a_refusal_to_go_on_says_is_the_law)
{
    int64_t id = ended("2021-03-01", ARBITRATION, AT_ARBITRATION, "\"outcome\":\"award\"");
    world_at("2021-04-01T09:00");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.reopen",
                                "{\"case_id\":\"%lld\",\"reason\":\"不服\"}", (long long)id),
                     FL_E_CONFLICT);
    ck_assert_msg(strstr(world_err.detail, "劳动争议调解仲裁法 第五十条") != NULL, "%s",
                  world_err.detail);
    ck_assert_int_eq(
        world_call(AT_INTAKE, "case.reopen",
                   "{\"case_id\":\"%lld\",\"reason\":\"x\",\"facts\":{\"wage_iou\":null,"
                   "\"suing_party\":\"uncle\"}}",
                   (long long)id),
        FL_E_INVALID_PARAMS);
    ck_assert_int_eq(world_call(AT_INTAKE, "case.reopen",
                                "{\"case_id\":\"%lld\",\"reason\":\"x\",\"facts\":{\"suing_party\":"
                                "\"uncle\"}}",
                                (long long)id),
                     FL_E_INVALID_PARAMS);
    ck_assert_str_eq(world_err.faults[0].pointer, "/params/facts/suing_party");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.confirm", "{\"case_id\":\"%lld\"}", (long long)id),
                     FL_E_CONFLICT);
    ck_assert_int_eq(world_call(AT_INTAKE, "case.confirm",
                                "{\"case_id\":\"%lld\",\"by\":\"notary\"}", (long long)id),
                     FL_E_INVALID_PARAMS);
    ck_assert_int_eq(world_call(AT_INTAKE, "case.reopen", "{\"case_id\":\"1\",\"reason\":\"x\"}"),
                     FL_E_NOT_FOUND);
    ck_assert_str_eq(throwaway_ask("SELECT document -> 'facts' ->> 'suing_party' IS NULL FROM "
                                   "dispute"),
                     "t");
}
END_TEST

START_TEST(a_late_commission_lets_a_party_sue_and_not_a_day_before)
{
    static const char params[] =
        "{\"case_id\":\"%lld\",\"reason\":\"仲裁逾期\",\"facts\":{\"arbitration\":\"overdue\"}}";
    /* no word on acceptance within five days: nobody at the commission had taken it on */
    int64_t silent = world_case(ARBITRATION);
    world_at("2021-03-08T17:00");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.reopen", params, (long long)silent),
                     FL_E_CONFLICT);
    ck_assert_msg(strstr(world_err.detail, "2021-03-08") != NULL, "%s", world_err.detail);
    world_at("2021-03-09T09:00");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.reopen", params, (long long)silent), 0);
    ck_assert_str_eq(world_got("decision/channel"), "court");
    ck_assert_str_eq(throwaway_ask("SELECT outcome || ' ' || coalesce(mediator, '-') FROM referral "
                                   "WHERE visit = 1"),
                     "overdue -");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT string_agg(channel, ' ') FROM referral JOIN queue USING (court, referral_id)"),
        "court");
    throwaway_do("DELETE FROM queue");
    /* no award in time */
    world_at("2021-03-01T09:00");
    int64_t late = world_case(ARBITRATION);
    world_take(AT_ARBITRATION, "a1");
    world_at("2021-04-15T17:00");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.reopen", params, (long long)late), FL_E_CONFLICT);
    ck_assert_int_eq(
        world_call(AT_ARBITRATION, "desk.pause", "{" HELD "}", world_referral, world_claim), 0);
    world_at("2021-05-20T09:00");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.reopen", params, (long long)late), FL_E_CONFLICT);
    ck_assert_int_eq(
        world_call(AT_ARBITRATION, "desk.resume", "{" HELD "}", world_referral, world_claim), 0);
    world_at("2021-05-21T09:00");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.reopen", params, (long long)late), 0);
    ck_assert_str_eq(world_got("decision/channel"), "court");
    /* a dispute that is open elsewhere cannot be reopened */
    int64_t open = world_case(LOAN);
    ck_assert_int_eq(world_call(AT_INTAKE, "case.reopen", params, (long long)open), FL_E_CONFLICT);
}
END_TEST

START_TEST(what_was_not_disputed_and_the_record_travel_along)
{
    world_case(LOAN);
    world_take(AT_MEDIATION, "m1");
    report(AT_MEDIATION, "\"outcome\":\"failed\",\"reason\":\"far_apart\","
                         "\"undisputed\":[\"借款本金三万元\",\"已还五千元\"],"
                         "\"record\":\"双方对利息有争议\"");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE data::text LIKE '%本金%'"),
                     "0");
    ck_assert_int_eq(world_call(AT_COURT, "desk.pull", "{\"mediator\":\"judge\"}"), 0);
    ck_assert_ptr_null(strstr(world_result(), "本金")); /* not before it is accepted */
    world_take(AT_COURT, "judge");
    ck_assert_str_eq(world_got("earlier/0/channel"), "mediation");
    ck_assert_str_eq(world_got("earlier/0/outcome"), "failed");
    ck_assert_str_eq(world_got("earlier/0/mediator"), "m1");
    ck_assert_str_eq(world_got("earlier/0/undisputed/1"), "已还五千元");
    ck_assert_str_eq(world_got("earlier/0/record"), "双方对利息有争议");
    ck_assert_str_eq(world_got("earlier/1"), "");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.get", "{\"case_id\":%s}",
                                throwaway_ask("SELECT '\"' || dispute_id || '\"' FROM dispute")),
                     0);
    ck_assert_str_eq(world_got("referrals/0/handed_on/undisputed/0"), "借款本金三万元");
    ck_assert_str_eq(world_got("clocks/0/what"), "mediate");
    ck_assert_int_eq(world_call(AT_INTAKE, "case.get", "{\"case_id\":%s,\"masked\":true}",
                                throwaway_ask("SELECT '\"' || dispute_id || '\"' FROM dispute")),
                     0);
    ck_assert_ptr_null(strstr(world_result(), "本金"));
}
END_TEST

START_TEST(a_record_is_taken_up_to_its_size_and_not_beyond)
{
    static const struct {
        const char *member;
        int characters;
    } texts[] = {
        {"undisputed", FL_MAX_TEXT  },
        {"record",     FL_MAX_RECORD}
    };
    world_case(LOAN);
    world_take(AT_MEDIATION, "m1");
    struct buf many = {0};
    for (int i = 0; i <= FL_MAX_TEXTS; i++)
        buf_print(&many, "%s\"x\"", i ? "," : "");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{" HELD ",\"outcome\":\"refused\",\"undisputed\":[%s]}",
                                world_referral, world_claim, many.data),
                     FL_E_INVALID_PARAMS);
    ck_assert_str_eq(world_err.faults[0].pointer, "/params/undisputed");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int more = 1; more >= 0; more--) {
            char *text = world_text(texts[i].characters + more);
            ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                        "{" HELD ",\"outcome\":\"refused\",\"%s\":\"%s\"}",
                                        world_referral, world_claim, texts[i].member, text),
                             more ? FL_E_INVALID_PARAMS : 0);
            free(text);
            if (more)
                continue;
            world_case(LOAN);
            world_take(AT_MEDIATION, "m1");
        }
    many.len -= 4; /* as many as are taken */
    many.data[many.len] = 0;
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report",
                                "{" HELD ",\"outcome\":\"refused\",\"undisputed\":[%s]}",
                                world_referral, world_claim, many.data),
                     0);
    buf_done(&many);
}
END_TEST

START_TEST(an_agreement_is_due_on_its_day_and_performed_in_part_or_whole)
{
    struct fl_error err;
    struct deadline_sweep swept;
    world_case(LOAN);
    world_take(AT_MEDIATION, "m1");
    static const char *const wrong[] = {"\"outcome\":\"refused\",\"due_on\":\"2021-05-01\"",
                                        "\"outcome\":\"agreed\",\"due_on\":\"2021-02-28\"",
                                        "\"outcome\":\"agreed\",\"due_on\":\"2021-02-30\""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(world_call(AT_MEDIATION, "desk.report", "{" HELD ",%s}", world_referral,
                                    world_claim, wrong[i]),
                         FL_E_INVALID_PARAMS);
        ck_assert_str_eq(world_err.faults[0].pointer, "/params/due_on");
    }
    report(AT_MEDIATION, "\"outcome\":\"agreed\",\"due_on\":\"2021-05-10\"");
    const char *id = strdup(world_got("case_id"));
    ck_assert_str_eq(throwaway_ask("SELECT reached_on || ' ' || due_on || ' ' || performed FROM "
                                   "performance"),
                     "2021-03-01 2021-05-10 none");
    world_at("2021-04-01T09:00");
    ck_assert_int_eq(world_call(AT_MEDIATION, "agreement.performed",
                                "{\"case_id\":\"%s\",\"on\":\"2021-03-30\",\"part\":true}", id),
                     0);
    world_at("2021-05-11T00:00");
    ck_assert_int_eq(deadline_sweep(&world_engine, throwaway_pg(), world_now(), &swept, &err), 0);
    ck_assert_int_eq(swept.passed, 1);
    ck_assert_str_eq(
        throwaway_ask("SELECT data ->> 'what' FROM event WHERE type = 'deadline.passed'"),
        "perform");
    ck_assert_int_eq(world_call(AT_MEDIATION, "agreement.performed",
                                "{\"case_id\":\"%s\",\"on\":\"2021-05-11\",\"whole\":true}", id),
                     0);
    ck_assert_str_eq(throwaway_ask("SELECT p.performed || ' ' || p.performed_on || ' ' || d.state "
                                   "FROM performance p JOIN deadline d ON d.what = 'perform'"),
                     "whole 2021-05-11 late");
}
END_TEST

START_TEST(a_second_mediator_refused_by_a_party_is_mediation_refused)
{
    world_case(LOAN);
    world_take(AT_MEDIATION, "m1");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.release",
                                "{" HELD ",\"by_party\":true,\"reason\":\"被告不同意\"}",
                                world_referral, world_claim),
                     0);
    ck_assert_str_eq(world_got("state"), "queued");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}"), 0);
    ck_assert_str_eq(world_got("offers/0"), ""); /* a changed mediator is excluded */
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m2\"}"), 0);
    snprintf(world_claim, sizeof world_claim, "%s", world_got("offers/0/claim"));
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.release",
                                "{" HELD ",\"by_party\":true,\"reason\":\"被告不同意\"}",
                                world_referral, world_claim),
                     0);
    ck_assert_str_eq(world_got("outcome"), "refused");
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(channel || ' ' || state || ' ' || "
                                   "coalesce(outcome, '-'), ', ' ORDER BY visit) FROM referral"),
                     "mediation concluded refused, court queued -");
    ck_assert_str_eq(
        throwaway_ask("SELECT document -> 'facts' ->> 'consent_to_mediate' FROM dispute"),
        "both"); /* the history says it, not a changed fact */
    /* at a desk that does not mediate there is no such thing */
    world_take(AT_COURT, "judge");
    ck_assert_int_eq(world_call(AT_COURT, "desk.release", "{" HELD ",\"by_party\":true}",
                                world_referral, world_claim),
                     FL_E_INVALID_PARAMS);
}
END_TEST

START_TEST(what_is_near_and_overdue_shows_on_the_desk_and_what_is_escalated_to_the_clerk)
{
    struct fl_error err;
    struct deadline_sweep swept;
    world_case(LOAN);
    world_take(AT_MEDIATION, "m1");
    world_case(CIVIL("\"consent_to_mediate\":\"refused\""));
    world_take(AT_COURT, "judge");
    world_at("2021-03-29T09:00");
    ck_assert_int_eq(deadline_sweep(&world_engine, throwaway_pg(), world_now(), &swept, &err), 0);
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.list", "{\"mediator\":\"m1\"}"), 0);
    ck_assert_str_eq(world_got("referrals/0/near"), "true");
    ck_assert_str_eq(world_got("referrals/0/overdue"), "false");
    ck_assert_str_eq(world_got("referrals/0/clocks/0/what"), "mediate");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.list", "{\"state\":\"near\"}"), 0);
    ck_assert_str_eq(world_got("referrals/0/due_on"), "2021-03-31");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.list", "{\"state\":\"overdue\"}"), 0);
    ck_assert_str_eq(world_got("referrals/0"), "");
    ck_assert_int_eq(world_call(AT_COURT, "desk.list", "{\"state\":\"overdue\"}"), 0);
    ck_assert_str_eq(world_got("referrals/0/overdue"), "true");
    ck_assert_str_eq(world_got("referrals/0/escalated"), "true");
    world_at("2021-04-02T09:00");
    ck_assert_int_eq(deadline_sweep(&world_engine, throwaway_pg(), world_now(), &swept, &err), 0);
    /* the clerk's desk: of every channel what is for the head of the team, not what moves on by itself */
    ck_assert_int_eq(world_call(AT_TRIAGE, "desk.list", "{\"state\":\"overdue\"}"), 0);
    ck_assert_str_eq(world_got("referrals/0/channel"), "court");
    ck_assert_str_eq(world_got("referrals/1"), "");
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.list", "{\"state\":\"overdue\"}"), 0);
    ck_assert_str_eq(world_got("referrals/0/channel"), "mediation");
}
END_TEST

WORLD_SUITE(handover_rows, "hand-over by tables", every_outcome_leads_where_the_law_of_its_day_says,
            a_case_leaves_the_fast_track_once_only,
            what_was_over_goes_on_in_the_same_file_within_its_days,
            what_a_refusal_to_go_on_says_is_the_law,
            a_late_commission_lets_a_party_sue_and_not_a_day_before,
            what_was_not_disputed_and_the_record_travel_along,
            a_record_is_taken_up_to_its_size_and_not_beyond,
            an_agreement_is_due_on_its_day_and_performed_in_part_or_whole,
            a_second_mediator_refused_by_a_party_is_mediation_refused,
            what_is_near_and_overdue_shows_on_the_desk_and_what_is_escalated_to_the_clerk)
