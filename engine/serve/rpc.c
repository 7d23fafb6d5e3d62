/* A message becomes items, each item gets an answer, the answers become the reply. */
#include "engine/serve/rpc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/access/access.h"
#include "engine/serve/bulk.h"
#include "engine/flow.h"
#include "engine/base/log.h"
#include "fenliu/limits.h"

#define UNREAD_RETRY_MS 200

int64_t
rpc_monotonic_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

const struct method *
rpc_method(const char *name, enum endpoint endpoint)
{
    const struct method *const families[] = {intake_methods, desk_methods};
    for (size_t f = 0; f < sizeof families / sizeof *families; f++)
        for (const struct method *m = families[f]; m->name; m++)
            if ((m->endpoints & endpoint) && strcmp(m->name, name) == 0)
                return m;
    return NULL;
}

/* --- a request's life --- */

void
request_init(struct request *request, struct engine *engine, enum endpoint endpoint,
             void (*done)(struct request *))
{
    memset(request, 0, sizeof *request);
    request->work.run = rpc_start;
    request->engine = engine;
    request->endpoint = endpoint;
    request->done = done;
    arena_init(&request->arena);
}

void
request_reset(struct request *request)
{
    for (int i = 0; i < request->n_items; i++) {
        buf_done(&request->items[i].result);
        arena_done(&request->items[i].arena);
        if (request->items[i].stored)
            store_case_done(request->items[i].stored);
    }
    request->items = NULL;
    request->n_items = 0;
    request->refused = 0;
    request->batch = request->unread = false;
    cJSON_Delete(request->doc);
    request->doc = NULL;
    if (request->policy)
        policy_release(request->policy);
    request->policy = NULL;
    arena_reset(&request->arena);
    if (request->reply.cap > FL_MAX_DOCUMENT)
        buf_done(&request->reply);
    else
        buf_reset(&request->reply);
    request->text = NULL;
    request->len = 0;
}

void
request_done(struct request *request)
{
    request_reset(request);
    arena_done(&request->arena);
    buf_done(&request->reply);
}

/* --- the reply --- */

static void
write_envelope(const struct item *item, struct buf *reply)
{
    buf_text(reply, "{\"jsonrpc\":\"2.0\",\"id\":");
    buf_text(reply, item->id ? item->id : "null");
    if (item->err.code) {
        buf_text(reply, ",\"error\":");
        rpc_error_write(&item->err, reply);
    } else {
        buf_text(reply, ",\"result\":");
        buf_put(reply, item->result.data, item->result.len);
    }
    buf_char(reply, '}');
}

/* A fault of the envelope is answered even without an id: the sender cannot have meant silence. */
static bool
wants_answer(const struct item *item)
{
    return item->id || item->err.code == FL_E_INVALID_REQUEST;
}

static void
finish(struct request *request)
{
    struct buf *reply = &request->reply;
    int written = 0;
    for (int i = 0; i < request->n_items; i++) {
        struct item *item = &request->items[i];
        if (!wants_answer(item))
            continue;
        if (request->batch)
            buf_char(reply, written ? ',' : '[');
        write_envelope(item, reply);
        buf_done(&item->result);
        written++;
    }
    if (written && request->batch)
        buf_char(reply, ']');
    request->done(request);
}

void
rpc_answer(struct item *item)
{
    struct request *request = item->request;
    if (request->patient && bulk_try_later(item))
        return;
    access_leave(item);
    if (atomic_fetch_sub(&request->pending, 1) == 1)
        finish(request);
}

/* The whole message gets one error. */
static void
refuse(struct request *request, const struct fl_error *err)
{
    struct item nobody = {.err = *err};
    write_envelope(&nobody, &request->reply);
    request->done(request);
}

/* --- the envelope --- */

static const char *const envelope_members[] = {"jsonrpc", "id", "method", "params"};

static int
read_id(struct item *item, const cJSON *node, struct fl_error *err)
{
    const cJSON *id = json_get(node, "id");
    if (!id)
        return 0;
    if (!cJSON_IsString(id) && !cJSON_IsNumber(id) && !cJSON_IsNull(id))
        return fl_fail(err, FL_E_INVALID_REQUEST, "id is text, a number or null");
    if (cJSON_IsString(id) && strlen(id->valuestring) > FL_MAX_RPC_ID)
        return fl_fail(err, FL_E_INVALID_REQUEST, "id has at most %d bytes", FL_MAX_RPC_ID);
    struct buf text = {0};
    json_write(id, &text);
    item->id = buf_keep(&text, &item->request->arena);
    return 0;
}

/* Only a message that is larger than one document may hold a document that is too large. */
static int
check_size(const struct request *request, const cJSON *params, struct fl_error *err)
{
    if (request->len <= FL_MAX_DOCUMENT)
        return 0;
    struct buf text = {0};
    json_write(params, &text);
    size_t len = text.len;
    buf_done(&text);
    if (len > FL_MAX_DOCUMENT)
        return fl_fail(err, FL_E_TOO_LARGE, "params has %zu bytes, at most %d are taken", len,
                       FL_MAX_DOCUMENT);
    return 0;
}

static cJSON *
no_params(struct request *request)
{
    cJSON *empty = arena_take(&request->arena, sizeof *empty);
    empty->type = cJSON_Object;
    return empty;
}

static int
read_envelope(struct item *item, const cJSON *node, struct fl_error *err)
{
    cJSON *params = json_get(node, "params");
    struct request *request = item->request;
    if (!cJSON_IsObject(node))
        return fl_fail(err, FL_E_INVALID_REQUEST, "a request is an object");
    if (read_id(item, node, err))
        return err->code;
    const cJSON *member;
    cJSON_ArrayForEach(member, node)
    {
        size_t i = 0, n = sizeof envelope_members / sizeof *envelope_members;
        while (i < n && strcmp(member->string, envelope_members[i]) != 0)
            i++;
        if (i == n)
            return fl_fail(err, FL_E_INVALID_REQUEST, "a request has no member \"%.64s\"",
                           member->string);
    }
    const char *version = json_str(json_get(node, "jsonrpc"));
    if (!version || strcmp(version, "2.0") != 0)
        return fl_fail(err, FL_E_INVALID_REQUEST, "jsonrpc must be \"2.0\"");
    const char *method = json_str(json_get(node, "method"));
    if (!method)
        return fl_fail(err, FL_E_INVALID_REQUEST, "method must be text");
    item->params = params = params ? params : no_params(request);
    if (!cJSON_IsObject(params))
        return fl_fail(err, FL_E_INVALID_PARAMS, "params is an object with named members");
    item->method = rpc_method(method, request->endpoint);
    if (!item->method)
        return fl_fail(err, FL_E_NO_METHOD, "this endpoint has no method \"%.64s\"", method);
    if (access_crowded(item, err) || access_identify(item, params, err) ||
        check_size(request, params, err))
        return err->code;
    return rpc_params_check(item->method, params, &request->arena, err);
}

void
rpc_enter(struct item *item)
{
    if (access_meter(item, &item->err))
        rpc_answer(item);
    else if (item->method->run)
        rpc_run(item);
    else
        flow_submit(item);
}

/* Starts one item; from here on it may be answered at any moment, by any thread. */
static void
start_item(struct item *item, const cJSON *node)
{
    if (read_envelope(item, node, &item->err))
        rpc_answer(item);
    else
        rpc_enter(item);
}

/* --- a fresh message --- */

static int
parse(struct request *request, struct fl_error *err)
{
    int64_t max = request->engine->config->message_max;
    if (request->unread) {
        fl_fail(err, FL_E_OVERLOADED, "messages in flight have %lld bytes already",
                (long long)config_live(&request->engine->config->flight_bytes));
        err->retry_after_ms = UNREAD_RETRY_MS;
        request->refused++;
        return err->code;
    }
    if ((int64_t)request->len > max)
        return fl_fail(err, FL_E_TOO_LARGE, "the message has %zu bytes, at most %lld are taken",
                       request->len, (long long)max);
    if (json_parse(request->text, request->len, &request->doc, err))
        return err->code;
    request->text = NULL;
    if (request->parsed)
        request->parsed(request);
    request->batch = cJSON_IsArray(request->doc);
    request->n_items = request->batch ? cJSON_GetArraySize(request->doc) : 1;
    if (request->n_items == 0)
        fl_fail(err, FL_E_INVALID_REQUEST, "a batch has at least one request");
    else if (request->n_items > FL_MAX_BATCH)
        fl_fail(err, FL_E_TOO_LARGE, "a batch of %d requests, at most %d are taken",
                request->n_items, FL_MAX_BATCH);
    else
        return 0;
    request->n_items = 0;
    return err->code;
}

void
rpc_start(struct work *work)
{
    struct request *request = WORK_OF(work, struct request, work);
    struct fl_error err = {0};
    if (parse(request, &err)) {
        refuse(request, &err);
        return;
    }
    request->policy = engine_policy(request->engine);
    int n = request->n_items;
    request->items = arena_take(&request->arena, (size_t)n * sizeof *request->items);
    for (int i = 0; i < n; i++)
        request->items[i].request = request;
    /* one more than the items, so that the last answer cannot finish it while items are being started */
    atomic_store(&request->pending, n + 1);
    const cJSON *node = request->batch ? request->doc->child : request->doc;
    for (int i = 0; i < n; i++, node = node->next)
        start_item(&request->items[i], node);
    if (atomic_fetch_sub(&request->pending, 1) == 1)
        finish(request);
}
