/* A small table of connections, found by the number that nng gives them. */
#include "engine/serve/connections.h"

#include <stdlib.h>
#include <string.h>

void
connections_init(struct connections *c)
{
    memset(c, 0, sizeof *c);
    pthread_mutex_init(&c->lock, NULL);
}

void
connections_done(struct connections *c)
{
    for (int i = 0; i < CONNECTION_BUCKETS; i++)
        while (c->buckets[i]) {
            struct connection *next = c->buckets[i]->next;
            free(c->buckets[i]);
            c->buckets[i] = next;
        }
    pthread_mutex_destroy(&c->lock);
}

/* The link that points to it, or to the end of its list; the lock is held. */
static struct connection **
find(struct connections *c, uint32_t id)
{
    struct connection **link = &c->buckets[id % CONNECTION_BUCKETS];
    while (*link && (*link)->id != id)
        link = &(*link)->next;
    return link;
}

bool
connections_add(struct connections *c, uint32_t id, int64_t max)
{
    pthread_mutex_lock(&c->lock);
    bool room = c->n < max;
    if (room) {
        struct connection *one = calloc(1, sizeof *one);
        if (!one)
            abort(); /* as the arena does */
        one->id = id;
        *find(c, id) = one;
        c->n++;
    }
    pthread_mutex_unlock(&c->lock);
    return room;
}

void
connections_remove(struct connections *c, uint32_t id)
{
    pthread_mutex_lock(&c->lock);
    struct connection **link = find(c, id), *one = *link;
    if (one) {
        *link = one->next;
        free(one);
        c->n--;
    }
    pthread_mutex_unlock(&c->lock);
}

enum message_verdict
connections_enter(struct connections *c, uint32_t id, int64_t pipeline_max)
{
    enum message_verdict verdict = MESSAGE_TAKEN;
    pthread_mutex_lock(&c->lock);
    struct connection *one = *find(c, id);
    if (one && (one->closing || one->in_flight >= 2 * pipeline_max))
        verdict = MESSAGE_CLOSES;
    else if (one && one->in_flight++ >= pipeline_max)
        verdict = MESSAGE_CROWDS;
    pthread_mutex_unlock(&c->lock);
    return verdict;
}

void
connections_leave(struct connections *c, uint32_t id)
{
    pthread_mutex_lock(&c->lock);
    struct connection *one = *find(c, id);
    if (one && one->in_flight > 0)
        one->in_flight--;
    pthread_mutex_unlock(&c->lock);
}

bool
connections_close(struct connections *c, uint32_t id)
{
    pthread_mutex_lock(&c->lock);
    struct connection *one = *find(c, id);
    bool first = one && !one->closing;
    if (first)
        one->closing = true;
    pthread_mutex_unlock(&c->lock);
    return first;
}

bool
connections_refused(struct connections *c, uint32_t id, int n, int64_t max, int64_t now_ms)
{
    bool too_many = false;
    pthread_mutex_lock(&c->lock);
    struct connection *one = *find(c, id);
    if (one) {
        if (one->second != now_ms / 1000)
            one->refused = 0;
        one->second = now_ms / 1000;
        one->refused += n;
        too_many = one->refused > max;
    }
    pthread_mutex_unlock(&c->lock);
    return too_many;
}
