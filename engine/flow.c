/* The two tables of the way of a case, and the steps before the reply. */
#include "engine/flow.h"

#include <string.h>

#include "engine/case/case_narrative.h"
#include "engine/case/case_read.h"
#include "engine/base/clock.h"
#include "engine/decide/decide.h"
#include "engine/base/hash.h"

static flow_step validate, read_narrative, route, prepare, store;

const struct flow_stage flow_before[] = {
    {"receive",                                                             NULL, "server.c: received", NULL, "an nng message is handed to a worker thread"},
    {"envelope",                                                 NULL, "rpc.c: rpc_start", "case.submit",
     "JSON is parsed, each JSON-RPC request of a batch becomes an item"},
    {"validate",                        validate, "case_read.c: case_read", NULL,
     "every fault of the document is found at once, with its JSON pointer"},
    {"read",                                                            read_narrative, "case_narrative.c: case_narrative", NULL,
     "a narrative without a cause is read: what it is about and what it says"},
    {"decide",                                                   route, "decide.c: decide", "case.decide",
     "the policy of the day of filing says channel, procedure, fast track, and why"},
    {"prepare",    prepare, "flow.c: prepare", NULL,
     "personal data is parted from the document, content is hashed, JSON is written"},
    {"store",                                                            store, "store.c: store_put, store_batch.c: store_write", NULL,
     "many cases in one transaction: rows, docket numbers, referral, events, ledger; COMMIT"},
    {"reply",                                             NULL, "flow.c: kept, rpc.c: rpc_answer, server.c: answered", NULL,
     "the last item of a message sends its reply"},
    {0},
};

const struct flow_stage flow_after[] = {
    {"queue",                                                                         NULL, "store_rows.c: put_queue, queue_put.c: queue_put", NULL,
     "the referral waits in its pool, in the narrow table `queue`"},
    {"pull",                              NULL, "desk_pull.c: desk_pull, pull_take.c: pull_take", "desk.pull",
     "a desk takes the next that fits; the offer is held by a claim until accept_by"},
    {"lapse",                   NULL, "sweeper.c: sweep, desk_sweep.c: desk_sweep", NULL,
     "an offer that is not accepted in time goes back into its queue"},
    {"accept",                                                                          NULL, "desk_hold.c: desk_accept", "desk.accept", "the clock of the channel starts"},
    {"report",                               NULL, "desk_report.c", "desk.report", "the outcome ends the referral"},
    {"hand over", NULL, "handover.c: handover_route", "desk.report",
     "the same decision function decides what follows, with the history as facts"},
    {"close",                                                                         NULL, "handover.c: handover_close", NULL, "nothing follows: the dispute is over"},
    {"amend",                                   NULL, "methods_intake_change.c: case_amend", "case.amend",
     "new facts before anything is concluded: decided again"},
    {"withdraw",                NULL, "methods_intake_change.c: case_withdraw", "case.withdraw",
     "the open referral is cancelled, the dispute ends"},
    {"object",                                                                        NULL, "methods_intake_object.c: case_object", "case.object",
     "a party objects to the route: to triage, where a clerk confirms or overrules"},
    {"publish",                                                     NULL, "feed.c: feed_round", "event.since",
     "events go out in commit order, none is skipped"},
    {0                                             },
};

/* --- the steps of one case --- */

static int
validate(struct flow *flow, struct fl_error *err)
{
    flow->c = arena_take(flow->arena, sizeof *flow->c);
    return case_read(flow->policy, flow->doc, CASE_HELD, "/params/case", flow->arena, flow->c, err);
}

static int
read_narrative(struct flow *flow, struct fl_error *err)
{
    (void)err;
    case_narrative(flow->policy, flow->model, flow->c, flow->arena);
    return 0;
}

static int
route(struct flow *flow, struct fl_error *err)
{
    (void)err;
    if (flow->as_of == FL_NO_DAY)
        flow->as_of = flow->c->filed_on;
    flow->d = arena_take(flow->arena, sizeof *flow->d);
    decide(flow->policy, flow->c, flow->as_of, flow->arena, flow->d);
    return 0;
}

/* While a case waits to be stored it is held once: as what will be written. */
static void
drop_document(struct flow *flow)
{
    flow->c->narrative = NULL;
    flow->c->narrative_len = 0;
    flow->doc = NULL;
    json_remove(flow->params, "case");
}

static int
prepare(struct flow *flow, struct fl_error *err)
{
    (void)err;
    struct store_case *sc = arena_take(flow->arena, sizeof *sc);
    sc->c = flow->c;
    sc->d = flow->d;
    sc->policy = flow->policy;
    sc->now = clock_now();
    keys_match_json(flow->engine->keys, "case", flow->doc, sc->hash);
    sc->keys = flow->engine->keys;
    sc->blank = flow->engine->blank;
    case_personal(flow->doc, &sc->personal);
    case_skeleton(flow->policy, flow->doc, flow->c->reading, &sc->document);
    flow->d->narrative = NULL; /* what is stored in clear holds no word of it */
    decision_write(flow->policy, flow->d, flow->c->ref, NULL, &sc->decision);
    buf_fit(&sc->personal);
    buf_fit(&sc->document);
    buf_fit(&sc->decision);
    drop_document(flow);
    sc->done = flow->kept;
    sc->owner = flow->owner;
    flow->stored = sc;
    *flow->keep_at =
        sc; /* before the store has it: it may be answered at any moment from then on */
    return 0;
}

static int
store(struct flow *flow, struct fl_error *err)
{
    return store_put(flow->engine->store, flow->stored, err);
}

int
flow_run(struct flow *flow, const char *last, struct fl_error *err)
{
    for (const struct flow_stage *stage = flow_before; stage->name; stage++) {
        if (stage->run && stage->run(flow, err))
            return err->code;
        if (strcmp(stage->name, last) == 0)
            break;
    }
    return 0;
}

/* --- case.submit --- */

static void
write_result(const struct store_case *sc, struct buf *buf)
{
    json_object(buf);
    json_put_id(buf, "case_id", sc->case_id);
    json_put_text(buf, "docket", sc->docket[0] ? sc->docket : NULL);
    json_put_bool(buf, "duplicate", sc->duplicate);
    json_key(buf, "decision");
    store_decision(sc, buf);
    json_object_end(buf);
}

/* On a thread of the store, after COMMIT (or when it failed). */
static void
kept(struct store_case *sc)
{
    struct item *item = sc->owner;
    item->err = sc->err;
    if (!item->err.code) {
        write_result(sc, &item->result);
        store_case_done(sc); /* the answer is all that is still needed */
    }
    rpc_answer(item);
}

void
flow_submit(struct item *item)
{
    struct request *request = item->request;
    struct flow flow = {
        .engine = request->engine,
        .policy = request->policy,
        .model = request->engine->model,
        .arena = &request->arena,
        .doc = json_get(item->params, "case"),
        .params = item->params,
        .as_of = FL_NO_DAY,
        .keep_at = &item->stored,
        .kept = kept,
        .owner = item,
    };
    item->court = arena_text(&request->arena, item->court); /* it may stand in the document */
    if (flow_run(&flow, "store", &item->err))
        rpc_answer(item);
}

int
flow_check(struct fl_error *err)
{
    const struct flow_stage *const tables[] = {flow_before, flow_after};
    for (size_t t = 0; t < 2; t++)
        for (const struct flow_stage *s = tables[t]; s->name; s++)
            if (s->method && !rpc_method(s->method, AT_INTAKE) &&
                !rpc_method(s->method, AT_MEDIATION))
                return fl_fail(err, FL_E_INTERNAL, "flow: step \"%s\" names no method %s", s->name,
                               s->method);
    return 0;
}
