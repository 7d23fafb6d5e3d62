/* The recount: clean over all that desks do, and each figure of each table is named when it was changed behind the
 * engine's back. */
#include <stdlib.h>
#include <string.h>

#include "engine/desk/event_put.h"
#include "engine/desk/fold.h"
#include "engine/verify/recount.h"
#include "queries.h"
#include "tests/desk_world.h"

static char told[1 << 16]; /* a line a fault: "table figure stored recounted" */

static void
note(void *data, const struct recount_fault *f)
{
    size_t len = strlen(told);
    (void)data;
    if (len < sizeof told - 1)
        snprintf(told + len, sizeof told - len, "%s %s %s %s\n", f->table, f->figure, f->stored,
                 f->recounted);
}

static void
no_progress(void *data, int64_t events, int64_t about)
{
    (void)data;
    (void)events;
    (void)about;
}

static bool
goes_on(void *data)
{
    (void)data;
    return false;
}

static struct recount_sum
recounted(void)
{
    const struct recount_watch watch = {note, no_progress, goes_on, NULL};
    struct recount_sum sum = {0};
    struct fl_error err = {0};
    told[0] = 0;
    if (recount(throwaway_pg(), &watch, &sum, &err))
        ck_abort_msg("%s", err.detail);
    return sum;
}

static void
step(enum endpoint desk, const char *method, const char *more)
{
    if (world_call(desk, method, "{\"referral_id\":\"%s\",\"claim\":\"%s\"%s}", world_referral,
                   world_claim, more))
        ck_abort_msg("%s: %s", method, world_err.detail);
}

#define REFUSED                                                                                    \
    "{\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"},\"claims\":[\"loan\"],"                  \
    "\"amount_fen\":1000000,\"street\":\"430204001\",\"facts\":{\"consent_to_mediate\":"           \
    "\"refused\"},\"respondents\":[{\"kind\":\"person\",\"name\":\"钱二\"}]}"

/* A case with the event of its receipt, which the small world leaves to the store. */
static int64_t
enter(const char *members)
{
    char sql[256];
    int64_t id = world_case(members);
    snprintf(sql, sizeof sql,
             "INSERT INTO event (court, event_id, dispute_id, type, at, xid, recorded_at) VALUES "
             "('430204', %lld, %lld, 'case.received', now(), '3', '2000-01-01')",
             (long long)-id, (long long)id);
    throwaway_do(sql);
    return id;
}

/* Every step that a referral can take: offered, declined, accepted, released, reassigned, extended, failed and handed
 * over, converted, corrected, agreed, amended, withdrawn, left open. */
static void
live(void)
{
    enter(WORLD_LOAN);
    world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m0\"}");
    snprintf(world_referral, sizeof world_referral, "%s", world_got("offers/0/referral_id"));
    snprintf(world_claim, sizeof world_claim, "%s", world_got("offers/0/claim"));
    step(AT_MEDIATION, "desk.decline", ",\"reason\":\"回避\"");
    world_take(AT_MEDIATION, "m1");
    step(AT_MEDIATION, "desk.release", ",\"reason\":\"出差\"");
    world_take(AT_MEDIATION, "m1");
    step(AT_MEDIATION, "desk.extend", ",\"days\":5,\"consent\":true");
    if (world_call(AT_MEDIATION, "desk.reassign",
                   "{\"referral_ids\":[\"%s\"],\"to\":\"m2\",\"reason\":\"病假\"}", world_referral))
        ck_abort_msg("%s", world_err.detail);
    world_take(AT_MEDIATION, "m2");
    world_at("2021-03-09T10:00");
    step(AT_MEDIATION, "desk.report", ",\"outcome\":\"failed\",\"reason\":\"far_apart\"");
    world_take(AT_COURT, "judge");
    step(AT_COURT, "desk.report", ",\"outcome\":\"converted\",\"procedure\":\"ordinary\"");
    world_take(AT_COURT, "judge");
    world_at("2021-04-20T10:00");
    step(AT_COURT, "desk.report", ",\"outcome\":\"judgment\"");
    enter(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    world_at("2021-05-06T10:00");
    step(AT_MEDIATION, "desk.report", ",\"outcome\":\"agreed\"");
    if (world_call(AT_MEDIATION, "desk.correct",
                   "{\"referral_id\":\"%s\",\"outcome\":\"withdrawn\",\"end_reason\":\"settled\","
                   "\"at\":\"2021-04-30T09:00:00+08:00\",\"reason\":\"笔误\"}",
                   world_referral))
        ck_abort_msg("%s", world_err.detail);
    world_at("2021-05-07T10:00");
    enter(REFUSED);
    enter(WORLD_LOAN);
    enter(WORLD_LOAN);
}

static void
put(struct act *act, int64_t event_id, enum fl_event_type type, int64_t dispute_id)
{
    const struct event_new event = {.event_id = event_id, .type = type, .dispute_id = dispute_id};
    ck_assert_int_eq(event_put(act, &event, NULL, &world_err), 0);
}

/* As case.amend and case.withdraw do, without their call. */
static void
change_from_outside(void)
{
    int64_t amended = enter(WORLD_LOAN), withdrawn = enter(WORLD_LOAN), objected = enter(REFUSED),
            event_id, concerns;
    struct act act = world_act();
    throwaway_do("UPDATE dispute SET document = jsonb_set(document::jsonb, "
                 "'{facts,consent_to_mediate}', '\"refused\"')::json");
    ck_assert_int_eq(pg_begin(act.db, &world_err), 0);
    ck_assert_int_eq(engine_id(act.engine, act.db, &event_id, &world_err), 0);
    put(&act, event_id, FL_EVENT_CASE_AMENDED, amended);
    if (handover_amend(&act, amended, event_id, &world_next, &world_err))
        ck_abort_msg("%s", world_err.detail);
    ck_assert_int_eq(engine_id(act.engine, act.db, &event_id, &world_err), 0);
    if (handover_withdraw(&act, withdrawn, event_id, &world_err))
        ck_abort_msg("%s", world_err.detail);
    put(&act, event_id, FL_EVENT_CASE_WITHDRAWN, withdrawn);
    ck_assert_int_eq(engine_id(act.engine, act.db, &event_id, &world_err), 0);
    if (handover_object(&act, objected, event_id, "当事人对分流去向提出异议。", &concerns,
                        &world_next, &world_err))
        ck_abort_msg("%s", world_err.detail);
    put(&act, event_id, FL_EVENT_CASE_OBJECTED, objected);
    ck_assert_int_eq(pg_commit(act.db, &world_err), 0);
}

START_TEST(whatever_desks_do_comes_out_the_same)
{
    live();
    change_from_outside();
    struct recount_sum sum = recounted();
    ck_assert_str_eq(told, "");
    ck_assert_int_eq(sum.faults, 0);
    ck_assert_int_eq(sum.disputes, 8);
    ck_assert_int_eq(sum.referrals, 12);
    ck_assert_int_gt(sum.keys, 10);
}
END_TEST

/* Clocks of every state, and agreements performed, in part, not at all. */
static void
live_by_clocks(void)
{
    static const char *const performed[] = {"\"part\":true", "\"part\":true", "\"whole\":true",
                                            "\"whole\":true"};
    for (int i = 0; i < 4; i++) {
        int64_t id = enter(WORLD_LOAN);
        world_take(AT_MEDIATION, "m1");
        step(AT_MEDIATION, "desk.report",
             i == 3 ? ",\"outcome\":\"agreed\""
                    : ",\"outcome\":\"agreed\",\"due_on\":\"2021-03-20\"");
        /* nothing, a part, all of it after a part, all of it twice */
        for (int k = i == 3 ? 2 : 0; k < (i == 3 ? 4 : i == 2 ? 3 : i); k++)
            if (world_call(AT_MEDIATION, "agreement.performed",
                           "{\"case_id\":\"%lld\",\"on\":\"2021-03-01\",%s}", (long long)id,
                           performed[k]))
                ck_abort_msg("%s", world_err.detail);
    }
    enter(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    step(AT_MEDIATION, "desk.pause", "");
    enter(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    step(AT_MEDIATION, "desk.extend", ",\"days\":60,\"consent\":true");
    enter(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    enter(WORLD_LOAN);
    world_take(AT_MEDIATION, "m1");
    world_at("2021-04-01T10:00");
    world_sweep();
    step(AT_MEDIATION, "desk.report", ",\"outcome\":\"failed\",\"reason\":\"far_apart\"");
}

/* What was changed behind the engine's back, and how it is named: table, figure. */
struct corruption {
    const char *table, *sql, *figure;
};
static const struct corruption corruptions[] = {
    {"dispute",        "UPDATE dispute SET state = 'withdrawn' WHERE state = 'closed'",
     "dispute state withdrawn closed"                                                                                                                                     },
    {"dispute",
     "UPDATE dispute SET closed_at = closed_at + interval '1 day' WHERE state = 'closed'",                   "dispute closed_at"                                          },
    {"dispute",        "DELETE FROM dispute WHERE state = 'closed'",                                         "dispute row 0 1"                                            },
    {"referral",       "UPDATE referral SET state = 'concluded' WHERE state = 'queued'",
     "referral state concluded queued"                                                                                                                                    },
    {"referral",       "UPDATE referral SET channel = 'union' WHERE outcome = 'failed'",
     "referral channel union mediation"                                                                                                                                   },
    {"referral",       "UPDATE referral SET procedure = 'summary' WHERE procedure = 'ordinary'",
     "referral procedure summary ordinary"                                                                                                                                },
    {"referral",       "UPDATE referral SET fast_track = NOT fast_track WHERE outcome = 'failed'",
     "referral fast_track t f"                                                                                                                                            },
    {"referral",       "UPDATE referral SET cause = '1' WHERE outcome = 'failed'",
     "referral cause 1 103.3"                                                                                                                                             },
    {"referral",       "UPDATE referral SET cause_list = '2025' WHERE outcome = 'failed'",
     "referral cause_list 2025 2020"                                                                                                                                      },
    {"referral",       "UPDATE referral SET domain = 'tort' WHERE outcome = 'failed'",
     "referral domain tort debt"                                                                                                                                          },
    {"referral",       "UPDATE referral SET street = '430204009' WHERE street IS NOT NULL",
     "referral street 430204009 430204001"                                                                                                                                },
    {"referral",       "UPDATE referral SET mediator = 'm9' WHERE outcome = 'failed'",
     "referral mediator m9 m2"                                                                                                                                            },
    {"referral",       "UPDATE referral SET body = 'b9' WHERE outcome = 'failed'",                           "referral body b9 -"                                         },
    {"referral",       "UPDATE referral SET outcome = 'agreed' WHERE outcome = 'failed'",
     "referral outcome agreed failed"                                                                                                                                     },
    {"referral",       "UPDATE referral SET reason = 'other' WHERE outcome = 'failed'",
     "referral reason other far_apart"                                                                                                                                    },
    {"referral",
     "UPDATE referral SET entered_at = entered_at - interval '1 day' WHERE outcome = 'failed'",              "referral entered_at 2021-02-28"                             },
    {"referral",
     "UPDATE referral SET accepted_at = accepted_at - interval '1 day' WHERE outcome = 'failed'",            "referral accepted_at 2021-02-28"                            },
    {"referral",
     "UPDATE referral SET concluded_at = concluded_at - interval '1 day' WHERE outcome = 'failed'",          "referral concluded_at 2021-03-08"                           },
    {"referral",       "UPDATE referral SET due_on = due_on + 1 WHERE outcome = 'failed'",
     "referral due_on 2021-04-01 2021-03-31"                                                                                                                              },
    {"referral",       "DELETE FROM referral WHERE outcome = 'failed'",                                      "referral row 0 1"                                           },
    {"decision",
     "UPDATE decision SET rule = 'X' WHERE decision_id = (SELECT min(decision_id) FROM decision)",           "decision rule X "                                           },
    {"decision",       "UPDATE decision SET channel = 'union' WHERE channel = 'court'",
     "decision channel union court"                                                                                                                                       },
    {"decision",       "DELETE FROM decision WHERE channel = 'court'",                                       "decision row 0 1"                                           },
    {"queue",          "DELETE FROM queue",                                                                  "queue row 0 1"                                              },
    {"pool",
     "UPDATE pool SET channel = 'union' WHERE (court, pool) IN (SELECT court, pool FROM queue)",             "queue channel union"                                        },
    {"queue",          "INSERT INTO queue (court, pool, rank_at, referral_id) VALUES ('430204', 1, 0, 1)",
     "queue row 1 0"                                                                                                                                                      },
    {"docket",         "UPDATE docket SET text = 'X' WHERE number = 1",                                      "docket text X -"                                            },
    {"docket",         "DELETE FROM docket WHERE number = 1 AND word = '民诉前调'",
     "docket 民诉前调 2021 4 3"                                                                                                                                       },
    {"docket",         "UPDATE docket SET number = 99 WHERE number = 1 AND word = '民诉前调'",
     "docket_counter 民诉前调 2021 4 99"                                                                                                                              },
    {"docket_counter", "UPDATE docket_counter SET last = last + 1 WHERE word = '民诉前调'",
     "docket_counter 民诉前调 2021 5 4"                                                                                                                               },
    {"ledger",         "UPDATE ledger SET n = 2 WHERE measure = 'concluded' AND outcome = 'failed'",
     "ledger n: 2021-03-09 concluded mediation pre_filing_mediation failed far_apart 2020 103.3 "
     "debt m2 444 2 1"                                                                                                                                                    },
    {"ledger",         "UPDATE ledger SET days = 3 WHERE measure = 'concluded' AND outcome = 'failed'",
     "ledger days: 2021-03-09 concluded"                                                                                                                                  },
    {"ledger",         "UPDATE ledger SET day = day + 1 WHERE measure = 'concluded' AND outcome = 'failed'",
     "ledger n: 2021-03-09 concluded"                                                                                                                                     },
    {"ledger",         "UPDATE ledger SET first_kind = 0 WHERE outcome = 'failed'",
     "ledger n: 2021-03-09 concluded"                                                                                                                                     },
    {"ledger",         "UPDATE ledger SET street = 'x' WHERE outcome = 'failed'",
     "ledger n: 2021-03-09 concluded"                                                                                                                                     },
    {"ledger",         "DELETE FROM ledger WHERE outcome = 'failed'",                                        "ledger n: 2021-03-09 concluded"                             },
    {"tally",
     "UPDATE tally SET completed = completed + 1 WHERE dimension = 'all' AND procedure = "
     "'pre_filing_mediation' AND completed > 0",                                                             "tally all 2021-0"                                           },
    {"tally",          "DELETE FROM tally WHERE dimension = 'cause'",                                        "tally cause 2021-0"                                         },
    {"tally",
     "UPDATE tally SET completed = completed + 1 WHERE dimension = 'all' AND procedure = "
     "'pre_filing_mediation' AND completed > 0",                                                             "stats.monthly 2021-03 pre_litigation_mediations"            },
    {"tally_year",
     "UPDATE tally_year SET completed = completed + 1 WHERE dimension = 'all' AND procedure = "
     "'pre_filing_mediation' AND completed > 0",                                                             "tally_year all 2021-01-01"                                  },
    {"tally_year",     "DELETE FROM tally_year WHERE dimension = 'place'",
     "tally_year place 2021-01-01"                                                                                                                                        },
    {"tally_year",
     "UPDATE tally_year SET completed = completed + 1 WHERE dimension = 'all' AND procedure = "
     "'pre_filing_mediation' AND completed > 0",                                                             "stats.annual 2021 completed"                                },
    {"tally_year",
     "UPDATE tally_year SET accepted = accepted + 1 WHERE dimension = 'cause' AND accepted > 0",             "stats.by_cause 2021 accepted 2020 103.3"                    },
    {"tally_year",
     "UPDATE tally_year SET entered = entered + 1 WHERE dimension = 'place' AND entered > 0",                "stats.by_street 2021 entered 430204001"                     },
    {"tally_year",
     "UPDATE tally_year SET concluded = concluded + 1 WHERE dimension = 'hand' AND concluded > 0",           "stats.by_mediator 2021 concluded m2"                        },
    {"tally_new",
     "INSERT INTO tally_new (court, dimension, month, key, key2, channel, procedure, fast_track, "
     "completed, slot) SELECT court, dimension, month, key, key2, channel, procedure, fast_track, "
     "1, 7 FROM tally WHERE dimension = 'hand'",                                                             "tally hand 2021-0"                                          },
    {"tally_new",
     "INSERT INTO tally_new (court, dimension, month, key, key2, channel, procedure, fast_track, "
     "completed, slot) SELECT court, dimension, month, key, key2, channel, procedure, fast_track, "
     "1, 7 FROM tally WHERE dimension = 'all' AND completed > 0",                                            "stats.annual 2021 completed"                                },
    {"tally_new_part",
     "INSERT INTO tally_new_part VALUES ('430204', 'days', '2021-04-01', 'court', 'ordinary', "
     "false, '17', '', 1, 0, 7)",                                                                            "tally_days 2021-04-01 court ordinary f 17 1 0"              },
    {"tally_new_part",
     "INSERT INTO tally_new_part VALUES ('430204', 'cohort', '2021-04-01', 'union', "
     "'union_mediation', false, '', '', 1, 1, 7)",                                                           "tally_cohort 2021-04-01 union union_mediation concluded 1 0"},
    {"tally_outcome",  "UPDATE tally_outcome SET n = n + 1 WHERE outcome = 'failed'",
     "tally_outcome 2021-03-01 mediation pre_filing_mediation f failed far_apart 2 1"                                                                                     },
    {"tally_days",     "UPDATE tally_days SET n = n + 1 WHERE procedure = 'ordinary'",
     "tally_days 2021-04-01 court ordinary f"                                                                                                                             },
    {"tally_cohort",   "UPDATE tally_cohort SET succeeded = succeeded + 5",                                  "tally_cohort 2021-0"                                        },
    {"tally_open",     "UPDATE tally_open SET n = n + 1",                                                    "tally_open 2021-0"                                          },
    {"event",          "DELETE FROM event WHERE type = 'referral.accepted'",
     "event type referral.concluded"                                                                                                                                      },
    {"event",          "DELETE FROM event WHERE type = 'case.received'",                                     "dispute row 1 0"                                            },
    {"event",
     "UPDATE event SET data = jsonb_set(data, '{outcome}', '\"agreed\"') WHERE data ->> 'outcome' "
     "= 'failed'",                                                                                           "referral outcome failed agreed"                             },
};

#define CLOCK(what, state) "WHERE what = '" what "' AND state = '" state "'"
static const struct corruption of_clocks[] = {
    {"deadline",                                                        "UPDATE deadline SET state = 'running' " CLOCK("mediate",                     "passed"),
     "deadline mediate state running passed"},
    {"deadline",                                                                 "UPDATE deadline SET due_on = due_on + 1 " CLOCK("mediate",                                                                                                                                    "passed"),
     "deadline mediate state passed running"},
    {"deadline",                           "UPDATE deadline SET due_on = due_on + 1 " CLOCK("mediate",                                                                                                       "running"),
     "deadline clocks: due_on 2021-06-01 2021-05-31"},
    {"deadline",                                                       "UPDATE deadline SET state = 'passed' " CLOCK("mediate",                                                                                                 "running"),
     "deadline mediate state passed running"},
    {"deadline","UPDATE deadline SET state = 'running' " CLOCK("mediate","paused"),
     "deadline mediate state running paused"},
    {"deadline",                                                        "UPDATE deadline SET state = 'paused' " CLOCK("mediate",                                                                                                                         "running"),
     "deadline mediate state paused running"},
    {"deadline",                                                                 "UPDATE deadline SET state = 'met' " CLOCK("mediate",                                                                                                                                    "late"),
     "deadline mediate state met late"},
    {"deadline",                           "UPDATE deadline SET state = 'late' " CLOCK("mediate",                                                                                                       "met"),
     "deadline mediate state late met"},
    {"deadline",                                                          "UPDATE deadline SET state = 'running', closed_on = NULL " CLOCK("mediate",                                                                                                               "met"),
     "deadline mediate state running over"},
    {"deadline","UPDATE deadline SET state = 'met' " CLOCK("mediate","running"),
     "deadline mediate state met running"},
    {"deadline",                                                        "UPDATE deadline SET closed_on = closed_on + 1 " CLOCK("mediate", "late"),
     "deadline mediate closed_on 2021-04-02 2021-04-01"},
    {"deadline",                                                                 "UPDATE deadline SET closed_on = closed_on + 1 " CLOCK("perform",                                                                                                                                    "met"),
     "deadline perform closed_on 2021-03-02 2021-03-01"},
    {"deadline",                              "UPDATE deadline SET dispute_id = 1 " CLOCK("mediate",                                                                                                          "running"),
     "deadline mediate dispute_id 1 "},
    {"deadline",                                                          "DELETE FROM deadline " CLOCK("mediate",                                                                                              "running"),
     "deadline clocks: due_on - 2021-05-31"},
    {"deadline","DELETE FROM deadline " CLOCK("perform","passed"),"deadline row 0 1"},
    {"deadline",                                                        "UPDATE deadline SET referral_id = 1 " CLOCK("mediate",                                                  "late"),
     "deadline row 1 0"},
    {"event",                                                                 "DELETE FROM event WHERE type = 'deadline.passed'",
     "deadline mediate state passed running"},
    {"event",
     "INSERT INTO event SELECT (jsonb_populate_record(e, jsonb_build_object('event_id', -event_id "
     "- 1000000))).* FROM event e WHERE type = 'deadline.passed'",                                                                                                        "deadline mediate state passed passed once"},
    {"event",                                                        "DELETE FROM event WHERE type = 'agreement.performed'",
     "deadline perform state met running"                                                                                                                                               },
    {"ledger","UPDATE ledger SET n = 2 WHERE measure = 'due'",
     "ledger n: 2021-03-20 due mediation"},
    {"ledger",                                                           "DELETE FROM ledger WHERE measure = 'performed'",
     "ledger n: 2021-03-20 performed mediation"},
    {"ledger",                                                           "UPDATE ledger SET day = day + 1 WHERE measure = 'performed_part'",
     "ledger n: 2021-03-20 performed_part mediation"},
    {"ledger",                                                           "UPDATE ledger SET mediator = 'm9' WHERE measure = 'due'",
     "ledger n: 2021-03-20 due mediation"},
};
#undef CLOCK

/* An offer that nobody accepts in time is counted for its mediator. */
static const struct corruption of_lapses[] = {
    {"ledger", "DELETE FROM ledger WHERE measure = 'lapsed'",
     "lapsed mediation pre_filing_mediation 2020 103.3 debt m1"                                             },
    {"ledger", "UPDATE ledger SET mediator = 'm2' WHERE measure = 'lapsed'",
     "lapsed mediation pre_filing_mediation 2020 103.3 debt m1"                                             },
    {"event",  "DELETE FROM event WHERE type = 'referral.lapsed'",           "referral state queued offered"},
};

static void
fold_all(void)
{
    struct fl_error err = {0};
    int64_t n;
    bool more = true;
    while (more)
        ck_assert_msg(!fold_portion(throwaway_pg(), &n, &more, &err), "%s", err.detail);
}

/* Clean before and after each is put right again. */
static void
each_is_named(const struct corruption *list, size_t n)
{
    recounted();
    ck_assert_str_eq(told, "");
    for (const struct corruption *c = list; c < list + n; c++) {
        char sql[512];
        snprintf(sql, sizeof sql, "CREATE TEMP TABLE kept AS TABLE %s", c->table);
        throwaway_do(sql);
        throwaway_do(c->sql);
        struct recount_sum sum = recounted();
        ck_assert_msg(sum.faults > 0 && strstr(told, c->figure), "%s: expected \"%s\" in\n%.1500s",
                      c->sql, c->figure, told);
        snprintf(sql, sizeof sql,
                 "ALTER TABLE %s DISABLE TRIGGER USER; DELETE FROM %s; INSERT INTO %s TABLE kept; "
                 "DROP TABLE kept; ALTER TABLE %s ENABLE TRIGGER USER",
                 c->table, c->table, c->table, c->table);
        throwaway_do(sql);
    }
    recounted();
    ck_assert_str_eq(told, "");
}
#define EACH_IS_NAMED(list) each_is_named(list, sizeof(list) / sizeof *(list))

START_TEST(each_figure_that_was_changed_is_named)
{
    live();
    fold_all();
    EACH_IS_NAMED(corruptions);
}
END_TEST

START_TEST(each_clock_and_agreement_that_was_changed_is_named)
{
    live_by_clocks();
    ck_assert_str_eq(
        throwaway_ask("SELECT string_agg(DISTINCT what || ' ' || state, ', ') FROM deadline"),
        "mediate late, mediate met, mediate passed, mediate paused, mediate running, "
        "perform met, perform passed, register running");
    EACH_IS_NAMED(of_clocks);
}
END_TEST

START_TEST(each_lapse_that_was_changed_is_named)
{
    enter(WORLD_LOAN);
    world_call(AT_MEDIATION, "desk.pull", "{\"mediator\":\"m1\"}");
    world_at("2021-03-08T09:00");
    world_sweep();
    EACH_IS_NAMED(of_lapses);
}
END_TEST

/* Whether the plan of a cursor sorts no more than what an index has brought together already. */
static void
check_plan(const char *declare, const char *index)
{
    char sql[4096];
    struct fl_error err = {0};
    ck_assert_int_eq(pg_script(throwaway_pg(), Q_begin_pages.sql, &err), 0);
    snprintf(sql, sizeof sql, "EXPLAIN (FORMAT JSON) %s", declare);
    const char *plan = throwaway_ask(sql);
    bool sorts = strstr(plan, "\"Node Type\": \"Sort\"") != NULL;
    ck_assert_msg(!sorts && strstr(plan, index), "%s\n%s", declare, plan);
    pg_rollback(throwaway_pg());
}

START_TEST(a_long_table_is_read_along_an_index_from_its_first_page)
{
    live_by_clocks();
    throwaway_do(
        "INSERT INTO event (court, event_id, dispute_id, type, actor, at) SELECT '430204', "
        "-n - 1000, (n * 7919) % 30011 + 1000, 'case.received', 'x', now() "
        "FROM generate_series(1, 60000) n");
    throwaway_do("INSERT INTO deadline SELECT court, -n, what, dispute_id, starts, until, state, "
                 "escalates, start_on, due_on "
                 "FROM (SELECT * FROM deadline LIMIT 1) d, generate_series(1, 60000) n");
    throwaway_do("INSERT INTO referral (court, referral_id, dispute_id, decision_id, visit, "
                 "channel, procedure, fast_track, "
                 "state, priority, entered_at, pool, rank_at) SELECT court, -n, (n * 7919) % 30011 "
                 "+ 1000, decision_id, n, channel, procedure, "
                 "fast_track, state, priority, entered_at, pool, rank_at FROM (SELECT * FROM "
                 "referral LIMIT 1) r, "
                 "generate_series(1, 60000) n");
    throwaway_do("ANALYZE event, deadline, referral");
    check_plan(Q_declare_told_events.sql, "event_dispute");
    check_plan(Q_declare_stored_referrals.sql, "referral_dispute");
    check_plan(Q_declare_stored_deadlines.sql, "referral_dispute");
}
END_TEST

START_TEST(events_of_one_moment_may_stand_the_wrong_way_round)
{
    live();
    /* as after a restore: the numbers of transactions say nothing */
    throwaway_do("UPDATE event SET xid = '3', recorded_at = '2000-01-01'");
    recounted();
    ck_assert_str_eq(told, "");
}
END_TEST

WORLD_SUITE(verify, "verify", whatever_desks_do_comes_out_the_same,
            each_figure_that_was_changed_is_named,
            each_clock_and_agreement_that_was_changed_is_named,
            each_lapse_that_was_changed_is_named,
            a_long_table_is_read_along_an_index_from_its_first_page,
            events_of_one_moment_may_stand_the_wrong_way_round)
