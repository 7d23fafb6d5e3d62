/* What fenliu submit keeps and shows: receipts, refusals, progress, the summary. */
#include "engine/cli/submit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/lang.h"

enum { TICK_MS = 200, TELL_AFTER_MS = 2000, REFUSALS_SHOWN = 20 };

/* One line for people: what is wrong where, the pointers as in the document. */
static void
complain(long line, const cJSON *doc, const char *error)
{
    enum { FAULTS_SHOWN = 4 };
    static const char prefix[] = "/params/case";
    const char *ref = json_str(json_get(doc, "ref"));
    struct buf out = {0};
    JSON_AUTO parsed = NULL;
    const cJSON *data, *fault;
    int n = 0;

    json_parse(error, strlen(error), &parsed, NULL);
    data = json_get(parsed, "data");
    fault = json_get(data, "errors");
    buf_print(&out, say("第%ld行", "line %ld"), line);
    if (ref)
        buf_print(&out, say("（ref %s）", " (ref %s)"), ref);
    buf_text(&out, say("被拒绝：", " is refused: "));
    for (fault = fault ? fault->child : NULL; fault; fault = fault->next, n++) {
        const char *pointer = json_str(json_get(fault, "pointer")),
                   *detail = json_str(json_get(fault, "detail"));
        if (n >= FAULTS_SHOWN)
            continue;
        if (pointer && strncmp(pointer, prefix, sizeof prefix - 1) == 0)
            pointer += sizeof prefix - 1;
        buf_print(&out, "%s%s %s", n ? "; " : "", pointer ? pointer : "", detail ? detail : "");
    }
    if (n > FAULTS_SHOWN)
        buf_print(&out, say("；另有 %d 处", "; and %d more"), n - FAULTS_SHOWN);
    if (!n)
        buf_text(&out,
                 json_str(json_get(data, "detail")) ? json_str(json_get(data, "detail")) : error);
    fprintf(stderr, "%s\n", out.data);
    buf_done(&out);
}

void
submit_refused(struct submit *s, const char *text, size_t len, long line, const cJSON *doc,
               const struct buf *error)
{
    const char *ref = json_str(json_get(doc, "ref"));

    s->refused++;
    if (s->rejects_fd < 0) {
        if (s->refused <= REFUSALS_SHOWN)
            complain(line, doc, error->data);
        if (s->refused == REFUSALS_SHOWN + 1)
            fprintf(stderr, "%s\n",
                    say("……其余用 --rejects FILE 保存", "… keep the rest with --rejects FILE"));
        return;
    }
    json_object(&s->rejects);
    json_put_int(&s->rejects, "line", line);
    json_put_text(&s->rejects, "ref", ref);
    json_key(&s->rejects, "error");
    json_raw(&s->rejects, error->data, error->len);
    if (doc) {
        json_key(&s->rejects, "case");
        json_raw(&s->rejects, text, len);
    } else { /* no JSON: as far as it is text */
        json_key(&s->rejects, "text");
        json_text_n(&s->rejects, text, utf8_valid(text, len));
    }
    json_object_end(&s->rejects);
    buf_char(&s->rejects, '\n');
}

static void
acknowledged(struct submit *s, const cJSON *result)
{
    const cJSON *decision = json_get(result, "decision");
    const char *channel = json_str(json_get(decision, "channel"));
    int n = channel ? fl_word_find(&fl_channels, channel, strlen(channel)) : -1;
    bool duplicate = cJSON_IsTrue(json_get(result, "duplicate"));

    if (duplicate)
        s->duplicate++;
    else
        s->accepted++;
    if (n >= 0)
        s->channels[n]++;
}

static void
receipt(struct submit *s, const struct packet_case *c, const cJSON *result)
{
    json_object(&s->receipts);
    json_put_int(&s->receipts, "line", c->line);
    json_put_text(&s->receipts, "ref", json_str(json_get(json_get(result, "decision"), "ref")));
    json_put_text(&s->receipts, "case_id", json_str(json_get(result, "case_id")));
    json_put_text(&s->receipts, "docket", json_str(json_get(result, "docket")));
    json_put_bool(&s->receipts, "duplicate", cJSON_IsTrue(json_get(result, "duplicate")));
    json_object_end(&s->receipts);
    buf_char(&s->receipts, '\n');
}

void
submit_outcome(void *data, const struct packet *packet, const struct packet_case *c,
               const cJSON *result, const cJSON *error)
{
    struct submit *s = data;
    JSON_AUTO doc = NULL;
    struct buf text = {0};

    if (result) {
        receipt(s, c, result);
        acknowledged(s, result);
        return;
    }
    json_write(error, &text);
    json_parse(packet->text.data + c->start, c->len, &doc, NULL);
    submit_refused(s, packet->text.data + c->start, c->len, c->line, doc, &text);
    buf_done(&text);
}

static int
write_all(int fd, const char *path, struct buf *buf, struct fl_error *err)
{
    size_t at = 0;

    if (fd < 0 || !buf->len) {
        buf_reset(buf);
        return 0;
    }
    while (at < buf->len) {
        ssize_t n = write(fd, buf->data + at, buf->len - at);
        if (n < 0 && errno != EINTR)
            return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
        at += n > 0 ? (size_t)n : 0;
    }
    buf_reset(buf);
    if (fdatasync(fd) && errno != EINVAL && errno != EROFS) /* a pipe has nothing to sync */
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    return 0;
}

int
submit_keep(struct submit *s, struct fl_error *err)
{
    int code = write_all(s->receipts_fd, s->receipts_path, &s->receipts, err);

    return code ? code : write_all(s->rejects_fd, s->rejects_path, &s->rejects, err);
}

void
submit_progress(struct submit *s, bool last)
{
    int64_t now = monotonic_ms();
    long through = s->accepted + s->duplicate + s->refused;

    if (!isatty(STDERR_FILENO) || (!last && now - s->shown_ms < TICK_MS))
        return;
    s->shown_ms = now;
    fprintf(stderr,
            say("\r已处理 %ld 件，每秒 %.0f 件\033[K", "\r%ld cases through, %.0f a second\033[K"),
            through,
            now > s->started_ms ? (double)through * 1000 / (double)(now - s->started_ms) : 0.0);
    if (last)
        fputc('\n', stderr);
}

void
submit_tell_waiting(struct submit *s)
{
    int64_t left_ms = s->answered_ms + s->give_up_s * 1000 - monotonic_ms();
    time_t end = time(NULL) + (time_t)((left_ms + 999) / 1000);
    struct tm local;
    char until[16];

    if (s->told || monotonic_ms() - s->answered_ms < TELL_AFTER_MS)
        return;
    s->told = true;
    strftime(until, sizeof until, "%H:%M:%S", localtime_r(&end, &local));
    fprintf(stderr,
            say("%s%s 尚无回执，等到 %s（--give-up %lld 秒）\n",
                "%sno acknowledgement from %s yet, waiting until %s (--give-up %lld)\n"),
            isatty(STDERR_FILENO) ? "\r\033[K" : "", remote_url(&s->remote, "intake"), until,
            (long long)s->give_up_s);
}

void
submit_summary(const struct submit *s)
{
    double seconds = (double)(monotonic_ms() - s->started_ms) / 1000;
    struct buf out = {0};

    if (!s->remote.json) {
        printf(say("接受 %ld，重复 %ld，拒绝 %ld，用时 %.1f 秒\n",
                   "accepted %ld, duplicate %ld, refused %ld, in %.1f s\n"),
               s->accepted, s->duplicate, s->refused, seconds);
        for (int i = 0; i < fl_channels.count; i++)
            if (s->channels[i])
                printf("  %8ld  %s\n", s->channels[i],
                       say(fl_word_zh(&fl_channels, i), fl_word(&fl_channels, i)));
        return;
    }
    json_object(&out);
    json_put_int(&out, "accepted", s->accepted);
    json_put_int(&out, "duplicate", s->duplicate);
    json_put_int(&out, "refused", s->refused);
    json_key(&out, "seconds");
    json_num(&out, seconds);
    json_key(&out, "channels");
    json_object(&out);
    for (int i = 0; i < fl_channels.count; i++)
        json_put_int(&out, fl_word(&fl_channels, i), s->channels[i]);
    json_object_end(&out);
    json_object_end(&out);
    puts(out.data);
    buf_done(&out);
}
