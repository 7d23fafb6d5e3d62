/* Hand-over (诉调对接): history in, decision out, the next referral opened, all in one transaction.
 */
#include "engine/desk/handover.h"

#include <string.h>

#include "engine/case/case_read.h"
#include "engine/decide/decide.h"
#include "engine/desk/deadline.h"
#include "engine/desk/event_put.h"
#include "engine/desk/ledger.h"
#include "engine/desk/lifecycle.h"
#include "engine/desk/docket.h"
#include "engine/access/person.h"
#include "engine/queue/board.h"
#include "engine/queue/queue_put.h"
#include "queries.h"

/* A dispute on its way to the next channel. */
struct route {
    struct act *act;
    int64_t dispute_id;
    const char *ref;
    const char *street, *domain; /* of the dispute; NULL: not known */
    struct fl_case c;
    struct fl_decision d;
    int visits;            /* referrals so far */
    int64_t open_referral; /* 0: none */
    enum fl_channel open_channel;
    enum fl_procedure open_procedure;
    bool open_fast_track;
    int64_t open_entered; /* Unix ms */
    bool concluded;       /* something was */
    bool settled;         /* something was, a clerk's routing apart */
};

/* Who made a decision, upon which other one, and why. */
struct making {
    const char *by;     /* "engine", "clerk" */
    int64_t overrules;  /* the decision that is set aside; 0: none */
    int64_t concerns;   /* the decision objected to, or confirmed; 0: none */
    const char *reason; /* words, sealed; NULL: none */
    const char *code;   /* NULL: none */
    bool objected;      /* a party had */
};
static const struct making by_engine = {.by = "engine"};

static int
word_of(const struct fl_vocab *vocab, const char *word)
{
    return word ? fl_word_find(vocab, word, strlen(word)) : -1;
}

/* --- what is known --- */

static int
read_document(struct route *route, const char *document, struct fl_error *err)
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
    return read_document(route, pg_get(row, 0, 2), err);
}

/* The concluded referrals are the newest part of the history; one that was converted names the
 * procedure of the visit after it (the order's, when that is still to come). */
static int
read_visits(struct route *route, const struct handover_order *order, struct fl_error *err)
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
        int state = word_of(&fl_referral_states, pg_get(rows, i, 5));
        enum fl_channel channel = (enum fl_channel)word_of(&fl_channels, pg_get(rows, i, 2));
        enum fl_procedure procedure =
            (enum fl_procedure)word_of(&fl_procedures, pg_get(rows, i, 3));
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
        past->outcome = (enum fl_outcome)word_of(&fl_outcomes, pg_get(rows, i, 6));
        past->converted_to = (enum fl_procedure) - 1;
        past->reason = arena_text(act->arena, pg_get(rows, i, 7));
        past->on = (fl_day)pg_get_int(rows, i, 8);
        route->concluded = true;
        route->settled |= past->outcome != FL_OUTCOME_ROUTED;
        if (past->outcome != FL_OUTCOME_CONVERTED)
            continue;
        past->converted_to =
            i + 1 < n ? (enum fl_procedure)word_of(&fl_procedures, pg_get(rows, i + 1, 3))
            : order   ? order->procedure
                      : (enum fl_procedure) - 1;
    }
    c->history = all;
    return 0;
}

static int
route_read(struct route *route, const struct handover_order *order, struct fl_error *err)
{
    if (read_dispute(route, err) || read_visits(route, order, err))
        return err->code;
    return 0;
}

/* --- the decision --- */

static void
decide_again(struct route *route)
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

static const char *
decision_text(const struct route *route, const char *docket)
{
    struct buf buf = {0};
    decision_write(route->act->policy, &route->d, route->ref, docket, &buf);
    return buf_keep(&buf, route->act->arena);
}

static struct pg_param
id_or_null(int64_t id)
{
    return id ? pg_int(id) : pg_null_int();
}

static int
put_decision(const struct route *route, int64_t id, const struct making *made, const char *document,
             struct fl_error *err)
{
    const struct act *act = route->act;
    const struct fl_decision *d = &route->d;
    const struct seal_place place = place_of_decision(act->court, id);
    struct buf sealed = {0};
    if (person_seal(act, route->dispute_id, &place, made->reason, &sealed, err))
        return err->code;
    const struct pg_param params[] = {
        pg_text(act->court),
        pg_int(id),
        pg_int(route->dispute_id),
        pg_text(made->by),
        pg_day(d->as_of),
        pg_text(fl_word(&fl_channels, (int)d->channel)),
        pg_text(fl_word(&fl_procedures, (int)d->procedure)),
        pg_bool(d->fast_track),
        pg_text(d->rule),
        pg_text(policy_hash(act->policy)),
        pg_text(document),
        id_or_null(made->overrules),
        pg_bytes(sealed.data, sealed.len),
        pg_moment(act->at),
        pg_text(made->code),
        id_or_null(made->concerns),
    };
    int code = pg_run(act->db, &Q_put_decision, params, 16, PG_NONE, NULL, err);
    buf_done(&sealed);
    return code;
}

/* A person's decision is counted beside the one it is upon. */
static int
count_clerk(const struct route *route, int64_t id, const struct making *made, struct fl_error *err)
{
    int64_t upon = made->overrules ? made->overrules : made->concerns;
    const struct pg_param params[] = {pg_text(route->act->court), pg_int(id), pg_int(upon),
                                      pg_day(moment_day(route->act->at)), pg_bool(made->objected)};
    return pg_run(route->act->db, &Q_put_clerk_decision, params, 5, PG_NONE, NULL, err);
}

/* The members of a decision in an event: codes only, for whoever reads events. */
static void
put_route(const struct route *route, int64_t decision_id, struct buf *buf)
{
    const struct fl_decision *d = &route->d;
    json_put_id(buf, "decision_id", decision_id);
    json_put_text(buf, "channel", fl_word(&fl_channels, (int)d->channel));
    json_put_text(buf, "procedure", fl_word(&fl_procedures, (int)d->procedure));
    json_put_bool(buf, "fast_track", d->fast_track);
    json_put_text(buf, "rule", d->rule);
}

static const char *
decision_data(const struct route *route, int64_t decision_id, const struct making *made)
{
    struct buf buf = {0};
    json_object(&buf);
    put_route(route, decision_id, &buf);
    if (made->overrules)
        json_put_id(&buf, "overrules", made->overrules);
    if (made->concerns)
        json_put_id(&buf, "concerns", made->concerns);
    if (made->code)
        json_put_text(&buf, "reason_code", made->code);
    json_object_end(&buf);
    return buf_keep(&buf, route->act->arena);
}

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
    put_route(route, decision_id, &buf);
    json_put_text(&buf, "cause_list", cause_list_of(route));
    json_put_text(&buf, "cause", cause_of(route));
    json_put_text(&buf, "domain", domain ? domain : route->domain);
    json_put_text(&buf, "street", route->street);
    json_object_end(&buf);
    return buf_keep(&buf, route->act->arena);
}

/* Stores the decision in route->d and its event. */
static int
record_decision(const struct route *route, const struct making *made, const char *docket,
                struct handover_result *ret, struct fl_error *err)
{
    bool clerk = made->code != NULL;
    const struct act *act = route->act;
    if (engine_id(act->engine, act->db, &ret->decision_id, err))
        return err->code;
    ret->decision = decision_text(route, docket);
    ret->docket = docket;
    ret->channel = route->d.channel;
    ret->procedure = route->d.procedure;
    ret->fast_track = route->d.fast_track;
    if (put_decision(route, ret->decision_id, made, ret->decision, err) ||
        (clerk && count_clerk(route, ret->decision_id, made, err)))
        return err->code;
    const struct event_new event = {
        .type = made->overrules ? FL_EVENT_DECISION_OVERRULED
                : clerk         ? FL_EVENT_DECISION_CONFIRMED
                                : FL_EVENT_DECISION_MADE,
        .dispute_id = route->dispute_id,
        .data = decision_data(route, ret->decision_id, made),
        .sealed = made->reason,
    };
    return event_put(act, &event, NULL, err);
}

/* --- the next referral --- */

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

static int
open_referral(const struct route *route, struct handover_result *ret, struct fl_error *err)
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

/* With route->d decided: the docket number last of all locks, then only new rows. */
static int
go_on(struct route *route, const struct making *made, struct handover_result *ret,
      struct fl_error *err)
{
    struct act *act = route->act;
    bool outside = route->d.channel == FL_CHANNEL_OUTSIDE;
    ret->referral_id = 0;
    if (outside && handover_close(act, route->dispute_id, 0, "outside", err))
        return err->code;
    const char *docket = NULL;
    if (!outside && docket_give(act, route->dispute_id, route->d.docket_word,
                                day_civil(moment_day(act->at)).year, &docket, err))
        return err->code;
    if (record_decision(route, made, docket, ret, err))
        return err->code;
    return outside ? 0 : open_referral(route, ret, err);
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
        same = word_of(&fl_channels, pg_get(objected, 0, 0)) == (int)order->channel &&
               word_of(&fl_procedures, pg_get(objected, 0, 1)) == (int)order->procedure &&
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
        decide_again(route);
    if (!order || (!overrules && !differs(&route->d, order)))
        return go_on(route, &by_engine, ret, err);
    if (!overrules) {
        if (record_decision(route, &by_engine, NULL, ret, err))
            return err->code;
        overrules = ret->decision_id;
    }
    if (read_upon(route, order, overrules, &made, err))
        return err->code;
    decide_ordered(act->policy, &route->c, moment_day(act->at), order->channel, order->procedure,
                   order->fast_track, act->arena, &route->d);
    return go_on(route, &made, ret, err);
}

int
handover_read(struct act *act, int64_t dispute_id, const char *document, struct fl_case *ret,
              struct fl_error *err)
{
    struct route *route = arena_take(act->arena, sizeof *route);
    *route = (struct route){.act = act, .dispute_id = dispute_id};
    if (read_document(route, document, err) || read_visits(route, NULL, err))
        return err->code;
    *ret = route->c;
    return 0;
}

/* --- changes from outside --- */

static int
cancel(struct act *act, int64_t referral_id, int64_t event_id, struct fl_error *err)
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
    if (read_visits(route, NULL, err))
        return err->code;
    return route->open_referral ? cancel(act, route->open_referral, event_id, err) : 0;
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
    decide_again(route);
    const struct fl_decision *d = &route->d;
    bool same = route->open_referral && d->channel == route->open_channel &&
                d->procedure == route->open_procedure && d->fast_track == route->open_fast_track;
    if (!same) {
        if (route->open_referral && cancel(act, route->open_referral, event_id, err))
            return err->code;
        return go_on(route, &by_engine, ret, err);
    }
    const char *docket = NULL;
    if (docket_give(act, dispute_id, d->docket_word, day_civil(moment_day(act->at)).year, &docket,
                    err) ||
        record_decision(route, &by_engine, docket, ret, err))
        return err->code;
    ret->referral_id = route->open_referral;
    int64_t rank = rank_at(act->policy, route->open_entered, d);
    const struct pg_param params[] = {pg_text(act->court), pg_int(route->open_referral),
                                      pg_int(ret->decision_id), pg_int(d->priority), pg_int(rank)};
    if (pg_run(act->db, &Q_set_referral_decision, params, 5, PG_ROW, NULL, err))
        return err->code;
    return queue_move(act, route->open_referral, fl_word(&fl_channels, (int)d->channel), rank, err);
}

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
    if (route->open_referral && route->open_channel == FL_CHANNEL_TRIAGE) {
        *ret = (struct handover_result){.decision_id = *ret_concerns,
                                        .referral_id = route->open_referral,
                                        .channel = route->open_channel,
                                        .procedure = route->open_procedure};
        return 0;
    }
    if (route->open_referral && cancel(act, route->open_referral, event_id, err))
        return err->code;
    decide_again(route); /* what it would ask for goes along to the clerk */
    uint64_t missing = route->d.missing;
    decide_ordered(act->policy, &route->c, moment_day(act->at), FL_CHANNEL_TRIAGE,
                   FL_PROCEDURE_MANUAL, false, act->arena, &route->d);
    route->d.missing = missing;
    route->d.rule = "OBJECTION";
    route->d.reasons[0] = (struct fl_reason){"OBJECTION", why, ""};
    const struct making made = {.by = "engine", .concerns = *ret_concerns};
    return go_on(route, &made, ret, err);
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
    decide_again(route);
    const struct fl_decision *d = &route->d;
    if (d->channel == FL_CHANNEL_OUTSIDE ||
        (why->channel >= 0 && (int)d->channel != why->channel) ||
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
    return go_on(route, &by_engine, ret, err);
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
