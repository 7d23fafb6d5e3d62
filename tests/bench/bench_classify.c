/* How fast narratives are read: one of 400 characters by the library, and the filter with JSON on both sides, its
 * start included. Processor time, not the clock on the wall: what else runs here is not their cost.
 *
 *   bench_classify [TEXTS]    how many invented narratives, default 20000 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/text/classify.h"
#include "engine/text/found.h"

enum { CHARACTERS = 400, DISTINCT = 512, TEXTS = 20000 };

static double
seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Of the processes that were waited for. */
static double
seconds_of_children(void)
{
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

/* As many different n-grams as a real text has: names of causes in sentences that change. */
static void
invent(const struct policy *policy, unsigned n, struct buf *ret)
{
    static const char *const between[] = {
        "，原告诉称被告拖欠",       "，请求判令被告支付",
        "。经审理查明，双方因",     "，协商未果，遂诉至本院要求处理",
        "，我想问一下这种情况属于", "，被告至今没有归还，造成损失"};
    uint64_t state = n * 2654435761u + 1;

    buf_reset(ret);
    while (!ret->len || utf8_count(ret->data, ret->len) < CHARACTERS) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        buf_text(ret, policy_cause(policy, 0,
                                   (int)((state >> 33) % (unsigned)policy_cause_count(policy, 0)))
                          ->name);
        buf_text(ret, between[(state >> 20) % (sizeof between / sizeof *between)]);
        buf_print(ret, "%u", (unsigned)(state >> 40) % 100000);
    }
}

static int
fail(const struct fl_error *err)
{
    fprintf(stderr, "bench_classify: %s\n", err->detail);
    return 1;
}

static void
bench_library(const struct policy *policy, const struct model *model, struct buf *texts, int n)
{
    struct arena arena;
    struct classification found;
    double start, classified, read;

    arena_init(&arena);
    start = seconds();
    for (int i = 0; i < n; i++) {
        const struct buf *text = &texts[i % DISTINCT];
        struct text folded;
        arena_reset(&arena);
        if (!text_read(text->data, text->len, &arena, &folded, NULL))
            classify(model, policy, &folded, NULL, day_of_civil(2021, 3, 5), &arena, &found);
    }
    classified = seconds() - start;
    start = seconds();
    for (int i = 0; i < n; i++) {
        const struct buf *text = &texts[i % DISTINCT];
        struct text folded;
        arena_reset(&arena);
        if (!text_read(text->data, text->len, &arena, &folded, NULL))
            found_read(policy_phrases(policy), &folded, day_of_civil(2021, 3, 5), &arena);
    }
    read = seconds() - start;
    printf("classify_400_characters %.2f us\n", classified / n * 1e6);
    printf("found_400_characters %.2f us\n", read / n * 1e6);
    arena_done(&arena);
}

static int
bench_filter(struct buf *texts, int n)
{
    char path[] = "/tmp/fenliu-bench-XXXXXX", command[4096];
    const char *build = getenv("FENLIU_BUILD");
    int fd = mkstemp(path), status;
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    struct buf line = {0};
    double start;

    if (!file)
        return 1;
    for (int i = 0; i < n; i++) {
        buf_reset(&line);
        json_object(&line);
        json_key(&line, "ref");
        json_id(&line, i);
        json_put_text(&line, "narrative", texts[i % DISTINCT].data);
        json_object_end(&line);
        fprintf(file, "%s\n", line.data);
    }
    fclose(file);
    snprintf(command, sizeof command, "%s/fenliu classify %s >/dev/null", build ? build : "build",
             path);
    start = seconds_of_children();
    status = system(command);
    printf("classify_filter %.0f texts/s\n", n / (seconds_of_children() - start));
    buf_done(&line);
    unlink(path);
    return status != 0;
}

int
main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : TEXTS, failed;
    struct buf *texts;
    struct policy *policy;
    struct model *model;
    struct fl_error err = {0};

    if (n < 1)
        return 2;
    if (policy_load_dir(policy_default_dir(), &policy, &err) ||
        model_open(model_default_path(), &model, &err))
        return fail(&err);
    if (!(texts = calloc(DISTINCT, sizeof *texts)))
        return 2;
    for (unsigned i = 0; i < DISTINCT; i++)
        invent(policy, i, &texts[i]);
    bench_library(policy, model, texts, n);
    failed = bench_filter(texts, n);
    for (int i = 0; i < DISTINCT; i++)
        buf_done(&texts[i]);
    free(texts);
    model_close(model);
    policy_release(policy);
    return failed;
}
