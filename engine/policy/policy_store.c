/* The policy in the database: whole packs, kept for good, and the one row that says which is in
 * force. */
#include <stdlib.h>
#include <string.h>

#include "engine/engine.h"
#include "engine/base/lang.h"
#include "engine/base/log.h"
#include "queries.h"

struct activation {
    const struct pack *pack;
    const char *name;
};

/* Causes and calendar in SQL are those of the pack just stored, written by the same transaction
 * from the stored bytes: there is no second way for them to come into being. */
static int
activate(struct pg *pg, void *data, struct fl_error *err)
{
    const struct activation *a = data;
    const struct pg_param hash = pg_text(a->pack->hash);
    const struct pg_param policy[] = {hash, pg_text(a->name)};
    const struct query *const fills[] = {
        &Q_delete_cause_tree, &Q_delete_causes, &Q_delete_calendar,  &Q_fill_causes,
        &Q_fill_cause_tree,   &Q_fill_calendar, &Q_set_active_policy};
    int code = pg_run(pg, &Q_lock_policy, NULL, 0, PG_ROW, NULL, err);
    if (!code)
        code = pg_run(pg, &Q_add_policy, policy, 2, PG_NONE, NULL, err);
    for (int i = 0; i < a->pack->n_files && !code; i++) {
        const struct pack_file *file = &a->pack->files[i];
        const struct pg_param row[] = {hash, pg_text(file->path), pg_bytes(file->data, file->len)};
        code = pg_run(pg, &Q_add_policy_file, row, 3, PG_NONE, NULL, err);
    }
    for (size_t i = 0; i < sizeof fills / sizeof *fills && !code; i++)
        code = pg_run(pg, fills[i], &hash, i < 3 ? 0 : 1, PG_NONE, NULL, err);
    return code;
}

int
policy_store_activate(struct pg *pg, const char *dir, char ret_hash[65], struct fl_error *err)
{
    struct pack pack = {0};
    struct policy *policy = NULL;
    int code = pack_read_dir(dir, &pack, err);
    if (!code)
        code = policy_load(&pack, &policy, err); /* what is wrong never becomes active */
    if (!code) {
        struct activation a = {.pack = &pack, .name = policy_name(policy)};
        code = pg_transaction(pg, activate, &a, err);
    }
    if (!code) {
        log_line(LOG_INFO, "policy", "step=activated policy=%s", policy_name(policy));
        memcpy(ret_hash, pack.hash, sizeof pack.hash);
    }
    if (policy)
        policy_release(policy);
    pack_done(&pack);
    return code;
}

static int
get_active(struct pg *pg, PGresult **ret, struct fl_error *err)
{
    int code = pg_run(pg, &Q_get_active_policy, NULL, 0, PG_ROW, ret, err);
    if (code == FL_E_NOT_FOUND)
        return fl_fail(
            err, FL_E_NOT_FOUND, "%s",
            say("数据库中还没有启用的分流规则", "the database has no active policy yet"));
    return code;
}

/* What was stored must still hash to the name it was stored under. */
static int
check_hash(struct pack *pack, const char *hash, struct fl_error *err)
{
    if (!strcmp(pack->hash, hash))
        return 0;
    return fl_fail(err, FL_E_POLICY,
                   say("数据库中的规则文件被改动：应为%.12s，实为%.12s",
                       "the stored policy was altered: it should be %.12s and is %.12s"),
                   hash, pack->hash);
}

static int
read_pack(struct pg *pg, const char *hash, struct pack *ret, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    const struct pg_param param = pg_text(hash);
    int code = pg_run(pg, &Q_list_policy_files, &param, 1, PG_ROWS, &rows, err);
    if (code)
        return code;
    struct pack loose = {.n_files = PQntuples(rows)};
    loose.files = calloc((size_t)loose.n_files + 1, sizeof *loose.files);
    if (!loose.files)
        abort();
    for (int i = 0; i < loose.n_files; i++) {
        loose.files[i].path = strdup(pg_get(rows, i, 0));
        loose.files[i].data = pg_get_bytes(rows, i, 1, &loose.files[i].len);
    }
    code = pack_take(loose.files, loose.n_files, ret, err);
    if (code)
        pack_done(&loose);
    else if ((code = check_hash(ret, hash, err)))
        pack_done(ret);
    return code;
}

int
policy_store_load_hash(struct pg *pg, const char *hash, struct policy **ret, struct fl_error *err)
{
    struct pack pack = {0};
    int code = read_pack(pg, hash, &pack, err);
    if (code)
        return code;
    code = policy_load(&pack, ret, err);
    pack_done(&pack);
    return code;
}

int
policy_store_load(struct pg *pg, struct policy **ret, struct fl_error *err)
{
    PG_AUTO active = NULL;
    int code = get_active(pg, &active, err);
    return code ? code : policy_store_load_hash(pg, pg_get(active, 0, 0), ret, err);
}

int
policy_store_follow(struct engine *engine, struct pg *pg, struct fl_error *err)
{
    PG_AUTO active = NULL;
    struct policy *next = NULL, *held = engine_policy(engine);
    int code = get_active(pg, &active, err);
    bool same = !code && held && !strcmp(policy_hash(held), pg_get(active, 0, 0));
    if (held)
        policy_release(held);
    if (code || same)
        return code;
    code = policy_store_load(pg, &next, err);
    if (code)
        return code;
    log_line(LOG_INFO, "policy", "step=in_force policy=%s", policy_name(next));
    engine_policy_set(engine, next);
    return 0;
}
