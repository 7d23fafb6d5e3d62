/* A report is checked against the tables of its channel: every fault at once, with its pointer. */
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/words.h"
#include "engine/desk/desk_report.h"
#include "engine/base/hash.h"
#include "engine/access/keys.h"
#include "fenliu/limits.h"

/* "agreed, failed, …" */
static const char *
outcome_names(struct arena *arena, const struct fl_adapter *adapter)
{
    const char *names = "";
    for (const struct fl_outcome_row *row = adapter->outcomes; row->zh; row++)
        names = arena_print(arena, "%s%s%s", names, *names ? ", " : "", row->name);
    return names;
}

static const char *
reason_names(struct arena *arena, const struct fl_adapter *adapter, enum fl_outcome outcome)
{
    const char *names = "";
    for (const struct fl_end_reason *r = adapter->reasons; r && r->code; r++)
        if (r->outcomes & (1u << outcome))
            names = arena_print(arena, "%s%s%s", names, *names ? ", " : "", r->code);
    return names;
}

static const char *
vocab_names(struct arena *arena, const struct fl_vocab *vocab)
{
    const char *names = "";
    for (int i = 0; i < vocab->count; i++)
        names = arena_print(arena, "%s%s%s", names, *names ? ", " : "", fl_word(vocab, i));
    return names;
}

/* What is reported where a person decides the route, unless another outcome is named; NULL: not there. */
static const struct fl_outcome_row *
clerk_outcome(const struct fl_adapter *adapter)
{
    for (const struct fl_outcome_row *row = adapter->outcomes; row->zh; row++)
        if (row->follow == FL_FOLLOW_CLERK)
            return row;
    return NULL;
}

static void
read_outcome(const struct call *call, struct report *report, struct faults *faults)
{
    const char *given = call_text(call, "outcome");
    int outcome = words_number(&fl_outcomes, given);
    if (!given)
        report->outcome = clerk_outcome(report->adapter);
    else if (outcome >= 0)
        report->outcome = fl_adapter_outcome(report->adapter, (enum fl_outcome)outcome);
    if (!report->outcome)
        faults_add(faults, "/params/outcome", "%s: one of %s",
                   given ? "no outcome of this desk" : "is required",
                   outcome_names(call->arena, report->adapter));
}

static void
read_reason(const struct call *call, struct report *report, struct faults *faults)
{
    const struct fl_outcome_row *row = report->outcome;
    const char *given = call_text(call, "reason");
    bool codes = fl_adapter_has_reasons(report->adapter, row->outcome);
    if (given && codes)
        report->code = fl_adapter_reason(report->adapter, row->outcome, given);
    if (given && !report->code && (!codes || row->takes_words))
        report->words = given;
    if ((given && !report->code && !report->words) || (!given && row->needs_reason))
        faults_add(faults, "/params/reason", "%s%s%s",
                   given ? "no reason of this outcome" : "is required for this outcome",
                   codes ? ": one of " : "",
                   codes ? reason_names(call->arena, report->adapter, row->outcome) : "");
}

/* "court, mediation, …": where a clerk may send a dispute. */
static const char *
channel_names(struct arena *arena)
{
    const char *names = "";
    for (int i = 0; i < fl_channels.count; i++)
        if (!fl_channel_of_clerks((enum fl_channel)i))
            names =
                arena_print(arena, "%s%s%s", names, *names ? ", " : "", fl_word(&fl_channels, i));
    return names;
}

/* Where to: channel and procedure from the clerk, the procedure from a judge who converts. */
static void
read_target(const struct call *call, struct report *report, struct faults *faults)
{
    static const char *const members[] = {"channel", "procedure", "fast_track"};
    bool clerk = report->outcome->follow == FL_FOLLOW_CLERK;
    report->why = call_text(call, "reason_code");
    if (report->why && (!clerk || words_number(&fl_overrule_reasons, report->why) < 0))
        faults_add(faults, "/params/reason_code", "%s%s",
                   clerk ? "one of " : "only a clerk's routing has one",
                   clerk ? vocab_names(call->arena, &fl_overrule_reasons) : "");
    if (!report->outcome->needs_procedure) {
        for (size_t i = 0; i < sizeof members / sizeof *members; i++)
            if (json_get(call->params, members[i]))
                faults_add(faults, arena_print(call->arena, "/params/%s", members[i]),
                           "not with the outcome %s", report->outcome->name);
        return;
    }
    const char *channel = call_text(call, "channel");
    int to = channel ? words_number(&fl_channels, channel)
             : clerk ? -1
                     : (int)report->adapter->channel;
    if (to < 0 || (!clerk && to != (int)report->adapter->channel) ||
        fl_channel_of_clerks((enum fl_channel)to)) {
        if (clerk)
            faults_add(faults, "/params/channel", "names the channel that takes it: one of %s",
                       channel_names(call->arena));
        else
            faults_add(faults, "/params/channel", "a conversion stays in the court");
        return;
    }
    int procedure = words_number(&fl_procedures, call_text(call, "procedure"));
    const struct fl_procedure_row *row =
        procedure < 0 ? NULL
                      : fl_channel_procedure((enum fl_channel)to, (enum fl_procedure)procedure);
    if (!row) {
        faults_add(faults, "/params/procedure", "names a procedure of the channel %s",
                   fl_word(&fl_channels, to));
        return;
    }
    report->channel = (enum fl_channel)to;
    report->procedure = row->procedure;
    report->fast_track = call_bool(call, "fast_track", false);
    if (report->fast_track && (!row->fast_track || !clerk))
        faults_add(faults, "/params/fast_track",
                   clerk ? "the fast track is not open to this procedure"
                         : "a converted case has left the fast track");
}

static void
read_agreement(const struct call *call, struct report *report, struct faults *faults)
{
    bool agreed = report->outcome->outcome == FL_OUTCOME_AGREED ||
                  report->outcome->outcome == FL_OUTCOME_MEDIATED;
    report->agreement = call_text(call, "agreement");
    report->confirm = call_bool(call, "confirm", false);
    report->pay_only = call_bool(call, "pay_only", false);
    if (report->agreement && strlen(report->agreement) > FL_MAX_AGREEMENT)
        faults_add(faults, "/params/agreement", "has at most %d bytes", FL_MAX_AGREEMENT);
    if (report->agreement && !agreed)
        faults_add(faults, "/params/agreement", "only with an agreement");
    if (report->confirm &&
        (report->outcome->outcome != FL_OUTCOME_AGREED || !report->adapter->mediated_by))
        faults_add(faults, "/params/confirm",
                   "only an agreement reached in mediation is confirmed");
    if (report->pay_only && !agreed)
        faults_add(faults, "/params/pay_only", "only with an agreement");
}

/* The last day to perform the agreement. */
static void
read_due(const struct call *call, struct report *report, struct faults *faults)
{
    const char *text = call_text(call, "due_on");
    report->perform_by = FL_NO_DAY;
    if (!text)
        return;
    if (report->outcome->outcome != FL_OUTCOME_AGREED &&
        report->outcome->outcome != FL_OUTCOME_MEDIATED)
        faults_add(faults, "/params/due_on", "only with an agreement");
    else if (!day_parse(text, strlen(text), &report->perform_by))
        faults_add(faults, "/params/due_on", "must be a day: 2021-03-05");
}

/* {"undisputed": [texts], "record": text}, as it is sealed for who comes next. */
static void
read_record(const struct call *call, struct report *report)
{
    const cJSON *undisputed = json_get(call->params, "undisputed"), *text;
    const char *record = call_text(call, "record");
    if (!undisputed && !record)
        return;
    struct buf json = {0};
    json_object(&json);
    if (undisputed) {
        json_key(&json, "undisputed");
        json_array(&json);
        if (json_str(undisputed))
            json_text(&json, json_str(undisputed));
        else
            cJSON_ArrayForEach(text, undisputed) json_text(&json, json_str(text));
        json_array_end(&json);
    }
    if (record)
        json_put_text(&json, "record", record);
    json_object_end(&json);
    report->record = buf_keep(&json, call->arena);
}

/* Two reports are the same when all they say is. */
static void
hash_report(const struct call *call, char ret[65])
{
    static const char *const apart[] = {"token", "request_id", "court"};
    struct buf text = {0};
    uint8_t hash[HASH_SIZE];
    json_object(&text);
    const cJSON *member;
    cJSON_ArrayForEach(member, call->params)
    {
        size_t i = 0, n = sizeof apart / sizeof *apart;
        while (i < n && strcmp(member->string, apart[i]) != 0)
            i++;
        if (i < n)
            continue;
        json_key(&text, member->string);
        json_write(member, &text);
    }
    json_object_end(&text);
    struct fl_error ignored;
    JSON_AUTO said = NULL;
    if (json_parse(text.data, text.len, &said, &ignored) == 0)
        keys_match_json(call->engine->keys, "report", said,
                        hash); /* canonical: the order of members says nothing */
    else
        keys_match(call->engine->keys, "report", text.data, text.len, hash);
    buf_done(&text);
    for (size_t i = 0; i < HASH_SIZE; i++) {
        ret[2 * i] = "0123456789abcdef"[hash[i] >> 4];
        ret[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
    }
    ret[64] = 0;
}

int
report_read(const struct call *call, struct report *ret, struct fl_error *err)
{
    struct faults faults;
    faults_init(&faults, call->arena);
    *ret = (struct report){
        .adapter = desk_adapter(call), .at = PG_NULL_NUMBER, .perform_by = FL_NO_DAY};
    read_outcome(call, ret, &faults);
    if (ret->outcome) {
        read_reason(call, ret, &faults);
        read_target(call, ret, &faults);
        read_agreement(call, ret, &faults);
        read_due(call, ret, &faults);
        read_record(call, ret);
    }
    const char *at = call_text(call, "at");
    if (at && !moment_parse(at, strlen(at), &ret->at))
        faults_add(&faults, "/params/at", "must be a moment: 2021-03-05T09:12:00+08:00");
    hash_report(call, ret->hash);
    return faults_result(&faults, err);
}

int
report_check(const struct call *call, const struct report *report, const struct referral *r,
             struct fl_error *err)
{
    struct faults faults;
    faults_init(&faults, call->arena);
    char from[32], to[32];
    /* to the second: who writes a moment without a fraction means that second */
    if (report->at != PG_NULL_NUMBER &&
        (report->at / 1000 < r->accepted_at / 1000 || report->at > call->now))
        faults_add(&faults, "/params/at", "must lie between the acceptance (%s) and now (%s)",
                   moment_print(r->accepted_at, from), moment_print(call->now, to));
    if (report->perform_by != FL_NO_DAY &&
        report->perform_by < moment_day(report->at == PG_NULL_NUMBER ? call->now : report->at))
        faults_add(&faults, "/params/due_on", "must not lie before the agreement");
    if (report->outcome->follow == FL_FOLLOW_DECIDE && report->outcome->needs_procedure &&
        !r->fast_track && report->procedure == r->procedure)
        faults_add(&faults, "/params/procedure", "it is already under this procedure");
    return faults_result(&faults, err);
}
