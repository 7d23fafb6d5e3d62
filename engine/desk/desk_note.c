/* desk.note, agreement.performed: what happens while a referral is held, and after. */
#include <string.h>

#include "engine/base/day.h"
#include "engine/access/access.h"
#include "engine/desk/deadline.h"
#include "engine/desk/desk_step.h"
#include "engine/desk/event_put.h"
#include "engine/desk/performance.h"
#include "queries.h"

static const struct {
    const char *name;
    bool contact; /* ends the period to contact the parties */
    bool timed;   /* params.at is the moment of an appointment */
} note_kinds[] = {
    {"other",       false, false},
    {"contact",     true,  false},
    {"appointment", false, true },
    {"cancelled",   false, true }, /* the appointment of that moment is called off */
};
enum { N_NOTE_KINDS = sizeof note_kinds / sizeof *note_kinds };

/* The kind of a note; -1, and the fault, when it is none. */
static int
read_kind(const struct call *call, struct fl_error *err)
{
    const char *kind = call_text(call, "kind");
    int i = 0;
    while (kind && i < N_NOTE_KINDS && strcmp(kind, note_kinds[i].name) != 0)
        i++;
    if (i < N_NOTE_KINDS)
        return i;
    call_fault(call, "/params/kind", "one of contact, appointment, cancelled, other", err);
    return -1;
}

/* An appointment, and one that is called off, has its moment, and that lies ahead. */
static int
read_at(const struct call *call, int kind, int64_t *ret, struct fl_error *err)
{
    const char *at = call_text(call, "at");
    *ret = PG_NULL_NUMBER;
    if (!note_kinds[kind].timed)
        return at ? call_fault(call, "/params/at", "only an appointment has a moment", err) : 0;
    if (!at)
        return call_fault(call, "/params/at",
                          "is required: an appointment, and one that is called off, has its moment",
                          err);
    if (!moment_parse(at, strlen(at), ret))
        return call_fault(call, "/params/at", "must be a moment: 2021-03-05T09:30:00+08:00", err);
    if (*ret <= call->now)
        return call_fault(call, "/params/at", "must lie ahead", err);
    return 0;
}

static const char *
note_data(const struct call *call, int kind, int64_t at)
{
    struct buf buf = {0};
    json_object(&buf);
    json_put_text(&buf, "kind", note_kinds[kind].name);
    if (at != PG_NULL_NUMBER)
        put_moment(&buf, "at", at);
    json_object_end(&buf);
    return buf_keep(&buf, call->arena);
}

int
desk_note(struct call *call, struct buf *result, struct fl_error *err)
{
    int kind = read_kind(call, err);
    struct referral r;
    int64_t at;
    if (kind < 0 || read_at(call, kind, &at, err) || referral_take(call, STEP_NOTE, &r, err))
        return err->code;
    struct act act = act_of_call(call, call->now);
    if (referral_event(&act, &r, FL_EVENT_REFERRAL_NOTED, note_data(call, kind, at),
                       call_text(call, "text"), NULL, err))
        return err->code;
    if (note_kinds[kind].contact && deadlines_close(&act, r.referral_id, FL_UNTIL_CONTACTED,
                                                    moment_day(call->now), FL_NO_DAY, err))
        return err->code;
    referral_write(&r, result);
    return 0;
}

int
agreement_performed(struct call *call, struct buf *result, struct fl_error *err)
{
    int64_t dispute_id = call_id(call, "case_id");
    bool part = call_bool(call, "part", false), whole = call_bool(call, "whole", false);
    const char *on = call_text(call, "on");
    fl_day day;
    if (part == whole)
        return call_fault(call, "/params/whole", "either part or whole is true", err);
    if (!day_parse(on, strlen(on), &day))
        return call_fault(call, "/params/on", "must be a day: 2021-03-05", err);
    const struct pg_param key[] = {pg_text(call->court), pg_int(dispute_id)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_get_agreement, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (call->body &&
        (PQntuples(row) == 0 || !pg_get(row, 0, 2) || strcmp(pg_get(row, 0, 2), call->body) != 0))
        return access_other_body(call, err);
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, "dispute %lld has no agreement", (long long)dispute_id);
    if (day < (fl_day)pg_get_int(row, 0, 1) || day > moment_day(call->now))
        return call_fault(call, "/params/on", "must lie between the agreement and today", err);
    struct act act = act_of_call(call, call->now);
    struct event_new event = {
        .type = FL_EVENT_AGREEMENT_PERFORMED,
        .dispute_id = dispute_id,
        .referral_id = pg_get_int(row, 0, 0),
        .data =
            arena_print(call->arena, "{\"on\":\"%s\",\"whole\":%s}", on, whole ? "true" : "false"),
    };
    if (engine_id(call->engine, call->db, &event.event_id, err))
        return err->code;
    const struct agreement_performed performed = {event.referral_id, event.event_id, whole, day};
    if (agreements_perform(&act, &performed, 1, err) ||
        (whole &&
         deadlines_close(&act, event.referral_id, FL_UNTIL_PERFORMED, day, FL_NO_DAY, err)))
        return err->code;
    if (event_put(&act, &event, NULL, err))
        return err->code;
    json_object(result);
    json_put_id(result, "case_id", dispute_id);
    json_put_text(result, "on", on);
    json_put_bool(result, "whole", whole);
    json_object_end(result);
    return 0;
}
