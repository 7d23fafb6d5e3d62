/* Event by event; a row of the table below says what each type does. */
#include "engine/verify/replay.h"

#include <stdlib.h>
#include <string.h>

#include "fenliu/adapter.h"

/* One event at work. */
struct step {
    struct told_dispute *d;
    const struct told_event *e;
    struct told_referral *r; /* NULL: of the dispute, or not known yet */
    struct fl_error *err;
};

enum verdict { FITS, MISFIT, FAILED };

static bool
is(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static bool
is_one_of(const char *word, const char *const *list)
{
    while (*list && !is(word, *list))
        list++;
    return *list != NULL;
}

static const char *const unheld[] = {"queued", "offered", NULL};
static const char *const held[] = {"accepted", "paused", NULL};
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

/* --- effects --- */

enum scope { HERE, KIND, ALL };
enum { NEVER_BEFORE = 4 };

static const struct fl_adapter *
adapter_of(const struct told_referral *r)
{
    int channel = fl_word_find(&fl_channels, r->channel, strlen(r->channel));
    return channel < 0 ? NULL : fl_adapter_of((enum fl_channel)channel);
}

static bool
completes(const struct told_referral *r)
{
    const struct fl_adapter *adapter = adapter_of(r);
    for (const struct fl_outcome_row *row = adapter ? adapter->outcomes : NULL; row && row->zh;
         row++)
        if (is(fl_word(&fl_outcomes, (int)row->outcome), r->outcome))
            return row->counts;
    return false;
}

/* The day on which a referral counts under a measure; FL_NO_DAY: it does not. */
static fl_day
day_under(const struct told_referral *r, const char *measure)
{
    int64_t at = is(measure, "entered")    ? r->entered_at
                 : is(measure, "accepted") ? r->accepted_at
                 : is(measure, "concluded") && is(r->state, "concluded") && completes(r)
                     ? r->concluded_at
                     : PG_NULL_NUMBER;
    return at == PG_NULL_NUMBER ? FL_NO_DAY : moment_day(at);
}

static const char *
kind_of(const struct told_referral *r)
{
    return is(r->channel, "mediation") || is(r->channel, "union") ? "mediation"
           : r->fast_track                                        ? "fast_track"
                                                                  : r->channel;
}

static bool
shares(const struct told_referral *a, const struct told_referral *b, enum scope scope)
{
    return scope == HERE   ? is(a->channel, b->channel) && is(a->procedure, b->procedure)
           : scope == KIND ? is(kind_of(a), kind_of(b))
                           : !is(a->channel, "triage") && !is(b->channel, "triage");
}

static int
first_level(const struct told_dispute *d, const struct told_referral *r, const char *measure,
            enum scope scope)
{
    fl_day day = day_under(r, measure), before = FL_NO_DAY;
    if (day == FL_NO_DAY || (scope == ALL && is(r->channel, "triage")))
        return 0;
    for (const struct told_referral *e = d->referrals; e < d->referrals + d->n_referrals; e++) {
        fl_day other = day_under(e, measure);
        if (e == r || other == FL_NO_DAY || !shares(e, r, scope) || other > day ||
            (other == day && e > r))
            continue;
        before = before == FL_NO_DAY || other > before ? other : before;
    }
    if (before == FL_NO_DAY)
        return NEVER_BEFORE;
    struct civil now = day_civil(day), then = day_civil(before);
    bool quarter = (now.month - 1) / 3 == (then.month - 1) / 3;
    return now.year != then.year ? 3 : !quarter ? 2 : now.month != then.month ? 1 : 0;
}

static enum verdict
count(const struct step *s, const char *measure, int64_t at, int n)
{
    struct told_effect effect = {.measure = measure,
                                 .day = moment_day(at),
                                 .n = n,
                                 .first_here = first_level(s->d, s->r, measure, HERE),
                                 .first_kind = first_level(s->d, s->r, measure, KIND),
                                 .first_all = first_level(s->d, s->r, measure, ALL),
                                 .held = !is(measure, "closed"),
                                 .referral = s->r};
    if (is(measure, "concluded")) {
        const struct fl_adapter *adapter = adapter_of(s->r);
        bool from_acceptance =
            adapter && adapter->days_from_acceptance && s->r->accepted_at != PG_NULL_NUMBER;
        effect.days = effect.day -
                      moment_day(from_acceptance ? s->r->accepted_at : s->r->entered_at) -
                      s->r->paused_days;
        if (effect.days < 0)
            effect.days = 0;
    }
    return s->d->effect(s->d->data, s->d, &effect, s->err) ? FAILED : FITS;
}

/* A dispute that had been referred is over, or open again. */
static enum verdict
count_closed(const struct step *s, int64_t at, int n)
{
    struct step of = *s;
    if (s->d->n_referrals == 0)
        return FITS;
    of.r = &s->d->referrals[s->d->n_referrals - 1];
    return count(&of, "closed", at, n);
}

/* The other conclusions of a dispute, of which one is corrected: taken back before, counted anew after. */
static enum verdict
count_others(const struct step *s, int n)
{
    for (int i = 0; i < s->d->n_referrals; i++) {
        struct step of = *s;
        of.r = &s->d->referrals[i];
        if (of.r != s->r && is(of.r->state, "concluded") &&
            count(&of, "concluded", of.r->concluded_at, n) == FAILED)
            return FAILED;
    }
    return FITS;
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
    s->r->paused_days =
        s->e->data && json_is_int(json_get(s->e->data, "paused_days"), &paused) ? (int)paused : 0;
    return s->r->outcome ? count(s, "concluded", s->e->at, 1) : MISFIT;
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

/* What is not named here changes no figure. */
static const struct {
    const char *type;
    bool of_referral; /* one that is known */
    enum verdict (*on)(struct step *s);
} handlers[] = {
    {"case.received",      false, on_received },
    {"case.amended",       false, on_changed  },
    {"case.objected",      false, on_changed  },
    {"case.reopened",      false, on_reopened },
    {"case.withdrawn",     false, on_withdrawn},
    {"case.closed",        false, on_closed   },
    {"decision.made",      false, on_decision },
    {"decision.overruled", false, on_decision },
    {"decision.confirmed", false, on_decision },
    {"referral.queued",    false, on_queued   },
    {"referral.offered",   true,  on_offered  },
    {"referral.accepted",  true,  on_accepted },
    {"referral.declined",  true,  on_returned },
    {"referral.lapsed",    true,  on_lapsed   },
    {"referral.paused",    true,  on_paused   },
    {"referral.resumed",   true,  on_resumed  },
    {"referral.released",  true,  on_returned },
    {"referral.extended",  true,  on_extended },
    {"referral.concluded", true,  on_concluded},
    {"referral.corrected", true,  on_corrected},
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
