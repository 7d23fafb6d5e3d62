/* A dispute that goes on against what was decided: a party objects, or one that was closed is opened again. */
#include "engine/desk/handover_parts.h"

#include <string.h>

#include "engine/base/day.h"
#include "engine/decide/decide.h"
#include "engine/desk/event_put.h"
#include "engine/desk/ledger.h"
#include "queries.h"

/* The dispute, open: one that was closed as belonging elsewhere is opened again. */
static int
reopen(struct act *act, int64_t dispute_id, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(act->court), pg_int(dispute_id)};
    PG_AUTO held = NULL;
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_lock_dispute, key, 2, PG_MAYBE_ROW, &held, err))
        return err->code;
    /* one that does not exist, or is open or withdrawn, is left to those who read it */
    if (PQntuples(held) == 0 ||
        strcmp(pg_get(held, 0, 0), fl_word(&fl_dispute_states, FL_DISPUTE_CLOSED)) != 0)
        return 0;
    if (pg_run(act->db, &Q_reopen_dispute, key, 2, PG_MAYBE_ROW, &row, err) || PQntuples(row) == 0)
        return err->code;
    const struct event_new event = {.type = FL_EVENT_CASE_REOPENED, .dispute_id = dispute_id};
    int64_t event_id;
    if (event_put(act, &event, &event_id, err))
        return err->code;
    return ledger_take_closed(act, dispute_id, event_id, (fl_day)pg_get_int(row, 0, 1), err);
}

/* The decision that the newest referral goes by, else the newest. */
static int
decision_in_force(const struct act *act, int64_t dispute_id, int64_t *ret, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(act->court), pg_int(dispute_id), pg_null_int()};
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_get_case_decision, params, 3, PG_ROW, &row, err))
        return err->code;
    *ret = pg_get_int(row, 0, 0);
    return 0;
}

int
handover_object(struct act *act, int64_t dispute_id, int64_t event_id, const char *why,
                int64_t *ret_concerns, struct handover_result *ret, struct fl_error *err)
{
    struct route *route = arena_take(act->arena, sizeof *route);
    *route = (struct route){.act = act, .dispute_id = dispute_id};
    if (reopen(act, dispute_id, err) || route_read(route, NULL, err) ||
        decision_in_force(act, dispute_id, ret_concerns, err))
        return err->code;
    if (route->settled)
        return fl_fail(err, FL_E_CONFLICT,
                       "something in dispute %lld has been concluded: its route can be objected to "
                       "no more",
                       (long long)dispute_id);
    if (route->open_referral && fl_channel_of_clerks(route->open_channel)) {
        *ret = (struct handover_result){.decision_id = *ret_concerns,
                                        .referral_id = route->open_referral,
                                        .channel = route->open_channel,
                                        .procedure = route->open_procedure};
        return 0;
    }
    if (route->open_referral && referral_cancel(act, route->open_referral, event_id, err))
        return err->code;
    route_decide(route); /* what it would ask for goes along to the clerk */
    uint64_t missing = route->d.missing;
    decide_ordered(act->policy, &route->c, moment_day(act->at), FL_CHANNEL_TRIAGE,
                   FL_PROCEDURE_MANUAL, false, act->arena, &route->d);
    route->d.missing = missing;
    route->d.rule = "OBJECTION";
    route->d.reasons[0] = (struct fl_reason){"OBJECTION", why, ""};
    const struct making made = {.by = "engine", .concerns = *ret_concerns};
    return route_go_on(route, &made, ret, err);
}

/* The sentence of the rule that decided, for the one whose application it refuses. */
static int
refused(const struct route *route, struct fl_error *err)
{
    const struct fl_reason *reason =
        route->d.n_reasons ? &route->d.reasons[route->d.n_reasons - 1] : NULL;
    for (int i = 0; i < route->d.n_reasons; i++)
        if (strcmp(route->d.reasons[i].rule, route->d.rule) == 0)
            reason = &route->d.reasons[i];
    return fl_fail(err, FL_E_CONFLICT, "dispute %lld would go to %s, %s: %s (%s)",
                   (long long)route->dispute_id, fl_word(&fl_channels, (int)route->d.channel),
                   fl_word(&fl_procedures, (int)route->d.procedure), reason ? reason->text : "",
                   reason ? reason->basis : "");
}

int
handover_reopen(struct act *act, int64_t dispute_id, const struct handover_reopening *why,
                struct handover_result *ret, struct fl_error *err)
{
    struct route *route = arena_take(act->arena, sizeof *route);
    const struct pg_param key[] = {pg_text(act->court), pg_int(dispute_id)};
    PG_AUTO row = NULL;
    *route = (struct route){.act = act, .dispute_id = dispute_id};
    if (pg_run(act->db, &Q_open_again, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_CONFLICT, "dispute %lld is not closed: there is nothing to reopen",
                       (long long)dispute_id);
    if (route_read(route, NULL, err))
        return err->code;
    if (!route->settled)
        return fl_fail(err, FL_E_CONFLICT, "nothing was concluded in dispute %lld",
                       (long long)dispute_id);
    route_decide(route);
    const struct fl_decision *d = &route->d;
    if (!fl_adapter_of(d->channel) || (why->channel >= 0 && (int)d->channel != why->channel) ||
        (why->procedure >= 0 && (int)d->procedure != why->procedure))
        return refused(route, err);
    const struct event_new event = {.type = FL_EVENT_CASE_REOPENED,
                                    .dispute_id = dispute_id,
                                    .data = why->data,
                                    .sealed = why->words};
    int64_t event_id;
    if (event_put(act, &event, &event_id, err) ||
        ledger_take_closed(act, dispute_id, event_id, (fl_day)pg_get_int(row, 0, 1), err))
        return err->code;
    return route_go_on(route, &made_by_engine, ret, err);
}
