/* The inside of the board: board.c keeps it, look.c is one pull upon it. */
#ifndef ENGINE_BOARD_PARTS_H
#define ENGINE_BOARD_PARTS_H

#include <pthread.h>

#include "engine/queue/board.h"

struct board_pool {
    int64_t number;
    char *street, *community, *cause_list, *cause;
    struct place floor;
    int64_t seen_at;        /* monotonic ms: begin of the look that found the floor; 0: none */
    int64_t asked_at;       /* begin of a look from the bottom that may be on its way; 0: none */
    int64_t low, low_until; /* until then the floor stays at or below this rank */
};

/* The pools that fit a mediator; "" stands for who takes all of the channel. */
struct reach {
    struct reach *next;
    char *mediator;
    int64_t roster;  /* the number of the roster, */
    char policy[65]; /* the pack, */
    int examined;    /* and how many pools it was made from */
    int *pools;
    int n, room;
};

enum { REACH_BUCKETS = 1024, CHANNEL_BUCKETS = 256 };

/* What is known of one channel of one court. Never given back before the board. */
struct board_channel {
    struct board_channel *next;
    char *court, *channel;
    struct board_pool *pools;
    int n, room;
    int *index; /* number → pool + 1, open addressing */
    int n_index;
    int64_t read_at;     /* monotonic ms: when the list was read; 0: never */
    int64_t asked_at;    /* begin of a reading that may be on its way; 0: none */
    int64_t eager_until; /* a pool is being written down: until then it is read for every pull */
    struct reach *reaches[REACH_BUCKETS];
};

struct board {
    pthread_mutex_t lock;
    struct board_channel *channels[CHANNEL_BUCKETS];
};

/* The lock is held. */
struct board_channel *board_channel(struct board *board, const char *court, const char *channel);
int board_insert(struct board_channel *channel, const struct pool_key *key, int64_t pool);
struct reach *board_reach(struct board_channel *channel, const char *mediator, bool make);

#endif
