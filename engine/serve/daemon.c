/* Opening and closing of all that fenliud is made of. */
#include "engine/queue/board.h"
#include "engine/serve/daemon.h"

#include <stdlib.h>
#include <string.h>

#include "engine/access/access.h"
#include "engine/pg/embedded.h"
#include "engine/serve/feed.h"
#include "engine/document/documents.h"
#include "engine/deliver/deliver.h"
#include "engine/flow.h"
#include "engine/text/model.h"
#include "engine/access/keeper.h"
#include "engine/access/keys.h"
#include "engine/base/log.h"
#include "engine/pg/migrate.h"
#include "engine/access/principal.h"
#include "engine/serve/server.h"
#include "engine/store/store.h"
#include "engine/serve/sweeper.h"
#include "engine/serve/waiters.h"
#include "engine/serve/work.h"
#include "queries.h"

#define CLOSING_SENDS_MS 1000 /* the last replies leave */

struct daemon {
    struct engine engine;
    struct embedded *embedded;
    struct documents *documents;
    struct server *server;
    struct feed *feed;
    struct sweeper *sweeper;
    struct keeper *keeper;
};

static int
read_synthetic(struct engine *engine, struct pg *pg, struct fl_error *err)
{
    PG_AUTO row = NULL;
    const struct pg_param params[] = {pg_text("synthetic")};
    if (pg_run(pg, &Q_get_setting, params, 1, PG_MAYBE_ROW, &row, err))
        return err->code;
    engine->synthetic = PQntuples(row) && strcmp(pg_get(row, 0, 0), "yes") == 0;
    if (strcmp(engine->config->clock, "manual") == 0 && !engine->synthetic)
        return fl_fail(err, FL_E_CONFIG,
                       "clock = manual needs a database that was created with synthetic = yes");
    engine->open_access = strcmp(engine->config->access, "open") == 0;
    if (engine->open_access && !engine->synthetic)
        return fl_fail(err, FL_E_CONFIG,
                       "access = open needs a database that was created with synthetic = yes");
    engine->blank = !engine->config->sealing;
    if (engine->blank && !engine->synthetic)
        return fl_fail(err, FL_E_CONFIG,
                       "sealing = no needs a database that was created with synthetic = yes");
    return 0;
}

/* The owner of the state folder is who may do everything with an embedded database. */
static int
write_tokens(struct daemon *d, struct pg *pg, struct fl_error *err)
{
    if (!d->embedded)
        return 0;
    char *dir = config_state_dir(d->engine.config);
    int code = tokens_write_local(dir, d->engine.config->court, pg, err);
    free(dir);
    return code;
}

static int
open_keys(struct engine *engine, struct pg *pg, struct fl_error *err)
{
    char *dir = keys_folder(engine->config);
    int code = keys_settle(dir, pg, &engine->keys, err);
    free(dir);
    return code;
}

/* The active policy; a fresh database activates the configured or packaged folder first. */
static int
open_policy(struct engine *engine, struct pg *pg, struct fl_error *err)
{
    struct policy *policy = NULL;
    int code = policy_store_load(pg, &policy, err);
    if (code == FL_E_NOT_FOUND) {
        char hash[65];
        const char *dir = *engine->config->policy ? engine->config->policy : policy_default_dir();
        memset(err, 0, sizeof *err);
        if (policy_store_activate(pg, dir, hash, err))
            return err->code;
        code = policy_store_load(pg, &policy, err);
    }
    if (!code)
        engine_policy_set(engine, policy);
    return code;
}

/* The owner applies what is missing; anybody else only looks. What comes after runs as fenliu_engine where it can. */
static int
open_schema(struct daemon *d, struct pg *pg, struct fl_error *err)
{
    struct engine *engine = &d->engine;
    PG_AUTO row = NULL;
    if (pg_run(pg, &Q_check_ownership, NULL, 0, PG_ROW, &row, err))
        return err->code;
    bool owner = pg_get_bool(row, 0, 0);
    if (owner ? migrate_init(pg, engine->config->synthetic, err) : migrate_check(pg, err))
        return err->code;
    if (d->embedded)
        engine->conninfo = embedded_engine_conninfo(d->embedded);
    else if (owner)
        log_line(LOG_WARN, "fenliud",
                 "step=database detail=\"connected as the owner of the tables: the database cannot "
                 "keep events from "
                 "being rewritten; connect as fenliu_engine (docs/operations.md)\"");
    return 0;
}

static int
open_database(struct daemon *d, struct fl_error *err)
{
    struct engine *engine = &d->engine;
    struct config *config = engine->config;
    struct pg *pg = NULL;
    engine->conninfo = config->database;
    if (!*config->database) {
        char *dir = config_state_dir(config);
        int code = embedded_start(dir, &d->embedded, err);
        free(dir);
        if (code)
            return code;
        engine->conninfo = embedded_conninfo(d->embedded);
    }
    if (pg_open(engine->conninfo, "fenliud start", &pg, err))
        return err->code;
    int code = open_schema(d, pg, err);
    if (!code)
        code = read_synthetic(engine, pg, err);
    if (!code)
        code = write_tokens(d, pg, err);
    if (!code)
        code = open_keys(engine, pg, err);
    if (!code)
        code = sweeper_follow_clock(engine, pg, err);
    if (!code)
        code = open_policy(engine, pg, err);
    pg_close(pg);
    return code;
}

static int
load_documents(const struct config *config, struct documents **ret, struct fl_error *err)
{
    return documents_load(*config->documents ? config->documents : documents_default_dir(), ret,
                          err);
}

static int
open_documents(struct daemon *d, struct fl_error *err)
{
    int code = load_documents(d->engine.config, &d->documents, err);
    d->engine.documents = d->documents;
    return code;
}

static int
open_all(struct daemon *d, struct fl_error *err)
{
    struct engine *engine = &d->engine;
    struct config *config = engine->config;
    /* an address that will be refused is refused before a database is made for it */
    if (flow_check(err) || rights_check(err) || server_check_urls(config, err) ||
        model_open_named(config->model, &engine->model, err) || open_documents(d, err) ||
        open_database(d, err) || principals_open(engine->conninfo, &engine->principals, err) ||
        pg_pool_open(engine->conninfo, "fenliud", (int)config->workers, &engine->pool, err) ||
        store_open(engine, &engine->store, err) ||
        workers_open((int)config->workers, &engine->workers, err) ||
        waiters_open(config, engine->workers, &engine->waiters, err) ||
        server_open(engine, &d->server, err))
        return err->code;
    if (*config->events && feed_open(engine, d->server, &d->feed, err))
        return err->code;
    if (keeper_open(engine, &d->keeper, err))
        return err->code;
    if (config->delivery && deliver_open(engine, &engine->deliver, err))
        return err->code;
    return sweeper_open(engine, &d->sweeper, err);
}

int
daemon_open(struct config *config, struct daemon **ret, struct fl_error *err)
{
    struct daemon *d = calloc(1, sizeof *d);
    if (!d)
        return fl_fail(err, FL_E_MEMORY, "no memory");
    d->engine.config = config;
    pthread_mutex_init(&d->engine.lock, NULL);
    d->engine.board = board_open();
    struct fl_error own = {0};
    if (open_all(d, &own)) {
        daemon_close(d, 0);
        if (err)
            *err = own;
        return own.code;
    }
    *ret = d;
    return 0;
}

void
daemon_close(struct daemon *d, int drain_ms)
{
    struct engine *engine = &d->engine;
    feed_close(d->feed);
    sweeper_close(d->sweeper);
    if (engine->waiters)
        waiters_drain(engine->waiters);
    if (d->server)
        server_drain(d->server, drain_ms);
    workers_close(engine->workers);
    deliver_close(engine->deliver); /* whom server.info asks */
    store_close(engine->store);
    if (d->server)
        server_drain(d->server, CLOSING_SENDS_MS);
    server_close(d->server);
    waiters_close(engine->waiters);
    keeper_close(d->keeper); /* after the last writer: what they wrote is sealed */
    principals_close(engine->principals);
    pg_pool_close(engine->pool);
    engine_policy_set(engine, NULL);
    model_close(engine->model);
    roster_forget(engine);
    board_close(engine->board);
    documents_free(d->documents);
    keys_close(engine->keys);
    embedded_stop(d->embedded);
    pthread_mutex_destroy(&engine->lock);
    free(d);
}

bool
daemon_alive(struct daemon *d)
{
    return !d->embedded || embedded_alive(d->embedded);
}

void
daemon_nudge(struct daemon *d)
{
    sweeper_nudge(d->sweeper);
}

const char *
daemon_endpoints(const struct daemon *d)
{
    return server_endpoints(d->server);
}

int
daemon_check(const struct config *config, struct fl_error *err)
{
    struct policy *policy = NULL;
    struct documents *documents = NULL;
    if (flow_check(err) || rights_check(err) || server_check_urls(config, err) ||
        policy_load_dir(*config->policy ? config->policy : policy_default_dir(), &policy, err))
        return err->code;
    policy_release(policy);
    if (load_documents(config, &documents, err))
        return err->code;
    documents_free(documents);
    return 0;
}
