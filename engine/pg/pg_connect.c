/* Opening, losing and reopening a connection. */
#include "engine/pg/pg_internal.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "queries.h"

#define BACKOFF_MIN_MS 50
#define BACKOFF_MAX_MS 5000

int64_t
pg_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
pg_pause(int ms)
{
    struct timespec left = {ms / 1000, ms % 1000 * 1000000L};
    while (nanosleep(&left, &left))
        ;
}

int
pg_jitter(struct pg *pg, int ms)
{
    return ms / 2 + (int)(rand_r(&pg->seed) % (unsigned)(ms / 2 + 1));
}

static void
blot(char *from, char *to) /* [from, to) becomes ***, the rest moves up */
{
    size_t have = (size_t)(to - from), rest = strlen(to);
    if (have < 3) { /* never shorter than the text was: no room to grow */
        memset(from, '*', have);
        return;
    }
    memset(from, '*', 3);
    memmove(from + 3, to, rest + 1);
}

void
pg_scrub(char *text)
{
    for (char *at = text; (at = strcasestr(at, "password"));) {
        at += strlen("password");
        char *value = at + strspn(at, " ");
        if (*value != '=')
            continue;
        value++;
        value += strspn(value, " ");
        char *end = value;
        if (*value == '\'') {
            for (end++; *end && *end != '\''; end++)
                if (*end == '\\' && end[1])
                    end++;
            end += *end != 0;
        } else {
            for (; *end && !strchr(" \t\r\n&\"", *end); end++)
                if (*end == '\\' && end[1])
                    end++;
        }
        blot(value, end);
        at = value;
    }
    for (char *at = text; (at = strstr(at, "://"));) {
        at += 3;
        size_t authority = strcspn(at, "/?# \t\r\n");
        char *host = memrchr(at, '@', authority);
        char *colon = host ? memchr(at, ':', (size_t)(host - at)) : NULL;
        if (colon)
            blot(colon + 1, host);
    }
}

/* Libpq's text may quote the password that the string holds: no known password survives. */
static int
fail_connect(struct pg *pg, const char *text, struct fl_error *err)
{
    char detail[400];
    snprintf(detail, sizeof detail, "%s", text ? text : "");
    detail[strcspn(detail, "\r\n")] = 0;
    pg_scrub(detail);
    PQconninfoOption *options = PQconninfoParse(pg->conninfo, NULL);
    for (PQconninfoOption *o = options; o && o->keyword; o++)
        if (!strcmp(o->keyword, "password") && o->val && *o->val)
            for (char *at = detail; (at = strstr(at, o->val));) {
                size_t len = strlen(o->val);
                blot(at, at + len);
                at += len < 3 ? len : 3;
            }
    PQconninfoFree(options);
    int code = fl_fail(err, FL_E_UNAVAILABLE, "no connection to the database: %s", detail);
    if (err)
        err->retry_after_ms = pg->backoff_ms;
    return code;
}

static void
no_notice(void *arg, const PGresult *result)
{
    (void)arg, (void)result;
}

struct pg *
pg_new(const char *conninfo, const char *application, struct fl_error *err)
{
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    if (!options) { /* libpq's message would quote the string, and with it a password */
        fl_fail(err, FL_E_CONFIG,
                "the database connection string is neither key=value pairs nor a postgresql:// "
                "address");
        return NULL;
    }
    PQconninfoFree(options);
    struct pg *pg = calloc(1, sizeof *pg);
    if (!pg || !(pg->conninfo = strdup(conninfo)) || !(pg->application = strdup(application)))
        abort();
    pg->seed = (unsigned)pg_clock() ^ (unsigned)getpid() << 8 ^ (unsigned)(uintptr_t)pg;
    pg->backoff_ms = BACKOFF_MIN_MS;
    return pg;
}

static int
connect_now(struct pg *pg, struct fl_error *err)
{
    /* What stands before dbname is a default that the connection string may set otherwise. */
    const char *const keys[] = {"connect_timeout",
                                "keepalives_idle",
                                "keepalives_interval",
                                "keepalives_count",
                                "tcp_user_timeout",
                                "target_session_attrs",
                                "dbname",
                                "application_name",
                                "client_encoding",
                                NULL};
    const char *const values[] = {
        "5", "10", "5", "3", "15000", "read-write", pg->conninfo, pg->application, "UTF8", NULL};
    pg->conn = PQconnectdbParams(keys, values, 1);
    if (PQstatus(pg->conn) != CONNECTION_OK) {
        int code = fail_connect(pg, PQerrorMessage(pg->conn), err);
        pg_break(pg);
        return code;
    }
    PQsetNoticeReceiver(pg->conn, no_notice, NULL);
    if (pg_simple(pg, Q_set_session.sql, err)) {
        pg_break(pg);
        if (err)
            err->code = FL_E_UNAVAILABLE;
        return FL_E_UNAVAILABLE;
    }
    return 0;
}

int
pg_open(const char *conninfo, const char *application, struct pg **ret, struct fl_error *err)
{
    struct pg *pg = pg_new(conninfo, application, err);
    if (!pg)
        return FL_E_CONFIG;
    int code = pg_ready(pg, err);
    if (code) {
        pg_close(pg);
        return code;
    }
    *ret = pg;
    return 0;
}

void
pg_break(struct pg *pg)
{
    PQfinish(pg->conn);
    pg->conn = NULL;
    pg->begin = false;
    pg->n_prepared = 0;
    memset(pg->prepared, 0, sizeof pg->prepared);
}

void
pg_close(struct pg *pg)
{
    if (!pg)
        return;
    PQfinish(pg->conn);
    free(pg->conninfo);
    free(pg->application);
    free(pg);
}

bool
pg_broken(const struct pg *pg)
{
    return !pg->conn;
}

int
pg_ready(struct pg *pg, struct fl_error *err)
{
    if (pg->conn)
        return 0;
    int64_t now = pg_clock();
    if (now < pg->next_try) {
        int code =
            fl_fail(err, FL_E_UNAVAILABLE, "the database is away; the next attempt is due in %d ms",
                    (int)(pg->next_try - now));
        if (err)
            err->retry_after_ms = (int)(pg->next_try - now);
        return code;
    }
    int code = connect_now(pg, err);
    if (!code) {
        pg->backoff_ms = BACKOFF_MIN_MS;
        pg->next_try = 0;
        return 0;
    }
    pg->next_try = pg_clock() + pg_jitter(pg, pg->backoff_ms);
    pg->backoff_ms = pg->backoff_ms * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : pg->backoff_ms * 2;
    return code;
}

void
pg_notice_hangup(struct pg *pg)
{
    if (!pg->conn)
        return;
    struct pollfd idle = {.fd = PQsocket(pg->conn), .events = POLLIN};
    while (poll(&idle, 1, 0) > 0) /* a farewell may come first, then the end */
        if (!PQconsumeInput(pg->conn) || PQstatus(pg->conn) != CONNECTION_OK) {
            pg_break(pg);
            return;
        }
}

void
pg_environment(struct pg *pg)
{
    const char *const values[][2] = {
        {"PGHOST",     PQhost(pg->conn)},
        {"PGPORT",     PQport(pg->conn)},
        {"PGUSER",     PQuser(pg->conn)},
        {"PGDATABASE", PQdb(pg->conn)  },
        {"PGPASSWORD", PQpass(pg->conn)}
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (values[i][1] && *values[i][1])
            setenv(values[i][0], values[i][1], 1);
}
