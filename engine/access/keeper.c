/* One thread, one connection: keys, chain, folding, erasing. */
#include "engine/access/keeper.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/access/chain.h"
#include "engine/base/clock.h"
#include "engine/access/erase.h"
#include "engine/access/keys.h"
#include "engine/desk/fold.h"
#include "engine/base/log.h"
#include "engine/desk/link.h"
#include "engine/serve/rpc.h"
#include "engine/store/store.h"

#define ERASE_MS (60 * 60 * 1000) /* how often it is looked for what to erase */
#define FOLD_MS  2000             /* how often what was counted is folded */
#define LAG_MS   30000            /* how long sealing lets a busy intake go first */

struct keeper {
    struct engine *engine;
    struct pg *pg;
    char head[PATH_MAX];
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool closing;
    bool unfolded;        /* the last portion failed, which was logged */
    bool unlinked;        /* links could not be looked for, which was logged */
    bool checked, broken; /* the head outside was compared; the chain is not what was sealed */
    int64_t erased_at, sealed_at, folded_at;
};

/* A chain that is not the one that was sealed is left as it is: sealing on would cover what happened. */
static int
check_head(struct keeper *k, struct fl_error *err)
{
    if (k->checked)
        return 0;
    int code = chain_check_head(k->pg, k->head, err);
    if (code && code != FL_E_CONFLICT)
        return code;
    k->checked = true;
    k->broken = code == FL_E_CONFLICT;
    if (k->broken)
        log_line(LOG_ERROR, "keeper", "step=chain detail=\"%s\"", err->detail);
    memset(err, 0, sizeof *err);
    return 0;
}

static int
erase(struct keeper *k, struct fl_error *err)
{
    int months, n = 0, in_all = 0;
    if (!k->engine->config->erase || (k->erased_at && rpc_monotonic_ms() - k->erased_at < ERASE_MS))
        return 0;
    struct policy *policy = engine_policy(k->engine);
    bool known = policy && erase_months(policy, clock_now(), &months);
    if (policy)
        policy_release(policy);
    if (!known)
        return 0;
    do {
        if (erase_batch(k->engine, k->pg, clock_now(), months, "keeper", &n, err))
            return err->code;
        in_all += n;
    } while (n > 0);
    k->erased_at = rpc_monotonic_ms();
    if (in_all)
        log_line(LOG_INFO, "keeper", "step=erase disputes=%d", in_all);
    return 0;
}

/* What goes wrong here keeps nothing from being sealed. */
static void
fold(struct keeper *k, bool *ret_more)
{
    struct fl_error err = {0};
    int64_t rows;
    *ret_more = false;
    if (k->folded_at && rpc_monotonic_ms() - k->folded_at < FOLD_MS)
        return;
    bool failed = fold_portion(k->pg, &rows, ret_more, &err) != 0;
    if (failed && !k->unfolded)
        log_line(LOG_WARN, "keeper", "step=fold detail=\"%s\"", err.detail);
    k->unfolded = failed;
    k->folded_at = *ret_more ? 0 : rpc_monotonic_ms();
}

/* What may be the same dispute from two sources; what goes wrong here keeps nothing from being sealed or erased. */
static void
find_links(struct keeper *k, bool *ret_more)
{
    struct fl_error err = {0};
    bool more = false, failed = link_sweep(k->engine, k->pg, clock_now(), &more, &err) != 0;
    if (failed && !k->unlinked)
        log_line(LOG_WARN, "keeper", "step=link detail=\"%s\"", err.detail);
    k->unlinked = failed;
    *ret_more |= more;
}

/* *ret_more: there was a whole page of events, and there may be another. */
static int
keep(struct keeper *k, bool *ret_more, struct fl_error *err)
{
    int n = 0;
    *ret_more = false;
    if (pg_ready(k->pg, err) || keys_reload(k->engine->keys, err) || check_head(k, err))
        return err->code;
    fold(k, ret_more);
    if (rpc_monotonic_ms() - k->sealed_at < LAG_MS && store_waiting(k->engine->store) > CHAIN_BLOCK)
        return 0;
    k->sealed_at = rpc_monotonic_ms();
    if (!k->broken && chain_seal(k->pg, k->engine->keys, k->head, &n, err))
        return err->code;
    *ret_more |= n == CHAIN_BLOCK;
    find_links(k, ret_more);
    return *ret_more ? 0 : erase(k, err);
}

static bool
is_closing(struct keeper *k)
{
    pthread_mutex_lock(&k->lock);
    bool closing = k->closing;
    pthread_mutex_unlock(&k->lock);
    return closing;
}

static void
wait(struct keeper *k, int64_t ms)
{
    int64_t until = rpc_monotonic_ms() + ms;
    const struct timespec at = {(time_t)(until / 1000), (long)(until % 1000) * 1000000};
    pthread_mutex_lock(&k->lock);
    if (!k->closing)
        pthread_cond_timedwait(&k->stop, &k->lock, &at);
    pthread_mutex_unlock(&k->lock);
}

static void *
keeper_loop(void *arg)
{
    struct keeper *k = arg;
    bool away = false, more;
    do {
        struct fl_error err = {0};
        bool failed = keep(k, &more, &err) != 0;
        if (failed && !away)
            log_line(LOG_WARN, "keeper", "step=keep detail=\"%s\"", err.detail);
        away = failed;
        if (!more)
            wait(k, config_live(&k->engine->config->keeper_ms));
    } while (!is_closing(k));
    return NULL;
}

int
keeper_open(struct engine *engine, struct keeper **ret, struct fl_error *err)
{
    struct keeper *k = calloc(1, sizeof *k);
    if (!k)
        return fl_fail(err, FL_E_MEMORY, "no memory for the keeper");
    k->engine = engine;
    char *state = config_state_dir(engine->config);
    chain_head_path(state, k->head, sizeof k->head);
    free(state);
    if (pg_open(engine->conninfo, "fenliud keeper", &k->pg, err)) {
        free(k);
        return err->code;
    }
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->stop, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&k->thread, NULL, keeper_loop, k) != 0) {
        pg_close(k->pg);
        free(k);
        return fl_fail(err, FL_E_MEMORY, "the keeper's thread could not be started");
    }
    *ret = k;
    return 0;
}

void
keeper_close(struct keeper *k)
{
    if (!k)
        return;
    pthread_mutex_lock(&k->lock);
    k->closing = true;
    pthread_cond_signal(&k->stop);
    pthread_mutex_unlock(&k->lock);
    pthread_join(k->thread, NULL);
    struct fl_error err = {0};
    int n = 0; /* what happened since the last round */
    if (k->checked && !k->broken)
        chain_seal(k->pg, k->engine->keys, k->head, &n, &err);
    pg_close(k->pg);
    pthread_cond_destroy(&k->stop);
    pthread_mutex_destroy(&k->lock);
    free(k);
}
