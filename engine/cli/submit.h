/* One run of fenliu submit: what it sends (cmd_submit.c) and what it keeps of the answers
 * (submit_keep.c). */
#ifndef ENGINE_SUBMIT_H
#define ENGINE_SUBMIT_H

#include "engine/cli/remote.h"
#include "engine/cli/submit_packet.h"
#include "fenliu/vocab.h"

struct submit {
    struct remote remote;
    int64_t batch, in_flight, give_up_s;
    const char *rejects_path, *receipts_path;

    struct fl_many *many;
    struct lines lines;
    bool input_ended, connected, told; /* told: that nobody answers */
    struct packet *retry;              /* in order of due_ms */
    int64_t n_retry;
    struct packet **flying; /* in_flight places, for those whose reply is awaited */
    long sent;              /* how many of them are taken */
    struct buf message, receipts, rejects;
    int receipts_fd, rejects_fd;
    long accepted, duplicate, refused, channels[FL_MAX_CHANNELS];
    int64_t started_ms, answered_ms, shown_ms;
    unsigned seed;
};

int64_t monotonic_ms(void);

/* A packet_outcome: the case is counted and noted; data is the struct submit. */
packet_outcome submit_outcome;
/* A line refused before it was sent, or by the server: error is its JSON, doc NULL when the text is
 * no JSON. */
void submit_refused(struct submit *s, const char *text, size_t len, long line, const cJSON *doc,
                    const struct buf *error);
/* Receipts and refusals reach the disk before anybody sees them counted. */
int submit_keep(struct submit *s, struct fl_error *err);

/* Says, once, that nobody answers and until when that is waited for. */
void submit_tell_waiting(struct submit *s);
/* On a terminal, a line that is written over; `last` ends it. */
void submit_progress(struct submit *s, bool last);
void submit_summary(const struct submit *s);

#endif
