/* Folding the statistics ledger into its roll-ups (fenliu.tally…), so that a figure costs the same
 * whatever the history.
 *
 * A portion is one transaction: all that a range of finished transactions has counted is added up,
 * and the place is moved behind it. The range ends before the oldest transaction that still runs,
 * so nothing that commits late is passed over. Any number of processes may try, one works at a
 * time; a kill leaves the portion undone and the next one does it. Readers count what is not yet
 * folded from the ledger, in the same snapshot. */
#ifndef ENGINE_FOLD_H
#define ENGINE_FOLD_H

#include "engine/pg/pg.h"

/* What one keeper remembers of its portions: how many transactions the next one takes, by how many
 * rows the last ones had. All zero at first. */
struct fold {
    int64_t step;
};

/* Folds one portion. *ret_rows: the ledger rows in it; 0 when there is nothing to fold or another
 * process is at work. *ret_more: there is another portion to fold at once. */
int fold_portion(struct pg *pg, struct fold *fold, int64_t *ret_rows, bool *ret_more,
                 struct fl_error *err);

#endif
