/* The view of a case on one day, and the tests of a rule run over it. Nothing here allocates memory
 * or compares strings. */
#include "engine/decide/decide_view.h"

#include <string.h>

#include "engine/case/case_read.h"
#include "engine/base/day.h"

/* A public holiday moves the end of a period by some days at most: beyond this distance from the
 * day asked about, it does not matter whether the holidays of that year are known. */
#define HOLIDAY_REACH 31

void
view_cause(struct view *view, int cause)
{
    const struct edition *edition = view->edition;
    int class = cause < 0 ? 0 : edition->class_of[cause];
    view->cause = cause;
    view->cause_row = edition->rows + (size_t) class * (size_t)edition->columns;
    view->domain = cause < 0 ? -1 : (int)view->policy->lists[edition->list].causes[cause].domain;
}

void
view_amount(struct view *view, int64_t amount)
{
    int64_t largest = -1;
    view->amount = amount;
    for (int i = 0; i < FL_CLAIM__COUNT; i++)
        if (view->c->amounts_fen[i] > largest)
            largest = view->c->amounts_fen[i];
    view->largest = largest >= 0 ? largest : amount;
}

/* History beats facts that say otherwise; a later entry beats an earlier one. */
static void
apply_history(struct view *view)
{
    uint64_t said = 0;
    for (int i = 0; i < view->n_history; i++) {
        const struct fl_past *past = &view->history[i];
        if ((unsigned)past->channel >= FL_MAX_CHANNELS ||
            (unsigned)past->outcome >= FL_MAX_OUTCOMES)
            continue;
        int fact = view->policy->history_fact[past->channel][past->outcome].fact;
        if (fact < 0)
            continue;
        view->fact[fact] = view->policy->history_fact[past->channel][past->outcome].value;
        said |= UINT64_C(1) << fact;
        /* the day of the document is what counts, unless the day it was received is told */
        if (fact == FL_FACT_ARBITRATION && past->on != FL_NO_DAY &&
            (view->fact[FL_FACT_ARBITRATION_ON] == FL_UNKNOWN ||
             view->fact[FL_FACT_ARBITRATION_ON] < past->on)) {
            view->fact[FL_FACT_ARBITRATION_ON] = past->on;
            said |= UINT64_C(1) << FL_FACT_ARBITRATION_ON;
        }
    }
    for (int fact = 0; said >> fact; fact++)
        if (said >> fact & 1 && view->c->fact[fact] != FL_UNKNOWN &&
            view->c->fact[fact] != view->fact[fact])
            view->contradicted |= UINT64_C(1) << fact;
}

void
view_make(struct view *view, const struct policy *policy, const struct fl_case *c, fl_day as_of,
          const struct fl_past *history, int n_history)
{
    int list, cause;
    view->policy = policy;
    view->edition = policy_edition(policy, as_of);
    view->c = c;
    view->as_of = as_of;
    view->history = history;
    view->n_history = n_history;
    memcpy(view->fact, c->fact, sizeof view->fact);
    view->contradicted = c->contradicted;
    view->alias = c->cause_aliased;
    view->has_claims = c->has_claims;
    view->claims = c->claims;
    view->calendar_missing = false;
    view->lost = false;
    view->read = 0;
    view->held = NULL;
    memcpy(view->tags, c->tags, sizeof view->tags);
    view->narrative = NARRATIVE_UNREAD;
    view->mismatch = false;
    view->found_used = view->found_against = 0;
    view->cause_confidence = 1;
    view->route_confidence = 0;
    if (n_history)
        apply_history(view);
    view_amount(view, c->amount_fen);
    if (!view->edition)
        return;
    if (!c->has_cause) {
        view_cause(view, -1);
        if (c->reading)
            view_read(view);
    } else if (case_cause_on(policy, c, as_of, &list, &cause)) {
        view_cause(view, cause);
    } else {
        view_cause(view, -1);
        view->lost = true;
    }
    if (c->has_cause && c->reading)
        view_read(view);
}

/* The last day of the period after a date fact; false when the fact is unknown. Notes when the
 * answer may hang on holidays that are not known. */
static bool
fact_end(struct view *view, const struct test *test, fl_day *ret)
{
    fl_day event = view->fact[test->what];
    if (event == FL_UNKNOWN)
        return false;
    const struct calendar *calendar = &view->policy->calendar;
    fl_day end =
        period_end(calendar, event, test->u.period.length, (enum fl_unit)test->u.period.unit);
    fl_day distance = end > view->as_of ? end - view->as_of : view->as_of - end;
    if ((end < calendar->data_first || end > calendar->data_last) && distance <= HOLIDAY_REACH)
        view->calendar_missing = true;
    *ret = end;
    return true;
}

/* The horizon is a plain count of days or months: it does not move past rest days. */
static fl_day
near_end(const struct view *view, const struct test *test)
{
    return test->u.period.near_unit == FL_MONTHS ? day_add_months(view->as_of, test->u.period.near)
                                                 : view->as_of + test->u.period.near;
}

static bool
past_holds(const struct view *view, const struct test *test, int from)
{
    for (int i = from; i < view->n_history; i++) {
        const struct fl_past *past = &view->history[i];
        /* an outcome or procedure that is not given (-1) matches only what is not asked for */
        uint32_t channel = (unsigned)past->channel < 32 ? UINT32_C(1) << past->channel : 0;
        uint32_t procedure = (unsigned)past->procedure < 32 ? UINT32_C(1) << past->procedure : 0;
        uint32_t outcome = (unsigned)past->outcome < 32 ? UINT32_C(1) << past->outcome : 0;
        if ((test->u.past.channels == UINT32_MAX || test->u.past.channels & channel) &&
            (test->u.past.procedures == UINT32_MAX || test->u.past.procedures & procedure) &&
            (test->u.past.outcomes == UINT32_MAX || test->u.past.outcomes & outcome))
            return true;
    }
    return false;
}

static inline uint32_t
of_side(const uint32_t sides[FL_SIDE__COUNT], int side)
{
    return side < FL_SIDE__COUNT ? sides[side] : sides[FL_CLAIMANT] | sides[FL_RESPONDENT];
}

static inline bool
in_range(const struct test *test, int64_t n)
{
    return n >= test->u.range.lo && n <= test->u.range.hi;
}

static bool
test_holds(struct view *view, const struct test *test)
{
    uint64_t mask = test->u.mask;
    fl_day end;
    switch ((enum op)test->op) {
    case OP_FACT: {
        int32_t value = view->fact[test->what];
        if (value == FL_UNKNOWN)
            return mask >> 63;
        return (uint32_t)value < 63 ? mask >> value & 1 : mask & 1; /* a day: any is known */
    }
    case OP_WITHIN:
        return fact_end(view, test, &end) && end >= view->as_of;
    case OP_PAST:
        return fact_end(view, test, &end) && end < view->as_of;
    case OP_NEAR:
        return fact_end(view, test, &end) && end >= view->as_of && end <= near_end(view, test);
    case OP_CAUSE:
        return bit_get(view->cause_row, test->what);
    case OP_CAUSE_UNKNOWN:
        return view->cause < 0;
    case OP_DOMAIN:
        return view->domain < 0 ? mask >> 63 : mask >> view->domain & 1;
    case OP_CLAIMS_ANY:
        return view->claims & mask;
    case OP_CLAIMS_ALL:
        return (view->claims & mask) == mask;
    case OP_CLAIMS_ONLY:
        return view->claims && !(view->claims & ~mask);
    case OP_CLAIMS_UNKNOWN:
        return !view->has_claims;
    case OP_TAGS_ANY:
        return of_side(view->tags, test->side) & mask;
    case OP_TAGS_ALL:
        return (of_side(view->tags, test->side) & mask) == mask;
    case OP_KINDS_ANY:
        return of_side(view->c->kinds, test->side) & mask;
    case OP_KINDS_ONLY: {
        uint32_t kinds = of_side(view->c->kinds, test->side);
        return kinds && !(kinds & ~mask);
    }
    case OP_COUNT:
        return in_range(test, test->side < FL_SIDE__COUNT ? view->c->count[test->side] : 0);
    case OP_AMOUNT:
        return view->amount >= 0 && in_range(test, view->amount);
    case OP_AMOUNT_UNKNOWN:
        return view->amount < 0;
    case OP_LARGEST:
        return view->largest >= 0 && in_range(test, view->largest);
    case OP_LARGEST_UNKNOWN:
        return view->largest < 0;
    case OP_HISTORY:
        return past_holds(view, test, 0);
    case OP_HISTORY_LAST:
        return view->n_history && past_holds(view, test, view->n_history - 1);
    case OP_HISTORY_NONE:
        return !view->n_history;
    case OP_NATURE:
        return mask >> view->nature & 1;
    case OP_CHANNEL:
        return mask >> view->channel & 1;
    case OP_PROCEDURE:
        return mask >> view->procedure & 1;
    case OP_FAST_TRACK:
        return view->fast_track;
    case OP_ALIAS:
        return view->alias;
    case OP_CROSSWALK_LOST:
        return view->lost;
    case OP_CONTRADICTED:
        return view->contradicted;
    case OP_CALENDAR_MISSING:
        return view->calendar_missing;
    case OP_NARRATIVE:
        return mask >> view->narrative & 1;
    case OP_NARRATIVE_CONTRADICTS:
        return view->found_against;
    case OP_CAUSE_MISMATCH:
        return view->mismatch;
    }
    return false;
}

static inline bool
run_tests(struct view *view, const struct test *tests, unsigned at, unsigned end)
{
    while (at < end) {
        const struct test *test = &tests[at];
        view->read |= test->member;
        at = test_holds(view, test) ? test->yes : test->no;
    }
    return at != GOTO_NO;
}

bool
view_holds(struct view *view, const struct standing *rule)
{
    return run_tests(view, rule->tests, 0, (unsigned)rule->n_tests);
}

/* A part has held when the run leaves it for the next part, or for the end of the rule. */
bool
view_part_holds(struct view *view, const struct standing *rule, int part)
{
    return run_tests(view, rule->tests, rule->parts[part], rule->parts[part + 1]);
}
