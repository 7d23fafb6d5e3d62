/* The next referral: its row, its place in the queue, its event, the clocks that run from its entry. */
#include "engine/desk/handover_parts.h"

#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/event_put.h"
#include "engine/desk/ledger.h"
#include "engine/queue/board.h"
#include "engine/queue/pool.h"
#include "engine/queue/queue_put.h"
#include "queries.h"

/* The list and the code of the cause in the law of the decision; NULL without one. */
static const char *
cause_list_of(const struct route *route)
{
    const struct fl_decision *d = &route->d;
    return d->cause_list >= 0 && d->cause >= 0
               ? policy_cause_list_name(route->act->policy, d->cause_list)
               : NULL;
}

static const char *
cause_of(const struct route *route)
{
    const struct fl_decision *d = &route->d;
    return d->cause_list >= 0 && d->cause >= 0
               ? policy_cause(route->act->policy, d->cause_list, d->cause)->code
               : NULL;
}

/* The route, and what the counts and a recount ask of a referral: what it is about, where. It enters at the moment of
 * its event. */
static const char *
queued_data(const struct route *route, int64_t decision_id)
{
    const char *domain = fl_word(&fl_domains, (int)route->d.domain);
    struct buf buf = {0};
    json_object(&buf);
    route_put(route, decision_id, &buf);
    json_put_text(&buf, "cause_list", cause_list_of(route));
    json_put_text(&buf, "cause", cause_of(route));
    json_put_text(&buf, "domain", domain ? domain : route->domain);
    json_put_text(&buf, "street", route->street);
    json_object_end(&buf);
    return buf_keep(&buf, route->act->arena);
}

/* The pool in which the next referral waits, written down if it may be new. */
static int
find_pool(const struct route *route, int64_t *ret, struct fl_error *err)
{
    const struct act *act = route->act;
    const struct pool_key key =
        pool_key_of(&route->c, &route->d, cause_list_of(route), cause_of(route));
    *ret = pool_number(&key);
    if (act->engine->board && board_knows(act->engine->board, act->court, key.channel, *ret))
        return 0;
    return pool_put(act->db, act->court, &key, *ret, err);
}

static int
put_referral(const struct route *route, const struct handover_result *r, struct fl_error *err)
{
    const struct act *act = route->act;
    const struct fl_decision *d = &route->d;
    int64_t pool;
    if (find_pool(route, &pool, err))
        return err->code;
    const struct pg_param params[] = {
        pg_text(act->court),
        pg_int(route->dispute_id),
        pg_int(r->referral_id),
        pg_int(r->decision_id),
        pg_int(route->visits + 1),
        pg_text(fl_word(&fl_channels, (int)d->channel)),
        pg_text(fl_word(&fl_procedures, (int)d->procedure)),
        pg_bool(d->fast_track),
        pg_text(fl_word(&fl_referral_states, FL_REFERRAL_QUEUED)),
        pg_text(cause_list_of(route)),
        pg_text(cause_of(route)),
        pg_text(fl_word(&fl_domains, (int)d->domain)),
        pg_int(d->priority),
        pg_text(r->docket),
        pg_moment(act->at),
        pg_int(pool),
        pg_int(rank_at(act->policy, act->at, d)),
    };
    if (pg_run(act->db, &Q_put_referral, params, sizeof params / sizeof *params, PG_NONE, NULL,
               err))
        return err->code;
    return queue_put(route->act, r->referral_id, fl_word(&fl_channels, (int)d->channel), err);
}

/* The clocks that run from the entry. */
static int
start_clocks(const struct route *route, int64_t referral_id, struct fl_error *err)
{
    struct deadline rows[DEADLINES_MAX];
    fl_day day = moment_day(route->act->at);
    int n = deadlines_of(route->act->policy, fl_adapter_of(route->d.channel), route->d.limits,
                         route->d.n_limits, STARTS_BY_ENTRY, day, rows);
    return deadlines_open(route->act, route->dispute_id, referral_id, STARTS_BY_ENTRY, day, rows, n,
                          err);
}

int
route_open(const struct route *route, struct handover_result *ret, struct fl_error *err)
{
    struct act *act = route->act;
    if (engine_id(act->engine, act->db, &ret->referral_id, err) || put_referral(route, ret, err))
        return err->code;
    const struct event_new event = {
        .type = FL_EVENT_REFERRAL_QUEUED,
        .dispute_id = route->dispute_id,
        .referral_id = ret->referral_id,
        .data = queued_data(route, ret->decision_id),
    };
    int64_t event_id;
    if (event_put(act, &event, &event_id, err) ||
        ledger_put(act, LEDGER_ENTERED, ret->referral_id, event_id, moment_day(act->at), -1, 1,
                   err) ||
        start_clocks(route, ret->referral_id, err))
        return err->code;
    act->woke = true;
    return 0;
}
