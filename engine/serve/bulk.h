/* The bulk feed (PULL): for senders that cannot wait for a reply. There is no receipt; they reconcile with
 * case.list or the events. Messages are those of intake. What is overloaded or unavailable is tried again
 * (request.patient), so that a full queue slows the feed down instead of losing cases. */
#ifndef ENGINE_BULK_H
#define ENGINE_BULK_H

#include <stdbool.h>
#include <stddef.h>

struct item;

/* Reads the reply that nobody gets: what was refused goes into the log, by id and error, without content. */
void bulk_note(const char *reply, size_t len);

/* Called with an item that failed: true when it will be tried again, and answered then. */
bool bulk_try_later(struct item *item);

#endif
