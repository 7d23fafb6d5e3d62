/* Big-endian fields, each after its length. */
#include "engine/store/store_copy.h"

#include <string.h>

/* 2000-01-01, from which PostgreSQL counts, in days of 1970 */
#define POSTGRES_EPOCH 10957

static void
put16(struct buf *buf, uint16_t n)
{
    const unsigned char b[] = {(unsigned char)(n >> 8), (unsigned char)n};
    buf_put(buf, b, sizeof b);
}

static void
put32(struct buf *buf, uint32_t n)
{
    const unsigned char b[] = {(unsigned char)(n >> 24), (unsigned char)(n >> 16),
                               (unsigned char)(n >> 8), (unsigned char)n};
    buf_put(buf, b, sizeof b);
}

static void
put64(struct buf *buf, uint64_t n)
{
    put32(buf, (uint32_t)(n >> 32));
    put32(buf, (uint32_t)n);
}

void
copy_begin(struct buf *buf)
{
    static const char header[19] =
        "PGCOPY\n\377\r\n"; /* signature, its 0, flags and extension of 0 */
    buf_put(buf, header, sizeof header);
}

void
copy_row(struct buf *buf, int fields)
{
    put16(buf, (uint16_t)fields);
}

void
copy_end(struct buf *buf)
{
    put16(buf, 0xFFFF);
}

void
copy_null(struct buf *buf)
{
    put32(buf, 0xFFFFFFFF);
}

void
copy_bytes(struct buf *buf, const void *data, size_t len)
{
    if (!data) {
        copy_null(buf);
        return;
    }
    put32(buf, (uint32_t)len);
    buf_put(buf, data, len);
}

void
copy_text(struct buf *buf, const char *text)
{
    copy_bytes(buf, text, text ? strlen(text) : 0);
}

void
copy_json(struct buf *buf, const char *json, size_t len)
{
    put32(buf, (uint32_t)len + 1);
    buf_char(buf, 1); /* the version of jsonb's binary format */
    buf_put(buf, json, len);
}

void
copy_int2(struct buf *buf, int n)
{
    put32(buf, 2);
    put16(buf, (uint16_t)n);
}

void
copy_int4(struct buf *buf, int32_t n)
{
    put32(buf, 4);
    put32(buf, (uint32_t)n);
}

void
copy_int8(struct buf *buf, int64_t n)
{
    put32(buf, 8);
    put64(buf, (uint64_t)n);
}

void
copy_bool(struct buf *buf, bool b)
{
    put32(buf, 1);
    buf_char(buf, b ? 1 : 0);
}

void
copy_moment(struct buf *buf, int64_t unix_ms)
{
    copy_int8(buf, (unix_ms - (int64_t)POSTGRES_EPOCH * 86400000) * 1000);
}

void
copy_day(struct buf *buf, fl_day day)
{
    if (day == FL_NO_DAY)
        copy_null(buf);
    else
        copy_int4(buf, day - POSTGRES_EPOCH);
}

void
copy_array(struct buf *buf, enum copy_type type, int n)
{
    put32(buf, n ? 1 : 0); /* dimensions */
    put32(buf, 1);         /* may hold nulls */
    put32(buf, (uint32_t)type);
    if (!n)
        return;
    put32(buf, (uint32_t)n);
    put32(buf, 1); /* lower bound */
}
