/* What is sent: referral.deliver with the whole case, as the one gets it who accepts at a desk. */
#include <string.h>

#include "engine/base/clock.h"
#include "engine/base/day.h"
#include "engine/case/case_write.h"
#include "engine/cli/client_wire.h"
#include "engine/deliver/delivery.h"
#include "engine/desk/desk_step.h"
#include "queries.h"

struct call
delivery_call(struct engine *engine, struct pg *pg, struct arena *arena,
              const struct policy *policy, const struct target *target)
{
    return (struct call){.engine = engine,
                         .db = pg,
                         .arena = arena,
                         .policy = policy,
                         .endpoint = (enum endpoint)endpoint_bit(target->adapter->name),
                         .court = target->court,
                         .principal = target->holder,
                         .body = *target->body ? target->body : NULL,
                         .now = clock_now()};
}

struct taking {
    struct engine *engine;
    const struct policy *policy;
    const struct target *target;
    struct delivery *ret;
    struct buf *params;
};

static int64_t
lease_ms(const struct engine *engine)
{
    return 3 * config_live(&engine->config->delivery_wait_ms);
}

static int
take_due(const struct call *call, const struct target *target, PGresult **ret, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(target->court), pg_text(target->adapter->name),
                                      pg_text(target->body), pg_int(lease_ms(call->engine))};
    return pg_run(call->db, &Q_take_due_delivery, params, 4, PG_MAYBE_ROW, ret, err);
}

static int
take_new(const struct call *call, const struct target *target, PGresult **ret, struct fl_error *err)
{
    char from[LIFECYCLE_ARRAY];
    int64_t claim, event_id, by;
    if (engine_id(call->engine, call->db, &claim, err) ||
        engine_id(call->engine, call->db, &event_id, err) ||
        accept_by(call, target->adapter, call->now, &by, err))
        return err->code;
    const struct pg_param params[] = {
        pg_text(target->court),
        pg_text(target->adapter->name),
        pg_text(target->body),
        pg_text(target->holder),
        pg_text(target->streets),
        pg_int(target->specific),
        pg_int(lease_ms(call->engine)),
        pg_int(claim),
        pg_int(event_id),
        pg_text(lifecycle_from(STEP_OFFER, from)),
        pg_text(lifecycle_to(STEP_OFFER)),
        pg_moment(call->now),
        pg_moment(by),
    };
    return pg_run(call->db, &Q_take_delivery, params, 13, PG_MAYBE_ROW, ret, err);
}

static int
write_case(const struct call *call, const struct referral *r, struct buf *params,
           struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(call->court), pg_int(r->referral_id)};
    struct buf ids = {0};
    PG_AUTO file = NULL;
    PG_AUTO parties = NULL;
    buf_print(&ids, "{%lld}", (long long)r->dispute_id);
    int code = pg_run(call->db, &Q_get_file, key, 2, PG_ROW, &file, err);
    if (!code)
        code = parties_read(call, &ids, &parties, err);
    buf_done(&ids);
    if (code)
        return code;
    const char *decision = pg_get(file, 0, 2);
    const struct sealed_cell rest = {file, 0, 1};
    json_key(params, "decision");
    json_raw(params, decision, strlen(decision));
    json_key(params, "case");
    return case_write(call, r->dispute_id, pg_get(file, 0, 0), parties, &rest, params, err);
}

static int
write_params(const struct call *call, const struct referral *r, struct buf *params,
             struct fl_error *err)
{
    json_object(params);
    json_put_id(params, "referral_id", r->referral_id);
    json_put_id(params, "claim", r->claim);
    json_put_id(params, "case_id", r->dispute_id);
    json_put_text(params, "court", call->court);
    json_put_int(params, "visit", r->visit);
    json_put_text(params, "channel", fl_word(&fl_channels, (int)r->channel));
    json_put_text(params, "procedure", fl_word(&fl_procedures, (int)r->procedure));
    json_put_bool(params, "fast_track", r->fast_track);
    json_put_text(params, "docket", r->docket);
    put_moment(params, "entered_at", r->entered_at);
    put_moment(params, "accept_by", r->accept_by);
    if (write_case(call, r, params, err))
        return err->code;
    json_object_end(params);
    return 0;
}

static int
take(struct pg *pg, void *data, struct fl_error *err)
{
    struct taking *t = data;
    struct arena arena;
    arena_init(&arena);
    struct call call = delivery_call(t->engine, pg, &arena, t->policy, t->target);
    PG_AUTO row = NULL;
    buf_reset(t->params);
    t->ret->referral_id = 0;
    int code = take_due(&call, t->target, &row, err);
    bool fresh = !code && PQntuples(row) == 0;
    if (fresh) {
        PQclear(row);
        row = NULL;
        code = take_new(&call, t->target, &row, err);
    }
    if (!code && PQntuples(row) == 1) {
        struct referral r;
        struct act act = act_of_call(&call, call.now);
        *t->ret = (struct delivery){pg_get_int(row, 0, 0), pg_get_int(row, 0, 1),
                                    (int)pg_get_int(row, 0, 2)};
        code = referral_read(&call, t->ret->referral_id, false, &r, err);
        if (!code)
            code = write_params(&call, &r, t->params, err);
        if (!code && fresh)
            code = person_read(&act, r.dispute_id, r.referral_id, "delivered", NULL, err);
    }
    arena_done(&arena);
    return code;
}

int
delivery_take(struct engine *engine, struct pg *pg, const struct target *target,
              struct delivery *ret, struct buf *message, struct fl_error *err)
{
    struct policy *policy = engine_policy(engine);
    struct buf params = {0};
    struct delivery taken = {0};
    struct taking t = {engine, policy, target, &taken, &params};
    int code = pg_transaction(pg, take, &t, err);
    if (!code) {
        *ret = taken;
        buf_reset(message);
        if (taken.referral_id)
            buf_put(message, params.data, params.len);
    }
    buf_done(&params);
    policy_release(policy);
    return code;
}
