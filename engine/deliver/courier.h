/* One REQ socket to one body's system, with one request under way at most. Nothing here blocks: the answer, or that
 * there is none, is asked for. */
#ifndef ENGINE_DELIVER_COURIER_H
#define ENGINE_DELIVER_COURIER_H

#include "engine/base/buf.h"
#include "fenliu/client.h"

struct courier;

enum courier_state { COURIER_IDLE, COURIER_BUSY, COURIER_ANSWERED, COURIER_SILENT };

/* Connects in the background, again and again. `changed` is called from a thread of nng, holding nothing, when a
 * request has ended. FL_E_IO, FL_E_CONFIG for an address or certificates that are wrong. */
int courier_open(const char *url, const struct fl_tls *tls, void (*changed)(void *), void *data,
                 struct courier **ret, struct fl_error *err);
void courier_close(struct courier *courier); /* NULL is fine */

/* Sends one message (IDLE → BUSY); wait_ms bounds connection, sending and answer together, roughly. */
int courier_send(struct courier *courier, const struct buf *message, int wait_ms,
                 struct fl_error *err);

/* ANSWERED: *ret is the answer; SILENT: why there is none. Either makes it idle again. */
enum courier_state courier_take(struct courier *courier, struct buf *ret, const char **ret_why);

#endif
