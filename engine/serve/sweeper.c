/* One thread, one connection, a few duties. */
#include "engine/serve/sweeper.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/clock.h"
#include "engine/base/day.h"
#include "engine/desk/deadline.h"
#include "engine/desk/desk.h"
#include "engine/base/log.h"
#include "engine/base/rounds.h"
#include "engine/serve/rpc.h"
#include "queries.h"

#define FORGET_MS (10 * 60 * 1000) /* how often old answers are looked for */

struct sweeper {
    struct engine *engine;
    struct pg *pg;
    struct rounds *rounds;
    int64_t forgot_at;
};

int
sweeper_follow_clock(struct engine *engine, struct pg *pg, struct fl_error *err)
{
    if (!engine->synthetic || strcmp(engine->config->clock, "manual") != 0)
        return 0;
    PG_AUTO row = NULL;
    const struct pg_param params[] = {pg_text("manual_now")};
    if (pg_run(pg, &Q_get_setting, params, 1, PG_MAYBE_ROW, &row, err))
        return err->code;
    int64_t now;
    const char *text = PQntuples(row) ? pg_get(row, 0, 0) : NULL;
    if (text && moment_parse(text, strlen(text), &now))
        clock_manual(now);
    return 0;
}

static int
forget_requests(struct sweeper *s, struct fl_error *err)
{
    if (s->forgot_at && rpc_monotonic_ms() - s->forgot_at < FORGET_MS)
        return 0;
    s->forgot_at = rpc_monotonic_ms();
    return pg_run(s->pg, &Q_sweep_requests, NULL, 0, PG_NONE, NULL, err);
}

static int
sweep(struct sweeper *s, struct fl_error *err)
{
    int lapsed = 0;
    struct deadline_sweep told = {0};
    if (pg_ready(s->pg, err) || sweeper_follow_clock(s->engine, s->pg, err) ||
        policy_store_follow(s->engine, s->pg, err) ||
        desk_sweep(s->engine, s->pg, clock_now(), &lapsed, err) ||
        deadline_sweep(s->engine, s->pg, clock_now(), &told, err))
        return err->code;
    if (told.near + told.passed + told.expired)
        log_line(LOG_INFO, "sweeper", "step=deadlines near=%d passed=%d expired=%d", told.near,
                 told.passed, told.expired);
    if (lapsed) {
        log_line(LOG_INFO, "sweeper", "step=lapse referrals=%d", lapsed);
        engine_wake(s->engine);
    }
    return forget_requests(s, err);
}

static int
sweeper_round(void *self, int64_t *ret_ms, struct fl_error *err)
{
    struct sweeper *s = self;
    int code = sweep(s, err);
    *ret_ms = config_live(&s->engine->config->sweep_ms);
    return code;
}

int
sweeper_open(struct engine *engine, struct sweeper **ret, struct fl_error *err)
{
    struct sweeper *s = calloc(1, sizeof *s);
    if (!s)
        return fl_fail(err, FL_E_MEMORY, "no memory for the sweeper");
    s->engine = engine;
    if (pg_open(engine->conninfo, "fenliud sweeper", &s->pg, err) ||
        rounds_open("sweeper", "sweep", sweeper_round, s, &s->rounds, err)) {
        pg_close(s->pg);
        free(s);
        return err->code;
    }
    *ret = s;
    return 0;
}

void
sweeper_nudge(struct sweeper *s)
{
    rounds_nudge(s->rounds);
}

void
sweeper_close(struct sweeper *s)
{
    if (!s)
        return;
    rounds_close(s->rounds);
    pg_close(s->pg);
    free(s);
}
