/* What needs no stored case: a decision on trial, the policy, the events, the server, the clock. */
#include "engine/serve/methods_intake.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/clock.h"
#include "engine/base/day.h"
#include "engine/decide/decide.h"
#include "engine/desk/deadline.h"
#include "engine/deliver/deliver.h"
#include "engine/desk/desk.h"
#include "engine/serve/event_write.h"
#include "engine/serve/feed.h"
#include "engine/flow.h"
#include "engine/serve/waiters.h"
#include "fenliu/limits.h"
#include "fenliu/version.h"
#include "queries.h"

/* params.as_of, or what it is when absent. */
static int
read_as_of(struct call *call, fl_day absent, fl_day *ret, struct fl_error *err)
{
    const char *text = call_text(call, "as_of");
    *ret = absent;
    if (text && !day_parse(text, strlen(text), ret))
        return call_fault(call, "/params/as_of", "must be a day, YYYY-MM-DD", err);
    return 0;
}

int
case_decide(struct call *call, struct buf *result, struct fl_error *err)
{
    struct flow flow = {
        .engine = call->engine,
        .policy = call->policy,
        .model = call->engine->model,
        .arena = call->arena,
        .doc = json_get(call->params, "case"),
    };
    if (read_as_of(call, FL_NO_DAY, &flow.as_of, err) || flow_run(&flow, "decide", err))
        return err->code;
    decision_write(call->policy, flow.d, flow.c->ref, NULL, result);
    return 0;
}

int
policy_get(struct call *call, struct buf *result, struct fl_error *err)
{
    fl_day as_of;
    if (read_as_of(call, moment_day(call->now), &as_of, err))
        return err->code;
    policy_write(call->policy, as_of, result);
    return 0;
}

int
event_since(struct call *call, struct buf *result, struct fl_error *err)
{
    const char *text = call_text(call, "cursor");
    int max = (int)call_int(call, "max", FL_MAX_LIST), n;
    struct event_cursor cursor;
    char next[40];
    PG_AUTO rows = NULL;
    if (!event_cursor_read(text ? text : "", &cursor))
        return call_fault(call, "/params/cursor",
                          "must be the member cursor of an earlier answer, or empty", err);
    if (event_page(call->db, call->court, max, &cursor, &rows, &n, err))
        return err->code;
    json_object(result);
    json_key(result, "events");
    json_array(result);
    for (int i = 0; i < n; i++) {
        struct event_row event = event_row_of(rows, i, 1);
        event_write(&event, EVENT_WHOLE, result);
    }
    json_array_end(result);
    event_cursor_print(&cursor, next);
    json_put_text(result, "cursor", next);
    json_put_bool(result, "more", n == max);
    json_object_end(result);
    return 0;
}

static void
put_now(struct buf *buf, int64_t now)
{
    char text[32];
    json_put_text(buf, "now", moment_print(now, text));
}

/* How outbound delivery stands, of all processes; nothing where this one does not deliver. */
static void
put_delivery(struct engine *engine, struct buf *buf)
{
    struct deliver_figures figures;
    if (!engine->deliver)
        return;
    deliver_figures(engine->deliver, &figures);
    json_key(buf, "delivery");
    json_object(buf);
    json_put_int(buf, "targets", figures.targets);
    json_put_int(buf, "waiting", figures.waiting);
    json_put_int(buf, "dead", figures.dead);
    json_put_int(buf, "oldest_ms", figures.oldest_ms);
    json_object_end(buf);
}

int
server_info(struct call *call, struct buf *result, struct fl_error *err)
{
    struct engine *engine = call->engine;
    (void)err;
    json_object(result);
    json_put_text(result, "name", "fenliud");
    json_put_text(result, "version", FL_VERSION);
    json_put_text(result, "court", engine->config->court);
    json_key(result, "policy");
    json_object(result);
    json_put_text(result, "name", policy_name(call->policy));
    json_put_text(result, "hash", policy_hash(call->policy));
    json_object_end(result);
    json_put_bool(result, "synthetic", engine->synthetic);
    json_put_text(result, "clock", engine->config->clock);
    put_now(result, call->now);
    json_key(result, "waiting");
    json_object(result);
    json_put_int(result, "work", (int64_t)workers_waiting(engine->workers));
    json_put_int(result, "store", (int64_t)store_waiting(engine->store));
    json_put_int(result, "polls", (int64_t)waiters_count(engine->waiters));
    json_object_end(result);
    put_delivery(engine, result);
    json_object_end(result);
    return 0;
}

/* --- clock.set --- */

static int
check_clock(struct call *call, int64_t *ret_now, struct fl_error *err)
{
    const char *text = call_text(call, "now");
    if (!call->engine->synthetic || strcmp(call->engine->config->clock, "manual") != 0)
        return fl_fail(err, FL_E_FORBIDDEN,
                       "only a synthetic database with clock = manual has a clock that can be set");
    if (!moment_parse(text, strlen(text), ret_now))
        return call_fault(call, "/params/now", "must be an RFC 3339 moment", err);
    return 0;
}

int
clock_set(struct call *call, struct buf *result, struct fl_error *err)
{
    int64_t now;
    int lapsed = 0;
    struct deadline_sweep told = {0};
    char text[32], stands[32];
    if (check_clock(call, &now, err))
        return err->code;
    const struct pg_param params[] = {pg_text(moment_print(now, text))};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_set_manual_now, params, 1, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_CONFLICT, "the clock moves only forward; here it stands at %s",
                       moment_print(call->now, stands));
    clock_manual(now);
    if (desk_sweep(call->engine, call->db, now, &lapsed, err) ||
        deadline_sweep(call->engine, call->db, now, &told, err))
        return err->code;
    call->woke = true;
    json_object(result);
    put_now(result, now);
    json_put_int(result, "lapsed", lapsed);
    json_put_int(result, "near", told.near);
    json_put_int(result, "passed", told.passed);
    json_put_int(result, "expired", told.expired);
    json_object_end(result);
    return 0;
}
