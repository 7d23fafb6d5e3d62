/* Event by event; a row of the table below says what each type does. */
#include "engine/verify/replay_parts.h"

#include <stdlib.h>
#include <string.h>

static const char *const unheld[] = {"queued", "offered", NULL};
static const char *const held[] = {"accepted", "paused", NULL};
static const char *const agreements[] = {"agreed", "mediated", NULL};
static const char *const open_states[] = {"queued", "offered", "accepted", "paused", NULL};

static const char *
text_of(const struct step *s, const cJSON *object, const char *member)
{
    return arena_text(s->d->arena, json_str(json_get(object, member)));
}

static const char *
said(const struct step *s, const char *member)
{
    return s->e->data ? text_of(s, s->e->data, member) : NULL;
}

static int64_t
moment_of(const cJSON *object, const char *member, int64_t otherwise)
{
    const char *text = object ? json_str(json_get(object, member)) : NULL;
    int64_t ms;
    return text && moment_parse(text, strlen(text), &ms) ? ms : otherwise;
}

static fl_day
day_of(const cJSON *object, const char *member)
{
    const char *text = object ? json_str(json_get(object, member)) : NULL;
    fl_day day;
    return text && day_parse(text, strlen(text), &day) ? day : FL_NO_DAY;
}

/* --- of the dispute --- */

static enum verdict
on_received(struct step *s)
{
    if (s->d->state)
        return MISFIT;
    s->d->state = "open";
    return FITS;
}

/* Whatever ends or reroutes a dispute leaves no referral of it open. One that nobody had accepted was never with a
 * mediator. */
static enum verdict
cancel_open(const struct step *s)
{
    for (int i = 0; i < s->d->n_referrals; i++) {
        struct step of = *s;
        of.r = &s->d->referrals[i];
        if (!is_one_of(of.r->state, open_states))
            continue;
        if (of.r->accepted_at == PG_NULL_NUMBER)
            of.r->mediator = NULL;
        of.r->state = "cancelled";
        return count(&of, "cancelled", s->e->at, 1);
    }
    return FITS;
}

static enum verdict
end_dispute(struct step *s, const char *state)
{
    if (!is(s->d->state, "open"))
        return MISFIT;
    s->d->state = state;
    s->d->closed_at = s->e->at;
    return cancel_open(s) == FAILED ? FAILED : count_closed(s, s->e->at, 1);
}

static bool
has_open(const struct told_dispute *d)
{
    int i = 0;
    while (i < d->n_referrals && !is_one_of(d->referrals[i].state, open_states))
        i++;
    return i < d->n_referrals;
}

/* Amended, or objected to: also one that was closed as belonging elsewhere, which is then opened again. */
static enum verdict
on_changed(struct step *s)
{
    s->d->rerouted = true;
    return s->d->state ? FITS : MISFIT;
}

static enum verdict
on_reopened(struct step *s)
{
    if (!is(s->d->state, "closed"))
        return MISFIT;
    enum verdict verdict = count_closed(s, s->d->closed_at, -1);
    s->d->state = "open";
    s->d->closed_at = PG_NULL_NUMBER;
    return verdict;
}

static enum verdict
on_withdrawn(struct step *s)
{
    return end_dispute(s, "withdrawn");
}

/* A conclusion comes before the end that it brings; only a dispute that was amended or objected to may end, or go elsewhere, with a
 * referral still open. */
static enum verdict
on_closed(struct step *s)
{
    return has_open(s->d) && !s->d->rerouted ? MISFIT : end_dispute(s, "closed");
}

static enum verdict
on_decision(struct step *s)
{
    const char *id = said(s, "decision_id");
    if (!s->d->state || !id)
        return MISFIT;
    s->d->decisions[s->d->n_decisions++] = (struct told_decision){
        .decision_id = strtoll(id, NULL, 10),
        .made_by = !is(s->e->type, "decision.made")               ? "clerk"
                   : cJSON_IsTrue(json_get(s->e->data, "import")) ? "import"
                                                                  : "engine",
        .channel = said(s, "channel"),
        .procedure = said(s, "procedure"),
        .rule = said(s, "rule"),
        .fast_track = cJSON_IsTrue(json_get(s->e->data, "fast_track")),
    };
    return FITS;
}

/* --- of a referral --- */

static enum verdict
on_queued(struct step *s)
{
    if (!is(s->d->state, "open") || s->r || (has_open(s->d) && !s->d->rerouted))
        return MISFIT;
    enum verdict verdict = cancel_open(s);
    s->d->rerouted = false;
    if (verdict != FITS)
        return verdict;
    s->r = &s->d->referrals[s->d->n_referrals++];
    *s->r = (struct told_referral){
        .referral_id = s->e->referral_id,
        .state = "queued",
        .channel = said(s, "channel"),
        .procedure = said(s, "procedure"),
        .fast_track = cJSON_IsTrue(json_get(s->e->data, "fast_track")),
        .cause_list = said(s, "cause_list"),
        .cause = said(s, "cause"),
        .domain = said(s, "domain"),
        .street = said(s, "street"),
        .entered_at = moment_of(s->e->data, "entered_at", s->e->at),
        .accepted_at = PG_NULL_NUMBER,
        .concluded_at = PG_NULL_NUMBER,
        .due_on = FL_NO_DAY,
        .reported_on = FL_NO_DAY,
        .perform_on = FL_NO_DAY,
        .performed_on = FL_NO_DAY,
    };
    return s->r->channel && s->r->procedure ? count(s, "entered", s->r->entered_at, 1) : MISFIT;
}

/* Pulled, or given by a clerk, who names the mediator and leaves the body as it is. */
static enum verdict
on_offered(struct step *s)
{
    if (!is_one_of(s->r->state, unheld))
        return MISFIT;
    const char *chosen = said(s, "mediator");
    s->r->state = "offered";
    s->r->mediator = chosen ? chosen : arena_text(s->d->arena, s->e->actor);
    if (!is(said(s, "by"), "clerk"))
        s->r->body = said(s, "body");
    return FITS;
}

static enum verdict
on_accepted(struct step *s)
{
    if (!is(s->r->state, "offered"))
        return MISFIT;
    s->r->state = "accepted";
    s->r->accepted_at = s->e->at;
    s->r->acceptances++;
    s->r->due_on = day_of(s->e->data, "due_on");
    return count(s, "accepted", s->e->at, 1);
}

/* Declined, released or lapsed: back into the queue; an acceptance that is taken back did not happen. */
static enum verdict
on_returned(struct step *s)
{
    bool accepted = is_one_of(s->r->state, held);
    if (!accepted && !is(s->r->state, "offered"))
        return MISFIT;
    if (accepted && count(s, "accepted", s->r->accepted_at, -1) == FAILED)
        return FAILED;
    s->r->state = "queued";
    s->r->mediator = NULL;
    s->r->accepted_at = PG_NULL_NUMBER;
    s->r->due_on = FL_NO_DAY;
    return FITS;
}

/* A lapse counts for the mediator who let it happen. */
static enum verdict
on_lapsed(struct step *s)
{
    if (!is(s->r->state, "offered"))
        return MISFIT;
    return count(s, "lapsed", s->e->at, 1) == FAILED ? FAILED : on_returned(s);
}

static enum verdict
on_paused(struct step *s)
{
    if (!is(s->r->state, "accepted"))
        return MISFIT;
    s->r->state = "paused";
    return FITS;
}

static enum verdict
on_resumed(struct step *s)
{
    if (!is(s->r->state, "paused"))
        return MISFIT;
    s->r->state = "accepted";
    s->r->due_on = day_of(s->e->data, "due_on");
    return FITS;
}

static enum verdict
on_extended(struct step *s)
{
    if (!is_one_of(s->r->state, held))
        return MISFIT;
    s->r->due_on = day_of(s->e->data, "due_on");
    return FITS;
}

/* An agreement counts as due on the day by which it is to be performed, else on that of the report. Of those of past
 * years it does when something is told of their performance. */
static enum verdict
reach_agreement(const struct step *s)
{
    fl_day by = day_of(s->e->data, "perform_by");
    bool told = !cJSON_IsTrue(json_get(s->e->data, "import")) ||
                cJSON_IsTrue(json_get(s->e->data, "performance"));
    if (!is_one_of(s->r->outcome, agreements) || !told)
        return FITS;
    s->r->perform_on = by == FL_NO_DAY ? s->r->reported_on : by;
    return count_on(s, "due", s->r->perform_on, 1);
}

static enum verdict
on_concluded(struct step *s)
{
    static const char *const by_nobody[] = {"expired", "refused", "overdue", NULL};
    int64_t paused;
    s->r->outcome = said(s, "outcome");
    s->r->reason = said(s, "reason");
    if (!is_one_of(s->r->state, is_one_of(s->r->outcome, by_nobody) ? open_states : held))
        return MISFIT;
    if (s->r->accepted_at == PG_NULL_NUMBER)
        s->r->mediator = NULL;
    s->r->state = "concluded";
    s->r->concluded_at = s->e->at;
    s->r->reported_on = moment_day(s->e->at);
    s->r->paused_days =
        s->e->data && json_is_int(json_get(s->e->data, "paused_days"), &paused) ? (int)paused : 0;
    if (!s->r->outcome)
        return MISFIT;
    return count(s, "concluded", s->e->at, 1) == FAILED ? FAILED : reach_agreement(s);
}

static enum verdict
on_corrected(struct step *s)
{
    const cJSON *now = json_get(s->e->data, "is");
    if (!is(s->r->state, "concluded") || !now)
        return MISFIT;
    if (count(s, "concluded", s->r->concluded_at, -1) == FAILED || count_others(s, -1) == FAILED)
        return FAILED;
    s->r->outcome = text_of(s, now, "outcome");
    s->r->reason = text_of(s, now, "reason");
    s->r->concluded_at = moment_of(now, "at", s->r->concluded_at);
    if (!s->r->outcome)
        return MISFIT;
    return count(s, "concluded", s->r->concluded_at, 1) == FAILED ? FAILED : count_others(s, 1);
}

/* An agreement counts once, wholly or in part, however often that is reported; one that does not count as due, not at
 * all. */
static enum verdict
on_performed(struct step *s)
{
    enum told_performance was = s->r->performed, now = cJSON_IsTrue(json_get(s->e->data, "whole"))
                                                           ? PERFORMED_WHOLE
                                                           : PERFORMED_PART;
    if (!is_one_of(s->r->outcome, agreements) && s->r->perform_on == FL_NO_DAY)
        return MISFIT;
    if (now <= was || s->r->perform_on == FL_NO_DAY)
        return FITS;
    s->r->performed = now;
    if (now == PERFORMED_PART)
        return count_on(s, "performed_part", s->r->perform_on, 1);
    s->r->performed_on = day_of(s->e->data, "on");
    if (was == PERFORMED_PART && count_on(s, "performed_part", s->r->perform_on, -1) == FAILED)
        return FAILED;
    return count_on(s, "performed", s->r->perform_on, 1);
}

/* --- clocks --- */

static enum verdict
on_deadline(struct step *s)
{
    s->d->passed[s->d->n_passed++] = (struct told_passed){
        .referral_id = s->r->referral_id,
        .what = said(s, "what"),
        .due_on = day_of(s->e->data, "due_on"),
        .acceptances = s->r->acceptances,
    };
    return FITS;
}

/* What is not named here changes no figure. */
static const struct {
    const char *type;
    bool of_referral; /* one that is known */
    enum verdict (*on)(struct step *s);
} handlers[] = {
    {"case.received",       false, on_received },
    {"case.amended",        false, on_changed  },
    {"case.objected",       false, on_changed  },
    {"case.reopened",       false, on_reopened },
    {"case.withdrawn",      false, on_withdrawn},
    {"case.closed",         false, on_closed   },
    {"decision.made",       false, on_decision },
    {"decision.overruled",  false, on_decision },
    {"decision.confirmed",  false, on_decision },
    {"referral.queued",     false, on_queued   },
    {"referral.offered",    true,  on_offered  },
    {"referral.accepted",   true,  on_accepted },
    {"referral.declined",   true,  on_returned },
    {"referral.lapsed",     true,  on_lapsed   },
    {"referral.paused",     true,  on_paused   },
    {"referral.resumed",    true,  on_resumed  },
    {"referral.released",   true,  on_returned },
    {"referral.extended",   true,  on_extended },
    {"referral.concluded",  true,  on_concluded},
    {"referral.corrected",  true,  on_corrected},
    {"agreement.performed", true,  on_performed},
    {"deadline.passed",     true,  on_deadline },
};

static enum verdict
take(struct told_dispute *d, const struct told_event *e, struct fl_error *err)
{
    struct step step = {.d = d, .e = e, .err = err};
    for (int i = 0; i < d->n_referrals; i++)
        if (d->referrals[i].referral_id == e->referral_id)
            step.r = &d->referrals[i];
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (is(e->type, handlers[i].type))
            return handlers[i].of_referral && !step.r ? MISFIT : handlers[i].on(&step);
    return FITS;
}

/* The events of a dispute stand in the order of their commits, as far as a database can tell: two steps of one moment
 * may stand the wrong way round (after a restore the numbers of transactions say nothing). So an event that the state
 * does not allow waits for the next ones; what never fits is told. */
int
replay(struct told_dispute *d, struct told_event *events, int n,
       const struct told_event **ret_misfit, struct fl_error *err)
{
    d->referrals = arena_take(d->arena, (size_t)(n + 1) * sizeof *d->referrals);
    d->decisions = arena_take(d->arena, (size_t)(n + 1) * sizeof *d->decisions);
    d->passed = arena_take(d->arena, (size_t)(n + 1) * sizeof *d->passed);
    d->closed_at = PG_NULL_NUMBER;
    *ret_misfit = NULL;
    for (int first = 0; first < n;) {
        int i = first;
        enum verdict verdict = MISFIT;
        for (; i < n && verdict == MISFIT; i++)
            if (!events[i].done)
                verdict = take(d, &events[i], err);
        if (verdict == FAILED)
            return err->code;
        if (verdict == MISFIT) {
            *ret_misfit = &events[first];
            return 0;
        }
        events[i - 1].done = true;
        while (first < n && events[first].done)
            first++;
    }
    return 0;
}
