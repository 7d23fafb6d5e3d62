/* The flooder of the flood bench: sends as fast as it can, whatever it is told.
 *
 *   bench_flood URL TOKEN_FILE IN_FLIGHT SECONDS     prints "ANSWERED REFUSED LOST" when the time is over
 *
 * A small case.decide each, by one token over many connections; refusals, closed connections and lost answers are
 * counted and never waited for. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fenliu/client.h"

static double
seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
    struct fl_error err = {0};
    struct fl_many *many;
    struct fl_reply reply;
    char token[256] = "", text[1200];
    long answered = 0, refused = 0, lost = 0;
    FILE *file = argc == 5 ? fopen(argv[2], "r") : NULL;

    if (!file || !fgets(token, sizeof token, file)) {
        fprintf(stderr, "usage: bench_flood URL TOKEN_FILE IN_FLIGHT SECONDS\n");
        return 2;
    }
    fclose(file);
    token[strcspn(token, "\n")] = 0;
    snprintf(text, sizeof text,
             "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"case.submit\",\"params\":{\"token\":\"%"
             "s\",\"case\":{"
             "\"source\":\"flood\",\"ref\":\"one\",\"court\":\"430204\",\"filed_at\":\"2021-03-"
             "05T09:00:00+08:00\","
             "\"claimants\":[{\"kind\":\"person\",\"name\":\"示例甲\"}],\"respondents\":[],"
             "\"cause\":{\"version\":\"2020\",\"code\":\"103.3\"}}}}",
             token);
    if (fl_many_open(argv[1], atoi(argv[3]), &many, &err)) {
        fprintf(stderr, "bench_flood: %s\n", err.detail);
        return 1;
    }
    for (double end = seconds() + atof(argv[4]); seconds() < end;) {
        struct pollfd fd = {.fd = fl_many_fd(many), .events = POLLIN};

        while (fl_many_room(many) > 0 && !fl_many_send(many, text, strlen(text), NULL, &err))
            ;
        poll(&fd, 1, 10);
        while (fl_many_take(many, &reply)) {
            answered++;
            lost += reply.failed;
            refused += !reply.failed && memmem(reply.text, reply.len, "\"error\"", 7) != NULL;
        }
    }
    printf("%ld %ld %ld\n", answered, refused, lost);
    fflush(stdout);
    _exit(0); /* a flooder does not say good-bye: its connections were being closed all the time */
}
