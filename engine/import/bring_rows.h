/* The rows and events of imported disputes; inside engine/import only. */
#ifndef ENGINE_IMPORT_BRING_ROWS_H
#define ENGINE_IMPORT_BRING_ROWS_H

#include "engine/import/bring.h"

/* Everything of the disputes that are marked as stored, by COPY; ids are there. */
int bring_copy(struct bringing *b, struct brought *list, int n, struct fl_error *err);

/* The clocks that still run, and with them due_on, for what is open. Before bring_copy. */
int bring_clocks(struct bringing *b, struct brought *list, int n, struct arena *arena,
                 struct fl_error *err);

/* What became of the referrals; the queue and the counts. After bring_copy. */
int bring_counts(struct bringing *b, struct brought *list, int n, struct arena *arena,
                 struct fl_error *err);

#endif
