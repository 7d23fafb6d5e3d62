/* Worker threads: a list per lane, taken in turn; one lock, one condition. */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "engine/serve/work.h"

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct lane {
        struct work *first, **last;
    } lanes[WORK_LANES];
    unsigned turn; /* the lane that is looked at next */
    size_t waiting;
    bool closing;
    int n;
    pthread_t *threads;
};

/* The oldest of the next lane that has any; something waits, and the lock is held. */
static struct work *
next_in_turn(struct workers *w)
{
    while (!w->lanes[w->turn % WORK_LANES].first)
        w->turn++;
    struct lane *lane = &w->lanes[w->turn++ % WORK_LANES];
    struct work *work = lane->first;
    lane->first = work->next;
    if (!lane->first)
        lane->last = &lane->first;
    w->waiting--;
    return work;
}

static void *
work_loop(void *arg)
{
    struct workers *w = arg;
    pthread_mutex_lock(&w->lock);
    for (;;) {
        while (!w->waiting && !w->closing)
            pthread_cond_wait(&w->more, &w->lock);
        if (!w->waiting)
            break;
        struct work *work = next_in_turn(w);
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
    for (int i = 0; i < WORK_LANES; i++)
        w->lanes[i].last = &w->lanes[i].first;
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
    struct lane *lane = &w->lanes[work->lane % WORK_LANES];
    *lane->last = work;
    lane->last = &work->next;
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
