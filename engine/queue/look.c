/* One pull upon the board: which pools it looks into, and what it learns there. */
#include <stdlib.h>
#include <string.h>

#include "engine/queue/board_parts.h"
#include "engine/base/must.h"
#include "engine/serve/rpc.h"
#include "queries.h"

enum { RENEWED = 16 }; /* floors that one look renews beside what it needs */

/* How far this pull has come in a pool whose head is not for it. */
struct passed {
    int index;
    struct place to;
};

struct look {
    struct board *board;
    struct board_channel *channel;
    struct reach *reach;
    struct arena *arena;
    int64_t now;
    struct passed *passed;
    int n_passed, room;
};

/* --- what there is, and what of it fits --- */

static int
read_pools(struct look *look, struct pg *pg, struct fl_error *err)
{
    pthread_mutex_lock(&look->board->lock);
    int known = look->channel->n; /* all of them written down */
    pthread_mutex_unlock(&look->board->lock);
    const struct pg_param params[] = {pg_text(look->channel->court),
                                      pg_text(look->channel->channel), pg_int(known)};
    PG_AUTO rows = NULL;
    if (pg_run(pg, &Q_list_pools, params, 3, PG_ROWS, &rows, err))
        return err->code;
    pthread_mutex_lock(&look->board->lock);
    for (int i = 0; i < PQntuples(rows); i++) {
        const struct pool_key key = {look->channel->channel, pg_get(rows, i, 1), pg_get(rows, i, 2),
                                     pg_get(rows, i, 3), pg_get(rows, i, 4)};
        board_insert(look->channel, &key, pg_get_int(rows, i, 0));
    }
    look->channel->read_at = look->now;
    pthread_mutex_unlock(&look->board->lock);
    return 0;
}

static void
reach_add(struct reach *reach, int index)
{
    if (reach->n == reach->room) {
        reach->room = reach->room ? 2 * reach->room : 16;
        reach->pools = must(realloc(reach->pools, (size_t)reach->room * sizeof *reach->pools));
    }
    reach->pools[reach->n++] = index;
}

/* The lock is held. */
static void
follow_reach(struct look *look, const struct roster_member *member, int64_t roster,
             const struct policy *policy)
{
    struct reach *reach = look->reach;
    if (member && (reach->roster != roster || strcmp(reach->policy, policy_hash(policy)) != 0)) {
        reach->roster = roster;
        snprintf(reach->policy, sizeof reach->policy, "%s", policy_hash(policy));
        reach->n = reach->examined = 0;
    }
    for (; reach->examined < look->channel->n; reach->examined++) {
        const struct board_pool *p = &look->channel->pools[reach->examined];
        if (!member ||
            roster_fits(member, policy, p->street, p->community, p->cause_list, p->cause))
            reach_add(reach, reach->examined);
    }
}

/* Whether this pull has to read it; one that somebody else is reading is good for as long as a floor is. */
static bool
list_is_old(const struct board_channel *c, int64_t now)
{
    bool asked = now < c->asked_at + BOARD_ASK_MS;
    return !c->read_at || now < c->eager_until || (now >= c->read_at + BOARD_TRUST_MS && !asked);
}

int
board_look(struct board *board, struct pg *pg, const char *court, const char *channel,
           const struct roster_member *member, int64_t roster, const struct policy *policy,
           struct arena *arena, struct look **ret, struct fl_error *err)
{
    struct look *look = arena_take(arena, sizeof *look);
    *look = (struct look){.board = board, .arena = arena, .now = rpc_monotonic_ms()};
    pthread_mutex_lock(&board->lock);
    struct board_channel *c = look->channel = board_channel(board, court, channel);
    bool old = list_is_old(c, look->now);
    if (old)
        c->asked_at = look->now;
    pthread_mutex_unlock(&board->lock);
    if (old && read_pools(look, pg, err))
        return err->code;
    pthread_mutex_lock(&board->lock);
    look->reach = board_reach(c, member ? member->mediator : "", true);
    follow_reach(look, member, roster, policy);
    pthread_mutex_unlock(&board->lock);
    *ret = look;
    return 0;
}

/* --- where to look next --- */

static bool
before(struct place a, struct place b)
{
    return a.at < b.at || (a.at == b.at && a.id < b.id);
}

static struct passed *
find_passed(const struct look *look, int index)
{
    for (int i = 0; i < look->n_passed; i++)
        if (look->passed[i].index == index)
            return &look->passed[i];
    return NULL;
}

/* How well a pool is known. */
enum known {
    KNOWN_NOT, /* it must be looked into from the bottom */
    KNOWN_OLD, /* its floor holds, and should be renewed */
    KNOWN_WELL
};

static enum known
how_known(const struct look *look, const struct board_pool *p)
{
    int64_t age = look->now - p->seen_at;
    bool asked = look->now < p->asked_at + BOARD_ASK_MS;
    if (!p->seen_at || (age >= BOARD_TRUST_MS && !asked))
        return KNOWN_NOT;
    return age >= BOARD_FRESH_MS && !asked ? KNOWN_OLD : KNOWN_WELL;
}

/* The pool from its bottom on. */
static struct probe
ask(const struct look *look, int index, int depth)
{
    struct board_pool *p = &look->channel->pools[index];
    p->asked_at = look->now;
    return (struct probe){index, true, p->number, PLACE_BOTTOM, depth};
}

/* Keeps the k lowest of what is offered, the highest of them last; returns the one that is not kept. */
static struct place
keep_lowest(struct probe *kept, int *n, int k, struct probe offered)
{
    int at = *n;
    struct place out = PLACE_TOP;
    if (k == 0)
        return offered.from;
    if (*n == k) {
        if (!before(offered.from, kept[k - 1].from))
            return offered.from;
        out = kept[k - 1].from;
        at = k - 1;
    } else {
        (*n)++;
    }
    for (; at > 0 && before(offered.from, kept[at - 1].from); at--)
        kept[at] = kept[at - 1];
    kept[at] = offered;
    return out;
}

/* Those looked into for what may be taken are looked into from the bottom; the others are asked for their first. */
static int
renew(const struct look *look, const int *old, int n_old, int depth, struct probe *probes, int n)
{
    int n_taken_from = n;
    for (int i = 0; i < n_old; i++) {
        int at = 0;
        while (at < n_taken_from && probes[at].index != old[i])
            at++;
        if (at < n_taken_from)
            probes[at] = ask(look, old[i], depth);
        else if (n < BOARD_PROBES)
            probes[n++] = ask(look, old[i], 1);
    }
    return n;
}

int
look_next(struct look *look, int k, int depth, struct probe ret[BOARD_PROBES], int64_t *ret_ceiling)
{
    int n = 0, asked = 0, old[RENEWED], n_old = 0;
    struct probe lowest[BOARD_PROBES];
    struct place ceiling = PLACE_TOP;
    if (k > BOARD_PROBES)
        k = BOARD_PROBES;
    pthread_mutex_lock(&look->board->lock);
    for (int i = 0; i < look->reach->n; i++) {
        int index = look->reach->pools[i];
        const struct board_pool *p = &look->channel->pools[index];
        const struct passed *passed = find_passed(look, index);
        enum known known = passed ? KNOWN_WELL : how_known(look, p);
        struct place from = passed ? passed->to : p->floor, out = PLACE_TOP;
        if (known == KNOWN_OLD && n_old < RENEWED)
            old[n_old++] = index;
        if (known == KNOWN_NOT && asked < BOARD_PROBES)
            ret[asked++] = ask(look, index, depth);
        else if (known == KNOWN_NOT)
            out = PLACE_BOTTOM;
        else if (from.at != INT64_MAX)
            out =
                keep_lowest(lowest, &n, k, (struct probe){index, !passed, p->number, from, depth});
        if (before(out, ceiling))
            ceiling = out;
    }
    /* those that do not fit behind what is asked stay where they are, and bound what may be taken */
    for (; n > BOARD_PROBES - asked; n--)
        if (before(lowest[n - 1].from, ceiling))
            ceiling = lowest[n - 1].from;
    memcpy(ret + asked, lowest, (size_t)n * sizeof *lowest);
    n = renew(look, old, n_old, depth, ret, asked + n);
    pthread_mutex_unlock(&look->board->lock);
    *ret_ceiling = ceiling.at;
    return n;
}

/* --- what was seen --- */

static void
pass(struct look *look, int index, struct place to)
{
    struct passed *passed = find_passed(look, index);
    if (!passed && look->n_passed == look->room) {
        struct passed *old = look->passed;
        look->room = look->room ? 2 * look->room : 16;
        look->passed = arena_take(look->arena, (size_t)look->room * sizeof *look->passed);
        if (old)
            memcpy(look->passed, old, (size_t)look->n_passed * sizeof *old);
    }
    if (!passed)
        passed = &look->passed[look->n_passed++];
    *passed = (struct passed){index, to};
}

void
look_saw(struct look *look, const struct probe *probe, const struct sight *sight, bool over)
{
    pthread_mutex_lock(&look->board->lock);
    struct board_pool *p = &look->channel->pools[probe->index];
    if (probe->whole) {
        p->floor = sight->n ? sight->first : PLACE_TOP;
        p->seen_at = look->now;
        if (rpc_monotonic_ms() < p->low_until && p->low < p->floor.at)
            p->floor = (struct place){p->low, INT64_MIN};
    }
    pthread_mutex_unlock(&look->board->lock);
    if (!over)
        return;
    /* all that might be taken here was not for this mediator */
    if (sight->n_before == sight->n && sight->n < probe->depth)
        pass(look, probe->index, PLACE_TOP);
    else if (sight->n_before)
        pass(look, probe->index, (struct place){sight->last.at, sight->last.id + 1});
}
