/* One thread, one connection, a few duties. */
#include "engine/serve/sweeper.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/clock.h"
#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/desk.h"
#include "engine/base/log.h"
#include "engine/serve/rpc.h"
#include "queries.h"

#define FORGET_MS (10 * 60 * 1000) /* how often old answers are looked for */

struct sweeper {
    struct engine *engine;
    struct pg *pg;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool closing, nudged;
    int64_t forgot_at;
};

int
sweeper_follow_clock(struct engine *engine, struct pg *pg, struct fl_error *err)
{
    if (!engine->synthetic || strcmp(engine->config->clock, "manual") != 0)
        return 0;
    PG_AUTO row = NULL;
    const struct pg_param params[] = {pg_text("manual_now")};
    if (pg_run(pg, &Q_get_setting, params, 1, PG_MAYBE_ROW, &row, err))
        return err->code;
    int64_t now;
    const char *text = PQntuples(row) ? pg_get(row, 0, 0) : NULL;
    if (text && moment_parse(text, strlen(text), &now))
        clock_manual(now);
    return 0;
}

static int
forget_requests(struct sweeper *s, struct fl_error *err)
{
    if (s->forgot_at && rpc_monotonic_ms() - s->forgot_at < FORGET_MS)
        return 0;
    s->forgot_at = rpc_monotonic_ms();
    return pg_run(s->pg, &Q_sweep_requests, NULL, 0, PG_NONE, NULL, err);
}

static int
sweep(struct sweeper *s, struct fl_error *err)
{
    int lapsed = 0;
    struct deadline_sweep told = {0};
    if (pg_ready(s->pg, err) || sweeper_follow_clock(s->engine, s->pg, err) ||
        policy_store_follow(s->engine, s->pg, err) ||
        desk_sweep(s->engine, s->pg, clock_now(), &lapsed, err) ||
        deadline_sweep(s->engine, s->pg, clock_now(), &told, err))
        return err->code;
    if (told.near + told.passed + told.expired)
        log_line(LOG_INFO, "sweeper", "step=deadlines near=%d passed=%d expired=%d", told.near,
                 told.passed, told.expired);
    if (lapsed) {
        log_line(LOG_INFO, "sweeper", "step=lapse referrals=%d", lapsed);
        engine_wake(s->engine);
    }
    return forget_requests(s, err);
}

static void *
sweeper_loop(void *arg)
{
    struct sweeper *s = arg;
    bool away = false;
    pthread_mutex_lock(&s->lock);
    while (!s->closing) {
        s->nudged = false;
        pthread_mutex_unlock(&s->lock);
        struct fl_error err = {0};
        bool failed = sweep(s, &err) != 0;
        if (failed && !away)
            log_line(LOG_WARN, "sweeper", "step=sweep detail=\"%s\"", err.detail);
        away = failed;
        int64_t until = rpc_monotonic_ms() + config_live(&s->engine->config->sweep_ms);
        struct timespec at = {(time_t)(until / 1000), (long)(until % 1000) * 1000000};
        pthread_mutex_lock(&s->lock);
        if (!s->closing && !s->nudged)
            pthread_cond_timedwait(&s->changed, &s->lock, &at);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

int
sweeper_open(struct engine *engine, struct sweeper **ret, struct fl_error *err)
{
    struct sweeper *s = calloc(1, sizeof *s);
    if (!s)
        return fl_fail(err, FL_E_MEMORY, "no memory for the sweeper");
    s->engine = engine;
    if (pg_open(engine->conninfo, "fenliud sweeper", &s->pg, err)) {
        free(s);
        return err->code;
    }
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&s->thread, NULL, sweeper_loop, s) != 0) {
        pg_close(s->pg);
        free(s);
        return fl_fail(err, FL_E_MEMORY, "the sweeper's thread could not be started");
    }
    *ret = s;
    return 0;
}

void
sweeper_nudge(struct sweeper *s)
{
    pthread_mutex_lock(&s->lock);
    s->nudged = true;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

void
sweeper_close(struct sweeper *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->closing = true;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    pg_close(s->pg);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    free(s);
}
