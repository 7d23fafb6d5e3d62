/* Worker threads: one list, one lock, one condition. */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "engine/work.h"

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct work *first, **last;
    size_t waiting;
    bool closing;
    int n;
    pthread_t *threads;
};

static void *
work_loop(void *arg)
{
    struct workers *w = arg;
    pthread_mutex_lock(&w->lock);
    for (;;) {
        while (!w->first && !w->closing)
            pthread_cond_wait(&w->more, &w->lock);
        struct work *work = w->first;
        if (!work)
            break;
        w->first = work->next;
        if (!w->first)
            w->last = &w->first;
        w->waiting--;
        pthread_mutex_unlock(&w->lock);
        work->run(work);
        pthread_mutex_lock(&w->lock);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

int
workers_open(int threads, struct workers **ret, struct fl_error *err)
{
    struct workers *w = calloc(1, sizeof *w);
    pthread_t *ids = calloc((size_t)threads, sizeof *ids);
    if (!w || !ids) {
        free(w);
        free(ids);
        return fl_fail(err, FL_E_MEMORY, "no memory for the worker threads");
    }
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->more, NULL);
    w->last = &w->first;
    w->threads = ids;
    for (; w->n < threads; w->n++)
        if (pthread_create(&ids[w->n], NULL, work_loop, w) != 0) {
            workers_close(w);
            return fl_fail(err, FL_E_MEMORY, "a worker thread could not be started");
        }
    *ret = w;
    return 0;
}

void
workers_put(struct workers *w, struct work *work)
{
    work->next = NULL;
    pthread_mutex_lock(&w->lock);
    *w->last = work;
    w->last = &work->next;
    w->waiting++;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->lock);
}

size_t
workers_waiting(struct workers *w)
{
    pthread_mutex_lock(&w->lock);
    size_t n = w->waiting;
    pthread_mutex_unlock(&w->lock);
    return n;
}

void
workers_close(struct workers *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->closing = true;
    pthread_cond_broadcast(&w->more);
    pthread_mutex_unlock(&w->lock);
    for (int i = 0; i < w->n; i++)
        pthread_join(w->threads[i], NULL);
    pthread_cond_destroy(&w->more);
    pthread_mutex_destroy(&w->lock);
    free(w->threads);
    free(w);
}
