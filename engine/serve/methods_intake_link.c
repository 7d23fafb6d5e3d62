/* case.links, case.link: a routing clerk looks at what may be the same dispute, and says whether it is. */
#include <string.h>

#include "engine/desk/desk_step.h"
#include "engine/desk/event_put.h"
#include "engine/desk/handover.h"
#include "engine/serve/methods_intake.h"
#include "fenliu/limits.h"
#include "queries.h"

/* --- case.links --- */

static void
write_half(const PGresult *rows, int row, int id, int source, struct buf *buf)
{
    json_object(buf);
    json_put_text(buf, "case_id", pg_get(rows, row, id));
    json_put_text(buf, "source", pg_get(rows, row, source));
    json_put_text(buf, "ref", pg_get(rows, row, source + 1));
    json_put_text(buf, "state", pg_get(rows, row, source + 2));
    json_object_end(buf);
}

int
case_links(struct call *call, struct buf *result, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(call->court),
                                      pg_int(call_int(call, "max", FL_MAX_LIST))};
    PG_AUTO rows = NULL;
    if (pg_run(call->db, &Q_list_possible_links, params, 2, PG_ROWS, &rows, err))
        return err->code;
    json_object(result);
    json_key(result, "links");
    json_array(result);
    for (int row = 0; row < PQntuples(rows); row++) {
        json_object(result);
        json_put_text(result, "basis", pg_get(rows, row, 2));
        json_put_bool(result, "same_cause", pg_get_bool(rows, row, 3));
        json_put_int(result, "days_apart", pg_get_int(rows, row, 4));
        put_moment(result, "found_at", pg_get_int(rows, row, 5));
        json_key(result, "cases");
        json_array(result);
        write_half(rows, row, 0, 6, result);
        write_half(rows, row, 1, 9, result);
        json_array_end(result);
        json_object_end(result);
    }
    json_array_end(result);
    json_object_end(result);
    return 0;
}

/* --- case.link --- */

static int
read_link(const struct call *call, int64_t *ret_id, int64_t *ret_other, bool *ret_same,
          struct fl_error *err)
{
    struct faults faults;
    faults_init(&faults, call->arena);
    *ret_id = call_id(call, "case_id");
    *ret_other = call_id(call, "other");
    *ret_same = call_bool(call, "same", false);
    if (*ret_same == call_bool(call, "different", false))
        faults_add(&faults, "/params/same", "either same or different is true");
    if (*ret_id == *ret_other)
        faults_add(&faults, "/params/other", "is another case");
    return faults_result(&faults, err);
}

/* Both disputes, held until the commit, the smaller number first, as everybody does. */
static int
lock_both(const struct call *call, int64_t id, int64_t other, bool *ret_open, struct fl_error *err)
{
    const int64_t order[] = {id < other ? id : other, id < other ? other : id};
    for (int i = 0; i < 2; i++) {
        const struct pg_param key[] = {pg_text(call->court), pg_int(order[i])};
        PG_AUTO row = NULL;
        if (pg_run(call->db, &Q_lock_dispute, key, 2, PG_MAYBE_ROW, &row, err))
            return err->code;
        if (PQntuples(row) == 0)
            return fl_fail(err, FL_E_NOT_FOUND, "court %s has no case %lld", call->court,
                           (long long)order[i]);
        if (order[i] == id)
            *ret_open =
                strcmp(pg_get(row, 0, 0), fl_word(&fl_dispute_states, FL_DISPUTE_OPEN)) == 0;
    }
    return 0;
}

static int
put_decided(const struct act *act, int64_t id, int64_t other, const char *state, const char *words,
            struct fl_error *err)
{
    const struct event_new event = {
        .type = FL_EVENT_CASE_LINKED,
        .dispute_id = id,
        .data = arena_print(act->arena, "{\"other\":\"%lld\",\"state\":\"%s\"}", (long long)other,
                            state),
        .sealed = words,
    };
    return event_put(act, &event, NULL, err);
}

/* The duplicate is taken back, so that the dispute is counted once; the other goes on. */
static int
withdraw_duplicate(struct act *act, int64_t id, int64_t other, struct fl_error *err)
{
    int64_t event_id;
    if (engine_id(act->engine, act->db, &event_id, err) ||
        handover_withdraw(act, id, event_id, err))
        return err->code;
    const struct event_new event = {
        .event_id = event_id,
        .type = FL_EVENT_CASE_WITHDRAWN,
        .dispute_id = id,
        .data = arena_print(act->arena, "{\"duplicate_of\":\"%lld\"}", (long long)other),
    };
    return event_put(act, &event, NULL, err);
}

int
case_link(struct call *call, struct buf *result, struct fl_error *err)
{
    struct act act = act_of_call(call, call->now);
    int64_t id, other;
    bool same, open = false;
    if (read_link(call, &id, &other, &same, err) || lock_both(call, id, other, &open, err))
        return err->code;
    const char *state = same ? "same" : "different", *words = call_text(call, "reason");
    const struct pg_param params[] = {pg_text(call->court),
                                      pg_int(id < other ? id : other),
                                      pg_int(id < other ? other : id),
                                      pg_text(state),
                                      pg_moment(call->now),
                                      pg_text(call->principal)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_decide_link, params, 6, PG_ROW, &row, err) ||
        put_decided(&act, id, other, state, words, err) ||
        put_decided(&act, other, id, state, NULL, err) ||
        (same && open && withdraw_duplicate(&act, id, other, err)))
        return err->code;
    json_object(result);
    json_put_id(result, "case_id", id);
    json_put_id(result, "other", other);
    json_put_text(result, "link", state);
    json_put_bool(result, "withdrawn", same && open);
    json_object_end(result);
    return 0;
}
