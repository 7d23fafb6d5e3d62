/* desk.redeliver: what was given up is delivered anew, from the first try on. A clerk's step. */
#include "engine/desk/desk_step.h"
#include "queries.h"

static int
revive(const struct call *call, int64_t id, struct buf *result, struct fl_error *err)
{
    const struct fl_adapter *adapter = desk_adapter(call);
    const struct pg_param params[] = {pg_text(call->court), pg_int(id),
                                      pg_text(adapter->clerks_only ? NULL : adapter->name)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_revive_delivery, params, 3, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_CONFLICT, "referral %lld is not among the undelivered",
                       (long long)id);
    json_object(result);
    json_put_id(result, "referral_id", id);
    json_put_text(result, "case_id", pg_get(row, 0, 0));
    json_put_text(result, "channel", pg_get(row, 0, 1));
    json_object_end(result);
    return 0;
}

int
desk_redeliver(struct call *call, struct buf *result, struct fl_error *err)
{
    int64_t *ids;
    int n;
    if (call_ids(call, "referral_ids", &ids, &n, err))
        return err->code;
    json_object(result);
    json_key(result, "referrals");
    json_array(result);
    for (int i = 0; i < n; i++)
        if (revive(call, ids[i], result, err))
            return err->code;
    json_array_end(result);
    json_object_end(result);
    return 0;
}
