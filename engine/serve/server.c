/* The only file that speaks nng on the server side: REP contexts, the PULL feed, the PUB feed. */
#include "engine/serve/server.h"

#include <nng/nng.h>
#include <nng/protocol/pipeline0/pull.h>
#include <nng/protocol/pubsub0/pub.h>
#include <nng/protocol/reqrep0/rep.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/serve/bulk.h"
#include "engine/serve/connections.h"
#include "engine/base/log.h"
#include "engine/serve/rpc.h"
#include "engine/serve/sever.h"
#include "engine/serve/tls.h"
#include "fenliu/limits.h"

#define BULK_SLOTS 4 /* messages of the bulk feed at once: a batch each */

/* Where a message in flight is. */
enum step { RECEIVING, WORKING, SENDING, RESTING };

struct socket;
struct slot {
    struct socket *socket;
    nng_ctx ctx; /* REP only */
    nng_aio *aio;
    nng_msg *msg;
    nng_pipe pipe; /* where the message came from */
    size_t bytes;  /* of the message, while it counts as in flight */
    bool close;    /* its sender is to go when the answer has gone */
    const char *why;
    struct work closing; /* hang_up, on a worker */
    enum step step;      /* guarded by the server's lock */
    struct request request;
};

struct socket {
    struct server *server;
    const char *key, *url;
    nng_socket id;
    bool replies; /* REP; else PULL */
    int n_slots;
    struct slot *slots;
    struct connections connections;
};

struct server {
    struct engine *engine;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    bool draining;
    int busy;                                   /* slots that are WORKING or SENDING */
    int64_t bytes;                              /* of the messages in flight */
    struct socket sockets[FL_MAX_CHANNELS + 2]; /* intake, bulk, desks */
    int n_sockets;
    nng_socket events;
    bool publishes;
    nng_tls_config *certificates; /* NULL: no endpoint needs them */
    atomic_int listeners;
    struct buf endpoints;
};

static int
fail_nng(struct fl_error *err, const char *key, const char *url, int rv)
{
    return fl_fail(err, FL_E_IO, "%s = %s: %s", key, url, nng_strerror(rv));
}

/* One endpoint of the configuration; *tls becomes true when it needs certificates. */
static int
check_endpoint(const char *key, const char *url, bool *tls, struct fl_error *err)
{
    *tls |= tls_is_url(url);
    return *url ? server_check_url(key, url, err) : 0;
}

static int
open_tls(const struct config *config, nng_tls_config **ret, struct fl_error *err)
{
    const struct tls_files files = {config->tls_ca, config->tls_cert, config->tls_key};
    return tls_server(&files, ret, err);
}

int
server_check_urls(const struct config *config, struct fl_error *err)
{
    nng_tls_config *certificates;
    bool tls = false;
    for (int i = 0; endpoint_at(i); i++)
        if (check_endpoint(endpoint_key(endpoint_at(i)), endpoint_url(config, endpoint_at(i)), &tls,
                           err))
            return err->code;
    if (check_endpoint("bulk", config->bulk, &tls, err) ||
        check_endpoint("events", config->events, &tls, err))
        return err->code;
    for (const struct fl_adapter *const *a = fl_adapters; *a; a++) {
        const char *url = config->deliver[(*a)->channel];
        char key[80];
        snprintf(key, sizeof key, "deliver_%s", (*a)->name);
        if (url && *url && server_check_target(key, url, err))
            return err->code;
        tls |= url && tls_is_url(url);
    }
    if (tls && open_tls(config, &certificates, err))
        return err->code;
    if (tls)
        nng_tls_config_free(certificates);
    return 0;
}

/* --- one message in flight --- */

/* The lock is held. */
static void
set_step(struct slot *slot, enum step step)
{
    struct server *server = slot->socket->server;
    bool was = slot->step == WORKING || slot->step == SENDING;
    bool is = step == WORKING || step == SENDING;
    slot->step = step;
    server->busy += is - was;
    if (was && !is)
        pthread_cond_broadcast(&server->idle);
}

static void
receive(struct slot *slot)
{
    struct server *server = slot->socket->server;
    pthread_mutex_lock(&server->lock);
    bool draining = server->draining;
    set_step(slot, draining ? RESTING : RECEIVING);
    pthread_mutex_unlock(&server->lock);
    if (draining)
        return;
    nng_aio_set_timeout(slot->aio, NNG_DURATION_INFINITE);
    if (slot->socket->replies)
        nng_ctx_recv(slot->ctx, slot->aio);
    else
        nng_recv_aio(slot->socket->id, slot->aio);
}

static uint32_t
pipe_id(nng_pipe pipe)
{
    return (uint32_t)nng_pipe_id(pipe);
}

static void
hang_up(struct work *work)
{
    struct slot *slot = WORK_OF(work, struct slot, closing);
    log_line(LOG_WARN, "server", "step=close endpoint=%s connection=%u detail=\"%s\"",
             slot->socket->key, pipe_id(slot->pipe), slot->why);
    sever(slot->pipe);
    receive(slot);
}

/* On a worker, since looking for the socket takes time that a callback has not. Then the slot takes the next message. */
static void
close_connection(struct slot *slot, const char *why)
{
    struct server *server = slot->socket->server;
    if (!connections_close(&slot->socket->connections, pipe_id(slot->pipe))) {
        receive(slot);
        return;
    }
    pthread_mutex_lock(&server->lock);
    bool draining = server->draining;
    set_step(slot, draining ? RESTING : WORKING);
    pthread_mutex_unlock(&server->lock);
    slot->why = why;
    if (!draining)
        workers_put(server->engine->workers, &slot->closing);
}

/* The lock is held. Whether the bytes of the slot's message are within what may be in flight: one always is, and
 * what nobody would send again (the bulk feed, a few messages at once). */
static bool
has_room(struct slot *slot)
{
    struct server *server = slot->socket->server;
    size_t len = nng_msg_len(slot->msg);
    if (slot->socket->replies && server->bytes &&
        server->bytes + (int64_t)len > config_live(&server->engine->config->flight_bytes))
        return false;
    server->bytes += (int64_t)len;
    slot->bytes = len;
    return true;
}

/* request.parsed: the text is in the tree now. */
static void
drop_text(struct request *request)
{
    struct slot *slot = WORK_OF(request, struct slot, request);
    nng_msg_free(slot->msg);
    slot->msg = NULL;
}

static void
received(struct slot *slot)
{
    struct server *server = slot->socket->server;
    slot->msg = nng_aio_get_msg(slot->aio);
    slot->pipe = nng_msg_get_pipe(slot->msg);
    slot->close = false;
    enum message_verdict verdict = MESSAGE_TAKEN;
    if (slot->socket->replies)
        verdict = connections_enter(&slot->socket->connections, pipe_id(slot->pipe),
                                    config_live(&server->engine->config->pipeline_max));
    if (verdict == MESSAGE_CLOSES) {
        nng_msg_free(slot->msg);
        slot->msg = NULL;
        close_connection(slot, "reads no answers");
        return;
    }
    slot->request.crowded = verdict == MESSAGE_CROWDS;
    pthread_mutex_lock(&server->lock);
    set_step(slot, WORKING);
    slot->request.unread = !has_room(slot);
    pthread_mutex_unlock(&server->lock);
    slot->request.work.lane = pipe_id(slot->pipe);
    slot->request.text = nng_msg_body(slot->msg);
    slot->request.len = nng_msg_len(slot->msg);
    if (slot->request.unread)
        drop_text(&slot->request);
    workers_put(server->engine->workers, &slot->request.work);
}

static void
give_back(struct slot *slot)
{
    struct server *server = slot->socket->server;
    request_reset(&slot->request);
    if (slot->msg)
        nng_msg_free(slot->msg);
    slot->msg = NULL;
    pthread_mutex_lock(&server->lock);
    server->bytes -= (int64_t)slot->bytes;
    slot->bytes = 0;
    pthread_mutex_unlock(&server->lock);
}

/* request.done of a REP endpoint: on a worker or a writer. */
static void
answered(struct request *request)
{
    struct slot *slot = WORK_OF(request, struct slot, request);
    struct server *server = slot->socket->server;
    nng_msg *reply = NULL;
    if (nng_msg_alloc(&reply, 0) != 0 ||
        nng_msg_append(reply, request->reply.data ? request->reply.data : "", request->reply.len) !=
            0)
        abort(); /* out of memory, as the arena does */
    const struct config *config = server->engine->config;
    slot->close =
        request->refused > 0 &&
        connections_refused(&slot->socket->connections, pipe_id(slot->pipe), request->refused,
                            config_live(&config->refused_max), rpc_monotonic_ms());
    give_back(slot);
    nng_aio_set_timeout(slot->aio, (nng_duration)config_live(&config->send_ms));
    nng_aio_set_msg(slot->aio, reply);
    pthread_mutex_lock(&server->lock);
    set_step(slot, SENDING);
    pthread_mutex_unlock(&server->lock);
    nng_ctx_send(slot->ctx, slot->aio);
}

/* request.done of the bulk feed: the reply is read here instead of sent. */
static void
noted(struct request *request)
{
    struct slot *slot = WORK_OF(request, struct slot, request);
    bulk_note(request->reply.data, request->reply.len);
    give_back(slot);
    receive(slot);
}

/* An answer has gone, or cannot go: the asker is away, or does not read. True: it is hung up on, and the slot is in
 * the hands of a worker. */
static bool
sent(struct slot *slot, int rv)
{
    if (rv != 0) {
        nng_msg_free(nng_aio_get_msg(slot->aio));
        nng_aio_set_msg(slot->aio, NULL);
    }
    connections_leave(&slot->socket->connections, pipe_id(slot->pipe));
    if (slot->close || rv == NNG_ETIMEDOUT)
        close_connection(slot,
                         slot->close ? "too much of it was refused" : "does not read its answers");
    return slot->close || rv == NNG_ETIMEDOUT;
}

/* nng's callback: what has just ended is said by the step. */
static void
advance(void *arg)
{
    struct slot *slot = arg;
    struct server *server = slot->socket->server;
    int rv = nng_aio_result(slot->aio);
    pthread_mutex_lock(&server->lock);
    enum step step = slot->step;
    pthread_mutex_unlock(&server->lock);
    if (step == SENDING && sent(slot, rv))
        return;
    if (rv == NNG_ECLOSED || rv == NNG_ECANCELED) {
        pthread_mutex_lock(&server->lock);
        set_step(slot, RESTING);
        pthread_mutex_unlock(&server->lock);
    } else if (step == RECEIVING && rv == 0) {
        received(slot);
    } else {
        receive(slot);
    }
}

/* --- open --- */

static int
open_slots(struct socket *socket, enum endpoint endpoint, int n, struct fl_error *err)
{
    struct server *server = socket->server;
    socket->slots = calloc((size_t)n, sizeof *socket->slots);
    if (!socket->slots)
        return fl_fail(err, FL_E_MEMORY, "no memory for %d requests in flight", n);
    for (; socket->n_slots < n; socket->n_slots++) {
        struct slot *slot = &socket->slots[socket->n_slots];
        slot->socket = socket;
        slot->step = RESTING;
        slot->closing.run = hang_up;
        int rv = nng_aio_alloc(&slot->aio, advance, slot);
        if (rv == 0 && socket->replies && (rv = nng_ctx_open(&slot->ctx, socket->id)) != 0)
            nng_aio_free(slot->aio);
        if (rv != 0)
            return fail_nng(err, socket->key, socket->url, rv);
        request_init(&slot->request, server->engine, endpoint, socket->replies ? answered : noted);
        slot->request.patient = !socket->replies;
        slot->request.parsed = drop_text;
    }
    return 0;
}

/* nng's callback before a connection is used and after it has gone. */
static void
count_connection(nng_pipe pipe, nng_pipe_ev event, void *arg)
{
    struct socket *socket = arg;
    int64_t max = config_live(&socket->server->engine->config->connections_max);
    if (event == NNG_PIPE_EV_REM_POST) {
        connections_remove(&socket->connections, pipe_id(pipe));
    } else if (!connections_add(&socket->connections, pipe_id(pipe), max)) {
        log_line(LOG_WARN, "server", "step=close endpoint=%s detail=\"there are %lld connections\"",
                 socket->key, (long long)max);
        nng_pipe_close(pipe);
    }
}

static int
start_listening(struct server *server, nng_socket id, const char *key, const char *url,
                struct fl_error *err)
{
    nng_listener listener;
    int rv;
    if (tls_is_url(url) && !server->certificates &&
        open_tls(server->engine->config, &server->certificates, err))
        return err->code;
    if ((rv = nng_listener_create(&listener, id, url)) != 0 ||
        (tls_is_url(url) &&
         (rv = nng_listener_set_ptr(listener, NNG_OPT_TLS_CONFIG, server->certificates)) != 0) ||
        (rv = nng_listener_start(listener, 0)) != 0)
        return fail_nng(err, key, url, rv);
    return 0;
}

static int
open_socket(struct server *server, const char *key, const char *url, enum endpoint endpoint,
            bool replies, struct fl_error *err)
{
    if (server_check_url(key, url, err))
        return err->code;
    struct socket *socket = &server->sockets[server->n_sockets];
    socket->server = server;
    socket->key = key;
    socket->url = url;
    socket->replies = replies;
    int rv = replies ? nng_rep0_open(&socket->id) : nng_pull0_open(&socket->id);
    if (rv != 0)
        return fail_nng(err, key, url, rv);
    server->n_sockets++;
    connections_init(&socket->connections);
    rv = nng_socket_set_size(socket->id, NNG_OPT_RECVMAXSZ,
                             (size_t)server->engine->config->message_max + FL_MESSAGE_HEADROOM);
    if (rv == 0)
        rv = nng_pipe_notify(socket->id, NNG_PIPE_EV_ADD_PRE, count_connection, socket);
    if (rv == 0)
        rv = nng_pipe_notify(socket->id, NNG_PIPE_EV_REM_POST, count_connection, socket);
    if (rv != 0)
        return fail_nng(err, key, url, rv);
    int n = replies ? (int)server->engine->config->contexts : BULK_SLOTS;
    if (open_slots(socket, endpoint, n, err))
        return err->code;
    if (start_listening(server, socket->id, key, url, err))
        return err->code;
    buf_print(&server->endpoints, "%s%s=%s", server->endpoints.len ? " " : "", key, url);
    return 0;
}

static void
count_listener(nng_pipe pipe, nng_pipe_ev event, void *arg)
{
    struct server *server = arg;
    int before = atomic_fetch_add(&server->listeners, event == NNG_PIPE_EV_ADD_PRE ? 1 : -1);
    if (event == NNG_PIPE_EV_ADD_PRE &&
        before >= config_live(&server->engine->config->connections_max))
        nng_pipe_close(pipe);
}

static int
open_events(struct server *server, const char *url, struct fl_error *err)
{
    if (server_check_url("events", url, err))
        return err->code;
    int rv = nng_pub0_open(&server->events);
    if (rv != 0)
        return fail_nng(err, "events", url, rv);
    server->publishes = true;
    nng_pipe_notify(server->events, NNG_PIPE_EV_ADD_PRE, count_listener, server);
    nng_pipe_notify(server->events, NNG_PIPE_EV_REM_POST, count_listener, server);
    if (start_listening(server, server->events, "events", url, err))
        return err->code;
    buf_print(&server->endpoints, "%sevents=%s", server->endpoints.len ? " " : "", url);
    return 0;
}

static int
open_all(struct server *server, struct fl_error *err)
{
    const struct config *config = server->engine->config;
    for (int i = 0; endpoint_at(i); i++) {
        enum endpoint at = endpoint_at(i);
        const char *url = endpoint_url(config, at);
        if (*url && open_socket(server, endpoint_key(at), url, at, true, err))
            return err->code;
    }
    if (*config->bulk && open_socket(server, "bulk", config->bulk, AT_INTAKE, false, err))
        return err->code;
    if (*config->events && open_events(server, config->events, err))
        return err->code;
    return 0;
}

int
server_open(struct engine *engine, struct server **ret, struct fl_error *err)
{
    struct server *server = calloc(1, sizeof *server);
    if (!server)
        return fl_fail(err, FL_E_MEMORY, "no memory for the endpoints");
    server->engine = engine;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->idle, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (open_all(server, err)) {
        server_close(server);
        return err->code;
    }
    for (int i = 0; i < server->n_sockets; i++)
        for (int k = 0; k < server->sockets[i].n_slots; k++)
            receive(&server->sockets[i].slots[k]);
    *ret = server;
    return 0;
}

/* --- in between --- */

void
server_publish(struct server *server, const char *type, const char *json)
{
    nng_msg *msg;
    if (!server->publishes || nng_msg_alloc(&msg, 0) != 0)
        return;
    if (nng_msg_append(msg, type, strlen(type)) != 0 || nng_msg_append(msg, "\n", 1) != 0 ||
        nng_msg_append(msg, json, strlen(json)) != 0 ||
        nng_sendmsg(server->events, msg, NNG_FLAG_NONBLOCK) != 0)
        nng_msg_free(msg);
}

int
server_listeners(struct server *server)
{
    return atomic_load(&server->listeners);
}

const char *
server_endpoints(const struct server *server)
{
    return server->endpoints.data ? server->endpoints.data : "";
}

/* --- close --- */

void
server_drain(struct server *server, int wait_ms)
{
    pthread_mutex_lock(&server->lock);
    server->draining = true;
    pthread_mutex_unlock(&server->lock);
    for (int i = 0; i < server->n_sockets; i++)
        for (int k = 0; k < server->sockets[i].n_slots; k++) {
            struct slot *slot = &server->sockets[i].slots[k];
            pthread_mutex_lock(&server->lock);
            bool receiving = slot->step == RECEIVING;
            pthread_mutex_unlock(&server->lock);
            if (receiving)
                nng_aio_cancel(slot->aio);
        }
    int64_t until = rpc_monotonic_ms() + wait_ms;
    struct timespec at = {(time_t)(until / 1000), (long)(until % 1000) * 1000000};
    pthread_mutex_lock(&server->lock);
    while (server->busy > 0 && pthread_cond_timedwait(&server->idle, &server->lock, &at) == 0)
        ;
    if (server->busy)
        log_line(LOG_WARN, "server", "step=drain unanswered=%d", server->busy);
    pthread_mutex_unlock(&server->lock);
}

static void
close_slot(struct slot *slot)
{
    if (slot->socket->replies)
        nng_ctx_close(slot->ctx);
    nng_aio_free(slot->aio);
    request_done(&slot->request);
    if (slot->msg)
        nng_msg_free(slot->msg);
}

void
server_close(struct server *server)
{
    if (!server)
        return;
    for (int i = 0; i < server->n_sockets; i++)
        for (int k = 0; k < server->sockets[i].n_slots; k++)
            nng_aio_stop(server->sockets[i].slots[k].aio);
    for (int i = 0; i < server->n_sockets; i++) {
        struct socket *socket = &server->sockets[i];
        for (int k = 0; k < socket->n_slots; k++)
            close_slot(&socket->slots[k]);
        nng_close(socket->id);
        free(socket->slots);
        connections_done(&socket->connections);
    }
    if (server->publishes)
        nng_close(server->events);
    if (server->certificates)
        nng_tls_config_free(server->certificates);
    pthread_cond_destroy(&server->idle);
    pthread_mutex_destroy(&server->lock);
    buf_done(&server->endpoints);
    free(server);
}
