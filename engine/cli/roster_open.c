/* The database, the policy and the keys that the roster is written with. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/access/keys.h"
#include "engine/base/clock.h"
#include "engine/base/day.h"
#include "engine/cli/roster_cli.h"
#include "engine/config.h"
#include "queries.h"

static int
find_folders(const struct roster_options *options, char **ret_keys, char **ret_court,
             struct fl_error *err)
{
    struct config config;
    config_init(&config);
    int code = options->config ? config_read(&config, options->config, err) : 0;
    if (!code && options->state) {
        free(config.state_dir);
        config.state_dir = strdup(options->state);
    }
    if (!code) {
        *ret_keys = options->keys ? strdup(options->keys) : keys_folder(&config);
        *ret_court = strdup(options->court ? options->court : config.court);
    }
    config_done(&config);
    return code;
}

/* The clock of the database: a synthetic one may stand where it was set. */
static int
read_clock(struct pg *pg, int64_t *ret, struct fl_error *err)
{
    const struct pg_param name[] = {pg_text("manual_now")};
    PG_AUTO row = NULL;
    if (pg_run(pg, &Q_get_setting, name, 1, PG_MAYBE_ROW, &row, err))
        return err->code;
    const char *text = PQntuples(row) ? pg_get(row, 0, 0) : NULL;
    if (!text || !moment_parse(text, strlen(text), ret))
        *ret = clock_now();
    return 0;
}

/* "os:li": who of this machine changed the roster. */
static const char *
actor(struct arena *arena)
{
    const struct passwd *user = getpwuid(geteuid());
    return user ? arena_print(arena, "os:%s", user->pw_name)
                : arena_print(arena, "os:%u", (unsigned)geteuid());
}

int
roster_open(const struct roster_options *options, struct roster_cli *ret, struct fl_error *err)
{
    char *keys = NULL, *court = NULL;
    *ret = (struct roster_cli){.options = options};
    arena_init(&ret->arena);
    pthread_mutex_init(&ret->engine.lock, NULL);
    int64_t now = 0;
    int code = find_folders(options, &keys, &court, err);
    if (!code)
        code = database_open(options->database, options->config, options->state, true,
                             "fenliu roster", &ret->database, err);
    if (!code)
        code = policy_store_load(ret->database.pg, &ret->policy, err);
    if (!code)
        code = keys_settle(keys, ret->database.pg, &ret->engine.keys, err);
    if (!code)
        code = read_clock(ret->database.pg, &now, err);
    if (!code)
        ret->act = (struct act){.engine = &ret->engine,
                                .db = ret->database.pg,
                                .arena = &ret->arena,
                                .policy = ret->policy,
                                .court = arena_text(&ret->arena, court),
                                .actor = actor(&ret->arena),
                                .at = now};
    free(keys);
    free(court);
    return code;
}

void
roster_close(struct roster_cli *cli)
{
    keys_close(cli->engine.keys);
    if (cli->policy)
        policy_release(cli->policy);
    database_close(&cli->database);
    pthread_mutex_destroy(&cli->engine.lock);
    arena_done(&cli->arena);
}
