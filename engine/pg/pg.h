/* The only file that speaks to libpq. Five verbs; the caller names the shape it expects and the
 * deadline.
 *
 * A connection belongs to one thread at a time. Statements are the files of schema/queries,
 * embedded at build: pg_run(pg, Q_get_case, …). They are prepared on first use per connection. No
 * SQL text stands in C. */
#ifndef ENGINE_PG_H
#define ENGINE_PG_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenliu/error.h"

struct pg;

/* A statement of schema/queries; the build makes `queries.h` (extern const struct query
 * Q_verb_noun). */
struct query {
    const char *name;
    const char *sql;
};

/* What the caller expects; anything else is FL_E_DATABASE, except that PG_ROW without a row is
 * FL_E_NOT_FOUND. */
enum pg_shape { PG_NONE, PG_ROW, PG_MAYBE_ROW, PG_ROWS };

/* A parameter. Text is passed as it is (NULL is SQL null); numbers are formatted; binary carries
 * bytes. */
struct pg_param {
    enum { PG_TEXT, PG_INT, PG_BYTES, PG_MOMENT, PG_DAY } type;
    const char *text;
    int64_t number; /* PG_INT; PG_MOMENT in Unix ms; PG_DAY in days. PG_NULL_NUMBER is SQL null */
    const void *bytes;
    size_t len;
};
#define PG_NULL_NUMBER INT64_MIN
struct pg_param pg_text(const char *text);
struct pg_param pg_int(int64_t n);
struct pg_param pg_null_int(void);
struct pg_param pg_bool(bool b);
struct pg_param pg_moment(int64_t ms);
struct pg_param pg_day(int32_t day);                     /* FL_NO_DAY is null */
struct pg_param pg_bytes(const void *bytes, size_t len); /* bytea; NULL is null */

/* Replaces what may be a password in a text by ***, in place: password=…, //user:…@. */
void pg_scrub(char *text);

/* Opens with search_path = fenliu, TimeZone = Asia/Shanghai, application_name. Errors:
 * FL_E_UNAVAILABLE; the text is scrubbed of passwords. */
int pg_open(const char *conninfo, const char *application, struct pg **ret, struct fl_error *err);
void pg_close(struct pg *pg);
/* Reconnects when the connection is broken, at most once per back-off (with jitter). */
int pg_ready(struct pg *pg, struct fl_error *err);
bool pg_broken(const struct pg *pg);

/* How long a statement of this connection may take from now on, in ms; 0 is the default of 10 s.
 * Beyond it the statement is cancelled (FL_E_UNAVAILABLE); a server that does not even answer that
 * is given up. */
void pg_deadline(struct pg *pg, int ms);

/* Runs one statement with n parameters. On success *ret (may be NULL with PG_NONE) holds the
 * result; the caller clears it (or uses PG_AUTO). Errors carry the SQLSTATE and never a value out
 * of a row; a lost connection or a server going down is FL_E_UNAVAILABLE, and then whether a COMMIT
 * took place is known only by looking (idempotency keys). */
int pg_run(struct pg *pg, const struct query *query, const struct pg_param *params, int n_params,
           enum pg_shape shape, PGresult **ret, struct fl_error *err);

/* Several statements in one round trip (a pipeline): each sees what those before it did, and after an
 * error none of the rest runs. Each result is for the caller to clear; they are NULL after an error. What is sent
 * should be small: nothing is read before all of it is on its way. Errors as pg_run. */
enum { PG_MAX_STEPS = 8 };
struct pg_step {
    const struct query *query;
    const struct pg_param *params;
    int n_params;
    enum pg_shape shape;
    PGresult *result; /* out */
};
int pg_run_steps(struct pg *pg, struct pg_step *steps, int n, struct fl_error *err);
/* The same with the COMMIT of the running transaction behind them; what is run after it is a transaction of its own, that
 * begins with its first statement. An error before the COMMIT leaves the transaction failed; a connection that broke
 * leaves it uncertain. */
int pg_run_last(struct pg *pg, struct pg_step *steps, int n, struct fl_error *err);
static inline void
pg_steps_clear(struct pg_step *steps, int n)
{
    for (int i = 0; i < n; i++) {
        PQclear(steps[i].result);
        steps[i].result = NULL;
    }
}

/* Plain SQL of several statements (migrations, BEGIN …), no parameters. */
int pg_script(struct pg *pg, const char *sql, struct fl_error *err);
/* BEGIN goes along with the first statement that follows; without one, COMMIT and ROLLBACK are nothing. */
int pg_begin(struct pg *pg, struct fl_error *err);
int pg_commit(struct pg *pg, struct fl_error *err);
void pg_rollback(struct pg *pg);

/* Runs work(pg, data) inside one transaction, and again (up to 5 times, jittered) on 40001 and
 * 40P01. Any other error rolls back and comes out. */
typedef int pg_work(struct pg *pg, void *data, struct fl_error *err);
int pg_transaction(struct pg *pg, pg_work *work, void *data, struct fl_error *err);

/* COPY … FROM STDIN (FORMAT binary): query is the COPY statement, data the whole stream. */
int pg_copy_in(struct pg *pg, const struct query *query, const void *data, size_t len,
               struct fl_error *err);

/* Cells of a text result. */
const char *pg_get(const PGresult *result, int row, int column); /* NULL when null */
int64_t pg_get_int(const PGresult *result, int row, int column);
bool pg_get_bool(const PGresult *result, int row, int column);
/* A bytea cell: a copy of its own that the caller frees; NULL when null. A 0 follows the last byte.
 */
char *pg_get_bytes(const PGresult *result, int row, int column, size_t *ret_len);

/* PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD of this connection into the environment, for a
 * program that is run next (pg_dump, psql): a password never stands on a command line. */
void pg_environment(struct pg *pg);

/* The raw handle, for embedded.c, migrate.c and the tests only. */
PGconn *pg_raw(struct pg *pg);

static inline void
pg_auto_clear(PGresult **result)
{
    PQclear(*result);
}
#define PG_AUTO __attribute__((cleanup(pg_auto_clear))) PGresult *

/* A fixed set of connections that threads take and give back. take waits up to wait_ms, then
 * FL_E_OVERLOADED; a broken one is reconnected by take, or FL_E_UNAVAILABLE. Thread safe. */
struct pg_pool;
int pg_pool_open(const char *conninfo, const char *application, int size, struct pg_pool **ret,
                 struct fl_error *err);
void pg_pool_close(struct pg_pool *pool);
int pg_pool_take(struct pg_pool *pool, int wait_ms, struct pg **ret, struct fl_error *err);
void pg_pool_give(struct pg_pool *pool, struct pg *pg);

#endif
