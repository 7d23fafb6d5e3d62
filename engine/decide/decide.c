/* decide(): the stages over the view of a case, then what goes with the route: reasons, limits,
 * flags, what was missing, the word of the case number, and what follows if it fails. */
#include "engine/decide/decide.h"

#include <string.h>

#include "engine/decide/decide_view.h"

#define MAX_PRIORITY 100

/* A day that the pack does not cover is decided by nobody but a clerk. */
static void
put_uncovered(struct fl_decision *ret)
{
    ret->channel = FL_CHANNEL_TRIAGE;
    ret->procedure = FL_PROCEDURE_MANUAL;
    ret->rule = "NO-POLICY";
    ret->reasons[0] =
        (struct fl_reason){"NO-POLICY", "现行规则集不适用于该日期，由程序分流员人工甄别。", ""};
    ret->n_reasons = 1;
}

static const char *
cause_from(const struct view *view)
{
    const struct fl_case *c = view->c;
    if (view->cause < 0)
        return NULL;
    if (!c->has_cause)
        return "narrative";
    if (c->cause_aliased)
        return "alias";
    return c->cause_list == view->edition->list ? "given" : "crosswalk";
}

static void
put_route(const struct view *view, struct fl_decision *ret)
{
    const struct edition *edition = view->edition;
    ret->channel = (enum fl_channel)view->channel;
    ret->procedure = (enum fl_procedure)view->procedure;
    ret->fast_track = view->fast_track;
    ret->rule = edition->rules[view->fired[STAGE_ROUTE]].rule->id;
    ret->domain = (enum fl_domain)view->domain;
    ret->cause_list = view->cause < 0 ? -1 : edition->list;
    ret->cause = view->cause;
    ret->cause_from = cause_from(view);
    ret->cause_confidence = view->cause < 0 ? 0 : view->cause_confidence;
    ret->reading = view->c->reading;
    ret->narrative = view->c->narrative;
    ret->found_used = view->found_used;
    ret->found_against = view->found_against;
    ret->route_confidence = view->route_confidence;
}

static void
start(const struct policy *policy, fl_day as_of, struct fl_decision *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->policy = policy_name(policy);
    ret->as_of = as_of;
    ret->domain = (enum fl_domain) - 1;
    ret->cause_list = ret->cause = -1;
}

void
decide_route(const struct policy *policy, const struct fl_case *c, fl_day as_of,
             struct fl_decision *ret)
{
    struct view view;
    start(policy, as_of, ret);
    view_make(&view, policy, c, as_of, c->history, c->n_history);
    if (!view.edition) {
        put_uncovered(ret);
        return;
    }
    view_run(&view);
    put_route(&view, ret);
}

static void
put_reasons(const struct view *view, struct fl_decision *ret)
{
    for (int stage = STAGE_NATURE; stage <= STAGE_FAST_TRACK; stage++) {
        if (view->fired[stage] < 0)
            continue;
        const struct standing *rule = &view->edition->rules[view->fired[stage]];
        if (*rule->text)
            ret->reasons[ret->n_reasons++] =
                (struct fl_reason){rule->rule->id, rule->text, rule->basis};
    }
}

static void
note_held(struct view *view, int rule)
{
    if (view->held)
        view->held[rule] = 1;
}

/* Limits come before flags, since a clock that ends beyond the known holidays is a flag. */
static void
put_limits(struct view *view, struct fl_decision *ret)
{
    const struct edition *edition = view->edition;
    for (int i = edition->stage[STAGE_LIMITS]; i < edition->stage[STAGE_LIMITS + 1]; i++) {
        const struct standing *rule = &edition->rules[i];
        if (ret->n_limits == FL_MAX_LIMITS || !view_holds(view, rule))
            continue;
        note_held(view, i);
        struct fl_limit *limit = &ret->limits[ret->n_limits++];
        *limit = (struct fl_limit){.what = rule->rule->what,
                                   .length = rule->length,
                                   .unit = rule->rule->unit,
                                   .from = rule->rule->from_event,
                                   .until = FL_NO_DAY,
                                   .basis = rule->basis};
        if (strcmp(limit->from, "entry"))
            continue;
        limit->until = policy_period_end(view->policy, view->as_of, rule->length, limit->unit);
        if (!policy_calendar_covers(view->policy, limit->until))
            view->calendar_missing = true;
    }
}

static void
put_flags(struct view *view, struct fl_decision *ret)
{
    const struct edition *edition = view->edition;
    for (int i = edition->stage[STAGE_FLAGS]; i < edition->stage[STAGE_FLAGS + 1]; i++) {
        const struct standing *rule = &edition->rules[i];
        if (ret->n_flags == FL_MAX_FLAGS || !view_holds(view, rule))
            continue;
        note_held(view, i);
        ret->flags[ret->n_flags++] =
            (struct fl_flag){rule->rule->flag, rule->text, rule->basis, rule->of_narrative};
        ret->priority += rule->rule->priority;
    }
    ret->priority = ret->priority < 0 ? 0 : ret->priority;
    ret->priority = ret->priority > MAX_PRIORITY ? MAX_PRIORITY : ret->priority;
}

static void
put_docket(struct view *view, struct fl_decision *ret)
{
    const struct edition *edition = view->edition;
    for (int i = edition->stage[STAGE_DOCKET]; i < edition->stage[STAGE_DOCKET + 1]; i++)
        if (view_holds(view, &edition->rules[i])) {
            view->fired[STAGE_DOCKET] = i;
            ret->docket_word = edition->rules[i].rule->word;
            return;
        }
}

void
view_collect(struct view *view, struct fl_decision *ret)
{
    put_limits(view, ret);
    put_flags(view, ret);
    put_docket(view, ret);
}

/* Decides again as if this referral had failed, by the same rules on the same day. */
static void
put_if_fails(const struct view *view, struct arena *arena, struct fl_decision *ret)
{
    int outcome = view->policy->fails[view->channel];
    if (outcome < 0 || (view->channel == FL_CHANNEL_COURT && !view->fast_track))
        return;
    struct fl_past *history = arena_take(arena, (size_t)(view->n_history + 1) * sizeof *history);
    if (view->n_history)
        memcpy(history, view->history, (size_t)view->n_history * sizeof *history);
    history[view->n_history] = (struct fl_past){.channel = (enum fl_channel)view->channel,
                                                .procedure = (enum fl_procedure)view->procedure,
                                                .outcome = (enum fl_outcome)outcome,
                                                .converted_to = (enum fl_procedure) - 1,
                                                .on = view->as_of};
    struct view next;
    view_make(&next, view->policy, view->c, view->as_of, history, view->n_history + 1);
    view_run(&next);
    ret->has_if_fails = true;
    ret->fails_channel = (enum fl_channel)next.channel;
    ret->fails_procedure = (enum fl_procedure)next.procedure;
}

void
decide(const struct policy *policy, const struct fl_case *c, fl_day as_of, struct arena *arena,
       struct fl_decision *ret)
{
    struct view view;
    int first_read[FL_MEMBER__COUNT];
    start(policy, as_of, ret);
    view_make(&view, policy, c, as_of, c->history, c->n_history);
    if (!view.edition) {
        put_uncovered(ret);
        return;
    }
    view_run_noting(&view, first_read);
    put_route(&view, ret);
    put_reasons(&view, ret);
    ret->missing = missing_of(&view, first_read);
    view_collect(&view, ret);
    put_if_fails(&view, arena, ret);
}

void
decide_ordered(const struct policy *policy, const struct fl_case *c, fl_day as_of,
               enum fl_channel channel, enum fl_procedure procedure, bool fast_track,
               struct arena *arena, struct fl_decision *ret)
{
    struct view view;
    start(policy, as_of, ret);
    view_make(&view, policy, c, as_of, c->history, c->n_history);
    if (view.edition) {
        view_run(&view); /* nature, cause and domain stay what they are */
        view.channel = (int)channel;
        view.procedure = (int)procedure;
        view.fast_track = fast_track;
        put_route(&view, ret);
        put_limits(&view, ret);
        put_flags(&view, ret);
        put_docket(&view, ret);
        put_if_fails(&view, arena, ret);
    }
    ret->channel = channel;
    ret->procedure = procedure;
    ret->fast_track = fast_track;
    ret->rule = "CLERK";
    ret->reasons[0] = (struct fl_reason){"CLERK", "由程序分流员或者审判人员人工决定。", ""};
    ret->n_reasons = 1;
}
