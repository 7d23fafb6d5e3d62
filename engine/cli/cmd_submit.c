/* fenliu submit: pushes cases until each is acknowledged or refused.
 *
 * Many messages are in flight; what the server could not take (unavailable, overloaded) comes again
 * after a pause; what a restart left unanswered is sent again by nng. All of it is safe, since a
 * case is known by its key. A receipt is on the disk before it is counted. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/cli/commands.h"
#include "engine/base/error_write.h"
#include "engine/base/lang.h"
#include "engine/cli/submit.h"
#include "fenliu/limits.h"

enum {
    PAUSE_MIN_MS = 50,
    PAUSE_MAX_MS = 5000,
    TICK_MS = 200,
    PACKET_BYTES = 4 * 1024 * 1024,
};

int64_t
monotonic_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
retry_later(struct submit *s, struct packet *packet, int asked_ms)
{
    int64_t pause = PAUSE_MIN_MS;
    struct packet **at = &s->retry;

    for (int i = 0; i < packet->attempt && pause < PAUSE_MAX_MS; i++)
        pause *= 2;
    if (pause > PAUSE_MAX_MS)
        pause = PAUSE_MAX_MS;
    if (asked_ms > pause)
        pause = asked_ms;
    packet->attempt++;
    packet->due_ms = monotonic_ms() + pause / 2 + rand_r(&s->seed) % (pause / 2 + 1); /* jitter */
    if (packet->due_ms < monotonic_ms() + asked_ms)
        packet->due_ms = monotonic_ms() + asked_ms;
    while (*at && (*at)->due_ms <= packet->due_ms)
        at = &(*at)->next;
    packet->next = *at;
    *at = packet;
    s->n_retry++;
}

/* A line that cannot be sent at all is refused here, in the server's words. */
static bool
line_is_sound(struct submit *s, const struct line *line)
{
    JSON_AUTO doc = NULL;
    struct fl_error err = {0};
    struct buf text = {0};
    int code;

    if (line->too_long)
        code =
            fl_fail(&err, FL_E_TOO_LARGE, "a case document has at most %d bytes", FL_MAX_DOCUMENT);
    else
        code = json_parse(line->text, line->len, &doc, &err);
    if (!code && !cJSON_IsObject(doc))
        code = fl_fail(&err, FL_E_INVALID_PARAMS, "a case document is an object");
    if (!code)
        return true;
    error_write(&err, &text);
    submit_refused(s, line->text, line->too_long ? 200 : line->len, s->lines.number, doc, &text);
    buf_done(&text);
    return false;
}

static bool
input_ready(struct submit *s)
{
    struct pollfd fd = {s->lines.fd, POLLIN, 0};

    return !lines_may_wait(&s->lines) || poll(&fd, 1, 0) > 0;
}

/* The next packet out of the input; NULL when nothing is there right now. A slow writer gets its
 * cases sent one by one, a file fills the packets. */
static int
packet_read(struct submit *s, struct packet **ret, struct fl_error *err)
{
    struct packet *packet = packet_new((int)s->batch);
    int code = 0;

    while (!code && !s->input_ended && packet->n < packet->size &&
           packet->text.len < PACKET_BYTES && input_ready(s)) {
        struct line line;
        bool more = false;

        code = lines_next(&s->lines, &line, &more, err);
        if (!code && !more)
            s->input_ended = true;
        else if (!code && line_is_sound(s, &line))
            packet_add(packet, &line, s->lines.number);
    }
    if (!packet->n || code) {
        packet_free(packet);
        packet = NULL;
    }
    *ret = packet;
    return code;
}

static void
flying_set(struct submit *s, const struct packet *old, struct packet *new)
{
    for (int64_t i = 0; i < s->in_flight; i++)
        if (s->flying[i] == old) {
            s->flying[i] = new;
            break;
        }
    s->sent += new ? 1 : -1;
}

/* The token as it is now: a server that starts writes it, one that is set up anew replaces it. One
 * that is gone leaves the one that was known. */
static int
token_read(struct submit *s, struct fl_error *err)
{
    char *token;
    int code = remote_token(&s->remote, "intake", "case.submit", &token, err);

    if (!code && token) {
        free(s->remote.token);
        s->remote.token = token;
    }
    return code;
}

/* The first packet is made while nobody listens, so that somebody waits for it; no message goes out
 * before the token can be known. */
static int
connect_first(struct submit *s, struct fl_error *err)
{
    struct packet *packet = NULL;
    int code = 0;

    s->connected = fl_many_connected(s->many, 0);
    if (s->connected)
        return token_read(s, err);
    if (!s->retry && !s->input_ended)
        code = packet_read(s, &packet, err);
    if (packet) {
        s->retry = packet;
        s->n_retry++;
    }
    return code;
}

static int
send_some(struct submit *s, struct fl_error *err)
{
    int code = s->connected ? 0 : connect_first(s, err);

    if (code || !s->connected)
        return code;
    while (fl_many_room(s->many) > 0) {
        struct packet *packet = NULL;

        if (s->retry && s->retry->due_ms <= monotonic_ms()) {
            packet = s->retry;
            s->retry = packet->next;
            s->n_retry--;
            code = token_read(s, err);
        } else if (!s->input_ended && s->n_retry < s->in_flight) { /* else memory would grow */
            code = packet_read(s, &packet, err);
        }
        if (code)
            packet_free(packet);
        if (code || !packet)
            return code;
        buf_reset(&s->message);
        packet_write(packet, s->remote.token, &s->message);
        code = fl_many_send(s->many, s->message.data, s->message.len, packet, err);
        if (code) {
            packet_free(packet);
            return code;
        }
        flying_set(s, NULL, packet);
    }
    return 0;
}

static int
take_replies(struct submit *s, struct fl_error *err)
{
    struct fl_reply reply;
    int code = 0;

    while (!code && fl_many_take(s->many, &reply)) {
        struct packet *packet = reply.tag;
        int wait_ms = 0, before = packet->n;
        bool split = false;

        flying_set(s, packet, NULL);
        if (!reply.failed &&
            !packet_answered(packet, reply.text, reply.len, submit_outcome, s, &wait_ms, &split))
            code = fl_fail(err, FL_E_IO, "%s",
                           say("对方的回答不是JSON-RPC", "what answers does not speak JSON-RPC"));
        if (packet->n < before) {
            packet->attempt = 0;
            s->answered_ms = monotonic_ms();
        }
        while (split && packet->n)
            retry_later(s, packet_part(packet), 0);
        if (packet->n)
            retry_later(s, packet, wait_ms);
        else
            packet_free(packet);
        if (!code)
            code = submit_keep(s, err);
    }
    return code;
}

/* --- waiting, and what people see --- */

static void
wait_for_something(struct submit *s)
{
    bool wants_input = !s->input_ended && fl_many_room(s->many) > 0 && s->n_retry < s->in_flight;
    struct pollfd fds[2] = {
        {fl_many_fd(s->many), POLLIN, 0},
        {s->lines.fd,         POLLIN, 0}
    };
    int64_t wait = TICK_MS;

    if (!s->connected && s->retry) {
        fl_many_connected(s->many, TICK_MS);
        return;
    }
    if (s->retry && fl_many_room(s->many) > 0) {
        wait = s->retry->due_ms - monotonic_ms();
        wait = wait < 0 ? 0 : wait > TICK_MS ? TICK_MS : wait;
    }
    poll(fds, wants_input ? 2 : 1, (int)wait);
}

static bool
hopeless(const struct submit *s)
{
    return (s->sent || s->retry) && monotonic_ms() - s->answered_ms > s->give_up_s * 1000;
}

static int
push_all(struct submit *s, struct fl_error *err)
{
    int code = 0;

    s->started_ms = s->answered_ms = monotonic_ms();
    while (!code) {
        if (!s->sent && !s->retry)
            s->answered_ms = monotonic_ms(); /* idle: nobody owes an answer */
        code = take_replies(s, err);
        if (!code)
            code = send_some(s, err);
        if (!code)
            code = submit_keep(s, err);
        if (code || (s->input_ended && !s->sent && !s->retry))
            break;
        if (hopeless(s))
            return fl_fail(
                err, FL_E_IO,
                say("%lld秒没有回执，仍有案件未得到回执；重复同一命令即可，已保存的不会重复",
                    "no acknowledgement for %lld s, and cases are left; the same command may be "
                    "repeated, nothing is stored twice"),
                (long long)s->give_up_s);
        submit_tell_waiting(s);
        submit_progress(s, false);
        wait_for_something(s);
    }
    return code;
}

static int
file_open(const char *path, int flags, int *ret, struct fl_error *err)
{
    if (!path)
        return 0;
    *ret = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
    return *ret < 0 ? fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno)) : 0;
}

static int
submit_open(struct submit *s, const char *path, struct fl_error *err)
{
    const struct fl_tls tls = remote_tls(&s->remote);
    const char *url = remote_url(&s->remote, "intake");
    int code = remote_check_url(url, err);

    if (!code)
        code = file_open(s->rejects_path, O_TRUNC, &s->rejects_fd, err);
    if (!code)
        code = file_open(s->receipts_path, O_APPEND, &s->receipts_fd, err);
    if (!(s->flying = calloc((size_t)s->in_flight, sizeof(struct packet *))))
        return fl_fail(err, FL_E_MEMORY, "no memory for %lld messages", (long long)s->in_flight);
    if (!code)
        code = lines_open(&s->lines, path, FL_MAX_DOCUMENT, err);
    if (!code)
        code = fl_many_open_tls(url, &tls, (int)s->in_flight, &s->many, err);
    return code;
}

static void
submit_close(struct submit *s)
{
    fl_many_close(s->many);
    lines_close(&s->lines);
    for (int64_t i = 0; s->flying && i < s->in_flight; i++)
        packet_free(s->flying[i]);
    free(s->flying);
    while (s->retry) {
        struct packet *next = s->retry->next;
        packet_free(s->retry);
        s->retry = next;
    }
    if (s->receipts_fd >= 0)
        close(s->receipts_fd);
    if (s->rejects_fd >= 0)
        close(s->rejects_fd);
    remote_close(&s->remote);
    buf_done(&s->message);
    buf_done(&s->receipts);
    buf_done(&s->rejects);
}

int
cmd_submit(int argc, char **argv)
{
    struct submit s = {.batch = 50,
                       .in_flight = 16,
                       .give_up_s = 120,
                       .receipts_fd = -1,
                       .rejects_fd = -1,
                       .lines = {.fd = -1},
                       .seed = (unsigned)getpid()};
    const struct option_row options[] = {
        REMOTE_OPTIONS(s.remote),
        {"batch",                                "N", OPTION_INT, &s.batch, 1, FL_MAX_BATCH, "每个报文的案件数，缺省50",
                    "cases in one message, default 50"},
        {"in-flight",                            "N", OPTION_INT, &s.in_flight, 1, 1024, "同时在途的报文数，缺省16",
                    "messages that wait for their answers, default 16"},
        {"rejects",                                     "FILE", OPTION_TEXT, &s.rejects_path, 0, 0, "被拒绝的案件及理由（JSON Lines）",
                    "refused cases and why, one JSON object a line"},
        {"receipts", "FILE", OPTION_TEXT, &s.receipts_path, 0, 0,
                    "每件回执落盘后才计数（JSON Lines，续写）", "each acknowledgement, on the disk before it is counted (JSON Lines, appended)"},
        {"give-up",                                      "SECONDS", OPTION_INT, &s.give_up_s, 1, 86400, "多久没有回执就放弃，缺省120",
                    "how long to go on without any acknowledgement, default 120"},
        {0       },
    };
    static const char zh[] = "逐行读入案件（JSON Lines）推送给fenliud，直到每件有回执或被拒绝。\n"
                             "服务重启、数据库暂时不可用、队列已满时自动重发；同一案件不会存两次。";
    static const char en[] = "Pushes case documents, one JSON object a line, until each is "
                             "acknowledged or refused. What a\n"
                             "restart, a lost database or a full queue left behind is sent again; "
                             "no case is stored twice.";
    const struct usage usage = {"submit", "[FILE]", 0, 1, zh, en, options};
    struct fl_error err = {0};
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    code = submit_open(&s, n ? argv[1] : NULL, &err);
    if (!code) {
        code = push_all(&s, &err);
        submit_progress(&s, true);
        submit_summary(&s);
    }
    submit_close(&s);
    if (code)
        return command_failed("submit", &err);
    return command_done("submit", s.refused ? EXIT_REFUSED : EXIT_DONE);
}
