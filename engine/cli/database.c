/* Which database a command means, and the connection to it. */
#include "engine/cli/database.h"

#include <stdlib.h>
#include <string.h>

#include "engine/access/keys.h"
#include "engine/base/clock.h"
#include "engine/base/day.h"
#include "engine/base/log.h"
#include "engine/config.h"
#include "queries.h"

static int
open_embedded(const char *state_dir, bool start, const char *application, struct database *ret,
              struct fl_error *err)
{
    char *conninfo = NULL;
    int code = embedded_find(state_dir, &conninfo, err);
    if (!code) {
        code = pg_open(conninfo, application, &ret->pg, err);
    } else if (start && !(code = embedded_start(state_dir, &ret->own, err))) {
        code = pg_open(embedded_conninfo(ret->own), application, &ret->pg, err);
    }
    free(conninfo);
    return code;
}

int
database_open(const char *database, const char *config_file, const char *state_dir, bool start,
              const char *application, struct database *ret, struct fl_error *err)
{
    struct config config;
    struct database own = {0};
    log_level_set(LOG_WARN); /* a person at a terminal wants the answer, not the steps */
    config_init(&config);
    int code = config_file ? config_read(&config, config_file, err) : 0;
    if (!database)
        database = config.database;
    if (!code && *database && !state_dir) {
        code = pg_open(database, application, &own.pg, err);
    } else if (!code) {
        char *dir = state_dir ? strdup(state_dir) : config_state_dir(&config);
        code = dir ? open_embedded(dir, start, application, &own, err)
                   : fl_fail(err, FL_E_MEMORY, "out of memory");
        free(dir);
    }
    config_done(&config);
    if (code)
        database_close(&own);
    else
        *ret = own;
    return code;
}

void
database_close(struct database *database)
{
    pg_close(database->pg);
    embedded_stop(database->own);
    memset(database, 0, sizeof *database);
}

int
database_places(const char *config_file, const char *state_dir, const char *keys_dir,
                char **ret_state, char **ret_keys, struct fl_error *err)
{
    struct config config;
    config_init(&config);
    int code = config_file ? config_read(&config, config_file, err) : 0;
    if (!code && state_dir) {
        free(config.state_dir);
        config.state_dir = strdup(state_dir);
    }
    *ret_state = code ? NULL : config_state_dir(&config);
    *ret_keys = code ? NULL : keys_dir ? strdup(keys_dir) : keys_folder(&config);
    config_done(&config);
    return code;
}

int
database_clock(struct pg *pg, struct fl_error *err)
{
    const struct pg_param name = pg_text("manual_now");
    PG_AUTO row = NULL;
    int64_t now;
    if (pg_run(pg, &Q_get_setting, &name, 1, PG_MAYBE_ROW, &row, err))
        return err->code;
    const char *text = PQntuples(row) ? pg_get(row, 0, 0) : NULL;
    if (text && moment_parse(text, strlen(text), &now))
        clock_manual(now);
    return 0;
}
