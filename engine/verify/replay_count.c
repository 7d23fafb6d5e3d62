/* The effects of a step on the counts. */
#include "engine/verify/replay_parts.h"

#include "fenliu/adapter.h"

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

enum verdict
count_on(const struct step *s, const char *measure, fl_day day, int n)
{
    struct told_effect effect = {.measure = measure,
                                 .day = day,
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

enum verdict
count(const struct step *s, const char *measure, int64_t at, int n)
{
    return count_on(s, measure, moment_day(at), n);
}

enum verdict
count_closed(const struct step *s, int64_t at, int n)
{
    struct step of = *s;
    if (s->d->n_referrals == 0)
        return FITS;
    of.r = &s->d->referrals[s->d->n_referrals - 1];
    return count(&of, "closed", at, n);
}

enum verdict
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
