/* Runs one method: connection, transaction, request_id, commit; parks it when it would wait. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/clock.h"
#include "engine/base/hash.h"
#include "engine/access/keys.h"
#include "engine/access/principal.h"
#include "engine/serve/rpc.h"
#include "engine/serve/waiters.h"
#include "queries.h"

#define POOL_WAIT_MS 5000
#define RETRIES      5

/* SQLSTATEs after which the same work may succeed: serialization failure, deadlock, and the request_id
 * that another connection has just written. */
static const char *const again[] = {"40001", "40P01", "23505"};

static bool
may_succeed(const struct fl_error *err)
{
    for (size_t i = 0; i < sizeof again / sizeof *again; i++)
        if (strcmp(err->sqlstate, again[i]) == 0)
            return true;
    return false;
}

/* --- request_id --- */

struct remembered {
    const char *request_id; /* NULL: the call has none */
    char hash[2 * HASH_SIZE + 1];
};

static void
remember(const struct item *item, struct remembered *r)
{
    r->request_id = item->method->changes ? json_str(json_get(item->params, "request_id")) : NULL;
    if (!r->request_id)
        return;
    uint8_t hash[HASH_SIZE];
    keys_match_json(item->request->engine->keys, "params", item->params, hash);
    for (int i = 0; i < HASH_SIZE; i++)
        snprintf(r->hash + 2 * i, 3, "%02x", hash[i]);
}

/* An answer is sealed for the very request it answers: the hash of the params stands for its row. */
static struct seal_place
place_of_answer(const struct call *call, const struct remembered *r)
{
    char row[16] = {0};
    memcpy(row, r->hash, sizeof row - 1);
    return (struct seal_place){"request", "sealed", call->court, (int64_t)strtoull(row, NULL, 16),
                               0};
}

/* The answer that was given to this request_id, into item->result; *ret_found says whether there was one. */
static int
look_up(struct item *item, const struct call *call, const struct remembered *r, bool *ret_found,
        struct fl_error *err)
{
    *ret_found = false;
    if (!r->request_id)
        return 0;
    PG_AUTO row = NULL;
    const struct pg_param params[] = {pg_text(call->court), pg_text(call->principal),
                                      pg_text(r->request_id)};
    if (pg_run(call->db, &Q_get_request, params, 3, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return 0;
    if (strcmp(pg_get(row, 0, 0), item->method->name) != 0 ||
        strcmp(pg_get(row, 0, 1), r->hash) != 0)
        return fl_fail(err, FL_E_CONFLICT, "this request_id stands for another request, of %s",
                       pg_get(row, 0, 0));
    buf_reset(&item->result);
    *ret_found = true;
    const struct seal_place place = place_of_answer(call, r);
    size_t len;
    char *sealed = pg_get_bytes(row, 0, 2, &len);
    int code = keys_unseal(call->engine->keys, &place, sealed, len, &item->result, err);
    free(sealed);
    return code;
}

/* Along with the COMMIT. */
static int
keep_answer(const struct item *item, const struct call *call, const struct remembered *r,
            struct fl_error *err)
{
    const struct seal_place place = place_of_answer(call, r);
    struct buf sealed = {0};
    keys_seal(call->engine->keys, &place, item->result.data, item->result.len, &sealed, NULL);
    const struct pg_param params[] = {pg_text(call->court),   pg_text(call->principal),
                                      pg_text(r->request_id), pg_text(item->method->name),
                                      pg_text(r->hash),       pg_bytes(sealed.data, sealed.len)};
    struct pg_step put = {&Q_put_request, params, 6, PG_NONE, NULL};
    int code = pg_run_last(call->db, &put, 1, err);
    pg_steps_clear(&put, 1);
    buf_done(&sealed);
    return code;
}

/* --- one run --- */

static bool
would_wait(const struct item *item, const struct call *call)
{
    return call->wait_ms > 0 && (!item->wait_until || rpc_monotonic_ms() < item->wait_until);
}

enum phase { BEFORE_COMMIT, DURING_COMMIT };

static int
run_in_transaction(struct item *item, struct call *call, const struct remembered *r,
                   enum phase *phase, struct fl_error *err)
{
    bool found;
    *phase = BEFORE_COMMIT;
    if (pg_begin(call->db, err) || look_up(item, call, r, &found, err))
        return err->code;
    if (!found) {
        int code = item->method->run(call, &item->result, err);
        if (call->committing)
            *phase = DURING_COMMIT;
        if (code)
            return code;
        *phase = DURING_COMMIT;
        /* an empty answer that will be asked for again is not the answer of this request_id */
        if (r->request_id && !would_wait(item, call) && keep_answer(item, call, r, err))
            return err->code;
    }
    *phase = DURING_COMMIT;
    return pg_commit(call->db, err);
}

/* A connection that broke under a statement (the server was restarted) is opened once more; nothing has been
 * committed. */
static bool
reopened(struct call *call, const struct fl_error *err)
{
    return err->code == FL_E_UNAVAILABLE && pg_broken(call->db) && !pg_ready(call->db, NULL);
}

/* Runs until done, or until it is certain why not. A COMMIT that got no answer is looked up by its
 * request_id; without one nobody can know. */
static int
run_changes(struct item *item, struct call *call, struct fl_error *err)
{
    struct remembered r = {0};
    enum phase phase;
    remember(item, &r);
    for (int attempt = 1;; attempt++) {
        memset(err, 0, sizeof *err);
        buf_reset(&item->result);
        call->wait_ms = 0;
        call->woke = call->committing = false;
        call->commits = !r.request_id;
        if (!run_in_transaction(item, call, &r, &phase, err))
            return 0;
        pg_rollback(call->db);
        if (err->code == FL_E_UNAVAILABLE && phase == DURING_COMMIT) {
            /* running it again finds the stored answer, or does the work; only with a request_id is
             * that the same as once */
            if (!r.request_id || attempt == RETRIES || pg_ready(call->db, NULL))
                return fl_fail(err, FL_E_UNCERTAIN,
                               "the answer to COMMIT was lost with the connection");
            continue;
        }
        if (attempt == 1 && reopened(call, err))
            continue;
        if (attempt == RETRIES || !may_succeed(err))
            return err->code;
        struct timespec pause = {0, (1000000L << attempt)};
        nanosleep(&pause, NULL);
    }
}

static int
run_reads(struct item *item, struct call *call, struct fl_error *err)
{
    int code = item->method->run(call, &item->result, err);
    if (!code || !reopened(call, err))
        return code;
    buf_reset(&item->result);
    memset(err, 0, sizeof *err);
    return item->method->run(call, &item->result, err);
}

static int
run_once(struct item *item, struct call *call, struct fl_error *err)
{
    const struct method *method = item->method;
    if (!method->needs_db)
        return method->run(call, &item->result, err);
    int code = pg_pool_take(call->engine->pool, POOL_WAIT_MS, &call->db, err);
    if (code)
        return code;
    code = method->changes ? run_changes(item, call, err) : run_reads(item, call, err);
    pg_pool_give(call->engine->pool, call->db);
    return code;
}

static void
run_again(struct work *work)
{
    rpc_run(WORK_OF(work, struct item, work));
}

void
rpc_run(struct item *item)
{
    struct request *request = item->request;
    struct waiters *waiters = request->engine->waiters;
    struct call call = {
        .engine = request->engine,
        .arena = &item->arena,
        .params = item->params,
        .policy = request->policy,
        .endpoint = request->endpoint,
        .court = item->court,
        .principal = item->principal ? item->principal->name : "local",
        .body = item->principal ? item->principal->body : NULL,
        .masked = item->principal && item->principal->role != ROLE_CLERK,
        .now = clock_now(),
    };
    item->seen = waiters ? waiters_seen(waiters) : 0;
    memset(&item->err, 0, sizeof item->err);
    buf_reset(&item->result);
    run_once(item, &call, &item->err);
    if (!item->err.code && call.woke)
        engine_wake(request->engine);
    if (item->err.code || !waiters || !would_wait(item, &call)) {
        rpc_answer(item);
        return;
    }
    if (!item->wait_until)
        item->wait_until = rpc_monotonic_ms() + call.wait_ms;
    item->work.run = run_again;
    arena_done(&item->arena);
    if (!waiters_park(waiters, item)) {
        item->wait_until = 1; /* no room to wait: once more, and that is the answer */
        rpc_run(item);
    }
}
