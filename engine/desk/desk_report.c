/* desk.report: the outcome concludes the referral, is counted, and leads on, in one transaction. */
#include "engine/desk/desk_report.h"

#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/desk_agreement.h"
#include "queries.h"

/* --- the answer: made of what is stored, so that a repeated report gets the same --- */

static int
write_next(const struct call *call, const struct conclusion *done, struct buf *result,
           struct fl_error *err)
{
    if (!done->decision_id) {
        json_key(result, "decision");
        json_null(result);
        json_key(result, "next");
        json_null(result);
        return 0;
    }
    const struct pg_param params[] = {pg_text(call->court), pg_int(done->decision_id),
                                      pg_int(done->next)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_get_next, params, 3, PG_ROW, &row, err))
        return err->code;
    const char *decision = pg_get(row, 0, 0);
    json_key(result, "decision");
    json_raw(result, decision, strlen(decision));
    json_key(result, "next");
    if (!done->next) {
        json_null(result);
        return 0;
    }
    json_object(result);
    json_put_id(result, "referral_id", done->next);
    json_put_text(result, "channel", pg_get(row, 0, 1));
    json_put_text(result, "procedure", pg_get(row, 0, 2));
    json_put_bool(result, "fast_track", pg_get_bool(row, 0, 3));
    json_put_text(result, "docket", pg_get(row, 0, 4));
    json_object_end(result);
    return 0;
}

static int
write_answer(const struct call *call, const struct report *report, const struct referral *r,
             const struct conclusion *done, struct buf *result, struct fl_error *err)
{
    json_object(result);
    json_put_id(result, "referral_id", r->referral_id);
    json_put_id(result, "case_id", r->dispute_id);
    json_put_text(result, "state", fl_word(&fl_referral_states, FL_REFERRAL_CONCLUDED));
    json_put_text(result, "outcome", fl_word(&fl_outcomes, (int)report->outcome->outcome));
    put_moment(result, "concluded_at", done->at);
    json_put_text(result, "case_state",
                  fl_word(&fl_dispute_states, done->next ? FL_DISPUTE_OPEN : FL_DISPUTE_CLOSED));
    if (write_next(call, done, result, err))
        return err->code;
    json_object_end(result);
    return 0;
}

/* Its holder reports again: the same answer to the same report, a conflict for another. */
static int
repeated(const struct call *call, const struct report *report, const struct referral *r,
         struct buf *result, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(call->court), pg_int(r->dispute_id),
                                   pg_int(r->referral_id)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_get_conclusion, key, 3, PG_ROW, &row, err))
        return err->code;
    const char *hash = pg_get(row, 0, 0);
    if (!hash || strcmp(hash, report->hash) != 0)
        return referral_conflict(r, "another report was taken before", err);
    const struct conclusion done = {pg_get_int(row, 0, 3),
                                    pg_get(row, 0, 1) ? pg_get_int(row, 0, 1) : 0,
                                    pg_get(row, 0, 2) ? pg_get_int(row, 0, 2) : 0};
    return write_answer(call, report, r, &done, result, err);
}

/* An agreement that was drafted here (desk.agreement) and is not sent again: its text and its day. */
static int
take_draft(const struct call *call, const struct referral *r, struct report *report,
           struct fl_error *err)
{
    JSON_AUTO draft = NULL;
    if (!report->outcome->succeeded || report->agreement)
        return 0;
    if (agreement_draft(call, r, &draft, err))
        return err->code;
    report->agreement = arena_text(call->arena, json_str(json_get(draft, "content")));
    const char *day = json_str(json_get(draft, "perform_by"));
    if (report->perform_by == FL_NO_DAY && day && !day_parse(day, strlen(day), &report->perform_by))
        report->perform_by = FL_NO_DAY;
    return 0;
}

/* A case leaves the fast track once only, and for good (法发〔2017〕14号 23); from summary to ordinary procedure it may still go
 * after that (民诉法 170). */
static int
check_once(const struct call *call, const struct report *report, const struct referral *r,
           struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(call->court), pg_int(r->dispute_id),
                                      pg_text(fl_word(&fl_channels, (int)r->channel))};
    PG_AUTO row = NULL;
    if (report->outcome->outcome != FL_OUTCOME_CONVERTED || !r->fast_track)
        return 0;
    if (pg_run(call->db, &Q_get_filing_day, params, 3, PG_ROW, &row, err))
        return err->code;
    return pg_get(row, 0, 0) ? referral_conflict(r, "a case leaves the fast track once only", err)
                             : 0;
}

int
desk_report(struct call *call, struct buf *result, struct fl_error *err)
{
    struct report report;
    struct referral r;
    if (report_read(call, &report, err) ||
        referral_read(call, call_id(call, "referral_id"), false, &r, err))
        return err->code;
    /* dispute before referral, as everywhere: nobody waits in a ring */
    const struct pg_param dispute[] = {pg_text(call->court), pg_int(r.dispute_id)};
    PG_AUTO held = NULL;
    if (pg_run(call->db, &Q_lock_dispute, dispute, 2, PG_ROW, &held, err) ||
        referral_read(call, r.referral_id, true, &r, err))
        return err->code;
    if (r.state == FL_REFERRAL_CONCLUDED && r.claim && r.claim == call_id(call, "claim"))
        return repeated(call, &report, &r, result, err);
    if (referral_check(&r, STEP_CONCLUDE, call_id(call, "claim"), err) ||
        report_check(call, &report, &r, err) || check_once(call, &report, &r, err) ||
        take_draft(call, &r, &report, err))
        return err->code;
    struct conclusion done = {.at = report.at == PG_NULL_NUMBER ? call->now : report.at};
    struct act act = act_of_call(call, done.at);
    if (referral_conclude(&act, &report, &r, STEP_CONCLUDE, &done, err))
        return err->code;
    call->woke |= act.woke;
    return write_answer(call, &report, &r, &done, result, err);
}
