/* What pg.c, pg_connect.c, pg_cell.c and pg_pool.c share about a connection; nobody else includes
 * this. */
#ifndef ENGINE_PG_INTERNAL_H
#define ENGINE_PG_INTERNAL_H

#include "engine/pg/pg.h"

#define PG_PREPARED_SLOTS 512 /* power of two, more than twice the statements of schema/queries */

struct pg {
    PGconn *conn; /* NULL while broken */
    char *conninfo, *application;
    int deadline_ms;
    int64_t next_try; /* monotonic ms: no attempt to connect before */
    int backoff_ms;
    unsigned seed;
    bool begin; /* a transaction is to begin with the next statement */
    int n_prepared;
    const struct query *prepared[PG_PREPARED_SLOTS]; /* open addressing by address */
};

/* A connection that is not open yet: pg_ready opens it. NULL when conninfo cannot be parsed. */
struct pg *pg_new(const char *conninfo, const char *application, struct fl_error *err);
/* Closes the handle and forgets what was prepared; pg_ready opens it again. */
void pg_break(struct pg *pg);
/* Finds out without a round trip whether the server has hung up on an idle connection. */
void pg_notice_hangup(struct pg *pg);
/* Runs the simple-protocol text to its end. */
int pg_simple(struct pg *pg, const char *sql, struct fl_error *err);
int64_t pg_clock(void);               /* monotonic ms */
int pg_jitter(struct pg *pg, int ms); /* ms/2 … ms */
void pg_pause(int ms);

#endif
