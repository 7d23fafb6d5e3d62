/* Agreements, and whether they were performed voluntarily. */
#include "engine/desk/performance.h"

#include "engine/desk/ledger.h"
#include "engine/store/store_copy.h"
#include "queries.h"

/* Many in one statement: its parameters are the court and an array a column. */
static int
run_arrays(const struct act *act, const struct query *query, struct buf *arrays, int n,
           struct fl_error *err)
{
    enum { MOST = 8 };
    struct pg_param params[1 + MOST] = {pg_text(act->court)};
    for (int k = 0; k < n; k++)
        params[1 + k] = pg_bytes(arrays[k].data, arrays[k].len);
    int code = pg_run(act->db, query, params, 1 + n, PG_NONE, NULL, err);
    for (int k = 0; k < n; k++)
        buf_done(&arrays[k]);
    return code;
}

static int
put_rows(const struct act *act, const struct agreement_reached *rows, int n, struct fl_error *err)
{
    enum { REFERRAL, DISPUTE, REACHED, DUE, PAY_ONLY, N_ARRAYS };
    static const enum copy_type types[N_ARRAYS] = {COPY_INT8, COPY_INT8, COPY_DATE, COPY_DATE,
                                                   COPY_BOOL};
    struct buf arrays[N_ARRAYS] = {0};
    for (int k = 0; k < N_ARRAYS; k++)
        copy_array(&arrays[k], types[k], n);
    for (int i = 0; i < n; i++) {
        copy_int8(&arrays[REFERRAL], rows[i].referral_id);
        copy_int8(&arrays[DISPUTE], rows[i].dispute_id);
        copy_day(&arrays[REACHED], rows[i].reached_on);
        copy_day(&arrays[DUE], rows[i].due_on);
        copy_bool(&arrays[PAY_ONLY], rows[i].pay_only);
    }
    return run_arrays(act, &Q_put_performance, arrays, N_ARRAYS, err);
}

int
agreements_put(const struct act *act, const struct agreement_reached *rows, int n,
               struct fl_error *err)
{
    if (n == 0)
        return 0;
    struct ledger_row *due = arena_take(act->arena, (size_t)n * sizeof *due);
    for (int i = 0; i < n; i++)
        due[i] = (struct ledger_row){
            LEDGER_DUE, rows[i].referral_id, rows[i].event_id,
            rows[i].due_on == FL_NO_DAY ? rows[i].reached_on : rows[i].due_on, -1};
    int code = put_rows(act, rows, n, err);
    return code ? code : ledger_put_rows(act, due, n, err);
}

/* By arrays: the referral, how much is performed, and third: the event (COPY_INT8) or the day (COPY_DATE). */
static int
run_performed(const struct act *act, const struct query *query, enum copy_type third,
              const struct agreement_performed *rows, int n, struct fl_error *err)
{
    enum { REFERRAL, NOW, THIRD, N_ARRAYS };
    const enum copy_type types[N_ARRAYS] = {COPY_INT8, COPY_TEXT, third};
    struct buf arrays[N_ARRAYS] = {0};
    for (int k = 0; k < N_ARRAYS; k++)
        copy_array(&arrays[k], types[k], n);
    for (int i = 0; i < n; i++) {
        copy_int8(&arrays[REFERRAL], rows[i].referral_id);
        copy_text(&arrays[NOW], rows[i].whole ? "whole" : "part");
        if (third == COPY_DATE)
            copy_day(&arrays[THIRD], rows[i].on);
        else
            copy_int8(&arrays[THIRD], rows[i].event_id);
    }
    return run_arrays(act, query, arrays, N_ARRAYS, err);
}

/* The ledger first: what it counts anew depends on what was performed before. */
int
agreements_perform(const struct act *act, const struct agreement_performed *rows, int n,
                   struct fl_error *err)
{
    if (n == 0)
        return 0;
    int code = run_performed(act, &Q_put_ledger_performed, COPY_INT8, rows, n, err);
    return code ? code : run_performed(act, &Q_perform_agreement, COPY_DATE, rows, n, err);
}

struct deadline
agreement_clock(const struct policy *policy, fl_day reached_on, fl_day due_on)
{
    return (struct deadline){
        .what = "perform",
        .until = FL_UNTIL_PERFORMED,
        .due_on = due_on,
        .near_on = deadline_near(policy, reached_on, due_on),
        .act_on = FL_NO_DAY,
        .extend_to = FL_NO_DAY,
    };
}
