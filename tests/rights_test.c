/* Who may call what: every cell of the table of rights on a daemon, and what is around the table: tokens, meters,
 * connections. Nothing here knows a right; all of it reads the table. */
#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/config.h"
#include "engine/serve/connections.h"
#include "engine/serve/daemon.h"
#include "engine/base/json.h"
#include "engine/base/log.h"
#include "engine/base/meter.h"
#include "engine/access/principal.h"
#include "engine/access/rights.h"
#include "engine/access/token.h"
#include "queries.h"
#include "tests/throwaway.h"

#define COURT "430204"
#define OTHER "430203"

enum { N_ENDPOINTS = 6 };
static const struct place {
    const char *key, *url;
    enum endpoint endpoint;
} places[N_ENDPOINTS] = {
    {"intake",           "inproc://rights-intake",      AT_INTAKE     },
    {"desk_triage",      "inproc://rights-triage",      AT_TRIAGE     },
    {"desk_court",       "inproc://rights-court",       AT_COURT      },
    {"desk_mediation",   "inproc://rights-mediation",   AT_MEDIATION  },
    {"desk_arbitration", "inproc://rights-arbitration", AT_ARBITRATION},
    {"desk_union",       "inproc://rights-union",       AT_UNION      },
};

static struct config config;
static struct daemon *running;
static struct pg *pg;
static nng_socket sockets[N_ENDPOINTS];
static char *keys_in;

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
    config_init(&config);
    log_level_set(LOG_ERROR);
    set("database", throwaway_conninfo());
    keys_in = folder_make();
    set("keys_dir", keys_in);
    set("events", "");
    set("synthetic", "yes");
    set("contexts", "16");
    set("workers", "2");
    set("rate_max", "1000000");
    set("refused_max", "1000000");
    set("policy", FENLIU_SOURCE "/deploy/policy/hunan");
    for (int i = 0; i < N_ENDPOINTS; i++)
        set(places[i].key, places[i].url);
}

static void
start(void)
{
    struct fl_error err = {0};
    ck_assert_msg(daemon_open(&config, &running, &err) == 0, "%s", err.detail);
    ck_assert_msg(pg_open(throwaway_conninfo(), "test", &pg, &err) == 0, "%s", err.detail);
    for (int i = 0; i < N_ENDPOINTS; i++) {
        ck_assert_int_eq(nng_req0_open(&sockets[i]), 0);
        ck_assert_int_eq(nng_socket_set_ms(sockets[i], NNG_OPT_RECVTIMEO, 20000), 0);
        ck_assert_int_eq(nng_dial(sockets[i], places[i].url, NULL, 0), 0);
    }
}

static void
halt(void)
{
    if (!running)
        return;
    for (int i = 0; i < N_ENDPOINTS; i++)
        nng_close(sockets[i]);
    pg_close(pg);
    daemon_close(running, 2000);
    running = NULL;
}

static void
stop(void)
{
    halt();
    folder_remove(keys_in);
    config_done(&config);
}

/* --- principals --- */

static int64_t
wall_ms(void)
{
    return (int64_t)time(NULL) * 1000;
}

static const char *
new_token(const char *role, const char *courts, const char *desks, int64_t expires_at,
          char ret[TOKEN_SIZE])
{
    static int number;
    struct fl_error err = {0};
    char id[TOKEN_ID_SIZE], name[32];
    uint8_t hash[HASH_SIZE];
    token_make(ret, id, hash);
    snprintf(name, sizeof name, "test-%d", ++number);
    const struct pg_param params[] = {pg_text(id),          pg_bytes(hash, sizeof hash),
                                      pg_text(name),        pg_text(role),
                                      pg_text(courts),      pg_text(desks),
                                      pg_text(NULL),        pg_text(NULL),
                                      pg_moment(expires_at)};
    ck_assert_msg(pg_run(pg, &Q_add_token, params, 9, PG_NONE, NULL, &err) == 0, "%s", err.detail);
    return ret;
}

static void
revoke(const char *token)
{
    struct fl_error err = {0};
    char id[TOKEN_ID_SIZE];
    ck_assert(token_read(token, id));
    const struct pg_param key[] = {pg_text(id)};
    PGresult *revoked = NULL;
    ck_assert_msg(pg_run(pg, &Q_revoke_token, key, 1, PG_ROW, &revoked, &err) == 0, "%s",
                  err.detail);
    PQclear(revoked);
}

/* --- asking --- */

static char last_detail[512];

/* The code of the error of a call, 0 for a result. `court` goes where the right reads it. */
static int64_t
call_code(int place, const char *method, const char *token, const char *court)
{
    char text[1024], with[128] = "", document[160] = "";
    int64_t code = 0;
    nng_msg *msg;
    if (token)
        snprintf(with, sizeof with, "\"token\":\"%s\"", token);
    if (court && strcmp(method, "case.submit") == 0)
        snprintf(document, sizeof document, "%s\"case\":{\"court\":\"%s\"}", *with ? "," : "",
                 court);
    else if (court)
        snprintf(document, sizeof document, "%s\"court\":\"%s\"", *with ? "," : "", court);
    snprintf(text, sizeof text,
             "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s%s}}", method, with,
             document);
    ck_assert_int_eq(nng_send(sockets[place], text, strlen(text), 0), 0);
    ck_assert_int_eq(nng_recvmsg(sockets[place], &msg, 0), 0);
    JSON_AUTO doc = NULL;
    ck_assert_int_eq(json_parse(nng_msg_body(msg), nng_msg_len(msg), &doc, NULL), 0);
    nng_msg_free(msg);
    const cJSON *error = json_get(doc, "error");
    const char *detail = json_str(json_get(json_get(error, "data"), "detail"));
    snprintf(last_detail, sizeof last_detail, "%s", detail ? detail : "");
    if (error)
        ck_assert(json_is_int(json_get(error, "code"), &code));
    return code;
}

#define UNAUTHENTICATED (-32003)
#define FORBIDDEN       (-32004)

static const char *
where_of(const struct right *right, int place)
{
    static char text[128];
    snprintf(text, sizeof text, "%s at %s", right->method, places[place].key);
    return text;
}

START_TEST(every_cell_of_the_table_is_so)
{
    char tokens[ROLE__COUNT][TOKEN_SIZE];
    int cells = 0;
    start();
    for (int role = 0; role < ROLE__COUNT; role++)
        new_token(fl_word(&role_names, role), COURT, "", PG_NULL_NUMBER, tokens[role]);
    for (const struct right *r = rights; r->method; r++)
        for (int place = 0; place < N_ENDPOINTS; place++)
            for (int role = 0;
                 role < ROLE__COUNT && (r->where & endpoint_class(places[place].endpoint));
                 role++, cells++) {
                int64_t code = call_code(place, r->method, tokens[role], NULL);
                bool may = (r->roles & (1u << role)) != 0;
                ck_assert_msg(may ? code != FORBIDDEN && code != UNAUTHENTICATED
                                  : code == FORBIDDEN,
                              "%s as %s: %lld %s", where_of(r, place), fl_word(&role_names, role),
                              (long long)code, last_detail);
                ck_assert_msg(may || strstr(last_detail, r->method), "the right is not named: %s",
                              last_detail);
            }
    ck_assert_int_gt(cells, 400);
}
END_TEST

START_TEST(nobody_calls_anything_but_server_info_without_a_good_token)
{
    static const char *const bad[] = {
        NULL, "", "x",
        "fl1_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"};
    char expired[TOKEN_SIZE], revoked[TOKEN_SIZE], wrong[TOKEN_SIZE];
    struct fl_error err = {0};
    start();
    for (const struct right *r = rights; r->method; r++) {
        const char *role = fl_word(&role_names, (int)right_first_role(r));
        bool open = r->reach == REACH_PUBLIC;
        new_token(role, COURT, "", wall_ms() - 1000, expired);
        new_token(role, COURT, "", PG_NULL_NUMBER, wrong);
        wrong[TOKEN_SIZE - 2] = wrong[TOKEN_SIZE - 2] == '0' ? '1' : '0';
        /* in one transaction: nobody can have read it while it was good */
        ck_assert_int_eq(pg_begin(pg, &err), 0);
        new_token(role, COURT, "", PG_NULL_NUMBER, revoked);
        revoke(revoked);
        ck_assert_int_eq(pg_commit(pg, &err), 0);
        const char *const all[] = {bad[0], bad[1], bad[2], bad[3], expired, revoked, wrong};
        for (int place = 0; place < N_ENDPOINTS; place++)
            for (size_t i = 0; i < sizeof all / sizeof *all &&
                               (r->where & endpoint_class(places[place].endpoint));
                 i++) {
                int64_t code = call_code(place, r->method, all[i], NULL);
                ck_assert_msg(open ? code != UNAUTHENTICATED : code == UNAUTHENTICATED,
                              "%s with token %zu: %lld %s", where_of(r, place), i, (long long)code,
                              last_detail);
            }
    }
}
END_TEST

START_TEST(every_right_ends_at_the_courts_and_the_desks_of_the_token)
{
    char here[TOKEN_SIZE], both[TOKEN_SIZE], desk[TOKEN_SIZE];
    start();
    for (const struct right *r = rights; r->method; r++) {
        const char *role = fl_word(&role_names, (int)right_first_role(r));
        bool bound = r->reach == REACH_COURT || r->reach == REACH_BODY,
             in_case = r->reach == REACH_CASE;
        new_token(role, COURT, "", PG_NULL_NUMBER, here);
        new_token(role, COURT "," OTHER, "", PG_NULL_NUMBER, both);
        new_token(role, COURT, "union", PG_NULL_NUMBER, desk);
        for (int place = 0; place < N_ENDPOINTS; place++) {
            if (!(r->where & endpoint_class(places[place].endpoint)))
                continue;
            const char *where = where_of(r, place);
            int64_t code = call_code(place, r->method, here, OTHER);
            ck_assert_msg((code == FORBIDDEN) == (bound || in_case), "%s in another court: %lld %s",
                          where, (long long)code, last_detail);
            ck_assert_msg(call_code(place, r->method, both, OTHER) != FORBIDDEN,
                          "%s in one of its courts: %s", where, last_detail);
            code = call_code(place, r->method, both, NULL);
            ck_assert_msg(!bound || (code == -32602 && strstr(last_detail, "court is required")),
                          "%s of two courts names none: %lld %s", where, (long long)code,
                          last_detail);
            code = call_code(place, r->method, desk, NULL);
            bool elsewhere =
                places[place].endpoint != AT_UNION && places[place].endpoint != AT_INTAKE;
            ck_assert_msg((code == FORBIDDEN) == (elsewhere && (bound || in_case)),
                          "%s at another desk: %lld %s", where, (long long)code, last_detail);
        }
    }
}
END_TEST

static int64_t
monotonic_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

START_TEST(a_revoked_token_is_worth_nothing_within_a_second)
{
    char token[TOKEN_SIZE];
    start();
    for (int round = 0; round < 3; round++) {
        new_token("auditor", COURT, "", PG_NULL_NUMBER, token);
        ck_assert_int_eq(call_code(0, "policy.get", token, NULL), 0);
        int64_t began = monotonic_ms();
        revoke(token);
        while (call_code(0, "policy.get", token, NULL) == 0)
            ck_assert_msg(monotonic_ms() - began < 1000, "it is still taken");
        ck_assert_msg(strstr(last_detail, "revoked"), "%s", last_detail);
    }
}
END_TEST

START_TEST(open_access_is_for_synthetic_databases_only)
{
    struct fl_error err = {0};
    set("access", "open");
    start();
    ck_assert_int_eq(call_code(0, "policy.get", NULL, NULL), 0);
    struct fl_error none = {0};
    ck_assert_int_eq(
        pg_script(pg, "UPDATE fenliu.setting SET value = 'no' WHERE name = 'synthetic'", &none), 0);
    halt();
    set("synthetic", "no");
    ck_assert_int_eq(daemon_open(&config, &running, &err), FL_E_CONFIG);
    running = NULL;
    ck_assert_msg(strstr(err.detail, "synthetic"), "%s", err.detail);
}
END_TEST

START_TEST(the_table_in_the_document_is_the_table_of_rights)
{
    static const char begin[] = "<!-- rights: made by tests/rights_test.c -->\n",
                      end[] = "<!-- end -->";
    const char *path = FENLIU_SOURCE "/docs/security.md";
    char *made = NULL, *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&made, &n), *file = fopen(path, "r");
    rights_print(out);
    fclose(out);
    ck_assert_msg(file != NULL, "%s cannot be read", path);
    text = calloc(1, 1 << 20);
    ck_assert_uint_gt(fread(text, 1, (1 << 20) - 1, file), 0);
    fclose(file);
    char *from = strstr(text, begin), *to = from ? strstr(from, end) : NULL;
    ck_assert_msg(from && to, "%s has lost the marks of its table", path);
    from += strlen(begin);
    bool same = (size_t)(to - from) == n && memcmp(from, made, n) == 0;
    if (!same && getenv("FENLIU_UPDATE")) {
        file = fopen(path, "w");
        fprintf(file, "%.*s%s%s", (int)(from - text), text, made, to);
        fclose(file);
        same = true;
    }
    ck_assert_msg(same, "the table in %s is out of date: FENLIU_UPDATE=1 unit rights", path);
    free(made);
    free(text);
}
END_TEST

/* --- around the table --- */

START_TEST(a_token_is_known_again_by_its_hash_alone)
{
    char token[TOKEN_SIZE], id[TOKEN_ID_SIZE], read[TOKEN_ID_SIZE], other[TOKEN_SIZE],
        other_id[TOKEN_ID_SIZE];
    uint8_t hash[HASH_SIZE], other_hash[HASH_SIZE];
    token_make(token, id, hash);
    token_make(other, other_id, other_hash);
    ck_assert_str_ne(token, other);
    ck_assert_str_ne(id, other_id);
    ck_assert(token_read(token, read));
    ck_assert_str_eq(read, id);
    ck_assert(token_is(token, hash));
    ck_assert(!token_is(other, hash));
    for (size_t i = 0; i < TOKEN_SIZE - 1; i++) { /* every character counts */
        char wrong[TOKEN_SIZE];
        memcpy(wrong, token, sizeof wrong);
        wrong[i] = wrong[i] == '0' ? '1' : '0';
        ck_assert(!token_is(wrong, hash));
    }
    ck_assert(!token_read("", read) && !token_read("fl1_", read) && !token_read(token + 1, read));
    token[4] = 'A';
    ck_assert(!token_read(token, read));
}
END_TEST

START_TEST(a_meter_lets_through_what_its_rate_and_flight_allow)
{
    struct meter meter;
    int ms = 0;
    int64_t now = 5000000;
    meter_init(&meter);
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(meter_enter(&meter, now, 10, 100, &ms), METER_OK);
    ck_assert_int_eq(meter_enter(&meter, now, 10, 100, &ms), METER_RATE);
    ck_assert_int_ge(ms, 100);
    ck_assert_int_le(ms, 101);
    ck_assert_int_eq(meter_enter(&meter, now + 99000, 10, 100, &ms), METER_RATE);
    ck_assert_int_eq(meter_enter(&meter, now + 100000, 10, 100, &ms), METER_OK);
    ck_assert_int_eq(meter_enter(&meter, now + 100000, 10, 100, &ms), METER_RATE);
    now += 60000000; /* a minute saves up one second's worth, not sixty */
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(meter_enter(&meter, now, 10, 100, &ms), METER_OK);
    ck_assert_int_eq(meter_enter(&meter, now, 10, 100, &ms), METER_RATE);
    for (int i = 0; i < 21; i++)
        meter_leave(&meter);
    now += 60000000;
    ck_assert_int_eq(meter_enter(&meter, now, 10, 2, &ms), METER_OK);
    ck_assert_int_eq(meter_enter(&meter, now, 10, 2, &ms), METER_OK);
    ck_assert_int_eq(meter_enter(&meter, now, 10, 2, &ms), METER_FLIGHT);
    ck_assert_int_gt(ms, 0);
    meter_leave(&meter);
    ck_assert_int_eq(meter_enter(&meter, now, 10, 2, &ms), METER_OK);
    meter_done(&meter);
}
END_TEST

START_TEST(connections_are_counted_and_each_has_its_limits)
{
    struct connections c;
    connections_init(&c);
    for (uint32_t id = 1; id <= 600; id++)
        ck_assert(connections_add(&c, id, 600));
    ck_assert(!connections_add(&c, 601, 600));
    connections_remove(&c, 601); /* was never taken */
    connections_remove(&c, 257);
    ck_assert(connections_add(&c, 601, 600));
    ck_assert(!connections_add(&c, 602, 600));
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(connections_enter(&c, 1, 3), MESSAGE_TAKEN);
    for (int i = 0; i < 3; i++)
        ck_assert_int_eq(connections_enter(&c, 1, 3), MESSAGE_CROWDS);
    ck_assert_int_eq(connections_enter(&c, 1, 3), MESSAGE_CLOSES);
    ck_assert_int_eq(connections_enter(&c, 513, 3),
                     MESSAGE_TAKEN); /* of the same bucket, another connection */
    for (int i = 0; i < 4; i++)
        connections_leave(&c, 1);
    ck_assert_int_eq(connections_enter(&c, 1, 3), MESSAGE_TAKEN);
    ck_assert(!connections_refused(&c, 1, 5, 9, 1000));
    ck_assert(!connections_refused(&c, 1, 4, 9, 1999));
    ck_assert(connections_refused(&c, 1, 1, 9, 1999));
    ck_assert(!connections_refused(&c, 1, 1, 9, 2000));
    connections_done(&c);
}
END_TEST

Suite *rights_suite(void);
Suite *
rights_suite(void)
{
    const TTest *const tests[] = {
        every_cell_of_the_table_is_so,
        nobody_calls_anything_but_server_info_without_a_good_token,
        every_right_ends_at_the_courts_and_the_desks_of_the_token,
        a_revoked_token_is_worth_nothing_within_a_second,
        open_access_is_for_synthetic_databases_only,
        the_table_in_the_document_is_the_table_of_rights,
        a_token_is_known_again_by_its_hash_alone,
        a_meter_lets_through_what_its_rate_and_flight_allow,
        connections_are_counted_and_each_has_its_limits,
    };
    Suite *suite = suite_create("rights");
    TCase *tcase = tcase_create("rights");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tcase, tests[i]);
    tcase_set_timeout(tcase, 60);
    tcase_add_unchecked_fixture(tcase, throwaway_server, NULL);
    tcase_add_checked_fixture(tcase, throwaway_fresh, throwaway_drop);
    tcase_add_checked_fixture(tcase, setup, stop);
    suite_add_tcase(suite, tcase);
    return suite;
}
