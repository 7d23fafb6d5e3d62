/* case.reopen, case.confirm: a dispute that was over goes on, in the same file (诉调对接). */
#include <string.h>

#include "engine/base/day.h"
#include "engine/case/case_read.h"
#include "engine/desk/desk_step.h"
#include "engine/desk/handover.h"
#include "engine/desk/overdue.h"
#include "engine/serve/methods_intake.h"
#include "queries.h"

/* A closed dispute on its way back. */
struct reopening {
    struct call *call;
    int64_t id;
    bool open;        /* it is not closed */
    const char *data; /* of the event */
};

/* --- facts --- */

static int
check_nulls(const struct call *call, const cJSON *facts, struct fl_error *err)
{
    const cJSON *fact;
    struct faults faults;
    faults_init(&faults, call->arena);
    cJSON_ArrayForEach(fact, facts) if (cJSON_IsNull(fact))
        faults_add(&faults, arena_print(call->arena, "/params/facts/%s", fact->string),
                   "what was known stays known");
    return faults_result(&faults, err);
}

static void
write_with(const cJSON *doc, const cJSON *facts, struct buf *buf)
{
    const cJSON *member;
    json_object(buf);
    cJSON_ArrayForEach(member, doc)
    {
        if (strcmp(member->string, "facts") == 0)
            continue;
        json_key(buf, member->string);
        json_write(member, buf);
    }
    json_key(buf, "facts");
    case_facts_write(json_get(doc, "facts"), facts, buf);
    json_object_end(buf);
}

/* The dispute, held until the commit; the facts are laid over those known once they have been checked with them. */
static int
lay_over(struct reopening *r, const cJSON *facts, struct fl_error *err)
{
    struct call *call = r->call;
    const struct pg_param key[] = {pg_text(call->court), pg_int(r->id)};
    PG_AUTO row = NULL;
    JSON_AUTO doc = NULL;
    JSON_AUTO merged = NULL;
    if (pg_run(call->db, &Q_lock_dispute, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, "court %s has no case %lld", call->court,
                       (long long)r->id);
    r->open = strcmp(pg_get(row, 0, 0), fl_word(&fl_dispute_states, FL_DISPUTE_OPEN)) == 0;
    if (!facts)
        return 0;
    const char *text = pg_get(row, 0, 2);
    struct buf json = {0}, given = {0};
    struct fl_case c = {0};
    int code = json_parse(text, strlen(text), &doc, err);
    if (!code) {
        write_with(doc, facts, &json);
        code = json_parse(json.data, json.len, &merged, err);
    }
    if (!code)
        code = case_read(call->policy, merged, CASE_SKELETON, "/params", call->arena, &c, err);
    if (!code) {
        json_write(facts, &given);
        const struct pg_param params[] = {pg_text(call->court), pg_int(r->id), pg_text(given.data)};
        code = pg_run(call->db, &Q_learn_facts, params, 3, PG_NONE, NULL, err);
    }
    buf_done(&json);
    buf_done(&given);
    return code;
}

/* Which facts were given: names only. */
static const char *
fact_names(const struct call *call, const cJSON *facts)
{
    const cJSON *fact;
    struct buf data = {0};
    json_object(&data);
    json_key(&data, "facts");
    json_array(&data);
    cJSON_ArrayForEach(fact, facts) json_text(&data, fact->string);
    json_array_end(&data);
    json_object_end(&data);
    return buf_keep(&data, call->arena);
}

/* --- going on --- */

static int
write_answer(const struct reopening *r, int64_t referral_id, const char *docket,
             const char *decision, struct buf *result)
{
    json_object(result);
    json_put_id(result, "case_id", r->id);
    json_put_text(result, "state", fl_word(&fl_dispute_states, FL_DISPUTE_OPEN));
    json_put_id(result, "referral_id", referral_id);
    json_put_text(result, "docket", docket);
    json_key(result, "decision");
    json_raw(result, decision, strlen(decision));
    json_object_end(result);
    return 0;
}

static int
go_on(struct reopening *r, int channel, int procedure, struct buf *result, struct fl_error *err)
{
    struct act act = act_of_call(r->call, r->call->now);
    const struct handover_reopening why = {.data = r->data,
                                           .words = call_text(r->call, "reason"),
                                           .channel = channel,
                                           .procedure = procedure};
    struct handover_result next = {0};
    if (handover_reopen(&act, r->id, &why, &next, err))
        return err->code;
    r->call->woke |= act.woke;
    return write_answer(r, next.referral_id, next.docket, next.decision, result);
}

/* It is not closed: the body that has it is late, and a party sues. */
static int
leave_late_body(struct reopening *r, struct buf *result, struct fl_error *err)
{
    struct call *call = r->call;
    struct act act = act_of_call(call, call->now);
    struct conclusion done;
    if (overdue_conclude(&act, r->id, &done, err))
        return err->code;
    const struct pg_param params[] = {pg_text(call->court), pg_int(done.decision_id),
                                      pg_int(done.next)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_get_next, params, 3, PG_ROW, &row, err))
        return err->code;
    call->woke |= act.woke;
    return write_answer(r, done.next, pg_get(row, 0, 4), pg_get(row, 0, 0), result);
}

static bool
says_overdue(const cJSON *facts)
{
    const char *word = json_str(json_get(facts, fl_facts[FL_FACT_ARBITRATION].name));
    return word && strcmp(word, fl_word(&fl_outcomes, FL_OUTCOME_OVERDUE)) == 0;
}

int
case_reopen(struct call *call, struct buf *result, struct fl_error *err)
{
    struct reopening r = {.call = call, .id = call_id(call, "case_id")};
    const cJSON *facts = json_get(call->params, "facts");
    if (check_nulls(call, facts, err) || lay_over(&r, facts, err))
        return err->code;
    if (r.open && says_overdue(facts))
        return leave_late_body(&r, result, err);
    r.data = fact_names(call, facts);
    return go_on(&r, -1, -1, result, err);
}

/* --- confirmation --- */

/* The mediated agreement: the dispute's last outcome. */
static int
last_agreement(const struct reopening *r, const struct fl_adapter **ret_adapter, fl_day *ret_day,
               struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(r->call->court), pg_int(r->id)};
    PG_AUTO row = NULL;
    if (pg_run(r->call->db, &Q_get_last_outcome, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    const char *word = PQntuples(row) ? pg_get(row, 0, 0) : "",
               *outcome = PQntuples(row) ? pg_get(row, 0, 1) : "";
    int channel = fl_word_find(&fl_channels, word, strlen(word));
    *ret_adapter = channel < 0 ? NULL : fl_adapter_of((enum fl_channel)channel);
    if (!*ret_adapter || !(*ret_adapter)->mediated_by ||
        strcmp(outcome, fl_word(&fl_outcomes, FL_OUTCOME_AGREED)) != 0)
        return fl_fail(err, FL_E_CONFLICT,
                       "case %lld did not end with an agreement reached in mediation",
                       (long long)r->id);
    *ret_day = (fl_day)pg_get_int(row, 0, 2);
    return 0;
}

/* What both apply for, and what the decision has to come to. */
static const struct application {
    const char *by;
    enum fl_channel channel;
    int procedure;     /* -1: any of the channel */
    const char *param; /* days to apply, which no rule of the pack looks at; NULL: a rule does */
    bool confirms;     /* the court's confirmation */
} applications[] = {
    {"court",      FL_CHANNEL_COURT,       FL_PROCEDURE_CONFIRMATION, NULL,                 true },
    {"commission", FL_CHANNEL_ARBITRATION, -1,                        "labour.review_days", false},
};
enum { N_APPLICATIONS = sizeof applications / sizeof *applications };

static const struct application *
read_application(const struct call *call)
{
    const char *by = call_text(call, "by");
    for (int i = 0; i < N_APPLICATIONS; i++)
        if (strcmp(by ? by : applications[0].by, applications[i].by) == 0)
            return &applications[i];
    return NULL;
}

static int
check_days(const struct call *call, const struct application *a, fl_day agreed,
           struct fl_error *err)
{
    fl_day today = moment_day(call->now);
    int64_t days;
    char day[11];
    if (!a->param || !policy_param(call->policy, a->param, today, &days))
        return 0;
    fl_day last = policy_period_end(call->policy, agreed, (int)days, FL_DAYS);
    if (today > last)
        return fl_fail(err, FL_E_CONFLICT, "both could apply to the commission until %s",
                       day_print(last, day));
    return 0;
}

static const char *
application_facts(const struct call *call, const struct application *a,
                  const struct fl_adapter *adapter, fl_day agreed)
{
    char day[11];
    struct buf facts = {0};
    json_object(&facts);
    json_put_bool(&facts, fl_facts[FL_FACT_BOTH_APPLY_CONFIRMATION].name, a->confirms);
    json_put_text(&facts, fl_facts[FL_FACT_AGREEMENT_ON].name, day_print(agreed, day));
    json_put_text(&facts, fl_facts[FL_FACT_MEDIATED_BY].name, adapter->mediated_by);
    if (call_bool(call, "pay_only", false))
        json_put_bool(&facts, fl_facts[FL_FACT_MEDIATED_PAY_ONLY].name, true);
    json_object_end(&facts);
    return buf_keep(&facts, call->arena);
}

int
case_confirm(struct call *call, struct buf *result, struct fl_error *err)
{
    struct reopening r = {.call = call, .id = call_id(call, "case_id")};
    const struct application *a = read_application(call);
    const struct fl_adapter *adapter = NULL;
    fl_day agreed = FL_NO_DAY;
    JSON_AUTO facts = NULL;
    if (!a)
        return call_fault(call, "/params/by", "court or commission", err);
    if (lay_over(&r, NULL, err) || last_agreement(&r, &adapter, &agreed, err) ||
        check_days(call, a, agreed, err))
        return err->code;
    const char *text = application_facts(call, a, adapter, agreed);
    if (json_parse(text, strlen(text), &facts, err) || lay_over(&r, facts, err))
        return err->code;
    r.data = arena_print(call->arena, "{\"applies\":\"%s\"}", a->by);
    return go_on(&r, (int)a->channel, a->procedure, result, err);
}
