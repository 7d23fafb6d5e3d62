/* Which unknown members would have changed the route: each is tried alone over every value that the
 * rules of the day can tell apart.
 *
 * A member that no test looked at cannot matter, so only those that the run has read are tried, and
 * each try starts at the rule that read the member first: everything before it stays as it was. The
 * answer is the same as that of trying every member over everything, only sooner. */
#include <stdio.h>

#include "engine/base/day.h"
#include "engine/decide/decide_view.h"

_Static_assert(FL_MEMBER__COUNT <= 63, "members are bits of a uint64_t");

bool
member_unknown(const struct view *view, int member)
{
    if (member == FL_MEMBER_CAUSE)
        return view->cause < 0;
    if (member == FL_MEMBER_CLAIMS)
        return !view->has_claims;
    if (member == FL_MEMBER_AMOUNT)
        return view->amount < 0;
    if (view->fact[member] == FL_UNKNOWN)
        return true;
    /* `claimant`: the other side is still to be asked, which is as unknown (docs/protocol.md §1) */
    const int both = 0, refused = 2;
    return member == FL_FACT_CONSENT_TO_MEDIATE && view->fact[member] != both &&
           view->fact[member] != refused;
}

const char *
member_name(int member, char ret[64])
{
    if (member < FL_FACT__COUNT)
        snprintf(ret, 64, "facts.%s", fl_facts[member].name);
    else
        snprintf(ret, 64, "%s",
                 member == FL_MEMBER_CAUSE    ? "cause"
                 : member == FL_MEMBER_CLAIMS ? "claims"
                                              : "amount_fen");
    return ret;
}

/* One try: a copy of the base, to be changed in one member. */
struct attempt {
    const struct view *base;
    struct view view;
    int member, from_rule;
    member_try *try;
    void *with;
};

static bool
run(struct attempt *attempt)
{
    view_run_from(&attempt->view, attempt->from_rule);
    return attempt->try(&attempt->view, attempt->member, attempt->with);
}

static bool
try_word(struct attempt *attempt, int32_t value)
{
    attempt->view = *attempt->base;
    attempt->view.fact[attempt->member] = value;
    return run(attempt);
}

static bool
try_words(struct attempt *attempt)
{
    const struct fl_fact_info *info = &fl_facts[attempt->member];
    int n = info->type == FL_FACT_TYPE_BOOL ? 2 : info->values->count;
    for (int i = 0; i < n; i++)
        if (i != attempt->base->fact[attempt->member] && try_word(attempt, i))
            return true;
    return false;
}

/* The first event whose period has not ended before `day`: the end of a period never moves back
 * when the event moves on, so halving finds it. */
static fl_day
first_event(const struct view *view, int length, enum fl_unit unit, fl_day day)
{
    const struct calendar *calendar = &view->policy->calendar;
    int back = unit == FL_MONTHS ? 31 * length : unit == FL_DAYS ? length : 3 * length;
    fl_day low = day - back - 2 * 31, high = day;
    while (low < high) {
        fl_day middle = low + (high - low) / 2;
        if (period_end(calendar, middle, length, unit) >= day)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static bool
try_boundary(struct attempt *attempt, fl_day day)
{
    return try_word(attempt, day - 1) || try_word(attempt, day) || try_word(attempt, day + 1);
}

static bool
try_days(struct attempt *attempt)
{
    const struct view *base = attempt->base;
    const struct edition *edition = base->edition;
    if (try_word(attempt, base->as_of)) /* any day: it may matter that one is known at all */
        return true;
    for (int i = 0; i < edition->n_periods; i++) {
        enum fl_unit unit = edition->periods[i].unit;
        int length = edition->periods[i].length, near = edition->periods[i].near;
        if (edition->periods[i].fact != attempt->member)
            continue;
        if (try_boundary(attempt, first_event(base, length, unit, base->as_of)))
            return true;
        if (edition->periods[i].op != OP_NEAR)
            continue;
        fl_day horizon = edition->periods[i].near_unit == FL_MONTHS
                             ? day_add_months(base->as_of, near)
                             : base->as_of + near;
        if (try_boundary(attempt, first_event(base, length, unit, horizon + 1)))
            return true;
    }
    return false;
}

static bool
try_causes(struct attempt *attempt)
{
    const struct edition *edition = attempt->base->edition;
    int now = attempt->base->cause < 0 ? 0 : edition->class_of[attempt->base->cause];
    for (int class = 1; class < edition->n_classes; class ++) {
        if (class == now)
            continue;
        attempt->view = *attempt->base;
        attempt->view.lost = attempt->view.alias = false;
        view_cause(&attempt->view, edition->representative[class]);
        if (run(attempt))
            return true;
    }
    return false;
}

static bool
try_claims(struct attempt *attempt)
{
    for (int i = 0; i < FL_CLAIM__COUNT; i++) {
        uint32_t claims = UINT32_C(1) << i;
        if (attempt->base->has_claims && attempt->base->claims == claims)
            continue;
        attempt->view = *attempt->base;
        attempt->view.has_claims = true;
        attempt->view.claims = claims;
        if (run(attempt))
            return true;
    }
    return false;
}

/* The items of a case may not exceed its amount, so no less than their sum can be true. */
static bool
try_amounts(struct attempt *attempt)
{
    const struct view *base = attempt->base;
    int64_t least = 0, last = -1;
    for (int i = 0; i < FL_CLAIM__COUNT; i++)
        if (base->c->amounts_fen[i] > 0)
            least += base->c->amounts_fen[i];
    for (int i = -1; i < base->edition->n_amounts; i++) {
        int64_t amount = i < 0 ? least : base->edition->amounts[i];
        amount = amount < least ? least : amount;
        if (amount == last || amount == base->amount)
            continue;
        last = amount;
        attempt->view = *base;
        view_amount(&attempt->view, amount);
        if (run(attempt))
            return true;
    }
    return false;
}

bool
member_try_all(const struct view *base, int member, int from_rule, member_try *try, void *with)
{
    struct attempt attempt;
    attempt.base = base;
    attempt.member = member;
    attempt.from_rule = from_rule;
    attempt.try = try;
    attempt.with = with;
    if (member == FL_MEMBER_CAUSE)
        return try_causes(&attempt);
    if (member == FL_MEMBER_CLAIMS)
        return try_claims(&attempt);
    if (member == FL_MEMBER_AMOUNT)
        return try_amounts(&attempt);
    return fl_facts[member].type == FL_FACT_TYPE_DATE ? try_days(&attempt) : try_words(&attempt);
}

static bool
differs(const struct view *view, int member, void *with)
{
    const struct view *base = with;
    (void)member;
    return view->channel != base->channel || view->procedure != base->procedure ||
           view->fast_track != base->fast_track;
}

uint64_t
missing_of(const struct view *view, const int first_read[FL_MEMBER__COUNT])
{
    uint64_t missing = 0;
    struct view base = *view;
    for (uint64_t left = view->read; left; left &= left - 1) {
        int member = __builtin_ctzll(left);
        if (member_unknown(view, member) &&
            member_try_all(view, member, first_read[member], differs, &base))
            missing |= UINT64_C(1) << member;
    }
    return missing;
}
