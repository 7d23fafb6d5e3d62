/* What may be the same dispute is found from the keyed hashes of its parties. */
#include "engine/desk/link.h"

#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/desk_step.h"
#include "queries.h"

#define DAYS_PARAM       "link.days"
#define SAME_CAUSE_PARAM "link.same_cause_days"
enum { PAGE = 2000 /* events */, HUB = 100 /* disputes of a party that finds none by itself */ };

/* The columns of list_received_since.sql and of find_duplicates.sql. */
enum { COURT, DISPUTE, RECEIVED, XID, EVENT };
enum {
    FOUND_COURT,
    FOUND_LOW,
    FOUND_HIGH,
    FOUND_BY_ID,
    FOUND_SAME_CAUSE,
    FOUND_DAYS,
    FOUND_COLUMNS
};

/* One array for each column of what was found, as PostgreSQL reads them. */
static int
put_found(const struct act *act, const PGresult *found, struct fl_error *err)
{
    struct buf columns[FOUND_COLUMNS] = {0}, low_events = {0}, high_events = {0};
    int n = PQntuples(found);
    int code = id_array(act->engine, act->db, n, &low_events, err) ||
               id_array(act->engine, act->db, n, &high_events, err);
    for (int k = 0; k < FOUND_COLUMNS; k++) {
        for (int row = 0; row < n; row++)
            buf_print(&columns[k], "%c%s", row ? ',' : '{', pg_get(found, row, k));
        buf_char(&columns[k], '}');
    }
    const struct pg_param params[] = {
        pg_text(columns[FOUND_COURT].data),
        pg_text(columns[FOUND_LOW].data),
        pg_text(columns[FOUND_HIGH].data),
        pg_text(columns[FOUND_BY_ID].data),
        pg_text(columns[FOUND_SAME_CAUSE].data),
        pg_text(columns[FOUND_DAYS].data),
        pg_text(low_events.data),
        pg_text(high_events.data),
        pg_moment(act->at),
        pg_text(fl_word(&fl_event_types, FL_EVENT_CASE_LINKED)),
        pg_text(act->actor),
    };
    if (!code)
        code = pg_run(act->db, &Q_put_links, params, sizeof params / sizeof *params, PG_NONE, NULL,
                      err);
    for (int k = 0; k < FOUND_COLUMNS; k++)
        buf_done(&columns[k]);
    buf_done(&low_events);
    buf_done(&high_events);
    return code ? err->code : 0;
}

/* The disputes received among the events, as two arrays of PostgreSQL: courts, numbers. */
static int
list_received(const PGresult *events, struct buf *courts, struct buf *ids)
{
    int n = 0;
    for (int row = 0; row < PQntuples(events); row++) {
        if (!pg_get_bool(events, row, RECEIVED))
            continue;
        buf_print(courts, "%c%s", n ? ',' : '{', pg_get(events, row, COURT));
        buf_print(ids, "%c%s", n ? ',' : '{', pg_get(events, row, DISPUTE));
        n++;
    }
    buf_text(courts, n ? "}" : "{}");
    buf_text(ids, n ? "}" : "{}");
    return n;
}

static int
find(struct act *act, const PGresult *events, struct fl_error *err)
{
    struct buf courts = {0}, ids = {0};
    PG_AUTO found = NULL;
    int64_t days, same_cause;
    fl_day today = moment_day(act->at);
    int code = 0, n = list_received(events, &courts, &ids);
    /* a policy without the parameters asks for no links */
    if (n && policy_param(act->policy, DAYS_PARAM, today, &days) &&
        policy_param(act->policy, SAME_CAUSE_PARAM, today, &same_cause)) {
        const struct pg_param params[] = {pg_text(courts.data), pg_text(ids.data), pg_int(days),
                                          pg_int(same_cause), pg_int(HUB)};
        code = pg_run(act->db, &Q_plan_afresh, NULL, 0, PG_NONE, NULL, err) ||
               pg_run(act->db, &Q_find_duplicates, params, 5, PG_ROWS, &found, err);
    }
    if (!code && PQntuples(found))
        code = put_found(act, found, err);
    buf_done(&courts);
    buf_done(&ids);
    return code;
}

static int
look(struct act *act, bool *ret_more, struct fl_error *err)
{
    PG_AUTO place = NULL;
    PG_AUTO held = NULL;
    PG_AUTO events = NULL;
    if (pg_run(act->db, &Q_get_link_place, NULL, 0, PG_ROW, &place, err))
        return err->code;
    const struct pg_param from[] = {pg_text(pg_get(place, 0, 0)), pg_int(pg_get_int(place, 0, 1)),
                                    pg_int(PAGE)};
    if (pg_run(act->db, &Q_list_received_since, from, 3, PG_ROWS, &events, err))
        return err->code;
    int n = PQntuples(events);
    if (n == 0)
        return 0;
    if (pg_run(act->db, &Q_take_link_place, from, 2, PG_MAYBE_ROW, &held, err) ||
        PQntuples(held) == 0)
        return err->code;
    const struct pg_param to[] = {pg_text(pg_get(events, n - 1, XID)),
                                  pg_int(pg_get_int(events, n - 1, EVENT))};
    *ret_more = n == PAGE;
    if (find(act, events, err))
        return err->code;
    return pg_run(act->db, &Q_set_link_place, to, 2, PG_NONE, NULL, err);
}

int
link_sweep(struct engine *engine, struct pg *db, int64_t now, bool *ret_more, struct fl_error *err)
{
    struct arena arena;
    struct fl_error own = {0};
    struct policy *policy = engine_policy(engine);
    *ret_more = false;
    if (!policy)
        return 0;
    arena_init(&arena);
    struct act act = {engine, db, &arena, policy, NULL, "keeper", now, false};
    if (pg_begin(db, &own) || look(&act, ret_more, &own) || pg_commit(db, &own)) {
        pg_rollback(db);
        *ret_more = false;
        *err = own;
    }
    arena_done(&arena);
    policy_release(policy);
    return own.code;
}
