/* What the two halves of the client share. */
#ifndef ENGINE_CLIENT_WIRE_H
#define ENGINE_CLIENT_WIRE_H

#include <nng/nng.h>

#include "engine/base/buf.h"
#include "fenliu/client.h"

enum { WIRE_RECONNECT_MIN_MS = 50, WIRE_RECONNECT_MAX_MS = 1000 };

/* An url, at most: scheme, the longest name of a host, port. */
enum { WIRE_URL_MAX = 300 };

/* What to dial: a name that has addresses of both families is dialled under the one that answers (tcp4, tcp6), since nng
 * tries the first address only; everything else as it is. May wait for an address that is silent (2 s each). ret is its
 * room; the name stays, for the certificate. */
const char *wire_url(const char *url, char ret[WIRE_URL_MAX]);

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
