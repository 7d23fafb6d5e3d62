/* What was answered becomes a step of the referral, once: by the same methods that a mediator calls at the desk. */
#include <string.h>
#include <sys/random.h>

#include "engine/deliver/delivery.h"
#include "engine/desk/desk_step.h"
#include "engine/desk/event_put.h"
#include "engine/desk/handover.h"
#include "fenliu/limits.h"
#include "queries.h"

struct settling {
    struct engine *engine;
    const struct policy *policy;
    const struct target *target;
    const struct delivery *delivery;
    const struct buf *answer; /* NULL: none */
    const char *why;
    enum delivery_end end;
};

/* --- the answer --- */

struct answer {
    bool accepted;
    const char *docket, *reason; /* NULL: not said */
};

/* A text of the other side, absent or of 1 to max characters; false for anything else. */
static bool
text_is(const cJSON *result, const char *name, size_t max, const char **ret)
{
    const cJSON *node = json_get(result, name);
    const char *text = json_str(node);
    *ret = text;
    return !node || cJSON_IsNull(node) || (text && *text && utf8_count(text, strlen(text)) <= max);
}

/* NULL when it counts, else why it does not. */
static const char *
read_answer(const cJSON *doc, struct answer *ret)
{
    const cJSON *result = json_get(doc, "result"), *accepted = json_get(result, "accepted");
    *ret = (struct answer){.accepted = cJSON_IsTrue(accepted)};
    if (json_get(doc, "error"))
        return "the answer is an error";
    if (!cJSON_IsBool(accepted))
        return "the answer says neither accepted nor refused";
    if (!text_is(result, "docket", FL_MAX_DOCKET, &ret->docket))
        return "the docket in the answer is no text of up to 64 characters";
    if (!text_is(result, "reason", FL_MAX_TEXT, &ret->reason))
        return "the reason in the answer is no text of up to 4000 characters";
    return NULL;
}

/* --- the steps --- */

/* params of the desk's methods: the holder's referral_id and claim, and a reason. */
static cJSON *
holder_params(const struct delivery *d, const char *reason)
{
    struct buf text = {0};
    struct fl_error ignored;
    cJSON *params = NULL;
    json_object(&text);
    json_put_id(&text, "referral_id", d->referral_id);
    json_put_id(&text, "claim", d->claim);
    if (reason)
        json_put_text(&text, "reason", reason);
    json_object_end(&text);
    json_parse(text.data, text.len, &params, &ignored);
    buf_done(&text);
    return params;
}

static int
step(struct call *call, method_run *method, const struct delivery *d, const char *reason,
     struct fl_error *err)
{
    JSON_AUTO params = holder_params(d, reason);
    struct buf result = {0};
    call->params = params;
    int code = method(call, &result, err);
    call->params = NULL;
    buf_done(&result);
    return code;
}

static int
row_is(const struct settling *s, struct pg *pg, const struct query *query, const char *error,
       struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(s->target->court), pg_int(s->delivery->referral_id),
                                      pg_int(s->delivery->claim), pg_text(error)};
    return pg_run(pg, query, params, error ? 4 : 3, PG_NONE, NULL, err);
}

static int
delivered(struct call *call, const struct referral *r, int tries, const char *docket,
          struct fl_error *err)
{
    struct act act = act_of_call(call, call->now);
    struct buf data = {0};
    json_object(&data);
    json_put_int(&data, "tries", tries);
    if (docket)
        json_put_text(&data, "docket", docket);
    json_object_end(&data);
    int code = referral_event(&act, r, FL_EVENT_REFERRAL_DELIVERED, data.data, NULL, NULL, err);
    buf_done(&data);
    const struct pg_param params[] = {pg_text(call->court), pg_int(r->referral_id),
                                      pg_text(docket)};
    return !code && docket ? pg_run(call->db, &Q_set_body_docket, params, 3, PG_NONE, NULL, err)
                           : code;
}

/* The body objects to the route: its case goes to the routing clerk. Where something has been concluded already it
 * stays in the queue of its desk. */
static int
to_clerk(struct call *call, const struct referral *r, const char *reason, struct fl_error *err)
{
    struct act act = act_of_call(call, call->now);
    struct handover_result next;
    int64_t event_id, concerns;
    if (engine_id(call->engine, call->db, &event_id, err))
        return err->code;
    int code =
        handover_object(&act, r->dispute_id, event_id,
                        "承办机构的业务系统不予接收，由程序分流员复核。", &concerns, &next, err);
    if (code == FL_E_CONFLICT)
        return 0;
    if (code)
        return code;
    const struct event_new event = {
        .event_id = event_id,
        .type = FL_EVENT_CASE_OBJECTED,
        .dispute_id = r->dispute_id,
        .data = arena_print(call->arena, "{\"by\":\"body\",\"decision_id\":\"%lld\"}",
                            (long long)concerns),
        .sealed = reason,
    };
    return event_put(&act, &event, NULL, err);
}

static int
refused(struct call *call, const struct settling *s, const struct referral *r, const char *reason,
        struct fl_error *err)
{
    if (step(call, desk_decline, s->delivery, reason, err))
        return err->code;
    return s->target->adapter->refused == FL_REFUSED_CLERK ? to_clerk(call, r, reason, err) : 0;
}

/* Doubled with every try, up to a limit, and between half and all of it. */
static int64_t
backoff_ms(const struct config *config, int tries)
{
    int64_t wait = config_live(&config->delivery_backoff_ms),
            most = config_live(&config->delivery_backoff_max_ms);
    uint32_t dice = 0;
    for (int i = 1; i < tries && wait < most; i++)
        wait *= 2;
    wait = wait < most ? wait : most;
    if (getrandom(&dice, sizeof dice, 0) != sizeof dice)
        dice = 0;
    return wait / 2 + (int64_t)(dice % (uint32_t)(wait / 2 + 1));
}

static int
put_off(const struct settling *s, struct pg *pg, const char *why, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(s->target->court),
                                      pg_int(s->delivery->referral_id),
                                      pg_int(s->delivery->claim),
                                      pg_int(backoff_ms(s->engine->config, s->delivery->tries)),
                                      pg_text(why),
                                      pg_bool(!s->answer)};
    return pg_run(pg, &Q_put_off_delivery, params, 6, PG_NONE, NULL, err);
}

/* Given up: back into the queue of its desk, where people may pull it, and on the clerk's list. */
static int
give_up(struct call *call, const struct settling *s, const struct referral *r, const char *why,
        struct fl_error *err)
{
    struct act act = act_of_call(call, call->now);
    const char *data = arena_print(call->arena, "{\"tries\":%d}", s->delivery->tries);
    if (referral_event(&act, r, FL_EVENT_REFERRAL_UNDELIVERED, data, NULL, NULL, err) ||
        step(call, desk_release, s->delivery, NULL, err))
        return err->code;
    return row_is(s, call->db, &Q_give_up_delivery, why, err);
}

static int
settle_held(struct settling *s, struct call *call, const struct referral *r, struct fl_error *err)
{
    const struct delivery *d = s->delivery;
    struct answer answer = {0};
    struct fl_error parsing;
    JSON_AUTO doc = NULL;
    const char *why = s->why;
    if (s->answer)
        why = json_parse(s->answer->data, s->answer->len, &doc, &parsing)
                  ? "the answer is not JSON"
                  : read_answer(doc, &answer);
    if (why && d->tries < config_live(&s->engine->config->delivery_tries)) {
        s->end = DELIVERY_TRY_AGAIN;
        return put_off(s, call->db, why, err);
    }
    if (why) {
        s->end = DELIVERY_DEAD;
        return give_up(call, s, r, why, err);
    }
    s->end = answer.accepted ? DELIVERY_ACCEPTED : DELIVERY_REFUSED;
    if (answer.accepted) {
        if (delivered(call, r, d->tries, answer.docket, err) ||
            step(call, desk_accept, d, NULL, err))
            return err->code;
    } else if (refused(call, s, r, answer.reason ? answer.reason : "（未说明原因）", err)) {
        return err->code;
    }
    return row_is(s, call->db, &Q_drop_delivery, NULL, err);
}

static int
settle(struct pg *pg, void *data, struct fl_error *err)
{
    struct settling *s = data;
    struct arena arena;
    struct referral r;
    arena_init(&arena);
    struct call call = delivery_call(s->engine, pg, &arena, s->policy, s->target);
    int code = referral_read(&call, s->delivery->referral_id, true, &r, err);
    if (!code) {
        bool held = r.state == FL_REFERRAL_OFFERED && r.claim == s->delivery->claim &&
                    r.accept_by >= call.now;
        s->end = DELIVERY_STALE;
        if (held)
            code = settle_held(s, &call, &r, err);
        else if (r.state != FL_REFERRAL_OFFERED || r.claim != s->delivery->claim)
            code = row_is(s, pg, &Q_drop_delivery, NULL, err);
        /* else it is about to lapse, and its tries are remembered */
    }
    arena_done(&arena);
    return code;
}

int
delivery_settle(struct engine *engine, struct pg *pg, const struct target *target,
                const struct delivery *delivery, const struct buf *answer, const char *why,
                enum delivery_end *ret, struct fl_error *err)
{
    struct policy *policy = engine_policy(engine);
    struct settling s = {engine, policy, target, delivery, answer, why, DELIVERY_STALE};
    int code = pg_transaction(pg, settle, &s, err);
    policy_release(policy);
    if (code)
        return code;
    *ret = s.end;
    engine_wake(engine); /* what went back into a queue may be pulled */
    return 0;
}
