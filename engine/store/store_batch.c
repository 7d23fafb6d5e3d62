/* A batch of cases: one transaction, halved when it fails, searched for when the connection breaks
 * during COMMIT. */
#include "engine/store/store_batch.h"

#include "engine/queue/board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/base/day.h"
#include "engine/base/log.h"
#include "engine/serve/rpc.h"
#include "engine/store/store_copy.h"
#include "engine/store/store_rows.h"
#include "queries.h"

#define RETRIES         5     /* of a serialization failure or deadlock */
#define FATE_WAIT_MS    30000 /* how long a broken COMMIT is searched for: half of what REQ waits */
#define FATE_CLOSING_MS 2000
#define FATE_STEP_MS    50
#define SCRATCH_KEPT    (4 * 1024 * 1024) /* bytes that a writer keeps for its next batch */

enum phase { BEFORE_COMMIT, DURING_COMMIT };

/* --- order and ids --- */

static int
compare_key(const void *a, const void *b)
{
    const struct fl_case *x = (*(struct store_case *const *)a)->c;
    const struct fl_case *y = (*(struct store_case *const *)b)->c;
    int n = strcmp(x->court, y->court);
    if (!n)
        n = strcmp(x->source, y->source);
    return n ? n : strcmp(x->ref, y->ref);
}

static int
give_ids(struct writer *w, struct store_case *sc, struct fl_error *err)
{
    int64_t *const ids[] = {&sc->dispute_id,  &sc->decision_id, &sc->referral_id,
                            &sc->event_id[0], &sc->event_id[1], &sc->event_id[2]};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (!*ids[i] && engine_id(w->engine, w->pg, ids[i], err))
            return err->code;
    person_key_make(&sc->key); /* for each attempt anew: nothing was kept of the one before */
    return 0;
}

/* --- docket numbers --- */

/* The counter that a case needs: its court, word and year. NULL word: none. */
static bool
needs_docket(struct store_case *sc)
{
    char probe[STORE_DOCKET_MAX];
    if (!sc->inserted || !store_is_referred(sc) || !sc->d->docket_word)
        return false;
    sc->docket_year = day_civil(sc->c->filed_on).year;
    return policy_docket_number(sc->policy, sc->c->court, sc->docket_year, sc->d->docket_word, 1,
                                probe, sizeof probe);
}

static int
compare_counter(const void *a, const void *b)
{
    const struct store_case *x = *(struct store_case *const *)a,
                            *y = *(struct store_case *const *)b;
    int n = strcmp(x->c->court, y->c->court);
    if (!n)
        n = strcmp(x->d->docket_word, y->d->docket_word);
    return n ? n : (x->docket_year > y->docket_year) - (x->docket_year < y->docket_year);
}

/* Several cases on one counter stand together; the order among them is that of the batch. */
struct counter {
    int first, n;
};

static int
raise_counters(struct pg *pg, struct store_case *const *cases, const struct counter *counters,
               int n, PGresult **ret, struct fl_error *err)
{
    struct buf court = {0}, word = {0}, year = {0}, count = {0};
    copy_array(&court, COPY_TEXT, n);
    copy_array(&word, COPY_TEXT, n);
    copy_array(&year, COPY_INT4, n);
    copy_array(&count, COPY_INT4, n);
    for (int i = 0; i < n; i++) {
        const struct store_case *sc = cases[counters[i].first];
        copy_text(&court, sc->c->court);
        copy_text(&word, sc->d->docket_word);
        copy_int4(&year, sc->docket_year);
        copy_int4(&count, counters[i].n);
    }
    const struct pg_param params[] = {pg_bytes(court.data, court.len),
                                      pg_bytes(word.data, word.len), pg_bytes(year.data, year.len),
                                      pg_bytes(count.data, count.len)};
    int code = pg_run(pg, &Q_raise_docket_counters, params, 4, PG_ROWS, ret, err);
    buf_done(&court);
    buf_done(&word);
    buf_done(&year);
    buf_done(&count);
    if (!code && PQntuples(*ret) != n)
        code = fl_fail(err, FL_E_INTERNAL, "%d docket counters instead of %d", PQntuples(*ret), n);
    return code;
}

static int
give_numbers(struct pg *pg, struct store_case **cases, int n, struct fl_error *err)
{
    struct store_case **with = malloc((size_t)n * sizeof *with);
    struct counter *counters = malloc((size_t)n * sizeof *counters);
    PG_AUTO rows = NULL;
    int n_with = 0, n_counters = 0, code = 0;
    for (int i = 0; i < n; i++)
        if (needs_docket(cases[i]))
            with[n_with++] = cases[i];
    qsort(with, (size_t)n_with, sizeof *with, compare_counter);
    for (int i = 0; i < n_with; i++)
        if (i && compare_counter(&with[i - 1], &with[i]) == 0)
            counters[n_counters - 1].n++;
        else
            counters[n_counters++] = (struct counter){i, 1};
    if (n_counters)
        code = raise_counters(pg, with, counters, n_counters, &rows, err);
    for (int k = 0; !code && k < n_counters; k++)
        for (int i = 0; i < counters[k].n; i++) {
            struct store_case *sc = with[counters[k].first + i];
            sc->docket_number = (int)pg_get_int(rows, k, 0) - counters[k].n + 1 + i;
            policy_docket_number(sc->policy, sc->c->court, sc->docket_year, sc->d->docket_word,
                                 sc->docket_number, sc->docket, sizeof sc->docket);
        }
    free(with);
    free(counters);
    return code;
}

/* --- duplicates --- */

static void
take_stored(struct store_case *sc, const PGresult *rows, int row)
{
    static const char digits[] = "0123456789abcdef";
    const char *hash = pg_get(rows, row, 2);
    bool same = strlen(hash) == 2 * sizeof sc->hash;
    for (size_t i = 0; same && i < sizeof sc->hash; i++)
        same =
            hash[2 * i] == digits[sc->hash[i] >> 4] && hash[2 * i + 1] == digits[sc->hash[i] & 15];
    if (!same && *hash) { /* empty: its personal data was erased, nothing is left to compare with */
        fl_fail(&sc->err, FL_E_KEY_REUSED,
                "court, source and ref are those of case %s, which was stored with other content",
                pg_get(rows, row, 1));
        return;
    }
    sc->duplicate = true;
    sc->case_id = pg_get_int(rows, row, 1);
    buf_reset(&sc->stored);
    buf_text(&sc->stored, pg_get(rows, row, 3));
    const char *docket = pg_get(rows, row, 4);
    snprintf(sc->docket, sizeof sc->docket, "%s", docket ? docket : "");
}

/* Looks up the cases that are not marked as inserted and takes over what is stored under their
 * keys; the others among them stay with FL_E_NOT_FOUND. */
static int
find_stored(struct pg *pg, struct store_case *const *cases, int n, struct fl_error *err)
{
    struct store_case **rest = malloc((size_t)n * sizeof *rest);
    PG_AUTO rows = NULL;
    int m = 0, code = 0;
    for (int i = 0; i < n; i++)
        if (!cases[i]->inserted)
            rest[m++] = cases[i];
    if (m) {
        struct buf court = {0}, source = {0}, ref = {0};
        copy_array(&court, COPY_TEXT, m);
        copy_array(&source, COPY_TEXT, m);
        copy_array(&ref, COPY_TEXT, m);
        for (int i = 0; i < m; i++) {
            copy_text(&court, rest[i]->c->court);
            copy_text(&source, rest[i]->c->source);
            copy_text(&ref, rest[i]->c->ref);
            fl_fail(&rest[i]->err, FL_E_NOT_FOUND, "nothing is stored under this key");
        }
        const struct pg_param params[] = {pg_bytes(court.data, court.len),
                                          pg_bytes(source.data, source.len),
                                          pg_bytes(ref.data, ref.len)};
        code = pg_run(pg, &Q_get_stored_disputes, params, 3, PG_ROWS, &rows, err);
        buf_done(&court);
        buf_done(&source);
        buf_done(&ref);
        for (int row = 0; !code && row < PQntuples(rows); row++) {
            struct store_case *sc = rest[pg_get_int(rows, row, 0) - 1];
            memset(&sc->err, 0, sizeof sc->err);
            take_stored(sc, rows, row);
        }
    }
    free(rest);
    return code;
}

/* --- the transaction --- */

/* How the cases themselves are written. Most keys are free: those that are not are found by one
 * look, and the rest goes by COPY. CAREFUL is for when a key was taken between look and COPY. */
enum manner { FAST, CAREFUL };

static void
begin_case(struct store_case *sc)
{
    memset(&sc->err, 0, sizeof sc->err);
    sc->duplicate = sc->inserted = false;
    sc->case_id = sc->dispute_id;
    sc->docket[0] = 0;
}

/* Free keys are marked as inserted; of a key that stands twice in the batch the first counts. */
static int
look_first(struct pg *pg, struct store_case *const *cases, int n, struct fl_error *err)
{
    if (find_stored(pg, cases, n, err))
        return err->code;
    for (int i = 0; i < n; i++)
        cases[i]->inserted = cases[i]->err.code == FL_E_NOT_FOUND &&
                             (i == 0 || compare_key(&cases[i - 1], &cases[i]) != 0);
    return 0;
}

static int
put_disputes(struct writer *w, struct store_case **cases, int n, enum manner manner, char xid[24],
             struct fl_error *err)
{
    if (manner == CAREFUL ? store_put_disputes(w->pg, cases, n, err)
                          : look_first(w->pg, cases, n, err) ||
                                store_copy_disputes(w->pg, cases, n, &w->scratch, err))
        return err->code;
    bool any = false;
    for (int i = 0; i < n; i++) {
        any |= cases[i]->inserted;
        if (cases[i]->inserted)
            memset(&cases[i]->err, 0, sizeof cases[i]->err);
    }
    PG_AUTO row = NULL;
    if (any && pg_run(w->pg, &Q_get_transaction_id, NULL, 0, PG_ROW, &row, err))
        return err->code;
    snprintf(xid, 24, "%s", any ? pg_get(row, 0, 0) : "");
    return 0;
}

/* What is still without an answer was stored by another, or earlier in this batch: a later
 * statement sees it. */
static int
answer_rest(struct pg *pg, struct store_case *const *cases, int n, struct fl_error *err)
{
    int i = 0;
    while (i < n &&
           (cases[i]->inserted || cases[i]->duplicate || cases[i]->err.code == FL_E_KEY_REUSED))
        i++;
    if (i == n)
        return 0;
    if (find_stored(pg, cases, n, err))
        return err->code;
    for (i = 0; i < n; i++)
        if (cases[i]->err.code == FL_E_NOT_FOUND)
            fl_fail(&cases[i]->err, FL_E_INTERNAL,
                    "a key is taken, but nothing is stored under it");
    return 0;
}

static int
try_once(struct writer *w, struct store_case **cases, int n, enum manner manner, enum phase *phase,
         char xid[24], struct fl_error *err)
{
    *phase = BEFORE_COMMIT;
    xid[0] = 0;
    if (pg_ready(w->pg, err))
        return err->code;
    for (int i = 0; i < n; i++) {
        if (give_ids(w, cases[i], err) || store_place(w->engine, w->pg, cases[i], err))
            return err->code;
        begin_case(cases[i]);
    }
    if (pg_begin(w->pg, err) || put_disputes(w, cases, n, manner, xid, err) ||
        store_copy_before_numbers(w->pg, cases, n, &w->scratch, err) ||
        give_numbers(w->pg, cases, n, err) ||
        store_copy_with_numbers(w->pg, cases, n, &w->scratch, err) ||
        answer_rest(w->pg, cases, n, err))
        return err->code;
    if (w->scratch.cap > SCRATCH_KEPT)
        buf_done(&w->scratch);
    *phase = DURING_COMMIT;
    return pg_commit(w->pg, err);
}

static void
pause_ms(int ms)
{
    struct timespec left = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&left, NULL);
}

enum fate { KEPT, LOST, UNKNOWN };

/* What became of a transaction whose COMMIT got no answer. PostgreSQL knows it by number, also
 * after a crash; "in progress" is an old back end that has not noticed yet. */
static enum fate
find_fate(struct writer *w, const char *xid)
{
    static const struct {
        const char *word;
        enum fate fate;
    } words[] = {
        {"committed", KEPT},
        {"aborted",   LOST}
    };
    if (!xid[0])
        return LOST; /* nothing was inserted: nothing to keep */
    int64_t start = rpc_monotonic_ms();
    while (rpc_monotonic_ms() - start <
           (atomic_load(w->closing) ? FATE_CLOSING_MS : FATE_WAIT_MS)) {
        PG_AUTO row = NULL;
        struct fl_error err = {0};
        const struct pg_param params[] = {pg_text(xid)};
        if (!pg_ready(w->pg, &err) &&
            !pg_run(w->pg, &Q_get_transaction_fate, params, 1, PG_ROW, &row, &err)) {
            const char *word = pg_get(row, 0, 0);
            for (size_t i = 0; word && i < sizeof words / sizeof *words; i++)
                if (strcmp(word, words[i].word) == 0)
                    return words[i].fate;
            if (!word)
                return UNKNOWN;
        } else if (err.code == FL_E_DATABASE) {
            return LOST; /* a number the server has not reached: an older copy of the database
                            answers */
        }
        pause_ms(FATE_STEP_MS);
    }
    return UNKNOWN;
}

/* Serialization failure, deadlock, or a key taken by another: the same cases may succeed. */
static bool
is_transient(const struct fl_error *err)
{
    static const char *const states[] = {"40001", "40P01", "23505"};
    size_t i = 0, n = sizeof states / sizeof *states;
    while (i < n && strcmp(err->sqlstate, states[i]) != 0)
        i++;
    return i < n;
}

/* Until it is kept, or it is certain why not. */
static int
try_all(struct writer *w, struct store_case **cases, int n, struct fl_error *err)
{
    enum phase phase;
    char xid[24];
    enum manner manner = FAST;
    for (int attempt = 1;; attempt++) {
        memset(err, 0, sizeof *err);
        if (!try_once(w, cases, n, manner, &phase, xid, err))
            return 0;
        pg_rollback(w->pg);
        if (err->code != FL_E_UNAVAILABLE) {
            if (!is_transient(err) || attempt >= RETRIES)
                return err->code;
            if (strcmp(err->sqlstate, "23505") == 0)
                manner = CAREFUL;
            else
                pause_ms(1 << attempt);
            continue;
        }
        enum fate fate = phase == DURING_COMMIT ? find_fate(w, xid) : LOST;
        log_line(LOG_WARN, "store", "step=%s cases=%d xid=%s fate=%s",
                 phase == DURING_COMMIT ? "commit" : "write", n, xid,
                 fate == KEPT   ? "kept"
                 : fate == LOST ? "lost"
                                : "unknown");
        if (fate == KEPT)
            return 0;
        if (fate == UNKNOWN)
            return fl_fail(err, FL_E_UNCERTAIN,
                           "the answer to COMMIT was lost with the connection");
        if (attempt >= 2) /* the second time on a fresh connection */
            return err->code;
    }
}

static void
answer_all(struct writer *w, struct store_case **cases, int n)
{
    bool queued = false;
    for (int i = 0; i < n; i++) {
        struct store_case *sc = cases[i];
        if (!sc->err.code && sc->inserted && store_is_referred(sc)) {
            board_note(w->engine->board, sc->c->court, fl_word(&fl_channels, (int)sc->d->channel),
                       sc->pool, sc->rank_at);
            queued = true;
        }
        sc->done(sc); /* its memory may be gone from here on */
    }
    if (queued)
        engine_wake(w->engine);
}

void
store_write(struct writer *w, struct store_case **cases, int n)
{
    struct fl_error err;
    qsort(cases, (size_t)n, sizeof *cases, compare_key);
    if (!try_all(w, cases, n, &err)) {
        answer_all(w, cases, n);
        return;
    }
    bool of_all = err.code == FL_E_UNAVAILABLE || err.code == FL_E_UNCERTAIN;
    if (n > 1 && !of_all) { /* one of them is at fault: halve until it stands alone */
        store_write(w, cases, n / 2);
        store_write(w, cases + n / 2, n - n / 2);
        return;
    }
    if (of_all && !err.retry_after_ms)
        err.retry_after_ms = 1000;
    for (int i = 0; i < n; i++)
        cases[i]->err = err;
    answer_all(w, cases, n);
}
