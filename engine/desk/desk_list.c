/* desk.list: what a mediator holds, what waits in the queue, what was concluded. */
#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/desk_step.h"
#include "fenliu/limits.h"
#include "queries.h"

/* Which query knows the referrals of a state; without a state, what somebody holds. */
static const struct {
    enum fl_referral_state state;
    const struct query *query;
} sources[] = {
    {FL_REFERRAL_QUEUED,    &Q_list_queued   },
    {FL_REFERRAL_OFFERED,   &Q_list_held     },
    {FL_REFERRAL_ACCEPTED,  &Q_list_held     },
    {FL_REFERRAL_PAUSED,    &Q_list_held     },
    {FL_REFERRAL_CONCLUDED, &Q_list_concluded},
};

/* No state, but a list of its own: what outbound delivery gave up, at a clerk's desk of all channels. */
#define UNDELIVERED "undelivered"

#define NEAR_PARAM "desk.near_days"

static int64_t
moment_or_null(const PGresult *rows, int row, int column)
{
    return pg_get(rows, row, column) ? pg_get_int(rows, row, column) : PG_NULL_NUMBER;
}

static fl_day
day_of(int64_t moment)
{
    return moment == PG_NULL_NUMBER ? FL_NO_DAY : moment_day(moment);
}

/* What the clocks say, the same way: near, and overdue. */
static const struct {
    const char *word, *states;
} by_clock[] = {
    {"near",    "{near}"  },
    {"overdue", "{passed}"},
};
enum { N_BY_CLOCK = sizeof by_clock / sizeof *by_clock };

/* The clocks of all rows, in one look. */
static int
read_clocks(const struct call *call, const PGresult *rows, PGresult **ret, struct fl_error *err)
{
    struct buf ids = {0};
    buf_char(&ids, '{');
    for (int i = 0; i < PQntuples(rows); i++)
        buf_print(&ids, "%s%s", i ? "," : "", pg_get(rows, i, 0));
    buf_char(&ids, '}');
    const struct pg_param params[] = {pg_text(call->court), pg_text(ids.data)};
    int code = pg_run(call->db, &Q_list_running, params, 2, PG_ROWS, ret, err);
    buf_done(&ids);
    return code;
}

/* The first of the clocks of a referral; they stand in the order of its id. */
static int
first_clock(const PGresult *clocks, int64_t referral_id)
{
    int low = 0, high = PQntuples(clocks);
    while (low < high) {
        int middle = (low + high) / 2;
        if (pg_get_int(clocks, middle, 0) < referral_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The clocks of a referral, how many days are left until it is due or has to be accepted (`due`), and what that makes it. */
static void
write_clocks(const struct call *call, const PGresult *clocks, int64_t referral_id, fl_day due_on,
             struct buf *result)
{
    fl_day today = moment_day(call->now);
    int64_t days;
    bool near = due_on != FL_NO_DAY && due_on >= today &&
                policy_param(call->policy, NEAR_PARAM, today, &days) && due_on - today <= days;
    bool overdue = false, escalated = false;
    json_key(result, "clocks");
    json_array(result);
    for (int i = first_clock(clocks, referral_id);
         i < PQntuples(clocks) && pg_get_int(clocks, i, 0) == referral_id; i++) {
        fl_day due = (fl_day)pg_get_int(clocks, i, 3),
               near_on = pg_get(clocks, i, 4) ? (fl_day)pg_get_int(clocks, i, 4) : due;
        bool runs = strcmp(pg_get(clocks, i, 2), "paused") != 0;
        near |= runs && near_on <= today && today <= due;
        overdue |= runs && due < today;
        escalated |= runs && due < today && pg_get_bool(clocks, i, 5);
        json_object(result);
        json_put_text(result, "what", pg_get(clocks, i, 1));
        put_day(result, "due_on", due);
        json_put_text(result, "state", pg_get(clocks, i, 2));
        json_object_end(result);
    }
    json_array_end(result);
    if (due_on != FL_NO_DAY)
        json_put_int(result, "days_left", due_on - today);
    json_put_bool(result, "near", near);
    json_put_bool(result, "overdue", overdue);
    if (escalated)
        json_put_bool(result, "escalated", true);
}

static void
write_row(const struct call *call, const PGresult *rows, int i, const PGresult *clocks, bool claims,
          struct buf *result)
{
    fl_day due = pg_get(rows, i, 14) ? (fl_day)pg_get_int(rows, i, 14) : FL_NO_DAY;
    const char *state = pg_get(rows, i, 7);
    bool done = strcmp(state, fl_word(&fl_referral_states, FL_REFERRAL_CONCLUDED)) == 0;
    json_object(result);
    json_put_id(result, "referral_id", pg_get_int(rows, i, 0));
    if (claims && pg_get(rows, i, 1))
        json_put_id(result, "claim", pg_get_int(rows, i, 1));
    json_put_id(result, "case_id", pg_get_int(rows, i, 2));
    json_put_int(result, "visit", pg_get_int(rows, i, 3));
    json_put_text(result, "channel", pg_get(rows, i, 4));
    json_put_text(result, "procedure", pg_get(rows, i, 5));
    json_put_bool(result, "fast_track", pg_get_bool(rows, i, 6));
    json_put_text(result, "state", state);
    json_put_text(result, "docket", pg_get(rows, i, 8));
    json_put_text(result, "mediator", pg_get(rows, i, 9));
    put_moment(result, "entered_at", moment_or_null(rows, i, 10));
    put_moment(result, "offered_at", moment_or_null(rows, i, 11));
    put_moment(result, "accept_by", moment_or_null(rows, i, 12));
    put_moment(result, "accepted_at", moment_or_null(rows, i, 13));
    put_day(result, "due_on", due);
    write_clocks(call, clocks, pg_get_int(rows, i, 0),
                 done               ? FL_NO_DAY
                 : due != FL_NO_DAY ? due
                                    : day_of(moment_or_null(rows, i, 12)),
                 result);
    put_moment(result, "concluded_at", moment_or_null(rows, i, 15));
    json_put_text(result, "outcome", pg_get(rows, i, 16));
    json_put_text(result, "reason", pg_get(rows, i, 17));
    json_put_text(result, "domain", pg_get(rows, i, 18));
    json_put_text(result, "cause", pg_get(rows, i, 19));
    json_put_text(result, "street", pg_get(rows, i, 20));
    int appointment = PQfnumber(rows, "appointment_at");
    if (appointment >= 0 && pg_get(rows, i, appointment))
        put_moment(result, "appointment_at", pg_get_int(rows, i, appointment));
    if (PQfnumber(rows, "tries") >= 0) {
        json_put_int(result, "tries", pg_get_int(rows, i, 21));
        json_put_text(result, "error", pg_get(rows, i, 22));
        put_moment(result, "given_up_at", pg_get_int(rows, i, 23));
    }
    json_object_end(result);
}

int
desk_list(struct call *call, struct buf *result, struct fl_error *err)
{
    const char *mediator = call_text(call, "mediator"), *word = call_text(call, "state");
    const struct fl_adapter *adapter = desk_adapter(call);
    bool undelivered = word && strcmp(word, UNDELIVERED) == 0;
    const struct query *query = undelivered ? &Q_list_undelivered : word ? NULL : &Q_list_held;
    for (size_t i = 0; word && i < sizeof sources / sizeof *sources; i++)
        if (strcmp(word, fl_word(&fl_referral_states, (int)sources[i].state)) == 0)
            query = sources[i].query;
    const char *states =
        word ? arena_print(call->arena, "{%s}", word) : "{offered,accepted,paused}";
    bool of_all = undelivered; /* at a clerk's desk */
    for (int i = 0; word && i < N_BY_CLOCK; i++)
        if (strcmp(word, by_clock[i].word) == 0) {
            query = &Q_list_due;
            states = by_clock[i].states;
            of_all = true;
        }
    if (!query)
        return call_fault(call, "/params/state",
                          "one of queued, offered, accepted, paused, concluded, near, overdue, "
                          "undelivered; absent: what is held",
                          err);
    const struct pg_param params[] = {
        pg_text(call->court),
        pg_text(of_all && adapter->clerks_only ? NULL : adapter->name),
        pg_text(mediator),
        pg_text(states),
        pg_int(call_int(call, "max", FL_MAX_LIST)),
        pg_text(call->body),
        pg_moment(call->now),
    };
    PG_AUTO rows = NULL;
    PG_AUTO clocks = NULL;
    if (pg_run(call->db, query, params, query == &Q_list_held ? 7 : 6, PG_ROWS, &rows, err) ||
        read_clocks(call, rows, &clocks, err))
        return err->code;
    json_object(result);
    json_key(result, "referrals");
    json_array(result);
    for (int i = 0; i < PQntuples(rows); i++)
        write_row(call, rows, i, clocks, mediator != NULL, result);
    json_array_end(result);
    json_object_end(result);
    return 0;
}
