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
        pg_int(n),
    };
    return pg_run(act->db, &Q_put_ledger, params, 7, PG_NONE, NULL, err);
}
