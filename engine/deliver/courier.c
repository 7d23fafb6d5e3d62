/* A request to a body's system: send, then receive, on one context of one REQ socket. */
#include "engine/deliver/courier.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <pthread.h>
#include <stdlib.h>

#include "engine/cli/client_wire.h"

struct courier {
    nng_socket socket;
    nng_ctx ctx;
    nng_aio *aio;
    pthread_mutex_t lock;
    enum courier_state state; /* guarded, with what follows */
    bool receiving;
    int wait_ms, rv;
    nng_msg *answer;
    void (*changed)(void *);
    void *data;
};

/* Runs after the send and after the receive; aio is never used from two sides, since a request is BUSY until its end.
 */
static void
went_on(void *arg)
{
    struct courier *c = arg;
    int rv = nng_aio_result(c->aio);
    if (rv && !c->receiving) /* the message is still ours */
        nng_msg_free(nng_aio_get_msg(c->aio));
    if (!rv && !c->receiving) {
        c->receiving = true;
        nng_aio_set_timeout(c->aio, c->wait_ms);
        nng_ctx_recv(c->ctx, c->aio);
        return;
    }
    pthread_mutex_lock(&c->lock);
    c->answer = rv ? NULL : nng_aio_get_msg(c->aio);
    c->rv = rv;
    c->state = rv ? COURIER_SILENT : COURIER_ANSWERED;
    pthread_mutex_unlock(&c->lock);
    c->changed(c->data);
}

int
courier_open(const char *url, const struct fl_tls *tls, void (*changed)(void *), void *data,
             struct courier **ret, struct fl_error *err)
{
    struct courier *c = calloc(1, sizeof *c);
    if (!c)
        return fl_fail(err, FL_E_MEMORY, "no memory for a delivery");
    pthread_mutex_init(&c->lock, NULL);
    c->changed = changed;
    c->data = data;
    /* a lost connection sends it again; on a sound one the wait is ours */
    int rc = wire_socket(&c->socket, NNG_DURATION_INFINITE, err), rv;
    if (rc) {
        pthread_mutex_destroy(&c->lock);
        free(c);
        return rc;
    }
    if ((rv = nng_ctx_open(&c->ctx, c->socket)) != 0 ||
        (rv = nng_aio_alloc(&c->aio, went_on, c)) != 0)
        rc = fl_fail(err, FL_E_IO, "nng: %s", nng_strerror(rv));
    if (!rc)
        rc = wire_dial(c->socket, url, tls, NNG_FLAG_NONBLOCK, err);
    if (rc)
        courier_close(c);
    else
        *ret = c;
    return rc;
}

void
courier_close(struct courier *c)
{
    if (!c)
        return;
    if (c->aio) {
        nng_aio_stop(c->aio);
        nng_ctx_close(c->ctx);
        nng_aio_free(c->aio);
    }
    if (c->answer)
        nng_msg_free(c->answer);
    nng_close(c->socket);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

int
courier_send(struct courier *c, const struct buf *message, int wait_ms, struct fl_error *err)
{
    nng_msg *msg;
    if (nng_msg_alloc(&msg, 0) != 0 || nng_msg_append(msg, message->data, message->len) != 0)
        return fl_fail(err, FL_E_MEMORY, "no memory for a message");
    pthread_mutex_lock(&c->lock);
    c->state = COURIER_BUSY;
    c->receiving = false;
    c->wait_ms = wait_ms;
    pthread_mutex_unlock(&c->lock);
    nng_aio_set_msg(c->aio, msg);
    nng_aio_set_timeout(c->aio, wait_ms);
    nng_ctx_send(c->ctx, c->aio);
    return 0;
}

enum courier_state
courier_take(struct courier *c, struct buf *ret, const char **ret_why)
{
    pthread_mutex_lock(&c->lock);
    enum courier_state state = c->state;
    if (state == COURIER_ANSWERED) {
        buf_reset(ret);
        buf_put(ret, nng_msg_body(c->answer), nng_msg_len(c->answer));
        nng_msg_free(c->answer);
        c->answer = NULL;
    }
    if (state == COURIER_SILENT)
        *ret_why = nng_strerror(c->rv);
    if (state == COURIER_ANSWERED || state == COURIER_SILENT)
        c->state = COURIER_IDLE;
    pthread_mutex_unlock(&c->lock);
    return state;
}
