/* The client against a small server of its own (engine/client*.c), and replies taken apart
 * (engine/cli/submit_packet.c). */
#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/supplemental/util/platform.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/cli/submit_packet.h"
#include "fenliu/client.h"
#include "tests/suite.h"

/* A server that answers each message with a text made of it; opened inside a test, since check
 * forks. */
struct server {
    nng_socket socket;
    nng_thread *thread;
    char url[64];
};

static void
reply_to(const char *text, size_t len, struct buf *out)
{
    JSON_AUTO doc = NULL;
    const char *method;
    if (json_parse(text, len, &doc, NULL) || !(method = json_str(json_get(doc, "method")))) {
        buf_put(out, text, len); /* an echo, for the asynchronous half */
        return;
    }
    json_object(out);
    json_put_text(out, "jsonrpc", "2.0");
    json_key(out, "id");
    json_write(json_get(doc, "id"), out);
    if (strcmp(method, "params") == 0) {
        json_key(out, "result");
        json_write(json_get(doc, "params"), out);
    } else {
        json_key(out, "error");
        buf_text(
            out,
            "{\"code\":-32602,\"message\":\"m\",\"data\":{\"detail\":\"d\",\"retry_after_ms\":7,"
            "\"errors\":[{\"pointer\":\"/params/a\",\"detail\":\"one\"},"
            "{\"pointer\":\"/params/b\",\"detail\":\"two\"}],\"errors_more\":3}}");
    }
    json_object_end(out);
}

static void
serve(void *data)
{
    struct server *server = data;
    struct buf out = {0};
    nng_msg *msg;
    while (nng_recvmsg(server->socket, &msg, 0) == 0) {
        buf_reset(&out);
        reply_to(nng_msg_body(msg), nng_msg_len(msg), &out);
        nng_msg_clear(msg);
        nng_msg_append(msg, out.data, out.len);
        if (nng_sendmsg(server->socket, msg, 0))
            nng_msg_free(msg);
    }
    buf_done(&out);
}

/* url NULL: a free port. */
static void
server_start(struct server *server, const char *url)
{
    nng_listener listener;
    int port;
    ck_assert_int_eq(nng_rep0_open(&server->socket), 0);
    int rv = nng_listen(server->socket, url ? url : "tcp://127.0.0.1:0", &listener, 0);
    ck_assert_msg(!rv, "%s: %s", url ? url : "any port", nng_strerror(rv));
    ck_assert_int_eq(nng_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port), 0);
    snprintf(server->url, sizeof server->url, "tcp://127.0.0.1:%d", port);
    ck_assert_int_eq(nng_thread_create(&server->thread, serve, server), 0);
}

static void
server_stop(struct server *server)
{
    nng_close(server->socket);
    nng_thread_destroy(server->thread);
}

START_TEST(a_call_brings_its_result_and_carries_the_token)
{
    struct server server;
    struct fl_client *client;
    struct fl_error err = {0};
    const char *result;
    server_start(&server, NULL);
    ck_assert_msg(!fl_client_open(server.url, 5000, &client, &err), "%s", err.detail);
    ck_assert_int_eq(fl_client_call(client, "params", "{\"a\":\"\\u7532\"}", &result, &err), 0);
    ck_assert_str_eq(result, "{\"a\":\"甲\"}");
    ck_assert_int_eq(fl_client_call(client, "params", NULL, &result, &err), 0);
    ck_assert_str_eq(result, "{}");
    fl_client_set_token(client, "t\"x");
    ck_assert_int_eq(fl_client_call(client, "params", " { \"a\":1}", &result, &err), 0);
    ck_assert_str_eq(result, "{\"token\":\"t\\\"x\",\"a\":1}");
    ck_assert_int_eq(fl_client_call(client, "params", "{ }", &result, &err), 0);
    ck_assert_str_eq(result, "{\"token\":\"t\\\"x\"}");
    ck_assert_ptr_null(fl_client_error(client));
    fl_client_close(client);
    server_stop(&server);
}
END_TEST

START_TEST(an_error_comes_with_its_faults)
{
    struct server server;
    struct fl_client *client;
    struct fl_error err = {0};
    const char *result;
    server_start(&server, NULL);
    ck_assert_int_eq(fl_client_open(server.url, 5000, &client, &err), 0);
    ck_assert_int_eq(fl_client_call(client, "fails", "{}", &result, &err), FL_E_INVALID_PARAMS);
    ck_assert_str_eq(err.detail, "d");
    ck_assert_int_eq(err.retry_after_ms, 7);
    ck_assert_int_eq(err.n_faults, 2);
    ck_assert_int_eq(err.n_faults_more, 3);
    ck_assert_str_eq(err.faults[1].pointer, "/params/b");
    ck_assert_ptr_nonnull(strstr(fl_client_error(client), "-32602"));
    fl_client_close(client);
    server_stop(&server);
}
END_TEST

START_TEST(nobody_at_the_address_is_said_at_once)
{
    struct fl_client *client;
    struct fl_error err = {0};
    ck_assert_int_eq(fl_client_open("tcp://127.0.0.1:1", 5000, &client, &err), FL_E_IO);
    ck_assert_ptr_nonnull(strstr(err.detail, "tcp://127.0.0.1:1"));
    ck_assert_int_eq(fl_client_open("nonsense", 5000, &client, &err), FL_E_IO);
}
END_TEST

START_TEST(no_answer_in_time_is_an_error)
{
    nng_socket silent;
    nng_listener listener;
    int port;
    char url[64];
    struct fl_client *client;
    struct fl_error err = {0};
    const char *result;
    ck_assert_int_eq(nng_rep0_open(&silent), 0);
    ck_assert_int_eq(nng_listen(silent, "tcp://127.0.0.1:0", &listener, 0), 0);
    ck_assert_int_eq(nng_listener_get_int(listener, NNG_OPT_TCP_BOUND_PORT, &port), 0);
    snprintf(url, sizeof url, "tcp://127.0.0.1:%d", port);
    ck_assert_int_eq(fl_client_open(url, 100, &client, &err), 0);
    ck_assert_int_eq(fl_client_call(client, "params", "{}", &result, &err), FL_E_IO);
    fl_client_close(client);
    nng_close(silent);
}
END_TEST

/* Waits until a reply is there. */
static void
take(struct fl_many *many, struct fl_reply *reply)
{
    struct pollfd fd = {fl_many_fd(many), POLLIN, 0};
    while (!fl_many_take(many, reply))
        ck_assert_int_eq(poll(&fd, 1, 20000), 1);
}

START_TEST(a_connection_is_told_when_somebody_listens)
{
    struct server server;
    struct fl_many *many, *alone;
    struct fl_error err = {0};
    server_start(&server, NULL);
    ck_assert_msg(!fl_many_open(server.url, 2, &many, &err), "%s", err.detail);
    ck_assert_int_eq(fl_many_connected(many, 20000), 1);
    ck_assert_int_eq(fl_many_connected(many, 0), 1);
    ck_assert_msg(!fl_many_open("ipc:///nonexistent/nobody", 2, &alone, &err), "%s", err.detail);
    ck_assert_int_eq(fl_many_connected(alone, 10), 0);
    fl_many_close(alone);
    fl_many_close(many);
    server_stop(&server);
}
END_TEST

START_TEST(many_messages_come_back_each_with_its_tag)
{
    enum { IN_FLIGHT = 40, MESSAGES = 2000 };
    static int tags[MESSAGES], seen[MESSAGES];
    struct server server;
    struct fl_many *many;
    struct fl_error err = {0};
    int sent = 0, back = 0;
    server_start(&server, NULL);
    ck_assert_msg(!fl_many_open(server.url, IN_FLIGHT, &many, &err), "%s", err.detail);
    while (back < MESSAGES) {
        struct fl_reply reply;
        char text[16];
        while (sent < MESSAGES && fl_many_room(many) > 0) {
            tags[sent] = sent;
            snprintf(text, sizeof text, "n%d", sent);
            ck_assert_int_eq(fl_many_send(many, text, strlen(text), &tags[sent], &err), 0);
            sent++;
        }
        take(many, &reply);
        ck_assert(!reply.failed);
        int tag = *(int *)reply.tag;
        snprintf(text, sizeof text, "n%d", tag);
        ck_assert_uint_eq(reply.len, strlen(text));
        ck_assert(memcmp(reply.text, text, reply.len) == 0);
        ck_assert_int_eq(seen[tag]++, 0);
        back++;
    }
    fl_many_close(many);
    server_stop(&server);
}
END_TEST

START_TEST(a_full_client_says_so)
{
    struct fl_many *many;
    struct fl_error err = {0};
    ck_assert_int_eq(fl_many_open("tcp://127.0.0.1:1", 2, &many, &err), 0);
    ck_assert_int_eq(fl_many_send(many, "a", 1, NULL, &err), 0);
    ck_assert_int_eq(fl_many_send(many, "b", 1, NULL, &err), 0);
    ck_assert_int_eq(fl_many_room(many), 0);
    ck_assert_int_eq(fl_many_send(many, "c", 1, NULL, &err), FL_E_OVERLOADED);
    fl_many_close(many); /* gives up what is unanswered */
}
END_TEST

START_TEST(a_server_that_comes_back_gets_what_it_left_unanswered)
{
    struct server server;
    struct fl_many *many;
    struct fl_error err = {0};
    struct fl_reply reply;
    int tag = 1;
    char url[64];
    server_start(&server, NULL);
    snprintf(url, sizeof url, "%s", server.url);
    ck_assert_int_eq(fl_many_open(url, 1, &many, &err), 0);
    ck_assert_int_eq(fl_many_send(many, "one", 3, &tag, &err), 0);
    take(many, &reply);
    server_stop(&server);
    ck_assert_int_eq(fl_many_send(many, "two", 3, &tag, &err), 0);
    ck_assert_int_eq(fl_many_take(many, &reply), 0);
    server_start(&server, url);
    take(many, &reply);
    ck_assert(!reply.failed && reply.len == 3 && memcmp(reply.text, "two", 3) == 0);
    fl_many_close(many);
    server_stop(&server);
}
END_TEST

/* --- replies of case.submit --- */

struct outcomes {
    int accepted, refused;
    long lines[8];
    int n;
};

static void
note(void *data, const struct packet *packet, const struct packet_case *c, const cJSON *result,
     const cJSON *error)
{
    struct outcomes *o = data;
    (void)packet;
    ck_assert((result != NULL) != (error != NULL));
    o->accepted += result != NULL;
    o->refused += error != NULL;
    o->lines[o->n++] = c->line;
}

static struct packet *
packet_of(int n)
{
    struct packet *packet = packet_new(n);
    for (int i = 0; i < n; i++) {
        struct line line = {"{\"ref\":\"x\"}", 11, false};
        packet_add(packet, &line, 10 + i);
    }
    return packet;
}

START_TEST(a_packet_is_a_batch_that_parses)
{
    struct packet *packet = packet_of(3), *single = packet_of(1);
    struct buf buf = {0};
    JSON_AUTO doc = NULL;
    JSON_AUTO one = NULL;
    packet_write(packet, "t", &buf);
    ck_assert_int_eq(json_parse(buf.data, buf.len, &doc, NULL), 0);
    ck_assert_int_eq(cJSON_GetArraySize(doc), 3);
    ck_assert_str_eq(json_str(json_get(json_get(doc->child, "params"), "token")), "t");
    ck_assert_str_eq(json_str(json_get(json_get(json_get(doc->child, "params"), "case"), "ref")),
                     "x");
    buf_reset(&buf);
    packet_write(single, NULL, &buf);
    ck_assert_int_eq(json_parse(buf.data, buf.len, &one, NULL), 0);
    ck_assert_str_eq(json_str(json_get(one, "method")), "case.submit");
    buf_done(&buf);
    packet_free(packet);
    packet_free(single);
}
END_TEST

static bool
answered(struct packet *packet, const char *text, struct outcomes *o, int *wait_ms, bool *split)
{
    return packet_answered(packet, text, strlen(text), note, o, wait_ms, split);
}

START_TEST(what_could_not_be_kept_stays_in_the_packet)
{
    struct packet *packet = packet_of(4);
    struct outcomes o = {0};
    int wait_ms;
    bool split;
    ck_assert(answered(packet,
                       "[{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}},"
                       "{\"id\":1,\"error\":{\"code\":-32001,\"data\":{\"retry_after_ms\":300}}},"
                       "{\"id\":2,\"error\":{\"code\":-32602}}]",
                       &o, &wait_ms, &split));
    ck_assert_int_eq(o.accepted, 1);
    ck_assert_int_eq(o.refused, 1);
    ck_assert_int_eq(wait_ms, 300);
    ck_assert(!split);
    ck_assert_int_eq(packet->n, 2); /* the first to come again, the last without an answer */
    ck_assert_int_eq(packet->cases[0].line, 10);
    ck_assert_int_eq(packet->cases[1].line, 13);
    packet_free(packet);
}
END_TEST

START_TEST(a_refused_message_is_split_and_a_full_server_is_not)
{
    struct packet *packet = packet_of(2), *single = packet_of(1), *part;
    struct outcomes o = {0};
    int wait_ms;
    bool split;
    ck_assert(answered(packet, "{\"id\":null,\"error\":{\"code\":-32002}}", &o, &wait_ms, &split));
    ck_assert(!split && packet->n == 2);
    ck_assert(answered(packet, "{\"id\":null,\"error\":{\"code\":-32007}}", &o, &wait_ms, &split));
    ck_assert(split && packet->n == 2 && o.n == 0);
    part = packet_part(packet);
    ck_assert_int_eq(part->n, 1);
    ck_assert_int_eq(part->cases[0].line, 10);
    ck_assert_int_eq(packet->n, 1);
    ck_assert_int_eq(packet->cases[0].line, 11);
    ck_assert(answered(single, "{\"id\":null,\"error\":{\"code\":-32007}}", &o, &wait_ms, &split));
    ck_assert(!split && single->n == 0 && o.refused == 1);
    packet_free(packet);
    packet_free(single);
    packet_free(part);
}
END_TEST

START_TEST(another_language_than_json_rpc_is_noticed)
{
    static const char *const replies[] = {"hello", "{}", "[1]", "[{\"id\":1}]"};
    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
        struct packet *packet = packet_of(2);
        struct outcomes o = {0};
        int wait_ms;
        bool split;
        ck_assert_msg(!answered(packet, replies[i], &o, &wait_ms, &split), "%s passes", replies[i]);
        ck_assert_int_eq(packet->n, 2);
        packet_free(packet);
    }
}
END_TEST

SUITE(client, "the client", a_call_brings_its_result_and_carries_the_token,
      an_error_comes_with_its_faults, nobody_at_the_address_is_said_at_once,
      no_answer_in_time_is_an_error, a_connection_is_told_when_somebody_listens,
      many_messages_come_back_each_with_its_tag, a_full_client_says_so,
      a_server_that_comes_back_gets_what_it_left_unanswered, a_packet_is_a_batch_that_parses,
      what_could_not_be_kept_stays_in_the_packet,
      a_refused_message_is_split_and_a_full_server_is_not,
      another_language_than_json_rpc_is_noticed)
