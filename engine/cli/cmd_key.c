/* fenliu key list|rotate|destroy: the data keys of an installation. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/cli/commands.h"
#include "engine/config.h"
#include "engine/cli/database.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/access/rotate.h"
#include "queries.h"

enum { PASSES = 20 };

struct key_options {
    const char *database, *config, *state, *keys;
    bool resume;
    int id;
};

/* The folder of keys that goes with the options; the caller frees. */
static int
find_folder(const struct key_options *options, char **ret, struct fl_error *err)
{
    struct config config;
    if (options->keys) {
        *ret = strdup(options->keys);
        return 0;
    }
    config_init(&config);
    int code = options->config ? config_read(&config, options->config, err) : 0;
    if (!code && options->state) {
        free(config.state_dir);
        config.state_dir = strdup(options->state);
    }
    if (!code)
        *ret = keys_folder(&config);
    config_done(&config);
    return code;
}

static void
show_progress(int64_t done, int64_t in_all, void *data)
{
    (void)data;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, say("\r已重新封装%lld，共%lld", "\rwrapped anew: %lld of %lld"),
                (long long)done, (long long)in_all);
}

static int
rotate(struct pg *pg, const char *dir, struct keys **keys, const struct key_options *options,
       struct fl_error *err)
{
    int id = keys_current(*keys);
    if (!options->resume) {
        if (keys_add(*keys, &id, err))
            return err->code;
        keys_close(*keys);
        *keys = NULL;
        if (keys_settle(dir, pg, keys,
                        err)) /* the new one is marked before anything depends on it */
            return err->code;
    }
    int64_t n = 1, in_all = 0;
    for (int pass = 0; pass < PASSES && n > 0; pass++) {
        if (rotate_rewrap(pg, *keys, show_progress, NULL, &n, err))
            return err->code;
        in_all += n;
    }
    if (isatty(STDERR_FILENO))
        fputs("\n", stderr);
    printf(say("数据密钥%d启用，%lld件纠纷的密钥已由它重新封装\n",
               "data key %d is current; the keys of %lld disputes are wrapped by it now\n"),
           id, (long long)in_all);
    return 0;
}

static int
list(struct pg *pg, const char *dir, struct keys **keys, const struct key_options *options,
     struct fl_error *err)
{
    PG_AUTO rows = NULL;
    (void)options;
    if (pg_run(pg, &Q_count_wrapped_keys, NULL, 0, PG_ROWS, &rows, err))
        return err->code;
    printf(say("密钥目录：%s\n", "folder of keys: %s\n"), dir);
    for (int row = 0; row < PQntuples(rows); row++)
        printf(say("数据密钥%s：%s件纠纷，%s条留存答复\n",
                   "data key %s: %s disputes, %s kept answers\n"),
               pg_get(rows, row, 0), pg_get(rows, row, 1), pg_get(rows, row, 2));
    printf(say("当前数据密钥：%d\n", "current: data key %d\n"), keys_current(*keys));
    return 0;
}

static int
destroy(struct pg *pg, const char *dir, struct keys **keys, const struct key_options *options,
        struct fl_error *err)
{
    int64_t disputes, answers;
    (void)dir;
    if (options->id == keys_current(*keys))
        return fl_fail(err, FL_E_CONFLICT, "%s",
                       say("当前密钥不能销毁：先运行 fenliu key rotate",
                           "this key is current: run `fenliu key rotate` first"));
    if (rotate_count(pg, options->id, &disputes, &answers, err))
        return err->code;
    if (disputes || answers)
        return fl_fail(
            err, FL_E_CONFLICT,
            say("该密钥仍封装%lld件纠纷、%lld条留存答复（留存一日）",
                "it still wraps %lld disputes and seals %lld kept answers (kept for a day)"),
            (long long)disputes, (long long)answers);
    if (keys_destroy(*keys, options->id, err))
        return err->code;
    printf(say("数据密钥%d已销毁；备份中的副本须另行销毁\n",
               "data key %d is destroyed; copies in backups are yours to destroy\n"),
           options->id);
    return 0;
}

static const struct verb {
    const char *name;
    int (*run)(struct pg *pg, const char *dir, struct keys **keys,
               const struct key_options *options, struct fl_error *err);
    int arguments;
} verbs[] = {
    {"list",    list,    0},
    {"rotate",  rotate,  0},
    {"destroy", destroy, 1}
};

static int
run(const struct verb *verb, const struct key_options *options)
{
    struct database database = {0};
    struct fl_error err = {0};
    struct keys *keys = NULL;
    char *dir = NULL;
    int code = find_folder(options, &dir, &err);
    if (!code)
        code = database_open(options->database, options->config, options->state, true, "fenliu key",
                             &database, &err);
    if (!code)
        code = keys_settle(dir, database.pg, &keys, &err);
    if (!code)
        code = verb->run(database.pg, dir, &keys, options, &err);
    keys_close(keys);
    database_close(&database);
    free(dir);
    return code ? command_failed("key", &err) : command_done("key", EXIT_DONE);
}

int
cmd_key(int argc, char **argv)
{
    struct key_options options = {0};
    const struct option_row rows[] = {
        {"database", "CONNINFO", OPTION_TEXT, &options.database, 0, 0, "libpq连接串",
         "libpq connection string"                                                                                                            },
        {"config",   "FILE",     OPTION_TEXT, &options.config,   0, 0, "fenliud的配置文件",
         "configuration file of fenliud"                                                                                                      },
        {"state",    "DIR",      OPTION_TEXT, &options.state,    0, 0, "内嵌数据库的状态目录",
         "state folder of the embedded database"                                                                                              },
        {"keys",     "DIR",      OPTION_TEXT, &options.keys,     0, 0, "密钥目录",                               "folder of the key files"},
        {"resume",   NULL,       OPTION_FLAG, &options.resume,   0, 0, "续做中断的轮换，不生成新密钥",
         "go on with a rotation that was broken off: makes no new key"                                                                        },
        {NULL,       NULL,       OPTION_FLAG, NULL,              0, 0, NULL,                                         NULL                     }
    };
    const struct usage usage = {
        "key",
        "list|rotate|destroy ID",
        1,
        2,
        "数据密钥：列出、轮换（联机，可续做）、销毁不再使用的旧密钥。轮换只重新封装各纠纷的密钥。",
        "The data keys: lists them, makes a new one and wraps the keys of all disputes by it "
        "(while fenliud runs; "
        "may be broken off and resumed), destroys an old one that wraps nothing any more.",
        rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, argv[1]) != 0)
            continue;
        options.id = n > 1 ? (int)strtol(argv[2], NULL, 10) : 0;
        if (n - 1 != verbs[i].arguments || (verbs[i].arguments && options.id < 1))
            return command_misused("key", say("%s的参数不对", "wrong arguments for %s"), argv[1]);
        return run(&verbs[i], &options);
    }
    return command_misused("key", say("未知的动作%s", "no verb %s"), argv[1]);
}
