/* One batch, one transaction: keys and numbers that are taken are found first, then all rows. */
#include "engine/import/bring.h"

#include <stdio.h>
#include <string.h>

#include "engine/import/bring_rows.h"
#include "engine/store/store_copy.h"
#include "queries.h"

struct batch {
    struct bringing *b;
    struct brought *list;
    int n;
    struct arena arena;
    void (*refused)(void *data, const struct import_fault *fault);
    void *data;
    int stored, duplicates;
};

static void
refuse(struct batch *batch, struct brought *d, long line, const char *member, const char *value,
       const char *rule)
{
    const struct import_fault fault = {line, member, NULL, value, rule};
    d->stored = false;
    batch->refused(batch->data, &fault);
}

/* --- keys --- */

static bool
same_key(const struct brought *a, const struct brought *b)
{
    return strcmp(a->ref, b->ref) == 0 && strcmp(a->source, b->source) == 0;
}

static void
take_known(struct batch *batch, struct brought *d, const char *hash)
{
    static const char digits[] = "0123456789abcdef";
    bool same = strlen(hash) == 2 * sizeof d->hash;
    for (size_t i = 0; same && i < sizeof d->hash; i++)
        same = hash[2 * i] == digits[d->hash[i] >> 4] && hash[2 * i + 1] == digits[d->hash[i] & 15];
    d->stored = false;
    if (same || !*hash) /* empty: its personal data was erased, nothing is left to compare with */
        batch->duplicates++;
    else
        refuse(batch, d, d->line, "ref", d->ref,
               "this court, source and ref are stored already, with other content");
}

static int
find_known(struct batch *batch, struct fl_error *err)
{
    struct buf source = {0}, ref = {0};
    PG_AUTO rows = NULL;
    copy_array(&source, COPY_TEXT, batch->n);
    copy_array(&ref, COPY_TEXT, batch->n);
    for (int i = 0; i < batch->n; i++) {
        copy_text(&source, batch->list[i].source);
        copy_text(&ref, batch->list[i].ref);
    }
    const struct pg_param params[] = {pg_bytes(source.data, source.len),
                                      pg_bytes(ref.data, ref.len), pg_text(batch->list[0].court)};
    int code = pg_run(batch->b->pg, &Q_find_imported, params, 3, PG_ROWS, &rows, err);
    buf_done(&source);
    buf_done(&ref);
    for (int row = 0; !code && row < PQntuples(rows); row++) {
        struct brought *d = &batch->list[pg_get_int(rows, row, 0) - 1];
        if (d->stored)
            take_known(batch, d, pg_get(rows, row, 1));
    }
    /* of a key that stands twice in the batch the first counts */
    for (int i = 0; !code && i < batch->n; i++)
        for (int k = 0; k < i && batch->list[i].stored; k++) {
            struct brought *d = &batch->list[i], *first = &batch->list[k];
            if (!first->stored || !same_key(first, d))
                continue;
            if (memcmp(first->hash, d->hash, sizeof d->hash) == 0) {
                d->stored = false;
                batch->duplicates++;
            } else {
                refuse(batch, d, d->line, "ref", d->ref,
                       arena_print(&batch->arena,
                                   "stands in line %ld already, with other content; the visits of "
                                   "one dispute stand together",
                                   first->line));
            }
        }
    return code;
}

/* --- docket numbers --- */

static int
run_numbers(struct batch *batch, const struct query *query, enum pg_shape shape, PGresult **ret,
            struct fl_error *err)
{
    struct buf word = {0}, year = {0}, number = {0};
    int n = 0;
    for (int i = 0; i < batch->n; i++)
        for (int k = 0; k < batch->list[i].n_visits; k++)
            n += batch->list[i].stored && batch->list[i].visits[k].docket;
    copy_array(&word, COPY_TEXT, n);
    copy_array(&year, COPY_INT4, n);
    copy_array(&number, COPY_INT4, n);
    for (int i = 0; i < batch->n; i++)
        for (int k = 0; k < batch->list[i].n_visits; k++) {
            const struct brought_visit *v = &batch->list[i].visits[k];
            if (!batch->list[i].stored || !v->docket)
                continue;
            copy_text(&word, v->docket_word);
            copy_int4(&year, v->docket_year);
            copy_int4(&number, v->docket_number);
        }
    const struct pg_param params[] = {pg_bytes(word.data, word.len), pg_bytes(year.data, year.len),
                                      pg_bytes(number.data, number.len),
                                      pg_text(batch->list[0].court)};
    int code = n ? pg_run(batch->b->pg, query, params, 4, shape, ret, err) : 0;
    buf_done(&word);
    buf_done(&year);
    buf_done(&number);
    return code;
}

/* The visit of the n-th number, from 1, as run_numbers lists them. */
static struct brought *
of_number(struct batch *batch, int64_t n, const struct brought_visit **ret)
{
    for (int i = 0; i < batch->n; i++)
        for (int k = 0; k < batch->list[i].n_visits; k++)
            if (batch->list[i].stored && batch->list[i].visits[k].docket && --n == 0) {
                *ret = &batch->list[i].visits[k];
                return &batch->list[i];
            }
    return NULL;
}

static void
refuse_number(struct batch *batch, struct brought *d, const struct brought_visit *v,
              const char *whose)
{
    refuse(batch, d, v->line, "docket", v->docket,
           arena_print(&batch->arena, "this number was given to %s", whose));
}

/* Numbers that are taken, by a stored dispute or by another of this batch; *ret_any: there were some, and those
 * disputes are stored no more. */
static int
find_taken(struct batch *batch, bool *ret_any, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    *ret_any = false;
    if (run_numbers(batch, &Q_find_dockets_taken, PG_ROWS, &rows, err))
        return err->code;
    int n = rows ? PQntuples(rows) : 0;
    struct brought **who = arena_take(&batch->arena, (size_t)(n + 1) * sizeof *who);
    const struct brought_visit **what = arena_take(&batch->arena, (size_t)(n + 1) * sizeof *what);
    for (int row = 0; row < n; row++)
        who[row] = of_number(batch, pg_get_int(rows, row, 0), &what[row]);
    for (int row = 0; row < n; row++)
        if (who[row] && who[row]->stored)
            refuse_number(batch, who[row], what[row],
                          arena_print(&batch->arena, "dispute %s", pg_get(rows, row, 1)));
    *ret_any = n > 0;
    return 0;
}

static bool
same_number(const struct brought_visit *a, const struct brought_visit *b)
{
    return a->docket && b->docket && strcmp(a->docket, b->docket) == 0;
}

static bool
same_word(const struct brought_visit *a, const struct brought_visit *b)
{
    return a->docket && b->docket && strcmp(a->docket_word, b->docket_word) == 0;
}

static void
find_twice(struct batch *batch)
{
    for (int i = 0; i < batch->n; i++)
        for (int k = 0; k < batch->list[i].n_visits; k++) {
            struct brought *d = &batch->list[i];
            const struct brought_visit *v = &d->visits[k];
            for (int e = 0; e < k && d->stored; e++)
                if (same_word(&d->visits[e], v) && !same_number(&d->visits[e], v))
                    refuse(batch, d, v->line, "docket", v->docket,
                           "a dispute keeps its number under one word");
            for (int j = 0; j < i && v->docket && d->stored; j++)
                for (int e = 0; batch->list[j].stored && e < batch->list[j].n_visits; e++)
                    if (d->stored && same_number(&batch->list[j].visits[e], v))
                        refuse_number(
                            batch, d, v,
                            arena_print(&batch->arena, "line %ld", batch->list[j].visits[e].line));
        }
}

/* --- ids: each event's in the order in which things happened --- */

static int
give_ids(struct batch *batch, struct brought *d, struct fl_error *err)
{
    if (engine_id(batch->b->engine, batch->b->pg, &d->dispute_id, err))
        return err->code;
    for (int i = 0; i < d->n_visits; i++) {
        struct brought_visit *v = &d->visits[i];
        if (engine_id(batch->b->engine, batch->b->pg, &v->referral_id, err) ||
            engine_id(batch->b->engine, batch->b->pg, &v->decision_id, err) ||
            (v->accepted_at != PG_NULL_NUMBER &&
             engine_id(batch->b->engine, batch->b->pg, &v->claim, err)))
            return err->code;
    }
    return 0;
}

static int
count_performed(const struct brought *d)
{
    int n = 0;
    for (int i = 0; i < d->n_visits; i++)
        n += d->visits[i].performed != BROUGHT_NONE;
    return n;
}

/* Events stand in rows of ids without a gap, since one is known by its neighbour. */
static int
give_event_ids(struct batch *batch, struct brought *d, struct fl_error *err)
{
    int64_t id, before = 0;
    int need = 1;
    for (int i = 0; i < d->n_visits; i++)
        need += 2 + (d->visits[i].accepted_at != PG_NULL_NUMBER ? 2 : 0) +
                (d->visits[i].outcome ? 1 : 0);
    need += (d->state != FL_DISPUTE_OPEN) + count_performed(d);
    /* at the end of a block of ids it begins anew in the next */
    for (int have = 0; have < need; have++, before = id) {
        if (engine_id(batch->b->engine, batch->b->pg, &id, err))
            return err->code;
        if (have && id != before + 1)
            have = 0;
    }
    id -= need - 1;
    id++; /* the first is case.received */
    for (int i = 0; i < d->n_visits; i++) {
        struct brought_visit *v = &d->visits[i];
        v->entered_event = id + 1;
        id += 2;
        if (v->accepted_at != PG_NULL_NUMBER) {
            v->accepted_event = id + 1;
            id += 2;
        }
        if (v->outcome)
            v->concluded_event = id++;
    }
    d->closed_event = id;
    id += d->state != FL_DISPUTE_OPEN;
    for (int i = 0; i < d->n_visits; i++)
        if (d->visits[i].performed != BROUGHT_NONE)
            d->visits[i].performed_event = id++;
    return 0;
}

static int
give_all_ids(struct batch *batch, struct fl_error *err)
{
    for (int i = 0; i < batch->n; i++)
        if (batch->list[i].stored &&
            (give_ids(batch, &batch->list[i], err) || give_event_ids(batch, &batch->list[i], err)))
            return err->code;
    return 0;
}

/* --- the transaction --- */

static int
put_run(struct batch *batch, struct fl_error *err)
{
    const struct bringing *b = batch->b;
    batch->stored = 0;
    for (int i = 0; i < batch->n; i++)
        batch->stored += batch->list[i].stored;
    const struct pg_param params[] = {pg_text(batch->list[0].court),
                                      pg_int(b->import_id),
                                      pg_text(batch->list[0].source),
                                      pg_text(b->file),
                                      pg_text(b->sha256),
                                      pg_text(b->mapping),
                                      pg_int(batch->stored),
                                      pg_int(batch->duplicates)};
    return pg_run(b->pg, &Q_put_import_run, params, 8, PG_NONE, NULL, err);
}

static int
write_batch(struct batch *batch, bool *ret_again, struct fl_error *err)
{
    struct bringing *b = batch->b;
    if (run_numbers(batch, &Q_raise_imported_counters, PG_NONE, NULL, err) ||
        find_taken(batch, ret_again, err))
        return err->code;
    if (*ret_again) /* the counters were raised for numbers that are not taken over */
        return 0;
    if (give_all_ids(batch, err) || put_run(batch, err) ||
        bring_clocks(b, batch->list, batch->n, &batch->arena, err) ||
        bring_copy(b, batch->list, batch->n, err) ||
        bring_counts(b, batch->list, batch->n, &batch->arena, err))
        return err->code;
    return 0;
}

static int
run_batch(struct batch *batch, struct fl_error *err)
{
    bool again = true;
    if (find_known(batch, err))
        return err->code;
    find_twice(batch);
    while (again) {
        if (pg_begin(batch->b->pg, err))
            return err->code;
        int code = write_batch(batch, &again, err);
        if (!code && !again)
            code = pg_commit(batch->b->pg, err);
        if (code || again)
            pg_rollback(batch->b->pg);
        if (code)
            return code;
    }
    return 0;
}

int
bring_batch(struct bringing *b, struct brought *list, int n,
            void (*refused)(void *data, const struct import_fault *fault), void *data,
            struct fl_error *err)
{
    struct batch batch = {.b = b, .list = list, .n = n, .refused = refused, .data = data};
    arena_init(&batch.arena);
    for (int i = 0; i < n; i++)
        list[i].stored = true;
    int code = n ? run_batch(&batch, err) : 0;
    arena_done(&batch.arena);
    return code;
}

int
bring_end(const struct bringing *b, int64_t refused, struct fl_error *err)
{
    const struct pg_param params[] = {pg_int(b->import_id), pg_int(refused)};
    return pg_run(b->pg, &Q_end_import_run, params, 2, PG_NONE, NULL, err);
}
