/* What the two halves of the client share. */
#ifndef ENGINE_CLIENT_WIRE_H
#define ENGINE_CLIENT_WIRE_H

#include <nng/nng.h>

#include "engine/base/buf.h"
#include "fenliu/client.h"

enum { WIRE_RECONNECT_MIN_MS = 50, WIRE_RECONNECT_MAX_MS = 1000 };

/* A connection of a socket to an url, over TLS when the url says so; flags are nng's. Files may be NULL for plain
 * urls. */
int wire_dial(nng_socket socket, const char *url, const struct fl_tls *tls, int flags,
              struct fl_error *err);

/* A REQ socket with our limits; resend: after how long an unanswered request goes out again. */
int wire_socket(nng_socket *ret, nng_duration resend, struct fl_error *err);

/* One JSON-RPC request, appended; params is the text of an object, NULL: {}; token NULL: none. */
void wire_request(struct buf *buf, long id, const char *method, const char *token,
                  const char *params);

#endif
