/* Statements: prepared on first use, sent, waited for until the deadline, judged by SQLSTATE. */
#include "engine/pg/pg_internal.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "queries.h"

#define DEADLINE_MS 10000
#define CANCEL_MS   3000 /* how long a cancelled statement may take to say so */
#define RETRIES     5
#define MAX_PARAMS  64

/* What an SQLSTATE means for the caller. The first row that fits the beginning counts. */
static const struct {
    const char *state;
    enum fl_code code;
    bool broken; /* this connection is of no use any more */
} verdicts[] = {
    {"08",    FL_E_UNAVAILABLE, true }, /* connection exceptions */
    {"57P",   FL_E_UNAVAILABLE, true }, /* the server is going down, crashed, or not up yet */
    {"25006", FL_E_UNAVAILABLE, true }, /* read-only: the primary is elsewhere now */
    {"25P03", FL_E_UNAVAILABLE, true }, /* idle in transaction for too long */
    {"57014", FL_E_UNAVAILABLE, false}, /* cancelled: our deadline, or statement_timeout */
    {"55P03", FL_E_UNAVAILABLE, false}, /* lock not available in time */
    {"53",    FL_E_UNAVAILABLE, false}, /* disk full, out of memory, too many connections */
    {"",      FL_E_DATABASE,    false},
};

void
pg_deadline(struct pg *pg, int ms)
{
    pg->deadline_ms = ms;
}

/* The server's primary message names tables and constraints; where it may quote a value (class 22:
 * data exceptions), it is cut before the quotation, since values are personal data. */
static int
fail_result(struct pg *pg, const PGresult *result, const char *what, struct fl_error *err)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *text = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *constraint = result ? PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME) : NULL;
    if (!state) /* libpq made this result itself: the connection is gone */
        state = "08006";
    if (!text)
        text = "the connection was lost";
    size_t i = 0;
    while (strncmp(state, verdicts[i].state, strlen(verdicts[i].state)) != 0)
        i++;
    int shown = (int)strcspn(text, strncmp(state, "22", 2) != 0 ? "\n" : "\"\n");
    int code = fl_fail(err, verdicts[i].code, "%s: %.*s%s%s (SQLSTATE %s)", what,
                       shown > 300 ? 300 : shown, text, constraint ? ", constraint " : "",
                       constraint ? constraint : "", state);
    if (err) {
        snprintf(err->sqlstate, sizeof err->sqlstate, "%s", state);
        if (code == FL_E_UNAVAILABLE)
            err->retry_after_ms = pg->backoff_ms;
    }
    if (verdicts[i].broken)
        pg_break(pg);
    return code;
}

static int
fail_lost(struct pg *pg, const char *what, struct fl_error *err)
{
    return fail_result(pg, NULL, what, err);
}

/* Waits for reading (and for writing while output is pending) until `until`. 1 ready, 0 too late,
 * -1 lost. */
static int
wait_socket(struct pg *pg, int64_t until)
{
    for (;;) {
        int pending = PQflush(pg->conn);
        if (pending < 0)
            return -1;
        struct pollfd fd = {.fd = PQsocket(pg->conn),
                            .events = (short)(POLLIN | (pending ? POLLOUT : 0))};
        int64_t left = until - pg_clock();
        if (left <= 0)
            return 0;
        int n = poll(&fd, 1, (int)(left > 60000 ? 60000 : left));
        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0 && fd.revents & (POLLIN | POLLERR | POLLHUP | POLLNVAL))
            return PQconsumeInput(pg->conn) ? 1 : -1;
    }
}

static void
cancel(struct pg *pg)
{
    char why[256];
    PGcancel *handle = PQgetCancel(pg->conn);
    if (handle)
        PQcancel(handle, why, sizeof why);
    PQfreeCancel(handle);
}

/* Takes all results of what was sent; *ret is the first error, else the last result. NULL with code
 * 0 never happens. On a deadline the statement is cancelled and its error comes as the result. */
static int
collect(struct pg *pg, const char *what, PGresult **ret, struct fl_error *err)
{
    int64_t until = pg_clock() + (pg->deadline_ms ? pg->deadline_ms : DEADLINE_MS);
    bool cancelled = false;
    PGresult *kept = NULL;
    for (;;) {
        while (PQisBusy(pg->conn)) {
            int ready = wait_socket(pg, until);
            if (ready > 0)
                continue;
            if (ready == 0 && !cancelled) {
                cancel(pg);
                cancelled = true;
                until = pg_clock() + CANCEL_MS;
                continue;
            }
            PQclear(kept);
            return fail_lost(pg, what, err);
        }
        PGresult *next = PQgetResult(pg->conn);
        if (!next)
            break;
        ExecStatusType got = PQresultStatus(next);
        if (kept && (PQresultStatus(kept) == PGRES_FATAL_ERROR)) {
            PQclear(next);
        } else {
            PQclear(kept);
            kept = next;
        }
        if (got == PGRES_COPY_IN || got == PGRES_COPY_OUT || got == PGRES_COPY_BOTH ||
            got == PGRES_PIPELINE_SYNC || PQstatus(pg->conn) != CONNECTION_OK)
            break;
    }
    if (!kept)
        return fail_lost(pg, what, err);
    ExecStatusType status = PQresultStatus(kept);
    int code = 0;
    if (status == PGRES_PIPELINE_ABORTED) /* never run: an error before it has been told */
        code = fl_fail(err, FL_E_DATABASE, "%s: not run after an error", what);
    else if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE)
        code = fail_result(pg, kept, what, err);
    if (code) {
        PQclear(kept);
        return code;
    }
    *ret = kept;
    return 0;
}

static int
check_open(struct pg *pg, const char *what, struct fl_error *err)
{
    if (pg->conn)
        return 0;
    int code = fl_fail(err, FL_E_UNAVAILABLE, "%s: the database is away", what);
    if (err)
        err->retry_after_ms = pg->backoff_ms;
    return code;
}

/* Where the next statement does not go the way of pg_run_steps. */
static int
begin_now(struct pg *pg, struct fl_error *err)
{
    bool begin = pg->begin;
    pg->begin = false;
    return begin ? pg_simple(pg, Q_begin_transaction.sql, err) : 0;
}

int
pg_simple(struct pg *pg, const char *sql, struct fl_error *err)
{
    PG_AUTO result = NULL;
    if (check_open(pg, "script", err))
        return FL_E_UNAVAILABLE;
    if (begin_now(pg, err))
        return err ? err->code : FL_E_DATABASE;
    if (!PQsendQuery(pg->conn, sql))
        return fail_lost(pg, "script", err);
    return collect(pg, "script", &result, err);
}

static int
prepare(struct pg *pg, const struct query *query, struct fl_error *err)
{
    size_t slot = ((uintptr_t)query >> 4) * 0x9E3779B97F4A7C15u >> 40 & (PG_PREPARED_SLOTS - 1);
    while (pg->prepared[slot] && pg->prepared[slot] != query)
        slot = (slot + 1) & (PG_PREPARED_SLOTS - 1);
    if (pg->prepared[slot])
        return 0;
    if (pg->n_prepared >= PG_PREPARED_SLOTS / 2)
        return fl_fail(err, FL_E_INTERNAL, "more statements than PG_PREPARED_SLOTS allows");
    PG_AUTO result = NULL;
    if (!PQsendPrepare(pg->conn, query->name, query->sql, 0, NULL))
        return fail_lost(pg, query->name, err);
    int code = collect(pg, query->name, &result, err);
    if (code)
        return code;
    pg->prepared[slot] = query;
    pg->n_prepared++;
    return 0;
}

struct encoded {
    const char *values[MAX_PARAMS];
    int lengths[MAX_PARAMS], formats[MAX_PARAMS];
    char text[MAX_PARAMS][32];
};

static void
encode(const struct pg_param *params, int n, struct encoded *to)
{
    for (int i = 0; i < n; i++) {
        const struct pg_param *p = &params[i];
        bool null = p->number == PG_NULL_NUMBER;
        to->formats[i] = p->type == PG_BYTES;
        to->lengths[i] = p->type == PG_BYTES ? (int)p->len : 0;
        to->values[i] = null ? NULL : to->text[i];
        if (p->type == PG_TEXT)
            to->values[i] = p->text;
        else if (p->type == PG_BYTES)
            to->values[i] = p->bytes;
        else if (p->type == PG_INT)
            snprintf(to->text[i], sizeof to->text[i], "%lld", (long long)p->number);
        else if (p->type == PG_MOMENT && !null)
            moment_print(p->number, to->text[i]);
        else if (!null)
            day_print((fl_day)p->number, to->text[i]);
    }
}

static int
check_shape(const PGresult *result, enum pg_shape shape, const char *what, struct fl_error *err)
{
    bool rows = PQresultStatus(result) == PGRES_TUPLES_OK;
    int n = PQntuples(result);
    if (shape == PG_NONE)
        return 0;
    if (!rows)
        return fl_fail(err, FL_E_DATABASE, "%s: gives no rows", what);
    if (shape == PG_ROWS || n == 1 || (shape == PG_MAYBE_ROW && n == 0))
        return 0;
    if (n == 0)
        return fl_fail(err, FL_E_NOT_FOUND, "%s: there is no such row", what);
    return fl_fail(err, FL_E_DATABASE, "%s: %d rows instead of one", what, n);
}

static int
send_step(struct pg *pg, const struct pg_step *step, struct fl_error *err)
{
    struct encoded p;
    encode(step->params, step->n_params, &p);
    return PQsendQueryPrepared(pg->conn, step->query->name, step->n_params, p.values, p.lengths,
                               p.formats, 0)
               ? 0
               : fail_lost(pg, step->query->name, err);
}

static int
collect_step(struct pg *pg, struct pg_step *step, struct fl_error *err)
{
    int code = collect(pg, step->query->name, &step->result, err);
    return code ? code : check_shape(step->result, step->shape, step->query->name, err);
}

/* All results and the end of the pipeline; the first error counts. */
static int
collect_pipeline(struct pg *pg, struct pg_step *const steps[], int n, struct fl_error *err)
{
    int code = 0;
    PG_AUTO end = NULL;
    for (int i = 0; i < n && pg->conn; i++) {
        int one = collect_step(pg, steps[i], code ? NULL : err);
        code = code ? code : one;
    }
    if (!pg->conn)
        return code;
    int last = collect(pg, "pipeline", &end, code ? NULL : err);
    if (!last && !PQexitPipelineMode(pg->conn))
        last = fail_lost(pg, "pipeline", code ? NULL : err);
    return code ? code : last;
}

static int
run_pipeline(struct pg *pg, struct pg_step *const steps[], int n, struct fl_error *err)
{
    if (!PQenterPipelineMode(pg->conn))
        return fail_lost(pg, steps[0]->query->name, err);
    for (int i = 0; i < n; i++)
        if (send_step(pg, steps[i], err))
            return FL_E_UNAVAILABLE;
    if (!PQpipelineSync(pg->conn))
        return fail_lost(pg, steps[0]->query->name, err);
    return collect_pipeline(pg, steps, n, err);
}

static int
prepare_step(struct pg *pg, const struct pg_step *step, struct fl_error *err)
{
    const char *name = step->query->name;
    if (step->n_params > MAX_PARAMS)
        return fl_fail(err, FL_E_INTERNAL, "%s: more than %d parameters", name, MAX_PARAMS);
    int code = check_open(pg, name, err);
    return code ? code : prepare(pg, step->query, err);
}

static int
run_steps(struct pg *pg, struct pg_step *steps, int n, bool last, struct fl_error *err)
{
    struct pg_step begin = {.query = &Q_begin_transaction},
                   commit = {.query = &Q_commit_transaction};
    struct pg_step *all[PG_MAX_STEPS + 2];
    int n_all = 0, code = 0;
    if (n < 1 || n > PG_MAX_STEPS)
        return fl_fail(err, FL_E_INTERNAL, "%d statements in one round trip", n);
    if (pg->begin)
        all[n_all++] = &begin;
    for (int i = 0; i < n; i++) {
        steps[i].result = NULL;
        all[n_all++] = &steps[i];
    }
    if (last)
        all[n_all++] = &commit;
    for (int i = 0; i < n_all && !code; i++)
        code = prepare_step(pg, all[i], err);
    if (code)
        return code;
    pg->begin = false;
    if (n_all > 1) {
        code = run_pipeline(pg, all, n_all, err);
    } else {
        code = send_step(pg, steps, err);
        code = code ? code : collect_step(pg, steps, err);
    }
    PQclear(begin.result);
    PQclear(commit.result);
    if (code)
        pg_steps_clear(steps, n);
    pg->begin = last && !code;
    return code;
}

int
pg_run_steps(struct pg *pg, struct pg_step *steps, int n, struct fl_error *err)
{
    return run_steps(pg, steps, n, false, err);
}

int
pg_run_last(struct pg *pg, struct pg_step *steps, int n, struct fl_error *err)
{
    return run_steps(pg, steps, n, true, err);
}

int
pg_run(struct pg *pg, const struct query *query, const struct pg_param *params, int n_params,
       enum pg_shape shape, PGresult **ret, struct fl_error *err)
{
    struct pg_step step = {query, params, n_params, shape, NULL};
    int code = pg_run_steps(pg, &step, 1, err);
    if (!code && ret)
        *ret = step.result;
    else
        PQclear(step.result);
    return code;
}

int
pg_script(struct pg *pg, const char *sql, struct fl_error *err)
{
    return pg_simple(pg, sql, err);
}

int
pg_begin(struct pg *pg, struct fl_error *err)
{
    int code = check_open(pg, Q_begin_transaction.name, err);
    pg->begin = !code;
    return code;
}

/* COMMIT of a transaction that has failed answers ROLLBACK: that is an error, never a success. */
int
pg_commit(struct pg *pg, struct fl_error *err)
{
    if (pg->begin) {
        pg->begin = false;
        return 0;
    }
    if (pg->conn && PQtransactionStatus(pg->conn) == PQTRANS_INERROR) {
        pg_rollback(pg);
        return fl_fail(err, FL_E_DATABASE, "commit: the transaction had failed");
    }
    return pg_simple(pg, Q_commit_transaction.sql, err);
}

void
pg_rollback(struct pg *pg)
{
    pg->begin = false;
    if (pg->conn && PQtransactionStatus(pg->conn) != PQTRANS_IDLE &&
        pg_simple(pg, Q_rollback_transaction.sql, NULL))
        pg_break(pg);
}

int
pg_transaction(struct pg *pg, pg_work *work, void *data, struct fl_error *err)
{
    struct fl_error own = {0};
    for (int attempt = 1;; attempt++) {
        memset(&own, 0, sizeof own);
        int code = pg_begin(pg, &own);
        if (!code)
            code = work(pg, data, &own);
        if (!code)
            code = pg_commit(pg, &own);
        if (!code)
            return 0;
        pg_rollback(pg);
        bool again = !strcmp(own.sqlstate, "40001") || !strcmp(own.sqlstate, "40P01");
        if (!again || attempt == RETRIES) {
            if (err)
                *err = own;
            return code;
        }
        pg_pause(pg_jitter(pg, 2 << attempt));
    }
}

int
pg_copy_in(struct pg *pg, const struct query *query, const void *data, size_t len,
           struct fl_error *err)
{
    PG_AUTO result = NULL;
    if (check_open(pg, query->name, err))
        return FL_E_UNAVAILABLE;
    if (begin_now(pg, err))
        return err ? err->code : FL_E_DATABASE;
    if (!PQsendQuery(pg->conn, query->sql))
        return fail_lost(pg, query->name, err);
    int code = collect(pg, query->name, &result, err);
    if (code)
        return code;
    if (PQresultStatus(result) != PGRES_COPY_IN)
        return fl_fail(err, FL_E_DATABASE, "%s: is no COPY FROM STDIN", query->name);
    for (size_t done = 0; done < len;) {
        size_t piece = len - done > 1 << 20 ? 1 << 20 : len - done;
        if (PQputCopyData(pg->conn, (const char *)data + done, (int)piece) != 1)
            return fail_lost(pg, query->name, err);
        done += piece;
    }
    if (PQputCopyEnd(pg->conn, NULL) != 1)
        return fail_lost(pg, query->name, err);
    PQclear(result);
    result = NULL;
    return collect(pg, query->name, &result, err);
}

PGconn *
pg_raw(struct pg *pg)
{
    begin_now(pg, NULL);
    return pg->conn;
}
