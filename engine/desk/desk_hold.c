/* desk.accept, desk.decline, desk.release: an offer taken on, or given back. */
#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/desk_report.h"
#include "engine/desk/earlier.h"
#include "engine/desk/desk_triage.h"
#include "engine/desk/ledger.h"
#include "engine/queue/queue_put.h"
#include "queries.h"

/* --- accept --- */

/* The clocks of its decision that start with the acceptance. A case that was converted keeps the day
 * from which its trial ran. */
static int
start_clocks(const struct call *call, const struct referral *r, const cJSON *decision,
             struct fl_error *err)
{
    struct fl_limit limits[FL_MAX_LIMITS];
    struct deadline rows[DEADLINES_MAX];
    const struct pg_param key[] = {pg_text(call->court), pg_int(r->dispute_id),
                                   pg_text(fl_word(&fl_channels, (int)r->channel))};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_get_filing_day, key, 3, PG_ROW, &row, err))
        return err->code;
    fl_day today = moment_day(call->now);
    fl_day start = pg_get(row, 0, 0) ? (fl_day)pg_get_int(row, 0, 0) : today;
    int n = deadlines_of(call->policy, desk_adapter(call), limits, limits_read(decision, limits),
                         STARTS_BY_ACCEPTANCE, start, rows);
    struct act act = act_of_call(call, call->now);
    fl_day offered_on = r->offered_at == PG_NULL_NUMBER ? FL_NO_DAY : moment_day(r->offered_at);
    if (deadlines_close(&act, r->referral_id, FL_UNTIL_ACCEPTED, today, offered_on, err))
        return err->code;
    return deadlines_open(&act, r->dispute_id, r->referral_id, STARTS_BY_ACCEPTANCE, start, rows, n,
                          err);
}

static int
write_accepted(const struct call *call, const struct referral *r, const PGresult *file,
               struct buf *result, struct fl_error *err)
{
    struct buf ids = {0};
    buf_print(&ids, "{%lld}", (long long)r->dispute_id);
    PG_AUTO parties = NULL;
    int rc = parties_read(call, &ids, &parties, err);
    buf_done(&ids);
    if (rc)
        return rc;
    const char *decision = pg_get(file, 0, 2);
    const struct sealed_cell rest = {file, 0, 1};
    json_object(result);
    json_put_id(result, "referral_id", r->referral_id);
    json_put_id(result, "claim", r->claim);
    json_put_id(result, "case_id", r->dispute_id);
    json_put_int(result, "visit", r->visit);
    json_put_text(result, "state", fl_word(&fl_referral_states, FL_REFERRAL_ACCEPTED));
    json_put_text(result, "channel", fl_word(&fl_channels, (int)r->channel));
    json_put_text(result, "procedure", fl_word(&fl_procedures, (int)r->procedure));
    json_put_bool(result, "fast_track", r->fast_track);
    json_put_text(result, "docket", r->docket);
    put_moment(result, "accepted_at", r->accepted_at);
    put_day(result, "due_on", r->due_on);
    json_key(result, "decision");
    json_raw(result, decision, strlen(decision));
    if (triage_write(call, r->dispute_id, pg_get(file, 0, 0), decision, true, result, err))
        return err->code;
    json_key(result, "case");
    if (case_write(call, r->dispute_id, pg_get(file, 0, 0), parties, &rest, result, err) ||
        earlier_write(call, r, result, err))
        return err->code;
    json_object_end(result);
    return 0;
}

static int
accept_now(const struct call *call, struct referral *r, fl_day due, struct fl_error *err)
{
    char from[LIFECYCLE_ARRAY];
    struct act act = act_of_call(call, call->now);
    const struct pg_param params[] = {pg_text(call->court),
                                      pg_int(r->referral_id),
                                      pg_text(lifecycle_from(STEP_ACCEPT, from)),
                                      pg_int(r->claim),
                                      pg_text(lifecycle_to(STEP_ACCEPT)),
                                      pg_moment(call->now),
                                      pg_day(due)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_accept_referral, params, 7, PG_ROW, &row, err))
        return err->code;
    r->accepted_at = call->now;
    r->due_on = due;
    char day[11];
    const char *data = due == FL_NO_DAY
                           ? NULL
                           : arena_print(call->arena, "{\"due_on\":\"%s\"}", day_print(due, day));
    int64_t event_id;
    if (referral_event(&act, r, FL_EVENT_REFERRAL_ACCEPTED, data, NULL, &event_id, err))
        return err->code;
    return ledger_put(&act, LEDGER_ACCEPTED, r->referral_id, event_id, moment_day(call->now), -1, 1,
                      err);
}

int
desk_accept(struct call *call, struct buf *result, struct fl_error *err)
{
    struct referral r;
    if (referral_read(call, call_id(call, "referral_id"), true, &r, err))
        return err->code;
    /* its holder says it again: the same answer */
    bool again = r.state == FL_REFERRAL_ACCEPTED && r.claim == call_id(call, "claim");
    if (!again && referral_check(&r, STEP_ACCEPT, call_id(call, "claim"), err))
        return err->code;
    if (!again && r.accept_by < call->now)
        return referral_conflict(&r, "the time to accept has passed", err);
    const struct pg_param key[] = {pg_text(call->court), pg_int(r.referral_id)};
    PG_AUTO file = NULL;
    if (pg_run(call->db, &Q_get_file, key, 2, PG_ROW, &file, err))
        return err->code;
    const char *text = pg_get(file, 0, 2);
    JSON_AUTO decision = NULL;
    if (json_parse(text, strlen(text), &decision, err))
        return err->code;
    fl_day due;
    if (!again &&
        (start_clocks(call, &r, decision, err) ||
         deadline_due(call->db, call->court, r.referral_id, desk_adapter(call), &due, err) ||
         accept_now(call, &r, due, err)))
        return err->code;
    struct act act = act_of_call(call, call->now);
    act.actor = r.mediator ? r.mediator : act.actor;
    if (write_accepted(call, &r, file, result, err))
        return err->code;
    return person_read(&act, r.dispute_id, r.referral_id, "accepted", NULL, err);
}

/* --- back into the queue --- */

int
referral_return(struct call *call, struct act *act, struct referral *r, enum lifecycle_step step,
                enum fl_event_type type, bool decliner, const char *data, struct fl_error *err)
{
    int64_t event_id;
    if (referral_event(act, r, type, data, call_text(call, "reason"), &event_id, err))
        return err->code;
    /* an acceptance that is taken back did not happen, for the counts of its day */
    if (r->accepted_at != PG_NULL_NUMBER &&
        ledger_put(act, LEDGER_ACCEPTED, r->referral_id, event_id, moment_day(r->accepted_at), -1,
                   -1, err))
        return err->code;
    char from[LIFECYCLE_ARRAY];
    const struct pg_param params[] = {
        pg_text(call->court), pg_int(r->referral_id),      pg_text(lifecycle_from(step, from)),
        pg_int(r->claim),     pg_text(lifecycle_to(step)), pg_bool(decliner)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_return_referral, params, 6, PG_ROW, &row, err) ||
        deadlines_void(act, r->referral_id, STARTS_BY_ACCEPTANCE, err) ||
        queue_put(act, r->referral_id, fl_word(&fl_channels, (int)r->channel), err))
        return err->code;
    call->woke = true;
    r->state = FL_REFERRAL_QUEUED;
    return 0;
}

static int
give_back(struct call *call, enum lifecycle_step step, enum fl_event_type type, bool decliner,
          struct buf *result, struct fl_error *err)
{
    struct referral r;
    if (referral_take(call, step, &r, err))
        return err->code;
    struct act act = act_of_call(call, call->now);
    const char *data =
        arena_print(call->arena, "{\"from\":\"%s\"%s}", fl_word(&fl_referral_states, (int)r.state),
                    call_bool(call, "by_party", false) ? ",\"by\":\"party\"" : "");
    if (referral_return(call, &act, &r, step, type, decliner, data, err))
        return err->code;
    referral_write(&r, result);
    return 0;
}

int
desk_decline(struct call *call, struct buf *result, struct fl_error *err)
{
    return give_back(call, STEP_DECLINE, FL_EVENT_REFERRAL_DECLINED, true, result, err);
}

/* A party refuses the mediator. The first time another is named, and this one is not asked again; a second refusal counts as
 * refusing mediation (特邀调解规定 14; 在线调解规则 14). */
static const struct fl_outcome_row *
refusal(const struct fl_adapter *adapter)
{
    return adapter->mediated_by ? fl_adapter_outcome(adapter, FL_OUTCOME_REFUSED) : NULL;
}

static int
write_refused(const struct referral *r, const struct conclusion *done, struct buf *result)
{
    json_object(result);
    json_put_id(result, "referral_id", r->referral_id);
    json_put_id(result, "case_id", r->dispute_id);
    json_put_text(result, "state", fl_word(&fl_referral_states, FL_REFERRAL_CONCLUDED));
    json_put_text(result, "outcome", fl_word(&fl_outcomes, FL_OUTCOME_REFUSED));
    if (done->next)
        json_put_id(result, "next", done->next);
    json_object_end(result);
    return 0;
}

static int
refuse_mediation(struct call *call, struct buf *result, struct fl_error *err)
{
    const struct fl_adapter *adapter = desk_adapter(call);
    const struct report report = {.adapter = adapter,
                                  .outcome = refusal(adapter),
                                  .code =
                                      fl_adapter_reason(adapter, FL_OUTCOME_REFUSED, "unwilling"),
                                  .words = call_text(call, "reason"),
                                  .at = call->now,
                                  .perform_by = FL_NO_DAY};
    struct act act = act_of_call(call, call->now);
    struct conclusion done = {.at = call->now};
    struct referral r;
    if (referral_take(call, STEP_REFUSE, &r, err) ||
        referral_conclude(&act, &report, &r, STEP_REFUSE, &done, err))
        return err->code;
    call->woke |= act.woke;
    return write_refused(&r, &done, result);
}

static int
refused_by_party(struct call *call, struct buf *result, struct fl_error *err)
{
    struct referral r;
    if (!refusal(desk_adapter(call)))
        return call_fault(call, "/params/by_party", "only where mediation takes place", err);
    /* dispute before referral, as everywhere: it may be handed over */
    if (referral_read(call, call_id(call, "referral_id"), false, &r, err))
        return err->code;
    const struct pg_param params[] = {pg_text(call->court), pg_int(r.dispute_id),
                                      pg_int(r.referral_id)};
    PG_AUTO held = NULL;
    PG_AUTO count = NULL;
    if (pg_run(call->db, &Q_lock_dispute, params, 2, PG_ROW, &held, err) ||
        pg_run(call->db, &Q_count_party_refusals, params, 3, PG_ROW, &count, err))
        return err->code;
    return pg_get_int(count, 0, 0) > 0
               ? refuse_mediation(call, result, err)
               : give_back(call, STEP_RELEASE, FL_EVENT_REFERRAL_RELEASED, true, result, err);
}

int
desk_release(struct call *call, struct buf *result, struct fl_error *err)
{
    if (call_bool(call, "by_party", false))
        return refused_by_party(call, result, err);
    return give_back(call, STEP_RELEASE, FL_EVENT_REFERRAL_RELEASED, false, result, err);
}
