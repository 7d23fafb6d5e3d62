/* The store against a real server: what is answered is kept, once, with its number, whatever
 * happens. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/decide/decide.h"
#include "engine/access/keys.h"
#include "engine/serve/rpc.h"
#include "engine/store/store.h"
#include "engine/store/store_copy.h"
#include "tests/throwaway.h"

static struct config config;
static struct engine engine;
static struct policy *policy;
static struct arena arena;
static atomic_int answered;
static char *keys_in;

static void
load(void)
{
    struct fl_error err;
    if (!policy && policy_load_dir(FENLIU_SOURCE "/deploy/policy/hunan", &policy, &err))
        ck_abort_msg("%s", err.detail);
}

static void
open_store(void)
{
    struct fl_error err = {0};
    ck_assert_msg(store_open(&engine, &engine.store, &err) == 0, "%s", err.detail);
}

static void
setup(void)
{
    config_init(&config);
    engine = (struct engine){.config = &config, .conninfo = throwaway_conninfo()};
    pthread_mutex_init(&engine.lock, NULL);
    struct fl_error err = {0};
    keys_in = folder_make();
    ck_assert_msg(keys_open(keys_in, true, &engine.keys, &err) == 0, "%s", err.detail);
    arena_init(&arena);
    atomic_store(&answered, 0);
}

static void
teardown(void)
{
    store_close(engine.store);
    keys_close(engine.keys);
    folder_remove(keys_in);
    arena_done(&arena);
    config_done(&config);
}

static void
count_answer(struct store_case *sc)
{
    (void)sc;
    atomic_fetch_add(&answered, 1);
}

/* A loan of one person to another, who agree to mediate: it gets a number 民诉前调 in 2021. */
static struct store_case *
loan(const char *court, const char *ref, int amount)
{
    struct fl_error err = {0};
    char *text =
        arena_print(&arena,
                    "{\"source\":\"t\",\"ref\":\"%s\",\"court\":\"%s\",\"filed_at\":\"2021-03-"
                    "05T09:00:00+08:00\","
                    "\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"tags\":[\"elderly\"]}],"
                    "\"respondents\":[{\"kind\":\"person\",\"name\":\"乙\"}],\"cause\":{\"name\":"
                    "\"民间借贷纠纷\"},"
                    "\"claims\":[\"loan\"],\"amount_fen\":%d,\"narrative\":\"借款\",\"facts\":{"
                    "\"consent_to_mediate\":\"both\"}}",
                    ref, court, amount);
    JSON_AUTO doc = NULL;
    ck_assert_int_eq(json_parse(text, strlen(text), &doc, &err), 0);
    struct fl_case *c = arena_take(&arena, sizeof *c);
    struct fl_decision *d = arena_take(&arena, sizeof *d);
    ck_assert_msg(case_read(policy, doc, CASE_FULL, "", &arena, c, &err) == 0, "%s", err.detail);
    decide(policy, c, c->filed_on, &arena, d);
    struct store_case *sc = arena_take(&arena, sizeof *sc);
    *sc = (struct store_case){
        .c = c, .d = d, .policy = policy, .now = c->filed_at_ms, .done = count_answer};
    keys_match_json(engine.keys, "case", doc, sc->hash);
    sc->keys = engine.keys;
    case_personal(doc, &sc->personal);
    case_skeleton(NULL, doc, NULL, &sc->document);
    decision_write(policy, d, c->ref, NULL, &sc->decision);
    return sc;
}

static bool
all_answered(void *data)
{
    return atomic_load(&answered) == *(int *)data;
}

static void
await(int n)
{
    wait_for("answers of the store", all_answered, &n, 30000);
}

static void
put(struct store_case *sc)
{
    struct fl_error err = {0};
    ck_assert_msg(store_put(engine.store, sc, &err) == 0, "%s", err.detail);
}

/* --- what is kept --- */

static struct seal_place
place_of_claimant(const char *court, int64_t dispute_id)
{
    return place_of_party(court, dispute_id, FL_CLAIMANT, 0);
}

static void
opens_to(struct seal_place (*place)(const char *court, int64_t id), const char *sql,
         const char *clear)
{
    struct fl_error err = {0};
    struct person_key key;
    struct buf text = {0};
    PGresult *rows = PQexec(pg_raw(throwaway_pg()), sql);
    ck_assert_int_eq(PQntuples(rows), 1);
    const struct seal_place at = place(pg_get(rows, 0, 0), pg_get_int(rows, 0, 1));
    ck_assert_msg(
        !person_key_read(&engine, throwaway_pg(), at.court, pg_get_int(rows, 0, 1), &key, &err) &&
            !person_open(&key, &at, rows, 0, 2, &text, &err),
        "%s", err.detail);
    ck_assert_str_eq(text.data, clear);
    buf_done(&text);
    PQclear(rows);
}

START_TEST(a_case_is_kept_whole_before_it_is_answered)
{
    open_store();
    struct store_case *sc = loan("430204", "1", 100);
    put(sc);
    await(1);
    ck_assert_msg(!sc->err.code, "%s", sc->err.detail);
    ck_assert(!sc->duplicate);
    ck_assert_str_eq(sc->docket, "（2021）湘0204民诉前调1号");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM dispute"), "1");
    ck_assert_str_eq(
        throwaway_ask("SELECT state || document::text FROM dispute WHERE document::text LIKE '%甲%'"
                      " UNION ALL SELECT 'none' LIMIT 1"),
        "none");
    opens_to(place_of_dispute, "SELECT court, dispute_id, sealed FROM dispute",
             "{\"narrative\":\"借款\",\"history\":[]}");
    opens_to(place_of_claimant, "SELECT court, dispute_id, sealed FROM party WHERE side = 0",
             "{\"name\":\"甲\"}");
    ck_assert_str_eq(throwaway_ask("SELECT document->>'docket' FROM decision"), sc->docket);
    ck_assert_str_eq(throwaway_ask("SELECT docket || state FROM referral"),
                     "（2021）湘0204民诉前调1号queued");
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM queue JOIN referral USING (court, referral_id)"), "1");
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(type, ' ' ORDER BY event_id) FROM event"),
                     "case.received decision.made referral.queued");
    ck_assert_str_eq(throwaway_ask("SELECT day || measure || channel || n FROM ledger"),
                     "2021-03-05enteredmediation1");
    store_case_done(sc);
}
END_TEST

START_TEST(the_decision_is_told_and_stored_with_its_docket_number)
{
    open_store();
    struct store_case *sc = loan("430204", "1", 100);
    struct buf told = {0};
    put(sc);
    await(1);
    store_decision(sc, &told);
    ck_assert_ptr_nonnull(strstr(told.data, "\"docket\":\"（2021）湘0204民诉前调1号\""));
    ck_assert_ptr_null(strstr(told.data, "\"docket\":null"));
    buf_done(&told);
    store_case_done(sc);
}
END_TEST

START_TEST(the_same_again_gets_the_stored_answer_and_other_content_is_refused)
{
    open_store();
    struct store_case *first = loan("430204", "1", 100), *again = loan("430204", "1", 100),
                      *other = loan("430204", "1", 101);
    put(first);
    await(1);
    put(again);
    put(other);
    await(3);
    ck_assert(again->duplicate && !again->err.code);
    ck_assert_int_eq(again->case_id, first->case_id);
    ck_assert_str_eq(again->docket, first->docket);
    ck_assert_ptr_nonnull(strstr(again->stored.data, first->docket));
    ck_assert_int_eq(other->err.code, FL_E_KEY_REUSED);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event"), "3");
    ck_assert_str_eq(throwaway_ask("SELECT last FROM docket_counter"), "1");
    store_case_done(first);
    store_case_done(again);
    store_case_done(other);
}
END_TEST

START_TEST(one_key_three_times_in_one_batch_is_kept_once)
{
    config.writers = 1;
    config.batch_wait_ms = 100;
    config.batch_max = 3;
    open_store();
    struct store_case *cases[] = {loan("430204", "1", 100), loan("430204", "1", 100),
                                  loan("430204", "1", 101)};
    int fresh = 0, duplicate = 0, reused = 0;
    for (int i = 0; i < 3; i++)
        put(cases[i]);
    await(3);
    for (int i = 0; i < 3; i++) {
        fresh += !cases[i]->err.code && !cases[i]->duplicate;
        duplicate += cases[i]->duplicate;
        reused += cases[i]->err.code == FL_E_KEY_REUSED;
        store_case_done(cases[i]);
    }
    ck_assert_int_eq(fresh, 1); /* which of the contents came first is not said */
    ck_assert_int_eq(duplicate + reused, 2);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM dispute"), "1");
}
END_TEST

/* --- many at once --- */

enum { MANY = 600 };

START_TEST(four_writers_number_three_courts_without_gaps_and_without_deadlock)
{
    static const char *const courts[] = {"430204", "430203", "430202"};
    struct store_case *cases[MANY];
    char ref[16];
    config.writers = 4;
    config.batch_max = 20;
    open_store();
    for (int i = 0; i < MANY; i++) {
        snprintf(ref, sizeof ref, "%d", (i * 7919) % (MANY - 60)); /* the last 60 are duplicates */
        cases[i] = loan(courts[(i * 7919) % (MANY - 60) % 3], ref, 100);
    }
    for (int i = 0; i < MANY; i++)
        put(cases[i]);
    await(MANY);
    int duplicates = 0;
    for (int i = 0; i < MANY; i++) {
        ck_assert_msg(!cases[i]->err.code, "%s", cases[i]->err.detail);
        duplicates += cases[i]->duplicate;
        store_case_done(cases[i]);
    }
    ck_assert_int_eq(duplicates, 60);
    ck_assert_str_eq(
        throwaway_ask("SELECT string_agg(last::text, ' ' ORDER BY court) FROM docket_counter"),
        "180 180 180");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT string_agg(n::text, ' ') FROM (SELECT count(DISTINCT number) || '/' ||"
            " max(number) AS n FROM docket GROUP BY court) x"),
        "180/180 180/180 180/180");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM queue"), "540");
}
END_TEST

START_TEST(one_bad_case_harms_no_other_of_its_batch)
{
    struct store_case *cases[40];
    char ref[16];
    config.writers = 1;
    config.batch_wait_ms = 100;
    throwaway_do("ALTER TABLE dispute ADD CHECK (ref <> '13' AND ref <> '31')");
    open_store();
    for (int i = 0; i < 40; i++) {
        snprintf(ref, sizeof ref, "%d", i);
        cases[i] = loan("430204", ref, 100);
    }
    for (int i = 0; i < 40; i++)
        put(cases[i]);
    await(40);
    for (int i = 0; i < 40; i++) {
        ck_assert_int_eq(cases[i]->err.code, i == 13 || i == 31 ? FL_E_DATABASE : 0);
        store_case_done(cases[i]);
    }
    ck_assert_str_eq(throwaway_ask("SELECT count(*) || '/' || max(number) FROM docket"), "38/38");
}
END_TEST

/* --- when it is full, when it breaks --- */

START_TEST(a_full_queue_is_overloaded_at_once_and_what_was_taken_is_kept)
{
    struct fl_error err = {0};
    struct store_case *cases[8];
    char ref[16];
    config.writers = 1;
    config.batch_max = 1;
    config.queue_max = 3;
    open_store();
    for (int i = 0; i < 8; i++) {
        snprintf(ref, sizeof ref, "%d", i);
        cases[i] = loan("430204", ref, 100);
    }
    throwaway_do("BEGIN; LOCK TABLE dispute");
    int taken = 0;
    for (int i = 0; i < 8; i++)
        taken += store_put(engine.store, cases[i], &err) == 0;
    ck_assert_int_ge(taken, 3);
    ck_assert_int_le(taken, 4); /* one may be with the writer */
    ck_assert_int_eq(err.code, FL_E_OVERLOADED);
    ck_assert_int_gt(err.retry_after_ms, 0);
    throwaway_do("COMMIT");
    await(taken);
    for (int i = 0; i < 8; i++)
        store_case_done(cases[i]);
    char n[16];
    snprintf(n, sizeof n, "%d", taken);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM dispute"), n);
}
END_TEST

START_TEST(a_connection_lost_before_commit_is_opened_again_and_the_case_kept_once)
{
    throwaway_do(
        "CREATE SEQUENCE times; CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN IF nextval('times') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END "
        "IF;"
        " RETURN NEW; END $$;"
        " CREATE TRIGGER die BEFORE INSERT ON dispute FOR EACH ROW EXECUTE FUNCTION die()");
    open_store();
    struct store_case *sc = loan("430204", "1", 100);
    put(sc);
    await(1);
    ck_assert_msg(!sc->err.code, "%s", sc->err.detail);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) || '/' || max(number) FROM docket"), "1/1");
    store_case_done(sc);
}
END_TEST

START_TEST(a_connection_lost_in_commit_that_failed_is_found_out_and_the_case_kept_once)
{
    throwaway_do(
        "CREATE SEQUENCE times; CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN IF nextval('times') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END "
        "IF;"
        " RETURN NULL; END $$;"
        " CREATE CONSTRAINT TRIGGER die AFTER INSERT ON dispute DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION die()");
    open_store();
    struct store_case *sc = loan("430204", "1", 100);
    put(sc);
    await(1);
    ck_assert_msg(!sc->err.code, "%s", sc->err.detail);
    ck_assert(!sc->duplicate);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) || '/' || max(number) FROM docket"), "1/1");
    store_case_done(sc);
}
END_TEST

static bool
waits_for_replica(void *data)
{
    (void)data;
    return strcmp(
               throwaway_ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"),
               "0") != 0;
}

START_TEST(a_connection_lost_after_commit_took_place_is_found_out_and_answered_as_kept)
{
    open_store();
    /* a replica that is not there makes COMMIT wait after it has taken place */
    throwaway_do("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    throwaway_do("SELECT pg_reload_conf()");
    struct store_case *sc = loan("430204", "1", 100);
    put(sc);
    wait_for("a COMMIT that waits", waits_for_replica, NULL, 10000);
    throwaway_do(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    throwaway_do("ALTER SYSTEM RESET synchronous_standby_names");
    throwaway_do("SELECT pg_reload_conf()");
    await(1);
    ck_assert_msg(!sc->err.code, "%s", sc->err.detail);
    ck_assert_str_eq(sc->docket, "（2021）湘0204民诉前调1号");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM dispute"), "1");
    store_case_done(sc);
}
END_TEST

/* The server's socket under another name: nobody can connect, who is connected stays. */
static void
move_socket(const char *folder, const char *from, const char *to)
{
    char a[512], b[512];
    snprintf(a, sizeof a, "%s/%s", folder, from);
    snprintf(b, sizeof b, "%s/%s", folder, to);
    ck_assert_msg(rename(a, b) == 0, "%s", a);
}

START_TEST(with_the_database_away_nothing_is_kept_and_when_it_returns_work_goes_on)
{
    char folder[400];
    open_store();
    snprintf(folder, sizeof folder, "%s",
             throwaway_ask("SELECT btrim(current_setting('unix_socket_directories'), '\"')"));
    struct store_case *sc = loan("430204", "1", 100), *later = loan("430204", "1", 100);
    move_socket(folder, ".s.PGSQL.5432", "away");
    throwaway_do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
                 "'fenliud store'");
    put(sc);
    await(1);
    move_socket(folder, "away", ".s.PGSQL.5432");
    ck_assert_int_eq(sc->err.code, FL_E_UNAVAILABLE);
    ck_assert_int_gt(sc->err.retry_after_ms, 0);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM dispute"), "0");
    int64_t until = rpc_monotonic_ms() + 20000;
    for (int n = 2; rpc_monotonic_ms() < until; n++) {
        put(later);
        await(n);
        if (!later->err.code)
            break;
        poll(NULL, 0, 20); /* as a sender waits before it sends again */
    }
    ck_assert_msg(!later->err.code, "%s", later->err.detail);
    ck_assert(!later->duplicate);
    store_case_done(sc);
    store_case_done(later);
}
END_TEST

START_TEST(closing_the_store_writes_what_it_has_taken)
{
    struct store_case *cases[50];
    char ref[16];
    config.batch_wait_ms = 100;
    open_store();
    for (int i = 0; i < 50; i++) {
        snprintf(ref, sizeof ref, "%d", i);
        cases[i] = loan("430204", ref, 100);
    }
    for (int i = 0; i < 50; i++)
        put(cases[i]);
    store_close(engine.store);
    engine.store = NULL;
    ck_assert_int_eq(atomic_load(&answered), 50);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM dispute"), "50");
    for (int i = 0; i < 50; i++)
        store_case_done(cases[i]);
}
END_TEST

Suite *store_suite(void);
Suite *
store_suite(void)
{
    const TTest *const tests[] = {
        a_case_is_kept_whole_before_it_is_answered,
        the_decision_is_told_and_stored_with_its_docket_number,
        the_same_again_gets_the_stored_answer_and_other_content_is_refused,
        one_key_three_times_in_one_batch_is_kept_once,
        four_writers_number_three_courts_without_gaps_and_without_deadlock,
        one_bad_case_harms_no_other_of_its_batch,
        a_full_queue_is_overloaded_at_once_and_what_was_taken_is_kept,
        a_connection_lost_before_commit_is_opened_again_and_the_case_kept_once,
        a_connection_lost_in_commit_that_failed_is_found_out_and_the_case_kept_once,
        a_connection_lost_after_commit_took_place_is_found_out_and_answered_as_kept,
        with_the_database_away_nothing_is_kept_and_when_it_returns_work_goes_on,
        closing_the_store_writes_what_it_has_taken,
    };
    Suite *suite = suite_create("store");
    TCase *tcase = tcase_create("store");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tcase, tests[i]);
    tcase_set_timeout(tcase, 60);
    tcase_add_unchecked_fixture(tcase, throwaway_server, NULL);
    tcase_add_unchecked_fixture(tcase, load, NULL);
    tcase_add_checked_fixture(tcase, throwaway_fresh, throwaway_drop);
    tcase_add_checked_fixture(tcase, setup, teardown);
    suite_add_tcase(suite, tcase);
    return suite;
}
