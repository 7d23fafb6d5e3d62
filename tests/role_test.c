/* Database roles, by trying what must fail: the daemon's own role, and analysts of two courts. */
#include <stdio.h>
#include <string.h>

#include "tests/throwaway.h"

static struct fl_error err;
static struct pg *engine, *li, *all;

static struct pg *
open_as(const char *user)
{
    struct pg *pg = NULL;
    char text[4400], more[80];
    const char *from = throwaway_conninfo(), *at = strstr(from, "user=fenliu");
    ck_assert_ptr_nonnull(at);
    snprintf(more, sizeof more, "user=%s", user);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - from), from, more,
             at + strlen("user=fenliu"));
    ck_assert_msg(!pg_open(text, "roles", &pg, &err), "%s", err.detail);
    return pg;
}

static void
setup(void)
{
    throwaway_fresh();
    throwaway_do(
        "INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, outcome, n, "
        "first_here, first_kind, first_all, "
        "dispute_id, referral_id, event_id) SELECT court, '2021-03-05', 'concluded', 'mediation', "
        "'pre_filing_mediation', false, 'agreed', 1, 4, 4, 4, i, i, i FROM (VALUES ('430204'), "
        "('430203')) v(court), "
        "generate_series(1, 3) i");
    throwaway_do("INSERT INTO event (court, event_id, dispute_id, type, at) VALUES ('430204', 1, "
                 "1, 'case.received', "
                 "now())");
    throwaway_do("DO $$ BEGIN CREATE ROLE test_li LOGIN IN ROLE fenliu_analyst; EXCEPTION WHEN "
                 "duplicate_object THEN "
                 "NULL; END $$");
    throwaway_do("DO $$ BEGIN CREATE ROLE test_all LOGIN IN ROLE fenliu_analyst; EXCEPTION WHEN "
                 "duplicate_object THEN "
                 "NULL; END $$");
    throwaway_do("INSERT INTO analyst VALUES ('test_li', '{430204}'), ('test_all', '{*}')");
    engine = open_as("fenliu_engine");
    li = open_as("test_li");
    all = open_as("test_all");
}

static void
teardown(void)
{
    pg_close(engine);
    pg_close(li);
    pg_close(all);
    throwaway_drop();
}

static const char *
ask(struct pg *pg, const char *sql)
{
    static char text[200];
    PGresult *result = PQexec(pg_raw(pg), sql);
    ck_assert_msg(PQresultStatus(result) == PGRES_TUPLES_OK, "%s: %s", sql,
                  PQresultErrorMessage(result));
    snprintf(text, sizeof text, "%s", PQntuples(result) ? PQgetvalue(result, 0, 0) : "none");
    PQclear(result);
    return text;
}

/* 42501: insufficient privilege; also what is not owned. */
static void
refused(struct pg *pg, const char *sql)
{
    PGresult *result = PQexec(pg_raw(pg), sql);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    ck_assert_msg(state && strcmp(state, "42501") == 0, "%s: %s", sql,
                  state ? PQresultErrorMessage(result) : "done");
    PQclear(result);
}

START_TEST(the_daemon_cannot_rewrite_what_is_recorded)
{
    static const char *const tables[] = {"event", "chain", "ledger", "decision", "docket"};
    char sql[200];
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(sql, sizeof sql, "UPDATE %s SET court = court", tables[i]);
        refused(engine, sql);
        snprintf(sql, sizeof sql, "DELETE FROM %s", tables[i]);
        refused(engine, sql);
    }
    refused(engine, "DELETE FROM dispute");
    refused(engine, "UPDATE key_mark SET mark = ''");
    refused(engine, "DELETE FROM key_mark");
    refused(engine, "UPDATE policy_file SET data = ''");
    refused(engine, "UPDATE token SET role = 'admin'");
    refused(engine, "INSERT INTO policy_active (hash) VALUES ('x')");
    ck_assert_str_eq(ask(engine, "SELECT count(*) FROM event"), "1");
}
END_TEST

START_TEST(the_daemon_owns_nothing_and_cannot_drop_truncate_or_make)
{
    ck_assert_str_eq(
        ask(engine, "SELECT count(*) FROM pg_class WHERE relowner = 'fenliu_engine'::regrole"),
        "0");
    ck_assert_str_eq(
        ask(engine, "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = "
                    "current_user"),
        "f");
    PGresult *tables = PQexec(pg_raw(throwaway_pg()),
                              "SELECT tablename FROM pg_tables WHERE schemaname = 'fenliu'");
    ck_assert_int_gt(PQntuples(tables), 15);
    char sql[200];
    for (int i = 0; i < PQntuples(tables); i++) {
        const char *table = PQgetvalue(tables, i, 0);
        snprintf(sql, sizeof sql, "DROP TABLE fenliu.%s", table);
        refused(engine, sql);
        snprintf(sql, sizeof sql, "TRUNCATE fenliu.%s", table);
        refused(engine, sql);
        snprintf(sql, sizeof sql, "ALTER TABLE fenliu.%s DISABLE TRIGGER ALL", table);
        refused(engine, sql);
    }
    PQclear(tables);
    refused(engine, "DROP SCHEMA stats CASCADE");
    refused(engine, "CREATE TABLE fenliu.mine (n int)");
    refused(engine, "CREATE FUNCTION fenliu.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    refused(engine, "SET ROLE fenliu");
}
END_TEST

START_TEST(an_analyst_reads_stats_and_no_table)
{
    static const char *const tables[] = {
        "fenliu.ledger", "fenliu.dispute", "fenliu.party",   "fenliu.event", "fenliu.dispute_key",
        "fenliu.token",  "fenliu.analyst", "fenliu.request", "fenliu.tally", "fenliu.referral"};
    char sql[200];
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[i]);
        refused(li, sql);
    }
    refused(li, "UPDATE fenliu.analyst SET courts = '{*}'");
    refused(li, "SET ROLE fenliu_stats");
    refused(li, "CREATE VIEW stats.mine AS SELECT 1");
    refused(li, "ALTER TABLE fenliu.ledger DISABLE ROW LEVEL SECURITY");
}
END_TEST

START_TEST(an_analyst_has_time_outs)
{
    ck_assert_str_eq(ask(li, "SHOW statement_timeout"), "2min");
    ck_assert_str_eq(ask(li, "SHOW idle_in_transaction_session_timeout"), "1min");
    ck_assert_str_eq(ask(all, "SHOW idle_session_timeout"), "4h");
    ck_assert_str_eq(ask(engine, "SHOW statement_timeout"), "0");
}
END_TEST

START_TEST(an_analyst_sees_one_court_in_every_view)
{
    throwaway_do("INSERT INTO tally (court, dimension, month, key, key2, channel, procedure, "
                 "fast_track, entered) VALUES ('430203', 'all', '2021-01-01', '', '', 'court', "
                 "'summary', true, 1)");
    PGresult *views = PQexec(
        pg_raw(throwaway_pg()),
        "SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND "
        "a.attname = 'court' WHERE c.relnamespace = 'stats'::regnamespace AND c.relkind = 'v'");
    ck_assert_int_gt(PQntuples(views), 40);
    for (int i = 0; i < PQntuples(views); i++) {
        char sql[200];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s WHERE court <> '430204'",
                 PQgetvalue(views, i, 0));
        ck_assert_msg(!strcmp(ask(li, sql), "0"), "%s", sql);
    }
    PQclear(views);
}
END_TEST

START_TEST(an_analyst_counts_the_courts_of_the_login_and_no_other)
{
    static const char *const counts[] = {
        "SELECT coalesce(sum(n), 0) FROM stats.effect WHERE court = '%s'",
        "SELECT coalesce(sum(pre_litigation_mediations), 0) FROM stats.annual WHERE court = '%s'",
        "SELECT pre_litigation_mediations FROM stats.totals('%s', '2021-01-01', '2021-12-31')",
        "SELECT coalesce(sum(concluded), 0) FROM stats.by_channel WHERE court = '%s'",
        "SELECT coalesce(sum(concluded), 0) FROM stats.by_cause WHERE court = '%s'",
    };
    char sql[200];
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(sql, sizeof sql, counts[i], "430204");
        ck_assert_msg(!strcmp(ask(li, sql), "3"), "%s", sql);
        ck_assert_msg(!strcmp(ask(all, sql), "3"), "%s", sql);
        snprintf(sql, sizeof sql, counts[i], "430203");
        ck_assert_msg(!strcmp(ask(li, sql), "0"), "%s", sql);
        ck_assert_msg(!strcmp(ask(all, sql), "3"), "%s", sql);
#pragma GCC diagnostic pop
    }
    ck_assert_str_eq(ask(li, "SELECT string_agg(DISTINCT court, ' ') FROM stats.effect"), "430204");
    throwaway_do("DELETE FROM analyst WHERE login = 'test_li'");
    ck_assert_str_eq(ask(li, "SELECT count(*) FROM stats.effect"), "0");
}
END_TEST

Suite *role_suite(void);
Suite *
role_suite(void)
{
    Suite *suite = suite_create("database roles");
    TCase *tcase = tcase_create("database roles");
    const TTest *const tests[] = {the_daemon_cannot_rewrite_what_is_recorded,
                                  the_daemon_owns_nothing_and_cannot_drop_truncate_or_make,
                                  an_analyst_reads_stats_and_no_table,
                                  an_analyst_has_time_outs,
                                  an_analyst_sees_one_court_in_every_view,
                                  an_analyst_counts_the_courts_of_the_login_and_no_other};
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tcase, tests[i]);
    tcase_set_timeout(tcase, 60);
    tcase_add_unchecked_fixture(tcase, throwaway_server, NULL);
    tcase_add_checked_fixture(tcase, setup, teardown);
    suite_add_tcase(suite, tcase);
    return suite;
}
