/* One pass over the text: UTF-8, control characters, \u0000, number grammar, depth. Structure is cJSON's. */
#include "engine/base/json_scan.h"

#include <string.h>

#include "engine/base/json.h"
#include "fenliu/limits.h"

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t
digits(const char *text, size_t len, size_t at)
{
    while (at < len && is_digit(text[at]))
        at++;
    return at;
}

/* The end of the number literal at `at`, or `at` itself when the grammar of RFC 8259 §6 does not hold. */
static size_t
number_end(const char *text, size_t len, size_t at)
{
    size_t start = at, from;
    if (text[at] == '-')
        at++;
    from = at;
    at = digits(text, len, at);
    if (at == from || (text[from] == '0' && at - from > 1))
        return start;
    if (at < len && text[at] == '.') {
        from = ++at;
        at = digits(text, len, at);
        if (at == from)
            return start;
    }
    if (at < len && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (at < len && (text[at] == '+' || text[at] == '-'))
            at++;
        from = at;
        at = digits(text, len, at);
        if (at == from)
            return start;
    }
    return at;
}

bool
json_scan_is_big(const char *text, size_t len)
{
    static const char most[] = "9007199254740992"; /* 2^53 */
    if (len && *text == '-') {
        text++;
        len--;
    }
    for (size_t i = 0; i < len; i++)
        if (!is_digit(text[i]))
            return false;
    size_t n = sizeof most - 1;
    return len > n || (len == n && memcmp(text, most, n) > 0);
}

/* The end of the string whose opening quote is at `at` (the offset behind the closing quote), or 0 with
 * *fault and *bad set. */
static size_t
string_end(const char *text, size_t len, size_t at, const char **fault, size_t *bad)
{
    for (at++; at < len; at++) {
        unsigned char c = (unsigned char)text[at];
        if (c == '"')
            return at + 1;
        if (c < 0x20) {
            *fault = "a control character in a string";
            *bad = at;
            return 0;
        }
        if (c == '\\') {
            if (len - at >= 6 && memcmp(text + at, "\\u0000", 6) == 0) {
                *fault = "\\u0000 is refused everywhere";
                *bad = at;
                return 0;
            }
            at++;
        }
    }
    *fault = "a string without end";
    *bad = len;
    return 0;
}

struct json_scan
json_scan_text(const char *text, size_t len)
{
    struct json_scan scan = {0};
    size_t valid = utf8_valid(text, len);
    if (valid != len)
        return (struct json_scan){"invalid UTF-8", valid, false};
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        return (struct json_scan){"a byte order mark", 0, false};
    int depth = 0;
    for (size_t at = 0; at < len;) {
        char c = text[at];
        if (c == '"') {
            at = string_end(text, len, at, &scan.fault, &scan.at);
            if (!at)
                return scan;
            continue;
        }
        if (c == '-' || is_digit(c)) {
            size_t end = number_end(text, len, at);
            if (end == at)
                return (struct json_scan){"not a number as JSON writes it", at, false};
            scan.has_big |= json_scan_is_big(text + at, end - at);
            at = end;
            continue;
        }
        if ((unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return (struct json_scan){"a control character", at, false};
        if (c == '{' || c == '[') {
            if (++depth > FL_MAX_DEPTH)
                return (struct json_scan){"nested too deeply", at, false};
        } else if (c == '}' || c == ']') {
            depth--;
        }
        at++;
    }
    return scan;
}

const char *
json_scan_next_number(const char *text, size_t len, size_t *pos, size_t *ret_len)
{
    const char *fault;
    size_t bad;
    for (size_t at = *pos; at < len;) {
        if (text[at] == '"') {
            at = string_end(text, len, at, &fault, &bad);
            if (!at)
                return NULL;
        } else if (text[at] == '-' || is_digit(text[at])) {
            *pos = number_end(text, len, at);
            *ret_len = *pos - at;
            return *ret_len ? text + at : NULL;
        } else {
            at++;
        }
    }
    return NULL;
}
