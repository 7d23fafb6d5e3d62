/* The statistics ledger: one row per referral and measure, in the transaction of the event. */
#include "engine/desk/ledger.h"

#include "engine/store/store_copy.h"
#include "queries.h"

static const char *const names[] = {
#define X(id, name, zh) name,
    LEDGER_MEASURES(X)
#undef X
};

/* Columns of put_ledger.sql, each an array. */
enum { REFERRAL, MEASURE, EVENT, DAY, DAYS, N_ARRAYS };

int
ledger_put_rows(const struct act *act, const struct ledger_row *rows, int n, struct fl_error *err)
{
    static const enum copy_type types[N_ARRAYS] = {COPY_INT8, COPY_TEXT, COPY_INT8, COPY_DATE,
                                                   COPY_INT4};
    struct buf arrays[N_ARRAYS] = {0};
    struct pg_param params[1 + N_ARRAYS] = {pg_text(act->court)};
    if (n == 0)
        return 0;
    for (int k = 0; k < N_ARRAYS; k++)
        copy_array(&arrays[k], types[k], n);
    for (int i = 0; i < n; i++) {
        copy_int8(&arrays[REFERRAL], rows[i].referral_id);
        copy_text(&arrays[MEASURE], names[rows[i].measure]);
        copy_int8(&arrays[EVENT], rows[i].event_id);
        copy_day(&arrays[DAY], rows[i].day);
        if (rows[i].days < 0)
            copy_null(&arrays[DAYS]);
        else
            copy_int4(&arrays[DAYS], rows[i].days);
    }
    for (int k = 0; k < N_ARRAYS; k++)
        params[1 + k] = pg_bytes(arrays[k].data, arrays[k].len);
    int code = pg_run(act->db, &Q_put_ledger, params, 1 + N_ARRAYS, PG_NONE, NULL, err);
    for (int k = 0; k < N_ARRAYS; k++)
        buf_done(&arrays[k]);
    return code;
}

int
ledger_put(const struct act *act, enum ledger_measure measure, int64_t referral_id,
           int64_t event_id, fl_day day, int days, int n, struct fl_error *err)
{
    const struct ledger_row row = {measure, referral_id, event_id, day, days};
    const struct pg_param params[] = {pg_text(act->court), pg_int(referral_id),
                                      pg_text(names[measure]), pg_int(event_id), pg_day(day)};
    return n < 0 ? pg_run(act->db, &Q_take_back_ledger, params, 5, PG_NONE, NULL, err)
                 : ledger_put_rows(act, &row, 1, err);
}

int
ledger_put_ends(const struct act *act, const struct ledger_end *rows, int n, struct fl_error *err)
{
    struct buf dispute = {0}, event = {0}, day = {0};
    if (n == 0)
        return 0;
    copy_array(&dispute, COPY_INT8, n);
    copy_array(&event, COPY_INT8, n);
    copy_array(&day, COPY_DATE, n);
    for (int i = 0; i < n; i++) {
        copy_int8(&dispute, rows[i].dispute_id);
        copy_int8(&event, rows[i].event_id);
        copy_day(&day, rows[i].day);
    }
    const struct pg_param params[] = {pg_text(act->court), pg_bytes(dispute.data, dispute.len),
                                      pg_bytes(event.data, event.len), pg_bytes(day.data, day.len)};
    int code = pg_run(act->db, &Q_put_ledger_closed, params, 4, PG_NONE, NULL, err);
    buf_done(&dispute);
    buf_done(&event);
    buf_done(&day);
    return code;
}

int
ledger_put_closed(const struct act *act, int64_t dispute_id, int64_t event_id, struct fl_error *err)
{
    const struct ledger_end end = {dispute_id, event_id, moment_day(act->at)};
    return ledger_put_ends(act, &end, 1, err);
}

int
ledger_take_closed(const struct act *act, int64_t dispute_id, int64_t event_id, fl_day day,
                   struct fl_error *err)
{
    return ledger_put(act, LEDGER_CLOSED, dispute_id, event_id, day, -1, -1, err);
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
