/* Counting while much goes on at once: writers of all kinds, a keeper, other definitions, readers in one snapshot. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "engine/desk/fold.h"
#include "engine/pg/migrate.h"
#include "queries.h"
#include "tests/throwaway.h"

enum { WRITERS = 4, READERS = 1, ROUNDS = 48, REAPPLIED = 3 };

#define COLUMNS                                                                                    \
    "court, day, measure, channel, procedure, fast_track, outcome, reason, cause_list, cause, "    \
    "domain, street, community, body, mediator, n, days, claimants, opens, late, paused, "         \
    "entered_on, accepted_on, first_here, first_kind, first_all, dispute_id, referral_id"
#define PICK(of) "(ARRAY[" of "])[1 + floor(random() * array_length(ARRAY[" of "], 1))::int]"
/* So many rows of any kind: two courts, days at the edges of months and years and decades off, what is null. */
#define ROWS                                                                                                                                                                           \
    "SELECT r.court, r.day, r.measure, (ARRAY['mediation', 'court', 'court', 'union'])[r.kind], "                                                                                      \
    "(ARRAY['pre_filing_mediation', 'small_claims', 'confirmation', 'union_mediation'])[r.kind], "                                                                                     \
    "r.kind = 2, CASE WHEN r.measure = 'concluded' THEN (ARRAY['agreed', 'failed', 'withdrawn', "                                                                                      \
    "'judgment', 'converted', 'withdrawn'])[CASE WHEN r.kind IN (2, 3) THEN 3 ELSE 0 END + "                                                                                           \
    "r.third] END, r.reason, CASE WHEN r.cause IS NOT NULL THEN '2020' END, r.cause, r.domain, "                                                                                       \
    "r.street, r.community, r.body, r.mediator, r.n, CASE WHEN r.third > 1 THEN r.days END, "                                                                                          \
    "r.third, r.third = 1, r.third = 2, r.days, r.entered_on, r.accepted_on, r.level, r.level, "                                                                                       \
    "r.level, r.days, r.days FROM (SELECT " PICK(                                                                                                                                      \
        "'430203', '430204'") " AS court, " PICK("date '2020-12-31', date '2021-01-01', date "                                                                                         \
                                                 "'2021-02-28', date '2021-03-31', "                                                                                                   \
                                                 "date '1949-10-01', date '2079-12-31'") " + "                                                                                         \
                                                                                         "floor("                                                                                      \
                                                                                         "random("                                                                                     \
                                                                                         ") * "                                                                                        \
                                                                                         "3)::"                                                                                        \
                                                                                         "int AS "                                                                                     \
                                                                                         "day,"                                                                                        \
                                                                                         " " PICK("'entered', 'accepted', 'concluded', 'concluded', 'cancelled', 'closed', 'lapsed', " \
                                                                                                  "'due', 'performed'") " AS measure, " PICK("1, 2, 3, 4") " AS kind, " PICK("1, 2, 3") " AS third, " PICK("NULL, 'settled', 'deemed'") " AS reason, " PICK("NULL, '14', '103.3', '186.5'") " AS cause, " PICK("NULL, 'debt'") " AS domain, " PICK("NULL, '430204001', '430204002'") " AS street, " PICK("NULL, 'x'") " AS community, " PICK("NULL, 'b1'") " AS body, " PICK("NULL, 'm1', 'm2', 'm3'") " AS mediator, " PICK("1, 1, 1, -1") " AS n, floor(random() * 40)::int AS days, " PICK("NULL, date '2020-12-31', date '2021-01-01'") " AS entered_on, " PICK("NULL, date '2020-12-31', date '2021-01-31'") " AS accepted_on, " PICK("0, 1, 2, 3, 4") " AS level FROM generate_series(1, $1::int)) r"
#define WRITE                                                                                      \
    "INSERT INTO ledger (" COLUMNS ", event_id) SELECT w.*, nextval('storm') FROM (" ROWS ") w"
#define TAKE_BACK                                                                                  \
    "INSERT INTO ledger (" COLUMNS ", event_id) SELECT court, day, measure, channel, procedure, "  \
    "fast_track, outcome, reason, cause_list, cause, domain, street, community, body, mediator, "  \
    "-1, days, claimants, opens, late, paused, entered_on, accepted_on, first_here, first_kind, "  \
    "first_all, dispute_id, referral_id, nextval('storm') FROM ledger WHERE n = 1 LIMIT $1::int"

/* What a view says and what the ledger says, in one snapshot; none of the rows stands on one side only. */
#define DIFFER(view, straight)                                                                     \
    "WITH v AS (" view "), s AS (" straight                                                        \
    ") SELECT count(*) FROM ((TABLE v EXCEPT ALL TABLE s) "                                        \
    "UNION ALL (TABLE s EXCEPT ALL TABLE v)) d"
#define SUM(cell) "coalesce(sum(" cell "), 0)::bigint"
#define BALANCE   "coalesce(entered, 0) - coalesce(concluded, 0) - coalesce(cancelled, 0)"
#define OPEN(of)  "(sum(sum(" BALANCE ")) OVER (PARTITION BY " of "))::bigint"
#define FIGURES                                                                                    \
    "entered, accepted, concluded, completed, succeeded, cancelled, disputes, claimants, days, "   \
    "open_at_end"
#define SUMS(grain)                                                                                \
    SUM("entered")                                                                                 \
    ", " SUM("accepted") ", " SUM("concluded") ", " SUM("completed") ", " SUM(                     \
        "succeeded") ", " SUM("cancelled") ", " SUM("all_" grain) ", " SUM("claimants") ", " SUM("days")
#define CAUSE "coalesce(cause_list || ' ' || cause, '-')"
#define LEFT  "CASE WHEN measure = 'entered' THEN n ELSE -n END"
#define SERIES                                                                                     \
    "CROSS JOIN LATERAL (SELECT e.procedure AS series UNION ALL SELECT 'mediation' WHERE "         \
    "e.is_mediation UNION ALL SELECT 'fast_track' WHERE e.channel = 'court' AND e.fast_track "     \
    "UNION ALL SELECT 'court' WHERE e.channel = 'court') x"
static const struct {
    const char *name, *sql;
} views[] = {
    {"annual",      DIFFER("SELECT court, year, " FIGURES " FROM stats.annual",
     "SELECT court, year, " SUMS("year") ", " OPEN(
                          "court ORDER BY year") " FROM stats.effect GROUP BY 1, 2")                                                 },
    {"monthly",     DIFFER("SELECT court, year, month, " FIGURES " FROM stats.monthly",
     "SELECT court, year, month, " SUMS("month") ", " OPEN(
                           "court ORDER BY year, month") " FROM stats.effect GROUP BY 1, 2, 3")                                      },
    {"by_cause",
     DIFFER("SELECT court, year, key, " FIGURES " FROM stats.by_cause",
     "SELECT court, year, " CAUSE ", " SUMS("year") ", " OPEN(
                "court, " CAUSE " ORDER BY year") " FROM stats.effect GROUP BY 1, 2, 3")                                             },
    {"by_outcome",  DIFFER("SELECT court, year, month, channel, procedure, fast_track, outcome, "
                          "reason, n FROM stats.by_outcome",             "SELECT court, year, month, channel, procedure, fast_track, "
                          "coalesce(outcome, '-'), coalesce(reason, "
                          "'-'), sum(n) FROM stats.effect WHERE measure = 'concluded' GROUP BY 1, "
                          "2, 3, 4, 5, 6, 7, 8 "
                          "HAVING sum(n) <> 0")        },
    {"days",        DIFFER("SELECT court, year, series, timed, mean_days FROM stats.days",
     "SELECT court, year, series, sum(timed), round(sum(days) FILTER (WHERE timed "
                    "IS NOT NULL)::numeric / "
                    "sum(timed), 2) FROM stats.effect e " SERIES
                    " WHERE timed IS NOT NULL GROUP BY 1, 2, 3 "
                    "HAVING sum(timed) > 0")                                                                                         },
    {"cohort",      DIFFER("SELECT court, year, month, channel, procedure, concluded, succeeded FROM "
                      "stats.cohort WHERE concluded <> 0",                   "SELECT court, extract(year FROM accepted_on)::int, extract(month FROM "
                      "accepted_on)::int, channel, "
                      "procedure, sum(completed), " SUM(
                          "succeeded") " FROM stats.effect WHERE is_mediation AND "
                                       "accepted_on IS NOT NULL GROUP BY 1, 2, 3, 4, 5 HAVING "
                                       "sum(completed) <> 0")},
    {"age_pending",
     DIFFER("SELECT court, channel, procedure, fast_track, open FROM stats.age_pending",
     "SELECT court, channel, procedure, fast_track, sum(n) FROM (SELECT court, channel, "
            "procedure, "
            "fast_track, entered_on, sum(" LEFT
            ") AS n FROM stats.effect WHERE measure IN ('entered', "
            "'concluded', 'cancelled') AND entered_on IS NOT NULL GROUP BY 1, 2, 3, 4, 5 HAVING "
            "sum(" LEFT ") <> 0) d GROUP BY 1, 2, 3, 4")                                                                             },
};

static atomic_int writing;

/* One connection at work. What first went wrong stays in said. */
struct hand {
    pthread_t thread;
    struct pg *pg;
    int number, done;
    unsigned seed;
    char said[600];
};

static bool
keep(struct hand *h, PGresult *result, const char *sql)
{
    bool well =
        PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!well && !*h->said)
        snprintf(h->said, sizeof h->said, "%s\n%.200s", PQerrorMessage(pg_raw(h->pg)), sql);
    PQclear(result);
    return well;
}

static bool
run(struct hand *h, const char *sql)
{
    return keep(h, PQexec(pg_raw(h->pg), sql), sql);
}

static bool
run_rows(struct hand *h, const char *sql, const char *rows)
{
    return keep(h, PQexecParams(pg_raw(h->pg), sql, 1, NULL, &rows, NULL, NULL, 0), sql);
}

static bool
copy(struct hand *h)
{
    static const char lines[] =
        "430204\t2021-01-31\tentered\tmediation\tpre_filing_mediation\tf\t1\t1\t1\t%u\n"
        "430204\t2021-01-31\tentered\tmediation\tpre_filing_mediation\tf\t1\t1\t2\t%u\n";
    char text[sizeof lines + 32];
    unsigned event = 1000000000 + (unsigned)h->number * 100000 + (unsigned)h->done;
    int n = snprintf(text, sizeof text, lines, event, event);
    PQclear(
        PQexec(pg_raw(h->pg),
               "COPY ledger (court, day, measure, channel, procedure, fast_track, n, dispute_id, "
               "referral_id, event_id) FROM STDIN"));
    bool well =
        PQputCopyData(pg_raw(h->pg), text, n) == 1 && PQputCopyEnd(pg_raw(h->pg), NULL) == 1;
    for (PGresult *result; (result = PQgetResult(pg_raw(h->pg))); PQclear(result))
        well = well && PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!well && !*h->said)
        snprintf(h->said, sizeof h->said, "copy: %s", PQerrorMessage(pg_raw(h->pg)));
    return well;
}

/* All is counted anew, by definitions that are called others. */
static bool
define_anew(struct hand *h)
{
    struct fl_error err = {0};
    if (!run(h, "UPDATE fold_place SET definition = 'older'") ||
        !run(h, "UPDATE analyst_script SET sha256 = ''"))
        return false;
    if (migrate_init(h->pg, true, &err))
        snprintf(h->said, sizeof h->said, "definitions: %s", err.detail);
    return !*h->said;
}

static bool
write_once(struct hand *h, int kind)
{
    switch (kind) {
    case 0:
        return run_rows(h, WRITE, "1");
    case 1:
        return run_rows(h, WRITE, "37");
    case 2:
        return run_rows(h, TAKE_BACK, "3");
    case 3:
        return copy(h);
    case 4: /* undone */
        return run(h, "BEGIN") && run_rows(h, WRITE, "1") && run_rows(h, WRITE, "9") &&
               run(h, "ROLLBACK");
    case 5: /* a part of it undone, and then more in another slot or the same */
        return run(h, "BEGIN") && run_rows(h, WRITE, "2") && run(h, "SAVEPOINT s") &&
               run_rows(h, WRITE, "3") && run(h, "ROLLBACK TO s") && run_rows(h, WRITE, "1") &&
               run(h, "COMMIT");
    case 6: /* nothing before the savepoint: the slot is given back with it */
        return run(h, "BEGIN") && run(h, "SAVEPOINT s") && run_rows(h, WRITE, "5") &&
               run(h, "ROLLBACK TO s") && run_rows(h, TAKE_BACK, "1") && run_rows(h, WRITE, "1") &&
               run(h, "COMMIT");
    default: /* an error in between */
        run(h, "BEGIN");
        run_rows(h, WRITE, "4");
        PQclear(PQexec(pg_raw(h->pg), "SELECT 1 / 0"));
        return run(h, "ROLLBACK");
    }
}

static void *
write_all(void *arg)
{
    struct hand *h = arg;
    for (h->done = 0; h->done < ROUNDS && !*h->said; h->done++) {
        if (h->number == 0 && h->done % (ROUNDS / REAPPLIED) == ROUNDS / REAPPLIED / 2 &&
            !define_anew(h))
            break;
        h->seed = h->seed * 1103515245u + 12345u;
        write_once(h, (int)(h->seed >> 16) % 8);
    }
    atomic_fetch_sub(&writing, 1);
    return NULL;
}

/* As the keeper: what is looked up by name at the very moment of other definitions may not be there (42883), and the next
 * round goes well. */
static void *
fold_on(void *arg)
{
    struct hand *h = arg;
    while (atomic_load(&writing) && !*h->said) { /* the second one takes turns with the first */
        const char *sql = h->done % 2 ? "SELECT stats.fold(13)" : "SELECT stats.fold(1000)";
        PGresult *result = PQexec(pg_raw(h->pg), sql);
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        if (state && !strcmp(state, "42883"))
            PQclear(result);
        else
            h->done += keep(h, result, sql);
    }
    return NULL;
}

static bool
compare_all(struct hand *h)
{
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        PGresult *result = PQexec(pg_raw(h->pg), views[i].sql);
        if (PQresultStatus(result) != PGRES_TUPLES_OK)
            snprintf(h->said, sizeof h->said, "%s: %.500s", views[i].name,
                     PQerrorMessage(pg_raw(h->pg)));
        else if (strcmp(PQgetvalue(result, 0, 0), "0"))
            snprintf(h->said, sizeof h->said, "%s: %s rows differ", views[i].name,
                     PQgetvalue(result, 0, 0));
        PQclear(result);
        if (*h->said)
            return false;
    }
    return true;
}

static void *
read_on(void *arg)
{
    struct hand *h = arg;
    while (atomic_load(&writing) && !*h->said) /* the ledger first, as all who write do */
        h->done += run(h, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") &&
                   run(h, "SELECT count(*) FROM ledger") && compare_all(h) && run(h, "COMMIT");
    return NULL;
}

static void
start(struct hand *h, int number, void *(*work)(void *))
{
    char sql[64];
    struct fl_error err = {0};
    memset(h, 0, sizeof *h);
    h->number = number;
    h->seed = 7919u * (unsigned)(number + 1);
    ck_assert_msg(!pg_open(throwaway_conninfo(), "storm", &h->pg, &err), "%s", err.detail);
    snprintf(sql, sizeof sql, "SELECT setseed(%d / 100.0)", number);
    run(h, sql);
    ck_assert_int_eq(pthread_create(&h->thread, NULL, work, h), 0);
}

static void
finish(struct hand *h, int at_least)
{
    pthread_join(h->thread, NULL);
    ck_assert_str_eq(h->said, "");
    ck_assert_int_ge(h->done, at_least);
    pg_close(h->pg);
}

START_TEST(in_a_storm_each_snapshot_says_what_its_ledger_says)
{
    struct fl_error err = {0};
    struct hand writers[WRITERS], readers[READERS], folders[2], last = {.pg = throwaway_pg()};
    int64_t rows;
    bool more = true;
    throwaway_do("CREATE SEQUENCE storm");
    atomic_store(&writing, WRITERS);
    for (int i = 0; i < WRITERS; i++)
        start(&writers[i], i, write_all);
    for (int i = 0; i < READERS; i++)
        start(&readers[i], 10 + i, read_on);
    for (int i = 0; i < 2; i++)
        start(&folders[i], 20 + i, fold_on);
    for (int i = 0; i < WRITERS; i++)
        finish(&writers[i], ROUNDS);
    for (int i = 0; i < READERS; i++)
        finish(&readers[i], 1);
    for (int i = 0; i < 2; i++)
        finish(&folders[i], 1);
    while (more)
        ck_assert_msg(!fold_portion(throwaway_pg(), &rows, &more, &err), "%s", err.detail);
    ck_assert_str_eq(
        throwaway_ask(
            "SELECT concat_ws(' ', (SELECT count(*) FROM tally_new), (SELECT count(*) FROM "
            "tally_new_part), (SELECT count(*) FROM fold_court), (SELECT count(*) FROM tally_open "
            "WHERE n = 0), (SELECT count(*) > 700 FROM ledger))"),
        "0 0 0 0 t");
    ck_assert_msg(compare_all(&last), "%s", last.said);
    PG_AUTO cells = NULL;
    PG_AUTO others = NULL;
    ck_assert_msg(!pg_run(throwaway_pg(), &Q_list_tally_faults, NULL, 0, PG_ROWS, &cells, &err) &&
                      !pg_run(throwaway_pg(), &Q_list_fold_faults, NULL, 0, PG_ROWS, &others, &err),
                  "%s", err.detail);
    ck_assert_int_eq(PQntuples(cells) + PQntuples(others), 0);
}
END_TEST

static void *
define_once(void *arg)
{
    define_anew(arg);
    return NULL;
}

/* As put_ledger.sql: the ledger, and what it asks of stats. */
#define JUDGED                                                                                     \
    "INSERT INTO ledger (court, day, measure, channel, procedure, fast_track, n, dispute_id, "     \
    "referral_id, event_id) SELECT '430204', '2030-01-01', 'entered', 'court', 'summary', "        \
    "EXISTS (SELECT FROM stats.outcome), 1, 1, 1, 1"

/* How many wait for a lock. */
static bool
as_many_wait(void *data)
{
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT count(DISTINCT pid) >= %d FROM pg_locks WHERE NOT granted",
             *(int *)data);
    return !strcmp(throwaway_ask(sql), "t");
}

/* Definitions that come wait for who writes, and who comes to write waits for them: neither for both. */
START_TEST(definitions_that_come_while_somebody_writes_shut_nobody_out)
{
    struct fl_error err = {0};
    struct hand writer = {0}, late = {0}, definer;
    int one = 1, two = 2;
    throwaway_do("CREATE SEQUENCE storm");
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "writer", &writer.pg, &err), 0);
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "late writer", &late.pg, &err), 0);
    ck_assert(run(&writer, "BEGIN") && run_rows(&writer, WRITE, "1"));
    start(&definer, 0, define_once);
    wait_for("the definitions wait", as_many_wait, &one, 10000);
    ck_assert_int_eq(PQsendQuery(pg_raw(late.pg), JUDGED), 1);
    wait_for("the other writer waits", as_many_wait, &two, 10000);
    ck_assert(run_rows(&writer, WRITE, "2") && run(&writer, "COMMIT"));
    finish(&definer, 0);
    PGresult *result = PQgetResult(pg_raw(late.pg));
    ck_assert_msg(PQresultStatus(result) == PGRES_COMMAND_OK, "%s", PQresultErrorMessage(result));
    PQclear(result);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM ledger"), "4");
    ck_assert_str_eq(throwaway_ask("SELECT sum(entered) FROM stats.annual WHERE year = 2030"), "1");
    pg_close(writer.pg);
    pg_close(late.pg);
}
END_TEST

DATABASE_SUITE(counting_storm, "counting in a storm", throwaway_fresh,
               in_a_storm_each_snapshot_says_what_its_ledger_says,
               definitions_that_come_while_somebody_writes_shut_nobody_out)
