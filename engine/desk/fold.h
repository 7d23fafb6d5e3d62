/* Folding what was counted (fenliu.tally_new…) into the roll-ups (fenliu.tally…), so that a figure costs the same whatever
 * the history.
 *
 * What a statement counts is added up in its own transaction, by a trigger of the ledger
 * (schema/analyst/0115_counting.sql). A portion is one transaction: so many of those cells are moved into the roll-ups, or,
 * after a change of definitions, so many rows of the ledger. Any number of processes may try, one works at a time; a kill
 * leaves the portion undone and the next one does it. Readers see a cell in one place or the other, in one snapshot. */
#ifndef ENGINE_FOLD_H
#define ENGINE_FOLD_H

#include "engine/pg/pg.h"

/* Folds one portion. *ret_rows: the cells in it; 0 when there is nothing to fold or another process is at work.
 * *ret_more: there is another portion to fold at once. */
int fold_portion(struct pg *pg, int64_t *ret_rows, bool *ret_more, struct fl_error *err);

#endif
