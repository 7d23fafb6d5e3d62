/* A throwaway PostgreSQL for unit tests. */
#include "tests/throwaway.h"

#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "engine/pg/embedded.h"
#include "engine/base/log.h"
#include "engine/pg/migrate.h"

static struct embedded *server;
static pid_t starter;
static char *home;
static char name[64], conninfo[4300];
static struct pg *pg;
static PGresult *asked;

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

char *
folder_make(void)
{
    const char *tmp = getenv("TMPDIR");
    char *folder = NULL;
    if (asprintf(&folder, "%s/fl-test-XXXXXX", tmp && *tmp ? tmp : "/tmp") < 0 || !mkdtemp(folder))
        ck_abort_msg("no throwaway folder");
    return folder;
}

void
folder_remove(char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
}

void
wait_for(const char *what, bool (*met)(void *data), void *data, int ms)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    long long until = now.tv_sec * 1000LL + now.tv_nsec / 1000000 + ms;
    while (!met(data)) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec * 1000LL + now.tv_nsec / 1000000 > until)
            ck_abort_msg("waited %d ms in vain: %s", ms, what);
        poll(NULL, 0, 5);
    }
}

/* Also called in the children that check forks: the server belongs to the process that started it.
 */
static void
stop_server(void)
{
    if (getpid() != starter)
        return;
    embedded_stop(server);
    folder_remove(home);
}

static struct pg *
open_or_die(const char *database)
{
    struct fl_error err = {0};
    struct pg *opened = NULL;
    char *at, text[sizeof conninfo];
    snprintf(text, sizeof text, "%s", embedded_conninfo(server));
    at = strstr(text, "dbname=");
    snprintf(at, sizeof text - (size_t)(at - text), "dbname=%s", database);
    if (pg_open(text, "tests", &opened, &err)) {
        fprintf(stderr, "throwaway database %s: %s\n", database, err.detail);
        exit(EXIT_FAILURE);
    }
    snprintf(conninfo, sizeof conninfo, "%s", text);
    return opened;
}

void
throwaway_server(void)
{
    struct fl_error err = {0};
    if (server)
        return;
    log_level_set(LOG_ERROR);
    home = folder_make();
    if (embedded_start(home, &server, &err)) {
        fprintf(stderr, "throwaway server: %s\n", err.detail);
        exit(EXIT_FAILURE);
    }
    starter = getpid();
    atexit(stop_server);
    struct pg *model =
        open_or_die("fenliu"); /* the model that each fresh database is copied from */
    if (migrate_init(model, true, &err)) {
        fprintf(stderr, "throwaway schema: %s\n", err.detail);
        exit(EXIT_FAILURE);
    }
    pg_close(model);
}

static void
make_database(const char *model)
{
    char sql[200];
    struct fl_error err = {0};
    snprintf(name, sizeof name, "test_%d", (int)getpid());
    pg = open_or_die("postgres");
    snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
    ck_assert_msg(!pg_script(pg, sql, &err), "%s", err.detail);
    snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE %s", name, model);
    ck_assert_msg(!pg_script(pg, sql, &err), "%s", err.detail);
    pg_close(pg);
    pg = open_or_die(name);
}

void
throwaway_empty(void)
{
    make_database("template0");
}

void
throwaway_fresh(void)
{
    make_database("fenliu");
}

void
throwaway_drop(void)
{
    char sql[200];
    PQclear(asked);
    asked = NULL;
    pg_close(pg);
    pg = open_or_die("postgres");
    snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
    pg_script(pg, sql, NULL);
    pg_close(pg);
    pg = NULL;
}

const char *
throwaway_conninfo(void)
{
    return conninfo;
}

struct pg *
throwaway_pg(void)
{
    return pg;
}

const char *
throwaway_ask(const char *sql)
{
    PQclear(asked);
    asked = PQexec(pg_raw(pg), sql);
    ck_assert_msg(PQresultStatus(asked) == PGRES_TUPLES_OK && PQntuples(asked) > 0, "%s: %s", sql,
                  PQerrorMessage(pg_raw(pg)));
    return PQgetvalue(asked, 0, 0);
}

void
throwaway_do(const char *sql)
{
    struct fl_error err = {0};
    ck_assert_msg(!pg_script(pg, sql, &err), "%s: %s", sql, err.detail);
}
