/* What a pull takes: looks into a few pools at a time, until it has enough or nothing is left that fits. */
#include "engine/desk/pull_take.h"

#include <string.h>

#include "engine/access/access.h"
#include "engine/base/day.h"
#include "engine/desk/desk_step.h"
#include "engine/queue/board.h"
#include "fenliu/limits.h"
#include "queries.h"

enum {
    ATTEMPTS = 3, /* the roster may change while a pull is prepared */
    ROUNDS =
        64, /* of one pull; behind 20,000 conflicts in a row it gives up until it comes again */
    POOLS_FIRST = 4, /* looked into at first, beside what nobody has looked into lately */
    DEPTH_SPARE = 4, /* rows of a pool beyond those wanted: some are locked, some conflict */
    DEPTH_MAX = 512
};

const char *
pull_why_word(enum pull_why why)
{
#define X(id, word) word,
    static const char *const words[] = {PULL_WHYS(X)};
#undef X
    return words[why];
}

/* A pull being prepared and run. */
struct take {
    struct call *call;
    const struct fl_adapter *adapter;
    const char *mediator, *channel, *body;
    struct roster *roster;
    const struct roster_member *member; /* NULL: fits everything */
    int max, got;
    int64_t accept_by;
    struct buf claims, events;        /* arrays */
    struct buf pools, at, id, depths; /* of the probes */
    bool capped;                      /* the mediator's row is yet to be locked */
    bool looked;                      /* a statement asked for the roster's number: */
    bool stale;                       /* it has changed */
    struct pull *pull;
};

/* --- may this mediator pull here? --- */

static enum pull_why
may_pull(const struct take *t)
{
    const struct call *call = t->call;
    const struct roster_member *m = t->member;
    bool of_roster = !t->adapter->clerks_only; /* clerks are on no roster */
    if (!m)
        return of_roster && call->engine->config &&
                       strcmp(call->engine->config->mediators, "registered") == 0
                   ? PULL_UNREGISTERED
                   : PULL_NONE;
    if (strcmp(m->channel, t->channel) != 0)
        return PULL_OTHER_DESK;
    if (!m->active)
        return PULL_INACTIVE;
    return roster_is_away(m, moment_day(call->now)) ? PULL_ABSENT : PULL_NONE;
}

/* The roster as it is known, and the mediator in it. */
static int
prepare(struct take *t, bool fresh, struct fl_error *err)
{
    struct call *call = t->call;
    if (roster_hold(call->engine, call->db, fresh, &t->roster, err))
        return err->code;
    t->member = roster_find(t->roster, call->court, t->mediator);
    if (t->member && call->body && strcmp(call->body, t->member->body) != 0)
        return access_other_body(call, err);
    t->body = call->body ? call->body : t->member ? t->member->body : NULL;
    t->pull->why = may_pull(t);
    t->capped = t->member && t->member->cap != PG_NULL_NUMBER;
    t->stale = false;
    return 0;
}

/* --- one round trip --- */

/* Whether what this round takes can be committed with it: where it finds nothing, the next begins with nothing in hand. */
static bool
is_last(const struct take *t)
{
    return t->max == 1 && t->call->commits;
}

/* A statement and, read behind it, what the mediator then holds; before it the lock for the cap, where it is to be
 * taken; after it, where that is all, the COMMIT. */
static int
run_step(struct take *t, struct pg_step step, bool lock, PGresult **ret, struct fl_error *err)
{
    struct call *call = t->call;
    const struct pg_param key[] = {pg_text(call->court), pg_text(t->mediator)};
    const struct pg_param held[] = {pg_text(call->court), pg_text(t->channel), pg_text(t->mediator),
                                    pg_moment(call->now), pg_int(FL_MAX_LIST), pg_text(call->body)};
    struct pg_step steps[] = {
        {&Q_lock_mediator,        key,  2, PG_MAYBE_ROW, NULL},
        step,
        {&Q_list_offers,          held, 6, PG_ROWS,      NULL},
        {&Q_list_offered_parties, held, 6, PG_ROWS,      NULL}
    };
    int first = lock ? 0 : 1;
    pull_done(t->pull);
    bool last = is_last(t);
    int code = last ? pg_run_last(call->db, steps + first, 4 - first, err)
                    : pg_run_steps(call->db, steps + first, 4 - first, err);
    call->committing = last && code && pg_broken(call->db);
    t->capped |= last && lock; /* the lock has gone with it */
    if (code)
        return code;
    PQclear(steps[0].result);
    *ret = steps[1].result;
    t->pull->offers = steps[2].result;
    t->pull->parties = steps[3].result;
    t->looked = true;
    return 0;
}

/* --- one look into some pools --- */

static void
put_probes(struct take *t, const struct probe *probes, int n)
{
    enum { ARRAYS = 4 };
    struct buf *const arrays[ARRAYS] = {&t->pools, &t->at, &t->id, &t->depths};
    for (int k = 0; k < ARRAYS; k++) {
        buf_reset(arrays[k]);
        buf_char(arrays[k], '{');
    }
    for (int i = 0; i < n; i++) {
        const int64_t values[ARRAYS] = {probes[i].pool, probes[i].from.at, probes[i].from.id,
                                        probes[i].depth};
        for (int k = 0; k < ARRAYS; k++)
            buf_print(arrays[k], "%s%lld", i ? "," : "", (long long)values[k]);
    }
    for (int k = 0; k < ARRAYS; k++)
        buf_char(arrays[k], '}');
}

/* The channels whose people are no mediators, as an array. */
static const char *
clerks_channels(struct arena *arena)
{
    const char *names = "";
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++)
        if ((*a)->clerks_only)
            names = arena_print(arena, "%s%s%s", names, *names ? "," : "", (*a)->name);
    return arena_print(arena, "{%s}", names);
}

static int
run(struct take *t, int64_t ceiling, PGresult **ret, struct fl_error *err)
{
    const struct call *call = t->call;
    const struct roster_member *m = t->member;
    char from[LIFECYCLE_ARRAY];
    const struct pg_param params[] = {
        pg_text(call->court),
        pg_text(t->pools.data),
        pg_text(t->at.data),
        pg_text(t->id.data),
        pg_text(t->depths.data),
        pg_int(ceiling),
        pg_text(t->mediator),
        pg_text(t->channel),
        pg_int(t->max - t->got),
        m && m->cap != PG_NULL_NUMBER ? pg_int(m->cap) : pg_null_int(),
        pg_int(roster_number(t->roster)),
        pg_text(clerks_channels(call->arena)),
        pg_text(m ? m->names : "{}"),
        pg_text(m ? m->numbers : "{}"),
        pg_text(lifecycle_from(STEP_OFFER, from)),
        pg_text(lifecycle_to(STEP_OFFER)),
        pg_text(t->claims.data),
        pg_text(t->events.data),
        pg_text(t->body),
        pg_moment(call->now),
        pg_moment(t->accept_by),
        pg_text(fl_word(&fl_event_types, FL_EVENT_REFERRAL_OFFERED)),
    };
    const struct pg_step step = {&Q_take_offers, params, sizeof params / sizeof *params, PG_ROWS,
                                 NULL};
    bool lock = t->capped;
    t->capped = false;
    return run_step(t, step, lock, ret, err);
}

/* What was seen in each pool; one without a row was empty. */
static void
tell_board(struct look *look, const struct probe *probes, int n, const PGresult *rows, bool over)
{
    for (int i = 0, row = 1; i < n; i++) {
        struct sight sight = {0};
        if (row < PQntuples(rows) && pg_get_int(rows, row, 0) == i + 1) {
            sight.first = (struct place){pg_get_int(rows, row, 1), pg_get_int(rows, row, 2)};
            sight.n = (int)pg_get_int(rows, row, 3);
            sight.n_before = (int)pg_get_int(rows, row, 6);
            if (sight.n_before)
                sight.last = (struct place){pg_get_int(rows, row, 4), pg_get_int(rows, row, 5)};
            row++;
        }
        look_saw(look, &probes[i], &sight, over);
    }
}

/* Each call has claims and ids of its own for as many as may be taken. */
static int
fresh_ids(struct take *t, struct fl_error *err)
{
    struct call *call = t->call;
    if (id_array(call->engine, call->db, t->max - t->got, &t->claims, err) ||
        id_array(call->engine, call->db, t->max - t->got, &t->events, err))
        return err->code;
    return 0;
}

static int
look_round(struct take *t, struct look *look, int round, bool *ret_more, struct fl_error *err)
{
    struct probe probes[BOARD_PROBES];
    int64_t ceiling;
    int wanted = t->max - t->got, k = POOLS_FIRST + wanted - 1, depth = wanted + DEPTH_SPARE;
    for (int i = 0; i < round; i++) {
        k = 2 * k < BOARD_PROBES ? 2 * k : BOARD_PROBES;
        depth = 2 * depth < DEPTH_MAX ? 2 * depth : DEPTH_MAX;
    }
    int n = look_next(look, k, depth, probes, &ceiling);
    *ret_more = n > 0;
    if (n == 0 || fresh_ids(t, err))
        return n ? err->code : 0;
    put_probes(t, probes, n);
    PG_AUTO rows = NULL;
    if (run(t, ceiling, &rows, err))
        return err->code;
    int taken = (int)pg_get_int(rows, 0, 3);
    t->stale = pg_get_int(rows, 0, 1) != roster_number(t->roster);
    bool full = pg_get(rows, 0, 2) && pg_get_int(rows, 0, 2) <= taken;
    t->got += taken;
    if (full && t->got < t->max)
        t->pull->why = PULL_CAP;
    *ret_more = !t->stale && !full && t->got < t->max;
    if (!t->stale)
        tell_board(look, probes, n, rows, *ret_more);
    return 0;
}

static int
look_rounds(struct take *t, struct fl_error *err)
{
    struct call *call = t->call;
    struct look *look;
    bool more = true;
    if (board_look(call->engine->board, call->db, call->court, t->channel, t->member,
                   roster_number(t->roster), call->policy, call->arena, &look, err))
        return err->code;
    for (int round = 0; more && round < ROUNDS; round++)
        if (look_round(t, look, round, &more, err))
            return err->code;
    return 0;
}

/* Nothing had to be looked into: whether the roster is still the one that was asked. */
static int
check_roster(struct take *t, struct fl_error *err)
{
    const struct pg_step step = {&Q_get_roster_change, NULL, 0, PG_ROW, NULL};
    PG_AUTO row = NULL;
    if (run_step(t, step, false, &row, err))
        return err->code;
    t->stale = pg_get_int(row, 0, 0) != roster_number(t->roster);
    return 0;
}

/* With the roster as this process has it; again, when it has changed. */
static int
take(struct take *t, struct fl_error *err)
{
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        roster_release(t->roster);
        t->roster = NULL;
        t->looked = false;
        if (prepare(t, attempt > 0, err) || (t->pull->why == PULL_NONE && look_rounds(t, err)) ||
            (!t->looked && check_roster(t, err)))
            return err->code;
        if (!t->stale || t->got)
            return 0;
    }
    return 0;
}

int
pull_take(struct call *call, const struct fl_adapter *adapter, const char *mediator, int max,
          struct pull *ret, struct fl_error *err)
{
    *ret = (struct pull){0};
    struct take t = {.call = call,
                     .pull = ret,
                     .adapter = adapter,
                     .mediator = mediator,
                     .channel = fl_word(&fl_channels, (int)adapter->channel),
                     .max = max};
    int rc = accept_by(call, adapter, call->now, &t.accept_by, err);
    if (!rc)
        rc = take(&t, err);
    roster_release(t.roster);
    buf_done(&t.claims);
    buf_done(&t.events);
    buf_done(&t.pools);
    buf_done(&t.at);
    buf_done(&t.id);
    buf_done(&t.depths);
    return rc;
}

void
pull_done(struct pull *pull)
{
    PQclear(pull->offers);
    PQclear(pull->parties);
    pull->offers = pull->parties = NULL;
}
