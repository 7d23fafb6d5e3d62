/* The thread of outbound delivery: looks after targets, settles what was answered, sends what is due. */
#include "engine/deliver/deliver.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/log.h"
#include "engine/base/must.h"
#include "engine/base/rounds.h"
#include "engine/cli/client_wire.h"
#include "engine/deliver/courier.h"
#include "engine/deliver/delivery.h"
#include "engine/serve/rpc.h"
#include "engine/serve/server.h"
#include "queries.h"

#define LOOK_MS   2000 /* how often targets and figures are read again */
#define TOKEN_MAX 1024 /* bytes of a token file */

/* A target with its connection. */
struct line {
    struct target target;
    struct courier *courier; /* NULL: its address is refused, as the log said */
    struct delivery under_way;
};

struct deliver {
    struct engine *engine;
    struct pg *pg;
    struct rounds *rounds;
    pthread_mutex_t lock;
    struct deliver_figures figures; /* behind lock */
    struct targets targets;
    struct line *lines; /* one for each target */
    int n_lines;
    int64_t looked_at;
};

static void
nudge(void *arg)
{
    const struct deliver *d = arg;
    rounds_nudge(d->rounds);
}

/* --- targets --- */

static void
line_open(struct deliver *d, struct line *line)
{
    const struct config *config = d->engine->config;
    const struct fl_tls tls = {config->tls_ca, config->tls_cert, config->tls_key};
    struct fl_error err = {0};
    if (server_check_target(line->target.adapter->name, line->target.url, &err) ||
        courier_open(line->target.url, &tls, nudge, d, &line->courier, &err))
        log_line(LOG_ERROR, "deliver", "step=dial court=%s channel=%s url=%s detail=\"%s\"",
                 line->target.court, line->target.adapter->name, line->target.url, err.detail);
}

/* Lines that stay keep their connection and what is under way. */
static void
take_lines(struct deliver *d, struct targets *next)
{
    struct line *lines = must(calloc((size_t)next->n + 1, sizeof *lines));
    for (int i = 0; i < next->n; i++) {
        lines[i].target = next->rows[i];
        for (int k = 0; k < d->n_lines && !lines[i].courier; k++)
            if (d->lines[k].courier && target_same(&d->lines[k].target, &next->rows[i])) {
                struct target target = lines[i].target;
                lines[i] = d->lines[k];
                lines[i].target = target;
                d->lines[k].courier = NULL;
            }
        if (!lines[i].courier)
            line_open(d, &lines[i]);
    }
    for (int k = 0; k < d->n_lines; k++)
        courier_close(d->lines[k].courier);
    free(d->lines);
    targets_clear(&d->targets);
    d->lines = lines;
    d->n_lines = next->n;
    d->targets = *next;
}

static int
look(struct deliver *d, struct fl_error *err)
{
    struct targets next;
    PG_AUTO row = NULL;
    if (d->looked_at && rpc_monotonic_ms() - d->looked_at < LOOK_MS)
        return 0;
    if (targets_read(d->engine, d->pg, &next, err))
        return err->code;
    take_lines(d, &next);
    if (pg_run(d->pg, &Q_sweep_deliveries, NULL, 0, PG_NONE, NULL, err) ||
        pg_run(d->pg, &Q_count_deliveries, NULL, 0, PG_ROW, &row, err))
        return err->code;
    pthread_mutex_lock(&d->lock);
    d->figures = (struct deliver_figures){d->n_lines, pg_get_int(row, 0, 0), pg_get_int(row, 0, 1),
                                          pg_get_int(row, 0, 2)};
    pthread_mutex_unlock(&d->lock);
    d->looked_at = rpc_monotonic_ms();
    return 0;
}

/* --- one line --- */

static int
read_token(const char *path, char *ret, struct fl_error *err)
{
    FILE *file = path ? fopen(path, "re") : NULL;
    *ret = 0;
    if (!path)
        return 0;
    size_t n = file ? fread(ret, 1, TOKEN_MAX, file) : 0;
    if (file)
        fclose(file);
    ret[n] = 0;
    ret[strcspn(ret, " \r\n\t")] = 0;
    return *ret ? 0 : fl_fail(err, FL_E_IO, "%s: holds no token", path);
}

static void
log_end(const struct line *line, enum delivery_end end, const char *why)
{
    static const struct {
        enum log_level level;
        const char *step;
    } lines[] = {
        [DELIVERY_ACCEPTED] = {LOG_INFO, "accepted" },
          [DELIVERY_REFUSED] = {LOG_INFO, "refused"  },
        [DELIVERY_TRY_AGAIN] = {LOG_INFO, "try_again"},
          [DELIVERY_DEAD] = {LOG_WARN, "given_up" },
        [DELIVERY_STALE] = {LOG_WARN, "stale"    },
    };
    log_line(lines[end].level, "deliver", "step=%s court=%s holder=%s referral=%lld tries=%d%s%s%s",
             lines[end].step, line->target.court, line->target.holder,
             (long long)line->under_way.referral_id, line->under_way.tries, why ? " detail=\"" : "",
             why ? why : "", why ? "\"" : "");
}

static int
settle(struct deliver *d, struct line *line, const struct buf *answer, const char *why,
       struct fl_error *err)
{
    enum delivery_end end;
    if (delivery_settle(d->engine, d->pg, &line->target, &line->under_way, answer, why, &end, err))
        return err->code; /* its lease ends, and it is sent again */
    log_end(line, end, why);
    return 0;
}

static int
send_next(struct deliver *d, struct line *line, struct fl_error *err)
{
    char token[TOKEN_MAX + 1];
    struct buf params = {0}, message = {0};
    int wait = (int)config_live(&d->engine->config->delivery_wait_ms);
    if (read_token(line->target.token_file, token, err))
        return err->code;
    int code = delivery_take(d->engine, d->pg, &line->target, &line->under_way, &params, err);
    if (!code && line->under_way.referral_id) {
        wire_request(&message, line->under_way.tries, "referral.deliver", *token ? token : NULL,
                     params.data);
        code = courier_send(line->courier, &message, wait, err);
    }
    buf_done(&params);
    buf_done(&message);
    explicit_bzero(token, sizeof token);
    return code;
}

static int
tend(struct deliver *d, struct line *line, struct fl_error *err)
{
    struct buf answer = {0};
    const char *why = NULL;
    int code = 0;
    enum courier_state state =
        line->courier ? courier_take(line->courier, &answer, &why) : COURIER_BUSY;
    if (state == COURIER_ANSWERED || state == COURIER_SILENT)
        code = settle(d, line, state == COURIER_ANSWERED ? &answer : NULL, why, err);
    if (!code && state != COURIER_BUSY)
        code = send_next(d, line, err);
    buf_done(&answer);
    return code;
}

/* --- the thread --- */

static int
tend_all(struct deliver *d, struct fl_error *err)
{
    int first = 0;
    if (pg_ready(d->pg, err) || look(d, err))
        return err->code;
    for (int i = 0; i < d->n_lines; i++) {
        struct fl_error own = {0};
        if (tend(d, &d->lines[i], &own) && !first) { /* one line at fault holds up no other */
            first = own.code;
            *err = own;
        }
    }
    return first;
}

static int
deliver_round(void *self, int64_t *ret_ms, struct fl_error *err)
{
    struct deliver *d = self;
    int code = tend_all(d, err);
    *ret_ms = config_live(&d->engine->config->delivery_ms);
    return code;
}

int
deliver_open(struct engine *engine, struct deliver **ret, struct fl_error *err)
{
    struct deliver *d = calloc(1, sizeof *d);
    if (!d)
        return fl_fail(err, FL_E_MEMORY, "no memory for delivery");
    d->engine = engine;
    pthread_mutex_init(&d->lock, NULL);
    if (pg_open(engine->conninfo, "fenliud deliver", &d->pg, err) ||
        rounds_open("deliver", "round", deliver_round, d, &d->rounds, err)) {
        pg_close(d->pg);
        pthread_mutex_destroy(&d->lock);
        free(d);
        return err->code;
    }
    *ret = d;
    return 0;
}

void
deliver_close(struct deliver *d)
{
    if (!d)
        return;
    rounds_stop(d->rounds); /* the couriers may nudge until they are closed */
    for (int i = 0; i < d->n_lines; i++)
        courier_close(d->lines[i].courier);
    free(d->lines);
    targets_clear(&d->targets);
    rounds_close(d->rounds);
    pg_close(d->pg);
    pthread_mutex_destroy(&d->lock);
    free(d);
}

void
deliver_figures(struct deliver *d, struct deliver_figures *ret)
{
    pthread_mutex_lock(&d->lock);
    *ret = d->figures;
    pthread_mutex_unlock(&d->lock);
}
