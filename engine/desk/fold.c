/* One portion of the ledger into the roll-ups, in one transaction. */
#include "engine/desk/fold.h"

#include <stdlib.h>
#include <string.h>

#include "queries.h"

#define FOLD_ROWS  200000 /* what a portion aims at */
#define FOLD_FIRST 64     /* transactions of the first portion */
#define FOLD_MS    (5 * 60 * 1000)

enum { LOCKED, PLACE, HORIZON };  /* columns of get_fold.sql */
enum { COURTS, ROWS };            /* of list_fold_courts.sql */
enum { FROM, BEFORE, OF, RANGE }; /* the parameters of every fold_….sql */

/* From which transaction up to before which, and the courts that counted something in it. */
struct portion {
    int64_t from, before, horizon, rows;
    char from_text[24], before_text[24];
};

static int
count(struct pg *pg, struct portion *p, PGresult **ret, struct fl_error *err)
{
    snprintf(p->from_text, sizeof p->from_text, "%lld", (long long)p->from);
    snprintf(p->before_text, sizeof p->before_text, "%lld", (long long)p->before);
    const struct pg_param params[] = {pg_text(p->from_text), pg_text(p->before_text)};
    PQclear(*ret);
    *ret = NULL;
    if (pg_run(pg, &Q_list_fold_courts, params, 2, PG_ROW, ret, err))
        return err->code;
    p->rows = pg_get_int(*ret, 0, ROWS);
    return 0;
}

static int64_t
least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The range is widened while it holds little and narrowed while it holds too much. */
static int
choose(struct pg *pg, struct fold *fold, struct portion *p, PGresult **ret, struct fl_error *err)
{
    int64_t step = fold->step ? fold->step : FOLD_FIRST;
    for (;;) {
        p->before = least(p->from + step, p->horizon);
        if (count(pg, p, ret, err))
            return err->code;
        if (p->rows > 2 * FOLD_ROWS && step > 1)
            step = step / 4 ? step / 4 : 1;
        else if (p->rows == 0 && p->before < p->horizon)
            step *= 16;
        else
            break;
    }
    fold->step = p->rows > FOLD_ROWS && step > 1 ? step / 2
                 : p->rows < FOLD_ROWS / 2       ? step * 2
                                                 : step;
    fold->step = least(fold->step, INT64_C(1) << 40);
    return 0;
}

static int
add_up(struct pg *pg, const struct portion *p, const char *courts, struct fl_error *err)
{
    static const struct query *const folds[] = {&Q_fold_tally, &Q_fold_outcome, &Q_fold_days,
                                                &Q_fold_cohort, &Q_fold_open};
    const struct pg_param params[RANGE] = {
        [FROM] = pg_text(p->from_text), [BEFORE] = pg_text(p->before_text), [OF] = pg_text(courts)};
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
        if (pg_run(pg, folds[i], params, RANGE, PG_NONE, NULL, err))
            return err->code;
    if (pg_run(pg, &Q_drop_folded_open, &params[OF], 1, PG_NONE, NULL, err))
        return err->code;
    return pg_run(pg, &Q_set_fold_place, &params[BEFORE], 1, PG_NONE, NULL, err);
}

static int
fold_one(struct pg *pg, struct fold *fold, struct portion *p, struct fl_error *err)
{
    PG_AUTO place = NULL;
    PG_AUTO courts = NULL;
    if (pg_run(pg, &Q_get_fold, NULL, 0, PG_ROW, &place, err))
        return err->code;
    p->from = pg_get_int(place, 0, PLACE);
    p->horizon = pg_get_int(place, 0, HORIZON);
    if (!pg_get_bool(place, 0, LOCKED) || p->from >= p->horizon)
        return 0;
    if (choose(pg, fold, p, &courts, err) || p->rows == 0)
        return err->code;
    return add_up(pg, p, pg_get(courts, 0, COURTS), err);
}

int
fold_portion(struct pg *pg, struct fold *fold, int64_t *ret_rows, bool *ret_more,
             struct fl_error *err)
{
    struct fl_error own = {0};
    struct portion p = {0};
    *ret_rows = 0;
    *ret_more = false;
    pg_deadline(pg, FOLD_MS);
    bool failed = pg_begin(pg, &own) || fold_one(pg, fold, &p, &own) || pg_commit(pg, &own);
    if (failed)
        pg_rollback(pg);
    pg_deadline(pg, 0);
    if (failed) {
        if (err)
            *err = own;
        return own.code;
    }
    *ret_rows = p.rows;
    *ret_more = p.rows > 0 && p.before < p.horizon;
    return 0;
}
