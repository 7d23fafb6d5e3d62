/* What changes from outside: a referral is cancelled, a document amended, a dispute closed or withdrawn. */
#include "engine/desk/handover_parts.h"

#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/docket.h"
#include "engine/desk/event_put.h"
#include "engine/desk/ledger.h"
#include "engine/desk/lifecycle.h"
#include "engine/queue/pool.h"
#include "engine/queue/queue_put.h"
#include "queries.h"

int
referral_cancel(struct act *act, int64_t referral_id, int64_t event_id, struct fl_error *err)
{
    char from[LIFECYCLE_ARRAY];
    const struct pg_param params[] = {pg_text(act->court), pg_int(referral_id),
                                      pg_text(lifecycle_from(STEP_CANCEL, from)),
                                      pg_text(lifecycle_to(STEP_CANCEL))};
    if (pg_run(act->db, &Q_drop_queue, params, 2, PG_NONE, NULL, err))
        return err->code;
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_cancel_referral, params, 4, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_CONFLICT, "referral %lld was concluded meanwhile",
                       (long long)referral_id);
    if (deadlines_void(act, referral_id, NULL, err))
        return err->code;
    return ledger_put(act, LEDGER_CANCELLED, referral_id, event_id, moment_day(act->at), -1, 1,
                      err);
}

int
handover_cancel(struct act *act, int64_t dispute_id, int64_t event_id, struct fl_error *err)
{
    struct route *route = arena_take(act->arena, sizeof *route);
    *route = (struct route){.act = act, .dispute_id = dispute_id};
    if (route_visits(route, NULL, err))
        return err->code;
    return route->open_referral ? referral_cancel(act, route->open_referral, event_id, err) : 0;
}

int
handover_amend(struct act *act, int64_t dispute_id, int64_t event_id, struct handover_result *ret,
               struct fl_error *err)
{
    struct route *route = arena_take(act->arena, sizeof *route);
    *route = (struct route){.act = act, .dispute_id = dispute_id};
    if (route_read(route, NULL, err))
        return err->code;
    if (route->concluded)
        return fl_fail(err, FL_E_CONFLICT,
                       "something in dispute %lld has been concluded: it can be amended no more",
                       (long long)dispute_id);
    route_decide(route);
    const struct fl_decision *d = &route->d;
    bool same = route->open_referral && d->channel == route->open_channel &&
                d->procedure == route->open_procedure && d->fast_track == route->open_fast_track;
    if (!same) {
        if (route->open_referral && referral_cancel(act, route->open_referral, event_id, err))
            return err->code;
        return route_go_on(route, &made_by_engine, ret, err);
    }
    const char *docket = NULL;
    if (docket_give(act, dispute_id, d->docket_word, day_civil(moment_day(act->at)).year, &docket,
                    err) ||
        route_record(route, &made_by_engine, docket, ret, err))
        return err->code;
    ret->referral_id = route->open_referral;
    int64_t rank = rank_at(act->policy, route->open_entered, d);
    const struct pg_param params[] = {pg_text(act->court), pg_int(route->open_referral),
                                      pg_int(ret->decision_id), pg_int(d->priority), pg_int(rank)};
    if (pg_run(act->db, &Q_set_referral_decision, params, 5, PG_ROW, NULL, err))
        return err->code;
    return queue_move(act, route->open_referral, fl_word(&fl_channels, (int)d->channel), rank, err);
}

static int
end_dispute(const struct act *act, int64_t dispute_id, enum fl_dispute_state state,
            struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(act->court), pg_int(dispute_id),
                                      pg_text(fl_word(&fl_dispute_states, (int)state)),
                                      pg_moment(act->at)};
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_end_dispute, params, 4, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_CONFLICT, "dispute %lld is not open", (long long)dispute_id);
    return 0;
}

int
handover_close(struct act *act, int64_t dispute_id, int64_t referral_id, const char *why,
               struct fl_error *err)
{
    if (end_dispute(act, dispute_id, FL_DISPUTE_CLOSED, err))
        return err->code;
    const struct event_new event = {
        .type = FL_EVENT_CASE_CLOSED,
        .dispute_id = dispute_id,
        .referral_id = referral_id,
        .data = arena_print(act->arena, "{\"outcome\":\"%s\"}", why),
    };
    int64_t event_id;
    if (event_put(act, &event, &event_id, err))
        return err->code;
    return ledger_put_closed(act, dispute_id, event_id, err);
}

int
handover_withdraw(struct act *act, int64_t dispute_id, int64_t event_id, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(act->court), pg_int(dispute_id)};
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_lock_dispute, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, "no dispute %lld in this court", (long long)dispute_id);
    if (handover_cancel(act, dispute_id, event_id, err) ||
        end_dispute(act, dispute_id, FL_DISPUTE_WITHDRAWN, err))
        return err->code;
    return ledger_put_closed(act, dispute_id, event_id, err);
}
