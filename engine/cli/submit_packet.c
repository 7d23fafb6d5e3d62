/* Messages of case.submit: written, and their replies taken apart. */
#include "engine/cli/submit_packet.h"

#include <stdlib.h>
#include <string.h>

#include "fenliu/client.h"

struct packet *
packet_new(int size)
{
    struct packet *packet = calloc(1, sizeof *packet);

    if (packet)
        packet->cases = calloc((size_t)size, sizeof *packet->cases);
    if (!packet || !packet->cases)
        abort();
    packet->size = size;
    return packet;
}

void
packet_free(struct packet *packet)
{
    if (!packet)
        return;
    buf_done(&packet->text);
    free(packet->cases);
    free(packet);
}

void
packet_add(struct packet *packet, const struct line *line, long number)
{
    packet->cases[packet->n++] = (struct packet_case){packet->text.len, line->len, number};
    buf_put(&packet->text, line->text, line->len);
}

void
packet_write(const struct packet *packet, const char *token, struct buf *buf)
{
    if (packet->n > 1)
        json_array(buf);
    for (int i = 0; i < packet->n; i++) {
        const struct packet_case *c = &packet->cases[i];

        json_object(buf);
        json_put_text(buf, "jsonrpc", "2.0");
        json_put_int(buf, "id", i + 1);
        json_put_text(buf, "method", "case.submit");
        json_key(buf, "params");
        json_object(buf);
        if (token)
            json_put_text(buf, "token", token);
        json_key(buf, "case");
        json_raw(buf, packet->text.data + c->start, c->len);
        json_object_end(buf);
        json_object_end(buf);
    }
    if (packet->n > 1)
        json_array_end(buf);
}

static enum fl_code
code_of(const cJSON *error)
{
    int64_t rpc = 0;

    json_is_int(json_get(error, "code"), &rpc);
    return fl_code_of_rpc((long)rpc);
}

/* Nothing was kept, and the same message may succeed later. */
static bool
passes(const cJSON *error, int *wait_ms)
{
    enum fl_code code = code_of(error);
    int64_t after = 0;

    if (code != FL_E_UNAVAILABLE && code != FL_E_OVERLOADED)
        return false;
    if (json_is_int(json_get(json_get(error, "data"), "retry_after_ms"), &after) &&
        after > *wait_ms && after <= INT32_MAX)
        *wait_ms = (int)after;
    return true;
}

/* The answers by position; false when one is no answer to us. */
static bool
answers_place(const struct packet *packet, const cJSON *doc, const cJSON **ret)
{
    const cJSON *answer = cJSON_IsArray(doc) ? doc->child : doc;

    for (; answer; answer = cJSON_IsArray(doc) ? answer->next : NULL) {
        int64_t id;

        if (!json_get(answer, "result") && !json_get(answer, "error"))
            return false;
        if (json_is_int(json_get(answer, "id"), &id) && id >= 1 && id <= packet->n)
            ret[id - 1] = answer;
    }
    return true;
}

/* An error that answers the message and not one of its cases: its id is null. */
static const cJSON *
whole_error(const cJSON *doc)
{
    int64_t id;

    return json_is_int(json_get(doc, "id"), &id) ? NULL : json_get(doc, "error");
}

static void
drop_gone(struct packet *packet, const bool *gone)
{
    int kept = 0;

    for (int i = 0; i < packet->n; i++)
        if (!gone[i])
            packet->cases[kept++] = packet->cases[i];
    packet->n = kept;
}

bool
packet_answered(struct packet *packet, const char *text, size_t len, packet_outcome *outcome,
                void *data, int *ret_wait_ms, bool *ret_split)
{
    JSON_AUTO doc = NULL;
    const cJSON **answers, *whole;
    bool *gone, sound;

    *ret_wait_ms = 0;
    *ret_split = false;
    if (json_parse(text, len, &doc, NULL))
        return false;
    whole = cJSON_IsArray(doc) ? NULL : whole_error(doc);
    if (whole && (passes(whole, ret_wait_ms) || packet->n > 1)) {
        *ret_split = packet->n > 1 && !passes(whole, ret_wait_ms);
        return true;
    }
    answers = calloc((size_t)packet->n, sizeof(const cJSON *));
    gone = calloc((size_t)packet->n, sizeof *gone);
    if (!answers || !gone)
        abort();
    sound = answers_place(packet, doc, answers);
    if (whole)
        answers[0] = doc;
    for (int i = 0; sound && i < packet->n; i++) {
        const cJSON *result = json_get(answers[i], "result"),
                    *error = json_get(answers[i], "error");

        if (!answers[i] || (error && passes(error, ret_wait_ms)))
            continue;
        gone[i] = true;
        outcome(data, packet, &packet->cases[i], error ? NULL : result, error);
    }
    drop_gone(packet, gone);
    free(answers);
    free(gone);
    return sound;
}

struct packet *
packet_part(struct packet *packet)
{
    struct packet *one = packet_new(1);
    struct packet_case c = packet->cases[0];
    struct line line = {packet->text.data + c.start, c.len, false};

    packet_add(one, &line, c.line);
    packet->n--;
    memmove(packet->cases, packet->cases + 1, sizeof c * (size_t)packet->n);
    return one;
}
