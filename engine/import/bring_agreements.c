/* The agreements of imported visits, as a report and what came after it would have written them: row, clock, ledger. */
#include "engine/import/bring_parts.h"

#include "engine/desk/performance.h"

static fl_day
performed_on(const struct brought_visit *v)
{
    return v->performed_at == PG_NULL_NUMBER ? FL_NO_DAY : moment_day(v->performed_at);
}

/* Of what was performed on a day that nobody knows there is none: it would say in time, or late. */
static bool
has_clock(const struct brought_visit *v)
{
    return v->perform_by != FL_NO_DAY &&
           (v->performed != BROUGHT_WHOLE || v->performed_at != PG_NULL_NUMBER);
}

/* As any other: one whose day has passed is told by the next sweep. */
static int
put_clock(struct bringing *b, const struct brought *d, const struct brought_visit *v,
          struct arena *arena, struct fl_error *err)
{
    const struct act act = bring_act(b, arena, d, v->concluded_at);
    fl_day reached = moment_day(v->concluded_at);
    if (!has_clock(v))
        return 0;
    const struct deadline clock = agreement_clock(b->policy, reached, v->perform_by);
    if (deadlines_open(&act, d->dispute_id, v->referral_id, STARTS_BY_AGREEMENT, reached, &clock, 1,
                       err))
        return err->code;
    return v->performed == BROUGHT_WHOLE ? deadlines_close(&act, v->referral_id, FL_UNTIL_PERFORMED,
                                                           performed_on(v), FL_NO_DAY, err)
                                         : 0;
}

int
bring_agreements(struct bringing *b, const struct brought *list, int n, struct arena *arena,
                 struct fl_error *err)
{
    const struct act act = bring_act(b, arena, &list[0], moment_now());
    int room = 1, n_reached = 0, n_performed = 0;
    for (int i = 0; i < n; i++)
        room += list[i].n_visits;
    struct agreement_reached *reached = arena_take(arena, (size_t)room * sizeof *reached);
    struct agreement_performed *performed = arena_take(arena, (size_t)room * sizeof *performed);
    for (int i = 0; i < n; i++)
        for (int k = 0; list[i].stored && k < list[i].n_visits; k++) {
            const struct brought_visit *v = &list[i].visits[k];
            if (!v->performance_told)
                continue;
            reached[n_reached++] = (struct agreement_reached){
                list[i].dispute_id,          v->referral_id, v->concluded_event,
                moment_day(v->concluded_at), v->perform_by,  false};
            if (v->performed != BROUGHT_NONE)
                performed[n_performed++] =
                    (struct agreement_performed){v->referral_id, v->performed_event,
                                                 v->performed == BROUGHT_WHOLE, performed_on(v)};
            if (put_clock(b, &list[i], v, arena, err))
                return err->code;
        }
    int code = agreements_put(&act, reached, n_reached, err);
    return code ? code : agreements_perform(&act, performed, n_performed, err);
}
