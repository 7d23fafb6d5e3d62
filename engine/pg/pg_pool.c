/* A fixed set of connections that threads take and give back. */
#include "engine/pg/pg_internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct pg_pool {
    pthread_mutex_t lock;
    pthread_cond_t given;
    int size, n_idle;
    struct pg **all, **idle; /* idle is a stack: the warmest is taken first */
};

int
pg_pool_open(const char *conninfo, const char *application, int size, struct pg_pool **ret,
             struct fl_error *err)
{
    struct pg_pool *pool = calloc(1, sizeof *pool);
    if (!pool || !(pool->all = calloc((size_t)size, sizeof *pool->all)) ||
        !(pool->idle = calloc((size_t)size, sizeof *pool->idle)))
        abort();
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->given, &monotonic);
    pthread_condattr_destroy(&monotonic);
    int code = 0;
    for (int i = 0; i < size && !code;
         i++) { /* only the first connects now, the others when taken */
        if (!(pool->all[i] = pg_new(conninfo, application, err))) {
            code = FL_E_CONFIG;
            break;
        }
        pool->size++;
        pool->idle[size - 1 - i] = pool->all[i];
        if (i == 0)
            code = pg_ready(pool->all[i], err);
    }
    if (code) {
        pg_pool_close(pool);
        return code;
    }
    pool->n_idle = size;
    *ret = pool;
    return 0;
}

void
pg_pool_close(struct pg_pool *pool)
{
    if (!pool)
        return;
    for (int i = 0; i < pool->size; i++)
        pg_close(pool->all[i]);
    pthread_cond_destroy(&pool->given);
    pthread_mutex_destroy(&pool->lock);
    free(pool->all);
    free(pool->idle);
    free(pool);
}

static struct pg *
take_idle(struct pg_pool *pool, int wait_ms)
{
    int64_t until = pg_clock() + wait_ms;
    struct timespec at = {(time_t)(until / 1000), (long)(until % 1000) * 1000000L};
    struct pg *pg = NULL;
    pthread_mutex_lock(&pool->lock);
    while (!pool->n_idle)
        if (pthread_cond_timedwait(&pool->given, &pool->lock, &at) == ETIMEDOUT)
            break;
    if (pool->n_idle)
        pg = pool->idle[--pool->n_idle];
    pthread_mutex_unlock(&pool->lock);
    return pg;
}

int
pg_pool_take(struct pg_pool *pool, int wait_ms, struct pg **ret, struct fl_error *err)
{
    struct pg *pg = take_idle(pool, wait_ms);
    if (!pg) {
        int code =
            fl_fail(err, FL_E_OVERLOADED, "all %d database connections are busy", pool->size);
        if (err)
            err->retry_after_ms = wait_ms ? wait_ms : 50;
        return code;
    }
    pg_notice_hangup(pg);
    int code = pg_ready(pg, err);
    if (code) {
        pg_pool_give(pool, pg);
        return code;
    }
    *ret = pg;
    return 0;
}

void
pg_pool_give(struct pg_pool *pool, struct pg *pg)
{
    pg_rollback(pg);
    pg_deadline(pg, 0);
    pthread_mutex_lock(&pool->lock);
    pool->idle[pool->n_idle++] = pg;
    pthread_cond_signal(&pool->given);
    pthread_mutex_unlock(&pool->lock);
}
