/* Rows as PostgreSQL's binary formats: COPY … (FORMAT binary), and arrays for unnest.
 *
 * Written field by field into a buffer; nothing is checked here, the order of the fields is that of
 * the column list in the statement. Source: PostgreSQL manual, COPY, "Binary Format"; array_send().
 */
#ifndef ENGINE_STORE_COPY_H
#define ENGINE_STORE_COPY_H

#include "engine/base/buf.h"
#include "fenliu/case.h"

void copy_begin(struct buf *buf);           /* the header of a stream */
void copy_row(struct buf *buf, int fields); /* then so many fields */
void copy_end(struct buf *buf);             /* the trailer */

/* One field each: in a COPY row, or an element of an array. */
void copy_null(struct buf *buf);
void copy_text(struct buf *buf, const char *text);              /* NULL is null */
void copy_bytes(struct buf *buf, const void *data, size_t len); /* bytea; NULL data is null */
void copy_json(struct buf *buf, const char *json, size_t len);  /* jsonb */
void copy_int2(struct buf *buf, int n);
void copy_int4(struct buf *buf, int32_t n);
void copy_int8(struct buf *buf, int64_t n);
void copy_bool(struct buf *buf, bool b);
void copy_moment(struct buf *buf, int64_t unix_ms); /* timestamptz */
void copy_day(struct buf *buf, fl_day day);         /* date; FL_NO_DAY is null */

/* The head of a one-dimensional array of n elements, which follow as fields. */
enum copy_type {
    COPY_BOOL = 16,
    COPY_TEXT = 25,
    COPY_BYTEA = 17,
    COPY_INT4 = 23,
    COPY_INT8 = 20,
    COPY_JSON = 114, /* its binary form is its text: copy_bytes */
    COPY_TIMESTAMPTZ = 1184,
    COPY_DATE = 1082
};
void copy_array(struct buf *buf, enum copy_type type, int n);

#endif
