/* A referral as it stands, who may step, and what all desk methods write alike. */
#include "engine/desk/desk_step.h"

#include <stdlib.h>
#include <string.h>

#include "engine/access/access.h"
#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "engine/base/words.h"
#include "engine/desk/event_put.h"
#include "queries.h"

static int64_t
int_or_null(const PGresult *row, int column)
{
    return pg_get(row, 0, column) ? pg_get_int(row, 0, column) : PG_NULL_NUMBER;
}

static void
read_row(const PGresult *row, int64_t referral_id, struct arena *arena, struct referral *ret)
{
    *ret = (struct referral){
        .referral_id = referral_id,
        .dispute_id = pg_get_int(row, 0, 0),
        .decision_id = pg_get_int(row, 0, 1),
        .visit = (int)pg_get_int(row, 0, 2),
        .channel = (enum fl_channel)words_number(&fl_channels, pg_get(row, 0, 3)),
        .procedure = (enum fl_procedure)words_number(&fl_procedures, pg_get(row, 0, 4)),
        .fast_track = pg_get_bool(row, 0, 5),
        .state = (enum fl_referral_state)words_number(&fl_referral_states, pg_get(row, 0, 6)),
        .claim = pg_get(row, 0, 7) ? pg_get_int(row, 0, 7) : 0,
        .mediator = arena_text(arena, pg_get(row, 0, 8)),
        .entered_at = int_or_null(row, 9),
        .accept_by = int_or_null(row, 10),
        .accepted_at = int_or_null(row, 11),
        .due_on = pg_get(row, 0, 12) ? (fl_day)pg_get_int(row, 0, 12) : FL_NO_DAY,
        .concluded_at = int_or_null(row, 13),
        .outcome = arena_text(arena, pg_get(row, 0, 14)),
        .reason = arena_text(arena, pg_get(row, 0, 15)),
        .docket = arena_text(arena, pg_get(row, 0, 16)),
        .offered_at = int_or_null(row, 18),
        .paused_at = int_or_null(row, 19),
        .paused_days = (int)pg_get_int(row, 0, 20),
    };
}

int
referral_read(const struct call *call, int64_t referral_id, bool lock, struct referral *ret,
              struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(call->court), pg_int(referral_id)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, lock ? &Q_lock_referral : &Q_get_referral, key, 2, PG_MAYBE_ROW, &row,
               err))
        return err->code;
    const struct fl_adapter *adapter = desk_adapter(call);
    /* the same answer whether it exists or not */
    if (call->body &&
        (PQntuples(row) == 0 || !pg_get(row, 0, 17) || strcmp(pg_get(row, 0, 17), call->body) != 0))
        return access_other_body(call, err);
    if (PQntuples(row) == 0 ||
        (adapter && words_number(&fl_channels, pg_get(row, 0, 3)) != (int)adapter->channel))
        return fl_fail(err, FL_E_NOT_FOUND, "no referral %lld at this desk",
                       (long long)referral_id);
    read_row(row, referral_id, call->arena, ret);
    return 0;
}

int
referral_lock(const struct act *act, int64_t referral_id, struct referral *ret,
              struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(act->court), pg_int(referral_id)};
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_lock_referral, key, 2, PG_ROW, &row, err))
        return err->code;
    read_row(row, referral_id, act->arena, ret);
    return 0;
}

int
referral_conflict(const struct referral *r, const char *why, struct fl_error *err)
{
    return fl_fail(err, FL_E_CONFLICT, "%s%sreferral %lld is %s%s%s", why ? why : "",
                   why ? ": " : "", (long long)r->referral_id,
                   fl_word(&fl_referral_states, (int)r->state), r->outcome ? ", outcome " : "",
                   r->outcome ? r->outcome : "");
}

int
referral_check(const struct referral *r, enum lifecycle_step step, int64_t claim,
               struct fl_error *err)
{
    enum fl_referral_state to;
    if (r->claim != claim)
        return referral_conflict(r, "this claim does not hold it", err);
    if (!lifecycle_next(r->state, step, &to))
        return referral_conflict(r, NULL, err);
    return 0;
}

int
referral_take(const struct call *call, enum lifecycle_step step, struct referral *ret,
              struct fl_error *err)
{
    if (referral_read(call, call_id(call, "referral_id"), true, ret, err))
        return err->code;
    return referral_check(ret, step, call_id(call, "claim"), err);
}

static int
by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int
call_ids(const struct call *call, const char *name, int64_t **ret, int *ret_n, struct fl_error *err)
{
    const cJSON *list = json_get(call->params, name), *node;
    int n = 0, kept = 0;
    int64_t *ids = arena_take(call->arena, (size_t)(cJSON_GetArraySize(list) + 1) * sizeof *ids);
    struct faults faults;
    faults_init(&faults, call->arena);
    cJSON_ArrayForEach(node, list)
    {
        const char *text = json_str(node);
        if (!text || !*text || strlen(text) > 18 || strspn(text, "0123456789") != strlen(text))
            faults_add(&faults, arena_print(call->arena, "/params/%s/%d", name, n),
                       "must be an id as text of digits");
        ids[n++] = text ? strtoll(text, NULL, 10) : 0;
    }
    if (faults_result(&faults, err))
        return err->code;
    qsort(ids, (size_t)n, sizeof *ids, by_number);
    for (int i = 0; i < n; i++)
        if (i == 0 || ids[i] != ids[i - 1])
            ids[kept++] = ids[i];
    *ret = ids;
    *ret_n = kept;
    return 0;
}

int
referral_event(const struct act *act, const struct referral *r, enum fl_event_type type,
               const char *data, const char *words, int64_t *ret_id, struct fl_error *err)
{
    struct act holder = *act;
    if (r->mediator)
        holder.actor = r->mediator;
    const struct event_new event = {.type = type,
                                    .dispute_id = r->dispute_id,
                                    .referral_id = r->referral_id,
                                    .data = data,
                                    .sealed = words};
    return event_put(&holder, &event, ret_id, err);
}

int
id_array(struct engine *engine, struct pg *db, int n, struct buf *ret, struct fl_error *err)
{
    buf_reset(ret);
    for (int i = 0; i < n; i++) {
        int64_t id;
        if (engine_id(engine, db, &id, err))
            return err->code;
        buf_print(ret, "%c%lld", i ? ',' : '{', (long long)id);
    }
    buf_text(ret, n ? "}" : "{}");
    return 0;
}

int
accept_by(const struct call *call, const struct fl_adapter *adapter, int64_t at, int64_t *ret,
          struct fl_error *err)
{
    fl_day day = moment_day(at);
    int64_t days;
    if (!policy_param(call->policy, adapter->accept_param, day, &days))
        return fl_fail(err, FL_E_POLICY, "the policy has no %s for this day",
                       adapter->accept_param);
    fl_day last = policy_period_end(call->policy, day, (int)days, FL_WORKING_DAYS);
    *ret = day_start(last + 1) - 1;
    return 0;
}

/* --- pieces of answers --- */

void
put_moment(struct buf *buf, const char *key, int64_t ms)
{
    char text[32];
    json_put_text(buf, key, ms == PG_NULL_NUMBER ? NULL : moment_print(ms, text));
}

void
put_day(struct buf *buf, const char *key, fl_day day)
{
    char text[11];
    json_put_text(buf, key, day == FL_NO_DAY ? NULL : day_print(day, text));
}

void
referral_write(const struct referral *r, struct buf *buf)
{
    json_object(buf);
    json_put_id(buf, "referral_id", r->referral_id);
    json_put_id(buf, "case_id", r->dispute_id);
    json_put_text(buf, "state", fl_word(&fl_referral_states, (int)r->state));
    json_put_text(buf, "channel", fl_word(&fl_channels, (int)r->channel));
    json_put_text(buf, "procedure", fl_word(&fl_procedures, (int)r->procedure));
    json_object_end(buf);
}
