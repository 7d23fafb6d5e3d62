/* fenliu close-period: the figures of a period frozen as published. */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/access/token.h"
#include "engine/base/clock.h"
#include "engine/base/lang.h"
#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/cli/period.h"
#include "engine/cli/remote.h"
#include "engine/config.h"
#include "engine/report/publication.h"
#include "queries.h"

struct close_options {
    const char *database, *config, *state, *court, *name;
    struct remote remote; /* its token alone */
    struct period_options period;
    bool again, json;
};

/* Who closes: a clerk or an admin of this court, by token, as at a desk. The name goes into the publication and its event. */
static int
find_principal(struct pg *pg, const struct close_options *o, const char *court, char ret_name[80],
               struct fl_error *err)
{
    char *token = NULL, id[TOKEN_ID_SIZE];
    uint8_t hash[HASH_SIZE];
    PG_AUTO row = NULL;
    /* the token file of whoever may correct reports */
    int code = remote_token(&o->remote, "court", "desk.correct", &token, err);
    if (!code && (!token || !token_read(token, id)))
        code = fl_fail(err, FL_E_UNAUTHENTICATED, "%s",
                       say("须出示书记员或管理员的令牌：--token-file",
                           "the token of a clerk or an admin is needed: --token-file"));
    const struct pg_param params[] = {pg_text(id), pg_moment(clock_now()), pg_text(court)};
    if (!code)
        code = pg_run(pg, &Q_find_principal, params, 3, PG_MAYBE_ROW, &row, err);
    if (!code && PQntuples(row)) {
        const char *hex = pg_get(row, 0, 0);
        for (int i = 0; i < HASH_SIZE; i++) {
            unsigned byte = 0;
            sscanf(hex + 2 * i, "%2x", &byte);
            hash[i] = (uint8_t)byte;
        }
    }
    if (!code && (PQntuples(row) == 0 || !token_is(token, hash)))
        code =
            fl_fail(err, FL_E_UNAUTHENTICATED, "%s",
                    say("令牌无效、已吊销或已过期", "the token is not known, revoked or expired"));
    if (token)
        explicit_bzero(token, strlen(token));
    free(token);
    if (code)
        return code;
    const char *role = pg_get(row, 0, 2);
    if ((strcmp(role, "clerk") != 0 && strcmp(role, "admin") != 0) || !pg_get_bool(row, 0, 3))
        return fl_fail(
            err, FL_E_FORBIDDEN,
            say("定期须为本院的书记员或管理员，该令牌为%s",
                "a clerk or an admin of this court closes periods; this token is of a %s"),
            role);
    snprintf(ret_name, 80, "%s", pg_get(row, 0, 1));
    return 0;
}

static void
report(const struct close_options *o, const struct closed *closed, const char *court)
{
    if (o->json) {
        struct buf out = {0};
        json_object(&out);
        json_put_id(&out, "publication_id", closed->publication_id);
        json_put_text(&out, "court", court);
        json_put_int(&out, "version", closed->version);
        json_object_end(&out);
        printf("%s\n", out.data);
        buf_done(&out);
        return;
    }
    printf(say("已定期：编号%" PRId64
               "，第%d版。原样重印：fenliu annual --court %s --published %" PRId64 "\n",
               "closed: publication %" PRId64
               ", version %d. To the letter again: fenliu annual --court %s --published %" PRId64
               "\n"),
           closed->publication_id, closed->version, court, closed->publication_id);
}

static int
close_period(struct pg *pg, const struct close_options *o, struct closing *c, struct fl_error *err)
{
    struct engine engine = {.synthetic = false};
    struct policy *policy = NULL;
    struct closed closed;
    struct arena arena;
    char name[80];
    if (database_clock(pg, err) || find_principal(pg, o, c->query.court, name, err) ||
        policy_store_load(pg, &policy, err))
        return err->code;
    c->by = name;
    c->policy = policy;
    c->now = clock_now();
    arena_init(&arena);
    pthread_mutex_init(&engine.lock, NULL);
    int code = publication_close(&engine, pg, c, &arena, &closed, err);
    pthread_mutex_destroy(&engine.lock);
    arena_done(&arena);
    policy_release(policy);
    if (!code)
        report(o, &closed, c->query.court);
    return code;
}

static int
run(const struct close_options *o)
{
    struct database database = {0};
    struct fl_error err = {0};
    struct config config;
    char part[8];
    config_init(&config);
    int code = o->config ? config_read(&config, o->config, &err) : 0;
    struct closing closing = {.query = {.court = o->court ? o->court : config.court},
                              .year = (int)o->period.year,
                              .court_name = o->name,
                              .again = o->again};
    if (!code)
        code = period_read(&o->period, &closing.query, part, &err);
    closing.part = part;
    if (!code)
        code = database_open(o->database, o->config, o->state, true, "fenliu close-period",
                             &database, &err);
    if (!code)
        code = close_period(database.pg, o, &closing, &err);
    database_close(&database);
    config_done(&config);
    return code ? command_failed("close-period", &err) : command_done("close-period", EXIT_DONE);
}

int
cmd_close(int argc, char **argv)
{
    struct close_options o = {0};
    /* clang-format off */
    const struct option_row rows[] = {
        PERIOD_OPTIONS(o.period),
        {"court",      "CODE",     OPTION_TEXT, &o.court,             0, 0, "法院所在区划代码，省略则用配置", "division code of the court; absent: the configured one"},
        {"name",       "NAME",     OPTION_TEXT, &o.name,              0, 0, "报告中法院的名称；省略则从分流规则，再无则用代码", "what the report calls the court; absent: as the policy calls it, else its code"},
        {"again",      NULL,       OPTION_FLAG, &o.again,             0, 0, "已定期者再公布一版，旧版保留", "another version of what was closed; the old one stays"},
        {"token-file", "FILE",     OPTION_TEXT, &o.remote.token_file, 0, 0, "书记员或管理员的令牌文件；缺省取FENLIU_TOKEN_FILE，再取状态目录tokens下的", "token of a clerk or an admin; default: FENLIU_TOKEN_FILE, then <state>/tokens/clerk"},
        {"json",       NULL,       OPTION_FLAG, &o.json,              0, 0, "以JSON输出结果", "print the result as JSON"},
        {"database",   "CONNINFO", OPTION_TEXT, &o.database,          0, 0, "libpq连接串", "libpq connection string"},
        {"config",     "FILE",     OPTION_TEXT, &o.config,            0, 0, "fenliud的配置文件", "configuration file of fenliud"},
        {"state",      "DIR",      OPTION_TEXT, &o.state,             0, 0, "状态目录（内嵌数据库、令牌）", "state folder: embedded database, tokens"},
        {NULL,         NULL,       OPTION_FLAG, NULL,                 0, 0, NULL, NULL}
    };
    /* clang-format on */
    const struct usage usage = {
        "close-period",
        "",
        0,
        0,
        "一个时段定期：其全部数字连同日期冻结为已公布，报告原样保存；此后补报者显示为定期后新增。",
        "Closes a period: all its figures are frozen as published, with the date, and the report "
        "is kept to the letter; what is reported "
        "later shows as added after closing.",
        rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    o.remote.state = o.state;
    return run(&o);
}
