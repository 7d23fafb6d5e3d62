/* The only file that speaks to cJSON, and the holes it closes: case-insensitive look-ups, trailing bytes,
 * duplicate keys, invalid UTF-8, \u0000, numbers that are no integers, depth.
 *
 * A parsed document is a cJSON tree whose nodes the rest of the code reads through the verbs below. */
#ifndef ENGINE_JSON_H
#define ENGINE_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "fenliu/error.h"

/* Parses exactly one document of len bytes. Refuses what the header of this file lists with FL_E_PARSE and
 * the byte offset. On success the caller frees *ret with cJSON_Delete (or JSON_AUTO). */
int json_parse(const char *text, size_t len, cJSON **ret, struct fl_error *err);

/* The byte offset of the first invalid UTF-8 sequence (overlong, surrogate, beyond U+10FFFF), or len. */
size_t utf8_valid(const char *text, size_t len);
/* The number of characters of valid UTF-8. */
size_t utf8_count(const char *text, size_t len);

cJSON *json_get(const cJSON *object,
                const char *key);                  /* exact case; NULL when absent or no object */
void json_remove(cJSON *object, const char *key);  /* nothing when absent */
bool json_is_int(const cJSON *node, int64_t *ret); /* an integer within ±2^53 */
const char *json_str(const cJSON *node);           /* NULL unless text */

/* Canonical JSON (RFC 8785) of a tree, appended to buf: keys sorted by UTF-16 code units, numbers as
 * ECMAScript prints them. Two documents are the same when these bytes are. */
void json_canonical(const cJSON *node, struct buf *buf);
/* The tree as compact JSON in its own order, appended to buf. */
void json_write(const cJSON *node, struct buf *buf);

/* Collects every fault of an input with its JSON pointer; the strings live in the arena. */
struct faults {
    struct arena *arena;
    struct fl_fault *list;
    int n, more;
};
void faults_init(struct faults *faults, struct arena *arena);
void faults_add(struct faults *faults, const char *pointer, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* 0 when there are none, else fills err with FL_E_INVALID_PARAMS, the list, and a detail that quotes the
 * first fault and the number of all. */
int faults_result(const struct faults *faults, struct fl_error *err);

static inline void
json_auto_free(cJSON **node)
{
    cJSON_Delete(*node);
}
#define JSON_AUTO __attribute__((cleanup(json_auto_free))) cJSON *

#endif
