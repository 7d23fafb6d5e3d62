/* What is known of a dispute on its way: its document, its visits. */
#include "engine/desk/handover_parts.h"

#include <string.h>

#include "engine/base/words.h"
#include "engine/case/case_read.h"
#include "queries.h"

int
route_document(struct route *route, const char *document, struct fl_error *err)
{
    struct act *act = route->act;
    JSON_AUTO doc = NULL;
    if (json_parse(document, strlen(document), &doc, err))
        return err->code;
    return case_read(act->policy, doc, CASE_SKELETON, "", act->arena, &route->c, err);
}

static int
read_dispute(struct route *route, struct fl_error *err)
{
    struct act *act = route->act;
    const struct pg_param key[] = {pg_text(act->court), pg_int(route->dispute_id)};
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_lock_dispute, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, "no dispute %lld in this court",
                       (long long)route->dispute_id);
    if (strcmp(pg_get(row, 0, 0), fl_word(&fl_dispute_states, FL_DISPUTE_OPEN)) != 0)
        return fl_fail(err, FL_E_CONFLICT, "dispute %lld is %s", (long long)route->dispute_id,
                       pg_get(row, 0, 0));
    route->ref = arena_text(act->arena, pg_get(row, 0, 1));
    route->street = arena_text(act->arena, pg_get(row, 0, 3));
    route->domain = arena_text(act->arena, pg_get(row, 0, 4));
    return route_document(route, pg_get(row, 0, 2), err);
}

/* The concluded referrals are the newest part of the history; one that was converted names the
 * procedure of the visit after it (the order's, when that is still to come). */
int
route_visits(struct route *route, const struct handover_order *order, struct fl_error *err)
{
    struct act *act = route->act;
    struct fl_case *c = &route->c;
    const struct pg_param key[] = {pg_text(act->court), pg_int(route->dispute_id)};
    PG_AUTO rows = NULL;
    if (pg_run(act->db, &Q_list_visits, key, 2, PG_ROWS, &rows, err))
        return err->code;
    int n = PQntuples(rows);
    struct fl_past *all = arena_take(act->arena, (size_t)(c->n_history + n + 1) * sizeof *all);
    if (c->n_history)
        memcpy(all, c->history, (size_t)c->n_history * sizeof *all);
    for (int i = 0; i < n; i++) {
        int state = words_number(&fl_referral_states, pg_get(rows, i, 5));
        enum fl_channel channel = (enum fl_channel)words_number(&fl_channels, pg_get(rows, i, 2));
        enum fl_procedure procedure =
            (enum fl_procedure)words_number(&fl_procedures, pg_get(rows, i, 3));
        route->visits = (int)pg_get_int(rows, i, 1);
        if (state == FL_REFERRAL_CANCELLED)
            continue;
        if (state != FL_REFERRAL_CONCLUDED) {
            route->open_referral = pg_get_int(rows, i, 0);
            route->open_channel = channel;
            route->open_procedure = procedure;
            route->open_fast_track = pg_get_bool(rows, i, 4);
            route->open_entered = pg_get_int(rows, i, 9);
            continue;
        }
        struct fl_past *past = &all[c->n_history++];
        past->channel = channel;
        past->procedure = procedure;
        past->outcome = (enum fl_outcome)words_number(&fl_outcomes, pg_get(rows, i, 6));
        past->converted_to = (enum fl_procedure) - 1;
        past->reason = arena_text(act->arena, pg_get(rows, i, 7));
        past->on = (fl_day)pg_get_int(rows, i, 8);
        route->concluded = true;
        route->settled |= past->outcome != FL_OUTCOME_ROUTED;
        if (past->outcome != FL_OUTCOME_CONVERTED)
            continue;
        past->converted_to =
            i + 1 < n ? (enum fl_procedure)words_number(&fl_procedures, pg_get(rows, i + 1, 3))
            : order   ? order->procedure
                      : (enum fl_procedure) - 1;
    }
    c->history = all;
    return 0;
}

int
route_read(struct route *route, const struct handover_order *order, struct fl_error *err)
{
    if (read_dispute(route, err) || route_visits(route, order, err))
        return err->code;
    return 0;
}

int
handover_read(struct act *act, int64_t dispute_id, const char *document, struct fl_case *ret,
              struct fl_error *err)
{
    struct route *route = arena_take(act->arena, sizeof *route);
    *route = (struct route){.act = act, .dispute_id = dispute_id};
    if (route_document(route, document, err) || route_visits(route, NULL, err))
        return err->code;
    *ret = route->c;
    return 0;
}
