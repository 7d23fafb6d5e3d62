/* The tokens in memory, the thread that keeps them fresh, the look-up. */
#include "engine/access/principal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/must.h"
#include "engine/base/rounds.h"
#include "engine/serve/rpc.h"
#include "queries.h"

#define POLL_DEADLINE_MS 1000
#define LOOKS_A_SECOND   50 /* for tokens that are not there */

struct principals {
    struct pg *pg; /* behind poll_lock */
    pthread_mutex_t poll_lock, lock;
    struct rounds *rounds;
    bool away;      /* the last round failed; behind poll_lock */
    int64_t change; /* of token_change when the tokens were read; behind poll_lock */

    /* behind lock */
    struct principal **all; /* in the order of their ids */
    int n;
    struct meter *meters; /* of every id ever seen */
    int64_t as_of;        /* monotonic ms: begin of the last poll that succeeded */
    struct meter looks;
};

/* --- one principal --- */

static void
read_courts(struct principal *p, const char *list)
{
    char *rest = must_copy(list), *mark = NULL;
    p->courts = must(calloc(strlen(list) / 2 + 1, sizeof *p->courts));
    for (char *court = strtok_r(rest, ",", &mark); court; court = strtok_r(NULL, ",", &mark))
        p->courts[p->n_courts++] = must_copy(court);
    free(rest);
}

static unsigned
read_desks(const char *list)
{
    char *rest = must_copy(list), *mark = NULL;
    unsigned desks = 0;
    for (char *desk = strtok_r(rest, ",", &mark); desk; desk = strtok_r(NULL, ",", &mark))
        desks |= endpoint_bit(desk);
    free(rest);
    return desks;
}

static struct principal *
read_principal(const PGresult *rows, int i)
{
    size_t n = 0;
    char *hash = pg_get_bytes(rows, i, 1, &n);
    int role = fl_word_find(&role_names, pg_get(rows, i, 3), strlen(pg_get(rows, i, 3)));
    struct principal *p = must(calloc(1, sizeof *p));
    memcpy(p->id, pg_get(rows, i, 0), TOKEN_ID_SIZE - 1);
    if (n == HASH_SIZE)
        memcpy(p->hash, hash, HASH_SIZE);
    free(hash);
    atomic_store(&p->holders, 1);
    p->name = must_copy(pg_get(rows, i, 2));
    p->role = (enum role)role;
    read_courts(p, pg_get(rows, i, 4));
    p->desks = read_desks(pg_get(rows, i, 5));
    p->body = must_copy(pg_get(rows, i, 6));
    p->mediator = must_copy(pg_get(rows, i, 7));
    p->expires_at = pg_get(rows, i, 8) ? pg_get_int(rows, i, 8) : INT64_MAX;
    p->revoked =
        pg_get_bool(rows, i, 9) || role < 0 || n != HASH_SIZE; /* of a newer program: not for us */
    return p;
}

void
principal_release(struct principal *p)
{
    if (!p || atomic_fetch_sub(&p->holders, 1) != 1)
        return;
    for (int i = 0; i < p->n_courts; i++)
        free(p->courts[i]);
    free(p->courts);
    free(p->name);
    free(p->body);
    free(p->mediator);
    free(p);
}

bool
principal_has_court(const struct principal *p, const char *court)
{
    for (int i = 0; i < p->n_courts; i++)
        if (strcmp(p->courts[i], court) == 0)
            return true;
    return false;
}

/* --- all of them --- */

static int
by_id(const void *key, const void *element)
{
    const struct principal *const *p = element;
    return strcmp(key, (*p)->id);
}

/* The lock is held. */
static struct principal *
find(const struct principals *ps, const char *id)
{
    struct principal **p =
        ps->n ? bsearch(id, ps->all, (size_t)ps->n, sizeof *ps->all, by_id) : NULL;
    return p ? *p : NULL;
}

/* The lock is held. */
static struct meter *
meter_of(struct principals *ps, const char *id)
{
    struct principal *before = find(ps, id);
    if (before)
        return before->meter;
    struct meter *meter = must(malloc(sizeof *meter));
    meter_init(meter);
    meter->next = ps->meters;
    ps->meters = meter;
    return meter;
}

static void
put_all(struct principals *ps, const PGresult *rows)
{
    int n = PQntuples(rows);
    struct principal **fresh = must(calloc((size_t)n + 1, sizeof *fresh));
    for (int i = 0; i < n; i++)
        fresh[i] = read_principal(rows, i);
    pthread_mutex_lock(&ps->lock);
    for (int i = 0; i < n; i++)
        fresh[i]->meter = meter_of(ps, fresh[i]->id);
    struct principal **before = ps->all;
    int n_before = ps->n;
    ps->all = fresh;
    ps->n = n;
    pthread_mutex_unlock(&ps->lock);
    for (int i = 0; i < n_before; i++)
        principal_release(before[i]);
    free(before);
}

/* poll_lock is held. */
static int
poll_database(struct principals *ps, struct fl_error *err)
{
    int64_t began = rpc_monotonic_ms();
    PG_AUTO row = NULL;
    PG_AUTO rows = NULL;
    if (pg_ready(ps->pg, err))
        return err->code;
    pg_deadline(ps->pg, POLL_DEADLINE_MS);
    if (pg_run(ps->pg, &Q_get_token_change, NULL, 0, PG_ROW, &row, err))
        return err->code;
    int64_t change = pg_get_int(row, 0, 0);
    if (change != ps->change) {
        if (pg_run(ps->pg, &Q_load_tokens, NULL, 0, PG_ROWS, &rows, err))
            return err->code;
        put_all(ps, rows);
        ps->change = change; /* read before the tokens: a change in between is read again */
    }
    pthread_mutex_lock(&ps->lock);
    ps->as_of = began;
    pthread_mutex_unlock(&ps->lock);
    return 0;
}

static int
poll_round(void *self, int64_t *ret_ms, struct fl_error *err)
{
    struct principals *ps = self;
    pthread_mutex_lock(&ps->poll_lock);
    int code = poll_database(ps, err);
    ps->away = code != 0;
    pthread_mutex_unlock(&ps->poll_lock);
    *ret_ms = PRINCIPAL_POLL_MS;
    return code;
}

int
principals_open(const char *conninfo, struct principals **ret, struct fl_error *err)
{
    struct principals *ps = must(calloc(1, sizeof *ps));
    ps->change = -1;
    pthread_mutex_init(&ps->poll_lock, NULL);
    pthread_mutex_init(&ps->lock, NULL);
    meter_init(&ps->looks);
    if (pg_open(conninfo, "fenliud access", &ps->pg, err) || poll_database(ps, err) ||
        rounds_open("access", "follow", poll_round, ps, &ps->rounds, err)) {
        principals_close(ps);
        return err->code;
    }
    *ret = ps;
    return 0;
}

void
principals_close(struct principals *ps)
{
    if (!ps)
        return;
    rounds_close(ps->rounds);
    for (int i = 0; i < ps->n; i++)
        principal_release(ps->all[i]);
    free(ps->all);
    while (ps->meters) {
        struct meter *next = ps->meters->next;
        meter_done(ps->meters);
        free(ps->meters);
        ps->meters = next;
    }
    meter_done(&ps->looks);
    pg_close(ps->pg);
    pthread_mutex_destroy(&ps->lock);
    pthread_mutex_destroy(&ps->poll_lock);
    free(ps);
}

/* --- the look-up --- */

static struct principal *
hold(struct principals *ps, const char *id, int64_t *ret_as_of)
{
    pthread_mutex_lock(&ps->lock);
    struct principal *p = find(ps, id);
    if (p)
        atomic_fetch_add(&p->holders, 1);
    *ret_as_of = ps->as_of;
    pthread_mutex_unlock(&ps->lock);
    return p;
}

/* A token may have been made since the last poll: looks once, unless somebody else has just done so. */
static struct principal *
look_again(struct principals *ps, const char *id, int64_t *ret_as_of)
{
    int ms;
    int64_t now = rpc_monotonic_ms();
    if (meter_enter(&ps->looks, now * 1000, LOOKS_A_SECOND, INT64_MAX, &ms) != METER_OK)
        return NULL;
    struct fl_error ignored = {0};
    pthread_mutex_lock(&ps->poll_lock);
    pthread_mutex_lock(&ps->lock);
    bool fresh = ps->as_of > now;
    pthread_mutex_unlock(&ps->lock);
    if (!fresh && !ps->away)
        poll_database(ps, &ignored);
    pthread_mutex_unlock(&ps->poll_lock);
    return hold(ps, id, ret_as_of);
}

static int64_t
wall_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int
principals_find(struct principals *ps, const char *token, struct principal **ret, bool *ret_stale,
                char ret_known[TOKEN_ID_SIZE], struct fl_error *err)
{
    char id[TOKEN_ID_SIZE];
    int64_t as_of;
    ret_known[0] = 0;
    if (!token_read(token, id))
        return fl_fail(err, FL_E_UNAUTHENTICATED, "params.token is not a token of fenliu");
    struct principal *p = hold(ps, id, &as_of);
    if (!p)
        p = look_again(ps, id, &as_of);
    if (!p || !token_is(token, p->hash)) {
        principal_release(p);
        return fl_fail(err, FL_E_UNAUTHENTICATED, "this token is not known");
    }
    memcpy(ret_known, p->id, TOKEN_ID_SIZE);
    if (p->revoked || p->expires_at <= wall_ms()) { /* only who holds the secret is told */
        fl_fail(err, FL_E_UNAUTHENTICATED,
                p->revoked ? "this token was revoked" : "this token has expired");
        principal_release(p);
        return err->code;
    }
    *ret_stale = rpc_monotonic_ms() - as_of > PRINCIPAL_AGE_MS;
    *ret = p;
    return 0;
}
