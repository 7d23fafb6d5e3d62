/* Stored cases decided again, each on its day of filing, under the policy in force and under a new
 * one: who would move from where to where. Nothing is written. */
#ifndef ENGINE_BACKTEST_H
#define ENGINE_BACKTEST_H

#include "engine/pg/pg.h"
#include "engine/policy/policy.h"

#define BACKTEST_MONTHS 240
#define BACKTEST_ROUTES (FL_MAX_PROCEDURES * 2) /* a procedure, with and without fast track */

struct backtest {
    const struct policy *was, *is;
    fl_day from, to;
    const char *court; /* NULL: all */
    bool progress;     /* say on stderr how far it is */

    long cases, moved, refused; /* refused: a stored case that one of the policies cannot read */
    long matrix[BACKTEST_ROUTES][BACKTEST_ROUTES];  /* from, to */
    long load[BACKTEST_MONTHS][FL_MAX_CHANNELS][2]; /* by month of filing: was, is */
    struct buf
        list; /* one line per case that moves: court, id, ref, from, to, rule before, rule after */
};

/* Fills the counts and the list; the caller gives list back with buf_done. */
int backtest_run(struct backtest *backtest, struct pg *pg, struct fl_error *err);
/* The matrix of moves, the load of each channel per month, and the first `max_cases` of the list.
 */
void backtest_text(const struct backtest *backtest, long max_cases, struct buf *buf);
void backtest_json(const struct backtest *backtest, struct buf *buf);

#endif
