/* fenliu db init|upgrade|status: the schema and its migrations. fenliu db run: another program on
 * the same database, above all pg_dump, pg_restore and psql on the embedded one, which runs only as
 * long as fenliud does. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/engine.h"
#include "engine/base/lang.h"
#include "engine/pg/migrate.h"
#include "engine/cli/options.h"

struct db_options {
    const char *database, *config, *state, *policy;
    bool synthetic, json;
    char **command; /* of `run`, ends with NULL */
};

/* A fresh database has no policy yet: the packaged one is activated, so that it can be used at
 * once. */
static int
activate_first(struct pg *pg, const char *dir, struct fl_error *err)
{
    struct fl_error none = {0};
    struct policy *policy = NULL;
    char hash[65];
    int code = policy_store_load(pg, &policy, &none);
    if (!code)
        policy_release(policy);
    if (code != FL_E_NOT_FOUND) { /* a stored policy that this program cannot read is no reason to
                                     replace it */
        if (code && err)
            *err = none;
        return code;
    }
    return policy_store_activate(pg, dir ? dir : policy_default_dir(), hash, err);
}

static int
init(struct pg *pg, const struct db_options *options, struct fl_error *err)
{
    int code = migrate_init(pg, options->synthetic, err);
    return code ? code : activate_first(pg, options->policy, err);
}

static int
upgrade(struct pg *pg, const struct db_options *options, struct fl_error *err)
{
    (void)options;
    return migrate_upgrade(pg, err);
}

static int
status(struct pg *pg, const struct db_options *options, struct fl_error *err)
{
    struct buf out = {0};
    int code = migrate_status(pg, options->json, &out, err);
    if (!code)
        fwrite(out.data, 1, out.len, stdout);
    buf_done(&out);
    return code;
}

static int
run_program(struct pg *pg, const struct db_options *options, struct fl_error *err)
{
    int ended = -1;
    pg_environment(pg);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        execvp(options->command[0], options->command);
        fprintf(stderr, "fenliu db: %s: %s\n", options->command[0], strerror(errno));
        _exit(127);
    }
    while (pid > 0 && waitpid(pid, &ended, 0) < 0 && errno == EINTR)
        ;
    if (ended == 0)
        return 0;
    return fl_fail(err, FL_E_IO,
                   say("程序 %s 以状态 %d 结束", "the program %s ended with status %d"),
                   options->command[0], WIFEXITED(ended) ? WEXITSTATUS(ended) : -1);
}

static const struct verb {
    const char *name;
    int (*run)(struct pg *pg, const struct db_options *options, struct fl_error *err);
    bool shows_status; /* what has been reached is worth a look */
    int max_arguments; /* after the verb; `run` needs at least one */
} verbs[] = {
    {"init",    init,        true,  0   },
    {"upgrade", upgrade,     true,  0   },
    {"status",  status,      false, 0   },
    {"run",     run_program, false, 1000}
};

static int
run(const struct verb *verb, const struct db_options *options)
{
    struct database database = {0};
    struct fl_error err = {0};
    int code = database_open(options->database, options->config, options->state, true, "fenliu db",
                             &database, &err);
    if (!code)
        code = verb->run(database.pg, options, &err);
    if (!code && verb->shows_status)
        code = status(database.pg, options, &err);
    database_close(&database);
    return code ? command_failed("db", &err) : command_done("db", EXIT_DONE);
}

int
cmd_db(int argc, char **argv)
{
    struct db_options options = {0};
    const struct option_row rows[] = {
        {"database",  "CONNINFO", OPTION_TEXT, &options.database,  0, 0, "libpq连接串",
         "libpq connection string"                                                                                         },
        {"config",    "FILE",     OPTION_TEXT, &options.config,    0, 0, "fenliud的配置文件",
         "configuration file of fenliud"                                                                                   },
        {"state",     "DIR",      OPTION_TEXT, &options.state,     0, 0, "内嵌数据库的状态目录",
         "state folder of the embedded database"                                                                           },
        {"policy",    "DIR",      OPTION_TEXT, &options.policy,    0, 0, "新数据库启用的规则目录",
         "policy folder that a fresh database activates"                                                                   },
        {"synthetic", NULL,       OPTION_FLAG, &options.synthetic, 0, 0, "建为合成数据库（演示、演练）",
         "create it as synthetic: demonstration data, manual clock"                                                        },
        {"json",      NULL,       OPTION_FLAG, &options.json,      0, 0, "状态以JSON输出",
         "print the status as JSON"                                                                                        },
        {NULL,        NULL,       OPTION_FLAG, NULL,               0, 0, NULL,                                         NULL}
    };
    const struct usage usage = {"db",
                                "init|upgrade|status|run PROGRAM…",
                                1,
                                1001,
                                "建立数据库、执行待执行的迁移、查看状态，或对它运行另一程序（例如 "
                                "fenliu db run -- pg_dump -Fc）。"
                                "未指明数据库时为内嵌数据库：已在运行则连接，否则临时启动。",
                                "Creates the schema, applies what is missing, shows where it "
                                "stands, or runs another program on it (for "
                                "example `fenliu db run -- pg_dump -Fc`). Without a database "
                                "named, the embedded one: the one that "
                                "runs, or started for the moment.",
                                rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, argv[1]) != 0)
            continue;
        if (n - 1 > verbs[i].max_arguments || (verbs[i].max_arguments && n < 2))
            return command_misused(
                "db", say("%s的参数个数不对", "wrong number of arguments for %s"), argv[1]);
        options.command = argv + 2;
        argv[n + 1] = NULL;
        return run(&verbs[i], &options);
    }
    return command_misused(
        "db",
        say("未知的动作%s：init、upgrade、status或run", "no verb %s: init, upgrade, status or run"),
        argv[1]);
}
