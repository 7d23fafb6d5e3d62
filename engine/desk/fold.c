/* One portion of what was counted into the roll-ups, in one transaction. */
#include "engine/desk/fold.h"

#include "queries.h"

#define FOLD_ROWS 50000 /* of each kind, in a portion */
#define FOLD_MS   (5 * 60 * 1000)

enum { MOVED, MORE }; /* columns of fold.sql */

int
fold_portion(struct pg *pg, int64_t *ret_rows, bool *ret_more, struct fl_error *err)
{
    PG_AUTO portion = NULL;
    const struct pg_param most = pg_int(FOLD_ROWS);
    *ret_rows = 0;
    *ret_more = false;
    pg_deadline(pg, FOLD_MS);
    int code = pg_run(pg, &Q_fold, &most, 1, PG_ROW, &portion, err);
    pg_deadline(pg, 0);
    if (code)
        return code;
    *ret_rows = pg_get_int(portion, 0, MOVED);
    *ret_more = pg_get_bool(portion, 0, MORE);
    return 0;
}
