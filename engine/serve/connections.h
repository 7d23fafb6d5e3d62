/* Who is connected to one endpoint, and what each connection has under way: numbers only, no nng.
 *
 * Three limits are kept here. So many connections; so many messages in flight on one of them (beyond: answered
 * overloaded; twice as many: closed, since its sender does not read answers); so many refused requests in a second
 * on one of them (beyond: closed). Thread safe. */
#ifndef ENGINE_CONNECTIONS_H
#define ENGINE_CONNECTIONS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct connection {
    uint32_t id;
    int in_flight;
    bool closing;
    int64_t refused, second; /* how many were refused in that second of the monotonic clock */
    struct connection *next;
};

enum { CONNECTION_BUCKETS = 256 };

struct connections {
    pthread_mutex_t lock;
    struct connection *buckets[CONNECTION_BUCKETS];
    int n;
};

enum message_verdict { MESSAGE_TAKEN, MESSAGE_CROWDS, MESSAGE_CLOSES };

void connections_init(struct connections *connections);
void connections_done(struct connections *connections);

/* False: there are `max` already. */
bool connections_add(struct connections *connections, uint32_t id, int64_t max);
void connections_remove(struct connections *connections, uint32_t id);

/* A message came in. Unless the verdict is CLOSE, connections_leave() when its answer has gone. */
enum message_verdict connections_enter(struct connections *connections, uint32_t id,
                                       int64_t pipeline_max);
void connections_leave(struct connections *connections, uint32_t id);

/* True for the first who asks: it is to be closed, once. What it sends until then is dropped. */
bool connections_close(struct connections *connections, uint32_t id);

/* So many of its requests were refused just now: true when that is too many for this second. */
bool connections_refused(struct connections *connections, uint32_t id, int n, int64_t max,
                         int64_t now_ms);

#endif
