/* The bounded queue of decided cases, and the writers that collect batches from it. */
#include "engine/store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/store/store_batch.h"

#define RETRY_WHEN_FULL_MS 200
#define BATCH_BYTES        (8 * 1024 * 1024) /* of what the cases of one transaction have to write */

struct store {
    struct engine *engine;
    pthread_mutex_t lock;
    pthread_cond_t more; /* something came, or closing */
    struct store_case *first, **last;
    size_t waiting;
    bool collecting; /* one writer at a time waits for its batch to fill */
    atomic_bool closing;
    int n_writers;
    struct writer_thread {
        pthread_t thread;
        struct store *store;
        struct writer writer;
    } * writers;
};

static int64_t
monotonic_us(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Waits until the batch is full or its oldest case has waited long enough; takes it. The lock is
 * held. */
static int
collect(struct store *s, struct store_case **cases, int64_t max)
{
    s->collecting = true;
    int64_t until = s->first->put_at + config_live(&s->engine->config->batch_wait_ms) * 1000;
    struct timespec at = {(time_t)(until / 1000000), (long)(until % 1000000) * 1000};
    while ((int64_t)s->waiting < max && !atomic_load(&s->closing) && monotonic_us() < until)
        pthread_cond_timedwait(&s->more, &s->lock, &at);
    s->collecting = false;
    int n = 0;
    size_t bytes = 0;
    while (s->first && n < max && bytes < BATCH_BYTES) {
        cases[n] = s->first;
        bytes += s->first->document.len + s->first->personal.len + s->first->decision.len;
        s->first = s->first->next;
        n++;
    }
    if (!s->first)
        s->last = &s->first;
    s->waiting -= (size_t)n;
    pthread_cond_broadcast(&s->more); /* another may collect now */
    return n;
}

static void *
write_loop(void *arg)
{
    struct writer_thread *self = arg;
    struct store *s = self->store;
    struct store_case **cases = NULL;
    int64_t room = 0;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        while ((!s->first || s->collecting) && !(atomic_load(&s->closing) && !s->first))
            pthread_cond_wait(&s->more, &s->lock);
        if (!s->first)
            break;
        int64_t max = config_live(&s->engine->config->batch_max);
        if (max > room) {
            room = max;
            cases = realloc(cases, (size_t)room * sizeof *cases);
            if (!cases)
                abort();
        }
        int n = collect(s, cases, max);
        pthread_mutex_unlock(&s->lock);
        if (n)
            store_write(&self->writer, cases, n);
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    free(cases);
    return NULL;
}

int
store_put(struct store *s, struct store_case *sc, struct fl_error *err)
{
    sc->next = NULL;
    sc->put_at = monotonic_us();
    pthread_mutex_lock(&s->lock);
    bool full = (int64_t)s->waiting >= config_live(&s->engine->config->queue_max) ||
                atomic_load(&s->closing);
    if (!full) {
        *s->last = sc;
        s->last = &sc->next;
        s->waiting++;
        /* the first wakes a writer, the last one needed ends its waiting; those between need not */
        if (s->waiting == 1 || (int64_t)s->waiting >= config_live(&s->engine->config->batch_max))
            pthread_cond_broadcast(&s->more);
    }
    pthread_mutex_unlock(&s->lock);
    if (!full)
        return 0;
    fl_fail(err, FL_E_OVERLOADED, "%lld cases wait to be stored already",
            (long long)config_live(&s->engine->config->queue_max));
    err->retry_after_ms = RETRY_WHEN_FULL_MS;
    return err->code;
}

size_t
store_waiting(struct store *s)
{
    pthread_mutex_lock(&s->lock);
    size_t n = s->waiting;
    pthread_mutex_unlock(&s->lock);
    return n;
}

int
store_open(struct engine *engine, struct store **ret, struct fl_error *err)
{
    struct store *s = calloc(1, sizeof *s);
    int n = (int)engine->config->writers;
    if (!s || !(s->writers = calloc((size_t)n, sizeof *s->writers))) {
        free(s);
        return fl_fail(err, FL_E_MEMORY, "no memory for the store");
    }
    s->engine = engine;
    s->last = &s->first;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->more, &monotonic);
    pthread_condattr_destroy(&monotonic);
    for (; s->n_writers < n; s->n_writers++) {
        struct writer_thread *self = &s->writers[s->n_writers];
        self->store = s;
        self->writer = (struct writer){.engine = engine, .closing = &s->closing};
        if (pg_open(engine->conninfo, "fenliud store", &self->writer.pg, err) ||
            (pthread_create(&self->thread, NULL, write_loop, self) != 0 &&
             fl_fail(err, FL_E_MEMORY, "a writer thread could not be started"))) {
            pg_close(self->writer.pg);
            store_close(s);
            return err->code;
        }
    }
    *ret = s;
    return 0;
}

void
store_close(struct store *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    atomic_store(&s->closing, true);
    pthread_cond_broadcast(&s->more);
    pthread_mutex_unlock(&s->lock);
    for (int i = 0; i < s->n_writers; i++)
        pthread_join(s->writers[i].thread, NULL);
    for (int i = 0; i < s->n_writers; i++) {
        pg_close(s->writers[i].writer.pg);
        buf_done(&s->writers[i].writer.scratch);
    }
    pthread_cond_destroy(&s->more);
    pthread_mutex_destroy(&s->lock);
    free(s->writers);
    free(s);
}

/* --- one case --- */

void
store_decision(const struct store_case *sc, struct buf *buf)
{
    static const char none[] =
        "\"docket\":null"; /* a quotation mark within text is escaped: stands once */
    if (sc->duplicate) {
        buf_put(buf, sc->stored.data, sc->stored.len);
        return;
    }
    const char *text = sc->decision.data;
    const char *at = sc->docket[0] ? memmem(text, sc->decision.len, none, sizeof none - 1) : NULL;
    if (!at) {
        buf_put(buf, text, sc->decision.len);
        return;
    }
    const char *rest = at + sizeof none - 1;
    buf_put(buf, text, (size_t)(at - text));
    json_put_text(buf, "docket", sc->docket);
    buf_put(buf, rest, (size_t)(text + sc->decision.len - rest));
}

void
store_case_done(struct store_case *sc)
{
    buf_done(&sc->document);
    if (sc->personal.data)
        seal_wipe(sc->personal.data, sc->personal.len);
    buf_done(&sc->personal);
    seal_wipe(&sc->key, sizeof sc->key);
    buf_done(&sc->decision);
    buf_done(&sc->stored);
}
