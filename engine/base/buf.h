/* A growing text buffer, and JSON written into it.
 *
 * The JSON verbs put commas by themselves: after `{` or `[` or a key nothing is owed, else a comma is.
 * Out of memory ends the process. The caller owns the struct; buf_done gives the memory back. */
#ifndef ENGINE_BUF_H
#define ENGINE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct buf {
    char *data; /* always ends in 0 once anything was put */
    size_t len, cap;
};

/* Gives back what is not filled: of what is kept for a while. */
void buf_fit(struct buf *buf);
void buf_done(struct buf *buf);
void buf_reset(struct buf *buf);                      /* empties, keeps the memory */
char *buf_keep(struct buf *buf, struct arena *arena); /* the text, now the arena's; buf_done */
void buf_put(struct buf *buf, const void *data, size_t len);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_print(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

void json_object(struct buf *buf);
void json_object_end(struct buf *buf);
void json_array(struct buf *buf);
void json_array_end(struct buf *buf);
void json_key(struct buf *buf, const char *key);
void json_text(struct buf *buf, const char *text); /* NULL writes null */
void json_text_n(struct buf *buf, const char *text, size_t len);
void json_int(struct buf *buf, int64_t n);
void json_id(struct buf *buf, int64_t id); /* a 64-bit id travels as text */
void json_num(struct buf *buf, double n);
void json_bool(struct buf *buf, bool b);
void json_null(struct buf *buf);
void json_raw(struct buf *buf, const char *json, size_t len); /* already JSON */
/* key and value in one call; a NULL text is written as null */
void json_put_text(struct buf *buf, const char *key, const char *text);
void json_put_int(struct buf *buf, const char *key, int64_t n);
void json_put_id(struct buf *buf, const char *key, int64_t id);
void json_put_bool(struct buf *buf, const char *key, bool b);

#endif
