/* Events in commit order: the page that event.since answers with, and the thread that publishes. */
#include "engine/serve/feed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/serve/event_write.h"
#include "engine/base/rounds.h"
#include "engine/serve/server.h"
#include "fenliu/limits.h"
#include "queries.h"

#define XID_COLUMN 11

bool
event_cursor_read(const char *text, struct event_cursor *ret)
{
    *ret = (struct event_cursor){0};
    if (!*text)
        return true;
    int used = 0;
    if (sscanf(text, "%" SCNx64 "-%" SCNx64 "%n", &ret->xid, (uint64_t *)&ret->event_id, &used) !=
            2 ||
        text[used] || ret->event_id < 0)
        return false;
    char again[40];
    event_cursor_print(ret, again);
    return strcmp(again, text) == 0;
}

void
event_cursor_print(const struct event_cursor *cursor, char ret[40])
{
    snprintf(ret, 40, "%" PRIx64 "-%" PRIx64, cursor->xid, (uint64_t)cursor->event_id);
}

int
event_page(struct pg *pg, const char *court, int max, struct event_cursor *cursor, PGresult **ret,
           int *ret_n, struct fl_error *err)
{
    char xid[24];
    snprintf(xid, sizeof xid, "%" PRIu64, cursor->xid);
    const struct pg_param params[] = {pg_text(xid), pg_int(cursor->event_id), pg_text(court),
                                      pg_int(max)};
    PGresult *rows = NULL;
    if (pg_run(pg, &Q_list_events_since, params, 4, PG_ROWS, &rows, err))
        return err->code;
    int n = PQntuples(rows);
    if (n == 1 && !pg_get(rows, 0, 1))
        n = 0;
    if (n == max) {
        cursor->xid = strtoull(pg_get(rows, n - 1, XID_COLUMN), NULL, 10);
        cursor->event_id = pg_get_int(rows, n - 1, 1);
    } else { /* everything below the horizon has been read */
        uint64_t horizon = strtoull(pg_get(rows, 0, 0), NULL, 10);
        if (horizon > cursor->xid)
            *cursor = (struct event_cursor){horizon, 0};
    }
    *ret = rows;
    *ret_n = n;
    return 0;
}

/* --- the thread --- */

struct feed {
    struct engine *engine;
    struct server *server;
    struct pg *pg;
    struct rounds *rounds;
    bool started;
    struct event_cursor cursor;
};

/* It starts with what is committed from now on: a hint of the past helps nobody. */
static int
find_start(struct feed *feed, struct fl_error *err)
{
    PG_AUTO row = NULL;
    if (pg_run(feed->pg, &Q_get_event_horizon, NULL, 0, PG_ROW, &row, err))
        return err->code;
    feed->cursor = (struct event_cursor){strtoull(pg_get(row, 0, 0), NULL, 10), 0};
    feed->started = true;
    return 0;
}

/* One page; *ret_more when there may be another. */
static int
publish_page(struct feed *feed, bool *ret_more, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    int n = 0;
    *ret_more = false;
    if (pg_ready(feed->pg, err))
        return err->code;
    /* with nobody connected there is nobody to hint to: only the place is kept up to date */
    if (!feed->started || server_listeners(feed->server) == 0)
        return find_start(feed, err);
    if (event_page(feed->pg, NULL, FL_MAX_LIST, &feed->cursor, &rows, &n, err))
        return err->code;
    struct buf json = {0};
    for (int i = 0; i < n; i++) {
        struct event_row event = event_row_of(rows, i, 1);
        buf_reset(&json);
        event_write(&event, EVENT_IDS_ONLY, &json);
        server_publish(feed->server, event.type, json.data);
    }
    buf_done(&json);
    *ret_more = n == FL_MAX_LIST;
    return 0;
}

static int
feed_round(void *self, int64_t *ret_ms, struct fl_error *err)
{
    struct feed *feed = self;
    bool more = false;
    int code = publish_page(feed, &more, err);
    *ret_ms = more ? 0 : config_live(&feed->engine->config->feed_ms);
    return code;
}

int
feed_open(struct engine *engine, struct server *server, struct feed **ret, struct fl_error *err)
{
    struct feed *feed = calloc(1, sizeof *feed);
    if (!feed)
        return fl_fail(err, FL_E_MEMORY, "no memory for the event feed");
    feed->engine = engine;
    feed->server = server;
    if (pg_open(engine->conninfo, "fenliud feed", &feed->pg, err) || find_start(feed, err) ||
        rounds_open("feed", "poll", feed_round, feed, &feed->rounds, err)) {
        pg_close(feed->pg);
        free(feed);
        return err->code;
    }
    *ret = feed;
    return 0;
}

void
feed_close(struct feed *feed)
{
    if (!feed)
        return;
    rounds_close(feed->rounds);
    pg_close(feed->pg);
    free(feed);
}
