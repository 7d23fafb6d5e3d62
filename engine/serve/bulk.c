/* Refusals of the bulk feed: one log line each, or another try. */
#include "engine/serve/bulk.h"

#include <string.h>

#include "engine/base/json.h"
#include "engine/base/log.h"
#include "engine/serve/rpc.h"
#include "engine/serve/waiters.h"

#define TRY_AGAIN_MS 1000

static void
note_one(const cJSON *reply)
{
    const cJSON *data = json_get(json_get(reply, "error"), "data");
    if (!data)
        return;
    const char *type = json_str(json_get(data, "type"));
    const char *instance = json_str(json_get(data, "instance"));
    const cJSON *first = json_get(data, "errors");
    const char *pointer =
        first && first->child ? json_str(json_get(first->child, "pointer")) : NULL;
    char id[64] = "";
    const cJSON *node = json_get(reply, "id");
    if (node && !cJSON_IsNull(node)) {
        struct buf text = {0};
        json_write(node, &text);
        if (text.len < sizeof id)
            for (size_t i = 0; i <= text.len; i++)
                id[i] = text.data[i];
        buf_done(&text);
    }
    log_line(LOG_WARN, "bulk", "step=refused id=%s type=%s pointer=%s instance=%s", id,
             type ? type : "", pointer ? pointer : "", instance ? instance : "");
}

void
bulk_note(const char *text, size_t len)
{
    cJSON *reply = NULL;
    if (!len || json_parse(text, len, &reply, NULL))
        return;
    if (cJSON_IsArray(reply)) {
        const cJSON *one;
        cJSON_ArrayForEach(one, reply) note_one(one);
    } else {
        note_one(reply);
    }
    cJSON_Delete(reply);
}

static void
put_again(struct work *work)
{
    struct item *item = WORK_OF(work, struct item, work);
    memset(&item->err, 0, sizeof item->err);
    if (!item->stored) /* it was over the limits of its sender */
        rpc_enter(item);
    else if (store_put(item->request->engine->store, item->stored, &item->err))
        rpc_answer(item);
}

bool
bulk_try_later(struct item *item)
{
    static const enum fl_code passing[] = {FL_E_OVERLOADED, FL_E_UNAVAILABLE, FL_E_UNCERTAIN};
    struct waiters *waiters = item->request->engine->waiters;
    size_t i = 0, n = sizeof passing / sizeof *passing;
    while (i < n && item->err.code != passing[i])
        i++;
    bool over_limit = item->principal && !item->metered && item->err.code == FL_E_OVERLOADED;
    if (i == n || (!item->stored && !over_limit) || !waiters)
        return false;
    int ms = item->err.retry_after_ms ? item->err.retry_after_ms : TRY_AGAIN_MS;
    item->wait_until = rpc_monotonic_ms() + ms;
    item->seen = waiters_seen(waiters);
    item->work.run = put_again;
    return waiters_park(waiters, item);
}
