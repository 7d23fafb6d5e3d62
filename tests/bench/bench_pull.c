/* The pullers of the pull bench: threads that pull one after the other, as fast as answers come or at a fixed rate.
 *
 *   bench_pull URL THREADS PULLS MAX MEDIATORS [RATE [whole]]      prints "PULLS SECONDS P50 P99 WORST" (ms)
 *
 * Each thread has a connection of its own and goes round its share of the mediators m0 … m(MEDIATORS − 1). At a fixed
 * rate (0: none) a latency counts from the moment the pull was due, so that a stall is charged to every pull that waited in it.
 * With `whole`, what was pulled is accepted and reported as agreed, and a latency is that of all three calls. */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fenliu/client.h"

struct puller {
    pthread_t thread;
    const char *url;
    int number, threads, pulls, max, mediators;
    double rate; /* of this thread; 0: as fast as it goes */
    bool whole;
    double *took;
};

static _Noreturn void
die(const char *what)
{
    fprintf(stderr, "bench_pull: %s\n", what);
    exit(1);
}

static double
seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
wait_until(double moment)
{
    struct timespec at = {(time_t)moment, (long)((moment - (double)(time_t)moment) * 1e9)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL))
        ;
}

/* The value behind a name that is given with its quotes and colon; "" without. */
static void
member(const char *json, const char *name, char ret[32])
{
    const char *at = strstr(json, name);
    size_t n = at ? strcspn(at + strlen(name), "\"") : 0;
    snprintf(ret, 32, "%.*s", (int)(n < 32 ? n : 0), at ? at + strlen(name) : "");
}

static void
take_to_its_end(struct fl_client *client, const char *pulled)
{
    char referral[32], claim[32], params[256];
    const char *result;
    struct fl_error err = {0};
    member(pulled, "\"referral_id\":\"", referral);
    member(pulled, "\"claim\":\"", claim);
    if (!*claim)
        die("nothing was offered");
    snprintf(params, sizeof params, "{\"referral_id\":\"%s\",\"claim\":\"%s\"}", referral, claim);
    if (fl_client_call(client, "desk.accept", params, &result, &err))
        die(err.detail);
    snprintf(params, sizeof params,
             "{\"referral_id\":\"%s\",\"claim\":\"%s\",\"outcome\":\"agreed\"}", referral, claim);
    if (fl_client_call(client, "desk.report", params, &result, &err))
        die(err.detail);
}

static void *
pull_all(void *arg)
{
    struct puller *p = arg;
    struct fl_client *client = NULL;
    struct fl_error err = {0};
    char params[128];
    const char *result;
    if (fl_client_open(p->url, 60000, &client, &err))
        die(err.detail);
    fl_client_set_token(client, getenv("FENLIU_TOKEN"));
    int share = p->mediators / p->threads;
    double start = seconds();
    for (int i = 0; i < p->pulls; i++) {
        snprintf(params, sizeof params, "{\"mediator\":\"m%d\",\"max\":%d}",
                 p->number * share + i % (share ? share : 1), p->max);
        double due = seconds();
        if (p->rate > 0) {
            due = start + i / p->rate;
            if (due > seconds())
                wait_until(due);
        }
        if (fl_client_call(client, "desk.pull", params, &result, &err))
            die(err.detail);
        if (p->whole)
            take_to_its_end(client, result);
        p->took[i] = seconds() - due;
    }
    fl_client_close(client);
    return NULL;
}

static int
by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
    if (argc < 6 || argc > 8) {
        fprintf(stderr, "usage: bench_pull URL THREADS PULLS MAX MEDIATORS [RATE [whole]]\n");
        return 2;
    }
    int threads = atoi(argv[2]), each = threads < 1 ? 0 : atoi(argv[3]) / threads;
    if (threads < 1 || each < 1)
        die("too few pulls for the threads");
    struct puller *pullers = calloc((size_t)threads, sizeof *pullers);
    double *took = calloc((size_t)threads * (size_t)each, sizeof *took), start = seconds();
    if (!pullers || !took)
        die("no memory");
    for (int i = 0; i < threads; i++) {
        pullers[i] = (struct puller){.url = argv[1],
                                     .number = i,
                                     .threads = threads,
                                     .pulls = each,
                                     .max = atoi(argv[4]),
                                     .mediators = atoi(argv[5]),
                                     .rate = argc > 6 ? atof(argv[6]) / threads : 0,
                                     .whole = argc > 7,
                                     .took = took + (size_t)i * (size_t)each};
        if (pthread_create(&pullers[i].thread, NULL, pull_all, &pullers[i]))
            die("no thread");
    }
    for (int i = 0; i < threads; i++)
        pthread_join(pullers[i].thread, NULL);
    double all = seconds() - start;
    int n = threads * each;
    qsort(took, (size_t)n, sizeof *took, by_time);
    printf("%d %.4f %.3f %.3f %.3f\n", n, all, took[n / 2] * 1e3, took[n * 99 / 100] * 1e3,
           took[n - 1] * 1e3);
    free(took);
    free(pullers);
    return 0;
}
