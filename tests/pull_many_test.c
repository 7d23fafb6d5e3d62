/* Pulls at the same moment, in threads: no referral in two hands, no cap exceeded. */
#include <pthread.h>
#include <string.h>

#include "tests/desk_world.h"

enum { PULLERS = 64, CASES = 200 };

/* One who pulls as long as it is told. All begin at once. */
struct puller {
    pthread_t thread;
    char mediator[16];
    int rounds, max;
    pthread_barrier_t *start;
    struct pg *pg;
    struct fl_error err;
};

/* As the runner does: one transaction, again after a deadlock or a failed serialization. */
static int
pull_once(struct puller *p, struct arena *arena, struct buf *result)
{
    char text[64];
    struct fl_error ignored;
    JSON_AUTO params = NULL;
    struct act act = world_act();
    snprintf(text, sizeof text, "{\"mediator\":\"%s\",\"max\":%d}", p->mediator, p->max);
    if (json_parse(text, strlen(text), &params, &ignored))
        return ignored.code;
    do {
        struct call call = {.engine = act.engine,
                            .db = p->pg,
                            .arena = arena,
                            .params = params,
                            .policy = act.policy,
                            .endpoint = AT_MEDIATION,
                            .court = WORLD_COURT,
                            .principal = p->mediator,
                            .now = act.at};
        memset(&p->err, 0, sizeof p->err);
        buf_reset(result);
        if (pg_begin(p->pg, &p->err) || desk_methods[0].run(&call, result, &p->err) ||
            pg_commit(p->pg, &p->err))
            pg_rollback(p->pg);
    } while (!strcmp(p->err.sqlstate, "40P01") || !strcmp(p->err.sqlstate, "40001"));
    return p->err.code;
}

static void *
pull_all(void *arg)
{
    struct puller *p = arg;
    struct buf result = {0};
    pthread_barrier_wait(p->start);
    for (int i = 0; i < p->rounds && !p->err.code; i++) {
        struct arena arena;
        arena_init(&arena);
        pull_once(p, &arena, &result);
        arena_done(&arena);
    }
    buf_done(&result);
    return NULL;
}

/* n threads for `mediators` mediators. */
static void
pull_together(int n, int mediators, int rounds, int max)
{
    static struct puller pullers[PULLERS];
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, (unsigned)n);
    memset(pullers, 0, sizeof pullers);
    for (int i = 0; i < n; i++) {
        struct puller *p = &pullers[i];
        snprintf(p->mediator, sizeof p->mediator, "m%d", i % mediators);
        p->rounds = rounds;
        p->max = max;
        p->start = &start;
        ck_assert_msg(!pg_open(throwaway_conninfo(), p->mediator, &p->pg, &p->err), "%s",
                      p->err.detail);
    }
    for (int i = 0; i < n; i++)
        ck_assert_int_eq(pthread_create(&pullers[i].thread, NULL, pull_all, &pullers[i]), 0);
    for (int i = 0; i < n; i++) {
        pthread_join(pullers[i].thread, NULL);
        pg_close(pullers[i].pg);
        ck_assert_msg(!pullers[i].err.code, "%s", pullers[i].err.detail);
    }
    pthread_barrier_destroy(&start);
}

static void
roster(int mediators, int cap)
{
    char sql[256];
    throwaway_do("INSERT INTO body (court, body, channel, kind, name) VALUES ('" WORLD_COURT
                 "', 'b', 'mediation', 'committee', '示例')");
    snprintf(sql, sizeof sql,
             "INSERT INTO mediator (court, mediator, body, name, load_cap) "
             "SELECT '%s', 'm' || i, 'b', '示例', %d FROM generate_series(0, %d) i",
             WORLD_COURT, cap, mediators - 1);
    throwaway_do(sql);
}

START_TEST(two_pullers_that_race_take_every_case_once)
{
    for (int i = 0; i < CASES; i++)
        world_case(WORLD_LOAN);
    pull_together(2, 2, CASES / 2 + 10, 2);
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM referral WHERE state <> 'offered'"), "0");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM queue"), "0");
    ck_assert_str_eq(throwaway_ask("SELECT count(DISTINCT claim) FROM referral"), "200");
    ck_assert_str_eq(
        throwaway_ask("SELECT count(*) || ' ' || count(DISTINCT referral_id) FROM event "
                      "WHERE type = 'referral.offered'"),
        "200 200");
}
END_TEST

START_TEST(sixty_four_pulls_at_once_never_exceed_a_cap)
{
    enum { MEDIATORS = 4, CAP = 5 };
    roster(MEDIATORS, CAP);
    for (int i = 0; i < CASES / 2; i++)
        world_case(WORLD_LOAN);
    pull_together(PULLERS, MEDIATORS, 2, 3);
    ck_assert_str_eq(
        throwaway_ask("SELECT string_agg(n::text, ' ') FROM (SELECT count(*) AS n FROM referral "
                      "WHERE state = 'offered' GROUP BY mediator) held"),
        "5 5 5 5");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM queue"), "80");
    ck_assert_str_eq(throwaway_ask("SELECT count(*) FROM event WHERE type = 'referral.offered'"),
                     "20");
}
END_TEST

WORLD_SUITE(pull_many, "pulls at the same moment", two_pullers_that_race_take_every_case_once,
            sixty_four_pulls_at_once_never_exceed_a_cap)
