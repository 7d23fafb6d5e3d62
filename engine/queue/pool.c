/* The number of a pool, and the rank within it. */
#include "engine/queue/pool.h"

#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/day.h"
#include "engine/base/hash.h"
#include "queries.h"

#define OVERTAKE_PARAM "desk.overtake_days" /* B: by how much a referral may be overtaken at most */
#define HASTE_PARAM    "desk.haste_days"    /* a clock that ends within these days hastens */
#define DAY_MS         (INT64_C(24) * 3600 * 1000)

/* How B is shared out: an order first by priority, then by the end of the clock, as far as one number can be that. */
enum {
    PRIORITY_SHARE = 3,
    HASTE_SHARE = 1,
    SHARES = PRIORITY_SHARE + HASTE_SHARE,
    PRIORITY_MAX = 100
};

int64_t
pool_number(const struct pool_key *key)
{
    const char *const parts[] = {key->channel, key->street, key->community, key->cause_list,
                                 key->cause};
    uint8_t hash[HASH_SIZE];
    char text[256];
    size_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t len = parts[i] ? strlen(parts[i]) : 0;
        if (i)
            text[n++] = '\x1f';
        if (len > sizeof text - n -
                      8) /* codes are short; the rest of one that is not stands for nothing */
            len = sizeof text - n - 8;
        if (len)
            memcpy(text + n, parts[i], len);
        n += len;
    }
    hash_bytes(text, n, hash);
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number = number << 8 | hash[i];
    return (int64_t)number;
}

struct pool_key
pool_key_of(const struct fl_case *c, const struct fl_decision *d, const char *cause_list,
            const char *cause)
{
    return (struct pool_key){.channel = fl_word(&fl_channels, (int)d->channel),
                             .street = c->street,
                             .community = c->community,
                             .cause_list = cause_list,
                             .cause = cause};
}

/* Days from the entry to the end of the earliest clock that runs from it; `none` when there is no such clock. */
static int64_t
days_left(fl_day entered, const struct fl_decision *d, int64_t none)
{
    int64_t least = none;
    for (int i = 0; i < d->n_limits; i++)
        if (d->limits[i].until != FL_NO_DAY && d->limits[i].until - entered < least)
            least = d->limits[i].until - entered;
    return least > 0 ? least : 0;
}

int64_t
rank_at(const struct policy *policy, int64_t entered_ms, const struct fl_decision *d)
{
    fl_day day = moment_day(entered_ms);
    int64_t bound = 0, horizon = 0, bonus = 0;
    if (!policy_param(policy, OVERTAKE_PARAM, day, &bound))
        return entered_ms;
    int64_t share = bound * DAY_MS / SHARES;
    int priority = d->priority < 0 ? 0 : d->priority > PRIORITY_MAX ? PRIORITY_MAX : d->priority;
    bonus += share * PRIORITY_SHARE * priority / PRIORITY_MAX;
    if (policy_param(policy, HASTE_PARAM, day, &horizon) && horizon > 0)
        bonus += share * HASTE_SHARE * (horizon - days_left(day, d, horizon)) / horizon;
    return entered_ms - bonus;
}

int
pool_put(struct pg *pg, const char *court, const struct pool_key *key, int64_t number,
         struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(court),          pg_int(number),
                                      pg_text(key->channel),   pg_text(key->street),
                                      pg_text(key->community), pg_text(key->cause_list),
                                      pg_text(key->cause)};
    return pg_run(pg, &Q_put_pool, params, 7, PG_NONE, NULL, err);
}
