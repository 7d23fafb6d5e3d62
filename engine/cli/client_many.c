/* libfenliu, many messages in flight: a slot is a context, its aio and one message on its way.
 *
 * Contexts are spread over several sockets, since nng before 1.7 is slow with many contexts on one
 * REQ socket (issue 1663). A receive is never cancelled while it is sent (issue 1702): nothing here
 * has a timeout, nng sends again after a lost connection or after RESEND_MS. */
#include <errno.h>
#include <fcntl.h>
#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/cli/client_wire.h"
#include "fenliu/client.h"
#include "fenliu/limits.h"

enum { CONTEXTS_PER_SOCKET = 8, RESEND_MS = 30000 };

enum slot_step { SLOT_FREE, SLOT_SENDING, SLOT_RECEIVING };

struct slot {
    struct fl_many *many;
    nng_ctx context;
    nng_aio *aio;
    enum slot_step step;
    void *tag;
    nng_msg *reply; /* NULL in the done list: not answered */
    struct slot *next;
};

struct fl_many {
    nng_socket *sockets;
    int n_sockets, n_slots, n_ready; /* n_ready: slots set up, for the way back */
    struct slot *slots, *free;
    int n_free;
    nng_msg *taken; /* the reply that the caller looks at */

    nng_mtx *lock; /* guards the list that callbacks append to, and connected */
    nng_cv *connects;
    bool connected;
    struct slot *done, **done_end;
    int wake[2]; /* a byte for each slot in the list */
};

static void
slot_done(struct slot *slot, nng_msg *reply)
{
    struct fl_many *many = slot->many;
    ssize_t n;

    nng_mtx_lock(many->lock);
    slot->reply = reply;
    slot->next = NULL;
    *many->done_end = slot;
    many->done_end = &slot->next;
    do
        n = write(many->wake[1], "", 1);
    while (n < 0 && errno == EINTR);
    nng_mtx_unlock(many->lock);
}

/* On a task thread of nng: must not block. */
static void
slot_step(void *data)
{
    struct slot *slot = data;
    int rv = nng_aio_result(slot->aio);

    if (slot->step == SLOT_SENDING) {
        if (rv) {
            nng_msg_free(nng_aio_get_msg(slot->aio));
            nng_aio_set_msg(slot->aio, NULL);
            slot_done(slot, NULL);
            return;
        }
        slot->step = SLOT_RECEIVING;
        nng_ctx_recv(slot->context, slot->aio);
        return;
    }
    slot_done(slot, rv ? NULL : nng_aio_get_msg(slot->aio));
}

static int
slots_open(struct fl_many *many, struct fl_error *err)
{
    for (int i = 0; i < many->n_slots; i++, many->n_ready++) {
        struct slot *slot = &many->slots[i];
        int rv = nng_ctx_open(&slot->context, many->sockets[i % many->n_sockets]);

        if (rv)
            return fl_fail(err, FL_E_IO, "nng: %s", nng_strerror(rv));
        rv = nng_aio_alloc(&slot->aio, slot_step, slot);
        if (rv) {
            nng_ctx_close(slot->context);
            return fl_fail(err, FL_E_IO, "nng: %s", nng_strerror(rv));
        }
        nng_aio_set_timeout(slot->aio, NNG_DURATION_INFINITE);
        slot->many = many;
        slot->next = many->free;
        many->free = slot;
        many->n_free++;
    }
    return 0;
}

/* On a thread of nng. */
static void
pipe_added(nng_pipe pipe, nng_pipe_ev event, void *data)
{
    struct fl_many *many = data;

    (void)pipe;
    (void)event;
    nng_mtx_lock(many->lock);
    many->connected = true;
    nng_cv_wake(many->connects);
    nng_mtx_unlock(many->lock);
}

static int
sockets_open(struct fl_many *many, const char *url, const struct fl_tls *tls, struct fl_error *err)
{
    int n = (many->n_slots + CONTEXTS_PER_SOCKET - 1) / CONTEXTS_PER_SOCKET;

    many->sockets = calloc((size_t)n, sizeof *many->sockets);
    if (!many->sockets)
        return fl_fail(err, FL_E_MEMORY, "no memory for %d sockets", n);
    for (; many->n_sockets < n; many->n_sockets++) {
        nng_socket *socket = &many->sockets[many->n_sockets];
        int code = wire_socket(socket, RESEND_MS, err);

        if (code)
            return code;
        if (nng_pipe_notify(*socket, NNG_PIPE_EV_ADD_POST, pipe_added, many))
            code = fl_fail(err, FL_E_MEMORY, "no memory for a client");
        if (!code)
            code = wire_dial(*socket, url, tls, NNG_FLAG_NONBLOCK, err);
        if (code) {
            nng_close(*socket);
            return code;
        }
    }
    return 0;
}

int
fl_many_open(const char *url, int in_flight, struct fl_many **ret, struct fl_error *err)
{
    return fl_many_open_tls(url, NULL, in_flight, ret, err);
}

int
fl_many_open_tls(const char *url, const struct fl_tls *tls, int in_flight, struct fl_many **ret,
                 struct fl_error *err)
{
    struct fl_many *many = calloc(1, sizeof *many);
    int code = 0;

    if (!many)
        return fl_fail(err, FL_E_MEMORY, "no memory for a client");
    many->n_slots = in_flight;
    many->done_end = &many->done;
    many->wake[0] = many->wake[1] = -1;
    many->slots = calloc((size_t)in_flight, sizeof *many->slots);
    if (!many->slots || nng_mtx_alloc(&many->lock) || nng_cv_alloc(&many->connects, many->lock))
        code = fl_fail(err, FL_E_MEMORY, "no memory for %d messages in flight", in_flight);
    else if (pipe2(many->wake, O_CLOEXEC | O_NONBLOCK))
        code = fl_fail(err, FL_E_IO, "pipe: %s", strerror(errno));
    if (!code)
        code = sockets_open(many, url, tls, err);
    if (!code)
        code = slots_open(many, err);
    if (code) {
        fl_many_close(many);
        return code;
    }
    *ret = many;
    return 0;
}

void
fl_many_close(struct fl_many *many)
{
    if (!many)
        return;
    /* stop every aio, close contexts, free aios, close the sockets: the order that is sound in
     * nng 1.5 */
    for (int i = 0; i < many->n_ready; i++)
        nng_aio_stop(many->slots[i].aio);
    for (int i = 0; i < many->n_ready; i++)
        nng_ctx_close(many->slots[i].context);
    for (struct slot *slot = many->done; slot; slot = slot->next)
        if (slot->reply)
            nng_msg_free(slot->reply);
    for (int i = 0; i < many->n_ready; i++)
        nng_aio_free(many->slots[i].aio);
    for (int i = 0; i < many->n_sockets; i++)
        nng_close(many->sockets[i]);
    if (many->taken)
        nng_msg_free(many->taken);
    if (many->connects)
        nng_cv_free(many->connects);
    if (many->lock)
        nng_mtx_free(many->lock);
    for (int i = 0; i < 2; i++)
        if (many->wake[i] >= 0)
            close(many->wake[i]);
    free(many->sockets);
    free(many->slots);
    free(many);
}

int
fl_many_connected(struct fl_many *many, int wait_ms)
{
    nng_time end = nng_clock() + (nng_time)wait_ms;
    bool connected;

    nng_mtx_lock(many->lock);
    while (!many->connected && wait_ms > 0 && nng_cv_until(many->connects, end) == 0)
        ;
    connected = many->connected;
    nng_mtx_unlock(many->lock);
    return connected;
}

int
fl_many_room(const struct fl_many *many)
{
    return many->n_free;
}

int
fl_many_send(struct fl_many *many, const char *message, size_t len, void *tag, struct fl_error *err)
{
    struct slot *slot = many->free;
    nng_msg *msg;

    if (!slot)
        return fl_fail(err, FL_E_OVERLOADED, "%d messages are in flight", many->n_slots);
    if (len > FL_MAX_MESSAGE)
        return fl_fail(err, FL_E_TOO_LARGE, "a message has at most %d bytes", FL_MAX_MESSAGE);
    if (nng_msg_alloc(&msg, 0))
        return fl_fail(err, FL_E_MEMORY, "no memory for a message");
    if (nng_msg_append(msg, message, len)) {
        nng_msg_free(msg);
        return fl_fail(err, FL_E_MEMORY, "no memory for a message");
    }
    many->free = slot->next;
    many->n_free--;
    slot->tag = tag;
    slot->step = SLOT_SENDING;
    nng_aio_set_msg(slot->aio, msg);
    nng_ctx_send(slot->context, slot->aio);
    return 0;
}

int
fl_many_take(struct fl_many *many, struct fl_reply *ret)
{
    struct slot *slot;
    char byte;

    if (many->taken) {
        nng_msg_free(many->taken);
        many->taken = NULL;
    }
    nng_mtx_lock(many->lock);
    slot = many->done;
    if (slot && !(many->done = slot->next))
        many->done_end = &many->done;
    while (slot && read(many->wake[0], &byte, 1) < 0 && errno == EINTR)
        ;
    nng_mtx_unlock(many->lock);
    if (!slot)
        return 0;
    many->taken = slot->reply;
    *ret =
        (struct fl_reply){slot->tag, !slot->reply, slot->reply ? nng_msg_body(slot->reply) : NULL,
                          slot->reply ? nng_msg_len(slot->reply) : 0};
    slot->reply = NULL;
    slot->step = SLOT_FREE;
    slot->next = many->free;
    many->free = slot;
    many->n_free++;
    return 1;
}

int
fl_many_fd(const struct fl_many *many)
{
    return many->wake[0];
}
