/* How long a decision takes: nanoseconds per route, microseconds per full decision with what is
 * missing, over varied cases under the packaged policy (or the folder given). Prints "name value
 * unit", one a line: the median of several rounds, the fastest and the slowest. Processor time, not
 * the clock on the wall: a decision waits for nothing, and what else runs here is not its cost. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/decide/decide.h"
#include "tests/case_random.h"

#define CASES  2000
#define ROUNDS 15

static struct fl_case cases[CASES];
static struct fl_past pasts[CASES];
static fl_day days[CASES];

static double
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
by_size(const void *a, const void *b)
{
    double one = *(const double *)a, two = *(const double *)b;
    return (one > two) - (one < two);
}

static void
print(const char *name, double seconds[ROUNDS], double each, const char *unit)
{
    qsort(seconds, ROUNDS, sizeof *seconds, by_size);
    printf("%s %.3g %s\n", name, seconds[ROUNDS / 2] * each, unit);
    printf("%s_fastest %.3g %s\n", name, seconds[0] * each, unit);
    printf("%s_slowest %.3g %s\n", name, seconds[ROUNDS - 1] * each, unit);
}

static void
roll(const struct policy *policy, uint32_t known_in)
{
    struct dice dice = {20210305};
    for (int i = 0; i < CASES; i++) {
        days[i] = day_of_civil(2021 + (int)dice_roll(&dice, 6), 1 + (int)dice_roll(&dice, 12),
                               1 + (int)dice_roll(&dice, 28));
        dice_case(&dice, policy, days[i], known_in, &pasts[i], &cases[i]);
    }
}

static void
measure(const struct policy *policy, const char *kind)
{
    double route[ROUNDS], full[ROUNDS];
    struct arena arena;
    struct fl_decision decision;
    char name[64];
    unsigned long seen = 0;
    arena_init(&arena);
    for (int round = 0; round < ROUNDS; round++) {
        double start = now();
        for (int i = 0; i < CASES; i++) {
            decide_route(policy, &cases[i], days[i], &decision);
            seen += (unsigned long)decision.procedure;
        }
        route[round] = (now() - start) / CASES;
        start = now();
        for (int i = 0; i < CASES; i++) {
            decide(policy, &cases[i], days[i], &arena, &decision);
            seen += decision.missing & 1;
            arena_reset(&arena);
        }
        full[round] = (now() - start) / CASES;
    }
    arena_done(&arena);
    snprintf(name, sizeof name, "decide_route_%s", kind);
    print(name, route, 1e9, "ns");
    snprintf(name, sizeof name, "decide_full_%s", kind);
    print(name, full, 1e6, "us");
    if (!seen)
        fprintf(stderr, "nothing was decided\n");
}

int
main(int argc, char **argv)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    double load[ROUNDS];
    const char *dir = argc > 1 ? argv[1] : policy_default_dir();
    for (int i = 0; i < ROUNDS; i++) {
        policy_release(policy);
        policy = NULL;
        double start = now();
        if (policy_load_dir(dir, &policy, &err)) {
            fprintf(stderr, "bench_decide: %s\n", err.detail);
            return 1;
        }
        load[i] = now() - start;
    }
    print("policy_load", load, 1e3, "ms");
    roll(policy, 16); /* as an intake system sends it: three facts or so */
    measure(policy, "few_facts");
    roll(policy, 1000); /* hardly anything known: the most rules are tried */
    measure(policy, "no_facts");
    roll(policy, 2); /* half of all facts known */
    measure(policy, "many_facts");
    policy_release(policy);
    return 0;
}
