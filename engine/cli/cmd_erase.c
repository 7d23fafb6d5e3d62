/* fenliu erase: personal data that has been kept for as long as the policy says. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/clock.h"
#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/access/erase.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/policy/policy.h"

struct erase_options {
    const char *database, *config, *state;
    bool by_policy, dry;
};

static int
erase_all(struct engine *engine, struct pg *pg, int64_t now, int months, int64_t in_all,
          struct fl_error *err)
{
    int64_t done = 0;
    for (int n = 1; n > 0; done += n) {
        if (erase_batch(engine, pg, now, months, "fenliu erase", &n, err))
            return err->code;
        if (isatty(STDERR_FILENO))
            fprintf(stderr, say("\r已删除%lld，共%lld", "\rerased: %lld of %lld"),
                    (long long)done + n, (long long)in_all);
    }
    if (isatty(STDERR_FILENO))
        fputs("\n", stderr);
    printf(say("已删除%lld件纠纷的个人信息\n", "the personal data of %lld disputes is erased\n"),
           (long long)done);
    return 0;
}

static int
erase(struct pg *pg, const struct erase_options *options, const struct policy *policy,
      struct fl_error *err)
{
    struct engine engine = {.synthetic = false};
    int64_t now = clock_now(), n;
    int months;
    char oldest[11];
    if (!erase_months(policy, now, &months))
        return fl_fail(err, FL_E_POLICY, "%s",
                       say("现行规则没有参数" RETENTION_PARAM,
                           "the policy in force has no parameter " RETENTION_PARAM));
    if (erase_count(pg, now, months, &n, oldest, err))
        return err->code;
    printf(say("保存期：结案后%d个月（规则参数" RETENTION_PARAM "）；期满：%lld件%s%s\n",
               "kept for %d months after the end (parameter " RETENTION_PARAM "); due: %lld%s%s\n"),
           months, (long long)n, n ? say("，最早结案于", ", the oldest ended on ") : "", oldest);
    if (options->dry || n == 0)
        return 0;
    pthread_mutex_init(&engine.lock, NULL);
    int code = erase_all(&engine, pg, now, months, n, err);
    pthread_mutex_destroy(&engine.lock);
    return code;
}

static int
run(const struct erase_options *options)
{
    struct database database = {0};
    struct fl_error err = {0};
    struct policy *policy = NULL;
    int code = database_open(options->database, options->config, options->state, true,
                             "fenliu erase", &database, &err);
    if (!code)
        code = policy_store_load(database.pg, &policy, &err);
    if (!code)
        code = erase(database.pg, options, policy, &err);
    if (policy)
        policy_release(policy);
    database_close(&database);
    return code ? command_failed("erase", &err) : command_done("erase", EXIT_DONE);
}

int
cmd_erase(int argc, char **argv)
{
    struct erase_options options = {0};
    const struct option_row rows[] = {
        {"older-than-policy", NULL,       OPTION_FLAG, &options.by_policy, 0, 0,
         "删除超过规则所定保存期的",                                                                   "what is older than the policy keeps it"},
        {"dry-run",           NULL,       OPTION_FLAG, &options.dry,       0, 0, "只计数，不删除",          "count only"                            },
        {"database",          "CONNINFO", OPTION_TEXT, &options.database,  0, 0, "libpq连接串",
         "libpq connection string"                                                                                                                         },
        {"config",            "FILE",     OPTION_TEXT, &options.config,    0, 0, "fenliud的配置文件",
         "configuration file of fenliud"                                                                                                                   },
        {"state",             "DIR",      OPTION_TEXT, &options.state,     0, 0, "内嵌数据库的状态目录",
         "state folder of the embedded database"                                                                                                           },
        {NULL,                NULL,       OPTION_FLAG, NULL,               0, 0, NULL,                             NULL                                    }
    };
    const struct usage usage = {
        "erase",
        "--older-than-policy",
        0,
        0,
        "删除结案后保存期满的个人信息：销毁各纠纷的密钥。统计数字、分流决定、事件链均不受影响。不可"
        "恢复。",
        "Erases personal data that has been kept long enough after the end of its dispute, by "
        "destroying the "
        "dispute's key. Counts, decisions and the chain of events stay whole. It cannot be undone.",
        rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    if (!options.by_policy)
        return command_misused("erase", "%s",
                               say("须写明--older-than-policy", "say --older-than-policy"));
    return run(&options);
}
