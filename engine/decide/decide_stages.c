/* The stages in their order over the view of a case: the first rule that holds decides each. */
#include "engine/decide/decide_view.h"

/* Takes over what the rule of a stage says. False: the stages are over. */
static bool
stage_said(struct view *view, int stage, int at)
{
    const struct standing *rule = &view->edition->rules[at];
    view->fired[stage] = at;
    switch ((enum stage)stage) {
    case STAGE_NATURE:
        view->nature = rule->nature;
        return true;
    case STAGE_ROUTE:
        view->channel = rule->channel;
        view->procedure = rule->procedure;
        return view->channel == FL_CHANNEL_COURT;
    case STAGE_PROCEDURE:
        view->procedure = rule->procedure;
        return true;
    case STAGE_FAST_TRACK:
        view->fast_track = rule->fast_track;
        return true;
    case STAGE_FLAGS:
    case STAGE_LIMITS:
    case STAGE_DOCKET:
    case STAGE__COUNT:
        break;
    }
    return false;
}

/* The stages from `stage` on, beginning at rule `at` of it. */
static void
run_stages(struct view *view, int stage, int at, int *first_read)
{
    const struct edition *edition = view->edition;
    for (int later = stage; later < STAGE__COUNT; later++)
        view->fired[later] = -1;
    view->fast_track = 0;
    for (; stage <= STAGE_FAST_TRACK; stage++, at = edition->stage[stage]) {
        if (stage == STAGE_PROCEDURE && view->procedure >= 0)
            continue;
        int end = edition->stage[stage + 1];
        for (; at < end; at++) {
            uint64_t before = view->read;
            bool holds = view_holds(view, &edition->rules[at]);
            if (first_read)
                for (uint64_t fresh = view->read & ~before; fresh; fresh &= fresh - 1)
                    first_read[__builtin_ctzll(fresh)] = at;
            if (holds)
                break;
        }
        if (at == end || !stage_said(view, stage, at))
            return;
    }
}

void
view_run(struct view *view)
{
    view->read = 0;
    run_stages(view, STAGE_NATURE, view->edition->stage[STAGE_NATURE], NULL);
}

void
view_run_noting(struct view *view, int first_read[FL_MEMBER__COUNT])
{
    for (int i = 0; i < FL_MEMBER__COUNT; i++)
        first_read[i] = INT32_MAX;
    view->read = 0;
    run_stages(view, STAGE_NATURE, view->edition->stage[STAGE_NATURE], first_read);
}

void
view_run_from(struct view *view, int rule)
{
    int stage = STAGE_NATURE;
    while (rule >= view->edition->stage[stage + 1])
        stage++;
    if (stage <= STAGE_PROCEDURE) /* the stage has run: the route named no procedure itself */
        view->procedure = -1;
    run_stages(view, stage, rule, NULL);
}
