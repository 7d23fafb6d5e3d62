/* The envelope: what comes in as a message, what goes out as a reply. No database, no network. */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/clock.h"
#include "engine/flow.h"
#include "engine/access/keys.h"
#include "engine/serve/rpc.h"
#include "engine/serve/waiters.h"
#include "fenliu/limits.h"
#include "tests/throwaway.h"

static struct config config;
static char *keys_in;
static struct engine engine = {.config = &config};
static struct policy *policy;
static struct request request;
static char *reply;
static int replies;

static void
keep_reply(struct request *r)
{
    free(reply);
    reply = strdup(r->reply.data ? r->reply.data : "");
    replies++;
}

static void
load(void)
{
    struct fl_error err;
    if (!policy && policy_load_dir(FENLIU_SOURCE "/deploy/policy/hunan", &policy, &err))
        ck_abort_msg("%s", err.detail);
}

static void
setup(void)
{
    struct fl_error err;
    config_init(&config);
    pthread_mutex_init(&engine.lock, NULL);
    engine_policy_set(&engine, policy_hold(policy));
    keys_in = folder_make();
    ck_assert_int_eq(keys_open(keys_in, true, &engine.keys, &err), 0);
    ck_assert_int_eq(workers_open(1, &engine.workers, &err), 0);
    ck_assert_int_eq(waiters_open(&config, engine.workers, &engine.waiters, &err), 0);
    request_init(&request, &engine, AT_INTAKE, keep_reply);
}

static void
teardown(void)
{
    request_done(&request);
    waiters_close(engine.waiters);
    workers_close(engine.workers);
    engine_policy_set(&engine, NULL);
    keys_close(engine.keys);
    folder_remove(keys_in);
    config_done(&config);
    free(reply);
    reply = NULL;
}

static const char *
ask_n(const char *text, size_t len)
{
    int before = replies;
    request.text = text;
    request.len = len;
    request.work.run(&request.work);
    ck_assert_int_eq(replies, before + 1);
    request_reset(&request);
    return reply;
}

static const char *
ask(const char *text)
{
    return ask_n(text, strlen(text));
}

static void
has(const char *part)
{
    ck_assert_msg(strstr(reply, part) != NULL, "no %s in %.600s", part, reply);
}

static void
has_not(const char *part)
{
    ck_assert_msg(strstr(reply, part) == NULL, "%s in %.600s", part, reply);
}

static int
count(const char *part)
{
    int n = 0;
    for (const char *s = reply; (s = strstr(s, part)); s++)
        n++;
    return n;
}

#define CASE                                                                                        \
    "{\"source\":\"t\",\"ref\":\"1\",\"court\":\"430204\",\"filed_at\":\"2021-03-05T09:00:00+08:"   \
    "00\","                                                                                         \
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\"}],\"respondents\":[{\"kind\":\"person\"," \
    "\"name\":\"乙\"}],\"cause\":{\"name\":\"民间借贷纠纷\"}}"

START_TEST(a_message_that_is_no_json_gets_a_parse_error_with_a_null_id)
{
    ask("{\"jsonrpc\":");
    has("\"id\":null");
    has("-32700");
    has("\"type\":\"parse_error\"");
}
END_TEST

START_TEST(an_error_has_the_members_of_rfc_9457)
{
    ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nope\"}");
    has("\"code\":-32601");
    has("\"message\":");
    has("\"type\":\"method_not_found\"");
    has("\"title\":");
    has("\"detail\":\"this endpoint has no method \\\"nope\\\"\"");
    has("\"instance\":\"/errors/");
}
END_TEST

START_TEST(what_goes_wrong_inside_is_not_told_to_the_caller)
{
    static const enum fl_code codes[] = {FL_E_DATABASE, FL_E_INTERNAL, FL_E_MEMORY, FL_E_IO,
                                         FL_E_POLICY};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct buf buf = {0};
        struct fl_error err = {0};
        fl_fail(&err, codes[i], "secret %d", 42);
        rpc_error_write(&err, &buf);
        ck_assert_msg(strstr(buf.data, "-32603") && !strstr(buf.data, "secret"), "%s", buf.data);
        buf_done(&buf);
    }
}
END_TEST

START_TEST(every_other_code_is_told_with_its_detail)
{
    for (int code = FL_OK + 1; code < FL_CODE__COUNT; code++) {
        if (code == FL_E_INTERNAL || code == FL_E_UNAVAILABLE ||
            (fl_codes[code].rpc <= -32090 && fl_codes[code].rpc >= -32099))
            continue;
        struct buf buf = {0};
        struct fl_error err = {0};
        fl_fail(&err, (enum fl_code)code, "told %d", 42);
        rpc_error_write(&err, &buf);
        ck_assert_msg(strstr(buf.data, "told 42") && strstr(buf.data, fl_codes[code].type), "%s",
                      buf.data);
        buf_done(&buf);
    }
}
END_TEST

START_TEST(an_uncertain_commit_is_unavailable_but_never_nothing_kept)
{
    struct buf buf = {0};
    struct fl_error err = {0};
    fl_fail(&err, FL_E_UNCERTAIN, "lost");
    rpc_error_write(&err, &buf);
    ck_assert_ptr_nonnull(strstr(buf.data, "-32001"));
    ck_assert_ptr_nonnull(strstr(buf.data, "\"type\":\"unavailable\""));
    ck_assert_ptr_null(strstr(buf.data, "nothing was kept"));
    buf_done(&buf);
}
END_TEST

START_TEST(a_database_that_is_away_is_told_without_sockets_and_hosts)
{
    struct buf buf = {0};
    struct fl_error err = {0};
    fl_fail(
        &err, FL_E_UNAVAILABLE,
        "no connection to the database: connection to server on socket \"/run/x/.s.PGSQL.5432\"");
    err.retry_after_ms = 700;
    rpc_error_write(&err, &buf);
    ck_assert_ptr_nonnull(strstr(buf.data, "\"detail\":\"the database is away\""));
    ck_assert_ptr_nonnull(strstr(buf.data, "\"retry_after_ms\":700"));
    ck_assert_ptr_null(strstr(buf.data, "socket"));
    buf_done(&buf);
}
END_TEST

START_TEST(an_id_comes_back_as_it_was)
{
    static const struct {
        const char *id, *echo;
    } rows[] = {
        {"7",          "\"id\":7"         },
        {"\"x\\\"y\"", "\"id\":\"x\\\"y\""},
        {"null",       "\"id\":null"      },
        {"-1",         "\"id\":-1"        }
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200];
        snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"nope\"}",
                 rows[i].id);
        ask(text);
        has(rows[i].echo);
    }
    ask("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"nope\"}");
    has("-32600");
}
END_TEST

START_TEST(an_id_of_the_longest_length_is_taken_and_one_byte_more_is_not)
{
    char id[FL_MAX_RPC_ID + 2], text[400];
    memset(id, 'i', sizeof id);
    snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"id\":\"%.*s\",\"method\":\"nope\"}",
             FL_MAX_RPC_ID, id);
    ask(text);
    has("-32601");
    snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"id\":\"%.*s\",\"method\":\"nope\"}",
             FL_MAX_RPC_ID + 1, id);
    ask(text);
    has("-32600");
}
END_TEST

START_TEST(a_request_that_is_none_is_answered_without_an_id)
{
    static const char *const texts[] = {
        "5",
        "\"x\"",
        "{\"id\":1,\"method\":\"server.info\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"server.info\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server.info\",\"parms\":{}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ask(texts[i]);
        ck_assert_msg(strstr(reply, "-32600") != NULL, "%s: %s", texts[i], reply);
    }
    has("no member \\\"parms\\\"");
}
END_TEST

START_TEST(params_that_are_no_object_are_refused)
{
    ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.decide\",\"params\":[1]}");
    has("-32602");
}
END_TEST

START_TEST(all_faults_of_params_come_at_once_with_their_pointers)
{
    ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.list\",\"params\":{\"since\":5,\"max\":"
        "1001,\"a/b\":1,"
        "\"court\":\"43\",\"request_id\":\"x\"}}");
    has("-32602");
    has("{\"pointer\":\"/params/since\",\"detail\":\"must be text\"}");
    has("\"/params/max\"");
    has("\"/params/a~1b\"");
    has("\"/params/court\"");
    has("\"/params/request_id\""); /* case.list changes nothing */
    ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.withdraw\",\"params\":{\"case_id\":7}}");
    has("\"/params/case_id\"");
    has("{\"pointer\":\"/params/reason\",\"detail\":\"is required\"}");
}
END_TEST

START_TEST(an_id_of_a_case_is_digits_as_text)
{
    static const struct {
        const char *id;
        bool good;
    } rows[] = {
        {"1",                   true },
        {"999999999999999999",  true },
        {"9999999999999999999", false},
        {"0",                   false},
        {"",                    false},
        {"-1",                  false},
        {"1x",                  false},
        {"01",                  false}
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200];
        snprintf(text, sizeof text,
                 "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.withdraw\",\"params\":{\"case_"
                 "id\":\"%s\"}}",
                 rows[i].id);
        ask(text); /* the reason is missing in all of them */
        ck_assert_msg((strstr(reply, "/params/case_id") == NULL) == rows[i].good, "%s: %s",
                      rows[i].id, reply);
    }
}
END_TEST

START_TEST(a_batch_is_answered_in_its_order_and_notifications_are_not)
{
    ask("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nope\"},"
        "{\"jsonrpc\":\"2.0\",\"method\":\"nope\"},5,"
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"case.decide\",\"params\":{\"case\":" CASE
        "}}]");
    ck_assert_int_eq(reply[0], '[');
    ck_assert_int_eq(count("\"jsonrpc\""), 3);
    ck_assert(strstr(reply, "\"id\":1") < strstr(reply, "\"id\":null"));
    ck_assert(strstr(reply, "\"id\":null") < strstr(reply, "\"id\":2"));
    has("\"channel\":");
}
END_TEST

START_TEST(a_message_of_notifications_only_gets_an_empty_reply)
{
    ask("{\"jsonrpc\":\"2.0\",\"method\":\"nope\"}");
    ck_assert_str_eq(reply, "");
    ask("[{\"jsonrpc\":\"2.0\",\"method\":\"nope\"},{\"jsonrpc\":\"2.0\",\"method\":\"nope\"}]");
    ck_assert_str_eq(reply, "");
}
END_TEST

START_TEST(a_batch_of_1000_is_taken_and_one_of_1001_or_none_is_not)
{
    struct buf text = {0};
    for (int n = FL_MAX_BATCH; n <= FL_MAX_BATCH + 1; n++) {
        buf_reset(&text);
        for (int i = 0; i < n; i++)
            buf_print(&text, "%s{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"nope\"}", i ? "," : "[",
                      i);
        buf_char(&text, ']');
        ask(text.data);
        ck_assert_int_eq(count("\"jsonrpc\""), n == FL_MAX_BATCH ? n : 1);
    }
    has("\"type\":\"too_large\"");
    ask("[]");
    has("-32600");
    buf_done(&text);
}
END_TEST

static void
ask_padded(const char *before, const char *after, size_t pad)
{
    struct buf text = {0};
    buf_text(&text, before);
    for (size_t i = 0; i < pad; i++)
        buf_char(&text, 'x');
    buf_text(&text, after);
    ask(text.data);
    buf_done(&text);
}

START_TEST(params_of_the_largest_size_are_looked_at_and_one_byte_more_are_too_large)
{
    static const char before[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.decide\","
                                 "\"params\":{\"case\":{\"source\":\"";
    static const char after[] = "\"}}}";
    size_t rest = strlen("{\"case\":{\"source\":\"\"}}");
    ask_padded(before, after, FL_MAX_DOCUMENT - rest);
    has("\"type\":\"invalid_params\"");
    ask_padded(before, after, FL_MAX_DOCUMENT - rest + 1);
    has("\"type\":\"too_large\"");
    has("\"id\":1");
}
END_TEST

START_TEST(a_message_of_the_largest_size_is_parsed_and_one_byte_more_is_not)
{
    size_t rest = strlen("\"\"");
    ask_padded("\"", "\"", FL_MAX_MESSAGE - rest);
    has("-32600");
    ask_padded("\"", "\"", FL_MAX_MESSAGE - rest + 1);
    has("\"type\":\"too_large\"");
}
END_TEST

START_TEST(a_method_is_to_be_had_only_at_its_endpoint)
{
    ck_assert_ptr_nonnull(rpc_method("case.submit", AT_INTAKE));
    ck_assert_ptr_null(rpc_method("case.submit", AT_COURT));
    ck_assert_ptr_null(rpc_method("desk.pull", AT_INTAKE));
    ck_assert_ptr_nonnull(rpc_method("desk.pull", AT_TRIAGE));
    ck_assert_ptr_nonnull(rpc_method("server.info", AT_UNION));
    ck_assert_ptr_null(rpc_method("CASE.SUBMIT", AT_INTAKE));
}
END_TEST

START_TEST(no_method_stands_twice_and_each_has_help_in_both_languages)
{
    const struct method *const families[] = {intake_methods, desk_methods};
    for (int f = 0; f < 2; f++)
        for (const struct method *m = families[f]; m->name; m++) {
            ck_assert_msg(m->en && *m->en && m->zh && *m->zh, "%s", m->name);
            for (int i = 0; endpoint_at(i); i++)
                if (m->endpoints & endpoint_at(i))
                    ck_assert_msg(rpc_method(m->name, endpoint_at(i)) == m, "%s stands twice",
                                  m->name);
        }
}
END_TEST

START_TEST(the_tables_of_the_way_of_a_case_name_methods_that_exist)
{
    struct fl_error err = {0};
    ck_assert_msg(flow_check(&err) == 0, "%s", err.detail);
}
END_TEST

START_TEST(case_decide_needs_neither_store_nor_database)
{
    ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.decide\",\"params\":{\"case\":" CASE "}}");
    has("\"result\":{");
    has("\"as_of\":\"2021-03-05\"");
    ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.decide\",\"params\":{\"as_of\":\"2026-02-"
        "01\",\"case\":" CASE "}}");
    has("\"as_of\":\"2026-02-01\"");
    ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.decide\",\"params\":{\"as_of\":\"2026-02-"
        "30\",\"case\":" CASE "}}");
    has("/params/as_of");
    has_not("\"result\"");
}
END_TEST

/* --- long polls --- */

static atomic_int runs;

static void
count_run(struct work *work)
{
    (void)work;
    atomic_fetch_add(&runs, 1);
}

static struct item
waiting_item(int64_t until)
{
    struct item item = {.request = &request, .work = {.run = count_run}, .wait_until = until};
    item.seen = waiters_seen(engine.waiters);
    return item;
}

static void
await_runs(int n)
{
    int64_t until = rpc_monotonic_ms() + 5000;
    while (atomic_load(&runs) < n && rpc_monotonic_ms() < until)
        sched_yield();
    ck_assert_int_eq(atomic_load(&runs), n);
}

START_TEST(a_long_poll_runs_again_when_something_enters)
{
    struct item item = waiting_item(rpc_monotonic_ms() + 60000);
    atomic_store(&runs, 0);
    ck_assert(waiters_park(engine.waiters, &item));
    ck_assert_int_eq((int)waiters_count(engine.waiters), 1);
    engine_wake(&engine);
    await_runs(1);
    ck_assert_int_eq((int)waiters_count(engine.waiters), 0);
}
END_TEST

START_TEST(a_long_poll_ends_at_its_deadline)
{
    struct item item = waiting_item(rpc_monotonic_ms() + 20);
    atomic_store(&runs, 0);
    ck_assert(waiters_park(engine.waiters, &item));
    await_runs(1);
    ck_assert(rpc_monotonic_ms() >= item.wait_until);
}
END_TEST

START_TEST(what_enters_while_a_poll_was_looking_is_not_missed)
{
    struct item item = waiting_item(rpc_monotonic_ms() + 60000);
    atomic_store(&runs, 0);
    engine_wake(&engine);
    ck_assert(waiters_park(engine.waiters, &item));
    await_runs(1);
}
END_TEST

START_TEST(beyond_the_limit_nobody_waits)
{
    struct item items[3];
    config.waiters_max = 2;
    atomic_store(&runs, 0);
    for (int i = 0; i < 3; i++)
        items[i] = waiting_item(rpc_monotonic_ms() + 60000);
    ck_assert(waiters_park(engine.waiters, &items[0]));
    ck_assert(waiters_park(engine.waiters, &items[1]));
    ck_assert(!waiters_park(engine.waiters, &items[2]));
    waiters_drain(engine.waiters);
    await_runs(2);
    ck_assert(!waiters_park(engine.waiters, &items[0])); /* nor while draining */
}
END_TEST

Suite *rpc_suite(void);
Suite *
rpc_suite(void)
{
    const TTest *const tests[] = {
        a_message_that_is_no_json_gets_a_parse_error_with_a_null_id,
        an_error_has_the_members_of_rfc_9457,
        what_goes_wrong_inside_is_not_told_to_the_caller,
        every_other_code_is_told_with_its_detail,
        an_uncertain_commit_is_unavailable_but_never_nothing_kept,
        a_database_that_is_away_is_told_without_sockets_and_hosts,
        an_id_comes_back_as_it_was,
        an_id_of_the_longest_length_is_taken_and_one_byte_more_is_not,
        a_request_that_is_none_is_answered_without_an_id,
        params_that_are_no_object_are_refused,
        all_faults_of_params_come_at_once_with_their_pointers,
        an_id_of_a_case_is_digits_as_text,
        a_batch_is_answered_in_its_order_and_notifications_are_not,
        a_message_of_notifications_only_gets_an_empty_reply,
        a_batch_of_1000_is_taken_and_one_of_1001_or_none_is_not,
        params_of_the_largest_size_are_looked_at_and_one_byte_more_are_too_large,
        a_message_of_the_largest_size_is_parsed_and_one_byte_more_is_not,
        a_method_is_to_be_had_only_at_its_endpoint,
        no_method_stands_twice_and_each_has_help_in_both_languages,
        the_tables_of_the_way_of_a_case_name_methods_that_exist,
        case_decide_needs_neither_store_nor_database,
        a_long_poll_runs_again_when_something_enters,
        a_long_poll_ends_at_its_deadline,
        what_enters_while_a_poll_was_looking_is_not_missed,
        beyond_the_limit_nobody_waits,
    };
    Suite *suite = suite_create("JSON-RPC");
    TCase *tcase = tcase_create("JSON-RPC");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tcase, tests[i]);
    tcase_set_timeout(tcase, 60);
    tcase_add_unchecked_fixture(tcase, load, NULL);
    tcase_add_checked_fixture(tcase, setup, teardown);
    suite_add_tcase(suite, tcase);
    return suite;
}
