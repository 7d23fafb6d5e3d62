/* cJSON behind verbs that refuse what it lets pass. */
#include "engine/base/json.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/json_scan.h"
#include "fenliu/limits.h"

size_t
utf8_valid(const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    for (size_t i = 0; i < len;) {
        unsigned char c = s[i];
        if (c < 0x80) {
            i++;
            continue;
        }
        size_t more = c >= 0xC2 && c <= 0xDF   ? 1
                      : (c & 0xF0) == 0xE0     ? 2
                      : c >= 0xF0 && c <= 0xF4 ? 3
                                               : 0;
        if (!more || len - i <= more)
            return i;
        for (size_t k = 1; k <= more; k++)
            if ((s[i + k] & 0xC0) != 0x80)
                return i;
        if ((c == 0xE0 && s[i + 1] < 0xA0) || (c == 0xED && s[i + 1] > 0x9F) ||
            (c == 0xF0 && s[i + 1] < 0x90) || (c == 0xF4 && s[i + 1] > 0x8F))
            return i; /* overlong, surrogate, beyond U+10FFFF */
        i += more + 1;
    }
    return len;
}

size_t
utf8_count(const char *text, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

static int
compare_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The tree after cJSON: duplicate keys, too many members, numbers out of range. NULL when sound. */
static const char *
check_tree(const cJSON *node)
{
    if (cJSON_IsNumber(node) && !isfinite(node->valuedouble))
        return "a number beyond every range";
    const char *keys[FL_MAX_MEMBERS];
    int n = 0;
    for (const cJSON *child = node->child; child; child = child->next) {
        if (cJSON_IsObject(node)) {
            if (n == FL_MAX_MEMBERS)
                return "an object with too many members";
            keys[n++] = child->string;
        }
        const char *fault = check_tree(child);
        if (fault)
            return fault;
    }
    qsort(keys, (size_t)n, sizeof *keys, compare_text);
    for (int i = 1; i < n; i++)
        if (strcmp(keys[i - 1], keys[i]) == 0)
            return "a member that stands twice in one object";
    return NULL;
}

/* Integer literals beyond 2^53 round to a neighbour when they become a double, which could bring them back
 * into range. Numbers stand in the tree in the order of the text: those are moved out of range again. */
static void
restore_big(cJSON *node, const char *text, size_t len, size_t *pos)
{
    if (cJSON_IsNumber(node)) {
        size_t n;
        const char *literal = json_scan_next_number(text, len, pos, &n);
        if (literal && json_scan_is_big(literal, n) &&
            fabs(node->valuedouble) <= 9007199254740992.0)
            node->valuedouble = copysign(9007199254740994.0, node->valuedouble);
    }
    for (cJSON *child = node->child; child; child = child->next)
        restore_big(child, text, len, pos);
}

int
json_parse(const char *text, size_t len, cJSON **ret, struct fl_error *err)
{
    struct json_scan scan = json_scan_text(text, len);
    if (scan.fault)
        return fl_fail(err, FL_E_PARSE, "%s at byte %zu", scan.fault, scan.at);
    const char *end = NULL;
    cJSON *tree = cJSON_ParseWithLengthOpts(text, len, &end, false);
    if (!tree)
        return fl_fail(err, FL_E_PARSE, "not JSON at byte %zu",
                       end ? (size_t)(end - text) : (size_t)0);
    while (end < text + len && strchr(" \t\r\n", *end) && *end)
        end++;
    if (end != text + len) {
        cJSON_Delete(tree);
        return fl_fail(err, FL_E_PARSE, "more after the document at byte %zu",
                       (size_t)(end - text));
    }
    const char *fault = check_tree(tree);
    if (fault) {
        cJSON_Delete(tree);
        return fl_fail(err, FL_E_PARSE, "%s", fault);
    }
    if (scan.has_big) {
        size_t pos = 0;
        restore_big(tree, text, len, &pos);
    }
    *ret = tree;
    return 0;
}

cJSON *
json_get(const cJSON *object, const char *key)
{
    return cJSON_IsObject(object) ? cJSON_GetObjectItemCaseSensitive(object, key) : NULL;
}

void
json_remove(cJSON *object, const char *key)
{
    cJSON_DeleteItemFromObjectCaseSensitive(object, key);
}

bool
json_is_int(const cJSON *node, int64_t *ret)
{
    if (!cJSON_IsNumber(node) || fabs(node->valuedouble) > 9007199254740992.0 ||
        node->valuedouble != floor(node->valuedouble))
        return false;
    *ret = (int64_t)node->valuedouble;
    return true;
}

const char *
json_str(const cJSON *node)
{
    return cJSON_IsString(node) ? node->valuestring : NULL;
}

/* --- canonical JSON (RFC 8785) --- */

/* Order of UTF-16 code units: as bytes, but U+E000…U+FFFF (lead bytes EE, EF) come after the surrogates
 * of everything beyond (lead bytes F0 and more). */
static int
compare_utf16(const void *a, const void *b)
{
    const unsigned char *x = (const unsigned char *)(*(const cJSON *const *)a)->string;
    const unsigned char *y = (const unsigned char *)(*(const cJSON *const *)b)->string;
    while (*x && *x == *y) {
        x++;
        y++;
    }
    bool x_high = *x == 0xEE || *x == 0xEF, y_high = *y == 0xEE || *y == 0xEF;
    if (x_high != y_high && (x_high ? *y >= 0xF0 : *x >= 0xF0))
        return x_high ? 1 : -1;
    return *x < *y ? -1 : *x > *y;
}

/* A number as ECMAScript's Number::toString prints it. */
static void
canonical_number(double n, struct buf *buf)
{
    if (fabs(n) <= 9007199254740992.0 && n == floor(n)) { /* most are; also −0 */
        buf_print(buf, "%lld", (long long)n);
        return;
    }
    char text[40];
    for (int precision = 0; precision < 17; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, n);
        if (strtod(text, NULL) == n)
            break;
    }
    const char *p = text;
    if (*p == '-') {
        buf_char(buf, '-');
        p++;
    }
    char digit[20];
    int k = 0;
    for (; *p && *p != 'e'; p++)
        if (*p != '.')
            digit[k++] = *p;
    while (k > 1 && digit[k - 1] == '0')
        k--;
    int point = atoi(p + 1) + 1; /* the decimal point stands after this many digits */
    if (point > 21 || point < -5) {
        buf_char(buf, digit[0]);
        if (k > 1) {
            buf_char(buf, '.');
            buf_put(buf, digit + 1, (size_t)k - 1);
        }
        buf_print(buf, "e%+d", point - 1);
    } else if (point <= 0) {
        buf_text(buf, "0.");
        for (int i = point; i < 0; i++)
            buf_char(buf, '0');
        buf_put(buf, digit, (size_t)k);
    } else {
        for (int i = 0; i < point; i++)
            buf_char(buf, i < k ? digit[i] : '0');
        if (k > point) {
            buf_char(buf, '.');
            buf_put(buf, digit + point, (size_t)(k - point));
        }
    }
}

static void write_node(const cJSON *node, struct buf *buf, bool canonical);

static void
write_object(const cJSON *node, struct buf *buf, bool canonical)
{
    const cJSON *member[FL_MAX_MEMBERS]; /* json_parse refuses more */
    size_t n = 0;
    json_object(buf);
    for (const cJSON *child = node->child; child && n < FL_MAX_MEMBERS; child = child->next)
        member[n++] = child;
    if (canonical)
        qsort(member, n, sizeof *member, compare_utf16);
    for (size_t i = 0; i < n; i++) {
        json_key(buf, member[i]->string);
        write_node(member[i], buf, canonical);
    }
    json_object_end(buf);
}

static void
write_node(const cJSON *node, struct buf *buf, bool canonical)
{
    if (cJSON_IsObject(node)) {
        write_object(node, buf, canonical);
    } else if (cJSON_IsArray(node)) {
        json_array(buf);
        for (const cJSON *child = node->child; child; child = child->next)
            write_node(child, buf, canonical);
        json_array_end(buf);
    } else if (cJSON_IsString(node)) {
        json_text(buf, node->valuestring);
    } else if (cJSON_IsNumber(node)) {
        json_raw(buf, "", 0);
        canonical_number(node->valuedouble, buf);
    } else if (cJSON_IsBool(node)) {
        json_bool(buf, cJSON_IsTrue(node));
    } else {
        json_null(buf);
    }
}

void
json_canonical(const cJSON *node, struct buf *buf)
{
    write_node(node, buf, true);
}

void
json_write(const cJSON *node, struct buf *buf)
{
    write_node(node, buf, false);
}

/* --- faults --- */

void
faults_init(struct faults *faults, struct arena *arena)
{
    *faults = (struct faults){.arena = arena};
}

void
faults_add(struct faults *faults, const char *pointer, const char *format, ...)
{
    if (faults->n == FL_MAX_FAULTS) {
        faults->more++;
        return;
    }
    if (!faults->list)
        faults->list = arena_take(faults->arena, FL_MAX_FAULTS * sizeof *faults->list);
    char detail[512];
    va_list args;
    va_start(args, format);
    vsnprintf(detail, sizeof detail, format, args);
    va_end(args);
    faults->list[faults->n++] =
        (struct fl_fault){arena_text(faults->arena, pointer), arena_text(faults->arena, detail)};
}

int
faults_result(const struct faults *faults, struct fl_error *err)
{
    if (!faults->n)
        return 0;
    int all = faults->n + faults->more;
    fl_fail(err, FL_E_INVALID_PARAMS, "%s: %s%s", faults->list[0].pointer, faults->list[0].detail,
            all > 1 ? " (and more)" : "");
    if (err) {
        err->faults = faults->list;
        err->n_faults = faults->n;
        err->n_faults_more = faults->more;
    }
    return FL_E_INVALID_PARAMS;
}
