/* Statements, verdicts, reconnects and the pool, against a throwaway server. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "fenliu/case.h"
#include "tests/throwaway.h"

static const struct query pick = {"pick", "SELECT n FROM generate_series(1, $1::int) AS n"};
static const struct query echo = {
    "echo", "SELECT $1::text, $2::bigint, $3::bytea, $4::timestamptz, $5::date, "
            "$6::boolean"};
static const struct query violate = {"violate",
                                     "INSERT INTO thing (id, name) VALUES ($1::int, $2)"};
static const struct query to_number = {"to_number", "SELECT $1::text::int"};
static const struct query copy_things = {"copy_things", "COPY thing FROM STDIN (FORMAT binary)"};
static const struct query take_lock = {"take_lock", "SELECT pg_advisory_lock(7)"};
static const struct query pid = {"pid", "SELECT pg_backend_pid()"};
static const struct query add_thing = {"add_thing", "INSERT INTO thing VALUES ($1::int, 'x')"};
static const struct query count_things = {"count_things", "SELECT count(*) FROM thing"};

static void
make_thing(void)
{
    throwaway_do(
        "CREATE SCHEMA fenliu; CREATE TABLE thing (id int PRIMARY KEY, name text NOT NULL)");
}

static int
count(enum pg_shape shape, int rows, struct fl_error *err)
{
    const struct pg_param n = pg_int(rows);
    PG_AUTO result = NULL;
    return pg_run(throwaway_pg(), &pick, &n, 1, shape, &result, err);
}

START_TEST(a_statement_that_gives_another_shape_than_the_caller_names_is_an_error)
{
    struct fl_error err = {0};
    ck_assert_int_eq(count(PG_ROW, 1, &err), 0);
    ck_assert_int_eq(count(PG_ROW, 0, &err), FL_E_NOT_FOUND);
    ck_assert_int_eq(count(PG_ROW, 2, &err), FL_E_DATABASE);
    ck_assert_int_eq(count(PG_MAYBE_ROW, 0, &err), 0);
    ck_assert_int_eq(count(PG_MAYBE_ROW, 2, &err), FL_E_DATABASE);
    ck_assert_int_eq(count(PG_ROWS, 0, &err), 0);
    ck_assert_int_eq(count(PG_ROWS, 5, &err), 0);
    ck_assert_int_eq(count(PG_NONE, 5, &err), 0);
}
END_TEST

START_TEST(every_kind_of_parameter_comes_back_as_it_was_given)
{
    static const char bytes[] = {0, 1, '\'', '\\', (char)255};
    const struct pg_param params[] = {
        pg_text("湘0204 'x' \\"), pg_int(INT64_MAX), pg_bytes(bytes, sizeof bytes),
        pg_moment(1614906720123), pg_day(18691),     pg_bool(true)};
    PG_AUTO row = NULL;
    size_t len = 0;
    ck_assert_int_eq(pg_run(throwaway_pg(), &echo, params, 6, PG_ROW, &row, NULL), 0);
    ck_assert_str_eq(pg_get(row, 0, 0), "湘0204 'x' \\");
    ck_assert_int_eq(pg_get_int(row, 0, 1), INT64_MAX);
    char *back = pg_get_bytes(row, 0, 2, &len);
    ck_assert_uint_eq(len, sizeof bytes);
    ck_assert_mem_eq(back, bytes, len);
    free(back);
    ck_assert_str_eq(pg_get(row, 0, 3), "2021-03-05 09:12:00.123+08");
    ck_assert_str_eq(pg_get(row, 0, 4), "2021-03-05");
    ck_assert(pg_get_bool(row, 0, 5));
}
END_TEST

START_TEST(null_is_null_for_every_kind_of_parameter)
{
    const struct pg_param params[] = {pg_text(NULL),     pg_null_int(),
                                      pg_bytes(NULL, 0), pg_moment(PG_NULL_NUMBER),
                                      pg_day(FL_NO_DAY), pg_text(NULL)};
    PG_AUTO row = NULL;
    size_t len;
    ck_assert_int_eq(pg_run(throwaway_pg(), &echo, params, 6, PG_ROW, &row, NULL), 0);
    for (int i = 0; i < 6; i++)
        ck_assert_msg(!pg_get(row, 0, i), "column %d is not null", i);
    ck_assert_ptr_null(pg_get_bytes(row, 0, 2, &len));
}
END_TEST

START_TEST(a_constraint_is_named_and_the_values_of_the_row_are_not)
{
    struct fl_error err = {0};
    const struct pg_param row[] = {pg_int(1), pg_text("张三")};
    make_thing();
    ck_assert_int_eq(pg_run(throwaway_pg(), &violate, row, 2, PG_NONE, NULL, &err), 0);
    ck_assert_int_eq(pg_run(throwaway_pg(), &violate, row, 2, PG_NONE, NULL, &err), FL_E_DATABASE);
    ck_assert_str_eq(err.sqlstate, "23505");
    ck_assert_ptr_nonnull(strstr(err.detail, "thing_pkey"));
    ck_assert_ptr_null(strstr(err.detail, "张三"));
}
END_TEST

START_TEST(a_value_that_the_server_quotes_does_not_reach_the_error)
{
    struct fl_error err = {0};
    const struct pg_param text = pg_text("430204199001011234");
    ck_assert_int_eq(pg_run(throwaway_pg(), &to_number, &text, 1, PG_ROW, NULL, &err),
                     FL_E_DATABASE);
    ck_assert_ptr_null(strstr(err.detail, "430204199001011234"));
}
END_TEST

START_TEST(a_statement_beyond_its_deadline_is_cancelled_and_the_connection_stays)
{
    struct fl_error err = {0};
    struct pg *other = NULL;
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "tests", &other, &err), 0);
    ck_assert_int_eq(pg_run(other, &take_lock, NULL, 0, PG_ROW, NULL, &err), 0);
    pg_deadline(throwaway_pg(), 50);
    ck_assert_int_eq(pg_run(throwaway_pg(), &take_lock, NULL, 0, PG_ROW, NULL, &err),
                     FL_E_UNAVAILABLE);
    ck_assert_str_eq(err.sqlstate, "57014");
    ck_assert(!pg_broken(throwaway_pg()));
    pg_deadline(throwaway_pg(), 0);
    ck_assert_int_eq(count(PG_ROW, 1, &err), 0);
    pg_close(other);
}
END_TEST

static void
terminate(struct pg *victim)
{
    PG_AUTO row = NULL;
    char sql[100];
    ck_assert_int_eq(pg_run(victim, &pid, NULL, 0, PG_ROW, &row, NULL), 0);
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%s, 5000)", pg_get(row, 0, 0));
    ck_assert_str_eq(throwaway_ask(sql), "t");
}

START_TEST(a_connection_that_the_server_ends_is_unavailable_then_opened_again)
{
    struct fl_error err = {0};
    struct pg *victim = NULL;
    const struct pg_param n = pg_int(1);
    ck_assert_int_eq(pg_open(throwaway_conninfo(), "tests", &victim, &err), 0);
    terminate(victim);
    ck_assert_int_eq(pg_run(victim, &pick, &n, 1, PG_ROW, NULL, &err), FL_E_UNAVAILABLE);
    ck_assert(pg_broken(victim));
    ck_assert_int_gt(err.retry_after_ms, 0);
    ck_assert_int_eq(pg_run(victim, &pick, &n, 1, PG_ROW, NULL, &err), FL_E_UNAVAILABLE);
    ck_assert_int_eq(pg_ready(victim, &err), 0);
    ck_assert_int_eq(pg_run(victim, &pick, &n, 1, PG_ROW, NULL, &err), 0);
    pg_close(victim);
}
END_TEST

START_TEST(a_database_that_is_away_is_asked_again_only_after_a_pause)
{
    struct fl_error err = {0};
    struct pg *victim = NULL;
    char guest[4400];
    throwaway_do("DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN");
    snprintf(guest, sizeof guest, "%s user=guest", throwaway_conninfo());
    ck_assert_int_eq(pg_open(guest, "tests", &victim, &err), 0);
    terminate(victim);
    throwaway_do("DROP ROLE guest");
    pg_script(victim, "SELECT 1", &err);
    ck_assert(pg_broken(victim));
    ck_assert_int_eq(pg_ready(victim, &err), FL_E_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(err.detail, "no connection"));
    ck_assert_int_eq(pg_ready(victim, &err), FL_E_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(err.detail, "next attempt"));
    ck_assert_int_gt(err.retry_after_ms, 0);
    pg_close(victim);
}
END_TEST

static int
serialization_failure(struct pg *pg, void *data, struct fl_error *err)
{
    int *left = data;
    if (--*left < 0)
        return 0;
    return pg_script(pg, "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$",
                     err);
}

START_TEST(a_serialization_failure_is_tried_again_and_not_for_ever)
{
    struct fl_error err = {0};
    int failures = 3;
    ck_assert_int_eq(pg_transaction(throwaway_pg(), serialization_failure, &failures, &err), 0);
    failures = 100;
    ck_assert_int_eq(pg_transaction(throwaway_pg(), serialization_failure, &failures, &err),
                     FL_E_DATABASE);
    ck_assert_str_eq(err.sqlstate, "40001");
    ck_assert_int_eq(failures, 95);
}
END_TEST

static int
insert_and_fail(struct pg *pg, void *data, struct fl_error *err)
{
    const struct pg_param row[] = {pg_int(1), pg_text("x")};
    (void)data;
    int code = pg_run(pg, &violate, row, 2, PG_NONE, NULL, err);
    return code ? code : fl_fail(err, FL_E_CONFLICT, "not now");
}

START_TEST(work_that_fails_leaves_nothing_behind)
{
    struct fl_error err = {0};
    make_thing();
    ck_assert_int_eq(pg_transaction(throwaway_pg(), insert_and_fail, NULL, &err), FL_E_CONFLICT);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM thing"), "0");
}
END_TEST

START_TEST(commit_of_a_failed_transaction_is_an_error_and_not_a_success)
{
    struct fl_error err = {0};
    const struct pg_param text = pg_text("x");
    ck_assert_int_eq(pg_begin(throwaway_pg(), &err), 0);
    ck_assert_int_ne(pg_run(throwaway_pg(), &to_number, &text, 1, PG_ROW, NULL, &err), 0);
    ck_assert_int_ne(pg_commit(throwaway_pg(), &err), 0);
    ck_assert_int_eq(count(PG_ROW, 1, &err), 0);
}
END_TEST

START_TEST(statements_that_go_together_see_one_another_and_an_error_stops_the_rest)
{
    struct fl_error err = {0};
    struct pg *pg = throwaway_pg();
    const struct pg_param number = pg_int(1), text = pg_text("x");
    make_thing();
    struct pg_step steps[] = {
        {&add_thing,    &number, 1, PG_NONE, NULL},
        {&count_things, NULL,    0, PG_ROW,  NULL},
        {&to_number,    &text,   1, PG_ROW,  NULL},
        {&add_thing,    &number, 1, PG_NONE, NULL},
    };
    ck_assert_int_eq(pg_begin(pg, &err), 0);
    ck_assert_msg(!pg_run_steps(pg, steps, 2, &err), "%s", err.detail);
    ck_assert_int_eq(pg_get_int(steps[1].result, 0, 0), 1);
    pg_steps_clear(steps, 2);
    pg_rollback(pg);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM thing"), "0");
    ck_assert_int_eq(pg_begin(pg, &err), 0);
    ck_assert_int_eq(pg_run_steps(pg, steps, 4, &err), FL_E_DATABASE);
    ck_assert_str_eq(err.sqlstate, "22P02");
    for (int i = 0; i < 4; i++)
        ck_assert_ptr_null(steps[i].result);
    ck_assert_int_ne(pg_commit(pg, &err), 0);
    ck_assert_int_eq(pg_run_steps(pg, steps, PG_MAX_STEPS + 1, &err), FL_E_INTERNAL);
    ck_assert_msg(!pg_run_steps(pg, steps, 2, &err), "%s", err.detail);
    pg_steps_clear(steps, 2);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM thing"), "1");
}
END_TEST

START_TEST(a_commit_goes_along_and_what_follows_is_a_transaction_of_its_own)
{
    struct fl_error err = {0};
    struct pg *pg = throwaway_pg();
    const struct pg_param one = pg_int(1), two = pg_int(2), text = pg_text("x");
    struct pg_step first = {&add_thing, &one, 1, PG_NONE, NULL},
                   second = {&add_thing, &two, 1, PG_NONE, NULL};
    struct pg_step failing[] = {
        second, {&to_number, &text, 1, PG_ROW, NULL}
    };
    make_thing();
    ck_assert_int_eq(pg_begin(pg, &err), 0);
    ck_assert_msg(!pg_run_last(pg, &first, 1, &err), "%s", err.detail);
    ck_assert_msg(!pg_run_steps(pg, &second, 1, &err), "%s", err.detail);
    pg_steps_clear(&second, 1);
    pg_rollback(pg);
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(id::text, ' ') FROM thing"), "1");
    ck_assert_int_eq(pg_begin(pg, &err), 0);
    ck_assert_int_eq(pg_run_last(pg, failing, 2, &err), FL_E_DATABASE);
    ck_assert_str_eq(err.sqlstate, "22P02");
    ck_assert_int_ne(pg_commit(pg, &err), 0);
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(id::text, ' ') FROM thing"), "1");
    ck_assert_int_eq(pg_begin(pg, &err), 0);
    ck_assert_msg(!pg_run_last(pg, &second, 1, &err), "%s", err.detail);
    ck_assert_int_eq(pg_commit(pg, &err), 0);
    ck_assert_str_eq(throwaway_ask("SELECT string_agg(id::text, ' ' ORDER BY id) FROM thing"),
                     "1 2");
    pg_steps_clear(&first, 1);
    pg_steps_clear(&second, 1);
}
END_TEST

START_TEST(copy_takes_a_binary_stream_and_a_broken_one_leaves_nothing)
{
    static const char stream[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"
                                 "\0\2\0\0\0\4\0\0\0\7\0\0\0\1x"
                                 "\377\377";
    struct fl_error err = {0};
    make_thing();
    ck_assert_msg(!pg_copy_in(throwaway_pg(), &copy_things, stream, sizeof stream - 1, &err), "%s",
                  err.detail);
    ck_assert_str_eq(throwaway_ask("SELECT name FROM thing WHERE id = 7"), "x");
    ck_assert_int_eq(pg_copy_in(throwaway_pg(), &copy_things, stream, 25, &err), FL_E_DATABASE);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM thing"), "1");
}
END_TEST

START_TEST(a_session_is_durable_and_lives_in_shanghai)
{
    ck_assert_str_eq(throwaway_ask("SHOW synchronous_commit"), "on");
    ck_assert_str_eq(throwaway_ask("SHOW timezone"), "Asia/Shanghai");
    ck_assert_str_eq(throwaway_ask("SHOW search_path"), "fenliu");
}
END_TEST

START_TEST(passwords_are_scrubbed_wherever_they_stand)
{
    static const struct {
        const char *text, *clean;
    } rows[] = {
        {"host=a password=secret user=b",            "host=a password=*** user=b"           },
        {"password = 'se cret\\' x' user=b",         "password = *** user=b"                },
        {"postgresql://u:secret@host:5432/db",       "postgresql://u:***@host:5432/db"      },
        {"postgresql://host/db?password=secret&x=1", "postgresql://host/db?password=***&x=1"},
        {"FATAL: password authentication failed",    "FATAL: password authentication failed"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200];
        snprintf(text, sizeof text, "%s", rows[i].text);
        pg_scrub(text);
        ck_assert_msg(!strcmp(text, rows[i].clean), "%s became %s", rows[i].text, text);
    }
}
END_TEST

START_TEST(a_connection_string_that_cannot_be_read_is_not_repeated)
{
    struct fl_error err = {0};
    struct pg *pg = NULL;
    ck_assert_int_eq(pg_open("password=my secret", "tests", &pg, &err), FL_E_CONFIG);
    ck_assert_ptr_null(strstr(err.detail, "secret"));
}
END_TEST

START_TEST(a_pool_that_is_used_up_says_so_at_once)
{
    struct fl_error err = {0};
    struct pg_pool *pool = NULL;
    struct pg *a = NULL, *b = NULL, *c = NULL;
    ck_assert_int_eq(pg_pool_open(throwaway_conninfo(), "tests", 2, &pool, &err), 0);
    ck_assert_int_eq(pg_pool_take(pool, 0, &a, &err), 0);
    ck_assert_int_eq(pg_pool_take(pool, 0, &b, &err), 0);
    ck_assert_int_eq(pg_pool_take(pool, 0, &c, &err), FL_E_OVERLOADED);
    ck_assert_int_gt(err.retry_after_ms, 0);
    pg_pool_give(pool, a);
    ck_assert_int_eq(pg_pool_take(pool, 0, &c, &err), 0);
    ck_assert_ptr_eq(c, a);
    pg_pool_give(pool, b);
    pg_pool_give(pool, c);
    pg_pool_close(pool);
}
END_TEST

static void *
take_one(void *data)
{
    struct pg *pg = NULL;
    return pg_pool_take(data, 10000, &pg, NULL) ? NULL : pg;
}

START_TEST(who_waits_for_the_pool_gets_what_another_gives_back)
{
    struct pg_pool *pool = NULL;
    struct pg *a = NULL;
    void *got = NULL;
    pthread_t thread;
    ck_assert_int_eq(pg_pool_open(throwaway_conninfo(), "tests", 1, &pool, NULL), 0);
    ck_assert_int_eq(pg_pool_take(pool, 0, &a, NULL), 0);
    ck_assert_int_eq(pthread_create(&thread, NULL, take_one, pool), 0);
    pg_pool_give(pool, a);
    pthread_join(thread, &got);
    ck_assert_ptr_eq(got, a);
    pg_pool_give(pool, a);
    pg_pool_close(pool);
}
END_TEST

START_TEST(a_connection_given_back_in_a_transaction_is_rolled_back)
{
    struct pg_pool *pool = NULL;
    struct pg *pg = NULL;
    make_thing();
    ck_assert_int_eq(pg_pool_open(throwaway_conninfo(), "tests", 1, &pool, NULL), 0);
    ck_assert_int_eq(pg_pool_take(pool, 0, &pg, NULL), 0);
    ck_assert_int_eq(pg_begin(pg, NULL), 0);
    ck_assert_int_eq(pg_script(pg, "INSERT INTO thing VALUES (1, 'x')", NULL), 0);
    pg_pool_give(pool, pg);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM thing"), "0");
    pg_pool_close(pool);
}
END_TEST

START_TEST(a_pooled_connection_that_died_while_idle_is_opened_again_unnoticed)
{
    struct fl_error err = {0};
    struct pg_pool *pool = NULL;
    struct pg *pg = NULL;
    const struct pg_param n = pg_int(1);
    ck_assert_int_eq(pg_pool_open(throwaway_conninfo(), "tests", 1, &pool, &err), 0);
    ck_assert_int_eq(pg_pool_take(pool, 0, &pg, &err), 0);
    pg_pool_give(pool, pg);
    terminate(pg);
    ck_assert_int_eq(pg_pool_take(pool, 0, &pg, &err), 0);
    ck_assert_msg(!pg_run(pg, &pick, &n, 1, PG_ROW, NULL, &err), "%s", err.detail);
    pg_pool_give(pool, pg);
    pg_pool_close(pool);
}
END_TEST

DATABASE_SUITE(
    pg, "PostgreSQL", throwaway_empty,
    a_statement_that_gives_another_shape_than_the_caller_names_is_an_error,
    every_kind_of_parameter_comes_back_as_it_was_given, null_is_null_for_every_kind_of_parameter,
    a_constraint_is_named_and_the_values_of_the_row_are_not,
    a_value_that_the_server_quotes_does_not_reach_the_error,
    a_statement_beyond_its_deadline_is_cancelled_and_the_connection_stays,
    a_connection_that_the_server_ends_is_unavailable_then_opened_again,
    a_database_that_is_away_is_asked_again_only_after_a_pause,
    a_serialization_failure_is_tried_again_and_not_for_ever, work_that_fails_leaves_nothing_behind,
    commit_of_a_failed_transaction_is_an_error_and_not_a_success,
    statements_that_go_together_see_one_another_and_an_error_stops_the_rest,
    a_commit_goes_along_and_what_follows_is_a_transaction_of_its_own,
    copy_takes_a_binary_stream_and_a_broken_one_leaves_nothing,
    a_session_is_durable_and_lives_in_shanghai, passwords_are_scrubbed_wherever_they_stand,
    a_connection_string_that_cannot_be_read_is_not_repeated, a_pool_that_is_used_up_says_so_at_once,
    who_waits_for_the_pool_gets_what_another_gives_back,
    a_connection_given_back_in_a_transaction_is_rolled_back,
    a_pooled_connection_that_died_while_idle_is_opened_again_unnoticed)
