/* One sweep over the clocks: what is near, what has passed, what has expired. */
#include "engine/desk/deadline.h"

#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/desk_step.h"
#include "queries.h"

enum { SWEEP_ROWS = 500 }; /* the limit in warn_deadlines.sql */

/* One statement, one transaction; *ret_n is how many rows were looked at. */
static int
warn(struct engine *engine, struct pg *db, int64_t now, struct deadline_sweep *sweep, int *ret_n,
     struct fl_error *err)
{
    struct buf ids = {0};
    PG_AUTO row = NULL;
    int code = id_array(engine, db, SWEEP_ROWS, &ids, err);
    if (!code) {
        const struct pg_param params[] = {
            pg_day(moment_day(now)),
            pg_moment(now),
            pg_text(DEADLINE_ACTOR),
            pg_text(ids.data),
            pg_text(fl_word(&fl_event_types, FL_EVENT_DEADLINE_NEAR)),
            pg_text(fl_word(&fl_event_types, FL_EVENT_DEADLINE_PASSED)),
        };
        code = pg_run(db, &Q_warn_deadlines, params, 6, PG_ROW, &row, err);
    }
    buf_done(&ids);
    if (code)
        return code;
    *ret_n = (int)pg_get_int(row, 0, 0);
    sweep->near += (int)pg_get_int(row, 0, 1);
    sweep->passed += (int)pg_get_int(row, 0, 2);
    return 0;
}

int
deadline_sweep(struct engine *engine, struct pg *db, int64_t now, struct deadline_sweep *ret,
               struct fl_error *err)
{
    struct deadline_sweep sweep = {0};
    int n;
    do
        if (warn(engine, db, now, &sweep, &n, err))
            return err->code;
    while (n == SWEEP_ROWS);
    *ret = sweep;
    return 0;
}
