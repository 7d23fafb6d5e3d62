/* The board: pools by number, and what enters them. */
#include "engine/queue/board_parts.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/must.h"
#include "engine/serve/rpc.h"

static unsigned
hash_text(const char *a, const char *b)
{
    unsigned h = 2166136261u; /* FNV-1a */
    for (; *a; a++)
        h = (h ^ (unsigned char)*a) * 16777619u;
    for (h *= 16777619u; *b; b++)
        h = (h ^ (unsigned char)*b) * 16777619u;
    return h;
}

struct board *
board_open(void)
{
    struct board *board = must(calloc(1, sizeof *board));
    pthread_mutex_init(&board->lock, NULL);
    return board;
}

static void
close_channel(struct board_channel *channel)
{
    for (int i = 0; i < channel->n; i++) {
        free(channel->pools[i].street);
        free(channel->pools[i].community);
        free(channel->pools[i].cause_list);
        free(channel->pools[i].cause);
    }
    for (int i = 0; i < REACH_BUCKETS; i++)
        while (channel->reaches[i]) {
            struct reach *reach = channel->reaches[i];
            channel->reaches[i] = reach->next;
            free(reach->mediator);
            free(reach->pools);
            free(reach);
        }
    free(channel->court);
    free(channel->channel);
    free(channel->pools);
    free(channel->index);
    free(channel);
}

void
board_close(struct board *board)
{
    if (!board)
        return;
    for (int i = 0; i < CHANNEL_BUCKETS; i++)
        while (board->channels[i]) {
            struct board_channel *channel = board->channels[i];
            board->channels[i] = channel->next;
            close_channel(channel);
        }
    pthread_mutex_destroy(&board->lock);
    free(board);
}

struct board_channel *
board_channel(struct board *board, const char *court, const char *channel)
{
    struct board_channel **bucket = &board->channels[hash_text(court, channel) % CHANNEL_BUCKETS];
    for (struct board_channel *c = *bucket; c; c = c->next)
        if (strcmp(c->court, court) == 0 && strcmp(c->channel, channel) == 0)
            return c;
    struct board_channel *c = must(calloc(1, sizeof *c));
    c->court = must_copy(court);
    c->channel = must_copy(channel);
    c->next = *bucket;
    return *bucket = c;
}

/* --- pools by number --- */

/* Where a number stands in the index, or would. */
static int *
slot(const struct board_channel *channel, int64_t pool)
{
    unsigned mask = (unsigned)channel->n_index - 1, at = (unsigned)pool & mask;
    while (channel->index[at] && channel->pools[channel->index[at] - 1].number != pool)
        at = (at + 1) & mask;
    return &channel->index[at];
}

/* -1: not known. */
static int
find(const struct board_channel *channel, int64_t pool)
{
    return channel->n_index ? *slot(channel, pool) - 1 : -1;
}

static void
grow(struct board_channel *channel)
{
    channel->room = channel->room ? 2 * channel->room : 64;
    channel->pools = must(realloc(channel->pools, (size_t)channel->room * sizeof *channel->pools));
    free(channel->index);
    channel->n_index = 2 * channel->room;
    channel->index = must(calloc((size_t)channel->n_index, sizeof *channel->index));
    for (int i = 0; i < channel->n; i++)
        *slot(channel, channel->pools[i].number) = i + 1;
}

int
board_insert(struct board_channel *channel, const struct pool_key *key, int64_t pool)
{
    int known = find(channel, pool);
    if (known >= 0)
        return known;
    if (channel->n == channel->room)
        grow(channel);
    channel->pools[channel->n] = (struct board_pool){.number = pool,
                                                     .street = must_copy(key->street),
                                                     .community = must_copy(key->community),
                                                     .cause_list = must_copy(key->cause_list),
                                                     .cause = must_copy(key->cause),
                                                     .floor = PLACE_BOTTOM};
    *slot(channel, pool) = channel->n + 1;
    return channel->n++;
}

bool
board_knows(struct board *board, const char *court, const char *channel, int64_t pool)
{
    pthread_mutex_lock(&board->lock);
    bool known = find(board_channel(board, court, channel), pool) >= 0;
    pthread_mutex_unlock(&board->lock);
    return known;
}

void
board_add(struct board *board, const char *court, const struct pool_key *key, int64_t pool)
{
    pthread_mutex_lock(&board->lock);
    board_insert(board_channel(board, court, key->channel), key, pool);
    pthread_mutex_unlock(&board->lock);
}

/* --- what enters --- */

static void
lower(struct board_pool *p, int64_t rank, int64_t now)
{
    if (rank < p->floor.at)
        p->floor = (struct place){rank, INT64_MIN};
    if (now >= p->low_until || rank < p->low)
        p->low = rank;
    p->low_until = now + BOARD_HOLD_MS;
}

void
board_note(struct board *board, const char *court, const char *channel, int64_t pool, int64_t rank)
{
    int64_t now = rpc_monotonic_ms();
    if (!board)
        return;
    pthread_mutex_lock(&board->lock);
    struct board_channel *c = board_channel(board, court, channel);
    int at = find(c, pool);
    if (at >= 0)
        lower(&c->pools[at], rank, now);
    else
        c->eager_until = now + BOARD_HOLD_MS;
    pthread_mutex_unlock(&board->lock);
}

/* --- who fits what --- */

struct reach *
board_reach(struct board_channel *channel, const char *mediator, bool make)
{
    struct reach **bucket = &channel->reaches[hash_text(mediator, "") % REACH_BUCKETS];
    for (struct reach *reach = *bucket; reach; reach = reach->next)
        if (strcmp(reach->mediator, mediator) == 0)
            return reach;
    if (!make)
        return NULL;
    struct reach *reach = must(calloc(1, sizeof *reach));
    reach->mediator = must_copy(mediator);
    reach->next = *bucket;
    return *bucket = reach;
}

bool
board_may_fit(struct board *board, const char *court, const char *channel, const char *mediator)
{
    int64_t now = rpc_monotonic_ms();
    pthread_mutex_lock(&board->lock);
    struct board_channel *c = board_channel(board, court, channel);
    const struct reach *reach = board_reach(c, mediator, false);
    if (!reach) /* not of the roster, or it has not pulled yet: as one who takes everything */
        reach = board_reach(c, "", false);
    bool fits = !reach || now < c->eager_until;
    for (int i = 0; reach && !fits && i < reach->n; i++)
        fits = now < c->pools[reach->pools[i]].low_until;
    for (int i = reach ? reach->examined : 0; !fits && i < c->n; i++)
        fits = now < c->pools[i].low_until;
    pthread_mutex_unlock(&board->lock);
    return fits;
}
