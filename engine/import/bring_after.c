/* What follows the rows of imported disputes: what became of their referrals, the clocks that still run, counts and queue. */
#include "engine/import/bring_parts.h"

#include "engine/desk/deadline.h"
#include "engine/desk/ledger.h"
#include "engine/queue/queue_put.h"
#include "queries.h"

/* --- what became of them --- */

/* The columns of finish_imported_referrals.sql, in the order of its parameters. */
#define COLUMN(name, ...)                                                                          \
    static void name(struct buf *out, const struct brought *d, const struct brought_visit *v)      \
    {                                                                                              \
        (void)d;                                                                                   \
        __VA_ARGS__;                                                                               \
    }
#define HELD(v) ((v)->accepted_at != PG_NULL_NUMBER)
COLUMN(put_referral_id, copy_int8(out, v->referral_id))
COLUMN(put_state, copy_text(out, fl_word(&fl_referral_states, (int)bring_state(d, v))))
COLUMN(put_claim, bring_put_id(out, v->claim))
COLUMN(put_mediator, copy_text(out, HELD(v) ? v->mediator : NULL))
COLUMN(put_body, copy_text(out, HELD(v) ? v->body : NULL))
COLUMN(put_accepted, bring_put_moment(out, v->accepted_at))
COLUMN(put_due, bring_put_day(out, v->due_on))
COLUMN(put_concluded, bring_put_moment(out, v->concluded_at))
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

/* --- clocks and counts --- */

struct act
bring_act(struct bringing *b, struct arena *arena, const struct brought *d, int64_t at)
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
    struct act act = bring_act(b, arena, d, v->entered_at);
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
                                   moment_day(v->concluded_at), bring_days(v)};
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
    const struct act act = bring_act(b, arena, &list[0], moment_now());
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
    const struct act act = bring_act(b, arena, &list[0], moment_now());
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
    struct act act = bring_act(b, arena, d, v->entered_at);
    if (bring_state(d, v) != FL_REFERRAL_QUEUED)
        return 0;
    const struct copying c = {.b = b, .of = d};
    const struct pool_key pool = bring_pool(&c, v);
    if (pool_put(b->pg, d->court, &pool, pool_number(&pool), err))
        return err->code;
    return queue_put(&act, v->referral_id, pool.channel, err);
}

int
bring_counts(struct bringing *b, struct brought *list, int n, struct arena *arena,
             struct fl_error *err)
{
    if (count_visits(b, list, n, true, arena, err) || finish_referrals(b, list, n, err) ||
        bring_agreements(b, list, n, arena, err) || count_visits(b, list, n, false, arena, err) ||
        count_ends(b, list, n, arena, err))
        return err->code;
    for (int i = 0; i < n; i++)
        if (list[i].stored && put_waiting(b, &list[i], arena, err))
            return err->code;
    return 0;
}
