/* One event row as CloudEvents 1.0 JSON: for the feed, event.since and case.get.
 *
 * {"specversion":"1.0","id","source":"/courts/430204","type","subject":<case
 * id>,"time","recordedtime",
 *  "datacontenttype":"application/json","data":{"case_id","referral_id"?,"actor"?,…codes,
 * "words"?}} */
#ifndef ENGINE_EVENT_WRITE_H
#define ENGINE_EVENT_WRITE_H

#include "engine/base/buf.h"
#include "engine/pg/pg.h"

struct event_row {
    const char *event_id, *court, *dispute_id, *referral_id, *type, *actor;
    int64_t at, recorded_at; /* Unix ms */
    const char *data;        /* JSON object of codes and ids, or NULL */
    const char *words;       /* of people, for those who may read the case; else NULL */
};

/* The columns event_id, court, dispute_id, referral_id, type, actor, at, recorded_at (both in Unix
 * ms), data, words, from `column` on. The text belongs to the result. */
struct event_row event_row_of(const PGresult *rows, int row, int column);

enum event_form { EVENT_IDS_ONLY, EVENT_WHOLE };
void event_write(const struct event_row *event, enum event_form form, struct buf *buf);

#endif
