/* Rows of the table event as CloudEvents. */
#include "engine/serve/event_write.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/day.h"

struct event_row
event_row_of(const PGresult *rows, int row, int column)
{
    struct event_row event = {
        .event_id = pg_get(rows, row, column),
        .court = pg_get(rows, row, column + 1),
        .dispute_id = pg_get(rows, row, column + 2),
        .referral_id = pg_get(rows, row, column + 3),
        .type = pg_get(rows, row, column + 4),
        .actor = pg_get(rows, row, column + 5),
        .at = pg_get_int(rows, row, column + 6),
        .recorded_at = pg_get_int(rows, row, column + 7),
        .data = pg_get(rows, row, column + 8),
        .words = pg_get(rows, row, column + 9),
    };
    return event;
}

/* The members of the stored object, into the object that is open. */
static void
splice(const char *object, struct buf *buf)
{
    size_t len = object ? strlen(object) : 0;
    if (len < 2 || object[0] != '{' || strspn(object + 1, " ") == len - 2)
        return;
    buf_char(buf, ','); /* case_id stands before it */
    buf_put(buf, object + 1, len - 2);
}

void
event_write(const struct event_row *event, enum event_form form, struct buf *buf)
{
    char at[32], recorded[32], source[64];
    snprintf(source, sizeof source, "/courts/%s", event->court);
    json_object(buf);
    json_put_text(buf, "specversion", "1.0");
    json_put_text(buf, "id", event->event_id);
    json_put_text(buf, "source", source);
    json_put_text(buf, "type", event->type);
    json_put_text(buf, "subject", event->dispute_id);
    json_put_text(buf, "time", moment_print(event->at, at));
    json_put_text(buf, "recordedtime", moment_print(event->recorded_at, recorded));
    json_put_text(buf, "datacontenttype", "application/json");
    json_key(buf, "data");
    json_object(buf);
    json_put_text(buf, "case_id", event->dispute_id);
    if (event->referral_id)
        json_put_text(buf, "referral_id", event->referral_id);
    if (form == EVENT_WHOLE) {
        if (event->actor)
            json_put_text(buf, "actor", event->actor);
        splice(event->data, buf);
        if (event->words)
            json_put_text(buf, "words", event->words);
    }
    json_object_end(buf);
    json_object_end(buf);
}
