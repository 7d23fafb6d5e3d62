/* The endpoints and the whole daemon in one process, spoken to over nng. */
#include <nng/nng.h>
#include <nng/protocol/pipeline0/push.h>
#include <nng/protocol/pubsub0/sub.h>
#include <nng/protocol/reqrep0/req.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/config.h"
#include "engine/serve/daemon.h"
#include "engine/base/log.h"
#include "engine/serve/server.h"
#include "fenliu/limits.h"
#include "tests/throwaway.h"

#define INTAKE "inproc://server-test-intake"
#define EVENTS "inproc://server-test-events"
#define BULK   "inproc://server-test-bulk"
#define DESK   "inproc://server-test-mediation"

static struct config config;
static char *keys_in;
static struct daemon *running;
static nng_socket req;

static void
set(const char *key, const char *value)
{
    struct fl_error err = {0};
    char text[4400];
    snprintf(text, sizeof text, "%s=%s", key, value);
    ck_assert_msg(config_set(&config, text, &err) == 0, "%s", err.detail);
}

static void
setup(void)
{
    static const char *const rows[][2] = {
        {"intake",           INTAKE                              },
        {"events",           EVENTS                              },
        {"bulk",             BULK                                },
        {"desk_mediation",   DESK                                },
        {"desk_triage",      ""                                  },
        {"desk_court",       ""                                  },
        {"desk_arbitration", ""                                  },
        {"desk_union",       ""                                  },
        {"synthetic",        "yes"                               },
        {"access",           "open"                              },
        {"feed_ms",          "10"                                },
        {"contexts",         "16"                                },
        {"workers",          "2"                                 },
        {"policy",           FENLIU_SOURCE "/deploy/policy/hunan"}
    };
    config_init(&config);
    set("database", throwaway_conninfo());
    keys_in = folder_make();
    set("keys_dir", keys_in);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        set(rows[i][0], rows[i][1]);
    log_level_set(LOG_ERROR);
}

static void
start(void)
{
    struct fl_error err = {0};
    ck_assert_msg(daemon_open(&config, &running, &err) == 0, "%s", err.detail);
    ck_assert_int_eq(nng_req0_open(&req), 0);
    ck_assert_int_eq(nng_socket_set_ms(req, NNG_OPT_RECVTIMEO, 20000), 0);
    ck_assert_int_eq(nng_dial(req, INTAKE, NULL, 0), 0);
}

static void
stop(void)
{
    if (running) {
        nng_close(req);
        daemon_close(running, 2000);
        running = NULL;
    }
    config_done(&config);
    folder_remove(keys_in);
}

static void
say_it(nng_socket socket, const char *text, size_t len)
{
    ck_assert_int_eq(nng_send(socket, (void *)(uintptr_t)text, len, 0), 0);
}

/* The answer, to be freed. */
static char *
hear(nng_socket socket)
{
    nng_msg *msg;
    int rv = nng_recvmsg(socket, &msg, 0);
    ck_assert_msg(rv == 0, "%s", nng_strerror(rv));
    char *text = strndup(nng_msg_body(msg), nng_msg_len(msg));
    nng_msg_free(msg);
    return text;
}

static char *
ask(const char *text)
{
    say_it(req, text, strlen(text));
    return hear(req);
}

static void
expect(char *answer, const char *part)
{
    ck_assert_msg(strstr(answer, part) != NULL, "no %s in %.500s", part, answer);
    free(answer);
}

static char *
submission(const char *ref)
{
    static char text[1024];
    snprintf(text, sizeof text,
             "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"case.submit\",\"params\":{\"case\":{"
             "\"source\":\"t\","
             "\"ref\":\"%s\",\"court\":\"430204\",\"filed_at\":\"2021-03-05T09:00:00+08:00\","
             "\"claimants\":[{\"kind\":"
             "\"person\",\"name\":\"甲\"}],\"respondents\":[{\"kind\":\"person\",\"name\":\"乙\"}],"
             "\"cause\":{\"name\":"
             "\"民间借贷纠纷\"},\"facts\":{\"consent_to_mediate\":\"both\"}}}}",
             ref, ref);
    return text;
}

/* --- which URLs --- */

START_TEST(only_what_nothing_can_reach_from_outside_is_listened_on_or_sent_to)
{
    static const struct {
        const char *url;
        bool good;
    } rows[] = {
        {"tcp://127.0.0.1:7401",       true },
        {"tcp://127.9.9.9:1",          true },
        {"tcp://localhost:7401",       true },
        {"inproc://x",                 true },
        {"tcp://0.0.0.0:7401",         false},
        {"tcp://*:7401",               false},
        {"tcp://:7401",                false},
        {"tcp://10.0.0.1:7401",        false},
        {"tcp://example.org:7401",     false},
        {"ws://127.0.0.1:7401",        false},
        {"http://127.0.0.1",           false},
        {"tcp://127.0.0.1.evil.org:1", false},
        {"tls+tcp://127.0.0.1:7401",   true },
        {"tls+tcp://0.0.0.0:7401",     true },
        {"nonsense",                   false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fl_error err = {0};
        bool good = server_check_url("intake", rows[i].url, &err) == 0;
        ck_assert_msg(good == rows[i].good, "%s: %s", rows[i].url, err.detail);
        ck_assert_msg(good || strstr(err.detail, "intake = "), "names no key: %s", err.detail);
        ck_assert_msg(good == (server_check_target("intake", rows[i].url, &err) == 0),
                      "%s as a target of delivery", rows[i].url);
    }
}
END_TEST

START_TEST(ipc_is_refused_on_an_nng_whose_listener_goes_deaf)
{
    struct fl_error err = {0};
    int minor = 0;
    ck_assert_int_eq(sscanf(nng_version(), "1.%d", &minor), 1);
    int code = server_check_url("desk_court", "ipc:///tmp/x", &err);
    ck_assert_int_eq(code, minor < 6 ? FL_E_CONFIG : 0);
    if (code)
        ck_assert_msg(strstr(err.detail, "desk_court") && strstr(err.detail, "1.6"), "%s",
                      err.detail);
}
END_TEST

/* --- the daemon --- */

START_TEST(a_case_goes_in_over_the_wire_and_is_pulled_at_its_desk)
{
    nng_socket desk;
    start();
    expect(ask(submission("1")), "\"docket\":\"（2021）湘0204民诉前调1号\"");
    ck_assert_int_eq(nng_req0_open(&desk), 0);
    ck_assert_int_eq(nng_socket_set_ms(desk, NNG_OPT_RECVTIMEO, 20000), 0);
    ck_assert_int_eq(nng_dial(desk, DESK, NULL, 0), 0);
    const char *pull =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"desk.pull\",\"params\":{\"mediator\":\"m\"}}";
    say_it(desk, pull, strlen(pull));
    expect(hear(desk), "\"claim\":\"");
    nng_close(desk);
}
END_TEST

START_TEST(a_pull_that_waits_is_answered_when_a_case_enters)
{
    nng_socket desk;
    start();
    ck_assert_int_eq(nng_req0_open(&desk), 0);
    ck_assert_int_eq(nng_socket_set_ms(desk, NNG_OPT_RECVTIMEO, 20000), 0);
    ck_assert_int_eq(nng_dial(desk, DESK, NULL, 0), 0);
    const char *pull = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"desk.pull\",\"params\":{"
                       "\"mediator\":\"m\",\"wait_ms\":30000}}";
    say_it(desk, pull, strlen(pull));
    expect(ask(submission("1")), "\"case_id\"");
    expect(hear(desk), "\"claim\":\"");
    nng_close(desk);
}
END_TEST

enum { ASKERS = 8, EACH = 50 };

static void *
asker(void *arg)
{
    nng_socket own;
    char ref[32];
    long *stored = arg;
    if (nng_req0_open(&own) != 0 || nng_socket_set_ms(own, NNG_OPT_RECVTIMEO, 20000) != 0 ||
        nng_dial(own, INTAKE, NULL, 0) != 0)
        return NULL;
    long number = *stored;
    *stored = 0;
    for (int i = 0; i < EACH; i++) {
        char text[1024];
        nng_msg *msg;
        snprintf(ref, sizeof ref, "%ld-%d", number, i);
        snprintf(text, sizeof text,
                 "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.submit\",\"params\":{\"case\":{"
                 "\"source\":\"t\","
                 "\"ref\":\"%s\",\"court\":\"430204\",\"filed_at\":\"2021-03-05T09:00:00+08:00\","
                 "\"claimants\":[{\"kind\":"
                 "\"person\",\"name\":\"甲\"}],\"respondents\":[],\"cause\":{\"name\":"
                 "\"民间借贷纠纷\"}}}}",
                 ref);
        if (nng_send(own, text, strlen(text), 0) != 0 || nng_recvmsg(own, &msg, 0) != 0)
            break;
        *stored += memmem(nng_msg_body(msg), nng_msg_len(msg), "\"duplicate\":false", 17) != NULL;
        nng_msg_free(msg);
    }
    nng_close(own);
    return NULL;
}

START_TEST(eight_connections_at_once_each_get_their_own_answers)
{
    pthread_t threads[ASKERS];
    long stored[ASKERS], sum = 0;
    char all[16];
    start();
    for (long i = 0; i < ASKERS; i++) {
        stored[i] = i;
        ck_assert_int_eq(pthread_create(&threads[i], NULL, asker, &stored[i]), 0);
    }
    for (int i = 0; i < ASKERS; i++) {
        pthread_join(threads[i], NULL);
        sum += stored[i];
    }
    ck_assert_int_eq(sum, ASKERS * EACH);
    snprintf(all, sizeof all, "%d", ASKERS * EACH);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM dispute"), all);
}
END_TEST

START_TEST(a_request_id_gets_its_answer_again_and_stands_for_one_request_only)
{
    char amend[256], *answer, *id;
    start();
    answer = ask(submission("1"));
    id = strstr(answer, "\"case_id\":\"");
    ck_assert_ptr_nonnull(id);
    long case_id = strtol(id + 11, NULL, 10);
    free(answer);
    snprintf(amend, sizeof amend,
             "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.withdraw\",\"params\":{\"case_id\":"
             "\"%ld\",\"reason\":\"r\","
             "\"request_id\":\"w\"}}",
             case_id);
    expect(ask(amend), "\"state\":\"withdrawn\"");
    expect(ask(amend), "\"state\":\"withdrawn\"");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'case.withdrawn'"),
                     "1");
    snprintf(amend, sizeof amend,
             "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.withdraw\",\"params\":{\"case_id\":"
             "\"%ld\",\"reason\":\"s\","
             "\"request_id\":\"w\"}}",
             case_id);
    expect(ask(amend), "\"type\":\"conflict\"");
}
END_TEST

START_TEST(what_happens_is_published_with_ids_only)
{
    nng_socket sub;
    start();
    ck_assert_int_eq(nng_sub0_open(&sub), 0);
    ck_assert_int_eq(nng_socket_set_ms(sub, NNG_OPT_RECVTIMEO, 20000), 0);
    ck_assert_int_eq(nng_socket_set(sub, NNG_OPT_SUB_SUBSCRIBE, "referral.queued\n", 16), 0);
    ck_assert_int_eq(nng_dial(sub, EVENTS, NULL, 0), 0);
    expect(ask(submission("1")), "\"case_id\"");
    char *hint = hear(sub);
    ck_assert_msg(strncmp(hint, "referral.queued\n{\"specversion\":\"1.0\"", 36) == 0, "%s", hint);
    ck_assert_ptr_nonnull(strstr(hint, "\"referral_id\":\""));
    ck_assert_ptr_null(strstr(hint, "channel"));
    free(hint);
    nng_close(sub);
}
END_TEST

static bool
is_stored(void *data)
{
    return strcmp(throwaway_ask("SELECT count(*) FROM dispute"), data) == 0;
}

START_TEST(the_bulk_feed_keeps_what_is_good_and_outlives_what_is_not)
{
    nng_socket push;
    char two[] = "2";
    start();
    ck_assert_int_eq(nng_push0_open(&push), 0);
    ck_assert_int_eq(nng_dial(push, BULK, NULL, 0), 0);
    say_it(push, submission("1"), strlen(submission("1")));
    say_it(push, "{not json", 9);
    say_it(push, submission("2"), strlen(submission("2")));
    wait_for("two cases of the bulk feed", is_stored, two, 20000);
    nng_close(push);
}
END_TEST

START_TEST(the_bulk_feed_waits_for_a_full_queue_instead_of_losing_cases)
{
    nng_socket push;
    char all[] = "300";
    struct fl_error err = {0};
    (void)err;
    set("queue_max", "5");
    set("batch_max", "5");
    start();
    struct buf batch = {0};
    for (int i = 0; i < 300; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "b%d", i);
        buf_text(&batch, i ? "," : "[");
        buf_text(&batch, submission(ref));
    }
    buf_char(&batch, ']');
    ck_assert_int_eq(nng_push0_open(&push), 0);
    ck_assert_int_eq(nng_dial(push, BULK, NULL, 0), 0);
    say_it(push, batch.data, batch.len);
    wait_for("all cases of the batch", is_stored, all, 30000);
    buf_done(&batch);
    nng_close(push);
}
END_TEST

/* A question as long as asked for: what follows it is blanks. */
static char *
ask_padded(const char *text, size_t len)
{
    char *padded = malloc(len);
    ck_assert(padded && strlen(text) <= len);
    memset(padded, ' ', len);
    memcpy(padded, text, strlen(text));
    say_it(req, padded, len);
    free(padded);
    return hear(req);
}

START_TEST(what_is_in_flight_has_a_limit_in_bytes)
{
    const char *info = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.info\"}";
    const char *pull = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"desk.pull\",\"params\":{"
                       "\"mediator\":\"m\",\"wait_ms\":30000}}";
    size_t limit = 16777216, rest = limit - strlen(pull);
    nng_socket desk;
    set("flight_bytes", "16777216");
    start();
    expect(ask_padded(info, limit), "\"result\"");
    ck_assert_int_eq(nng_req0_open(&desk), 0);
    ck_assert_int_eq(nng_socket_set_ms(desk, NNG_OPT_RECVTIMEO, 20000), 0);
    ck_assert_int_eq(nng_dial(desk, DESK, NULL, 0), 0);
    say_it(desk, pull, strlen(pull));
    for (bool rests = false; !rests;) {
        char *answer = ask(info);
        rests = strstr(answer, "\"polls\":1") != NULL;
        free(answer);
    }
    expect(ask_padded(info, rest), "\"result\"");
    expect(ask_padded(info, rest + 1),
           "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32002");
    expect(ask_padded(info, rest), "\"result\"");
    expect(ask(submission("1")), "\"case_id\"");
    expect(hear(desk), "\"claim\"");
    expect(ask_padded(info, rest + 1), "\"result\"");
    nng_close(desk);
}
END_TEST

START_TEST(closing_with_polls_at_rest_answers_them)
{
    nng_socket desk;
    start();
    ck_assert_int_eq(nng_req0_open(&desk), 0);
    ck_assert_int_eq(nng_socket_set_ms(desk, NNG_OPT_RECVTIMEO, 20000), 0);
    ck_assert_int_eq(nng_dial(desk, DESK, NULL, 0), 0);
    const char *pull = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"desk.pull\",\"params\":{"
                       "\"mediator\":\"m\",\"wait_ms\":30000}}";
    say_it(desk, pull, strlen(pull));
    for (bool rests = false; !rests;) {
        char *info = ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.info\"}");
        rests = strstr(info, "\"polls\":1") != NULL;
        free(info);
    }
    nng_close(req);
    daemon_close(running, 5000);
    running = NULL;
    expect(hear(desk), "\"offers\":[]");
    nng_close(desk);
}
END_TEST

START_TEST(a_port_that_is_taken_is_an_error_that_names_the_key)
{
    struct fl_error err = {0};
    struct daemon *second = NULL;
    start();
    ck_assert_int_ne(daemon_open(&config, &second, &err), 0);
    ck_assert_msg(strstr(err.detail, "intake = " INTAKE) != NULL, "%s", err.detail);
    expect(ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.info\"}"),
           "\"name\":\"fenliud\"");
}
END_TEST

START_TEST(a_configuration_is_checked_without_starting_anything)
{
    struct fl_error err = {0};
    ck_assert_msg(daemon_check(&config, &err) == 0, "%s", err.detail);
    set("desk_union", "tcp://0.0.0.0:9");
    ck_assert_int_eq(daemon_check(&config, &err), FL_E_CONFIG);
    ck_assert_ptr_nonnull(strstr(err.detail, "desk_union"));
}
END_TEST

Suite *server_suite(void);
Suite *
server_suite(void)
{
    const TTest *const tests[] = {
        only_what_nothing_can_reach_from_outside_is_listened_on_or_sent_to,
        ipc_is_refused_on_an_nng_whose_listener_goes_deaf,
        a_case_goes_in_over_the_wire_and_is_pulled_at_its_desk,
        a_pull_that_waits_is_answered_when_a_case_enters,
        eight_connections_at_once_each_get_their_own_answers,
        a_request_id_gets_its_answer_again_and_stands_for_one_request_only,
        what_happens_is_published_with_ids_only,
        the_bulk_feed_keeps_what_is_good_and_outlives_what_is_not,
        the_bulk_feed_waits_for_a_full_queue_instead_of_losing_cases,
        what_is_in_flight_has_a_limit_in_bytes,
        closing_with_polls_at_rest_answers_them,
        a_port_that_is_taken_is_an_error_that_names_the_key,
        a_configuration_is_checked_without_starting_anything,
    };
    Suite *suite = suite_create("server");
    TCase *tcase = tcase_create("server");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tcase, tests[i]);
    tcase_set_timeout(tcase, 60);
    tcase_add_unchecked_fixture(tcase, throwaway_server, NULL);
    tcase_add_checked_fixture(tcase, throwaway_fresh, throwaway_drop);
    tcase_add_checked_fixture(tcase, setup, stop);
    suite_add_tcase(suite, tcase);
    return suite;
}
