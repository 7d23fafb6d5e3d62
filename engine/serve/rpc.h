/* JSON-RPC 2.0: one message is one request or one batch; every item of it gets one answer.
 *
 * A request belongs to whoever holds it: server.c while it is received or sent, one worker while it is
 * parsed and its items are started, and then nobody until its last item is answered, which may happen on a
 * worker, a writer of the store, or after a long poll. Items are answered by rpc_answer exactly once. */
#ifndef ENGINE_RPC_H
#define ENGINE_RPC_H

#include <stdatomic.h>

#include "engine/base/arena.h"
#include "engine/serve/call.h"
#include "engine/store/store.h"
#include "engine/serve/work.h"

struct request;

struct item {
    struct work work; /* runs it again after a long poll */
    struct request *request;
    char *id; /* the id as JSON text, in the request's arena; NULL: a notification */
    const struct method *method;
    cJSON *
        params; /* an object, checked; the token has been taken out; what is stored, its case too */
    const char *court;
    struct principal *principal; /* held until the answer; NULL: nobody is asked. access.c */
    bool metered;                /* counted in the principal's meter */
    struct arena arena;          /* of a method's run; faults in err may point into it */
    struct buf result;           /* JSON, when err.code is 0 */
    struct fl_error err;
    struct store_case *stored; /* case.submit */

    /* a long poll: waiters.c */
    struct item *next_waiting;
    int64_t wait_until; /* monotonic ms; 0: not waiting yet */
    unsigned long seen; /* what waiters_seen() said before the last run */
};

struct request {
    struct work work;
    struct engine *engine;
    enum endpoint endpoint;
    const char *text; /* the message: whoever sent it keeps it until parsed() or done() */
    size_t len;
    bool crowded; /* its connection has too much in flight: every item is answered overloaded */
    bool unread;  /* there was no room for its text: the message is answered overloaded */
    bool patient; /* no reply is awaited (bulk feed): overloaded and unavailable are tried again */
    void (*parsed)(struct request *request); /* the text is needed no more; may be NULL */
    void (*done)(struct request *request);   /* the reply is in `reply`; empty: nothing to send */
    struct buf reply;

    /* rpc.c's own */
    struct arena arena;
    cJSON *doc;
    struct item *items;
    int n_items;
    int refused; /* items turned away at the door: the connection is watched for them */
    bool batch;
    atomic_int pending; /* items unanswered, and one for the worker that starts them */
    struct policy *policy;
};

void request_init(struct request *request, struct engine *engine, enum endpoint endpoint,
                  void (*done)(struct request *));
/* After done(): everything of the last message is given back, memory is kept for the next. */
void request_reset(struct request *request);
void request_done(struct request *request);

/* The work of a fresh request: parses, checks the envelopes, starts every item. */
void rpc_start(struct work *request_work);

/* The item's result or err stands: counts it off, and finishes the request with the last one. */
void rpc_answer(struct item *item);

/* One line of an error as the wire shows it (the value of "error"). */
void rpc_error_write(const struct fl_error *err, struct buf *buf);

/* The method of that name at an endpoint, or NULL. */
const struct method *rpc_method(const char *name, enum endpoint endpoint);

/* Checks params against the method's table, all faults at once. rpc_params.c */
int rpc_params_check(const struct method *method, const cJSON *params, struct arena *arena,
                     struct fl_error *err);

/* Runs an item whose envelope is sound and whose caller is known, if the limits of the caller allow. */
void rpc_enter(struct item *item);

/* Runs a method other than case.submit on this worker: connection, transaction, request_id, long poll.
 * Ends in rpc_answer, now or later. rpc_run.c */
void rpc_run(struct item *item);

/* Monotonic milliseconds: what waits is measured with, whatever the clock says. */
int64_t rpc_monotonic_ms(void);

#endif
