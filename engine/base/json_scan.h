/* A strict look at JSON text before cJSON sees it: what cJSON lets pass and RFC 8259 does not. */
#ifndef ENGINE_JSON_SCAN_H
#define ENGINE_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

struct json_scan {
    const char *fault; /* NULL when sound */
    size_t at;         /* byte offset of the fault */
    bool has_big;      /* some integer literal lies beyond ±2^53 and a double would round it */
};

struct json_scan json_scan_text(const char *text, size_t len);

/* Whether the integer literal at text is beyond ±2^53. */
bool json_scan_is_big(const char *text, size_t len);
/* The next number literal at or after *pos outside strings: its start, and *pos behind it; NULL: none. */
const char *json_scan_next_number(const char *text, size_t len, size_t *pos, size_t *ret_len);

#endif
