/* The decision as it is kept: a row, its event, and, of a person's, the count beside the one it is upon. */
#include "engine/desk/handover_parts.h"

#include "engine/access/person.h"
#include "engine/base/day.h"
#include "engine/decide/decide.h"
#include "engine/desk/event_put.h"
#include "queries.h"

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
void
route_put(const struct route *route, int64_t decision_id, struct buf *buf)
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
    route_put(route, decision_id, &buf);
    if (made->overrules)
        json_put_id(&buf, "overrules", made->overrules);
    if (made->concerns)
        json_put_id(&buf, "concerns", made->concerns);
    if (made->code)
        json_put_text(&buf, "reason_code", made->code);
    json_object_end(&buf);
    return buf_keep(&buf, route->act->arena);
}

/* Stores the decision in route->d and its event. */
int
route_record(const struct route *route, const struct making *made, const char *docket,
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
