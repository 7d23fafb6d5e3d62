/* Hand-over (诉调对接): history in, decision out, the next referral opened, all in one transaction. */
#include "engine/desk/handover_parts.h"

#include <string.h>

#include "engine/base/day.h"
#include "engine/base/words.h"
#include "engine/decide/decide.h"
#include "engine/desk/docket.h"
#include "queries.h"

const struct making made_by_engine = {.by = "engine"};

void
route_decide(struct route *route)
{
    struct act *act = route->act;
    decide(act->policy, &route->c, moment_day(act->at), act->arena, &route->d);
}

static bool
differs(const struct fl_decision *d, const struct handover_order *order)
{
    return d->channel != order->channel || d->procedure != order->procedure ||
           d->fast_track != order->fast_track;
}

/* With route->d decided: the docket number last of all locks, then only new rows. */
int
route_go_on(struct route *route, const struct making *made, struct handover_result *ret,
            struct fl_error *err)
{
    struct act *act = route->act;
    bool outside = !fl_adapter_of(route->d.channel);
    ret->referral_id = 0;
    if (outside && handover_close(act, route->dispute_id, 0, "outside", err))
        return err->code;
    const char *docket = NULL;
    if (!outside && docket_give(act, route->dispute_id, route->d.docket_word,
                                day_civil(moment_day(act->at)).year, &docket, err))
        return err->code;
    if (route_record(route, made, docket, ret, err))
        return err->code;
    return outside ? 0 : route_open(route, ret, err);
}

/* What a person's order is upon: after an objection not the decision for triage, but the one objected to, which is
 * confirmed when the order says the same. */
static int
read_upon(const struct route *route, const struct handover_order *order, int64_t decision_id,
          struct making *made, struct fl_error *err)
{
    struct pg *db = route->act->db;
    struct pg_param key[] = {pg_text(route->act->court), pg_int(decision_id)};
    PG_AUTO row = NULL;
    PG_AUTO objected = NULL;
    *made = (struct making){.by = "clerk", .overrules = decision_id, .reason = order->reason};
    if (pg_run(db, &Q_get_decision, key, 2, PG_ROW, &row, err))
        return err->code;
    bool same = false;
    if (pg_get(row, 0, 4)) {
        made->objected = true;
        made->overrules = pg_get_int(row, 0, 4);
        key[1] = pg_int(made->overrules);
        if (pg_run(db, &Q_get_decision, key, 2, PG_ROW, &objected, err))
            return err->code;
        same = words_number(&fl_channels, pg_get(objected, 0, 0)) == (int)order->channel &&
               words_number(&fl_procedures, pg_get(objected, 0, 1)) == (int)order->procedure &&
               pg_get_bool(objected, 0, 2) == order->fast_track;
    }
    if (same) {
        made->concerns = made->overrules;
        made->overrules = 0;
    }
    const char *confirmed = fl_word(&fl_overrule_reasons, FL_OVERRULE_CONFIRMED);
    if (order->code && !same && strcmp(order->code, confirmed) == 0)
        return fl_fail(err, FL_E_INVALID_PARAMS,
                       "reason_code %s, but the route is another than the one objected to",
                       confirmed);
    made->code = order->code ? order->code
                             : fl_word(&fl_overrule_reasons,
                                       same ? FL_OVERRULE_CONFIRMED : FL_OVERRULE_OTHER);
    return 0;
}

int
handover_route(struct act *act, int64_t dispute_id, const struct handover_order *order,
               struct handover_result *ret, struct fl_error *err)
{
    struct route *route = arena_take(act->arena, sizeof *route);
    struct making made;
    *route = (struct route){.act = act, .dispute_id = dispute_id};
    if (route_read(route, order, err))
        return err->code;
    if (route->open_referral)
        return fl_fail(err, FL_E_CONFLICT, "referral %lld of the dispute is still open",
                       (long long)route->open_referral);
    int64_t overrules = order ? order->overrules : 0;
    if (!overrules)
        route_decide(route);
    if (!order || (!overrules && !differs(&route->d, order)))
        return route_go_on(route, &made_by_engine, ret, err);
    if (!overrules) {
        if (route_record(route, &made_by_engine, NULL, ret, err))
            return err->code;
        overrules = ret->decision_id;
    }
    if (read_upon(route, order, overrules, &made, err))
        return err->code;
    decide_ordered(act->policy, &route->c, moment_day(act->at), order->channel, order->procedure,
                   order->fast_track, act->arena, &route->d);
    return route_go_on(route, &made, ret, err);
}
