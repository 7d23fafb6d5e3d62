/* desk.extend, desk.pause, desk.resume: a longer period, and time that does not count. */
#include <string.h>

#include "engine/base/day.h"
#include "engine/case/case_read.h"
#include "engine/desk/deadline.h"
#include "engine/desk/desk_step.h"
#include "queries.h"

/* A clock as it stands. */
struct clock {
    const char *what;
    bool paused, passed;
    fl_day due_on, near_on, act_on, extend_to;
};

static fl_day
day_cell(const PGresult *rows, int row, int column)
{
    return pg_get(rows, row, column) ? (fl_day)pg_get_int(rows, row, column) : FL_NO_DAY;
}

static struct clock
clock_row(const PGresult *rows, int row)
{
    const char *state = pg_get(rows, row, 1);
    return (struct clock){.what = pg_get(rows, row, 0),
                          .paused = strcmp(state, "paused") == 0,
                          .passed = strcmp(state, "passed") == 0,
                          .due_on = day_cell(rows, row, 2),
                          .near_on = day_cell(rows, row, 3),
                          .act_on = day_cell(rows, row, 4),
                          .extend_to = day_cell(rows, row, 5)};
}

static int
read_clocks(const struct call *call, int64_t referral_id, PGresult **ret, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(call->court), pg_int(referral_id)};
    return pg_run(call->db, &Q_list_deadlines, key, 2, PG_ROWS, ret, err);
}

static int
move_clock(const struct call *call, int64_t referral_id, const struct clock *clock, fl_day due_on,
           fl_day extend_to, struct fl_error *err)
{
    const struct pg_param params[] = {
        pg_text(call->court),
        pg_int(referral_id),
        pg_text(clock->what),
        pg_day(due_on),
        pg_day(deadline_near(call->policy, moment_day(call->now), due_on)),
        pg_day(clock->act_on == FL_NO_DAY ? FL_NO_DAY : deadline_grace(call->policy, due_on)),
        pg_day(extend_to)};
    PG_AUTO row = NULL;
    return pg_run(call->db, &Q_move_deadline, params, 7, PG_ROW, &row, err);
}

static int
write_times(const struct referral *r, fl_day due, int days, const char *member, struct buf *result)
{
    json_object(result);
    json_put_id(result, "referral_id", r->referral_id);
    json_put_id(result, "case_id", r->dispute_id);
    json_put_text(result, "state", fl_word(&fl_referral_states, (int)r->state));
    put_day(result, "due_on", due);
    if (member)
        json_put_int(result, member, days);
    json_object_end(result);
    return 0;
}

/* --- extend --- */

/* The clock that sets the due day: the earliest of those that the adapter names. */
static bool
due_clock(const struct fl_adapter *adapter, const PGresult *rows, struct clock *ret)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        *ret = clock_row(rows, row);
        for (const struct fl_deadline_row *d = adapter->deadlines; d->what; d++)
            if (d->due && strcmp(d->what, ret->what) == 0)
                return true;
    }
    return false;
}

/* The article of the extension of a clock, or of the clock itself where the law knows none. */
static int
article(const struct call *call, const struct referral *r, const char *what, const char **ret,
        struct fl_error *err)
{
    struct fl_limit limits[FL_MAX_LIMITS];
    const struct pg_param key[] = {pg_text(call->court), pg_int(r->referral_id)};
    PG_AUTO file = NULL;
    JSON_AUTO decision = NULL;
    if (pg_run(call->db, &Q_get_file, key, 2, PG_ROW, &file, err))
        return err->code;
    const char *text = pg_get(file, 0, 2);
    if (json_parse(text, strlen(text), &decision, err))
        return err->code;
    int n = limits_read(decision, limits);
    const char *longer = arena_print(call->arena, "%s_extension", what);
    *ret = "";
    for (int i = 0; i < n; i++)
        if (strcmp(limits[i].what, longer) == 0 || (!**ret && strcmp(limits[i].what, what) == 0))
            *ret = arena_text(call->arena, limits[i].basis);
    return 0;
}

static int
refuse(const struct call *call, const struct referral *r, const struct clock *clock,
       struct fl_error *err)
{
    const char *basis = "";
    char day[11];
    if (article(call, r, clock->what, &basis, err))
        return err->code;
    return call_fault(
        call, "/params/days",
        clock->extend_to == FL_NO_DAY
            ? arena_print(call->arena, "the law knows no extension of this period (%s)", basis)
            : arena_print(call->arena, "may be extended to %s at the latest (%s)",
                          day_print(clock->extend_to, day), basis),
        err);
}

int
desk_extend(struct call *call, struct buf *result, struct fl_error *err)
{
    if (!call_bool(call, "consent", false))
        return call_fault(call, "/params/consent",
                          "an extension needs the consent of all parties (arbitration and court: "
                          "the approval that the law asks for)",
                          err);
    struct referral r;
    struct clock clock;
    PG_AUTO rows = NULL;
    if (referral_take(call, STEP_EXTEND, &r, err) || read_clocks(call, r.referral_id, &rows, err))
        return err->code;
    if (!due_clock(desk_adapter(call), rows, &clock))
        return referral_conflict(&r, "it has no period to extend", err);
    int days = (int)call_int(call, "days", 0);
    fl_day due = policy_period_end(call->policy, clock.due_on, days, FL_DAYS);
    if (clock.extend_to == FL_NO_DAY || clock.due_on + days > clock.extend_to)
        return refuse(call, &r, &clock, err);
    if (due < moment_day(call->now))
        return call_fault(call, "/params/days", "the period would be over all the same", err);
    if (move_clock(call, r.referral_id, &clock, due, clock.extend_to, err) ||
        deadline_due(call->db, call->court, r.referral_id, desk_adapter(call), &due, err))
        return err->code;
    char from[LIFECYCLE_ARRAY], day[11];
    const struct pg_param params[] = {pg_text(call->court), pg_int(r.referral_id),
                                      pg_text(lifecycle_from(STEP_EXTEND, from)), pg_int(r.claim),
                                      pg_day(due)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_extend_referral, params, 5, PG_ROW, &row, err))
        return err->code;
    struct act act = act_of_call(call, call->now);
    const char *data = arena_print(call->arena, "{\"what\":\"%s\",\"days\":%d,\"due_on\":\"%s\"}",
                                   clock.what, days, day_print(due, day));
    if (referral_event(&act, &r, FL_EVENT_REFERRAL_EXTENDED, data, NULL, NULL, err))
        return err->code;
    return write_times(&r, due, 0, NULL, result);
}

/* --- pause and resume --- */

static const char *
pause_names(struct arena *arena, const struct fl_adapter *adapter)
{
    const char *names = "";
    for (const struct fl_pause_row *p = adapter->pauses; p && p->code; p++)
        names = arena_print(arena, "%s%s%s", names, *names ? ", " : "", p->code);
    return names;
}

static const struct fl_pause_row *
pause_find(const struct fl_adapter *adapter, const char *code)
{
    for (const struct fl_pause_row *p = adapter->pauses; p && p->code; p++)
        if (strcmp(p->code, code) == 0)
            return p;
    return NULL;
}

int
desk_pause(struct call *call, struct buf *result, struct fl_error *err)
{
    const struct fl_adapter *adapter = desk_adapter(call);
    const char *why = call_text(call, "why");
    const struct fl_pause_row *pause = pause_find(adapter, why ? why : "appraisal");
    struct referral r;
    if (!pause)
        return call_fault(call, "/params/why",
                          adapter->pauses ? arena_print(call->arena, "one of %s",
                                                        pause_names(call->arena, adapter))
                                          : "nothing stops the clock of this desk",
                          err);
    if (referral_take(call, STEP_PAUSE, &r, err))
        return err->code;
    char from[LIFECYCLE_ARRAY];
    const struct pg_param params[] = {pg_text(call->court),
                                      pg_int(r.referral_id),
                                      pg_text(lifecycle_from(STEP_PAUSE, from)),
                                      pg_int(r.claim),
                                      pg_text(lifecycle_to(STEP_PAUSE)),
                                      pg_moment(call->now)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_pause_referral, params, 6, PG_ROW, &row, err) ||
        pg_run(call->db, &Q_pause_deadlines, params, 2, PG_NONE, NULL, err))
        return err->code;
    struct act act = act_of_call(call, call->now);
    const char *data = arena_print(call->arena, "{\"why\":\"%s\"}", pause->code);
    if (referral_event(&act, &r, FL_EVENT_REFERRAL_PAUSED, data, call_text(call, "reason"), NULL,
                       err))
        return err->code;
    r.state = FL_REFERRAL_PAUSED;
    return write_times(&r, FL_NO_DAY, 0, NULL, result);
}

/* Each clock goes on where it stood: as many days later as it stood still. One that had passed before
 * stays so, and what follows from that waits as much longer. */
static int
wake_clock(const struct call *call, int64_t referral_id, const struct clock *clock, int days,
           fl_day paused_on, struct fl_error *err)
{
    if (clock->paused && days > 0)
        return move_clock(call, referral_id, clock,
                          policy_period_end(call->policy, clock->due_on, days, FL_DAYS),
                          clock->extend_to == FL_NO_DAY ? FL_NO_DAY : clock->extend_to + days, err);
    if (!clock->paused && !clock->passed)
        return 0;
    const struct pg_param params[] = {
        pg_text(call->court), pg_int(referral_id), pg_text(clock->what), pg_day(paused_on),
        pg_day(clock->act_on == FL_NO_DAY || clock->paused
                   ? clock->act_on
                   : policy_period_end(call->policy, clock->act_on, days, FL_DAYS))};
    PG_AUTO row = NULL;
    return pg_run(call->db, &Q_wake_deadline, params, 5, PG_ROW, &row, err);
}

int
desk_resume(struct call *call, struct buf *result, struct fl_error *err)
{
    struct referral r;
    PG_AUTO rows = NULL;
    if (referral_take(call, STEP_RESUME, &r, err) || read_clocks(call, r.referral_id, &rows, err))
        return err->code;
    fl_day today = moment_day(call->now),
           paused_on = r.paused_at == PG_NULL_NUMBER ? today : moment_day(r.paused_at), due;
    int days = today - paused_on;
    for (int row = 0; row < PQntuples(rows); row++) {
        const struct clock clock = clock_row(rows, row);
        if (wake_clock(call, r.referral_id, &clock, days, paused_on, err))
            return err->code;
    }
    if (deadline_due(call->db, call->court, r.referral_id, desk_adapter(call), &due, err))
        return err->code;
    char from[LIFECYCLE_ARRAY], day[11];
    const struct pg_param params[] = {pg_text(call->court),
                                      pg_int(r.referral_id),
                                      pg_text(lifecycle_from(STEP_RESUME, from)),
                                      pg_int(r.claim),
                                      pg_text(lifecycle_to(STEP_RESUME)),
                                      pg_int(r.paused_days + days),
                                      pg_day(due)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_resume_referral, params, 7, PG_ROW, &row, err))
        return err->code;
    struct act act = act_of_call(call, call->now);
    const char *data = due == FL_NO_DAY
                           ? arena_print(call->arena, "{\"days\":%d}", days)
                           : arena_print(call->arena, "{\"days\":%d,\"due_on\":\"%s\"}", days,
                                         day_print(due, day));
    if (referral_event(&act, &r, FL_EVENT_REFERRAL_RESUMED, data, NULL, NULL, err))
        return err->code;
    r.state = FL_REFERRAL_ACCEPTED;
    return write_times(&r, due, days, "days", result);
}
