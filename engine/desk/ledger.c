/* The statistics ledger: one row per referral and measure, in the transaction of the event. */
#include "engine/desk/ledger.h"

#include "queries.h"

static const char *const names[] = {
#define X(id, name, zh) name,
    LEDGER_MEASURES(X)
#undef X
};

int
ledger_put(const struct act *act, enum ledger_measure measure, int64_t referral_id,
           int64_t event_id, fl_day day, int days, int n, struct fl_error *err)
{
    const struct pg_param params[] = {
        pg_text(act->court), pg_int(referral_id), pg_text(names[measure]),
        pg_int(event_id),    pg_day(day),         days < 0 ? pg_null_int() : pg_int(days),
    };
    return n < 0 ? pg_run(act->db, &Q_take_back_ledger, params, 5, PG_NONE, NULL, err)
                 : pg_run(act->db, &Q_put_ledger, params, 6, PG_NONE, NULL, err);
}

int
ledger_put_closed(const struct act *act, int64_t dispute_id, int64_t event_id, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(act->court), pg_int(dispute_id), pg_int(event_id),
                                      pg_day(moment_day(act->at))};
    return pg_run(act->db, &Q_put_ledger_closed, params, 4, PG_NONE, NULL, err);
}

int
ledger_take_closed(const struct act *act, int64_t dispute_id, int64_t event_id, fl_day day,
                   struct fl_error *err)
{
    return ledger_put(act, LEDGER_CLOSED, dispute_id, event_id, day, -1, -1, err);
}

int
ledger_put_performed(const struct act *act, int64_t referral_id, int64_t event_id, bool whole,
                     struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(act->court), pg_int(referral_id),
                                      pg_text(whole ? "whole" : "part"), pg_int(event_id)};
    return pg_run(act->db, &Q_put_ledger_performed, params, 4, PG_NONE, NULL, err);
}

int
ledger_recount(const struct act *act, int64_t referral_id, int64_t event_id, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(act->court), pg_int(referral_id)};
    PG_AUTO others = NULL;
    if (pg_run(act->db, &Q_list_counted_after, params, 2, PG_ROWS, &others, err))
        return err->code;
    for (int i = 0; i < PQntuples(others); i++) {
        int64_t other = pg_get_int(others, i, 0);
        fl_day day = (fl_day)pg_get_int(others, i, 1);
        int days = pg_get(others, i, 2) ? (int)pg_get_int(others, i, 2) : -1;
        if (ledger_put(act, LEDGER_CONCLUDED, other, event_id, day, days, -1, err) ||
            ledger_put(act, LEDGER_CONCLUDED, other, event_id, day, days, 1, err))
            return err->code;
    }
    return 0;
}
