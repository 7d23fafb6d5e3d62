/* The events of an imported dispute: as the steps would have written them, each at its own moment. */
#include "engine/import/bring_parts.h"

static void
put_event(const struct copying *c, int64_t id, enum fl_event_type type,
          const struct brought_visit *v, const char *actor, int64_t at, const struct buf *data)
{
    copy_row(c->out, 8);
    copy_text(c->out, c->of->court);
    copy_int8(c->out, id);
    copy_int8(c->out, c->of->dispute_id);
    bring_put_id(c->out, v ? v->referral_id : 0);
    copy_text(c->out, fl_word(&fl_event_types, (int)type));
    copy_text(c->out, actor);
    copy_moment(c->out, at);
    copy_json(c->out, data->data, data->len);
}

static void
begin_data(struct buf *data, const struct brought_visit *v)
{
    buf_reset(data);
    json_object(data);
    json_put_bool(data, "import", true);
    if (!v)
        return;
    json_put_text(data, "channel", fl_word(&fl_channels, (int)v->channel));
    json_put_text(data, "procedure", fl_word(&fl_procedures, (int)v->procedure));
    json_put_bool(data, "fast_track", v->fast_track);
}

static void
put_entry(const struct copying *c, const struct brought_visit *v, struct buf *data)
{
    const char *const queued[][2] = {
        {"cause_list", bring_cause_list(c)},
        {"cause",      bring_cause(c)     },
        {"domain",     fl_word(&fl_domains, (int)c->of->domain)},
        {"street",            c->of->c.street                       }
    };
    begin_data(data, v);
    json_put_id(data, "decision_id", v->decision_id);
    json_put_text(data, "rule", v->decision.rule);
    json_object_end(data);
    put_event(c, v->entered_event - 1, FL_EVENT_DECISION_MADE, NULL, c->of->source, v->entered_at,
              data);
    begin_data(data, v);
    json_put_id(data, "decision_id", v->decision_id);
    json_put_text(data, "rule", v->decision.rule);
    for (size_t i = 0; i < sizeof queued / sizeof *queued; i++)
        json_put_text(data, queued[i][0], queued[i][1]);
    json_object_end(data);
    put_event(c, v->entered_event, FL_EVENT_REFERRAL_QUEUED, v, c->of->source, v->entered_at, data);
}

static void
put_acceptance(const struct copying *c, const struct brought_visit *v, struct buf *data)
{
    char day[11];
    begin_data(data, v);
    if (v->body)
        json_put_text(data, "body", v->body);
    json_object_end(data);
    put_event(c, v->accepted_event - 1, FL_EVENT_REFERRAL_OFFERED, v, v->mediator, v->accepted_at,
              data);
    begin_data(data, NULL);
    if (v->due_on != FL_NO_DAY)
        json_put_text(data, "due_on", day_print(v->due_on, day));
    json_object_end(data);
    put_event(c, v->accepted_event, FL_EVENT_REFERRAL_ACCEPTED, v, v->mediator, v->accepted_at,
              data);
}

/* `performance` says that the agreement counts as due: nothing is known of others of past years. */
static void
put_conclusion(const struct copying *c, const struct brought_visit *v, struct buf *data)
{
    char day[11];
    begin_data(data, v);
    json_put_text(data, "outcome", fl_word(&fl_outcomes, (int)v->outcome->outcome));
    if (v->reason)
        json_put_text(data, "reason", v->reason);
    json_put_int(data, "days", bring_days(v));
    if (v->performance_told)
        json_put_bool(data, "performance", true);
    if (v->perform_by != FL_NO_DAY)
        json_put_text(data, "perform_by", day_print(v->perform_by, day));
    json_object_end(data);
    put_event(c, v->concluded_event, FL_EVENT_REFERRAL_CONCLUDED, v, v->mediator, v->concluded_at,
              data);
}

/* Where nobody knows the day, none is given, and it is told at the moment of the import. */
static void
put_performed(const struct copying *c, const struct brought_visit *v, struct buf *data)
{
    bool dated = v->performed_at != PG_NULL_NUMBER;
    char day[11];
    begin_data(data, NULL);
    if (dated)
        json_put_text(data, "on", day_print(moment_day(v->performed_at), day));
    json_put_bool(data, "whole", v->performed == BROUGHT_WHOLE);
    json_object_end(data);
    put_event(c, v->performed_event, FL_EVENT_AGREEMENT_PERFORMED, v, c->of->source,
              dated ? v->performed_at : moment_now(), data);
}

static void
put_end(const struct copying *c, struct buf *data)
{
    const struct brought_visit *last = &c->of->visits[c->of->n_visits - 1];
    bool closed = c->of->state == FL_DISPUTE_CLOSED;
    if (c->of->state == FL_DISPUTE_OPEN)
        return;
    begin_data(data, NULL);
    if (closed)
        json_put_text(data, "outcome", fl_word(&fl_outcomes, (int)last->outcome->outcome));
    json_object_end(data);
    put_event(c, c->of->closed_event, closed ? FL_EVENT_CASE_CLOSED : FL_EVENT_CASE_WITHDRAWN,
              closed ? last : NULL, c->of->source, c->of->closed_at, data);
}

void
bring_put_events(const struct copying *c)
{
    struct buf data = {0};
    begin_data(&data, NULL);
    json_put_text(&data, "source", c->of->source);
    json_object_end(&data);
    put_event(c, c->of->visits[0].entered_event - 2, FL_EVENT_CASE_RECEIVED, NULL, c->of->source,
              c->of->c.filed_at_ms, &data);
    for (int i = 0; i < c->of->n_visits; i++) {
        const struct brought_visit *v = &c->of->visits[i];
        put_entry(c, v, &data);
        if (v->accepted_at != PG_NULL_NUMBER)
            put_acceptance(c, v, &data);
        if (v->outcome)
            put_conclusion(c, v, &data);
    }
    put_end(c, &data);
    for (int i = 0; i < c->of->n_visits; i++)
        if (c->of->visits[i].performed != BROUGHT_NONE)
            put_performed(c, &c->of->visits[i], &data);
    buf_done(&data);
}
