/* One sweep over the clocks: what is near, what has passed, what has expired. */
#include "engine/desk/deadline.h"

#include <string.h>

#include "engine/base/day.h"
#include "engine/base/log.h"
#include "engine/desk/desk_report.h"
#include "queries.h"

/* The limits in warn_deadlines.sql and list_expired.sql. */
enum { SWEEP_ROWS = 500, EXPIRY_ROWS = 100 };

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

/* --- what has expired --- */

/* A clock whose days of grace are over, on its way to be concluded. */
struct expiry {
    struct act act;
    int64_t dispute_id, referral_id;
    const char *what;
    bool done; /* out */
};

/* The reason that says so, where the channel has a code for it. */
static int
conclude(struct expiry *e, const struct referral *r, struct fl_error *err)
{
    const struct fl_adapter *adapter = fl_adapter_of(r->channel);
    struct report report = {
        .adapter = adapter,
        .outcome = fl_adapter_outcome(adapter, FL_OUTCOME_EXPIRED),
        .code = fl_adapter_reason(adapter, FL_OUTCOME_EXPIRED, "period_over"),
        .at = e->act.at,
        .perform_by = FL_NO_DAY,
    };
    struct conclusion done = {.at = e->act.at};
    if (!report.outcome)
        return fl_fail(err, FL_E_INTERNAL, "the channel %s has no outcome `expired`",
                       adapter->name);
    return referral_conclude(&e->act, &report, r, STEP_EXPIRE, &done, err);
}

/* Dispute, queue, referral, clock: the order in which everybody takes them. */
static int
expire(struct expiry *e, struct fl_error *err)
{
    const struct act *act = &e->act;
    const struct pg_param dispute[] = {pg_text(act->court), pg_int(e->dispute_id)};
    const struct pg_param clock[] = {pg_text(act->court), pg_int(e->referral_id), pg_text(e->what),
                                     pg_day(moment_day(act->at))};
    PG_AUTO held = NULL;
    PG_AUTO still = NULL;
    struct referral r;
    enum fl_referral_state to;
    if (pg_run(act->db, &Q_hold_dispute, dispute, 2, PG_MAYBE_ROW, &held, err))
        return err->code;
    if (PQntuples(held) == 0)
        return 0;
    if (pg_run(act->db, &Q_drop_queue, clock, 2, PG_NONE, NULL, err) ||
        referral_lock(act, e->referral_id, &r, err) ||
        pg_run(act->db, &Q_hold_expired, clock, 4, PG_MAYBE_ROW, &still, err))
        return err->code;
    if (PQntuples(still) == 0)
        return 0;
    if (!lifecycle_next(r.state, STEP_EXPIRE, &to))
        return referral_conflict(&r, "it cannot expire", err);
    if (conclude(e, &r, err))
        return err->code;
    e->done = true;
    return 0;
}

/* One transaction. What fails is logged and tried again tomorrow; a database that is away ends the
 * sweep. */
static int
expire_row(struct engine *engine, struct pg *db, int64_t now, const PGresult *rows, int row,
           struct deadline_sweep *sweep, struct fl_error *err)
{
    struct arena arena;
    struct policy *policy = engine_policy(engine);
    arena_init(&arena);
    struct expiry e = {
        .act = {.engine = engine,
                .db = db,
                .arena = &arena,
                .policy = policy,
                .court = pg_get(rows, row, 0),
                .actor = DEADLINE_ACTOR,
                .at = now},
        .dispute_id = pg_get_int(rows, row, 1),
        .referral_id = pg_get_int(rows, row, 2),
        .what = pg_get(rows, row, 3),
    };
    int code = pg_begin(db, err);
    if (!code && !(code = expire(&e, err)) && e.done)
        code = pg_commit(db, err);
    if (code || !e.done)
        pg_rollback(db);
    if (code && code != FL_E_UNAVAILABLE) {
        log_line(LOG_WARN, "sweeper", "step=expire referral=%lld detail=\"%s\"",
                 (long long)e.referral_id, err->detail);
        const struct pg_param clock[] = {pg_text(e.act.court), pg_int(e.referral_id),
                                         pg_text(e.what), pg_day(moment_day(now))};
        memset(err, 0, sizeof *err);
        code = pg_run(db, &Q_postpone_expired, clock, 4, PG_NONE, NULL, err);
    } else if (!code && e.done) {
        sweep->expired++;
    }
    policy_release(policy);
    arena_done(&arena);
    return code;
}

/* *ret_more: there may be others, and some of these are done. */
static int
expire_some(struct engine *engine, struct pg *db, int64_t now, struct deadline_sweep *sweep,
            bool *ret_more, struct fl_error *err)
{
    const struct pg_param today[] = {pg_day(moment_day(now))};
    PG_AUTO rows = NULL;
    if (pg_run(db, &Q_list_expired, today, 1, PG_ROWS, &rows, err))
        return err->code;
    int before = sweep->expired;
    for (int row = 0; row < PQntuples(rows); row++)
        if (expire_row(engine, db, now, rows, row, sweep, err))
            return err->code;
    *ret_more = PQntuples(rows) == EXPIRY_ROWS && sweep->expired > before;
    return 0;
}

int
deadline_sweep(struct engine *engine, struct pg *db, int64_t now, struct deadline_sweep *ret,
               struct fl_error *err)
{
    struct deadline_sweep sweep = {0};
    bool more;
    int n;
    do
        if (warn(engine, db, now, &sweep, &n, err))
            return err->code;
    while (n == SWEEP_ROWS);
    do
        if (expire_some(engine, db, now, &sweep, &more, err))
            return err->code;
    while (more);
    if (sweep.expired)
        engine_wake(engine);
    *ret = sweep;
    return 0;
}
