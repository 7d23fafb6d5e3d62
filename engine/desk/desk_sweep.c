/* Offers that were not accepted in time go back into their queues. */
#include "engine/desk/desk_step.h"
#include "engine/desk/rank.h"
#include "queries.h"

enum { SWEEP_ROWS = 500 }; /* the limit in lapse_offers.sql */

int
desk_sweep(struct engine *engine, struct pg *db, int64_t now, int *ret_n, struct fl_error *err)
{
    struct buf ids = {0};
    int rc, n, lapsed = 0;
    do {
        PG_AUTO rows = NULL;
        n = 0;
        if ((rc = id_array(engine, db, SWEEP_ROWS, &ids, err)))
            break;
        const struct pg_param params[] = {
            pg_moment(now),
            pg_text(lifecycle_to(STEP_LAPSE)),
            pg_text(ids.data),
            pg_int(RANK_MS_PER_POINT),
            pg_text(fl_word(&fl_event_types, FL_EVENT_REFERRAL_LAPSED)),
        };
        /* one statement, one transaction */
        if ((rc = pg_run(db, &Q_lapse_offers, params, 5, PG_ROWS, &rows, err)))
            break;
        n = PQntuples(rows);
        lapsed += n;
    } while (n == SWEEP_ROWS);
    buf_done(&ids);
    if (!rc)
        *ret_n = lapsed;
    if (lapsed)
        engine_wake(engine);
    return rc;
}
