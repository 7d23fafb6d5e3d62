/* The clocks of a referral: which there are, opened, closed. */
#include "engine/desk/deadline.h"

#include <string.h>

#include "engine/base/day.h"
#include "queries.h"

/* --- which there are: pure --- */

static const struct {
    const char *member;
    enum fl_unit unit;
} units[] = {
    {"days",         FL_DAYS        },
    {"working_days", FL_WORKING_DAYS},
    {"months",       FL_MONTHS      }
};

int
limits_read(const cJSON *decision, struct fl_limit ret[FL_MAX_LIMITS])
{
    int n = 0;
    const cJSON *node;
    cJSON_ArrayForEach(node, json_get(decision, "limits"))
    {
        const char *what = json_str(json_get(node, "what")),
                   *from = json_str(json_get(node, "from")),
                   *basis = json_str(json_get(node, "basis"));
        int64_t length;
        for (size_t i = 0; what && from && n < FL_MAX_LIMITS && i < sizeof units / sizeof *units;
             i++)
            if (json_is_int(json_get(node, units[i].member), &length))
                ret[n++] = (struct fl_limit){.what = what,
                                             .length = (int)length,
                                             .unit = units[i].unit,
                                             .from = from,
                                             .until = FL_NO_DAY,
                                             .basis = basis ? basis : ""};
    }
    return n;
}

static const struct fl_deadline_row *
watched(const struct fl_adapter *adapter, const char *what)
{
    for (const struct fl_deadline_row *row = adapter->deadlines; row->what; row++)
        if (strcmp(row->what, what) == 0)
            return row;
    return NULL;
}

static const struct fl_limit *
extension_of(const struct fl_limit *limits, int n, const char *what)
{
    size_t len = strlen(what);
    for (int i = 0; i < n; i++)
        if (strncmp(limits[i].what, what, len) == 0 &&
            strcmp(limits[i].what + len, "_extension") == 0)
            return &limits[i];
    return NULL;
}

/* An extension is counted from the last day, and what it may reach is not moved past rest days: the
 * days asked for are compared with it before they are. */
static fl_day
extended(const struct policy *policy, fl_day due_on, const struct fl_limit *extension)
{
    return extension->unit == FL_MONTHS ? day_add_months(due_on, extension->length)
           : extension->unit == FL_DAYS
               ? due_on + extension->length
               : policy_period_end(policy, due_on, extension->length, FL_WORKING_DAYS);
}

fl_day
deadline_near(const struct policy *policy, fl_day event, fl_day due_on)
{
    int64_t days;
    if (!policy_param(policy, "desk.near_days", event, &days))
        return FL_NO_DAY;
    fl_day near = due_on - (fl_day)days;
    /* a period that is not longer than that is near on its last day */
    return near > event ? near : due_on > event ? due_on : FL_NO_DAY;
}

fl_day
deadline_grace(const struct policy *policy, fl_day due_on)
{
    int64_t days;
    if (!policy_param(policy, "desk.expiry_grace_days", due_on, &days))
        return due_on;
    return policy_period_end(policy, due_on, (int)days, FL_WORKING_DAYS);
}

int
deadlines_of(const struct policy *policy, const struct fl_adapter *adapter,
             const struct fl_limit *limits, int n_limits, const char *starts, fl_day event,
             struct deadline ret[DEADLINES_MAX])
{
    int n = 0;
    for (int i = 0; i < n_limits && n < DEADLINES_MAX; i++) {
        const struct fl_limit *limit = &limits[i];
        const struct fl_deadline_row *row = watched(adapter, limit->what);
        if (!row || strcmp(limit->from, starts) != 0)
            continue;
        const struct fl_limit *extension = extension_of(limits, n_limits, limit->what);
        fl_day due_on = policy_period_end(policy, event, limit->length, limit->unit);
        ret[n++] = (struct deadline){
            .what = row->what,
            .until = row->until,
            .escalates = row->then == FL_PASSED_ESCALATE,
            .due_on = due_on,
            .near_on = deadline_near(policy, event, due_on),
            .act_on = row->then == FL_PASSED_EXPIRE ? deadline_grace(policy, due_on) : FL_NO_DAY,
            .extend_to = extension ? extended(policy, due_on, extension) : FL_NO_DAY,
        };
    }
    return n;
}

/* --- in the table --- */

static const char *const until_words[] = {
    [FL_UNTIL_OFFERED] = "offered",     [FL_UNTIL_ACCEPTED] = "accepted",
    [FL_UNTIL_CONTACTED] = "contacted", [FL_UNTIL_CONCLUDED] = "concluded",
    [FL_UNTIL_PERFORMED] = "performed",
};

const char *
until_word(enum fl_until until)
{
    return until_words[until];
}

/* Columns of put_deadlines.sql, each an array. */
enum { WHAT, UNTIL, ESCALATES, DUE_ON, NEAR_ON, ACT_ON, EXTEND_TO, N_ARRAYS };

static void
add(struct buf *array, const char *text)
{
    buf_print(array, "%c%s", array->len ? ',' : '{', text);
}

static void
add_day(struct buf *array, fl_day day)
{
    char text[11];
    add(array, day == FL_NO_DAY ? "NULL" : day_print(day, text));
}

int
deadlines_open(const struct act *act, int64_t dispute_id, int64_t referral_id, const char *starts,
               fl_day event, const struct deadline *rows, int n, struct fl_error *err)
{
    if (n == 0)
        return 0;
    struct buf arrays[N_ARRAYS] = {0};
    for (int i = 0; i < n; i++) {
        add(&arrays[WHAT], rows[i].what);
        add(&arrays[UNTIL], until_word(rows[i].until));
        add(&arrays[ESCALATES], rows[i].escalates ? "t" : "f");
        add_day(&arrays[DUE_ON], rows[i].due_on);
        add_day(&arrays[NEAR_ON], rows[i].near_on);
        add_day(&arrays[ACT_ON], rows[i].act_on);
        add_day(&arrays[EXTEND_TO], rows[i].extend_to);
    }
    struct pg_param params[5 + N_ARRAYS] = {pg_text(act->court), pg_int(referral_id),
                                            pg_int(dispute_id), pg_text(starts), pg_day(event)};
    for (int k = 0; k < N_ARRAYS; k++) {
        buf_char(&arrays[k], '}');
        params[5 + k] = pg_text(arrays[k].data);
    }
    int code = pg_run(act->db, &Q_put_deadlines, params, 5 + N_ARRAYS, PG_NONE, NULL, err);
    for (int k = 0; k < N_ARRAYS; k++)
        buf_done(&arrays[k]);
    return code;
}

int
deadlines_close(const struct act *act, int64_t referral_id, enum fl_until come_about, fl_day day,
                fl_day offered_on, struct fl_error *err)
{
    struct buf until = {0};
    for (int i = 0; i <= (int)come_about; i++)
        add(&until, until_words[i]);
    buf_char(&until, '}');
    const struct pg_param params[] = {pg_text(act->court), pg_int(referral_id), pg_text(until.data),
                                      pg_day(day), pg_day(offered_on)};
    int code = pg_run(act->db, &Q_close_deadlines, params, 5, PG_NONE, NULL, err);
    buf_done(&until);
    return code;
}

int
deadlines_void(const struct act *act, int64_t referral_id, const char *starts, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(act->court), pg_int(referral_id), pg_text(starts),
                                      pg_day(moment_day(act->at))};
    return pg_run(act->db, &Q_void_deadlines, params, 4, PG_NONE, NULL, err);
}

int
deadline_due(struct pg *db, const char *court, int64_t referral_id,
             const struct fl_adapter *adapter, fl_day *ret, struct fl_error *err)
{
    struct buf whats = {0};
    for (const struct fl_deadline_row *row = adapter->deadlines; row->what; row++)
        if (row->due)
            add(&whats, row->what);
    buf_text(&whats, whats.len ? "}" : "{}");
    const struct pg_param params[] = {pg_text(court), pg_int(referral_id), pg_text(whats.data)};
    PG_AUTO cell = NULL;
    int code = pg_run(db, &Q_get_due_day, params, 3, PG_ROW, &cell, err);
    buf_done(&whats);
    if (!code)
        *ret = pg_get(cell, 0, 0) ? (fl_day)pg_get_int(cell, 0, 0) : FL_NO_DAY;
    return code;
}
