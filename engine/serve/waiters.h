/* Long polls at rest: they hold neither a worker nor a connection. Each is run again when something
 * that may fit its mediator enters a queue of this process, each second (another process may have
 * put it there), and at its deadline. */
#ifndef ENGINE_WAITERS_H
#define ENGINE_WAITERS_H

#include <stdbool.h>

#include "engine/config.h"

struct item;
struct waiters;
struct workers;

int waiters_open(const struct config *config, struct workers *workers, struct waiters **ret,
                 struct fl_error *err);
/* Sends all that rest back to the workers, who answer them as they are; takes none from now on.
 * Before the workers close. */
void waiters_drain(struct waiters *waiters);
void waiters_close(struct waiters *waiters);

/* A number that changes with every wake. Read before a run, it tells whether the run may have
 * missed one. */
unsigned long waiters_seen(struct waiters *waiters);

/* Parks an item until wait_until. False when there is no room at its desk (or when draining):
 * answer now. When something came in since item->seen, it goes straight back to the workers. */
bool waiters_park(struct waiters *waiters, struct item *item);

/* Thread safe, never blocks. */
void waiters_wake(struct waiters *waiters);
size_t waiters_count(struct waiters *waiters);

#endif
