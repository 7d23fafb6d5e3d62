/* What is written of a case, table by table: one function a table, one row of fields each. */
#include "engine/store/store_rows.h"

#include <stdio.h>
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/ledger.h"
#include "engine/queue/board.h"
#include "engine/store/store_copy.h"
#include "queries.h"

static const char *
channel_of(const struct store_case *sc)
{
    return fl_word(&fl_channels, (int)sc->d->channel);
}

static const char *
procedure_of(const struct store_case *sc)
{
    return fl_word(&fl_procedures, (int)sc->d->procedure);
}

static const char *
domain_of(const struct store_case *sc)
{
    return fl_word(&fl_domains, (int)sc->d->domain);
}

/* The cause that was given, else the one that the decision took from the narrative. */
static bool
was_given(const struct store_case *sc)
{
    return sc->c->cause >= 0;
}

static const char *
cause_list_of(const struct store_case *sc)
{
    int list = was_given(sc) ? sc->c->cause_list : sc->d->cause_list;
    return list < 0 ? NULL : policy_cause_list_name(sc->policy, list);
}

static const char *
cause_of(const struct store_case *sc)
{
    const struct cause *cause = was_given(sc)
                                    ? policy_cause(sc->policy, sc->c->cause_list, sc->c->cause)
                                    : policy_cause(sc->policy, sc->d->cause_list, sc->d->cause);
    return cause ? cause->code : NULL;
}

int
store_place(struct engine *engine, struct pg *pg, struct store_case *sc, struct fl_error *err)
{
    if (!store_is_referred(sc))
        return 0;
    const struct pool_key key = pool_key_of(sc->c, sc->d, cause_list_of(sc), cause_of(sc));
    sc->pool = pool_number(&key);
    sc->rank_at = rank_at(sc->policy, sc->c->filed_at_ms, sc->d);
    if (engine->board && board_knows(engine->board, sc->c->court, key.channel, sc->pool))
        return 0;
    if (pool_put(pg, sc->c->court, &key, sc->pool, err))
        return err->code;
    if (engine->board)
        board_add(engine->board, sc->c->court, &key, sc->pool);
    return 0;
}

/* --- disputes: by COPY when their keys are free, by unnest when a key may be taken meanwhile ---
 */

struct column {
    enum copy_type type;
    void (*put)(struct buf *buf, const struct store_case *sc);
};

#define COLUMN(name, ...)                                                                          \
    static void name(struct buf *buf, const struct store_case *sc) { __VA_ARGS__; }
COLUMN(put_court, copy_text(buf, sc->c->court))
COLUMN(put_dispute_id, copy_int8(buf, sc->dispute_id))
COLUMN(put_source, copy_text(buf, sc->c->source))
COLUMN(put_ref, copy_text(buf, sc->c->ref))
COLUMN(put_filed_at, copy_moment(buf, sc->c->filed_at_ms))
COLUMN(put_filed_on, copy_day(buf, sc->c->filed_on))
COLUMN(put_street, copy_text(buf, sc->c->street))
COLUMN(put_community, copy_text(buf, sc->c->community))
COLUMN(put_cause_list, copy_text(buf, cause_list_of(sc)))
COLUMN(put_cause, copy_text(buf, cause_of(sc)))
COLUMN(put_domain, copy_text(buf, domain_of(sc)))
COLUMN(put_amount, sc->c->amount_fen < 0 ? copy_null(buf) : copy_int8(buf, sc->c->amount_fen))
COLUMN(put_claimants, copy_int4(buf, sc->c->count[FL_CLAIMANT]))
COLUMN(put_respondents, copy_int4(buf, sc->c->count[FL_RESPONDENT]))
COLUMN(put_state,
       copy_text(buf, fl_word(&fl_dispute_states,
                              store_is_referred(sc) ? FL_DISPUTE_OPEN : FL_DISPUTE_CLOSED)))
COLUMN(put_document, copy_bytes(buf, sc->document.data, sc->document.len))
COLUMN(put_hash, copy_bytes(buf, sc->hash, sizeof sc->hash))

/* The envelope of personal data, or a blank that opens with no key. */
static void
seal_or_blank(const struct store_case *sc, const struct seal_place *place,
              const struct buf *personal, struct buf *ret)
{
    static const char nothing[64] = {1}; /* the version of an envelope */
    if (!sc->blank) {
        seal_put(sc->key.key, SEALED_BY_DISPUTE, place, personal->data, personal->len, ret);
        return;
    }
    buf_put(ret, nothing, SEAL_OVERHEAD);
    for (size_t left = personal->len; left;) {
        size_t n = left < sizeof nothing ? left : sizeof nothing;
        buf_put(ret, nothing, n);
        left -= n;
    }
}

static void
put_personal(struct buf *buf, const struct store_case *sc)
{
    const struct seal_place place = place_of_dispute(sc->c->court, sc->dispute_id);
    struct buf sealed = {0};
    if (sc->personal.len)
        seal_or_blank(sc, &place, &sc->personal, &sealed);
    copy_bytes(buf, sealed.data, sealed.len);
    buf_done(&sealed);
}

COLUMN(put_received_at, copy_moment(buf, sc->now))
COLUMN(put_closed_at, store_is_referred(sc) ? copy_null(buf) : copy_moment(buf, sc->now))

/* In the order of the parameters of put_disputes.sql and the columns of copy_disputes.sql. */
static const struct column columns[] = {
    {COPY_TEXT,        put_court      },
    {COPY_INT8,        put_dispute_id },
    {COPY_TEXT,        put_source     },
    {COPY_TEXT,        put_ref        },
    {COPY_TIMESTAMPTZ, put_filed_at   },
    {COPY_DATE,        put_filed_on   },
    {COPY_TEXT,        put_street     },
    {COPY_TEXT,        put_community  },
    {COPY_TEXT,        put_cause_list },
    {COPY_TEXT,        put_cause      },
    {COPY_TEXT,        put_domain     },
    {COPY_INT8,        put_amount     },
    {COPY_INT4,        put_claimants  },
    {COPY_INT4,        put_respondents},
    {COPY_TEXT,        put_state      },
    {COPY_JSON,        put_document   },
    {COPY_BYTEA,       put_hash       },
    {COPY_BYTEA,       put_personal   },
    {COPY_TIMESTAMPTZ, put_received_at},
    {COPY_TIMESTAMPTZ, put_closed_at  },
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

static void
mark_inserted(const PGresult *rows, struct store_case *const *cases, int n)
{
    int at = 0; /* rows come back in the order of the cases */
    for (int i = 0; i < n; i++)
        cases[i]->inserted = false;
    for (int row = 0; row < PQntuples(rows); row++) {
        int64_t id = pg_get_int(rows, row, 0);
        while (at < n && cases[at]->dispute_id != id)
            at++;
        if (at < n)
            cases[at]->inserted = true;
    }
}

int
store_put_disputes(struct pg *pg, struct store_case *const *cases, int n, struct fl_error *err)
{
    struct buf arrays[N_COLUMNS] = {0};
    struct pg_param params[N_COLUMNS];
    PG_AUTO rows = NULL;
    for (int k = 0; k < N_COLUMNS; k++) {
        copy_array(&arrays[k], columns[k].type, n);
        for (int i = 0; i < n; i++)
            columns[k].put(&arrays[k], cases[i]);
        params[k] = pg_bytes(arrays[k].data, arrays[k].len);
    }
    int code = pg_run(pg, &Q_put_disputes, params, N_COLUMNS, PG_ROWS, &rows, err);
    for (int k = 0; k < N_COLUMNS; k++)
        buf_done(&arrays[k]);
    if (!code)
        mark_inserted(rows, cases, n);
    return code;
}

/* --- the other tables: COPY --- */

/* Sends the rows that `put` writes for each inserted case; nothing when there are none. */
static int
copy_table(struct pg *pg, const struct query *query, struct store_case *const *cases, int n,
           struct buf *buf, void (*put)(struct buf *, const struct store_case *),
           struct fl_error *err)
{
    buf_reset(buf);
    copy_begin(buf);
    size_t empty = buf->len;
    for (int i = 0; i < n; i++)
        if (cases[i]->inserted)
            put(buf, cases[i]);
    if (buf->len == empty)
        return 0;
    copy_end(buf);
    return pg_copy_in(pg, query, buf->data, buf->len, err);
}

static void
put_dispute(struct buf *buf, const struct store_case *sc)
{
    copy_row(buf, N_COLUMNS);
    for (int k = 0; k < N_COLUMNS; k++)
        columns[k].put(buf, sc);
}

static void
put_tags(struct buf *buf, uint32_t tags)
{
    char text[1024];
    size_t n = 0;
    for (int tag = 0; tag < FL_TAG__COUNT; tag++)
        if (tags & (1u << tag))
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n ? "," : "",
                                  fl_word(&fl_tags, tag));
    copy_text(buf, n ? text : NULL);
}

static void
put_parties(struct buf *buf, const struct store_case *sc)
{
    struct buf personal = {0}, sealed = {0};
    uint8_t name[SEAL_MAC_SIZE], id_no[SEAL_MAC_SIZE];
    for (int i = 0; i < sc->c->n_parties; i++) {
        const struct fl_party *party = &sc->c->parties[i];
        const struct seal_place place =
            place_of_party(sc->c->court, sc->dispute_id, (int)party->side, party->ordinal);
        buf_reset(&personal);
        buf_reset(&sealed);
        case_party_personal(party, &personal);
        seal_or_blank(sc, &place, &personal, &sealed);
        if (!sc->blank)
            person_name_hash(sc->keys, party->name, name);
        if (party->id_no && !sc->blank)
            person_id_hash(sc->keys, party->id_no, id_no);
        copy_row(buf, 10);
        copy_text(buf, sc->c->court);
        copy_int8(buf, sc->dispute_id);
        copy_int2(buf, (int)party->side);
        copy_int2(buf, party->ordinal);
        copy_text(buf, fl_word(&fl_kinds, (int)party->kind));
        put_tags(buf, party->tags);
        copy_text(buf, party->division);
        copy_bytes(buf, sealed.data, sealed.len);
        copy_bytes(buf, sc->blank ? NULL : name, sizeof name);
        copy_bytes(buf, party->id_no && !sc->blank ? id_no : NULL, sizeof id_no);
    }
    seal_wipe(personal.data, personal.len);
    buf_done(&personal);
    buf_done(&sealed);
}

static void
put_key(struct buf *buf, const struct store_case *sc)
{
    struct buf wrapped = {0};
    int key_id;
    if (sc->blank)
        return;
    person_key_wrap(sc->keys, sc->c->court, sc->dispute_id, &sc->key, &wrapped, &key_id);
    copy_row(buf, 4);
    copy_text(buf, sc->c->court);
    copy_int8(buf, sc->dispute_id);
    copy_int2(buf, key_id);
    copy_bytes(buf, wrapped.data, wrapped.len);
    buf_done(&wrapped);
}

static void
put_decision(struct buf *buf, const struct store_case *sc)
{
    struct buf document = {0};
    store_decision(sc, &document);
    copy_row(buf, 11);
    copy_text(buf, sc->c->court);
    copy_int8(buf, sc->decision_id);
    copy_int8(buf, sc->dispute_id);
    copy_day(buf, sc->d->as_of);
    copy_text(buf, channel_of(sc));
    copy_text(buf, procedure_of(sc));
    copy_bool(buf, sc->d->fast_track);
    copy_text(buf, sc->d->rule);
    copy_text(buf, policy_hash(sc->policy));
    copy_bytes(buf, document.data, document.len);
    copy_moment(buf, sc->now);
    buf_done(&document);
}

static void
put_docket(struct buf *buf, const struct store_case *sc)
{
    if (!sc->docket[0])
        return;
    copy_row(buf, 6);
    copy_text(buf, sc->c->court);
    copy_int8(buf, sc->dispute_id);
    copy_text(buf, sc->d->docket_word);
    copy_int4(buf, sc->docket_year);
    copy_int4(buf, sc->docket_number);
    copy_text(buf, sc->docket);
}

static void
put_referral(struct buf *buf, const struct store_case *sc)
{
    if (!store_is_referred(sc))
        return;
    copy_row(buf, 18);
    copy_text(buf, sc->c->court);
    copy_int8(buf, sc->referral_id);
    copy_int8(buf, sc->dispute_id);
    copy_int8(buf, sc->decision_id);
    copy_int4(buf, 1);
    copy_text(buf, channel_of(sc));
    copy_text(buf, procedure_of(sc));
    copy_bool(buf, sc->d->fast_track);
    copy_text(buf, fl_word(&fl_referral_states, FL_REFERRAL_QUEUED));
    copy_text(buf, sc->c->street);
    copy_text(buf, cause_list_of(sc));
    copy_text(buf, cause_of(sc));
    copy_text(buf, domain_of(sc));
    copy_int2(buf, sc->d->priority);
    copy_text(buf, sc->docket[0] ? sc->docket : NULL);
    copy_moment(buf, sc->c->filed_at_ms);
    copy_int8(buf, sc->pool);
    copy_int8(buf, sc->rank_at);
}

/* The clocks that run from the entry, as deadlines_open would write them (engine/desk/deadline.h). What
 * was filed before it came here runs from its receipt: nobody could keep a day before that. */
static void
put_deadlines(struct buf *buf, const struct store_case *sc)
{
    struct deadline rows[DEADLINES_MAX];
    fl_day received = moment_day(sc->now);
    fl_day day = received > sc->c->filed_on ? received : sc->c->filed_on;
    int n = store_is_referred(sc)
                ? deadlines_of(sc->policy, fl_adapter_of(sc->d->channel), sc->d->limits,
                               sc->d->n_limits, STARTS_BY_ENTRY, day, rows)
                : 0;
    for (int i = 0; i < n; i++) {
        const struct deadline *row = &rows[i];
        copy_row(buf, 14);
        copy_text(buf, sc->c->court);
        copy_int8(buf, sc->referral_id);
        copy_text(buf, row->what);
        copy_int8(buf, sc->dispute_id);
        copy_text(buf, STARTS_BY_ENTRY);
        copy_text(buf, until_word(row->until));
        copy_text(buf, "running");
        copy_bool(buf, row->escalates);
        copy_day(buf, day);
        copy_day(buf, row->due_on);
        copy_day(buf, row->near_on);
        copy_day(buf, row->act_on);
        copy_day(buf, row->extend_to);
        copy_day(buf, row->near_on != FL_NO_DAY ? row->near_on : row->due_on + 1);
    }
}

static void
put_queue(struct buf *buf, const struct store_case *sc)
{
    if (!store_is_referred(sc))
        return;
    copy_row(buf, 4);
    copy_text(buf, sc->c->court);
    copy_int8(buf, sc->pool);
    copy_int8(buf, sc->rank_at);
    copy_int8(buf, sc->referral_id);
}

static void
put_event(struct buf *buf, const struct store_case *sc, int n, enum fl_event_type type,
          bool of_referral, const struct buf *data)
{
    copy_row(buf, 8);
    copy_text(buf, sc->c->court);
    copy_int8(buf, sc->event_id[n]);
    copy_int8(buf, sc->dispute_id);
    if (of_referral)
        copy_int8(buf, sc->referral_id);
    else
        copy_null(buf);
    copy_text(buf, fl_word(&fl_event_types, type));
    copy_text(buf, sc->c->source);
    copy_moment(buf, sc->now);
    copy_json(buf, data->data, data->len);
}

/* What an event says beside its ids: codes only. */
static void
write_received(struct buf *data, const struct store_case *sc)
{
    buf_reset(data);
    json_object(data);
    json_put_text(data, "source", sc->c->source);
    json_object_end(data);
}

static void
write_route(struct buf *data, const struct store_case *sc)
{
    buf_reset(data);
    json_object(data);
    json_put_id(data, "decision_id", sc->decision_id);
    json_put_text(data, "channel", channel_of(sc));
    json_put_text(data, "procedure", procedure_of(sc));
    json_put_bool(data, "fast_track", sc->d->fast_track);
    json_put_text(data, "rule", sc->d->rule);
    json_object_end(data);
}

/* The route, and all that the counts and a recount ask of a referral: when it entered, what it is about, where. */
static void
write_queued(struct buf *data, const struct store_case *sc)
{
    char entered[32];
    buf_reset(data);
    json_object(data);
    json_put_id(data, "decision_id", sc->decision_id);
    json_put_text(data, "channel", channel_of(sc));
    json_put_text(data, "procedure", procedure_of(sc));
    json_put_bool(data, "fast_track", sc->d->fast_track);
    json_put_text(data, "rule", sc->d->rule);
    json_put_text(data, "entered_at", moment_print(sc->c->filed_at_ms, entered));
    json_put_text(data, "cause_list", cause_list_of(sc));
    json_put_text(data, "cause", cause_of(sc));
    json_put_text(data, "domain", domain_of(sc));
    json_put_text(data, "street", sc->c->street);
    json_object_end(data);
}

static void
write_closed(struct buf *data, const struct store_case *sc)
{
    buf_reset(data);
    json_object(data);
    json_put_text(data, "outcome", channel_of(sc));
    json_object_end(data);
}

static void
put_events(struct buf *buf, const struct store_case *sc)
{
    struct buf data = {0};
    write_received(&data, sc);
    put_event(buf, sc, 0, FL_EVENT_CASE_RECEIVED, false, &data);
    write_route(&data, sc);
    put_event(buf, sc, 1, FL_EVENT_DECISION_MADE, false, &data);
    if (store_is_referred(sc)) {
        write_queued(&data, sc);
        put_event(buf, sc, 2, FL_EVENT_REFERRAL_QUEUED, true, &data);
    } else {
        write_closed(&data, sc);
        put_event(buf, sc, 2, FL_EVENT_CASE_CLOSED, false, &data);
    }
    buf_done(&data);
}

static bool
is_triage(const struct store_case *sc)
{
    return sc->d->channel == FL_CHANNEL_TRIAGE;
}

/* The row `entered`, as ledger_put would write it (engine/desk/ledger.h). */
static void
put_ledger(struct buf *buf, const struct store_case *sc)
{
    if (!store_is_referred(sc))
        return;
    copy_row(buf, 21);
    copy_text(buf, sc->c->court);
    copy_day(buf, sc->c->filed_on);
    copy_text(buf, "entered");
    copy_text(buf, channel_of(sc));
    copy_text(buf, procedure_of(sc));
    copy_bool(buf, sc->d->fast_track);
    copy_text(buf, cause_list_of(sc));
    copy_text(buf, cause_of(sc));
    copy_text(buf, domain_of(sc));
    copy_text(buf, sc->c->street);
    copy_text(buf, sc->c->community);
    copy_int4(buf, 1);
    copy_int4(buf, sc->c->count[FL_CLAIMANT]);
    copy_bool(buf, true);
    copy_day(buf, sc->c->filed_on);
    copy_int2(buf, LEDGER_FIRST_EVER);
    copy_int2(buf, LEDGER_FIRST_EVER);
    copy_int2(buf, is_triage(sc) ? LEDGER_NOT_FIRST : LEDGER_FIRST_EVER);
    copy_int8(buf, sc->dispute_id);
    copy_int8(buf, sc->referral_id);
    copy_int8(buf, sc->event_id[2]);
}

/* A table: its COPY statement and what one case puts into it. */
struct table {
    const struct query *query;
    void (*put)(struct buf *, const struct store_case *);
};

int
store_copy_disputes(struct pg *pg, struct store_case *const *cases, int n, struct buf *buf,
                    struct fl_error *err)
{
    return copy_table(pg, &Q_copy_disputes, cases, n, buf, put_dispute, err);
}

static int
copy_tables(struct pg *pg, const struct table *tables, struct store_case *const *cases, int n,
            struct buf *buf, struct fl_error *err)
{
    for (; tables->query; tables++)
        if (copy_table(pg, tables->query, cases, n, buf, tables->put, err))
            return err->code;
    return 0;
}

int
store_copy_before_numbers(struct pg *pg, struct store_case *const *cases, int n, struct buf *buf,
                          struct fl_error *err)
{
    static const struct table tables[] = {
        {&Q_copy_dispute_keys, put_key},
        {&Q_copy_parties,                    put_parties},
        {&Q_copy_queue,put_queue},
        {&Q_copy_deadlines,        put_deadlines},
        {&Q_copy_events,                    put_events},
        {&Q_copy_ledger,put_ledger},
        {0      }
    };
    return copy_tables(pg, tables, cases, n, buf, err);
}

int
store_copy_with_numbers(struct pg *pg, struct store_case *const *cases, int n, struct buf *buf,
                        struct fl_error *err)
{
    static const struct table tables[] = {
        {&Q_copy_decisions, put_decision},
        {&Q_copy_dockets,                 put_docket},
        {&Q_copy_referrals,put_referral},
        {0}
    };
    return copy_tables(pg, tables, cases, n, buf, err);
}
