/* Outbound delivery (docs/protocol.md, "Delivery out"): one thread that sends referrals to the bodies' own systems over
 * nng REQ and takes what they answer. All that must survive is rows of the table `delivery`: any number of processes
 * may deliver at once, and one that is killed between a send and its commit sends the same referral again.
 *
 * For the engine the system of a body is one who holds referrals like a mediator: it is offered one, accepts or declines
 * it, and reports by the claim that the delivery carried. */
#ifndef ENGINE_DELIVER_H
#define ENGINE_DELIVER_H

#include "engine/engine.h"

struct deliver;

int deliver_open(struct engine *engine, struct deliver **ret, struct fl_error *err);
/* Waits for nothing: what is under way is sent again by whoever comes next. NULL is fine. */
void deliver_close(struct deliver *deliver);

/* What the last round saw, of all processes. */
struct deliver_figures {
    int64_t targets, waiting, dead, oldest_ms;
};
void deliver_figures(struct deliver *deliver, struct deliver_figures *ret);

#endif
