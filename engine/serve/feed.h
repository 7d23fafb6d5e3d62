/* The event feed: one thread that reads what was committed since it looked last and publishes a
 * hint of each event (type, newline, CloudEvents JSON with ids only). PUB cannot ask who listens;
 * whoever must not miss anything reads event.since. Only the process that binds the events endpoint
 * runs it. */
#ifndef ENGINE_FEED_H
#define ENGINE_FEED_H

#include "engine/engine.h"
#include "engine/base/json.h"

struct feed;
struct server;

int feed_open(struct engine *engine, struct server *server, struct feed **ret,
              struct fl_error *err);
void feed_close(struct feed *feed);

/* A place in the order of commits. Opaque text on the wire: "" is the beginning. */
struct event_cursor {
    uint64_t xid;
    int64_t event_id;
};
bool event_cursor_read(const char *text, struct event_cursor *ret);
void event_cursor_print(const struct event_cursor *cursor, char ret[40]);

/* Up to `max` events after the cursor, of one court or (NULL) of all. Rows from column 1 on are
 * those of event_row_of; *ret_n of them. The cursor moves behind them. */
int event_page(struct pg *pg, const char *court, int max, struct event_cursor *cursor,
               PGresult **ret, int *ret_n, struct fl_error *err);

#endif
