/* fenliu verify: what was recorded, checked. Each check is a row of the table below. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/access/chain.h"
#include "engine/cli/commands.h"
#include "engine/config.h"
#include "engine/cli/database.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"

struct verify_options {
    const char *database, *config, *state, *keys;
};

/* What the checks need: the database, the keys, the state folder. */
struct verify {
    struct pg *pg;
    struct keys *keys;
    char state[PATH_MAX], keys_dir[PATH_MAX];
    int64_t differences;
};

/* --- the chain of events --- */

static const struct {
    enum chain_fault fault;
    const char *zh, *en;
} faults[] = {
    {CHAIN_CHANGED,       "事件被改动",          "an event was changed"                       },
    {CHAIN_REMOVED,       "事件被删除",          "an event was removed"                       },
    {CHAIN_INSERTED,      "事件系事后插入",    "an event was inserted afterwards"           },
    {CHAIN_BLOCK_ALTERED, "链块与其封印不符", "a block of the chain is not what was sealed"},
    {CHAIN_BLOCK_MISSING, "链块缺失",             "a block of the chain is missing"            },
};

static void
tell_fault(void *data, enum chain_fault fault, const char *court, int64_t event_id, int64_t seq)
{
    (void)data;
    size_t i = 0;
    while (faults[i].fault != fault)
        i++;
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    printf("%s: ", say(faults[i].zh, faults[i].en));
    if (event_id)
        printf(say("法院%s 事件%lld", "court %s, event %lld"), court, (long long)event_id);
    if (seq)
        printf(say("%s链块%lld", "%sblock %lld"), event_id ? say("，", ", ") : "", (long long)seq);
    fputs("\n", stdout);
}

static void
show_progress(void *data, int64_t seq, int64_t in_all)
{
    (void)data;
    if (isatty(STDERR_FILENO) && seq % 16 == 0)
        fprintf(stderr, say("\r链块%lld，共%lld", "\rblock %lld of %lld"), (long long)seq,
                (long long)in_all);
}

static int
check_chain(struct verify *v, struct fl_error *err)
{
    const struct chain_watch watch = {tell_fault, show_progress, NULL};
    struct chain_sum sum;
    char head[PATH_MAX];
    chain_head_path(v->state, head, sizeof head);
    if (chain_verify(v->pg, v->keys, &watch, &sum, err))
        return err->code;
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    v->differences += sum.faults;
    int code = chain_check_head(v->pg, head, err);
    if (code && code != FL_E_CONFLICT)
        return code;
    if (code) {
        v->differences++;
        printf("%s: %s\n", say("与库外封印不符", "against the head kept outside"), err->detail);
        memset(err, 0, sizeof *err);
    }
    printf(say("审计链：%lld块，%lld个事件，%lld处不符；%lld个事件尚未封入\n",
               "audit chain: %lld blocks, %lld events, %lld differences; %lld events not sealed "
               "yet\n"),
           (long long)sum.blocks, (long long)sum.events, (long long)sum.faults + (code != 0),
           (long long)sum.unsealed);
    return 0;
}

static int (*const checks[])(struct verify *v, struct fl_error *err) = {check_chain};

/* --- the command --- */

static int
find_places(const struct verify_options *options, struct verify *v, struct fl_error *err)
{
    struct config config;
    config_init(&config);
    int code = options->config ? config_read(&config, options->config, err) : 0;
    if (!code && options->state) {
        free(config.state_dir);
        config.state_dir = strdup(options->state);
    }
    if (!code) {
        char *state = config_state_dir(&config), *keys = keys_folder(&config);
        snprintf(v->state, sizeof v->state, "%s", state);
        snprintf(v->keys_dir, sizeof v->keys_dir, "%s", options->keys ? options->keys : keys);
        free(state);
        free(keys);
    }
    config_done(&config);
    return code;
}

static int
run(const struct verify_options *options)
{
    struct database database = {0};
    struct verify v = {0};
    struct fl_error err = {0};
    int code = find_places(options, &v, &err);
    if (!code)
        code = database_open(options->database, options->config, options->state, true,
                             "fenliu verify", &database, &err);
    v.pg = database.pg;
    if (!code)
        code = keys_settle(v.keys_dir, v.pg, &v.keys, &err);
    for (size_t i = 0; !code && i < sizeof checks / sizeof *checks; i++)
        code = checks[i](&v, &err);
    keys_close(v.keys);
    database_close(&database);
    if (code)
        return command_failed("verify", &err);
    return command_done("verify", v.differences ? EXIT_REFUSED : EXIT_DONE);
}

int
cmd_verify(int argc, char **argv)
{
    struct verify_options options = {0};
    const struct option_row rows[] = {
        {"database", "CONNINFO", OPTION_TEXT, &options.database, 0, 0, "libpq连接串",
         "libpq connection string"                                                                                                                        },
        {"config",   "FILE",     OPTION_TEXT, &options.config,   0, 0, "fenliud的配置文件",
         "configuration file of fenliud"                                                                                                                  },
        {"state",    "DIR",      OPTION_TEXT, &options.state,    0, 0,
         "状态目录（内嵌数据库、密钥、库外封印）",                            "state folder: embedded database, keys, the head outside"},
        {"keys",     "DIR",      OPTION_TEXT, &options.keys,     0, 0, "密钥目录",           "folder of the key files"                                },
        {NULL,       NULL,       OPTION_FLAG, NULL,              0, 0, NULL,                     NULL                                                     }
    };
    const struct usage usage = {
        "verify",
        "",
        0,
        0,
        "核对审计链：找出封入之后被改动、删除、插入的事件并逐一列出。有任何不符则退出码为1。",
        "Checks the audit chain: names every event that was changed, removed or inserted after it "
        "was sealed. Exit 1 "
        "on any difference.",
        rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    return exit_code == GO_ON ? run(&options) : exit_code;
}
