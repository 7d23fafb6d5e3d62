/* desk.pull: what the mediator already holds, then the next that fit. */
#include <string.h>

#include "engine/desk/desk_step.h"
#include "engine/desk/desk_triage.h"
#include "engine/desk/pull_take.h"

static int
write_offer(const struct call *call, const PGresult *offers, int row, const PGresult *parties,
            struct buf *result, struct fl_error *err)
{
    int64_t dispute_id = pg_get_int(offers, row, 2);
    const char *decision = pg_get(offers, row, 10);
    json_object(result);
    json_put_id(result, "referral_id", pg_get_int(offers, row, 0));
    json_put_id(result, "claim", pg_get_int(offers, row, 1));
    json_put_id(result, "case_id", dispute_id);
    json_put_int(result, "visit", pg_get_int(offers, row, 3));
    json_put_text(result, "channel", pg_get(offers, row, 4));
    json_put_text(result, "procedure", pg_get(offers, row, 5));
    json_put_bool(result, "fast_track", pg_get_bool(offers, row, 6));
    json_put_text(result, "docket", pg_get(offers, row, 7));
    put_moment(result, "entered_at", pg_get_int(offers, row, 8));
    put_moment(result, "accept_by", pg_get_int(offers, row, 9));
    json_key(result, "decision");
    json_raw(result, decision, strlen(decision));
    if (triage_write(call, dispute_id, pg_get(offers, row, 11), decision, false, result, err))
        return err->code;
    json_key(result, "case");
    if (case_write(call, dispute_id, pg_get(offers, row, 11), parties, NULL, result, err))
        return err->code;
    json_object_end(result);
    return 0;
}

static int
write_pull(const struct call *call, const struct pull *pull, struct buf *result,
           struct fl_error *err)
{
    const char *why = pull_why_word(pull->why);
    json_object(result);
    json_key(result, "offers");
    json_array(result);
    for (int i = 0; i < PQntuples(pull->offers); i++)
        if (write_offer(call, pull->offers, i, pull->parties, result, err))
            return err->code;
    json_array_end(result);
    if (why)
        json_put_text(result, "why", why);
    json_object_end(result);
    return 0;
}

int
desk_pull(struct call *call, struct buf *result, struct fl_error *err)
{
    struct pull pull;
    int code = pull_take(call, desk_adapter(call), call_text(call, "mediator"),
                         (int)call_int(call, "max", 1), &pull, err);
    if (!code)
        code = write_pull(call, &pull, result, err);
    /* who may have nothing need not wait for it */
    if (!code && PQntuples(pull.offers) == 0 && pull.why == PULL_NONE)
        call->wait_ms = call_int(call, "wait_ms", 0);
    pull_done(&pull);
    return code;
}
