/* The generator of the intake bench: pushes cases over nng as fast as answers come back, or at a
 * fixed rate.
 *
 *   bench_intake URL SOURCE CASES BATCH IN_FLIGHT         rate: prints "CASES SECONDS"
 *   bench_intake URL SOURCE CASES 1 IN_FLIGHT RATE        latency: prints "P50 P99 P999 MAX" in ms
 *
 * Messages are made before the clock starts. At a fixed rate a latency counts from the moment the
 * case was due to be sent, so that a stall is charged to every case that waited in it. Every answer
 * must be a stored, new case. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/buf.h"
#include "fenliu/client.h"

struct message {
    struct buf text;
    int cases;
    double due, took; /* seconds */
};

static _Noreturn void
die(const char *what)
{
    fprintf(stderr, "bench_intake: %s\n", what);
    exit(1);
}

static double
seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* About a kilobyte, as an intake system sends it: two parties with address and number, a cause,
 * facts, a short narrative; a third is refused mediation and goes to court, three courts take part.
 */
static void
put_case(struct buf *out, const char *source, int n)
{
    static const char *const courts[] = {"430204", "430203", "430202"};
    static const char *const causes[] = {"103.3", "84", "121", "111.2", "374", "14", "139", "1"};

    json_object(out);
    json_put_text(out, "jsonrpc", "2.0");
    json_put_int(out, "id", n);
    json_put_text(out, "method", "case.submit");
    json_key(out, "params");
    json_object(out);
    if (getenv("FENLIU_TOKEN"))
        json_put_text(out, "token", getenv("FENLIU_TOKEN"));
    json_key(out, "case");
    buf_print(
        out,
        "{\"source\":\"%s\",\"ref\":\"B%08d\",\"court\":\"%s\",\"filed_at\":\"2021-%02d-%02dT%02d:%"
        "02d:00+08:00\","
        "\"claimants\":[{\"kind\":\"person\",\"name\":\"示例甲%d\",\"id_no\":"
        "\"430299197907133974\",\"phone\":\"1550000000\","
        "\"address\":\"示例路%d号%d栋\",\"division\":\"43020400%d\"}],"
        "\"respondents\":[{\"kind\":\"person\",\"name\":\"示例乙%d\",\"address\":\"示例街%d号\"}],"
        "\"street\":\"43020400%d\","
        "\"cause\":{\"version\":\"2020\",\"code\":\"%s\"},\"claims\":[\"%s\"],\"amount_fen\":%d,"
        "\"narrative\":"
        "\"（合成数据）双方因款项支付发生争议，原告称多次催要未果，被告对数额有不同意见，社区曾协商"
        "一次，没有结果。\","
        "\"facts\":{\"consent_to_mediate\":\"%s\",\"facts_clear\":true,\"rights_clear\":true}}",
        source, n, courts[n % 3], n % 12 + 1, n % 28 + 1, n % 9 + 8, n % 60, n, n % 300, n % 20,
        n % 5 + 1, n, n % 300, n % 5 + 1, causes[n % 8], n % 8 == 5 ? "divorce" : "price",
        n % 90000 * 100, n % 3 ? "both" : "refused");
    json_object_end(out);
    json_object_end(out);
}

static struct message *
make_messages(const char *source, int cases, int batch, int *ret_n)
{
    int n = (cases + batch - 1) / batch;
    struct message *messages = calloc((size_t)n, sizeof *messages);

    if (!messages)
        die("out of memory");
    for (int i = 0; i < n; i++) {
        struct message *m = &messages[i];

        m->cases = batch < cases - i * batch ? batch : cases - i * batch;
        if (batch > 1)
            buf_char(&m->text, '[');
        for (int k = 0; k < m->cases; k++) {
            struct buf one = {0};

            put_case(&one, source, i * batch + k);
            if (k)
                buf_char(&m->text, ',');
            buf_put(&m->text, one.data, one.len);
            buf_done(&one);
        }
        if (batch > 1)
            buf_char(&m->text, ']');
    }
    *ret_n = n;
    return messages;
}

/* How many of a reply's cases were stored anew. */
static int
stored(const char *text, size_t len)
{
    static const char mark[] = "\"duplicate\":false";
    const char *at = text, *end = text + len;
    int n = 0;

    while ((at = memmem(at, (size_t)(end - at), mark, sizeof mark - 1))) {
        at += sizeof mark - 1;
        n++;
    }
    return n;
}

/* Takes every reply that has come; returns how many. */
static int
take(struct fl_many *many)
{
    struct fl_reply reply;
    int n = 0;

    while (fl_many_take(many, &reply)) {
        struct message *m = reply.tag;

        if (reply.failed)
            die("a message was not answered");
        if (stored(reply.text, reply.len) != m->cases) {
            fprintf(stderr, "%.*s\n", reply.len > 400 ? 400 : (int)reply.len, reply.text);
            die("a case was not stored");
        }
        m->took = seconds() - m->due;
        n++;
    }
    return n;
}

/* Waits for a reply, at most until the given moment (0: as long as it takes). */
static void
wait_reply(struct fl_many *many, double until)
{
    struct pollfd fd = {.fd = fl_many_fd(many), .events = POLLIN};
    struct timespec wait = {.tv_sec = 30};

    if (until > 0) {
        double left = until - seconds();

        if (left <= 0)
            return;
        wait.tv_sec = (time_t)left;
        wait.tv_nsec = (long)((left - (double)wait.tv_sec) * 1e9);
    }
    if (ppoll(&fd, 1, &wait, NULL) == 0 && until <= 0)
        die("no answer for 30 s");
}

static double
push(struct fl_many *many, struct message *messages, int n, double rate)
{
    struct fl_error err = {0};
    double start = seconds();
    int sent = 0, answered = 0;

    while (answered < n) {
        double due = rate > 0 ? start + sent / rate : 0;

        while (sent < n && fl_many_room(many) > 0 && (rate <= 0 || seconds() >= due)) {
            messages[sent].due = rate > 0 ? due : seconds();
            if (fl_many_send(many, messages[sent].text.data, messages[sent].text.len,
                             &messages[sent], &err))
                die(err.detail);
            sent++;
            due = rate > 0 ? start + sent / rate : 0;
        }
        wait_reply(many, sent < n && fl_many_room(many) > 0 ? due : 0);
        answered += take(many);
    }
    return seconds() - start;
}

static int
by_time(const void *a, const void *b)
{
    double x = ((const struct message *)a)->took, y = ((const struct message *)b)->took;

    return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
    struct fl_error err = {0};
    struct fl_many *many;
    struct message *messages;
    int n;
    double rate, took;

    if (argc != 6 && argc != 7) {
        fprintf(stderr, "usage: bench_intake URL SOURCE CASES BATCH IN_FLIGHT [RATE]\n");
        return 2;
    }
    rate = argc == 7 ? atof(argv[6]) : 0;
    messages = make_messages(argv[2], atoi(argv[3]), atoi(argv[4]), &n);
    if (fl_many_open(argv[1], atoi(argv[5]), &many, &err))
        die(err.detail);
    took = push(many, messages, n, rate);
    fl_many_close(many);
    if (rate > 0) {
        qsort(messages, (size_t)n, sizeof *messages, by_time);
        printf("%.2f %.2f %.2f %.2f\n", messages[n / 2].took * 1e3,
               messages[(int)(n * 0.99)].took * 1e3, messages[(int)(n * 0.999)].took * 1e3,
               messages[n - 1].took * 1e3);
    } else {
        printf("%s %.3f\n", argv[3], took);
    }
    for (int i = 0; i < n; i++)
        buf_done(&messages[i].text);
    free(messages);
    return 0;
}
