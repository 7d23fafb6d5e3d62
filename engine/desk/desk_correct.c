/* desk.correct: a clerk puts a report right; the wrong one stays visible. */
#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/desk_report.h"
#include "engine/desk/ledger.h"
#include "queries.h"

/* What the referral should have said. */
struct correction {
    const struct fl_outcome_row *outcome;
    const char *code;
    int64_t at;
};

static int
read_correction(const struct call *call, const struct referral *r, struct correction *ret,
                struct fl_error *err)
{
    const struct fl_adapter *adapter = desk_adapter(call);
    const char *word = call_text(call, "outcome"), *code = call_text(call, "end_reason"),
               *at = call_text(call, "at");
    struct faults faults;
    faults_init(&faults, call->arena);
    const char *old = r->outcome;
    int number = fl_word_find(&fl_outcomes, word ? word : old, strlen(word ? word : old));
    const struct fl_outcome_row *was =
        fl_adapter_outcome(adapter, (enum fl_outcome)fl_word_find(&fl_outcomes, old, strlen(old)));
    ret->outcome = number < 0 ? NULL : fl_adapter_outcome(adapter, (enum fl_outcome)number);
    ret->code = code ? code : ret->outcome == was ? r->reason : NULL;
    ret->at = r->concluded_at;
    if (!ret->outcome)
        faults_add(&faults, "/params/outcome", "no outcome of this desk");
    else if (ret->code && !fl_adapter_reason(adapter, ret->outcome->outcome, ret->code))
        faults_add(&faults, "/params/end_reason", "no reason of this outcome");
    else if (!ret->code && ret->outcome->needs_reason &&
             fl_adapter_has_reasons(adapter, ret->outcome->outcome))
        faults_add(&faults, "/params/end_reason", "is required for this outcome");
    if (at && (!moment_parse(at, strlen(at), &ret->at) || ret->at < r->accepted_at ||
               ret->at > call->now))
        faults_add(&faults, "/params/at", "must be a moment between the acceptance and now");
    if (faults_result(&faults, err))
        return err->code;
    if (was && (ret->outcome->follow != was->follow ||
                ret->outcome->needs_procedure != was->needs_procedure))
        return referral_conflict(r, "what followed this outcome would not have followed that one",
                                 err);
    return 0;
}

static int
count_conclusion(const struct call *call, const struct act *act, const struct referral *r,
                 int64_t at, int64_t event_id, int n, struct fl_error *err)
{
    return ledger_put(act, LEDGER_CONCLUDED, r->referral_id, event_id, moment_day(at),
                      referral_days(desk_adapter(call), r, at), n, err);
}

static void
put_said(struct buf *buf, const char *key, const char *outcome, const char *reason, int64_t at)
{
    json_key(buf, key);
    json_object(buf);
    json_put_text(buf, "outcome", outcome);
    if (reason)
        json_put_text(buf, "reason", reason);
    put_moment(buf, "at", at);
    json_object_end(buf);
}

/* {"was":{"outcome","reason","at"},"is":{…}} */
static const char *
correction_data(const struct call *call, const struct referral *r, const struct correction *c)
{
    struct buf buf = {0};
    json_object(&buf);
    put_said(&buf, "was", r->outcome, r->reason, r->concluded_at);
    put_said(&buf, "is", fl_word(&fl_outcomes, (int)c->outcome->outcome), c->code, c->at);
    json_object_end(&buf);
    return buf_keep(&buf, call->arena);
}

int
desk_correct(struct call *call, struct buf *result, struct fl_error *err)
{
    struct referral r;
    struct correction c;
    enum fl_referral_state to;
    if (referral_read(call, call_id(call, "referral_id"), true, &r, err))
        return err->code;
    if (!lifecycle_next(r.state, STEP_CORRECT, &to))
        return referral_conflict(&r, "nothing was concluded that could be corrected", err);
    if (read_correction(call, &r, &c, err))
        return err->code;
    struct act act = act_of_call(call, call->now);
    const char *outcome = fl_word(&fl_outcomes, (int)c.outcome->outcome);
    r.mediator = NULL; /* the clerk acts, not the holder */
    char from[LIFECYCLE_ARRAY];
    const char *data = correction_data(call, &r, &c);
    int64_t event_id;
    const struct pg_param params[] = {
        pg_text(call->court), pg_int(r.referral_id), pg_text(lifecycle_from(STEP_CORRECT, from)),
        pg_text(outcome),     pg_text(c.code),       pg_moment(c.at)};
    PG_AUTO row = NULL;
    /* the old row is taken back while the referral still says what it said */
    if (referral_event(&act, &r, FL_EVENT_REFERRAL_CORRECTED, data, call_text(call, "reason"),
                       &event_id, err) ||
        count_conclusion(call, &act, &r, r.concluded_at, event_id, -1, err) ||
        pg_run(call->db, &Q_correct_referral, params, 6, PG_ROW, &row, err) ||
        count_conclusion(call, &act, &r, c.at, event_id, 1, err) ||
        ledger_recount(&act, r.referral_id, event_id, err))
        return err->code;
    json_object(result);
    json_put_id(result, "referral_id", r.referral_id);
    json_put_id(result, "case_id", r.dispute_id);
    json_put_text(result, "outcome", outcome);
    json_put_text(result, "reason", c.code);
    put_moment(result, "concluded_at", c.at);
    json_object_end(result);
    return 0;
}
