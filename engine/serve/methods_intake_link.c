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

/* What a clerk says of two disputes. */
struct said {
    int64_t id, other;
    bool same;
    const char *state;                       /* of the link: "same", "different" */
    enum fl_dispute_state is_now, other_now; /* the two disputes */
};

static int
read_said(const struct call *call, struct said *ret, struct fl_error *err)
{
    struct faults faults;
    faults_init(&faults, call->arena);
    *ret = (struct said){.id = call_id(call, "case_id"),
                         .other = call_id(call, "other"),
                         .same = call_bool(call, "same", false)};
    ret->state = ret->same ? "same" : "different";
    if (ret->same == call_bool(call, "different", false))
        faults_add(&faults, "/params/same", "either same or different is true");
    if (ret->id == ret->other)
        faults_add(&faults, "/params/other", "is another case");
    return faults_result(&faults, err);
}

static int
lock(const struct call *call, int64_t id, enum fl_dispute_state *ret, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(call->court), pg_int(id)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_lock_dispute, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, "court %s has no case %lld", call->court,
                       (long long)id);
    const char *state = pg_get(row, 0, 0);
    *ret = (enum fl_dispute_state)fl_word_find(&fl_dispute_states, state, strlen(state));
    return 0;
}

/* Both disputes, held until the commit, the smaller number first, as everybody does. */
static int
lock_both(const struct call *call, struct said *said, struct fl_error *err)
{
    bool first = said->id < said->other;
    if ((first && lock(call, said->id, &said->is_now, err)) ||
        lock(call, said->other, &said->other_now, err) ||
        (!first && lock(call, said->id, &said->is_now, err)))
        return err->code;
    return 0;
}

/* Of two that are the same one goes on, and what was taken back as the duplicate does not come again. */
static int
check_said(const struct call *call, const struct said *said, const struct pg_param key[3],
           struct fl_error *err)
{
    bool withdrawn = said->is_now == FL_DISPUTE_WITHDRAWN;
    PG_AUTO row = NULL;
    if (said->same && said->is_now == FL_DISPUTE_OPEN && said->other_now == FL_DISPUTE_WITHDRAWN)
        return fl_fail(err, FL_E_CONFLICT,
                       "case %lld is withdrawn and cannot go on in the place of case %lld",
                       (long long)said->other, (long long)said->id);
    if (said->same || (!withdrawn && said->other_now != FL_DISPUTE_WITHDRAWN))
        return 0;
    if (pg_run(call->db, &Q_get_link, key, 3, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0 || strcmp(pg_get(row, 0, 0), "same") != 0)
        return 0;
    return fl_fail(
        err, FL_E_CONFLICT,
        "cases %lld and %lld are linked as the same, and case %lld is withdrawn: it does "
        "not come back",
        (long long)said->id, (long long)said->other,
        (long long)(withdrawn ? said->id : said->other));
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
    const char *words = call_text(call, "reason");
    struct said said;
    if (read_said(call, &said, err) || lock_both(call, &said, err))
        return err->code;
    bool withdraws = said.same && said.is_now == FL_DISPUTE_OPEN;
    const struct pg_param params[] = {pg_text(call->court),
                                      pg_int(said.id < said.other ? said.id : said.other),
                                      pg_int(said.id < said.other ? said.other : said.id),
                                      pg_text(said.state),
                                      pg_moment(call->now),
                                      pg_text(call->principal)};
    PG_AUTO row = NULL;
    if (check_said(call, &said, params, err) ||
        pg_run(call->db, &Q_decide_link, params, 6, PG_ROW, &row, err) ||
        put_decided(&act, said.id, said.other, said.state, words, err) ||
        put_decided(&act, said.other, said.id, said.state, NULL, err) ||
        (withdraws && withdraw_duplicate(&act, said.id, said.other, err)))
        return err->code;
    json_object(result);
    json_put_id(result, "case_id", said.id);
    json_put_id(result, "other", said.other);
    json_put_text(result, "link", said.state);
    json_put_bool(result, "withdrawn", withdraws);
    json_object_end(result);
    return 0;
}
