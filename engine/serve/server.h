/* The endpoints: everything that nng does on the server side.
 *
 * nng's callbacks never block: they hand a message to the workers and take the next. One struct per
 * message in flight, with the step it is at. Stop order that runs clean under ASan and TSan: stop
 * receiving, wait for what is in flight, stop every aio, close contexts, free aios, close sockets.
 * A process that has called nng must not fork. */
#ifndef ENGINE_SERVER_H
#define ENGINE_SERVER_H

#include "engine/engine.h"
#include "engine/serve/work.h"

struct server;

/* Whether an URL may be listened on: tls+tcp:// with the certificates of the configuration, tcp:// on loopback, inproc://, ipc:// from nng 1.6 on (issue
 * 1518: one connect-and-close makes an older listener deaf). `key` is the configuration key that
 * the error names. */
int server_check_url(const char *key, const char *url, struct fl_error *err);

/* Whether whole cases may be sent to an URL: the same, with tcp:// on loopback only; ipc:// is sound for those who dial. */
int server_check_target(const char *key, const char *url, struct fl_error *err);

/* The first for every endpoint of a configuration, the second for every deliver_<channel>, and the certificates where
 * one needs them. */
int server_check_urls(const struct config *config, struct fl_error *err);

/* Opens and listens on every endpoint of the configuration that is not empty. */
int server_open(struct engine *engine, struct server **ret, struct fl_error *err);

/* Publishes one message at the events endpoint: type, newline, json. One thread at a time. */
void server_publish(struct server *server, const char *type, const char *json);

/* How many are connected to the events endpoint now. */
int server_listeners(struct server *server);

/* Takes no more requests and waits up to wait_ms until all taken ones are answered. */
void server_drain(struct server *server, int wait_ms);
/* Closes everything. After it no callback runs; requests still with the workers find nobody to
 * answer. */
void server_close(struct server *server);

/* "intake=tcp://… desk_court=tcp://…": what is listened on, for the log. The text lives as long as
 * server. */
const char *server_endpoints(const struct server *server);

#endif
