/* The tables of an imported dispute, one function a table, as engine/store/store_rows.c has them for a new one. */
#include "engine/import/bring_parts.h"

#include <string.h>

#include "engine/case/case_read.h"
#include "engine/decide/decide.h"
#include "queries.h"

void
bring_put_moment(struct buf *out, int64_t ms)
{
    if (ms == PG_NULL_NUMBER)
        copy_null(out);
    else
        copy_moment(out, ms);
}

void
bring_put_day(struct buf *out, fl_day day)
{
    if (day == FL_NO_DAY)
        copy_null(out);
    else
        copy_day(out, day);
}

void
bring_put_id(struct buf *out, int64_t id)
{
    if (id)
        copy_int8(out, id);
    else
        copy_null(out);
}

const char *
bring_cause_list(const struct copying *c)
{
    return c->of->cause < 0 ? NULL : policy_cause_list_name(c->b->policy, c->of->cause_list);
}

const char *
bring_cause(const struct copying *c)
{
    return c->of->cause < 0 ? NULL
                            : policy_cause(c->b->policy, c->of->cause_list, c->of->cause)->code;
}

struct pool_key
bring_pool(const struct copying *c, const struct brought_visit *v)
{
    return (struct pool_key){fl_word(&fl_channels, (int)v->channel), c->of->c.street,
                             c->of->c.community, bring_cause_list(c), bring_cause(c)};
}

enum fl_referral_state
bring_state(const struct brought *d, const struct brought_visit *v)
{
    return v->outcome                         ? FL_REFERRAL_CONCLUDED
           : d->state == FL_DISPUTE_WITHDRAWN ? FL_REFERRAL_CANCELLED
           : v->accepted_at == PG_NULL_NUMBER ? FL_REFERRAL_QUEUED
                                              : FL_REFERRAL_ACCEPTED;
}

int
bring_days(const struct brought_visit *v)
{
    bool from_acceptance = fl_adapter_of(v->channel)->days_from_acceptance;
    return moment_day(v->concluded_at) -
           moment_day(from_acceptance ? v->accepted_at : v->entered_at);
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
    copy_text(c->out, bring_cause_list(c));
    copy_text(c->out, bring_cause(c));
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
    bring_put_moment(c->out, d->closed_at);
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

/* As they entered: what became of them comes with finish_referrals, since the counts of the entry know nothing of it. */
static void
put_referrals(const struct copying *c)
{
    for (int i = 0; i < c->of->n_visits; i++) {
        const struct brought_visit *v = &c->of->visits[i];
        const struct pool_key pool = bring_pool(c, v);
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
        copy_text(c->out, bring_cause_list(c));
        copy_text(c->out, bring_cause(c));
        copy_text(c->out, fl_word(&fl_domains, (int)c->of->domain));
        copy_int2(c->out, v->decision.priority);
        copy_text(c->out, v->docket);
        copy_moment(c->out, v->entered_at);
        copy_int8(c->out, pool_number(&pool));
        copy_int8(c->out, rank_at(c->b->policy, v->entered_at, &v->decision));
    }
}

/* --- all of it --- */

int
bring_copy(struct bringing *b, struct brought *list, int n, struct fl_error *err)
{
    static const struct {
        const struct query *query;
        void (*put)(const struct copying *c);
    } tables[] = {
        {&Q_copy_imported_disputes,  put_dispute     },
        {&Q_copy_dispute_keys,       put_key         },
        {&Q_copy_parties,            put_parties     },
        {&Q_copy_imported_decisions, put_decisions   },
        {&Q_copy_dockets,            put_dockets     },
        {&Q_copy_referrals,          put_referrals   },
        {&Q_copy_events,             bring_put_events},
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
