/* The clocks of a dispute beside what its events say. A clock's day follows from the law, which no event repeats; but
 * what state it is in does not: each rule of the table below names a state that cannot be. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/verify/recount_parts.h"
#include "engine/verify/replay_parts.h"
#include "fenliu/adapter.h"

/* The columns of declare_stored_deadlines.sql. */
enum { REFERRAL = 2, WHAT, STARTS, UNTIL, STATE, DISPUTE, DUE_ON, CLOSED_ON };

struct clock {
    const char *what, *starts, *until, *state;
    fl_day due_on, closed_on;
    const struct told_referral *r;
    int passed; /* how often an event says so, of this day */
};

static bool
is_open(const struct clock *c)
{
    static const char *const states[] = {"running", "near", "passed", "paused", NULL};
    return is_one_of(c->state, states);
}

static bool
is_kept(const struct clock *c)
{
    return is(c->state, "met") || is(c->state, "late");
}

/* What it waits for has come about, or cannot any more. */
static bool
is_over(const struct clock *c)
{
    static const char *const held[] = {"accepted", "paused", NULL}, *const ended[] = {"concluded",
                                                                                      "cancelled",
                                                                                      NULL};
    if (is(c->until, "performed"))
        return c->r->performed == PERFORMED_WHOLE;
    bool until_accepted = is(c->until, "offered") || is(c->until, "accepted");
    return is_one_of(c->r->state, ended) || (until_accepted && is_one_of(c->r->state, held));
}

/* The day on which that came about, where the events tell it; else FL_NO_DAY. */
static fl_day
over_on(const struct clock *c)
{
    return is(c->until, "performed")   ? c->r->performed_on
           : is(c->until, "concluded") ? c->r->reported_on
                                       : FL_NO_DAY;
}

/* Each says which state it should be in, NULL: it may be as it is. */
static const char *
told_twice(const struct clock *c)
{
    return c->passed > 1 ? "passed once" : NULL;
}

static const char *
passed_or_not(const struct clock *c)
{
    if (!is_open(c) || is(c->state, "passed") == (c->passed > 0))
        return NULL;
    return c->passed ? "passed" : "running";
}

static const char *
over_or_not(const struct clock *c)
{
    bool own = is(c->until, "performed") || is(c->until, "concluded");
    if (is_open(c))
        return is_over(c) ? "over" : NULL;
    return own && is_kept(c) && !is_over(c) ? "running" : NULL;
}

static const char *
paused_or_not(const struct clock *c)
{
    bool paused = is(c->r->state, "paused");
    if (is(c->until, "performed") || !is_open(c) || is(c->state, "passed") ||
        paused == is(c->state, "paused"))
        return NULL;
    return paused ? "paused" : "running";
}

/* An offer is seen only when somebody looks: it may have been made in time before. */
static const char *
in_time_or_not(const struct clock *c)
{
    bool late = c->closed_on > c->due_on;
    if (!is_kept(c) || c->closed_on == FL_NO_DAY || late == is(c->state, "late") ||
        (late && is(c->until, "offered")))
        return NULL;
    return late ? "late" : "met";
}

static const char *(*const rules[])(const struct clock *c) = {
    told_twice, passed_or_not, over_or_not, paused_or_not, in_time_or_not,
};

static void
tell(struct recounting *r, const struct told_dispute *told, const struct clock *c,
     const char *member, const char *stored, const char *recounted)
{
    char figure[64];
    snprintf(figure, sizeof figure, "%.40s %s", c->what, member);
    recount_differs(r, &(struct recount_fault){"deadline", told->court, told->dispute_id,
                                               c->r->referral_id, figure, stored, recounted});
}

static void
tell_day(struct recounting *r, const struct told_dispute *told, const struct clock *c,
         const char *member, fl_day stored, fl_day recounted)
{
    char is_text[11], should[11];
    if (stored != recounted)
        tell(r, told, c, member, stored == FL_NO_DAY ? "-" : day_print(stored, is_text),
             recounted == FL_NO_DAY ? "-" : day_print(recounted, should));
}

/* The day on which a clock ended: none while it runs, that of the step where a step ended it. */
static void
check_closed(struct recounting *r, const struct told_dispute *told, const struct clock *c)
{
    if (is_open(c))
        tell_day(r, told, c, "closed_on", c->closed_on, FL_NO_DAY);
    else if (is_kept(c) && over_on(c) != FL_NO_DAY)
        tell_day(r, told, c, "closed_on", c->closed_on, over_on(c));
}

static fl_day
day_cell(const struct stream *s, int column)
{
    const char *cell = stream_get(s, column);
    return cell ? (fl_day)atoi(cell) : FL_NO_DAY;
}

static int
times_passed(const struct told_dispute *told, const struct clock *c)
{
    bool afresh = is(c->starts, "acceptance");
    int n = 0;
    for (const struct told_passed *p = told->passed; p < told->passed + told->n_passed; p++)
        n += p->referral_id == c->r->referral_id && is(p->what, c->what) &&
             p->due_on == c->due_on && (!afresh || p->acceptances == c->r->acceptances);
    return n;
}

static bool
sets_due_day(const struct clock *c)
{
    int channel = fl_word_find(&fl_channels, c->r->channel, strlen(c->r->channel));
    const struct fl_adapter *adapter = channel < 0 ? NULL : fl_adapter_of((enum fl_channel)channel);
    for (const struct fl_deadline_row *d = adapter ? adapter->deadlines : NULL; d && d->what; d++)
        if (d->due && is(d->what, c->what))
            return is_open(c);
    return false;
}

static struct clock
clock_here(const struct stream *s, const struct told_dispute *told, const struct told_referral *of)
{
    struct clock c = {
        .what = stream_get(s, WHAT),
        .starts = stream_get(s, STARTS),
        .until = stream_get(s, UNTIL),
        .state = stream_get(s, STATE),
        .due_on = day_cell(s, DUE_ON),
        .closed_on = day_cell(s, CLOSED_ON),
        .r = of,
    };
    c.passed = times_passed(told, &c);
    return c;
}

static void
check_clock(struct recounting *r, const struct told_dispute *told, const struct clock *c)
{
    char dispute[24];
    snprintf(dispute, sizeof dispute, "%lld", (long long)told->dispute_id);
    if (!is(stream_get(&r->deadlines, DISPUTE), dispute))
        tell(r, told, c, "dispute_id", stream_get(&r->deadlines, DISPUTE), dispute);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const char *should = rules[i](c);
        if (!should)
            continue;
        tell(r, told, c, "state", c->state, should);
        break;
    }
    check_closed(r, told, c);
}

/* The stored clocks of one referral, by what they watch. That of its due day is among them. */
static int
check_referral(struct recounting *r, const struct told_dispute *told,
               const struct told_referral *of, bool *known, struct fl_error *err)
{
    fl_day due = FL_NO_DAY;
    for (;;) {
        bool here;
        if (recount_at(&r->deadlines, told->court, told->dispute_id, &here, err))
            return err->code;
        if (!here || strtoll(stream_get(&r->deadlines, REFERRAL), NULL, 10) != of->referral_id)
            break;
        const struct clock c = clock_here(&r->deadlines, told, of);
        check_clock(r, told, &c);
        if (sets_due_day(&c) && (due == FL_NO_DAY || c.due_on < due))
            due = c.due_on;
        for (int i = 0; i < told->n_passed; i++)
            known[i] |=
                told->passed[i].referral_id == of->referral_id && is(told->passed[i].what, c.what);
        stream_next(&r->deadlines);
    }
    if (is(of->state, "accepted") || is(of->state, "paused"))
        tell_day(r, told, &(struct clock){.what = "clocks:", .r = of}, "due_on", due, of->due_on);
    return 0;
}

/* Those of a referral that no event knows: the missing referral is told already. */
static int
skip_unknown(struct recounting *r, const struct told_dispute *told, int64_t before,
             struct fl_error *err)
{
    for (;;) {
        bool here;
        if (recount_at(&r->deadlines, told->court, told->dispute_id, &here, err))
            return err->code;
        if (!here || strtoll(stream_get(&r->deadlines, REFERRAL), NULL, 10) >= before)
            return 0;
        stream_next(&r->deadlines);
    }
}

int
recount_clocks(struct recounting *r, const struct told_dispute *told, struct fl_error *err)
{
    bool *known = arena_take(&r->arena, (size_t)told->n_passed + 1);
    for (int i = 0; i < told->n_referrals; i++)
        if (skip_unknown(r, told, told->referrals[i].referral_id, err) ||
            check_referral(r, told, &told->referrals[i], known, err))
            return err->code;
    if (skip_unknown(r, told, INT64_MAX, err))
        return err->code;
    for (int i = 0; i < told->n_passed; i++)
        if (!known[i])
            recount_differs(r,
                            &(struct recount_fault){"deadline", told->court, told->dispute_id,
                                                    told->passed[i].referral_id, "row", "0", "1"});
    return 0;
}
