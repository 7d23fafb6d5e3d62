/* Many mediators at once: nothing is lost, nothing is doubled, numbers have no gaps. */
#include <pthread.h>
#include <string.h>

#include "tests/desk_world.h"

enum { WORKERS = 4, CASES = 60 };

/* One who pulls, accepts and reports until the desks are empty; every third case fails and goes on.
 */
struct worker {
    pthread_t thread;
    char name[16];
    struct pg *pg;
    struct arena arena;
    int reported;
    struct fl_error err; /* of what went wrong, if anything did */
};

static int
run_method(struct call *call, const char *name, struct buf *result, struct fl_error *err)
{
    const struct method *method = desk_methods;
    while (strcmp(method->name, name) != 0)
        method++;
    buf_reset(result);
    if (pg_begin(call->db, err))
        return err->code;
    if (method->run(call, result, err) || pg_commit(call->db, err)) {
        pg_rollback(call->db);
        return err->code;
    }
    return 0;
}

/* As the runner does: again after a deadlock or a failed serialization. */
static int
call_method(struct worker *w, enum endpoint desk, const char *name, const char *params,
            struct buf *result)
{
    int code;
    do {
        JSON_AUTO doc = NULL;
        if (json_parse(params, strlen(params), &doc, &w->err))
            return w->err.code;
        struct act act = world_act();
        struct call call = {.engine = act.engine,
                            .db = w->pg,
                            .arena = &w->arena,
                            .params = doc,
                            .policy = act.policy,
                            .endpoint = desk,
                            .court = WORLD_COURT,
                            .principal = w->name,
                            .now = act.at};
        memset(&w->err, 0, sizeof w->err);
        code = run_method(&call, name, result, &w->err);
    } while (code && (!strcmp(w->err.sqlstate, "40P01") || !strcmp(w->err.sqlstate, "40001")));
    return code;
}

/* False when the desk is empty, or something went wrong. */
static bool
work_one(struct worker *w, enum endpoint desk, const char *outcome)
{
    char params[256], referral[32] = "", claim[32] = "";
    struct buf result = {0};
    snprintf(params, sizeof params, "{\"mediator\":\"%s\"}", w->name);
    if (!call_method(w, desk, "desk.pull", params, &result)) {
        JSON_AUTO doc = NULL;
        if (!json_parse(result.data, result.len, &doc, &w->err)) {
            const cJSON *offer = cJSON_GetArrayItem(json_get(doc, "offers"), 0);
            const char *id = json_str(json_get(offer, "referral_id"));
            const char *held = json_str(json_get(offer, "claim"));
            snprintf(referral, sizeof referral, "%s", id ? id : "");
            snprintf(claim, sizeof claim, "%s", held ? held : "");
        }
    }
    bool done = false;
    if (*referral) {
        snprintf(params, sizeof params, "{\"referral_id\":\"%s\",\"claim\":\"%s\"}", referral,
                 claim);
        done = !call_method(w, desk, "desk.accept", params, &result);
        snprintf(params, sizeof params, "{\"referral_id\":\"%s\",\"claim\":\"%s\",%s}", referral,
                 claim, outcome);
        done = done && !call_method(w, desk, "desk.report", params, &result);
    }
    buf_done(&result);
    w->reported += done;
    return done;
}

static void *
work(void *data)
{
    struct worker *w = data;
    bool any = true;
    for (int i = 0; any && !w->err.code; i++) {
        any =
            work_one(w, AT_MEDIATION, i % 3 ? "\"outcome\":\"agreed\"" : "\"outcome\":\"refused\"");
        any = work_one(w, AT_COURT, "\"outcome\":\"judgment\"") || any;
    }
    return NULL;
}

START_TEST(many_mediators_at_once_lose_nothing_and_double_nothing)
{
    static struct worker workers[WORKERS];
    for (int i = 0; i < CASES; i++)
        world_case(WORLD_LOAN);
    for (int i = 0; i < WORKERS; i++) {
        struct worker *w = &workers[i];
        snprintf(w->name, sizeof w->name, "m%d", i);
        arena_init(&w->arena);
        ck_assert_int_eq(pg_open(throwaway_conninfo(), w->name, &w->pg, &w->err), 0);
    }
    for (int i = 0; i < WORKERS; i++)
        ck_assert_int_eq(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    int reported = 0;
    for (int i = 0; i < WORKERS; i++) {
        pthread_join(workers[i].thread, NULL);
        ck_assert_msg(!workers[i].err.code, "%s", workers[i].err.detail);
        reported += workers[i].reported;
    }
    /* what a worker handed over in its last round may have come after the others had left */
    while (work_one(&workers[0], AT_COURT, "\"outcome\":\"judgment\""))
        reported++;
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM dispute WHERE state <> 'closed'"), "0");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM queue"), "0");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM referral WHERE state <> 'concluded'"),
                     "0");
    char n[16];
    snprintf(n, sizeof n, "%d", reported);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM referral"), n);
    ck_assert_str_eq(throwaway_ask("SELECT sum(n) FROM ledger WHERE measure = 'concluded'"), n);
    ck_assert_str_eq(throwaway_ask("SELECT sum(n) FROM ledger WHERE measure = 'accepted'"), n);
    ck_assert_str_eq(throwaway_ask("SELECT sum(n) FROM ledger WHERE measure = 'entered'"), n);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'referral.concluded'"),
                     n);
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) FROM docket_counter c WHERE last <> (SELECT count(*) "
                      "FROM docket d WHERE (d.court, d.word, d.year) = (c.court, c.word, c.year))"),
        "0");
    for (int i = 0; i < WORKERS; i++) {
        pg_close(workers[i].pg);
        arena_done(&workers[i].arena);
    }
}
END_TEST

WORLD_SUITE(desk_many, "many mediators at once",
            many_mediators_at_once_lose_nothing_and_double_nothing)
