/* The private cluster: started, refused twice, killed in every way, started again.
 *
 * Each test starts clusters of its own in a throwaway folder; check's child forks further ones. */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>

#include "engine/pg/embedded.h"
#include "engine/base/log.h"
#include "tests/throwaway.h"

static char *state;
static struct embedded *embedded;
static struct fl_error err;

static void
set_up(void)
{
    log_level_set(LOG_ERROR);
    state = folder_make();
}

static void
start(void)
{
    ck_assert_msg(!embedded_start(state, &embedded, &err), "%s", err.detail);
}

static void
tear_down(void)
{
    embedded_stop(embedded);
    embedded = NULL;
    folder_remove(state);
}

/* The first number in a file below the state folder, 0 without. */
static pid_t
number_in(const char *file)
{
    char path[4200], text[32] = "";
    snprintf(path, sizeof path, "%s/%s", state, file);
    FILE *in = fopen(path, "r");
    if (in && !fgets(text, sizeof text, in))
        *text = 0;
    if (in)
        fclose(in);
    return (pid_t)strtol(text, NULL, 10);
}

static pid_t
postmaster(void)
{
    return number_in("postgres/data/postmaster.pid");
}

static pid_t
parent_of(pid_t pid)
{
    char path[64], text[256] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *in = fopen(path, "r");
    long parent = 0;
    if (in && fgets(text, sizeof text, in))
        parent = strtol(strrchr(text, ')') + 4, NULL, 10); /* ") S 123 …" */
    if (in)
        fclose(in);
    return (pid_t)parent;
}

static bool
is_there(const char *file)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/%s", state, file);
    return access(path, F_OK) == 0;
}

/* The first cell of what a query says over a connection of its own; "" while the server is away. */
static char said[200];
static bool
ask(const char *conninfo, const char *sql)
{
    struct pg *pg = NULL;
    *said = 0;
    if (pg_open(conninfo, "tests", &pg, NULL))
        return false;
    PGresult *result = PQexec(pg_raw(pg), sql);
    bool good =
        PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK;
    if (PQntuples(result) > 0)
        snprintf(said, sizeof said, "%s", PQgetvalue(result, 0, 0));
    PQclear(result);
    pg_close(pg);
    return good;
}

static bool
answers(void *data)
{
    return ask(data, "SELECT 1");
}

/* Another fenliu: starts the cluster, writes a row when asked to, and stays until it is killed. */
static pid_t
start_another(const char *sql)
{
    int ready[2];
    char word = 0;
    ck_assert_int_eq(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(ready[0]);
        word = !embedded_start(state, &embedded, &err) &&
                       (!sql || ask(embedded_conninfo(embedded), sql))
                   ? 'y'
                   : 'n';
        if (write(ready[1], &word, 1) == 1)
            for (;;)
                pause();
        _exit(1);
    }
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &word, 1), 1);
    close(ready[0]);
    ck_assert_int_eq(word, 'y');
    return pid;
}

static void
kill_hard(pid_t pid)
{
    ck_assert_int_gt(pid, 1);
    kill(pid, SIGKILL);
}

static bool
lock_is_free(void *data)
{
    char path[4200];
    (void)data;
    snprintf(path, sizeof path, "%s/fenliud.lock", state);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    bool free_now = flock(fd, LOCK_EX | LOCK_NB) == 0;
    close(fd);
    return free_now;
}

START_TEST(a_fresh_folder_becomes_a_working_database)
{
    start();
    const char *conninfo = embedded_conninfo(embedded);
    static const struct {
        const char *setting, *value;
    } rows[] = {
        {"fsync",                   "on"   },
        {"synchronous_commit",      "on"   },
        {"full_page_writes",        "on"   },
        {"listen_addresses",        ""     },
        {"server_encoding",         "UTF8" },
        {"jit",                     "off"  },
        {"max_connections",         "100"  },
        {"log_min_error_statement", "panic"}
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char sql[100];
        snprintf(sql, sizeof sql, "SHOW %s", rows[i].setting);
        ck_assert(ask(conninfo, sql));
        ck_assert_msg(!strcmp(said, rows[i].value), "%s is %s", rows[i].setting, said);
    }
    ck_assert(
        ask(conninfo, "SELECT datcollate FROM pg_database WHERE datname = current_database()"));
    ck_assert_str_eq(said, "C.UTF-8");
    ck_assert(embedded_alive(embedded));
}
END_TEST

START_TEST(nobody_but_its_user_gets_near_it)
{
    struct stat st;
    char path[4200];
    start();
    snprintf(path, sizeof path, "%s/postgres", state);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0700);
    snprintf(path, sizeof path, "%s/conninfo", state);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    snprintf(path, sizeof path, "/proc/%d", (int)postmaster());
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_ne(st.st_uid, 0);
}
END_TEST

START_TEST(commands_find_it_while_it_runs_and_not_after)
{
    char *found = NULL;
    ck_assert_int_eq(embedded_find(state, &found, &err), FL_E_UNAVAILABLE);
    start();
    ck_assert_int_eq(embedded_find(state, &found, &err), 0);
    ck_assert_str_eq(found, embedded_conninfo(embedded));
    free(found);
    pid_t pid = postmaster();
    embedded_stop(embedded);
    embedded = NULL;
    ck_assert(!is_there("conninfo"));
    ck_assert(!is_there("postgres/data/postmaster.pid"));
    ck_assert_int_ne(kill(pid, 0), 0);
    ck_assert_int_eq(embedded_find(state, &found, &err), FL_E_UNAVAILABLE);
}
END_TEST

START_TEST(a_second_fenliud_on_the_folder_is_refused_by_the_number_of_the_first)
{
    struct embedded *second = NULL;
    char number[32];
    pid_t first = start_another(NULL);
    ck_assert_int_eq(embedded_start(state, &second, &err), FL_E_CONFLICT);
    snprintf(number, sizeof number, "process %d", (int)first);
    ck_assert_msg(strstr(err.detail, number), "%s", err.detail);
    kill_hard(first);
    waitpid(first, NULL, 0);
    wait_for("the guard stops the server and leaves", lock_is_free, NULL, 20000);
}
END_TEST

START_TEST(what_was_committed_survives_a_killed_fenliud_and_the_server_does_not)
{
    char *found = NULL;
    pid_t first = start_another("CREATE TABLE public.kept AS SELECT 439 AS n"),
          server = postmaster();
    kill_hard(
        first); /* not waited for: to the next start it is a zombie, which is as good as gone */
    start();
    ck_assert_int_ne(kill(server, 0), 0);
    ck_assert(ask(embedded_conninfo(embedded), "SELECT n FROM public.kept"));
    ck_assert_str_eq(said, "439");
    ck_assert_int_eq(embedded_find(state, &found, &err), 0);
    free(found);
    waitpid(first, NULL, 0);
}
END_TEST

START_TEST(the_server_ends_with_a_killed_fenliud_though_nobody_starts_again)
{
    char *found = NULL;
    pid_t first = start_another(NULL);
    kill_hard(first);
    waitpid(first, NULL, 0);
    wait_for("the guard stops the server and leaves", lock_is_free, NULL, 20000);
    ck_assert(!is_there("postgres/data/postmaster.pid"));
    ck_assert(is_there("conninfo")); /* left behind, and not believed */
    ck_assert_int_eq(embedded_find(state, &found, &err), FL_E_UNAVAILABLE);
}
END_TEST

START_TEST(a_killed_server_is_started_again_by_its_guard)
{
    start();
    static char conninfo[4300];
    snprintf(conninfo, sizeof conninfo, "%s", embedded_conninfo(embedded));
    ck_assert(ask(conninfo, "CREATE TABLE public.kept AS SELECT 341 AS n"));
    for (int i = 0; i < 3; i++) {
        kill_hard(postmaster());
        wait_for("the server is back", answers, conninfo, 20000);
    }
    ck_assert(ask(conninfo, "SELECT n FROM public.kept"));
    ck_assert_str_eq(said, "341");
    ck_assert(embedded_alive(embedded));
}
END_TEST

static bool
guard_is_gone(void *data)
{
    (void)data;
    return !embedded_alive(embedded);
}

START_TEST(a_killed_guard_takes_the_server_with_it_and_fenliud_can_tell)
{
    start();
    pid_t server = postmaster();
    kill_hard(parent_of(server));
    wait_for("fenliud can tell", guard_is_gone, NULL, 5000);
    embedded_stop(embedded);
    embedded = NULL;
    start(); /* waits for what is left */
    ck_assert_int_ne(postmaster(), server);
}
END_TEST

START_TEST(twenty_kills_in_a_row_of_whatever_runs_lose_nothing)
{
    pid_t first = start_another("CREATE TABLE public.kept (n int)");
    for (int i = 0; i < 20; i++) {
        pid_t server = postmaster(), guard = parent_of(server);
        if (i & 1)
            kill_hard(server);
        if (i & 2)
            kill_hard(guard);
        kill_hard(first);
        waitpid(first, NULL, 0);
        first = start_another("INSERT INTO public.kept VALUES (1)");
    }
    kill_hard(first);
    waitpid(first, NULL, 0);
    start();
    ck_assert(ask(embedded_conninfo(embedded), "SELECT count(*) FROM public.kept"));
    ck_assert_str_eq(said, "20");
}
END_TEST

START_TEST(a_kill_in_the_middle_of_initdb_is_survived)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/postgres", state);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/postgres/data.new", state);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/postgres/data.new/PG_VERSION", state);
    FILE *file = fopen(path, "w");
    fputs("15\n", file);
    fclose(file);
    start();
    ck_assert(ask(embedded_conninfo(embedded), "SELECT 1"));
}
END_TEST

START_TEST(a_stale_pid_file_that_names_a_living_process_is_not_believed)
{
    char path[4200];
    start();
    embedded_stop(embedded);
    embedded = NULL;
    snprintf(path, sizeof path, "%s/postgres/data/postmaster.pid", state);
    FILE *file = fopen(path, "w");
    fprintf(file, "%d\n%s/postgres/data\n", (int)getpid(), state);
    fclose(file);
    start();
    ck_assert(ask(embedded_conninfo(embedded), "SELECT 1"));
}
END_TEST

START_TEST(a_path_too_long_for_a_socket_gets_a_short_one_elsewhere)
{
    char *shallow = state, deep[4200], conninfo[4300];
    snprintf(deep, sizeof deep, "%s/%0100d/state", shallow, 0);
    state = deep;
    start();
    snprintf(conninfo, sizeof conninfo, "%s", embedded_conninfo(embedded));
    ck_assert_ptr_null(strstr(conninfo, "0000000000"));
    ck_assert(ask(conninfo, "SELECT 1"));
    embedded_stop(embedded);
    embedded = NULL;
    char *folder = strchr(conninfo, '\'') + 1;
    *strchr(folder, '\'') = 0;
    ck_assert_msg(access(folder, F_OK) != 0, "%s is left behind", folder);
    state = shallow;
}
END_TEST

START_TEST(a_folder_with_quotes_and_spaces_in_its_name_will_do)
{
    char *plain = state, odd[4200];
    snprintf(odd, sizeof odd, "%s/a b'c,d\"e\\f", plain);
    state = odd;
    start();
    ck_assert(ask(embedded_conninfo(embedded), "SELECT 1"));
    embedded_stop(embedded);
    embedded = NULL;
    state = plain;
}
END_TEST

START_TEST(a_server_that_cannot_start_says_why)
{
    char path[4200];
    start();
    embedded_stop(embedded);
    embedded = NULL;
    snprintf(path, sizeof path, "%s/postgres/data/postgresql.conf", state);
    FILE *file = fopen(path, "a");
    fputs("no_such_setting = 1\n", file);
    fclose(file);
    ck_assert_int_eq(embedded_start(state, &embedded, &err), FL_E_UNAVAILABLE);
    ck_assert_msg(strstr(err.detail, "FATAL") && strstr(err.detail, "postgres.log"), "%s",
                  err.detail);
    ck_assert(lock_is_free(NULL));
}
END_TEST

Suite *embedded_suite(void);
Suite *
embedded_suite(void)
{
    Suite *suite = suite_create("embedded PostgreSQL");
    TCase *tcase = tcase_create("embedded PostgreSQL");
    const TTest *const tests[] = {
        a_fresh_folder_becomes_a_working_database,
        nobody_but_its_user_gets_near_it,
        commands_find_it_while_it_runs_and_not_after,
        a_second_fenliud_on_the_folder_is_refused_by_the_number_of_the_first,
        what_was_committed_survives_a_killed_fenliud_and_the_server_does_not,
        the_server_ends_with_a_killed_fenliud_though_nobody_starts_again,
        a_killed_server_is_started_again_by_its_guard,
        a_killed_guard_takes_the_server_with_it_and_fenliud_can_tell,
        twenty_kills_in_a_row_of_whatever_runs_lose_nothing,
        a_kill_in_the_middle_of_initdb_is_survived,
        a_stale_pid_file_that_names_a_living_process_is_not_believed,
        a_path_too_long_for_a_socket_gets_a_short_one_elsewhere,
        a_folder_with_quotes_and_spaces_in_its_name_will_do,
        a_server_that_cannot_start_says_why,
    };
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tcase, tests[i]);
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    suite_add_tcase(suite, tcase);
    return suite;
}
