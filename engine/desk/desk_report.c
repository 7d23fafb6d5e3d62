/* desk.report: the outcome concludes the referral, is counted, and leads on, in one transaction. */
#include "engine/desk/desk_report.h"

#include <string.h>

#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/desk_agreement.h"
#include "engine/desk/event_put.h"
#include "engine/desk/handover.h"
#include "engine/desk/ledger.h"
#include "engine/access/person.h"
#include "queries.h"

/* What came of a report, as its event remembers it. */
struct conclusion {
    int64_t at;
    int64_t decision_id, next; /* 0: none */
};

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

/* --- what the report does --- */

static int
conclude(const struct call *call, const struct report *report, const struct referral *r, int64_t at,
         struct fl_error *err)
{
    char from[LIFECYCLE_ARRAY];
    const struct act act = act_of_call(call, at);
    const struct seal_place place = place_of_referral(call->court, r->referral_id);
    struct buf sealed = {0};
    JSON_AUTO draft = NULL;
    if (report->outcome->succeeded && !report->agreement && agreement_draft(call, r, &draft, err))
        return err->code;
    const char *agreement =
        report->agreement ? report->agreement : json_str(json_get(draft, "content"));
    if (person_seal(&act, r->dispute_id, &place, agreement, &sealed, err))
        return err->code;
    const struct pg_param params[] = {
        pg_text(call->court),
        pg_int(r->referral_id),
        pg_text(lifecycle_from(STEP_CONCLUDE, from)),
        pg_int(r->claim),
        pg_text(lifecycle_to(STEP_CONCLUDE)),
        pg_text(fl_word(&fl_outcomes, (int)report->outcome->outcome)),
        pg_text(report->code ? report->code->code : NULL),
        pg_moment(at),
        pg_bytes(sealed.data, sealed.len),
    };
    PG_AUTO row = NULL;
    int code = pg_run(call->db, &Q_conclude_referral, params, 9, PG_ROW, &row, err);
    buf_done(&sealed);
    return code ? code
                : deadlines_close(&act, r->referral_id, FL_UNTIL_CONCLUDED, moment_day(at),
                                  FL_NO_DAY, err);
}

/* What the outcome teaches becomes facts of the dispute before it is decided again. */
static int
learn(const struct call *call, const struct report *report, const struct referral *r, int64_t at,
      struct fl_error *err)
{
    char day[11];
    struct buf facts = {0};
    json_object(&facts);
    if (report->code && report->code->fact)
        json_put_bool(&facts, fl_facts[report->code->fact - 1].name, true);
    if (report->confirm) {
        json_put_bool(&facts, fl_facts[FL_FACT_BOTH_APPLY_CONFIRMATION].name, true);
        json_put_text(&facts, fl_facts[FL_FACT_AGREEMENT_ON].name, day_print(moment_day(at), day));
        json_put_text(&facts, fl_facts[FL_FACT_MEDIATED_BY].name, report->adapter->mediated_by);
    }
    if (report->pay_only)
        json_put_bool(&facts, fl_facts[FL_FACT_MEDIATED_PAY_ONLY].name, true);
    bool any = facts.len > 1;
    json_object_end(&facts);
    const struct pg_param params[] = {pg_text(call->court), pg_int(r->dispute_id),
                                      pg_text(facts.data)};
    int rc = any ? pg_run(call->db, &Q_learn_facts, params, 3, PG_NONE, NULL, err) : 0;
    buf_done(&facts);
    return rc;
}

static int
follow(struct act *act, const struct report *report, const struct referral *r,
       struct conclusion *done, struct fl_error *err)
{
    const struct handover_order order = {
        .channel = report->channel,
        .procedure = report->procedure,
        .fast_track = report->fast_track,
        .overrules = report->outcome->follow == FL_FOLLOW_CLERK ? r->decision_id : 0,
        .reason = report->words,
        .code = report->code ? report->code->code : report->why,
    };
    /* both apply: the agreement goes on to the court for confirmation */
    if (report->outcome->follow == FL_FOLLOW_CLOSE && !report->confirm)
        return handover_close(act, r->dispute_id, r->referral_id,
                              fl_word(&fl_outcomes, (int)report->outcome->outcome), err);
    struct handover_result next;
    if (handover_route(act, r->dispute_id, report->outcome->needs_procedure ? &order : NULL, &next,
                       err))
        return err->code;
    done->decision_id = next.decision_id;
    done->next = next.referral_id;
    return 0;
}

static const char *
event_data(const struct call *call, const struct report *report, const struct referral *r,
           const struct conclusion *done, int days)
{
    struct buf buf = {0};
    json_object(&buf);
    json_put_text(&buf, "channel", fl_word(&fl_channels, (int)r->channel));
    json_put_text(&buf, "procedure", fl_word(&fl_procedures, (int)r->procedure));
    json_put_bool(&buf, "fast_track", r->fast_track);
    json_put_text(&buf, "outcome", fl_word(&fl_outcomes, (int)report->outcome->outcome));
    if (report->code)
        json_put_text(&buf, "reason", report->code->code);
    if (report->confirm)
        json_put_bool(&buf, "confirm", true);
    json_put_int(&buf, "days", days);
    json_put_text(&buf, "report", report->hash);
    if (done->decision_id)
        json_put_id(&buf, "decision_id", done->decision_id);
    if (done->next)
        json_put_id(&buf, "next", done->next);
    json_object_end(&buf);
    const char *text = arena_copy(call->arena, buf.data, buf.len);
    buf_done(&buf);
    return text;
}

static int
act_on(struct call *call, const struct report *report, const struct referral *r,
       struct conclusion *done, struct fl_error *err)
{
    struct act act = act_of_call(call, done->at);
    fl_day day = moment_day(done->at);
    int days =
        day - moment_day(report->adapter->days_from_acceptance ? r->accepted_at : r->entered_at);
    /* its id before those of what follows, though its row, which says what followed, comes after */
    struct event_new event = {.type = FL_EVENT_REFERRAL_CONCLUDED,
                              .dispute_id = r->dispute_id,
                              .referral_id = r->referral_id,
                              .sealed = report->words};
    if (engine_id(call->engine, call->db, &event.event_id, err) ||
        conclude(call, report, r, done->at, err) || learn(call, report, r, done->at, err) ||
        ledger_put(&act, LEDGER_CONCLUDED, r->referral_id, event.event_id, day, days, 1, err) ||
        follow(&act, report, r, done, err))
        return err->code;
    event.data = event_data(call, report, r, done, days);
    call->woke |= act.woke;
    if (r->mediator)
        act.actor = r->mediator;
    return event_put(&act, &event, NULL, err);
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
        report_check(call, &report, &r, err))
        return err->code;
    struct conclusion done = {.at = report.at == PG_NULL_NUMBER ? call->now : report.at};
    if (act_on(call, &report, &r, &done, err))
        return err->code;
    return write_answer(call, &report, &r, &done, result, err);
}
