/* desk.reassign: a clerk gives referrals to a colleague or back into the queue, one by one or all that an absent mediator has in
 * hand. Each stands in the events with who did it and why. */
#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/desk_step.h"
#include "engine/desk/ledger.h"
#include "fenliu/limits.h"
#include "queries.h"

/* --- what is asked --- */

struct order {
    int64_t *ids;
    int n;
    const char *from, *to; /* from: all of this mediator's; to NULL: into the queue */
    bool more;             /* there were more of them than one call moves */
};

static int
read_order(const struct call *call, struct order *ret, struct fl_error *err)
{
    struct faults faults;
    bool listed = json_get(call->params, "referral_ids") != NULL;
    faults_init(&faults, call->arena);
    *ret = (struct order){.from = call_text(call, "from"), .to = call_text(call, "to")};
    if (listed == (ret->from != NULL))
        faults_add(&faults, "/params/referral_ids", "either referral_ids or from is given");
    if ((ret->to != NULL) == call_bool(call, "pool", false))
        faults_add(&faults, "/params/to", "either to is given or pool is true");
    if (ret->from && ret->to && strcmp(ret->from, ret->to) == 0)
        faults_add(&faults, "/params/to", "is another mediator");
    if (faults_result(&faults, err))
        return err->code;
    return call_ids(call, "referral_ids", &ret->ids, &ret->n, err);
}

static int
read_in_hand(const struct call *call, struct order *order, struct fl_error *err)
{
    const struct pg_param params[] = {
        pg_text(call->court), pg_text(fl_word(&fl_channels, (int)desk_adapter(call)->channel)),
        pg_text(order->from), pg_int(FL_MAX_REASSIGN + 1), pg_text(call->body)};
    PG_AUTO rows = NULL;
    if (pg_run(call->db, &Q_list_in_hand, params, 5, PG_ROWS, &rows, err))
        return err->code;
    int n = PQntuples(rows);
    order->more = n > FL_MAX_REASSIGN;
    order->n = order->more ? FL_MAX_REASSIGN : n;
    order->ids = arena_take(call->arena, (size_t)(n + 1) * sizeof *order->ids);
    for (int i = 0; i < order->n; i++)
        order->ids[i] = pg_get_int(rows, i, 0);
    return 0;
}

/* --- one referral --- */

static const char *
released_data(const struct call *call, const struct referral *r)
{
    return arena_print(call->arena, "{\"from\":\"%s\",\"by\":\"clerk\"}",
                       fl_word(&fl_referral_states, (int)r->state));
}

/* Away from its holder; an acceptance that is taken back did not happen, for the counts of its day. */
static int
take_away(struct call *call, struct act *act, struct referral *r, struct fl_error *err)
{
    int64_t event_id;
    if (referral_event(act, r, FL_EVENT_REFERRAL_RELEASED, released_data(call, r),
                       call_text(call, "reason"), &event_id, err))
        return err->code;
    return r->accepted_at == PG_NULL_NUMBER
               ? 0
               : ledger_put(act, LEDGER_ACCEPTED, r->referral_id, event_id,
                            moment_day(r->accepted_at), -1, -1, err);
}

static const char *
offered_data(const struct call *call, const struct referral *r, const char *to)
{
    struct buf data = {0};
    json_object(&data);
    json_put_text(&data, "channel", fl_word(&fl_channels, (int)r->channel));
    json_put_text(&data, "procedure", fl_word(&fl_procedures, (int)r->procedure));
    json_put_text(&data, "by", "clerk");
    json_put_text(&data, "mediator", to);
    json_object_end(&data);
    return buf_keep(&data, call->arena);
}

static int
give(struct call *call, struct act *act, struct referral *r, const char *to, bool held,
     struct fl_error *err)
{
    int64_t by, claim;
    char from[LIFECYCLE_ARRAY];
    if (accept_by(call, desk_adapter(call), call->now, &by, err) ||
        engine_id(call->engine, call->db, &claim, err))
        return err->code;
    const struct pg_param params[] = {pg_text(call->court),
                                      pg_int(r->referral_id),
                                      pg_text(lifecycle_from(STEP_REASSIGN, from)),
                                      pg_text(lifecycle_to(STEP_REASSIGN)),
                                      pg_int(claim),
                                      pg_text(to),
                                      pg_moment(call->now),
                                      pg_moment(by)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_drop_queue, params, 2, PG_NONE, NULL, err) ||
        pg_run(call->db, &Q_reassign_referral, params, 8, PG_ROW, &row, err) ||
        deadlines_void(act, r->referral_id, STARTS_BY_ACCEPTANCE, err))
        return err->code;
    return referral_event(act, r, FL_EVENT_REFERRAL_OFFERED, offered_data(call, r, to),
                          held ? NULL : call_text(call, "reason"), NULL, err);
}

static int
reassign_one(struct call *call, int64_t referral_id, const struct order *order, struct buf *result,
             struct fl_error *err)
{
    struct referral r;
    enum fl_referral_state next;
    enum lifecycle_step step = order->to ? STEP_REASSIGN : STEP_RELEASE;
    if (referral_read(call, referral_id, true, &r, err))
        return err->code;
    bool held = r.mediator != NULL, possible = lifecycle_next(r.state, step, &next);
    if (order->from && (!possible || !held || strcmp(r.mediator, order->from) != 0))
        return 0; /* it was reported, or given away, meanwhile */
    if (!possible)
        return referral_conflict(
            &r, order->to ? "it cannot be given to another" : "nobody holds it", err);
    struct act act = act_of_call(call, call->now);
    r.mediator = NULL; /* the clerk acts, not the holder */
    if (order->to
            ? (held && take_away(call, &act, &r, err)) || give(call, &act, &r, order->to, held, err)
            : referral_return(call, &act, &r, step, FL_EVENT_REFERRAL_RELEASED, false,
                              released_data(call, &r), err))
        return err->code;
    r.state = next;
    referral_write(&r, result);
    return 0;
}

int
desk_reassign(struct call *call, struct buf *result, struct fl_error *err)
{
    struct order order;
    if (read_order(call, &order, err) || (order.from && read_in_hand(call, &order, err)))
        return err->code;
    json_object(result);
    json_key(result, "referrals");
    json_array(result);
    for (int i = 0; i < order.n; i++)
        if (reassign_one(call, order.ids[i], &order, result, err))
            return err->code;
    json_array_end(result);
    json_put_bool(result, "more", order.more);
    json_object_end(result);
    return 0;
}
