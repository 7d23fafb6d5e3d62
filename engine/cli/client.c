/* libfenliu, one call at a time: the envelope, the wait, the error taken apart. */
#include "fenliu/client.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <stdlib.h>
#include <string.h>

#include "engine/cli/client_wire.h"
#include "engine/base/json.h"
#include "engine/serve/tls.h"
#include "fenliu/limits.h"

struct fl_client {
    nng_socket socket;
    char *url, *token;
    long next_id;
    struct buf message, result, error;
    struct arena arena; /* of the last error */
    struct fl_fault *faults;
};

enum fl_code
fl_code_of_rpc(long rpc)
{
    for (int i = 1; i < FL_CODE__COUNT; i++)
        if (fl_codes[i].rpc == rpc)
            return (enum fl_code)i;
    return FL_E_INTERNAL;
}

int
wire_socket(nng_socket *ret, nng_duration resend, struct fl_error *err)
{
    int rv = nng_req0_open(ret);

    if (rv)
        return fl_fail(err, FL_E_IO, "nng: %s", nng_strerror(rv));
    if ((rv = nng_socket_set_size(*ret, NNG_OPT_RECVMAXSZ, FL_MAX_MESSAGE + FL_MESSAGE_HEADROOM)) ||
        (rv = nng_socket_set_ms(*ret, NNG_OPT_RECONNMINT, WIRE_RECONNECT_MIN_MS)) ||
        (rv = nng_socket_set_ms(*ret, NNG_OPT_RECONNMAXT, WIRE_RECONNECT_MAX_MS)) ||
        (rv = nng_socket_set_ms(*ret, NNG_OPT_REQ_RESENDTIME, resend))) {
        nng_close(*ret);
        return fl_fail(err, FL_E_IO, "nng: %s", nng_strerror(rv));
    }
    return 0;
}

int
fl_client_set_timeout(struct fl_client *client, int timeout_ms, struct fl_error *err)
{
    int rv;

    /* no resending on a sound connection: a long poll would be asked twice */
    if ((rv = nng_socket_set_ms(client->socket, NNG_OPT_SENDTIMEO, timeout_ms)) ||
        (rv = nng_socket_set_ms(client->socket, NNG_OPT_RECVTIMEO, timeout_ms)) ||
        (rv = nng_socket_set_ms(client->socket, NNG_OPT_REQ_RESENDTIME, timeout_ms + 1)))
        return fl_fail(err, FL_E_IO, "nng: %s", nng_strerror(rv));
    return 0;
}

int
wire_dial(nng_socket socket, const char *url, const struct fl_tls *tls, int flags,
          struct fl_error *err)
{
    const struct tls_files files = {tls ? tls->ca : NULL, tls ? tls->cert : NULL,
                                    tls ? tls->key : NULL};
    nng_tls_config *certificates = NULL;
    char room[WIRE_URL_MAX];
    nng_dialer dialer;
    int rv;

    if (tls_is_url(url) && tls_client(&files, url, &certificates, err))
        return err ? (int)err->code : FL_E_CONFIG;
    rv = nng_dialer_create(&dialer, socket, wire_url(url, room));
    if (!rv && certificates)
        rv = nng_dialer_set_ptr(dialer, NNG_OPT_TLS_CONFIG, certificates);
    if (!rv)
        rv = nng_dialer_start(dialer, flags);
    if (certificates)
        nng_tls_config_free(certificates); /* the dialer holds it, too */
    return rv ? fl_fail(err, FL_E_IO, "nobody answers at %s: %s", url, nng_strerror(rv)) : 0;
}

int
fl_client_open(const char *url, int timeout_ms, struct fl_client **ret, struct fl_error *err)
{
    return fl_client_open_tls(url, NULL, timeout_ms, ret, err);
}

int
fl_client_open_tls(const char *url, const struct fl_tls *tls, int timeout_ms,
                   struct fl_client **ret, struct fl_error *err)
{
    struct fl_client *client = calloc(1, sizeof *client);
    int code;

    if (!client || !(client->url = strdup(url))) {
        free(client);
        return fl_fail(err, FL_E_MEMORY, "no memory for a client");
    }
    code = wire_socket(&client->socket, timeout_ms + 1, err);
    if (code) {
        free(client->url);
        free(client);
        return code;
    }
    arena_init(&client->arena);
    code = fl_client_set_timeout(client, timeout_ms, err);
    if (!code)
        code = wire_dial(client->socket, url, tls, 0, err);
    if (code) {
        fl_client_close(client);
        return code;
    }
    *ret = client;
    return 0;
}

void
fl_client_close(struct fl_client *client)
{
    if (!client)
        return;
    nng_close(client->socket);
    free(client->url);
    free(client->token);
    buf_done(&client->message);
    buf_done(&client->result);
    buf_done(&client->error);
    arena_done(&client->arena);
    free(client);
}

void
fl_client_set_token(struct fl_client *client, const char *token)
{
    free(client->token);
    client->token = token ? strdup(token) : NULL;
}

void
wire_request(struct buf *buf, long id, const char *method, const char *token, const char *params)
{
    const char *rest = params ? params + strspn(params, " \t\r\n") : "{}";

    json_object(buf);
    json_put_text(buf, "jsonrpc", "2.0");
    json_put_int(buf, "id", id);
    json_put_text(buf, "method", method);
    json_key(buf, "params");
    if (token && rest[0] == '{') { /* its first member, in front of what is there */
        json_object(buf);
        json_put_text(buf, "token", token);
        rest++;
        rest += strspn(rest, " \t\r\n");
        if (*rest != '}')
            buf_char(buf, ',');
    }
    buf_text(buf, rest);
    json_object_end(buf);
}

static int
exchange(struct fl_client *client, nng_msg **ret, struct fl_error *err)
{
    nng_msg *msg;
    int rv;

    if (client->message.len > FL_MAX_MESSAGE)
        return fl_fail(err, FL_E_TOO_LARGE, "a message has at most %d bytes", FL_MAX_MESSAGE);
    rv = nng_msg_alloc(&msg, 0);
    if (rv)
        return fl_fail(err, FL_E_MEMORY, "nng: %s", nng_strerror(rv));
    rv = nng_msg_append(msg, client->message.data, client->message.len);
    if (!rv)
        rv = nng_sendmsg(client->socket, msg, 0);
    if (rv) {
        nng_msg_free(msg);
        return fl_fail(err, FL_E_IO, "%s: %s", client->url, nng_strerror(rv));
    }
    rv = nng_recvmsg(client->socket, ret, 0);
    if (rv)
        return fl_fail(err, FL_E_IO, "no answer from %s: %s", client->url, nng_strerror(rv));
    return 0;
}

/* The server's error object, put into err with copies of the faults. */
static int
error_take(struct fl_client *client, const cJSON *error, struct fl_error *err)
{
    const cJSON *data = json_get(error, "data"), *errors = json_get(data, "errors");
    const char *detail = json_str(json_get(data, "detail")),
               *message = json_str(json_get(error, "message"));
    int64_t rpc = 0, retry = 0, more = 0;
    int code, n = 0;

    json_write(error, &client->error);
    json_is_int(json_get(error, "code"), &rpc);
    code = fl_fail(err, fl_code_of_rpc((long)rpc), "%s", detail ? detail : message ? message : "");
    if (!err)
        return code;
    if (json_is_int(json_get(data, "retry_after_ms"), &retry) && retry > 0 && retry < INT32_MAX)
        err->retry_after_ms = (int)retry;
    if (json_is_int(json_get(data, "errors_more"), &more) && more > 0 && more < INT32_MAX)
        err->n_faults_more = (int)more;
    client->faults = arena_take(&client->arena, FL_MAX_FAULTS * sizeof *client->faults);
    for (const cJSON *e = errors ? errors->child : NULL; e && n < FL_MAX_FAULTS; e = e->next) {
        const char *pointer = json_str(json_get(e, "pointer")),
                   *sentence = json_str(json_get(e, "detail"));
        if (pointer && sentence)
            client->faults[n++] = (struct fl_fault){arena_text(&client->arena, pointer),
                                                    arena_text(&client->arena, sentence)};
    }
    err->faults = client->faults;
    err->n_faults = n;
    return code;
}

int
fl_client_call(struct fl_client *client, const char *method, const char *params,
               const char **ret_result, struct fl_error *err)
{
    JSON_AUTO doc = NULL;
    const cJSON *error, *result;
    nng_msg *reply;
    int code;

    buf_reset(&client->message);
    buf_reset(&client->result);
    buf_reset(&client->error);
    arena_reset(&client->arena);
    wire_request(&client->message, ++client->next_id, method, client->token, params);
    code = exchange(client, &reply, err);
    if (code)
        return code;
    code = json_parse(nng_msg_body(reply), nng_msg_len(reply), &doc, err);
    nng_msg_free(reply);
    if (code)
        return fl_fail(err, FL_E_IO, "%s answers something else than JSON", client->url);
    error = json_get(doc, "error");
    result = json_get(doc, "result");
    if (error)
        return error_take(client, error, err);
    if (!result)
        return fl_fail(err, FL_E_IO, "%s answers something else than JSON-RPC", client->url);
    json_write(result, &client->result);
    *ret_result = client->result.data;
    return 0;
}

const char *
fl_client_error(const struct fl_client *client)
{
    return client->error.len ? client->error.data : NULL;
}
