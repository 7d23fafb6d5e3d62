/* A party goes on because the body is late. */
#include "engine/desk/overdue.h"

#include <string.h>

#include "engine/base/day.h"
#include "queries.h"

static int
not_yet(const struct referral *r, fl_day last, struct fl_error *err)
{
    char day[11];
    if (last == FL_NO_DAY)
        return referral_conflict(r, "no day of it has passed", err);
    return fl_fail(err, FL_E_CONFLICT, "referral %lld has time until %s", (long long)r->referral_id,
                   day_print(last, day));
}

static int
conclude(struct act *act, const struct fl_outcome_row *outcome, const struct referral *r,
         struct conclusion *ret, struct fl_error *err)
{
    const struct report report = {.adapter = fl_adapter_of(r->channel),
                                  .outcome = outcome,
                                  .at = act->at,
                                  .perform_by = FL_NO_DAY};
    enum fl_referral_state to;
    if (!lifecycle_next(r->state, STEP_EXPIRE, &to))
        return referral_conflict(r, "the time of the referral does not run", err);
    *ret = (struct conclusion){.at = act->at};
    return referral_conclude(act, &report, r, STEP_EXPIRE, ret, err);
}

int
overdue_conclude(struct act *act, int64_t dispute_id, struct conclusion *ret, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(act->court), pg_int(dispute_id)};
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_get_open_referral, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    const char *word = PQntuples(row) ? pg_get(row, 0, 1) : "";
    int channel = fl_word_find(&fl_channels, word, strlen(word));
    const struct fl_adapter *adapter = channel < 0 ? NULL : fl_adapter_of((enum fl_channel)channel);
    const struct fl_outcome_row *outcome =
        adapter ? fl_adapter_outcome(adapter, FL_OUTCOME_OVERDUE) : NULL;
    if (!outcome)
        return fl_fail(err, FL_E_CONFLICT,
                       "dispute %lld is open, and not at a body that may be late",
                       (long long)dispute_id);
    fl_day last = pg_get(row, 0, 2) ? (fl_day)pg_get_int(row, 0, 2) : FL_NO_DAY;
    int64_t referral_id = pg_get_int(row, 0, 0);
    const struct pg_param queue[] = {pg_text(act->court), pg_int(referral_id)};
    struct referral r;
    if (pg_run(act->db, &Q_drop_queue, queue, 2, PG_NONE, NULL, err) ||
        referral_lock(act, referral_id, &r, err))
        return err->code;
    if (last == FL_NO_DAY || last >= moment_day(act->at))
        return not_yet(&r, last, err);
    return conclude(act, outcome, &r, ret, err);
}
