/* The worker threads and what waits for them.
 *
 * A piece of work is a link inside the thing that is to be done, so putting it in takes no memory
 * and cannot fail: the queue is bounded by what is linked into it (one request per nng context, one
 * item per long poll). A lane is first in, first out, and the lanes take turns: what one connection
 * sends waits behind its own, and little behind what others send. */
#ifndef ENGINE_WORK_H
#define ENGINE_WORK_H

#include <stddef.h>

#include "fenliu/error.h"

struct work {
    void (*run)(
        struct work *work); /* on a worker thread; the link may be put in again from there */
    struct work *next;
    unsigned lane; /* any number: of the connection; 0 for what belongs to none */
};

enum { WORK_LANES = 128 };

/* The thing of which `member` is the work link. */
#define WORK_OF(work, type, member) ((type *)(void *)((char *)(work)-offsetof(type, member)))

struct workers;
int workers_open(int threads, struct workers **ret, struct fl_error *err);
/* Thread safe, never blocks: nng callbacks call it. */
void workers_put(struct workers *workers, struct work *work);
size_t workers_waiting(struct workers *workers);
/* Runs what is queued, joins the threads, frees. Nothing may be put in any more. */
void workers_close(struct workers *workers);

#endif
