/* Folding: every figure is the same before, while and after the ledger is folded. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/desk/fold.h"
#include "engine/pg/migrate.h"
#include "tests/desk_world.h"

static void
conclude(enum endpoint desk, const char *mediator, const char *what)
{
    world_take(desk, mediator);
    if (world_call(desk, "desk.report", "{\"referral_id\":\"%s\",\"claim\":\"%s\",%s}",
                   world_referral, world_claim, what))
        ck_abort_msg("%s: %s", what, world_err.detail);
}

/* All that there is to fold. */
static int64_t
fold_all(struct pg *pg)
{
    struct fl_error err = {0};
    int64_t rows, in_all = 0;
    bool more;
    do {
        ck_assert_msg(!fold_portion(pg, &rows, &more, &err), "%s", err.detail);
        in_all += rows;
    } while (more);
    return in_all;
}

/* Every figure of every view, as one text. */
static char *
everything(void)
{
    struct buf text = {0};
    static const char *const views[] = {"annual",       "quarterly",  "monthly",    "by_channel",
                                        "by_cause",     "by_domain",  "by_street",  "by_mediator",
                                        "by_community", "by_body",    "by_outcome", "days",
                                        "cohort",       "age_pending"};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        char sql[256];
        snprintf(sql, sizeof sql,
                 "SELECT coalesce(string_agg(v::text, ' ' ORDER BY v::text), '') FROM stats.%s v",
                 views[i]);
        buf_print(&text, "%s: %s\n", views[i], throwaway_ask(sql));
    }
    return text.data;
}

/* Names the view that differs, and no more: a figure list is too long for a message. */
static void
same(const char *one, const char *two)
{
    while (*one) {
        size_t n = strcspn(one, "\n"), m = strcspn(two, "\n");
        ck_assert_msg(n == m && memcmp(one, two, n) == 0, "%.*s", 400, one);
        one += n + (one[n] == '\n');
        two += m + (two[m] == '\n');
    }
    ck_assert_int_eq(*two, 0);
}

static void
a_month_of_cases(void)
{
    world_case(WORLD_LOAN);
    conclude(AT_MEDIATION, "m1", "\"outcome\":\"failed\",\"reason\":\"far_apart\"");
    conclude(AT_COURT, "judge", "\"outcome\":\"judgment\"");
    world_case(WORLD_LOAN);
    conclude(AT_MEDIATION, "m2", "\"outcome\":\"agreed\"");
    world_case(WORLD_LOAN);
    world_take(AT_MEDIATION, "m2");
}

START_TEST(every_figure_is_the_same_before_and_after_folding)
{
    a_month_of_cases();
    char *before = everything();
    ck_assert_int_gt(fold_all(throwaway_pg()), 8);
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM ledger, fold_place WHERE ledger.xid >= fold_place.xid"),
        "0");
    char *after = everything();
    same(before, after);
    ck_assert_int_eq(fold_all(throwaway_pg()), 0);
    free(before);
    free(after);
}
END_TEST

START_TEST(what_comes_after_a_fold_counts_at_once_and_is_folded_into_the_same)
{
    a_month_of_cases();
    fold_all(throwaway_pg());
    a_month_of_cases();
    ck_assert_int_eq(world_call(AT_MEDIATION, "desk.release",
                                "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"reason\":\"x\"}",
                                world_referral, world_claim),
                     0);
    char *before = everything();
    ck_assert_ptr_nonnull(strstr(before, "annual: "));
    fold_all(throwaway_pg());
    char *after = everything();
    same(before, after);
    free(before);
    free(after);
}
END_TEST

#define LATE                                                                                       \
    "INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, outcome, n, "        \
    "dispute_id, referral_id, event_id) VALUES ('430204', '2021-02-01', 'concluded', "             \
    "'mediation', 'pre_filing_mediation', false, 'agreed', 1, 1, 1, "

START_TEST(a_transaction_that_still_runs_holds_nobody_up_and_is_not_passed_over)
{
    struct pg *other = NULL;
    struct fl_error err = {0};
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "late", &other, &err), 0);
    ck_assert_int_eq(pg_begin(other, &err), 0);
    ck_assert_int_eq(pg_script(other, LATE "1)", &err), 0);
    a_month_of_cases();
    ck_assert_int_gt(fold_all(throwaway_pg()), 8);
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "2");
    ck_assert_int_eq(pg_commit(other, &err), 0);
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT sum(n) FROM ledger, fold_place WHERE ledger.xid >= fold_place.xid AND "
            "day = '2021-02-01'"),
        "1");
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "3");
    ck_assert_int_gt(fold_all(throwaway_pg()), 0);
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "3");
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM ledger, fold_place WHERE ledger.xid >= fold_place.xid"),
        "0");
    pg_close(other);
}
END_TEST

/* A cell that is changed again goes through its versions of the same transaction. */
START_TEST(a_long_transaction_takes_other_cells_now_and_then)
{
    throwaway_do("DO $$ BEGIN FOR i IN 1..100 LOOP " LATE "i); END LOOP; END $$");
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT string_agg(DISTINCT slot::text, ' ' ORDER BY slot::text) FROM tally_new"),
        "1 10001 20001 30001");
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "100");
    fold_all(throwaway_pg());
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM tally_new"), "0");
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "100");
    throwaway_do(LATE "101)");
    ck_assert_str_eq(throwaway_ask("SELECT max(slot) FROM tally_new"), "1");
}
END_TEST

/* However much waits, a writer adds to the same cells. */
START_TEST(what_waits_to_be_folded_is_no_more_than_its_cells_for_each_writer_at_work)
{
    struct pg *other = NULL;
    struct fl_error err = {0};
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "other writer", &other, &err), 0);
    throwaway_do("DO $$ BEGIN FOR i IN 1..200 LOOP " LATE "i); COMMIT; END LOOP; END $$");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM tally_new"), "4");
    ck_assert_int_eq(pg_begin(other, &err), 0);
    ck_assert_int_eq(pg_script(other, LATE "201)", &err), 0);
    throwaway_do(LATE "202)");
    ck_assert_int_eq(pg_commit(other, &err), 0);
    ck_assert_str_eq(
        throwaway_ask("SELECT concat_ws(' ', count(*), count(DISTINCT slot)) FROM tally_new"),
        "8 2");
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "202");
    ck_assert_int_eq(fold_all(throwaway_pg()), 8 + 2);
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "202");
    pg_close(other);
}
END_TEST

START_TEST(one_folds_at_a_time)
{
    struct pg *other = NULL;
    struct fl_error err = {0};
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "other keeper", &other, &err), 0);
    a_month_of_cases();
    ck_assert_int_eq(pg_begin(other, &err), 0);
    ck_assert_int_eq(
        pg_script(other, "SELECT pg_advisory_xact_lock(hashtext('fenliu.fold'))", &err), 0);
    ck_assert_int_eq(fold_all(throwaway_pg()), 0);
    pg_rollback(other);
    ck_assert_int_gt(fold_all(other), 8);
    pg_close(other);
}
END_TEST

START_TEST(what_outcomes_count_as_is_a_definition_too)
{
    a_month_of_cases();
    fold_all(throwaway_pg());
    char *before = everything();
    /* as a program left it for which a mediation that failed was none */
    throwaway_do("UPDATE channel_outcome SET counts = false WHERE channel = 'mediation' AND "
                 "outcome = 'failed'");
    throwaway_do("UPDATE fold_place SET definition = split_part(definition, ' ', 1) || ' ' || "
                 "outcomes_counted()");
    throwaway_do("UPDATE tally_year SET completed = 99 WHERE completed > 0");
    struct fl_error err = {0};
    ck_assert_msg(!migrate_init(throwaway_pg(), true, &err), "%s", err.detail);
    char *after = everything();
    same(before, after);
    free(after);
    fold_all(throwaway_pg());
    after = everything();
    same(before, after);
    free(before);
    free(after);
}
END_TEST

START_TEST(other_definitions_fold_all_again)
{
    a_month_of_cases();
    fold_all(throwaway_pg());
    char *before = everything();
    throwaway_do("UPDATE fold_place SET definition = 'older'");
    throwaway_do("UPDATE tally SET completed = 99 WHERE completed > 0");
    struct fl_error err = {0};
    throwaway_do("UPDATE analyst_script SET sha256 = ''");
    ck_assert_msg(!migrate_init(throwaway_pg(), true, &err), "%s", err.detail);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM tally_year"), "0");
    char *after = everything();
    same(before, after);
    free(after);
    ck_assert_int_gt(fold_all(throwaway_pg()), 8);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM fold_court"), "0");
    after = everything();
    same(before, after);
    free(after);
    free(before);
    a_month_of_cases();
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "4");
}
END_TEST

/* With other definitions, as far as the program can see. */
static void
define_anew(void)
{
    struct fl_error err = {0};
    throwaway_do(
        "UPDATE fold_place SET definition = 'older'; UPDATE analyst_script SET sha256 = ''");
    ck_assert_msg(!migrate_init(throwaway_pg(), true, &err), "%s", err.detail);
}

/* Who began to read before other definitions came sees what stood then, not roll-ups that were emptied. */
START_TEST(who_reads_in_an_older_snapshot_keeps_the_figures_when_definitions_change)
{
    struct pg *reader = NULL;
    struct fl_error err = {0};
    a_month_of_cases();
    fold_all(throwaway_pg());
    a_month_of_cases(); /* a part of it not folded */
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "reader", &reader, &err), 0);
    ck_assert_int_eq(pg_script(reader,
                               "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM event",
                               &err),
                     0);
    define_anew();
    a_month_of_cases();
    PG_AUTO sum =
        PQexec(pg_raw(reader),
               "SELECT sum(pre_litigation_mediations), (SELECT sum(n) FROM stats.by_outcome), "
               "(SELECT sum(timed) FROM stats.days), (SELECT sum(open) FROM stats.age_pending), "
               "(SELECT sum(n) FROM ledger WHERE measure = 'concluded') FROM stats.annual");
    ck_assert_str_eq(PQgetvalue(sum, 0, 0), "4");
    ck_assert_str_eq(PQgetvalue(sum, 0, 1), PQgetvalue(sum, 0, 4));
    ck_assert_str_eq(PQgetvalue(sum, 0, 3), "2");
    pg_close(reader);
    fold_all(throwaway_pg());
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "6");
}
END_TEST

/* All numbers of transactions as another server gave them, far beyond ours: what pg_restore leaves. */
#define AS_RESTORED                                                                                \
    "UPDATE event SET xid = (xid::text::bigint + 1000000)::text::xid8; "                           \
    "UPDATE ledger SET xid = (xid::text::bigint + 1000000)::text::xid8; "                          \
    "UPDATE fold_place SET xid = (xid::text::bigint + 1000000)::text::xid8, "                      \
    "counted = regexp_replace(counted::text, '.*', (pg_snapshot_xmax(counted)::text::bigint + "    \
    "1000000) || ':' || (pg_snapshot_xmax(counted)::text::bigint + 1000000) || "                   \
    "':')::pg_snapshot; "                                                                          \
    "UPDATE fold_court SET xid = (xid::text::bigint + 1000000)::text::xid8 WHERE xid <> '0'"

/* A dump by an older program is brought back with a newer one: an upgrade of PostgreSQL, say. */
START_TEST(a_dump_that_is_restored_under_other_definitions_loses_no_figure)
{
    a_month_of_cases();
    fold_all(throwaway_pg());
    a_month_of_cases();
    char *before = everything();
    throwaway_do(AS_RESTORED);
    define_anew();
    char *after = everything();
    same(before, after);
    free(after);
    ck_assert_int_gt(fold_all(throwaway_pg()), 8);
    after = everything();
    same(before, after);
    free(after);
    free(before);
    a_month_of_cases();
    fold_all(throwaway_pg());
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "6");
}
END_TEST

/* … made while a court still waited to be folded anew, with cells not folded yet. */
START_TEST(a_dump_from_the_middle_of_folding_anew_is_restored_as_it_was)
{
    struct fl_error err = {0};
    a_month_of_cases();
    define_anew();
    a_month_of_cases();
    throwaway_do("SELECT stats.fold(3)");
    ck_assert_str_eq(throwaway_ask("SELECT concat_ws(' ', count(*), count(*) FILTER (WHERE xid <> "
                                   "'0'), (SELECT count(*) > 0 "
                                   "FROM tally_new)) FROM fold_court"),
                     "1 1 t");
    char *before = everything();
    throwaway_do(AS_RESTORED);
    ck_assert_msg(!migrate_init(throwaway_pg(), true, &err), "%s", err.detail);
    char *after = everything();
    same(before, after);
    free(after);
    a_month_of_cases();
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "6");
    fold_all(throwaway_pg());
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "6");
    free(before);
}
END_TEST

/* … and definitions that were the last to be written there: no event since bears as high a number. */
START_TEST(a_restore_is_known_by_what_is_folded_too)
{
    struct fl_error err = {0};
    a_month_of_cases();
    define_anew();
    throwaway_do("UPDATE fold_place SET counted = '1000000:1000000:'");
    ck_assert_msg(!migrate_init(throwaway_pg(), true, &err), "%s", err.detail);
    a_month_of_cases();
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "4");
    fold_all(throwaway_pg());
    ck_assert_str_eq(throwaway_ask("SELECT pre_litigation_mediations FROM stats.annual"), "4");
}
END_TEST

START_TEST(where_nothing_happens_folding_writes_nothing)
{
    char before[64];
    a_month_of_cases();
    fold_all(throwaway_pg());
    snprintf(before, sizeof before, "%s",
             throwaway_ask("SELECT concat(xmin, ctid) FROM fold_place"));
    throwaway_do("SELECT pg_current_xact_id()"); /* others go on */
    fold_all(throwaway_pg());
    ck_assert_str_eq(throwaway_ask("SELECT concat(xmin, ctid) FROM fold_place"), before);
}
END_TEST

WORLD_SUITE(fold, "folding", every_figure_is_the_same_before_and_after_folding,
            what_comes_after_a_fold_counts_at_once_and_is_folded_into_the_same,
            a_transaction_that_still_runs_holds_nobody_up_and_is_not_passed_over,
            what_waits_to_be_folded_is_no_more_than_its_cells_for_each_writer_at_work,
            one_folds_at_a_time, what_outcomes_count_as_is_a_definition_too,
            a_long_transaction_takes_other_cells_now_and_then, other_definitions_fold_all_again,
            who_reads_in_an_older_snapshot_keeps_the_figures_when_definitions_change,
            a_dump_that_is_restored_under_other_definitions_loses_no_figure,
            a_dump_from_the_middle_of_folding_anew_is_restored_as_it_was,
            a_restore_is_known_by_what_is_folded_too, where_nothing_happens_folding_writes_nothing)
