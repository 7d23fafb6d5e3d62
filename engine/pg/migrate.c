/* Numbered migrations, each in a transaction of its own, and the repeatable scripts for analysts.
 */
#include "engine/pg/migrate.h"

#include <stdio.h>
#include <string.h>

#include "engine/access/chain.h"
#include "engine/base/lang.h"
#include "engine/desk/channel_table.h"
#include "engine/base/log.h"
#include "queries.h"

#define LOCK_MS    (10 * 60 * 1000) /* another process may be in the middle of a long migration */
#define MIGRATE_MS (60 * 60 * 1000)

static int
program_version(void)
{
    int version = 0;
    for (const struct migration *m = migrations; m->version; m++)
        version = m->version;
    return version;
}

static int
get_version(struct pg *pg, int *ret, struct fl_error *err)
{
    PG_AUTO found = NULL;
    PG_AUTO version = NULL;
    int code = pg_run(pg, &Q_find_bookkeeping, NULL, 0, PG_ROW, &found, err);
    if (code)
        return code;
    if (!pg_get_bool(found, 0, 0)) {
        *ret = 0;
        return 0;
    }
    code = pg_run(pg, &Q_get_schema_version, NULL, 0, PG_ROW, &version, err);
    if (!code)
        *ret = (int)pg_get_int(version, 0, 0);
    return code;
}

/* *ret: 1 applied with this very text, 0 not applied, -1 applied with another text. */
static int
compare(struct pg *pg, const struct query *query, const struct migration *m, int *ret,
        struct fl_error *err)
{
    PG_AUTO row = NULL;
    const struct pg_param params[] = {pg_int(m->version), pg_text(m->sql)};
    int code = pg_run(pg, query, params, 2, PG_MAYBE_ROW, &row, err);
    if (!code)
        *ret = PQntuples(row) == 0 ? 0 : pg_get_bool(row, 0, 0) ? 1 : -1;
    return code;
}

static int
record(struct pg *pg, const struct query *query, const struct migration *m, struct fl_error *err)
{
    const struct pg_param params[] = {pg_int(m->version), pg_text(m->name), pg_text(m->sql)};
    return pg_run(pg, query, params, 3, PG_NONE, NULL, err);
}

/* Names the script in front of what the server said. */
static int
blame(const struct migration *m, struct fl_error *err)
{
    char said[300];
    snprintf(said, sizeof said, "%.299s", err->detail);
    snprintf(err->detail, sizeof err->detail, "%s.sql: %s", m->name, said);
    return (int)err->code;
}

static int
apply(struct pg *pg, const struct migration *m, bool first, bool synthetic, struct fl_error *err)
{
    int code = pg_begin(pg, err);
    if (!code && (code = pg_script(pg, m->sql, err)))
        blame(m, err);
    if (!code && first) {
        const struct pg_param params[] = {pg_text("synthetic"), pg_text(synthetic ? "yes" : "no")};
        code = pg_run(pg, &Q_add_setting, params, 2, PG_NONE, NULL, err);
    }
    if (!code)
        code = record(pg, &Q_add_migration, m, err);
    if (!code)
        code = pg_commit(pg, err);
    if (code)
        pg_rollback(pg);
    else
        log_line(LOG_INFO, "migrate", "step=applied migration=%s", m->name);
    return code;
}

static int
apply_migrations(struct pg *pg, bool synthetic, struct fl_error *err)
{
    int have, state;
    int code = get_version(pg, &have, err);
    if (code)
        return code;
    if (have > program_version())
        return fl_fail(err, FL_E_CONFLICT,
                       say("数据库结构版本为%d，高于本程序的%d：请使用更新的fenliu",
                           "the database has schema version %d and this program knows %d only: use "
                           "a newer fenliu"),
                       have, program_version());
    for (const struct migration *m = migrations; m->version; m++) {
        if ((code = compare(pg, &Q_check_migration, m, &state, err)))
            return code;
        if (state < 0)
            return fl_fail(
                err, FL_E_CONFLICT,
                say("迁移%s执行之后，其文本被改动：已执行的迁移不得修改",
                    "migration %s was applied with another text than this program has: applied "
                    "migrations never change"),
                m->name);
        if (state == 0 && (code = apply(pg, m, have == 0 && m == migrations, synthetic, err)))
            return code;
    }
    return 0;
}

static int
put_analyst(struct pg *pg, void *data, struct fl_error *err)
{
    (void)data;
    int code = 0;
    for (const struct migration *m = analyst_scripts; m->version && !code; m++) {
        if ((code = pg_script(pg, m->sql, err)))
            blame(m, err);
        else
            code = record(pg, &Q_put_analyst_script, m, err);
    }
    return code;
}

/* Views may build on one another: when one script changed, all are applied again, in order, or
 * none. Who reads several of them in one transaction may stand in the way: then once more. */
static int
apply_analyst(struct pg *pg, struct fl_error *err)
{
    bool changed = false;
    int code = 0, state;
    for (const struct migration *m = analyst_scripts; m->version && !changed; m++) {
        if ((code = compare(pg, &Q_check_analyst_script, m, &state, err)))
            return code;
        changed = state != 1;
    }
    PG_AUTO others = NULL;
    if (pg_run(pg, &Q_check_counting, NULL, 0, PG_ROW, &others, err))
        return err->code;
    changed |= pg_get_bool(others, 0, 0);
    if (!changed)
        return 0;
    if ((code = pg_transaction(pg, put_analyst, NULL, err)))
        return code;
    log_line(LOG_INFO, "migrate", "step=analyst_scripts_applied");
    return 0;
}

static int
check_synthetic(struct pg *pg, bool wanted, struct fl_error *err)
{
    PG_AUTO row = NULL;
    const struct pg_param name = pg_text("synthetic");
    int code = pg_run(pg, &Q_get_setting, &name, 1, PG_MAYBE_ROW, &row, err);
    if (code || !wanted)
        return code;
    if (PQntuples(row) == 1 && !strcmp(PQgetvalue(row, 0, 0), "yes"))
        return 0;
    return fl_fail(
        err, FL_E_CONFLICT, "%s",
        say("该数据库不是作为合成数据库建立的，不能事后改为合成数据库",
            "this database was not created as synthetic, and cannot become so afterwards"));
}

static int
run_locked(struct pg *pg, bool init, bool synthetic, struct fl_error *err)
{
    int have, code = get_version(pg, &have, err);
    if (!code && !init && have == 0)
        return fl_fail(err, FL_E_CONFLICT, "%s",
                       say("数据库尚未建立：先运行 fenliu db init",
                           "the database is empty: run `fenliu db init` first"));
    if (!code && init)
        code = pg_script(pg, Q_create_bookkeeping.sql, err);
    if (!code)
        code = apply_migrations(pg, synthetic, err);
    /* the scripts fold anew what the numbers of transactions say was there before */
    if (!code)
        code = chain_settle(pg, err);
    pg_deadline(pg, MIGRATE_MS);
    if (!code)
        code = channel_table_put(pg, err);
    if (!code)
        code = apply_analyst(pg, err);
    if (!code && init)
        code = check_synthetic(pg, synthetic, err);
    return code;
}

static int
run(struct pg *pg, bool init, bool synthetic, struct fl_error *err)
{
    struct fl_error own = {0};
    pg_deadline(pg, LOCK_MS);
    int code = pg_run(pg, &Q_lock_schema, NULL, 0, PG_ROW, NULL, &own);
    pg_deadline(pg, MIGRATE_MS);
    if (!code) {
        code = run_locked(pg, init, synthetic, &own);
        pg_run(pg, &Q_unlock_schema, NULL, 0, PG_ROW, NULL, NULL);
    }
    pg_deadline(pg, 0);
    if (code && err)
        *err = own;
    return code;
}

int
migrate_init(struct pg *pg, bool synthetic, struct fl_error *err)
{
    return run(pg, true, synthetic, err);
}

int
migrate_upgrade(struct pg *pg, struct fl_error *err)
{
    return run(pg, false, false, err);
}

int
migrate_check(struct pg *pg, struct fl_error *err)
{
    int have, code = get_version(pg, &have, err);
    if (!code && have != program_version())
        return fl_fail(err, FL_E_CONFLICT,
                       say("数据库结构版本为%d，本程序需要%d：请以数据库属主运行 fenliu db upgrade",
                           "the database has schema version %d and this program needs %d: run "
                           "`fenliu db upgrade` "
                           "with the connection of the owner"),
                       have, program_version());
    return code ? code : channel_table_put(pg, err);
}

struct status {
    int have, program, pending, analyst_pending;
    bool synthetic;
};

static int
count_pending(struct pg *pg, struct status *status, struct fl_error *err)
{
    int code, state;
    PG_AUTO row = NULL;
    const struct pg_param name = pg_text("synthetic");
    for (const struct migration *m = migrations; m->version; m++) {
        state = 0;
        if (status->have && (code = compare(pg, &Q_check_migration, m, &state, err)))
            return code;
        status->pending += state == 0;
    }
    if (status->have == 0)
        return 0;
    for (const struct migration *m = analyst_scripts; m->version; m++) {
        if ((code = compare(pg, &Q_check_analyst_script, m, &state, err)))
            return code;
        status->analyst_pending += state != 1;
    }
    code = pg_run(pg, &Q_get_setting, &name, 1, PG_MAYBE_ROW, &row, err);
    status->synthetic = !code && PQntuples(row) == 1 && !strcmp(PQgetvalue(row, 0, 0), "yes");
    return code;
}

static void
write_json(const struct status *status, const PGresult *applied, struct buf *out)
{
    json_object(out);
    json_put_int(out, "database_version", status->have);
    json_put_int(out, "program_version", status->program);
    json_put_int(out, "pending", status->pending);
    json_put_int(out, "analyst_scripts_pending", status->analyst_pending);
    json_put_bool(out, "synthetic", status->synthetic);
    json_key(out, "migrations");
    json_array(out);
    for (int i = 0; applied && i < PQntuples(applied); i++) {
        json_object(out);
        json_put_int(out, "version", pg_get_int(applied, i, 0));
        json_put_text(out, "name", pg_get(applied, i, 1));
        json_put_text(out, "applied_at", pg_get(applied, i, 2));
        json_object_end(out);
    }
    json_array_end(out);
    json_object_end(out);
    buf_char(out, '\n');
}

static void
write_lines(const struct status *status, const PGresult *applied, struct buf *out)
{
    buf_print(out, "%s: %d\n", say("数据库结构版本", "schema version of the database"),
              status->have);
    buf_print(out, "%s: %d\n", say("程序的结构版本", "schema version of the program"),
              status->program);
    buf_print(out, "%s: %d\n", say("待执行的迁移", "migrations pending"), status->pending);
    buf_print(out, "%s: %d\n", say("待重建的统计脚本", "analyst scripts pending"),
              status->analyst_pending);
    buf_print(out, "%s: %s\n", say("合成数据", "synthetic data"),
              status->synthetic ? say("是", "yes") : say("否", "no"));
    for (int i = 0; applied && i < PQntuples(applied); i++)
        buf_print(out, "  %s  %s\n", pg_get(applied, i, 2), pg_get(applied, i, 1));
}

int
migrate_status(struct pg *pg, bool json, struct buf *out, struct fl_error *err)
{
    PG_AUTO applied = NULL;
    struct status status = {.program = program_version()};
    int code = get_version(pg, &status.have, err);
    if (!code)
        code = count_pending(pg, &status, err);
    if (!code && status.have)
        code = pg_run(pg, &Q_list_migrations, NULL, 0, PG_ROWS, &applied, err);
    if (!code)
        (json ? write_json : write_lines)(&status, applied, out);
    return code;
}
