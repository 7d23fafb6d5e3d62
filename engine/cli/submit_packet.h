/* A packet: the cases that travel in one message, until each of them is acknowledged or refused. */
#ifndef ENGINE_SUBMIT_PACKET_H
#define ENGINE_SUBMIT_PACKET_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/json.h"
#include "engine/cli/lines.h"

struct packet_case {
    size_t start, len; /* in `text` */
    long line;         /* number of its line in the input */
};

struct packet {
    struct buf text; /* the documents, one after the other */
    struct packet_case *cases;
    int n, size;
    int attempt;    /* how often it has been sent in vain */
    int64_t due_ms; /* not to be sent before, on the monotonic clock */
    struct packet *next;
};

/* What came of one case; result and error are JSON, one of them NULL. */
typedef void packet_outcome(void *data, const struct packet *packet, const struct packet_case *c,
                            const cJSON *result, const cJSON *error);

struct packet *packet_new(int size);
void packet_free(struct packet *packet); /* NULL is fine */
void packet_add(struct packet *packet, const struct line *line, long number);
/* The JSON-RPC request, or the batch when there are several; ids are positions from 1. */
void packet_write(const struct packet *packet, const char *token, struct buf *buf);

/* Takes a reply apart: outcome() for each case that is through, the others stay in the packet (n is
 * 0 when none does). *ret_wait_ms is what the server asked to wait, 0 when it said nothing;
 * *ret_split says that the message as a whole was refused and its cases should go one by one.
 * False: no JSON-RPC. */
bool packet_answered(struct packet *packet, const char *text, size_t len, packet_outcome *outcome,
                     void *data, int *ret_wait_ms, bool *ret_split);

/* Parts the first case off into a packet of its own. */
struct packet *packet_part(struct packet *packet);

#endif
