/* libfenliu: calling fenliud from C, over nng REQ.
 *
 * Two ways. fl_client: one call at a time, for people and desks. fl_many: many messages in flight,
 * for pushing cases. Both reconnect by themselves and send an unanswered message again after a lost
 * connection, so every message must be safe to repeat: case.submit is by its key (court, source,
 * ref), what else changes something by its request_id.
 *
 * A process that has used either must not fork any more (nng would panic). */
#ifndef FENLIU_CLIENT_H
#define FENLIU_CLIENT_H

#include <stddef.h>

#include "fenliu/error.h"

#define FL_URL_INTAKE      "tcp://127.0.0.1:7401"
#define FL_URL_TRIAGE      "tcp://127.0.0.1:7410"
#define FL_URL_COURT       "tcp://127.0.0.1:7411"
#define FL_URL_MEDIATION   "tcp://127.0.0.1:7412"
#define FL_URL_ARBITRATION "tcp://127.0.0.1:7413"
#define FL_URL_UNION       "tcp://127.0.0.1:7414"

/* Files of PEM for tls+tcp:// urls: the authority of the server, the own certificate, its private key. */
struct fl_tls {
    const char *ca, *cert, *key;
};

/* --- one call at a time --- */

/* A handle belongs to one thread at a time; several handles may be used at once. */
struct fl_client;

/* Connects, or fails at once with FL_E_IO when nobody listens at url. timeout_ms bounds each call.
 */
int fl_client_open(const char *url, int timeout_ms, struct fl_client **ret, struct fl_error *err);
/* The same with certificates, which a tls+tcp:// url needs and others pass over. */
int fl_client_open_tls(const char *url, const struct fl_tls *tls, int timeout_ms,
                       struct fl_client **ret, struct fl_error *err);
void fl_client_close(struct fl_client *client); /* NULL is fine */

/* Goes into params.token of every call from now on; NULL: none. Copied. */
void fl_client_set_token(struct fl_client *client, const char *token);

/* Another bound for the calls from now on: a long poll needs more than what it waits. */
int fl_client_set_timeout(struct fl_client *client, int timeout_ms, struct fl_error *err);

/* Calls a method with params (the text of a JSON object; NULL: {}). On success *ret_result is the
 * result as JSON text, which belongs to the handle and stands until the next call. An error of the
 * server comes out as its code of error.h, with faults and retry_after_ms; the faults too stand
 * until the next call. Without an answer in time: FL_E_IO, and whether the call took effect is not
 * known. */
int fl_client_call(struct fl_client *client, const char *method, const char *params,
                   const char **ret_result, struct fl_error *err);

/* The error object of the last call as JSON text, or NULL when it succeeded or was not answered. */
const char *fl_client_error(const struct fl_client *client);

/* --- many in flight --- */

/* One thread owns it. in_flight messages wait for their replies at most. */
struct fl_many;

/* Does not wait for the connection: messages go out when somebody listens. */
int fl_many_open(const char *url, int in_flight, struct fl_many **ret, struct fl_error *err);
int fl_many_open_tls(const char *url, const struct fl_tls *tls, int in_flight, struct fl_many **ret,
                     struct fl_error *err);
/* Gives up what is unanswered. */
void fl_many_close(struct fl_many *many); /* NULL is fine */

/* Waits at most so long for a connection; 1 once one has been made. A token that the server makes
 * at its start is there by then. */
int fl_many_connected(struct fl_many *many, int wait_ms);

/* How many messages may be sent before a reply must be taken. */
int fl_many_room(const struct fl_many *many);

/* Sends a copy of a message; tag comes back with its reply. FL_E_OVERLOADED without room. */
int fl_many_send(struct fl_many *many, const char *message, size_t len, void *tag,
                 struct fl_error *err);

struct fl_reply {
    void *tag;
    int failed;       /* 0, or the message was not answered and is to be sent again */
    const char *text; /* the reply; stands until the next fl_many_take */
    size_t len;
};
/* Takes a reply that has come: 1, or 0 when there is none yet. Replies come in any order. */
int fl_many_take(struct fl_many *many, struct fl_reply *ret);
/* Readable (poll) while there are replies to take. Not to be read from. */
int fl_many_fd(const struct fl_many *many);

/* --- both --- */

/* The code of error.h for a code of JSON-RPC; FL_E_INTERNAL for one that is not known. */
enum fl_code fl_code_of_rpc(long rpc);

#endif
