/* Erasing by the destruction of keys. */
#include "engine/access/erase.h"

#include <stdio.h>

#include "engine/base/day.h"
#include "engine/desk/desk_step.h"
#include "queries.h"

enum { COUNT_MS = 10 * 60 * 1000 };

bool
erase_months(const struct policy *policy, int64_t now, int *ret_months)
{
    int64_t months;
    if (!policy_param(policy, RETENTION_PARAM, moment_day(now), &months) || months < 1)
        return false;
    *ret_months = (int)months;
    return true;
}

int
erase_count(struct pg *pg, int64_t now, int months, int64_t *ret_n, char ret_oldest[11],
            struct fl_error *err)
{
    const struct pg_param params[] = {pg_moment(now), pg_int(months)};
    PG_AUTO row = NULL;
    pg_deadline(pg, COUNT_MS);
    int code = pg_run(pg, &Q_count_erasable, params, 2, PG_ROW, &row, err);
    pg_deadline(pg, 0);
    if (code)
        return code;
    *ret_n = pg_get_int(row, 0, 0);
    snprintf(ret_oldest, 11, "%s", pg_get(row, 0, 1) ? pg_get(row, 0, 1) : "");
    return 0;
}

int
erase_batch(struct engine *engine, struct pg *pg, int64_t now, int months, const char *actor,
            int *ret_n, struct fl_error *err)
{
    struct buf ids = {0};
    PG_AUTO rows = NULL;
    int code = id_array(engine, pg, ERASE_BATCH, &ids, err);
    const struct pg_param params[] = {pg_moment(now), pg_int(months), pg_text(ids.data),
                                      pg_text(fl_word(&fl_event_types, FL_EVENT_PERSON_ERASED)),
                                      pg_text(actor)};
    pg_deadline(pg, COUNT_MS);
    if (!code)
        code = pg_run(pg, &Q_erase_disputes, params, 5, PG_ROWS, &rows, err);
    pg_deadline(pg, 0);
    buf_done(&ids);
    if (!code)
        *ret_n = PQntuples(rows);
    return code;
}
