/* The board: what one process knows of the queues, so that a pull looks into a few pools and not into all that fit.
 *
 * Of each pool it keeps a floor: a place in the order of the queue below which nothing lived when somebody looked last.
 * A pull looks into the pools with the lowest floors and takes what stands before the floor of all others that fit the
 * mediator; when that is not enough it looks into more. So a pull costs a few looks into an index, whether ten
 * thousand wait or a million, in five pools or in a thousand. The floor also spares a pull what has been taken from
 * the head of a pool: while somebody's old snapshot is open such rows stay in the index, and without a floor every
 * pull would walk all of them again.
 *
 * What a floor must not do is hide a referral. One that enters through this process lowers the floor of its pool, when
 * it is written and, since floors may be raised until its transaction is over, for BOARD_HOLD_MS after that. What
 * enters through other processes is found because a floor is trusted for BOARD_TRUST_MS, and for BOARD_ASK_MS more
 * while somebody looks it up from the bottom. So a pull sees every referral that was in its queue a second before,
 * whoever put it there; nothing but a transaction that stays open longer than BOARD_HOLD_MS (a step that the project
 * does not take) is seen later than that, a second after its end. Floors that are half as old are looked up along with
 * what a pull looks into anyway, a few each time, so that no pull has to look up all.
 *
 * The board keeps, for each mediator that pulls, which pools fit (engine/roster/roster.h). Thread safe. */
#ifndef ENGINE_BOARD_H
#define ENGINE_BOARD_H

#include "engine/base/arena.h"
#include "engine/queue/pool.h"
#include "engine/roster/roster.h"

#define BOARD_TRUST_MS 750
#define BOARD_ASK_MS   250 /* together with BOARD_TRUST_MS the second that is promised */
#define BOARD_FRESH_MS 400
#define BOARD_HOLD_MS  1000

struct board;

struct board *board_open(void);
void board_close(struct board *board); /* NULL is nothing */

/* Whether a pool is known to be written down. */
bool board_knows(struct board *board, const char *court, const char *channel, int64_t pool);
/* It is: in a transaction that is over. */
void board_add(struct board *board, const char *court, const struct pool_key *key, int64_t pool);

/* Something is being put into a queue, at this place. */
void board_note(struct board *board, const char *court, const char *channel, int64_t pool,
                int64_t rank);

/* --- one pull looks --- */

/* A place in the order of a pool. */
struct place {
    int64_t at, id;
};
#define PLACE_BOTTOM ((struct place){INT64_MIN, INT64_MIN})
#define PLACE_TOP    ((struct place){INT64_MAX, INT64_MAX}) /* above all: the pool is empty */

/* A pool that is looked into, and from where on. */
struct probe {
    int index;  /* the board's */
    bool whole; /* from the floor or the bottom, so that what stands first there is the new floor */
    int64_t pool;
    struct place from;
    int depth; /* rows to look at, at most */
};
/* What was seen there. */
struct sight {
    int n;              /* rows looked at */
    struct place first; /* of them */
    int n_before;       /* rows that might be taken, */
    struct place last;  /* and the last of these */
};
enum { BOARD_PROBES = 256 };

struct look; /* of one call of desk.pull; lives in its arena */

/* Begins: brings the list of pools up to date and finds those that fit. `member` NULL: all of the channel. */
int board_look(struct board *board, struct pg *pg, const char *court, const char *channel,
               const struct roster_member *member, int64_t roster, const struct policy *policy,
               struct arena *arena, struct look **ret, struct fl_error *err);

/* The next pools to look into, about `k` beside those that nobody has looked into lately, `depth` rows of each; of those
 * whose floor is only to be renewed, the first. 0: there is nothing more. *ret_ceiling: what stands above may not be
 * taken yet. */
int look_next(struct look *look, int k, int depth, struct probe ret[BOARD_PROBES],
              int64_t *ret_ceiling);

/* What was seen in a pool. `over`: all that stood before the ceiling was looked at, and what was not taken fits not or
 * is in other hands. */
void look_saw(struct look *look, const struct probe *probe, const struct sight *sight, bool over);

/* Whether something entered lately that may fit a mediator, as far as is known: for waking those that wait. True when
 * it is not known. */
bool board_may_fit(struct board *board, const char *court, const char *channel,
                   const char *mediator);

#endif
