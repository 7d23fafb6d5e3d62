/* A list of resting items and one thread that sends them back to the workers. */
#include "engine/serve/waiters.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "engine/queue/board.h"
#include "engine/serve/rpc.h"

#define LOOK_AGAIN_MS 1000

struct waiters {
    const struct config *config;
    struct workers *workers;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    struct item *first;
    size_t n;
    unsigned long wakes; /* how often something entered a queue */
    unsigned long done;  /* up to which wake the resting items were sent back */
    int64_t looked_at;
    bool draining, closing;
};

static size_t
count_at(const struct waiters *w, enum endpoint endpoint)
{
    size_t n = 0;
    for (const struct item *item = w->first; item; item = item->next_waiting)
        n += item->request->endpoint == endpoint;
    return n;
}

/* Whether what entered a queue of this process lately may be for one who waits. */
static bool
may_fit(const struct item *item)
{
    struct board *board = item->request->engine->board;
    const struct fl_adapter *adapter = endpoint_adapter(item->request->endpoint);
    const char *mediator = json_str(json_get(item->params, "mediator"));
    return !board || !adapter || !mediator ||
           board_may_fit(board, item->court, fl_word(&fl_channels, (int)adapter->channel),
                         mediator);
}

/* Why resting items are sent back: their time is over (always), something entered, a second has passed or all ends. */
enum reason { TIME_OVER, ENTERED, EVERYBODY };

/* Sends back those that are due; the lock is held. */
static void
send_back(struct waiters *w, enum reason reason, int64_t now)
{
    struct item **link = &w->first;
    while (*link) {
        struct item *item = *link;
        if (item->wait_until > now && reason != EVERYBODY &&
            !(reason == ENTERED && may_fit(item))) {
            link = &item->next_waiting;
            continue;
        }
        *link = item->next_waiting;
        w->n--;
        workers_put(w->workers, &item->work);
    }
}

/* The next moment at which something is due. */
static int64_t
next_due(const struct waiters *w)
{
    int64_t due = w->looked_at + LOOK_AGAIN_MS;
    for (const struct item *item = w->first; item; item = item->next_waiting)
        if (item->wait_until < due)
            due = item->wait_until;
    return due;
}

static void *
waiters_loop(void *arg)
{
    struct waiters *w = arg;
    pthread_mutex_lock(&w->lock);
    while (!w->closing) {
        int64_t now = rpc_monotonic_ms();
        bool all = w->draining || now >= w->looked_at + LOOK_AGAIN_MS;
        enum reason reason = all ? EVERYBODY : w->done != w->wakes ? ENTERED : TIME_OVER;
        w->done = w->wakes;
        if (all)
            w->looked_at = now;
        send_back(w, reason, now);
        int64_t due = next_due(w);
        struct timespec at = {(time_t)(due / 1000), (long)(due % 1000) * 1000000};
        if (w->first) {
            pthread_cond_timedwait(&w->changed, &w->lock, &at);
        } else {
            pthread_cond_wait(&w->changed, &w->lock);
            w->looked_at = rpc_monotonic_ms(); /* who comes now has just looked */
        }
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

int
waiters_open(const struct config *config, struct workers *workers, struct waiters **ret,
             struct fl_error *err)
{
    struct waiters *w = calloc(1, sizeof *w);
    if (!w)
        return fl_fail(err, FL_E_MEMORY, "no memory for long polls");
    w->config = config;
    w->workers = workers;
    w->looked_at = rpc_monotonic_ms();
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&w->thread, NULL, waiters_loop, w) != 0) {
        free(w);
        return fl_fail(err, FL_E_MEMORY, "the thread of long polls could not be started");
    }
    *ret = w;
    return 0;
}

void
waiters_drain(struct waiters *w)
{
    pthread_mutex_lock(&w->lock);
    w->draining = true;
    send_back(w, EVERYBODY, 0);
    pthread_mutex_unlock(&w->lock);
}

void
waiters_close(struct waiters *w)
{
    if (!w)
        return;
    pthread_mutex_lock(&w->lock);
    w->closing = true;
    pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

unsigned long
waiters_seen(struct waiters *w)
{
    pthread_mutex_lock(&w->lock);
    unsigned long seen = w->wakes;
    pthread_mutex_unlock(&w->lock);
    return seen;
}

bool
waiters_park(struct waiters *w, struct item *item)
{
    pthread_mutex_lock(&w->lock);
    bool room =
        !w->draining && (item->request->patient || (int64_t)count_at(w, item->request->endpoint) <
                                                       config_live(&w->config->waiters_max));
    if (room && item->seen != w->wakes) {
        workers_put(w->workers, &item->work); /* something came in while it was running */
    } else if (room) {
        item->next_waiting = w->first;
        w->first = item;
        w->n++;
        pthread_cond_signal(&w->changed); /* its deadline may be the next one due */
    }
    pthread_mutex_unlock(&w->lock);
    return room;
}

void
waiters_wake(struct waiters *w)
{
    pthread_mutex_lock(&w->lock);
    w->wakes++;
    if (w->first)
        pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

size_t
waiters_count(struct waiters *w)
{
    pthread_mutex_lock(&w->lock);
    size_t n = w->n;
    pthread_mutex_unlock(&w->lock);
    return n;
}
