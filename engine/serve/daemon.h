/* fenliud without its command line: everything that one process opens at its start and closes at its end, in
 * the orders that work.
 *
 * Start: embedded database (it forks: before the first thread and the first nng call) → schema → policy → pool
 * → store, workers, long polls → endpoints → feed, sweeper. Stop: feed and sweeper, long polls answer, endpoints
 * drain, workers, store, endpoints, pool, embedded database last. */
#ifndef ENGINE_DAEMON_H
#define ENGINE_DAEMON_H

#include "engine/config.h"

struct daemon;

/* `config` stays the caller's and outlives the daemon. What was opened before a failure is closed again. */
int daemon_open(struct config *config, struct daemon **ret, struct fl_error *err);
/* What is in flight has up to drain_ms to end. */
void daemon_close(struct daemon *daemon, int drain_ms);

/* False when the embedded database is gone for good: leave, and be started again. */
bool daemon_alive(struct daemon *daemon);
/* Looks at the policy in force and at lapsed offers at once. */
void daemon_nudge(struct daemon *daemon);
/* "intake=tcp://… events=tcp://…" */
const char *daemon_endpoints(const struct daemon *daemon);

/* --check: the endpoints and the policy folder (or the packaged one), without starting anything. */
int daemon_check(const struct config *config, struct fl_error *err);

#endif
