/* The tables of an imported dispute, one function a table, as engine/store/store_rows.c has them for a new one. */
#include "engine/import/bring_rows.h"

#include <string.h>

#include "engine/access/person.h"
#include "engine/base/day.h"
#include "engine/case/case_read.h"
#include "engine/decide/decide.h"
#include "engine/desk/deadline.h"
#include "engine/desk/ledger.h"
#include "engine/queue/pool.h"
#include "engine/queue/queue_put.h"
#include "engine/store/store_copy.h"
#include "queries.h"

/* One dispute on its way into the buffers of all tables. */
struct copying {
    const struct bringing *b;
    const struct brought *of;
    struct person_key key;
    struct buf *out;
};

static void
put_moment_or_null(struct buf *out, int64_t ms)
{
    if (ms == PG_NULL_NUMBER)
        copy_null(out);
    else
        copy_moment(out, ms);
}

static void
put_day_or_null(struct buf *out, fl_day day)
{
    if (day == FL_NO_DAY)
        copy_null(out);
    else
        copy_day(out, day);
}

static void
put_id_or_null(struct buf *out, int64_t id)
{
    if (id)
        copy_int8(out, id);
    else
        copy_null(out);
}

static const char *
cause_list_of(const struct copying *c)
{
    return c->of->cause < 0 ? NULL : policy_cause_list_name(c->b->policy, c->of->cause_list);
}

static const char *
cause_of(const struct copying *c)
{
    return c->of->cause < 0 ? NULL
                            : policy_cause(c->b->policy, c->of->cause_list, c->of->cause)->code;
}

/* Where a visit waits, as long as nobody has accepted it. */
static struct pool_key
pool_of(const struct copying *c, const struct brought_visit *v)
{
    return (struct pool_key){fl_word(&fl_channels, (int)v->channel), c->of->c.street,
                             c->of->c.community, cause_list_of(c), cause_of(c)};
}

static void
put_dispute(const struct copying *c)
{
    const struct brought *d = c->of;
    copy_row(c->out, 20);
    copy_text(c->out, d->court);
    copy_int8(c->out, d->dispute_id);
    copy_text(c->out, d->source);
    copy_text(c->out, d->ref);
    copy_moment(c->out, d->c.filed_at_ms);
    copy_day(c->out, d->c.filed_on);
    copy_text(c->out, d->c.street);
    copy_text(c->out, d->c.community);
    copy_text(c->out, cause_list_of(c));
    copy_text(c->out, cause_of(c));
    copy_text(c->out, fl_word(&fl_domains, (int)d->domain));
    if (d->c.amount_fen < 0)
        copy_null(c->out);
    else
        copy_int8(c->out, d->c.amount_fen);
    copy_int4(c->out, d->c.count[FL_CLAIMANT]);
    copy_int4(c->out, d->c.count[FL_RESPONDENT]);
    copy_text(c->out, fl_word(&fl_dispute_states, (int)d->state));
    copy_bytes(c->out, d->document.data, d->document.len);
    copy_bytes(c->out, d->hash, sizeof d->hash);
    copy_moment(c->out, moment_now()); /* when it came to us */
    put_moment_or_null(c->out, d->closed_at);
    copy_int8(c->out, c->b->import_id);
}

static void
put_key(const struct copying *c)
{
    struct buf wrapped = {0};
    int key_id;
    person_key_wrap(c->b->engine->keys, c->of->court, c->of->dispute_id, &c->key, &wrapped,
                    &key_id);
    copy_row(c->out, 4);
    copy_text(c->out, c->of->court);
    copy_int8(c->out, c->of->dispute_id);
    copy_int2(c->out, key_id);
    copy_bytes(c->out, wrapped.data, wrapped.len);
    buf_done(&wrapped);
}

/* Who is not named is found by no search. */
static void
put_parties(const struct copying *c)
{
    struct buf personal = {0}, sealed = {0};
    uint8_t name[SEAL_MAC_SIZE];
    for (int i = 0; i < c->of->c.n_parties; i++) {
        const struct fl_party *party = &c->of->c.parties[i];
        bool named = c->of->named[party->side];
        const struct seal_place place =
            place_of_party(c->of->court, c->of->dispute_id, (int)party->side, party->ordinal);
        buf_reset(&personal);
        buf_reset(&sealed);
        case_party_personal(party, &personal);
        seal_put(c->key.key, SEALED_BY_DISPUTE, &place, personal.data, personal.len, &sealed);
        if (named)
            person_name_hash(c->b->engine->keys, party->name, name);
        copy_row(c->out, 10);
        copy_text(c->out, c->of->court);
        copy_int8(c->out, c->of->dispute_id);
        copy_int2(c->out, (int)party->side);
        copy_int2(c->out, party->ordinal);
        copy_text(c->out, fl_word(&fl_kinds, (int)party->kind));
        copy_null(c->out);
        copy_null(c->out);
        copy_bytes(c->out, sealed.data, sealed.len);
        copy_bytes(c->out, named ? name : NULL, sizeof name);
        copy_null(c->out);
    }
    seal_wipe(personal.data, personal.len);
    buf_done(&personal);
    buf_done(&sealed);
}

static void
put_decisions(const struct copying *c)
{
    struct buf document = {0};
    for (int i = 0; i < c->of->n_visits; i++) {
        const struct brought_visit *v = &c->of->visits[i];
        buf_reset(&document);
        decision_write(c->b->policy, &v->decision, c->of->ref, v->docket, &document);
        copy_row(c->out, 12);
        copy_text(c->out, c->of->court);
        copy_int8(c->out, v->decision_id);
        copy_int8(c->out, c->of->dispute_id);
        copy_text(c->out, "import");
        copy_day(c->out, v->decision.as_of);
        copy_text(c->out, fl_word(&fl_channels, (int)v->channel));
        copy_text(c->out, fl_word(&fl_procedures, (int)v->procedure));
        copy_bool(c->out, v->fast_track);
        copy_text(c->out, v->decision.rule);
        copy_text(c->out, policy_hash(c->b->policy));
        copy_bytes(c->out, document.data, document.len);
        copy_moment(c->out, v->entered_at);
    }
    buf_done(&document);
}

/* A dispute that came back under one word kept its number there. */
static void
put_dockets(const struct copying *c)
{
    for (int i = 0; i < c->of->n_visits; i++) {
        const struct brought_visit *v = &c->of->visits[i];
        bool again = !v->docket;
        for (int k = 0; k < i && !again; k++)
            again = c->of->visits[k].docket && strcmp(c->of->visits[k].docket, v->docket) == 0;
        if (again)
            continue;
        copy_row(c->out, 6);
        copy_text(c->out, c->of->court);
        copy_int8(c->out, c->of->dispute_id);
        copy_text(c->out, v->docket_word);
        copy_int4(c->out, v->docket_year);
        copy_int4(c->out, v->docket_number);
        copy_text(c->out, v->docket);
    }
}

static enum fl_referral_state
state_of(const struct brought *d, const struct brought_visit *v)
{
    return v->outcome                         ? FL_REFERRAL_CONCLUDED
           : d->state == FL_DISPUTE_WITHDRAWN ? FL_REFERRAL_CANCELLED
           : v->accepted_at == PG_NULL_NUMBER ? FL_REFERRAL_QUEUED
                                              : FL_REFERRAL_ACCEPTED;
}

/* As they entered: what became of them comes with finish_referrals, since the counts of the entry know nothing of it. */
static void
put_referrals(const struct copying *c)
{
    for (int i = 0; i < c->of->n_visits; i++) {
        const struct brought_visit *v = &c->of->visits[i];
        const struct pool_key pool = pool_of(c, v);
        copy_row(c->out, 18);
        copy_text(c->out, c->of->court);
        copy_int8(c->out, v->referral_id);
        copy_int8(c->out, c->of->dispute_id);
        copy_int8(c->out, v->decision_id);
        copy_int4(c->out, i + 1);
        copy_text(c->out, fl_word(&fl_channels, (int)v->channel));
        copy_text(c->out, fl_word(&fl_procedures, (int)v->procedure));
        copy_bool(c->out, v->fast_track);
        copy_text(c->out, fl_word(&fl_referral_states, FL_REFERRAL_QUEUED));
        copy_text(c->out, c->of->c.street);
        copy_text(c->out, cause_list_of(c));
        copy_text(c->out, cause_of(c));
        copy_text(c->out, fl_word(&fl_domains, (int)c->of->domain));
        copy_int2(c->out, v->decision.priority);
        copy_text(c->out, v->docket);
        copy_moment(c->out, v->entered_at);
        copy_int8(c->out, pool_number(&pool));
        copy_int8(c->out, rank_at(c->b->policy, v->entered_at, &v->decision));
    }
}

/* The columns of finish_imported_referrals.sql, in the order of its parameters. */
#define COLUMN(name, ...)                                                                          \
    static void name(struct buf *out, const struct brought *d, const struct brought_visit *v)      \
    {                                                                                              \
        (void)d;                                                                                   \
        __VA_ARGS__;                                                                               \
    }
#define HELD(v) ((v)->accepted_at != PG_NULL_NUMBER)
COLUMN(put_referral_id, copy_int8(out, v->referral_id))
COLUMN(put_state, copy_text(out, fl_word(&fl_referral_states, (int)state_of(d, v))))
COLUMN(put_claim, put_id_or_null(out, v->claim))
COLUMN(put_mediator, copy_text(out, HELD(v) ? v->mediator : NULL))
COLUMN(put_body, copy_text(out, HELD(v) ? v->body : NULL))
COLUMN(put_accepted, put_moment_or_null(out, v->accepted_at))
COLUMN(put_due, put_day_or_null(out, v->due_on))
COLUMN(put_concluded, put_moment_or_null(out, v->concluded_at))
COLUMN(put_outcome,
       copy_text(out, v->outcome ? fl_word(&fl_outcomes, (int)v->outcome->outcome) : NULL))
COLUMN(put_reason, copy_text(out, v->reason))
#undef COLUMN

static const struct {
    enum copy_type type;
    void (*put)(struct buf *out, const struct brought *d, const struct brought_visit *v);
} finished[] = {
    {COPY_INT8,        put_referral_id},
    {COPY_TEXT,        put_state      },
    {COPY_INT8,        put_claim      },
    {COPY_TEXT,        put_mediator   },
    {COPY_TEXT,        put_body       },
    {COPY_TIMESTAMPTZ, put_accepted   },
    {COPY_DATE,        put_due        },
    {COPY_TIMESTAMPTZ, put_concluded  },
    {COPY_TEXT,        put_outcome    },
    {COPY_TEXT,        put_reason     },
};
enum { N_FINISHED = sizeof finished / sizeof *finished };

static int
finish_referrals(struct bringing *b, const struct brought *list, int n, struct fl_error *err)
{
    struct buf arrays[N_FINISHED] = {0};
    struct pg_param params[1 + N_FINISHED] = {pg_text(list[0].court)};
    int rows = 0;
    for (int i = 0; i < n; i++)
        rows += list[i].stored ? list[i].n_visits : 0;
    for (int k = 0; k < N_FINISHED; k++) {
        copy_array(&arrays[k], finished[k].type, rows);
        for (int i = 0; i < n; i++)
            for (int v = 0; list[i].stored && v < list[i].n_visits; v++)
                finished[k].put(&arrays[k], &list[i], &list[i].visits[v]);
        params[1 + k] = pg_bytes(arrays[k].data, arrays[k].len);
    }
    int code =
        pg_run(b->pg, &Q_finish_imported_referrals, params, 1 + N_FINISHED, PG_NONE, NULL, err);
    for (int k = 0; k < N_FINISHED; k++)
        buf_done(&arrays[k]);
    return code;
}

/* --- events: as the steps would have written them, each at its own moment --- */

static void
put_event(const struct copying *c, int64_t id, enum fl_event_type type,
          const struct brought_visit *v, const char *actor, int64_t at, const struct buf *data)
{
    copy_row(c->out, 8);
    copy_text(c->out, c->of->court);
    copy_int8(c->out, id);
    copy_int8(c->out, c->of->dispute_id);
    put_id_or_null(c->out, v ? v->referral_id : 0);
    copy_text(c->out, fl_word(&fl_event_types, (int)type));
    copy_text(c->out, actor);
    copy_moment(c->out, at);
    copy_json(c->out, data->data, data->len);
}

static void
begin_data(struct buf *data, const struct brought_visit *v)
{
    buf_reset(data);
    json_object(data);
    json_put_bool(data, "import", true);
    if (!v)
        return;
    json_put_text(data, "channel", fl_word(&fl_channels, (int)v->channel));
    json_put_text(data, "procedure", fl_word(&fl_procedures, (int)v->procedure));
    json_put_bool(data, "fast_track", v->fast_track);
}

static int
days_of(const struct brought_visit *v)
{
    bool from_acceptance = fl_adapter_of(v->channel)->days_from_acceptance;
    return moment_day(v->concluded_at) -
           moment_day(from_acceptance ? v->accepted_at : v->entered_at);
}

static void
put_entry(const struct copying *c, const struct brought_visit *v, struct buf *data)
{
    const char *const queued[][2] = {
        {"cause_list", cause_list_of(c)   },
        {"cause",      cause_of(c)        },
        {"domain",     fl_word(&fl_domains, (int)c->of->domain)},
        {"street",            c->of->c.street                       }
    };
    begin_data(data, v);
    json_put_id(data, "decision_id", v->decision_id);
    json_put_text(data, "rule", v->decision.rule);
    json_object_end(data);
    put_event(c, v->entered_event - 1, FL_EVENT_DECISION_MADE, NULL, c->of->source, v->entered_at,
              data);
    begin_data(data, v);
    json_put_id(data, "decision_id", v->decision_id);
    json_put_text(data, "rule", v->decision.rule);
    for (size_t i = 0; i < sizeof queued / sizeof *queued; i++)
        json_put_text(data, queued[i][0], queued[i][1]);
    json_object_end(data);
    put_event(c, v->entered_event, FL_EVENT_REFERRAL_QUEUED, v, c->of->source, v->entered_at, data);
}

static void
put_acceptance(const struct copying *c, const struct brought_visit *v, struct buf *data)
{
    char day[11];
    begin_data(data, v);
    if (v->body)
        json_put_text(data, "body", v->body);
    json_object_end(data);
    put_event(c, v->accepted_event - 1, FL_EVENT_REFERRAL_OFFERED, v, v->mediator, v->accepted_at,
              data);
    begin_data(data, NULL);
    if (v->due_on != FL_NO_DAY)
        json_put_text(data, "due_on", day_print(v->due_on, day));
    json_object_end(data);
    put_event(c, v->accepted_event, FL_EVENT_REFERRAL_ACCEPTED, v, v->mediator, v->accepted_at,
              data);
}

static void
put_conclusion(const struct copying *c, const struct brought_visit *v, struct buf *data)
{
    begin_data(data, v);
    json_put_text(data, "outcome", fl_word(&fl_outcomes, (int)v->outcome->outcome));
    if (v->reason)
        json_put_text(data, "reason", v->reason);
    json_put_int(data, "days", days_of(v));
    json_object_end(data);
    put_event(c, v->concluded_event, FL_EVENT_REFERRAL_CONCLUDED, v, v->mediator, v->concluded_at,
              data);
}

static void
put_end(const struct copying *c, struct buf *data)
{
    const struct brought_visit *last = &c->of->visits[c->of->n_visits - 1];
    bool closed = c->of->state == FL_DISPUTE_CLOSED;
    if (c->of->state == FL_DISPUTE_OPEN)
        return;
    begin_data(data, NULL);
    if (closed)
        json_put_text(data, "outcome", fl_word(&fl_outcomes, (int)last->outcome->outcome));
    json_object_end(data);
    put_event(c, c->of->closed_event, closed ? FL_EVENT_CASE_CLOSED : FL_EVENT_CASE_WITHDRAWN,
              closed ? last : NULL, c->of->source, c->of->closed_at, data);
}

static void
put_events(const struct copying *c)
{
    struct buf data = {0};
    begin_data(&data, NULL);
    json_put_text(&data, "source", c->of->source);
    json_object_end(&data);
    put_event(c, c->of->visits[0].entered_event - 2, FL_EVENT_CASE_RECEIVED, NULL, c->of->source,
              c->of->c.filed_at_ms, &data);
    for (int i = 0; i < c->of->n_visits; i++) {
        const struct brought_visit *v = &c->of->visits[i];
        put_entry(c, v, &data);
        if (v->accepted_at != PG_NULL_NUMBER)
            put_acceptance(c, v, &data);
        if (v->outcome)
            put_conclusion(c, v, &data);
    }
    put_end(c, &data);
    buf_done(&data);
}

/* --- all of it --- */

int
bring_copy(struct bringing *b, struct brought *list, int n, struct fl_error *err)
{
    static const struct {
        const struct query *query;
        void (*put)(const struct copying *c);
    } tables[] = {
        {&Q_copy_imported_disputes,  put_dispute  },
        {&Q_copy_dispute_keys,       put_key      },
        {&Q_copy_parties,            put_parties  },
        {&Q_copy_imported_decisions, put_decisions},
        {&Q_copy_dockets,            put_dockets  },
        {&Q_copy_referrals,          put_referrals},
        {&Q_copy_events,             put_events   },
    };
    enum { N_TABLES = sizeof tables / sizeof *tables };
    struct buf out[N_TABLES] = {0};
    int code = 0;
    for (int t = 0; t < N_TABLES; t++)
        copy_begin(&out[t]);
    for (int i = 0; i < n; i++) {
        if (!list[i].stored)
            continue;
        struct copying c = {.b = b, .of = &list[i]};
        person_key_make(&c.key);
        for (int t = 0; t < N_TABLES; t++) {
            c.out = &out[t];
            tables[t].put(&c);
        }
        seal_wipe(&c.key, sizeof c.key);
    }
    for (int t = 0; t < N_TABLES; t++) {
        copy_end(&out[t]);
        if (!code)
            code = pg_copy_in(b->pg, tables[t].query, out[t].data, out[t].len, err);
        buf_done(&out[t]);
    }
    return code;
}

static struct act
act_for(struct bringing *b, struct arena *arena, const struct brought *d, int64_t at)
{
    return (struct act){b->engine, b->pg, arena, b->policy, d->court, d->source, at, false};
}

/* Nothing happens by itself to what was open elsewhere: that its day has passed is told, and a clerk sees it. */
static int
open_clocks(struct bringing *b, const struct brought *d, struct brought_visit *v,
            const char *starts, fl_day start, struct arena *arena, struct fl_error *err)
{
    bool held = v->accepted_at != PG_NULL_NUMBER;
    const struct fl_adapter *adapter = fl_adapter_of(v->channel);
    struct deadline rows[DEADLINES_MAX];
    struct act act = act_for(b, arena, d, v->entered_at);
    int kept = 0, n = deadlines_of(b->policy, adapter, v->decision.limits, v->decision.n_limits,
                                   starts, start, rows);
    for (int i = 0; i < n; i++) {
        if (held && rows[i].until < FL_UNTIL_CONCLUDED)
            continue; /* it has come about */
        rows[kept] = rows[i];
        rows[kept++].act_on = FL_NO_DAY;
    }
    return deadlines_open(&act, d->dispute_id, v->referral_id, starts, start, rows, kept, err);
}

int
bring_clocks(struct bringing *b, struct brought *list, int n, struct arena *arena,
             struct fl_error *err)
{
    for (int i = 0; i < n; i++) {
        struct brought *d = &list[i];
        struct brought_visit *v = &d->visits[d->n_visits - 1];
        if (!d->stored || d->state != FL_DISPUTE_OPEN)
            continue;
        if (open_clocks(b, d, v, STARTS_BY_ENTRY, moment_day(v->entered_at), arena, err))
            return err->code;
        if (v->accepted_at == PG_NULL_NUMBER)
            continue;
        if (open_clocks(b, d, v, STARTS_BY_ACCEPTANCE, moment_day(v->accepted_at), arena, err) ||
            deadline_due(b->pg, d->court, v->referral_id, fl_adapter_of(v->channel), &v->due_on,
                         err))
            return err->code;
    }
    return 0;
}

/* What became of a visit; *ret: its row of the ledger. False: nothing that counts. */
static bool
fate(const struct brought *d, const struct brought_visit *v, struct ledger_row *ret)
{
    if (v->outcome)
        *ret = (struct ledger_row){LEDGER_CONCLUDED, v->referral_id, v->concluded_event,
                                   moment_day(v->concluded_at), days_of(v)};
    else if (d->state == FL_DISPUTE_WITHDRAWN)
        *ret = (struct ledger_row){LEDGER_CANCELLED, v->referral_id, d->closed_event,
                                   moment_day(d->closed_at), -1};
    return v->outcome || d->state == FL_DISPUTE_WITHDRAWN;
}

/* The ledger's rows of all that is stored: of the entries, which know nothing of what became of them, or of the rest. */
static int
count_visits(struct bringing *b, const struct brought *list, int n, bool entries,
             struct arena *arena, struct fl_error *err)
{
    const struct act act = act_for(b, arena, &list[0], moment_now());
    int room = 0, rows = 0;
    for (int i = 0; i < n; i++)
        room += 2 * list[i].n_visits;
    struct ledger_row *row = arena_take(arena, (size_t)(room + 1) * sizeof *row);
    for (int i = 0; i < n; i++)
        for (int k = 0; list[i].stored && k < list[i].n_visits; k++) {
            const struct brought_visit *v = &list[i].visits[k];
            if (entries) {
                row[rows++] = (struct ledger_row){LEDGER_ENTERED, v->referral_id, v->entered_event,
                                                  moment_day(v->entered_at), -1};
                continue;
            }
            if (v->accepted_at != PG_NULL_NUMBER)
                row[rows++] =
                    (struct ledger_row){LEDGER_ACCEPTED, v->referral_id, v->accepted_event,
                                        moment_day(v->accepted_at), -1};
            rows += fate(&list[i], v, &row[rows]);
        }
    return ledger_put_rows(&act, row, rows, err);
}

static int
count_ends(struct bringing *b, const struct brought *list, int n, struct arena *arena,
           struct fl_error *err)
{
    const struct act act = act_for(b, arena, &list[0], moment_now());
    struct ledger_end *row = arena_take(arena, (size_t)(n + 1) * sizeof *row);
    int rows = 0;
    for (int i = 0; i < n; i++)
        if (list[i].stored && list[i].state != FL_DISPUTE_OPEN)
            row[rows++] = (struct ledger_end){list[i].dispute_id, list[i].closed_event,
                                              moment_day(list[i].closed_at)};
    return ledger_put_ends(&act, row, rows, err);
}

/* What nobody has accepted waits: the last visit of what is open. */
static int
put_waiting(struct bringing *b, const struct brought *d, struct arena *arena, struct fl_error *err)
{
    const struct brought_visit *v = &d->visits[d->n_visits - 1];
    struct act act = act_for(b, arena, d, v->entered_at);
    if (state_of(d, v) != FL_REFERRAL_QUEUED)
        return 0;
    const struct copying c = {.b = b, .of = d};
    const struct pool_key pool = pool_of(&c, v);
    if (pool_put(b->pg, d->court, &pool, pool_number(&pool), err))
        return err->code;
    return queue_put(&act, v->referral_id, pool.channel, err);
}

int
bring_counts(struct bringing *b, struct brought *list, int n, struct arena *arena,
             struct fl_error *err)
{
    if (count_visits(b, list, n, true, arena, err) || finish_referrals(b, list, n, err) ||
        count_visits(b, list, n, false, arena, err) || count_ends(b, list, n, arena, err))
        return err->code;
    for (int i = 0; i < n; i++)
        if (list[i].stored && put_waiting(b, &list[i], arena, err))
            return err->code;
    return 0;
}
