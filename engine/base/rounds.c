/* A round, a wait, and again. */
#include "engine/base/rounds.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "engine/base/log.h"
#include "engine/base/must.h"

struct rounds {
    const char *module, *step;
    rounds_do *round;
    void *self;
    pthread_t thread;
    bool running; /* the thread has to be joined */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool closing, nudged; /* behind lock */
};

static struct timespec
moment_after(int64_t ms)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += (time_t)(ms / 1000);
    at.tv_nsec += (long)(ms % 1000) * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000;
    }
    return at;
}

/* Waits for the next round; false: there is none. */
static bool
wait_for_next(struct rounds *r, int64_t ms)
{
    const struct timespec at = moment_after(ms);
    pthread_mutex_lock(&r->lock);
    while (ms > 0 && !r->closing && !r->nudged)
        if (pthread_cond_timedwait(&r->changed, &r->lock, &at))
            break; /* its time has come */
    bool more = !r->closing;
    r->nudged = false;
    pthread_mutex_unlock(&r->lock);
    return more;
}

static void *
rounds_loop(void *arg)
{
    struct rounds *r = arg;
    bool away = false;
    int64_t ms;
    do {
        struct fl_error err = {0};
        ms = 0;
        bool failed = r->round(r->self, &ms, &err) != 0;
        if (failed && !away)
            log_line(LOG_WARN, r->module, "step=%s detail=\"%s\"", r->step, err.detail);
        away = failed;
    } while (wait_for_next(r, ms));
    return NULL;
}

int
rounds_open(const char *module, const char *step, rounds_do *round, void *self, struct rounds **ret,
            struct fl_error *err)
{
    struct rounds *r = must(calloc(1, sizeof *r));
    pthread_condattr_t monotonic;
    *r = (struct rounds){.module = module, .step = step, .round = round, .self = self};
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    *ret = r;
    r->running = pthread_create(&r->thread, NULL, rounds_loop, r) == 0;
    if (r->running)
        return 0;
    *ret = NULL;
    rounds_close(r);
    return fl_fail(err, FL_E_MEMORY, "the thread of %s could not be started", module);
}

void
rounds_nudge(struct rounds *r)
{
    pthread_mutex_lock(&r->lock);
    r->nudged = true;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

void
rounds_stop(struct rounds *r)
{
    if (!r || !r->running)
        return;
    pthread_mutex_lock(&r->lock);
    r->closing = true;
    pthread_cond_signal(&r->changed);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
    r->running = false;
}

void
rounds_close(struct rounds *r)
{
    if (!r)
        return;
    rounds_stop(r);
    pthread_cond_destroy(&r->changed);
    pthread_mutex_destroy(&r->lock);
    free(r);
}
