/* A small world for tests of desks, hand-over and statistics. */
#include "tests/desk_world.h"

#include <stdlib.h>
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "engine/desk/desk.h"
#include "engine/document/documents.h"
#include "engine/queue/board.h"
#include "engine/serve/rpc.h"
#include "queries.h"

struct engine world_engine;
struct fl_error world_err;
struct handover_result world_next;
char world_referral[32], world_claim[32];

static struct policy *policy;
static struct documents *documents;
static struct arena arena;
static int64_t now;
static cJSON *result;
static struct buf result_text, got_text, unsealed_text;
static char *keys_in;

void
world_policy(void)
{
    struct fl_error err;
    if (!policy && policy_load_dir(FENLIU_SOURCE "/deploy/policy/hunan", &policy, &err))
        ck_abort_msg("%s", err.detail);
    if (!documents && documents_load(FENLIU_SOURCE "/deploy/documents", &documents, &err))
        ck_abort_msg("%s", err.detail);
}

void
world_open(void)
{
    arena_init(&arena);
    pthread_mutex_init(&world_engine.lock, NULL);
    world_engine.documents = documents;
    engine_policy_set(&world_engine, policy_hold(policy));
    world_engine.board = board_open();
    struct fl_error err;
    keys_in = folder_make();
    if (keys_open(keys_in, true, &world_engine.keys, &err))
        ck_abort_msg("%s", err.detail);
    world_at("2021-03-01T09:00");
}

void
world_close(void)
{
    engine_policy_set(&world_engine, NULL);
    roster_forget(&world_engine);
    board_close(world_engine.board);
    world_engine.board = NULL;
    keys_close(world_engine.keys);
    world_engine.keys = NULL;
    folder_remove(keys_in);
    pthread_mutex_destroy(&world_engine.lock);
    buf_done(&unsealed_text);
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
insert(const struct query *query, const struct pg_param *params, int n)
{
    struct fl_error err = {0};
    ck_assert_msg(!pg_run(throwaway_pg(), query, params, n, PG_NONE, NULL, &err), "%s", err.detail);
}

static void
insert_party(const struct fl_party *party, int64_t id, const struct person_key *key)
{
    const struct seal_place place =
        place_of_party(WORLD_COURT, id, (int)party->side, party->ordinal);
    struct buf personal = {0}, sealed = {0};
    uint8_t name[SEAL_MAC_SIZE], id_no[SEAL_MAC_SIZE];
    case_party_personal(party, &personal);
    seal_put(key->key, SEALED_BY_DISPUTE, &place, personal.data, personal.len, &sealed);
    person_name_hash(world_engine.keys, party->name, name);
    if (party->id_no)
        person_id_hash(world_engine.keys, party->id_no, id_no);
    const struct pg_param params[] = {
        pg_text(WORLD_COURT),
        pg_int(id),
        pg_int(party->side),
        pg_int(party->ordinal),
        pg_text(fl_word(&fl_kinds, (int)party->kind)),
        pg_text(NULL),
        pg_text(NULL),
        pg_bytes(sealed.data, sealed.len),
        pg_bytes(name, sizeof name),
        pg_bytes(party->id_no ? id_no : NULL, sizeof id_no),
    };
    insert(&Q_put_party, params, 10);
    buf_done(&personal);
    buf_done(&sealed);
}

static void
insert_dispute(const struct fl_case *c, const cJSON *doc, int64_t id)
{
    static const struct query insert_key = {
        "insert_key",
        "INSERT INTO dispute_key (court, dispute_id, key_id, wrapped) VALUES ($1, $2, $3, $4)"};
    static const struct query insert_case = {
        "insert_dispute",
        "INSERT INTO dispute (court, dispute_id, source, ref, filed_at, filed_on, street, "
        "claimants, respondents, "
        "document, content_hash, sealed, received_at) VALUES ($1, $2, $3, $4, $5, "
        "($5::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, $6, 1, 1, $7, '\\x00', $8, $5)"};
    const struct seal_place place = place_of_dispute(WORLD_COURT, id);
    struct buf skeleton = {0}, personal = {0}, sealed = {0}, wrapped = {0};
    struct person_key key;
    int key_id;
    case_skeleton(NULL, doc, NULL, &skeleton);
    person_key_make(&key);
    person_key_wrap(world_engine.keys, WORLD_COURT, id, &key, &wrapped, &key_id);
    if (case_personal(doc, &personal))
        seal_put(key.key, SEALED_BY_DISPUTE, &place, personal.data, personal.len, &sealed);
    const struct pg_param params[] = {pg_text(c->court),      pg_int(id),
                                      pg_text(c->source),     pg_text(c->ref),
                                      pg_moment(now),         pg_text(c->street),
                                      pg_text(skeleton.data), pg_bytes(sealed.data, sealed.len)};
    const struct pg_param keyed[] = {pg_text(c->court), pg_int(id), pg_int(key_id),
                                     pg_bytes(wrapped.data, wrapped.len)};
    insert(&insert_key, keyed, 4);
    insert(&insert_case, params, 8);
    for (int i = 0; i < c->n_parties; i++)
        insert_party(&c->parties[i], id, &key);
    buf_done(&skeleton);
    buf_done(&personal);
    buf_done(&sealed);
    buf_done(&wrapped);
}

const char *
world_unsealed(struct seal_place (*place)(const char *court, int64_t id), const char *sql)
{
    struct fl_error err = {0};
    struct person_key key;
    PGresult *rows = PQexec(pg_raw(throwaway_pg()), sql);
    buf_reset(&unsealed_text);
    buf_text(&unsealed_text, "");
    ck_assert_msg(PQresultStatus(rows) == PGRES_TUPLES_OK, "%s", PQresultErrorMessage(rows));
    ck_assert_msg(PQntuples(rows) > 0, "no row: %s", sql);
    const struct seal_place at = place(pg_get(rows, 0, 0), pg_get_int(rows, 0, 2));
    ck_assert_msg(!person_key_read(&world_engine, throwaway_pg(), pg_get(rows, 0, 0),
                                   pg_get_int(rows, 0, 1), &key, &err) &&
                      !person_open(&key, &at, rows, 0, 3, &unsealed_text, &err),
                  "%s", err.detail);
    PQclear(rows);
    return unsealed_text.data;
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
    const struct method *m = rpc_method(method, desk);
    ck_assert_msg(m != NULL, "no method %s", method);
    if (run(m, &call))
        return world_err.code;
    ck_assert_msg(!json_parse(result_text.data, result_text.len, &result, &world_err), "%s: %s",
                  world_err.detail, result_text.data);
    return 0;
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

/* --- clocks --- */

struct deadline_sweep
world_sweep(void)
{
    struct deadline_sweep swept = {0};
    int lapsed;
    memset(&world_err, 0, sizeof world_err);
    ck_assert_msg(!desk_sweep(&world_engine, throwaway_pg(), now, &lapsed, &world_err) &&
                      !deadline_sweep(&world_engine, throwaway_pg(), now, &swept, &world_err),
                  "%s", world_err.detail);
    return swept;
}

const char *
world_breaches(const char *step)
{
    char text[8192], ask[9000], moment[32];
    FILE *file = fopen(FENLIU_SOURCE "/tests/invariants/deadlines.sql", "r");
    ck_assert_ptr_nonnull(file);
    size_t n = fread(text, 1, sizeof text - 1, file);
    text[n] = 0;
    ck_assert(feof(file));
    fclose(file);
    snprintf(ask, sizeof ask,
             "INSERT INTO setting VALUES ('manual_now', '%s') ON CONFLICT (name) DO UPDATE SET "
             "value = excluded.value",
             moment_print(now, moment));
    throwaway_do(ask);
    snprintf(ask, sizeof ask, "SET fenliu.step = '%s'", step);
    throwaway_do(ask);
    snprintf(
        ask, sizeof ask,
        "SELECT coalesce(string_agg(b.breach || ' ' || b.referral_id || ' ' || "
        "coalesce(b.what, '-') || ' ' || coalesce(b.due_on::text, '-'), '; '), '') FROM (%s) b",
        text);
    return throwaway_ask(ask);
}

void
world_clocks_hold(const char *step)
{
    ck_assert_str_eq(world_breaches(step), "");
}
