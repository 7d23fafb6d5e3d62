/* Offers that were not accepted in time go back into their queues. */
#include "engine/base/day.h"
#include "engine/desk/desk_step.h"
#include "engine/queue/board.h"
#include "queries.h"

/* Who let an offer lapse is not asked about it again before the end of these working days. */
static int64_t
rest_until(struct engine *engine, int64_t now)
{
    struct policy *policy = engine_policy(engine);
    fl_day today = moment_day(now);
    int64_t days;
    if (!policy_param(policy, "desk.lapse_rest_days", today, &days))
        days = 0;
    int64_t until =
        days ? day_start(policy_period_end(policy, today, (int)days, FL_WORKING_DAYS)) : now;
    policy_release(policy);
    return until;
}

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
            pg_text(fl_word(&fl_event_types, FL_EVENT_REFERRAL_LAPSED)),
            pg_moment(rest_until(engine, now)),
        };
        /* one statement, one transaction */
        if ((rc = pg_run(db, &Q_lapse_offers, params, 5, PG_ROWS, &rows, err)))
            break;
        n = PQntuples(rows);
        lapsed += n;
        for (int i = 0; i < n; i++)
            board_note(engine->board, pg_get(rows, i, 0), pg_get(rows, i, 1),
                       pg_get_int(rows, i, 2), pg_get_int(rows, i, 3));
    } while (n == SWEEP_ROWS);
    buf_done(&ids);
    if (!rc)
        *ret_n = lapsed;
    if (lapsed)
        engine_wake(engine);
    return rc;
}
