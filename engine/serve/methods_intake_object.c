/* case.object: a party objects to where the dispute goes. An automated route is never the last word (个人信息保护法 art 24):
 * a routing clerk sees the objection and confirms or overrules. */
#include <string.h>

#include "engine/base/error_write.h"
#include "engine/desk/event_put.h"
#include "engine/desk/handover.h"
#include "engine/serve/methods_intake.h"
#include "queries.h"

static const char *const sides[] = {"claimant", "respondent"};
enum { N_SIDES = sizeof sides / sizeof *sides };

/* The side that objects; NULL, and the fault, when it is none. */
static const char *
read_side(const struct call *call, struct fl_error *err)
{
    const char *by = call_text(call, "by");
    for (int i = 0; i < N_SIDES; i++)
        if (strcmp(by, sides[i]) == 0)
            return sides[i];
    call_fault(call, "/params/by", "claimant or respondent", err);
    return NULL;
}

/* Each side is heard once; again only after the case has changed. */
static int
check_first(const struct call *call, int64_t id, const char *by, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(call->court), pg_int(id), pg_text(by)};
    PG_AUTO row = NULL;
    if (pg_run(call->db, &Q_count_objections, params, 3, PG_ROW, &row, err))
        return err->code;
    if (pg_get_int(row, 0, 0) > 0)
        return fl_fail(
            err, FL_E_CONFLICT,
            "the %s has objected to the route of case %lld already; what is new goes into "
            "case.amend",
            by, (long long)id);
    return 0;
}

static int
put_objection(const struct act *act, int64_t event_id, int64_t id, const char *by, int64_t concerns,
              const char *reason, struct fl_error *err)
{
    const struct event_new event = {
        .event_id = event_id,
        .type = FL_EVENT_CASE_OBJECTED,
        .dispute_id = id,
        .data = arena_print(act->arena, "{\"by\":\"%s\",\"decision_id\":\"%lld\"}", by,
                            (long long)concerns),
        .sealed = reason,
    };
    return event_put(act, &event, NULL, err);
}

int
case_object(struct call *call, struct buf *result, struct fl_error *err)
{
    int64_t id = call_id(call, "case_id"), event_id, concerns;
    const char *by = read_side(call, err);
    struct act act = act_of_call(call, call->now);
    struct handover_result next = {0};
    if (!by || engine_id(call->engine, call->db, &event_id, err) ||
        handover_object(&act, id, event_id, "当事人对分流去向提出异议，由程序分流员复核。",
                        &concerns, &next, err) ||
        check_first(call, id, by, err) ||
        put_objection(&act, event_id, id, by, concerns, call_text(call, "reason"), err))
        return err->code;
    call->woke = act.woke;
    json_object(result);
    json_put_id(result, "case_id", id);
    json_put_id(result, "referral_id", next.referral_id);
    json_put_text(result, "channel", fl_word(&fl_channels, (int)next.channel));
    json_put_text(result, "procedure", fl_word(&fl_procedures, (int)next.procedure));
    json_put_id(result, "objects_to", concerns);
    json_object_end(result);
    return 0;
}
