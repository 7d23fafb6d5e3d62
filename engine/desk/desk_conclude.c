/* A referral is concluded: by its holder's report, because its period is over, or because a party refuses
 * its mediator for good. What the outcome teaches, leaves behind and leads to is the same. */
#include <string.h>

#include "engine/access/person.h"
#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/desk_report.h"
#include "engine/desk/event_put.h"
#include "engine/desk/handover.h"
#include "engine/desk/ledger.h"
#include "engine/desk/performance.h"
#include "queries.h"

/* Days up to the day of `at` that do not count. */
static int
paused_days(const struct referral *r, int64_t at)
{
    int lasting = r->paused_at == PG_NULL_NUMBER ? 0 : moment_day(at) - moment_day(r->paused_at);
    return r->paused_days + (lasting > 0 ? lasting : 0);
}

int
referral_days(const struct fl_adapter *adapter, const struct referral *r, int64_t at)
{
    bool accepted = r->accepted_at != PG_NULL_NUMBER && adapter->days_from_acceptance;
    int days =
        moment_day(at) - moment_day(accepted ? r->accepted_at : r->entered_at) - paused_days(r, at);
    return days < 0 ? 0 : days;
}

static int
put_conclusion(const struct act *act, const struct report *report, const struct referral *r,
               enum lifecycle_step step, struct fl_error *err)
{
    char from[LIFECYCLE_ARRAY];
    const struct seal_place place = place_of_referral(act->court, r->referral_id);
    struct buf sealed = {0};
    if (person_seal(act, r->dispute_id, &place, report->agreement, &sealed, err))
        return err->code;
    const struct pg_param params[] = {
        pg_text(act->court),
        pg_int(r->referral_id),
        pg_text(lifecycle_from(step, from)),
        r->claim ? pg_int(r->claim) : pg_null_int(),
        pg_text(lifecycle_to(step)),
        pg_text(fl_word(&fl_outcomes, (int)report->outcome->outcome)),
        pg_text(report->code ? report->code->code : NULL),
        pg_moment(act->at),
        pg_bytes(sealed.data, sealed.len),
        pg_int(paused_days(r, act->at)),
    };
    PG_AUTO row = NULL;
    int code = pg_run(act->db, &Q_conclude_referral, params, 10, PG_ROW, &row, err);
    buf_done(&sealed);
    return code ? code
                : deadlines_close(act, r->referral_id, FL_UNTIL_CONCLUDED, moment_day(act->at),
                                  FL_NO_DAY, err);
}

/* What the parties did not dispute, and what the mediator writes for who comes next. */
static int
put_record(const struct act *act, const struct report *report, const struct referral *r,
           struct fl_error *err)
{
    if (!report->record)
        return 0;
    const struct seal_place place = place_of_record(act->court, r->referral_id);
    struct buf sealed = {0};
    if (person_seal(act, r->dispute_id, &place, report->record, &sealed, err))
        return err->code;
    const struct pg_param params[] = {pg_text(act->court), pg_int(r->referral_id),
                                      pg_int(r->dispute_id), pg_bytes(sealed.data, sealed.len)};
    int code = pg_run(act->db, &Q_put_record, params, 4, PG_NONE, NULL, err);
    buf_done(&sealed);
    return code;
}

static bool
is_agreement(const struct report *report)
{
    return report->outcome->outcome == FL_OUTCOME_AGREED ||
           report->outcome->outcome == FL_OUTCOME_MEDIATED;
}

/* An agreement is due on a day, and has a clock of its own until it is performed. */
static int
put_performance(const struct act *act, const struct report *report, const struct referral *r,
                int64_t event_id, struct fl_error *err)
{
    if (!is_agreement(report))
        return 0;
    const struct agreement_reached agreement = {
        r->dispute_id,       r->referral_id,     event_id,
        moment_day(act->at), report->perform_by, report->pay_only,
    };
    if (agreements_put(act, &agreement, 1, err))
        return err->code;
    if (agreement.due_on == FL_NO_DAY)
        return 0;
    const struct deadline clock =
        agreement_clock(act->policy, agreement.reached_on, agreement.due_on);
    return deadlines_open(act, r->dispute_id, r->referral_id, STARTS_BY_AGREEMENT,
                          agreement.reached_on, &clock, 1, err);
}

/* What the outcome teaches becomes facts of the dispute before it is decided again. */
static int
learn(const struct act *act, const struct report *report, const struct referral *r,
      struct fl_error *err)
{
    char day[11];
    struct buf facts = {0};
    json_object(&facts);
    if (report->code && report->code->fact)
        json_put_bool(&facts, fl_facts[report->code->fact - 1].name, true);
    if (report->confirm) {
        json_put_bool(&facts, fl_facts[FL_FACT_BOTH_APPLY_CONFIRMATION].name, true);
        json_put_text(&facts, fl_facts[FL_FACT_AGREEMENT_ON].name,
                      day_print(moment_day(act->at), day));
        json_put_text(&facts, fl_facts[FL_FACT_MEDIATED_BY].name, report->adapter->mediated_by);
    }
    if (report->pay_only)
        json_put_bool(&facts, fl_facts[FL_FACT_MEDIATED_PAY_ONLY].name, true);
    bool any = facts.len > 1;
    json_object_end(&facts);
    const struct pg_param params[] = {pg_text(act->court), pg_int(r->dispute_id),
                                      pg_text(facts.data)};
    int rc = any ? pg_run(act->db, &Q_learn_facts, params, 3, PG_NONE, NULL, err) : 0;
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
event_data(const struct act *act, const struct report *report, const struct referral *r,
           const struct conclusion *done, int days)
{
    char day[11];
    struct buf buf = {0};
    int paused = paused_days(r, act->at);
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
    if (paused)
        json_put_int(&buf, "paused_days", paused);
    if (report->perform_by != FL_NO_DAY)
        json_put_text(&buf, "perform_by", day_print(report->perform_by, day));
    if (*report->hash)
        json_put_text(&buf, "report", report->hash);
    if (done->decision_id)
        json_put_id(&buf, "decision_id", done->decision_id);
    if (done->next)
        json_put_id(&buf, "next", done->next);
    json_object_end(&buf);
    return buf_keep(&buf, act->arena);
}

int
referral_conclude(struct act *act, const struct report *report, const struct referral *r,
                  enum lifecycle_step step, struct conclusion *done, struct fl_error *err)
{
    fl_day day = moment_day(act->at);
    int days = referral_days(report->adapter, r, act->at);
    /* its id before those of what follows, though its row, which says what followed, comes after */
    struct event_new event = {.type = FL_EVENT_REFERRAL_CONCLUDED,
                              .dispute_id = r->dispute_id,
                              .referral_id = r->referral_id,
                              .sealed = report->words};
    if (engine_id(act->engine, act->db, &event.event_id, err) ||
        put_conclusion(act, report, r, step, err) || put_record(act, report, r, err) ||
        put_performance(act, report, r, event.event_id, err) || learn(act, report, r, err) ||
        ledger_put(act, LEDGER_CONCLUDED, r->referral_id, event.event_id, day, days, 1, err) ||
        follow(act, report, r, done, err))
        return err->code;
    event.data = event_data(act, report, r, done, days);
    struct act holder = *act;
    if (r->mediator && step == STEP_CONCLUDE)
        holder.actor = r->mediator;
    return event_put(&holder, &event, NULL, err);
}
