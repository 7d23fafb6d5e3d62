/* Rounds (engine/base/rounds.h): when the next one begins, and when there is none. */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/log.h"
#include "engine/base/rounds.h"
#include "tests/suite.h"

enum { HOUR_MS = 60 * 60 * 1000, SHORT_MS = 30, ROUNDS = 8 };

/* What the rounds do, and what was seen of them. */
struct work {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int64_t wait_ms;
    const char *ends;      /* of each round: '.' well, 'x' not; the last letter holds on */
    bool held, in_round;   /* a round waits while it is held */
    int begun, done;       /* rounds */
    int64_t at_us[ROUNDS]; /* monotonic: when the first ones began */
    struct rounds *rounds;
};

static int64_t
monotonic_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int
work_round(void *self, int64_t *ret_ms, struct fl_error *err)
{
    struct work *w = self;
    pthread_mutex_lock(&w->lock);
    if (w->begun < ROUNDS)
        w->at_us[w->begun] = monotonic_us();
    w->begun++;
    w->in_round = true;
    pthread_cond_broadcast(&w->changed);
    while (w->held)
        pthread_cond_wait(&w->changed, &w->lock);
    size_t last = strlen(w->ends) - 1, i = (size_t)w->done < last ? (size_t)w->done : last;
    bool well = w->ends[i] == '.';
    *ret_ms = w->wait_ms;
    w->in_round = false;
    w->done++;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
    return well ? 0 : fl_fail(err, FL_E_IO, "round %d went wrong", w->done);
}

static void
work_open(struct work *w, int64_t wait_ms, const char *ends, bool held)
{
    struct fl_error err = {0};
    *w = (struct work){.wait_ms = wait_ms, .ends = ends, .held = held};
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->changed, NULL);
    ck_assert_int_eq(rounds_open("test", "go", work_round, w, &w->rounds, &err), 0);
}

static void
wait_for(struct work *w, const int *count, int n)
{
    pthread_mutex_lock(&w->lock);
    while (*count < n)
        pthread_cond_wait(&w->changed, &w->lock);
    pthread_mutex_unlock(&w->lock);
}

static void
let_go(struct work *w)
{
    pthread_mutex_lock(&w->lock);
    w->held = false;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

START_TEST(the_next_round_begins_when_its_time_has_come)
{
    struct work w;
    work_open(&w, SHORT_MS, ".", false);
    wait_for(&w, &w.begun, ROUNDS);
    rounds_close(w.rounds);
    for (int i = 1; i < ROUNDS; i++)
        ck_assert_int_ge(w.at_us[i] - w.at_us[i - 1], SHORT_MS * 1000);
}
END_TEST

START_TEST(a_round_that_has_more_to_do_is_followed_at_once)
{
    struct work w;
    work_open(&w, 0, ".", false);
    wait_for(&w, &w.done, 1000);
    rounds_close(w.rounds);
    ck_assert_int_eq(w.begun, w.done);
}
END_TEST

START_TEST(a_nudge_ends_the_wait)
{
    struct work w;
    work_open(&w, HOUR_MS, ".", false);
    for (int n = 1; n < ROUNDS; n++) {
        wait_for(&w, &w.done, n);
        ck_assert_int_eq(w.begun, n);
        rounds_nudge(w.rounds);
    }
    wait_for(&w, &w.done, ROUNDS);
    rounds_close(w.rounds);
    ck_assert_int_eq(w.done, ROUNDS);
}
END_TEST

START_TEST(nudges_during_a_round_are_one_more_round)
{
    struct work w;
    work_open(&w, HOUR_MS, ".", true);
    wait_for(&w, &w.begun, 1);
    for (int i = 0; i < 3; i++)
        rounds_nudge(w.rounds);
    let_go(&w);
    wait_for(&w, &w.done, 2);
    rounds_close(w.rounds);
    ck_assert_int_eq(w.done, 2);
}
END_TEST

static void *
stop(void *arg)
{
    rounds_stop(arg);
    return NULL;
}

START_TEST(the_round_under_way_is_waited_for_and_is_the_last)
{
    struct work w;
    pthread_t stopper;
    work_open(&w, 0, ".", true);
    wait_for(&w, &w.begun, 1);
    ck_assert_int_eq(pthread_create(&stopper, NULL, stop, w.rounds), 0);
    pthread_mutex_lock(&w.lock);
    ck_assert(w.in_round);
    pthread_mutex_unlock(&w.lock);
    let_go(&w);
    pthread_join(stopper, NULL);
    ck_assert(!w.in_round);
    int done = w.done;
    rounds_nudge(w.rounds); /* nobody is there */
    rounds_stop(w.rounds);
    rounds_close(w.rounds);
    ck_assert_int_eq(w.done, done);
    ck_assert_int_eq(w.begun, done);
}
END_TEST

START_TEST(one_round_is_done_even_when_it_is_to_end_before)
{
    for (int i = 0; i < 50; i++) {
        struct work w;
        work_open(&w, HOUR_MS, ".", false);
        rounds_close(w.rounds);
        ck_assert_int_eq(w.done, 1);
    }
    rounds_stop(NULL);
    rounds_close(NULL);
}
END_TEST

START_TEST(what_fails_is_logged_when_it_begins_to_fail)
{
    static const char ends[] = "xxx.xx..";
    struct work w;
    FILE *file = tmpfile();
    char log[4096];
    ck_assert_ptr_nonnull(file);
    log_level_set(LOG_WARN); /* whatever another suite asked for */
    int before = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    work_open(&w, 0, ends, false);
    wait_for(&w, &w.done, (int)sizeof ends);
    rounds_close(w.rounds);
    dup2(before, STDERR_FILENO);
    close(before);
    rewind(file);
    log[fread(log, 1, sizeof log - 1, file)] = 0;
    fclose(file);
    const char *first = strstr(log, "module=test step=go detail=\"round 1 went wrong\"\n");
    const char *second = strstr(log, "module=test step=go detail=\"round 5 went wrong\"\n");
    ck_assert_msg(first && second && first < second, "%s", log);
    int lines = 0;
    for (const char *c = log; *c; c++)
        lines += *c == '\n';
    ck_assert_int_eq(lines, 2);
}
END_TEST

SUITE(rounds, "rounds", the_next_round_begins_when_its_time_has_come,
      a_round_that_has_more_to_do_is_followed_at_once, a_nudge_ends_the_wait,
      nudges_during_a_round_are_one_more_round, the_round_under_way_is_waited_for_and_is_the_last,
      one_round_is_done_even_when_it_is_to_end_before, what_fails_is_logged_when_it_begins_to_fail)
