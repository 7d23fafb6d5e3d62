/* What the narrative shows, in the place of what was not given: which findings count is the policy's to say
 * (found.json), and a cause is only taken when the route it leads to is sure enough. */
#include "engine/case/case_read.h"
#include "engine/decide/decide_view.h"
#include "engine/text/reading.h"

enum { ITEMS = 64 };
#define ROUNDING 1e-9 /* 0.8 of a whole is 80 per cent */

struct route {
    int channel, procedure, fast_track;
};

/* The row of found.json that speaks of a finding on this day, or NULL. */
static const struct take *
take_of(const struct view *view, const struct found_item *item)
{
    for (int i = 0; i < view->policy->n_takes; i++) {
        const struct take *take = &view->policy->takes[i];
        if (take->kind != item->kind || (item->kind == FOUND_FACT && take->which != item->which) ||
            view->as_of < take->from || view->as_of > take->to)
            continue;
        if (take->values == UINT64_MAX ||
            (item->value >= 0 && item->value < 64 && take->values >> item->value & 1))
            return take;
    }
    return NULL;
}

static bool
domain_sure(const struct view *view, uint32_t domains)
{
    const struct reading *reading = view->c->reading;
    return (int)reading->domain >= 0 && domains >> reading->domain & 1 &&
           reading->confidence * 100 >= view->edition->min_confidence;
}

/* --- what was given, and says otherwise --- */

static bool
fact_differs(const struct view *view, const struct found_item *item)
{
    int32_t given = view->c->fact[item->which];
    if (item->sure < view->edition->contradiction_sure || given == FL_UNKNOWN ||
        given == item->value)
        return false;
    /* the claimant's own consent is compatible with every answer of the other side */
    const int claimant = 1;
    if (item->which == FL_FACT_CONSENT_TO_MEDIATE && (item->value == claimant || given == claimant))
        return false;
    return true;
}

static bool
amount_differs(const struct view *view, const struct found_item *item)
{
    return item->sure >= view->edition->contradiction_amount_sure && !item->about &&
           view->c->amount_fen >= 0 && view->c->amount_fen != item->value;
}

static bool
claimants_differ(const struct view *view, const struct found_item *item)
{
    return item->sure >= view->edition->contradiction_sure &&
           item->value > view->c->count[FL_CLAIMANT];
}

/* --- what was not given --- */

static bool
fill_fact(struct view *view, const struct found_item *item)
{
    if (view->fact[item->which] != FL_UNKNOWN)
        return false;
    view->fact[item->which] = (int32_t)item->value;
    return true;
}

static bool
fill_amount(struct view *view, const struct found_item *item)
{
    if (view->amount >= 0)
        return false;
    view_amount(view, item->value);
    return true;
}

static bool
fill_claim(struct view *view, const struct found_item *item)
{
    if (view->c->has_claims)
        return false;
    view->has_claims = true;
    view->claims |= UINT32_C(1) << item->value;
    return true;
}

static bool
fill_claimant_tag(struct view *view, const struct found_item *item)
{
    view->tags[FL_CLAIMANT] |= UINT32_C(1) << item->value;
    return true;
}

static bool
fill_respondent_tag(struct view *view, const struct found_item *item)
{
    view->tags[FL_RESPONDENT] |= UINT32_C(1) << item->value;
    return true;
}

static bool
fill_no_dispute(struct view *view, const struct found_item *item)
{
    (void)item;
    view->narrative = NARRATIVE_NO_DISPUTE;
    return true;
}

/* What becomes of each kind of finding; those without a row are only shown. */
static const struct {
    bool (*differs)(const struct view *view, const struct found_item *item);
    bool (*fill)(struct view *view, const struct found_item *item); /* false: was given */
} uses[FOUND__COUNT] = {
    [FOUND_FACT] = {fact_differs,     fill_fact          },
    [FOUND_AMOUNT] = {amount_differs,   fill_amount        },
    [FOUND_CLAIMANTS] = {claimants_differ, NULL               }, /* the parties are always given */
    [FOUND_CLAIM] = {NULL,             fill_claim         },
    [FOUND_CLAIMANT_TAG] = {NULL,             fill_claimant_tag  },
    [FOUND_RESPONDENT_TAG] = {NULL,             fill_respondent_tag},
    [FOUND_NO_DISPUTE] = {NULL,             fill_no_dispute    },
};

static void
fill_all(struct view *view, bool with_cause)
{
    const struct found *found = view->c->reading->found;
    for (int i = 0; i < found->n && i < ITEMS; i++) {
        const struct found_item *item = &found->items[i];
        const struct take *take = take_of(view, item);
        if (!take || item->sure < take->min_sure)
            continue;
        bool now = with_cause ? take->needs == TAKE_CAUSE
                              : take->needs == TAKE_WORDS || (take->needs == TAKE_DOMAIN &&
                                                              domain_sure(view, take->domains));
        if (now && uses[item->kind].fill && uses[item->kind].fill(view, item))
            view->found_used |= UINT64_C(1) << i;
    }
}

/* --- the cause --- */

static struct route
route_with(const struct view *view, int cause)
{
    struct view tried = *view;
    view_cause(&tried, cause);
    view_run(&tried);
    return (struct route){tried.channel, tried.procedure, tried.fast_track};
}

static bool
same_route(const struct route *a, const struct route *b)
{
    return a->channel == b->channel && a->procedure == b->procedure &&
           a->fast_track == b->fast_track;
}

static int
cause_here(const struct view *view, int cause)
{
    struct fl_case read = {.cause_list = view->c->reading->cause_list, .cause = cause};
    int list, here;
    return case_cause_on(view->policy, &read, view->as_of, &list, &here) ? here : -1;
}

/* How much of the likeliest causes lead where the first one leads. */
static double
share_of_route(const struct view *view, int first)
{
    const struct reading *reading = view->c->reading;
    const struct route best = route_with(view, first);
    double same = 0, all = 0;
    for (int i = 0; i < reading->n_top; i++) {
        int cause = i ? cause_here(view, reading->top[i].cause) : first;
        const struct route route = cause < 0 ? (struct route){-1, -1, -1} : route_with(view, cause);
        all += reading->top[i].confidence;
        if (same_route(&best, &route))
            same += reading->top[i].confidence;
    }
    return all > 0 ? same / all : 0;
}

static bool
is_dispute(const struct view *view)
{
    return view->c->reading->no_dispute * 100 < view->edition->no_dispute_confidence;
}

/* Which of the likeliest causes is right need not be known where all of them lead to one place: what counts
 * is that the text is of the domain, and how much of the domain's causes then lead there. */
static bool
take_cause(struct view *view)
{
    const struct reading *reading = view->c->reading;
    struct view tried = *view;
    int first = reading->n_top ? cause_here(view, reading->top[0].cause) : -1;
    if (first < 0 || !is_dispute(view))
        return false;
    fill_all(&tried, true);
    view->route_confidence = reading->confidence * share_of_route(&tried, first);
    if (view->route_confidence * 100 + ROUNDING < view->edition->min_confidence)
        return false;
    tried.route_confidence = view->route_confidence;
    *view = tried;
    view_cause(view, first);
    view->cause_confidence = reading->top[0].confidence;
    return true;
}

/* Words of a question or of thanks that are not sure enough by themselves, where nothing else is. */
static bool
hints_no_dispute(struct view *view)
{
    const struct found *found = view->c->reading->found;
    const struct found_item *item = found_of(found, FOUND_NO_DISPUTE, 0);
    if (!item)
        return false;
    if (item - found->items < ITEMS)
        view->found_used |= UINT64_C(1) << (item - found->items);
    return true;
}

static void
fill_gaps(struct view *view)
{
    fill_all(view, false);
    if (view->narrative == NARRATIVE_NO_DISPUTE)
        return; /* its words say so, whatever cause it speaks of */
    if (take_cause(view))
        view->narrative = NARRATIVE_SURE;
    else if (!is_dispute(view) || hints_no_dispute(view))
        view->narrative = NARRATIVE_NO_DISPUTE;
    else if (view->c->reading->model)
        view->narrative = NARRATIVE_UNSURE;
}

void
view_read(struct view *view)
{
    const struct reading *reading = view->c->reading;
    for (int i = 0; i < reading->found->n && i < ITEMS; i++) {
        const struct found_item *item = &reading->found->items[i];
        if (uses[item->kind].differs && uses[item->kind].differs(view, item))
            view->found_against |= UINT64_C(1) << i;
    }
    if (view->c->has_cause)
        view->mismatch = reading->doubt * 100 >= view->edition->mismatch_confidence;
    else
        fill_gaps(view);
}
