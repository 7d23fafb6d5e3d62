/* A growing buffer, and JSON into it. Whether a comma is owed is seen from the last byte written. */
#include "engine/base/buf.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"

static void
reserve(struct buf *buf, size_t more)
{
    if (buf->cap - buf->len > more) /* one byte stays free for the final 0 */
        return;
    size_t cap = buf->cap ? buf->cap : 256;
    while (cap - buf->len <= more)
        cap *= 2;
    char *data = realloc(buf->data, cap);
    if (!data) {
        fputs("fenliu: out of memory\n", stderr);
        abort();
    }
    buf->data = data;
    buf->cap = cap;
}

void
buf_fit(struct buf *buf)
{
    if (buf->cap <= buf->len + 1)
        return;
    char *data = realloc(buf->data, buf->len + 1);
    if (!data)
        return;
    buf->data = data;
    buf->cap = buf->len + 1;
}

void
buf_done(struct buf *buf)
{
    free(buf->data);
    memset(buf, 0, sizeof *buf);
}

void
buf_reset(struct buf *buf)
{
    buf->len = 0;
    if (buf->data)
        buf->data[0] = 0;
}

char *
buf_keep(struct buf *buf, struct arena *arena)
{
    char *text = arena_copy(arena, buf->data, buf->len);
    buf_done(buf);
    return text;
}

void
buf_put(struct buf *buf, const void *data, size_t len)
{
    reserve(buf, len);
    if (len)
        memcpy(buf->data + buf->len, data, len);
    buf->len += len;
    buf->data[buf->len] = 0;
}

void
buf_text(struct buf *buf, const char *text)
{
    buf_put(buf, text, strlen(text));
}

void
buf_char(struct buf *buf, char c)
{
    buf_put(buf, &c, 1);
}

void
buf_print(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len <= 0)
        return;
    reserve(buf, (size_t)len);
    va_start(args, format);
    vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

/* --- JSON --- */

static void
separate(struct buf *buf)
{
    if (buf->len && !strchr("{[:,\n", buf->data[buf->len - 1]))
        buf_char(buf, ',');
}

void
json_object(struct buf *buf)
{
    separate(buf);
    buf_char(buf, '{');
}

void
json_object_end(struct buf *buf)
{
    buf_char(buf, '}');
}

void
json_array(struct buf *buf)
{
    separate(buf);
    buf_char(buf, '[');
}

void
json_array_end(struct buf *buf)
{
    buf_char(buf, ']');
}

static void
quote(struct buf *buf, const char *text, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    reserve(buf, len + 2);
    buf_char(buf, '"');
    size_t from = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_put(buf, text + from, i - from);
        from = i + 1;
        const char *plain = "\"\"\\\\\bb\ff\nn\rr\tt";
        const char *found = NULL;
        for (const char *p = plain; *p; p += 2)
            if ((unsigned char)*p == c)
                found = p + 1;
        if (found) {
            char pair[2] = {'\\', *found};
            buf_put(buf, pair, 2);
        } else {
            char six[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            buf_put(buf, six, 6);
        }
    }
    buf_put(buf, text + from, len - from);
    buf_char(buf, '"');
}

void
json_key(struct buf *buf, const char *key)
{
    separate(buf);
    quote(buf, key, strlen(key));
    buf_char(buf, ':');
}

void
json_text_n(struct buf *buf, const char *text, size_t len)
{
    separate(buf);
    quote(buf, text, len);
}

void
json_text(struct buf *buf, const char *text)
{
    if (text)
        json_text_n(buf, text, strlen(text));
    else
        json_null(buf);
}

void
json_int(struct buf *buf, int64_t n)
{
    separate(buf);
    char digits[24];
    buf_put(buf, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)n));
}

void
json_id(struct buf *buf, int64_t id)
{
    char digits[24];
    json_text_n(buf, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)id));
}

void
json_num(struct buf *buf, double n)
{
    separate(buf);
    if (!isfinite(n)) {
        buf_text(buf, "null");
        return;
    }
    char digits[32]; /* the shortest form that reads back as the same number */
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, n);
        if (strtod(digits, NULL) == n)
            break;
    }
    buf_text(buf, digits);
}

void
json_bool(struct buf *buf, bool b)
{
    separate(buf);
    buf_text(buf, b ? "true" : "false");
}

void
json_null(struct buf *buf)
{
    separate(buf);
    buf_text(buf, "null");
}

void
json_raw(struct buf *buf, const char *json, size_t len)
{
    separate(buf);
    buf_put(buf, json, len);
}

void
json_put_text(struct buf *buf, const char *key, const char *text)
{
    json_key(buf, key);
    json_text(buf, text);
}

void
json_put_int(struct buf *buf, const char *key, int64_t n)
{
    json_key(buf, key);
    json_int(buf, n);
}

void
json_put_id(struct buf *buf, const char *key, int64_t id)
{
    json_key(buf, key);
    json_id(buf, id);
}

void
json_put_bool(struct buf *buf, const char *key, bool b)
{
    json_key(buf, key);
    json_bool(buf, b);
}
