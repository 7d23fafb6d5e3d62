/* A small world for tests of desks, hand-over and statistics. */
#include "tests/desk_world.h"

#include <stdlib.h>
#include <string.h>

#include "engine/case_read.h"
#include "engine/day.h"
#include "engine/desk.h"
#include "engine/rpc.h"

struct engine world_engine;
struct fl_error world_err;
struct handover_result world_next;
char world_referral[32], world_claim[32];

static struct policy *policy;
static struct arena arena;
static int64_t now;
static cJSON *result;
static struct buf result_text, got_text;

void
world_policy(void)
{
    struct fl_error err;
    if (!policy && policy_load_dir(FENLIU_SOURCE "/deploy/policy/hunan", &policy, &err))
        ck_abort_msg("%s", err.detail);
}

void
world_open(void)
{
    arena_init(&arena);
    pthread_mutex_init(&world_engine.lock, NULL);
    engine_policy_set(&world_engine, policy_hold(policy));
    world_at("2021-03-01T09:00");
}

void
world_close(void)
{
    engine_policy_set(&world_engine, NULL);
    pthread_mutex_destroy(&world_engine.lock);
    cJSON_Delete(result);
    result = NULL;
    buf_done(&result_text);
    buf_done(&got_text);
    arena_done(&arena);
}

void
world_at(const char *moment)
{
    char text[64];
    snprintf(text, sizeof text, "%s:00+08:00", moment);
    ck_assert_msg(moment_parse(text, strlen(text), &now), "no moment: %s", text);
}

int64_t
world_now(void)
{
    return now;
}

struct act
world_act(void)
{
    return (struct act){&world_engine, throwaway_pg(), &arena, policy,
                        WORLD_COURT,   "test",         now,    false};
}

/* --- cases --- */

static cJSON *
document(const char *members)
{
    static int number;
    char moment[32], text[8192];
    struct fl_error err;
    cJSON *doc;
    snprintf(text, sizeof text,
             "{\"source\":\"test\",\"ref\":\"T-%d\",\"court\":\"" WORLD_COURT
             "\",\"filed_at\":\"%s\","
             "\"claimants\":[{\"kind\":\"person\",\"name\":\"赵一\",\"phone\":\"0731-1\"}],"
             "\"respondents\":[{\"kind\":\"company\",\"name\":\"某某公司\"}],"
             "\"narrative\":\"被告没有付钱\"}",
             ++number, moment_print(now, moment));
    ck_assert_int_eq(json_parse(text, strlen(text), &doc, &err), 0);
    JSON_AUTO more = NULL;
    ck_assert_msg(!json_parse(members, strlen(members), &more, &err), "%s: %s", err.detail,
                  members);
    while (more->child) {
        cJSON *member = cJSON_DetachItemViaPointer(more, more->child);
        cJSON_DeleteItemFromObjectCaseSensitive(doc, member->string);
        cJSON_AddItemToObject(doc, member->string, member);
    }
    return doc;
}

static void
exec(const char *sql, int n, const char *const *params)
{
    PGresult *done = PQexecParams(pg_raw(throwaway_pg()), sql, n, NULL, params, NULL, NULL, 0);
    ck_assert_msg(PQresultStatus(done) == PGRES_COMMAND_OK, "%s", PQresultErrorMessage(done));
    PQclear(done);
}

static void
insert_dispute(const struct fl_case *c, const cJSON *doc, int64_t id)
{
    char number[32], side[8], ordinal[16], at[32];
    struct buf skeleton = {0};
    case_skeleton(doc, &skeleton);
    snprintf(number, sizeof number, "%lld", (long long)id);
    const char *const dispute[] = {
        c->court,  number,        c->source,   c->ref, moment_print(now, at),
        c->street, skeleton.data, c->narrative};
    exec("INSERT INTO dispute (court, dispute_id, source, ref, filed_at, filed_on, street, "
         "claimants, respondents, "
         "document, content_hash, sealed, received_at) VALUES ($1, $2, $3, $4, $5, "
         "($5::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, $6, 1, 1, $7, '\\x00', "
         "convert_to($8, 'UTF8'), $5)",
         8, dispute);
    for (int i = 0; i < c->n_parties; i++) {
        struct buf personal = {0};
        case_party_personal(&c->parties[i], &personal);
        snprintf(side, sizeof side, "%d", (int)c->parties[i].side);
        snprintf(ordinal, sizeof ordinal, "%d", c->parties[i].ordinal);
        const char *const party[] = {
            c->court,     number, side, ordinal, fl_word(&fl_kinds, (int)c->parties[i].kind),
            personal.data};
        exec("INSERT INTO party (court, dispute_id, side, ordinal, kind, sealed) "
             "VALUES ($1, $2, $3, $4, $5, convert_to($6, 'UTF8'))",
             6, party);
        buf_done(&personal);
    }
    buf_done(&skeleton);
}

int64_t
world_case(const char *members)
{
    struct fl_case c;
    struct fl_error err;
    int64_t id;
    JSON_AUTO doc = document(members);
    if (case_read(policy, doc, CASE_FULL, "", &arena, &c, &err))
        ck_abort_msg("%s", err.detail);
    struct act act = world_act();
    ck_assert_int_eq(pg_begin(act.db, &err), 0);
    ck_assert_int_eq(engine_id(&world_engine, act.db, &id, &err), 0);
    insert_dispute(&c, doc, id);
    if (handover_route(&act, id, NULL, &world_next, &err))
        ck_abort_msg("%s", err.detail);
    ck_assert_int_eq(pg_commit(act.db, &err), 0);
    return id;
}

/* --- calls --- */

static int
run(const struct method *method, struct call *call)
{
    struct pg *pg = call->db;
    if (rpc_params_check(method, call->params, &arena, &world_err) || pg_begin(pg, &world_err))
        return world_err.code;
    if (method->run(call, &result_text, &world_err) || pg_commit(pg, &world_err)) {
        pg_rollback(pg);
        return world_err.code;
    }
    return 0;
}

int
world_call(enum endpoint desk, const char *method, const char *format, ...)
{
    va_list args;
    static char text[256 * 1024];
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    memset(&world_err, 0, sizeof world_err);
    cJSON_Delete(result);
    result = NULL;
    buf_reset(&result_text);
    JSON_AUTO params = NULL;
    ck_assert_msg(!json_parse(text, strlen(text), &params, &world_err), "%s: %s", world_err.detail,
                  text);
    struct call call = {.engine = &world_engine,
                        .db = throwaway_pg(),
                        .arena = &arena,
                        .params = params,
                        .policy = policy,
                        .endpoint = desk,
                        .court = WORLD_COURT,
                        .principal = "test",
                        .now = now};
    for (const struct method *m = desk_methods; m->name; m++)
        if (strcmp(m->name, method) == 0) {
            if (run(m, &call))
                return world_err.code;
            ck_assert_msg(!json_parse(result_text.data, result_text.len, &result, &world_err),
                          "%s: %s", world_err.detail, result_text.data);
            return 0;
        }
    ck_abort_msg("no method %s", method);
    return -1;
}

const char *
world_result(void)
{
    return result_text.data;
}

const char *
world_got(const char *path)
{
    const cJSON *node = result;
    char step[64];
    while (node && *path) {
        size_t len = strcspn(path, "/");
        snprintf(step, sizeof step, "%.*s", (int)len, path);
        node = cJSON_IsArray(node) ? cJSON_GetArrayItem(node, atoi(step)) : json_get(node, step);
        path += len + (path[len] == '/');
    }
    if (!node)
        return "";
    if (json_str(node))
        return json_str(node);
    buf_reset(&got_text);
    json_write(node, &got_text);
    return got_text.data;
}

void
world_take(enum endpoint desk, const char *mediator)
{
    if (world_call(desk, "desk.pull", "{\"mediator\":\"%s\"}", mediator))
        ck_abort_msg("%s", world_err.detail);
    snprintf(world_referral, sizeof world_referral, "%s", world_got("offers/0/referral_id"));
    snprintf(world_claim, sizeof world_claim, "%s", world_got("offers/0/claim"));
    ck_assert_msg(*world_claim, "the queue is empty: %s", world_result());
    now += 60 * 1000;
    if (world_call(desk, "desk.accept", "{\"referral_id\":\"%s\",\"claim\":\"%s\"}", world_referral,
                   world_claim))
        ck_abort_msg("%s", world_err.detail);
}

char *
world_text(int n)
{
    char *text = calloc((size_t)n + 1, 3);
    for (int i = 0; i < n; i++)
        memcpy(text + 3 * (size_t)i, "文", 3);
    return text;
}
