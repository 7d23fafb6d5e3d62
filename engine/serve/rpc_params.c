/* The params of a call against the table of its method: everything that is wrong, at once. */
#include <stdlib.h>
#include <string.h>

#include "engine/serve/rpc.h"
#include "fenliu/limits.h"

/* Allowed everywhere; request_id with methods that change something. */
static const struct param common[] = {
    {"token", P_TEXT, false, 1, 1024},
    {"court",  P_TEXT, false, 6, 6},
    {"request_id",   P_TEXT, false, 1, FL_MAX_REQUEST_ID},
    {0},
};

static bool
read_id64(const char *text, int64_t *ret)
{
    if (!text || *text < '1' || *text > '9' || strspn(text, "0123456789") != strlen(text) ||
        strlen(text) > 18)
        return false;
    *ret = strtoll(text, NULL, 10);
    return true;
}

static const struct param *
find(const struct param *table, const char *name)
{
    for (; table && table->name; table++)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

static void
check_text(const struct param *p, const cJSON *node, const char *pointer, struct faults *faults)
{
    const char *text = json_str(node);
    if (!text) {
        faults_add(faults, pointer, "must be text");
        return;
    }
    int64_t n = (int64_t)utf8_count(text, strlen(text));
    if (n < p->min || (p->max && n > p->max))
        faults_add(faults, pointer, "must have %lld to %lld characters, not %lld",
                   (long long)p->min, (long long)p->max, (long long)n);
}

static void
check_int(const struct param *p, const cJSON *node, const char *pointer, struct faults *faults)
{
    int64_t n;
    if (!json_is_int(node, &n))
        faults_add(faults, pointer, "must be an integer");
    else if (n < p->min || n > p->max)
        faults_add(faults, pointer, "must be between %lld and %lld", (long long)p->min,
                   (long long)p->max);
}

static void
check_bool(const struct param *p, const cJSON *node, const char *pointer, struct faults *faults)
{
    (void)p;
    if (!cJSON_IsBool(node))
        faults_add(faults, pointer, "must be true or false");
}

static void
check_object(const struct param *p, const cJSON *node, const char *pointer, struct faults *faults)
{
    (void)p;
    if (!cJSON_IsObject(node))
        faults_add(faults, pointer, "must be an object");
}

static void
check_array(const struct param *p, const cJSON *node, const char *pointer, struct faults *faults)
{
    if (!cJSON_IsArray(node)) {
        faults_add(faults, pointer, "must be an array");
        return;
    }
    int64_t n = cJSON_GetArraySize(node);
    if (n < p->min || (p->max && n > p->max))
        faults_add(faults, pointer, "must have %lld to %lld elements, not %lld", (long long)p->min,
                   (long long)p->max, (long long)n);
}

static void
check_id(const struct param *p, const cJSON *node, const char *pointer, struct faults *faults)
{
    (void)p;
    int64_t id;
    if (!read_id64(json_str(node), &id))
        faults_add(faults, pointer, "must be an id as text of digits");
}

static void
check_texts(const struct param *p, const cJSON *node, const char *pointer, struct faults *faults)
{
    const cJSON *text;
    int n = 0;
    if (!cJSON_IsArray(node)) {
        check_text(p, node, pointer, faults);
        return;
    }
    if (cJSON_GetArraySize(node) > FL_MAX_TEXTS || cJSON_GetArraySize(node) < 1) {
        faults_add(faults, pointer, "must be text, or 1 to %d of them", FL_MAX_TEXTS);
        return;
    }
    cJSON_ArrayForEach(text, node)
        check_text(p, text, arena_print(faults->arena, "%s/%d", pointer, n++), faults);
}

typedef void check_type(const struct param *, const cJSON *, const char *, struct faults *);
static check_type *const checks[] = {
    [P_TEXT] = check_text,     [P_INT] = check_int,     [P_BOOL] = check_bool,
    [P_OBJECT] = check_object, [P_ARRAY] = check_array, [P_ID] = check_id,
    [P_TEXTS] = check_texts,
};

/* A JSON pointer (RFC 6901) to a member of params. */
static const char *
pointer_to(struct arena *arena, const char *name)
{
    char escaped[2 * 64 + 1];
    size_t n = 0;
    for (const char *s = name; *s && n < sizeof escaped - 2; s++) {
        if (*s == '~' || *s == '/') {
            escaped[n++] = '~';
            escaped[n++] = *s == '~' ? '0' : '1';
        } else {
            escaped[n++] = *s;
        }
    }
    return arena_print(arena, "/params/%.*s", (int)utf8_valid(escaped, n), escaped);
}

int
rpc_params_check(const struct method *method, const cJSON *params, struct arena *arena,
                 struct fl_error *err)
{
    struct faults faults;
    faults_init(&faults, arena);
    const cJSON *node;
    cJSON_ArrayForEach(node, params)
    {
        const struct param *p = find(method->params, node->string);
        if (!p && (method->changes || strcmp(node->string, "request_id") != 0))
            p = find(common, node->string);
        if (!p)
            faults_add(&faults, pointer_to(arena, node->string), "no such member of %s",
                       method->name);
        else
            checks[p->type](p, node, pointer_to(arena, p->name), &faults);
    }
    for (const struct param *p = method->params; p && p->name; p++)
        if (p->required && !json_get(params, p->name))
            faults_add(&faults, pointer_to(arena, p->name), "is required");
    return faults_result(&faults, err);
}

/* --- what run() reads --- */

const char *
call_text(const struct call *call, const char *name)
{
    return json_str(json_get(call->params, name));
}

int64_t
call_int(const struct call *call, const char *name, int64_t absent)
{
    int64_t n;
    return json_is_int(json_get(call->params, name), &n) ? n : absent;
}

int64_t
call_id(const struct call *call, const char *name)
{
    int64_t id;
    return read_id64(call_text(call, name), &id) ? id : 0;
}

bool
call_bool(const struct call *call, const char *name, bool absent)
{
    const cJSON *node = json_get(call->params, name);
    return cJSON_IsBool(node) ? cJSON_IsTrue(node) : absent;
}

int
call_fault(const struct call *call, const char *pointer, const char *rule, struct fl_error *err)
{
    struct faults faults;
    faults_init(&faults, call->arena);
    faults_add(&faults, pointer, "%s", rule);
    return faults_result(&faults, err);
}
