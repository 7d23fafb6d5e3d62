/* fenliu verify: what was recorded, checked. Each check is a row of the table below. */
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/access/chain.h"
#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/verify/recount.h"

enum { FAULTS_SHOWN = 20 };

struct verify_options {
    const char *database, *config, *state, *keys;
    bool no_chain;
};

/* What the checks need: the database, the keys, the state folder. */
struct verify {
    struct pg *pg;
    struct keys *keys;
    char *state, *keys_dir;
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

/* --- the figures --- */

static volatile sig_atomic_t interrupted;

/* The first asks for an orderly end, the second ends. */
static void
on_interrupt(int number)
{
    if (interrupted)
        _exit(128 + number);
    interrupted = number;
}

static bool
is_interrupted(void *data)
{
    (void)data;
    return interrupted != 0;
}

static void
tell_difference(void *data, const struct recount_fault *f)
{
    struct verify *v = data;
    if (++v->differences > FAULTS_SHOWN)
        return;
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    printf(say("法院%s 表%s", "court %s, table %s"), f->court, f->table);
    if (f->dispute_id)
        printf(say(" 纠纷%" PRId64, ", dispute %" PRId64), f->dispute_id);
    if (f->row_id && f->row_id != f->dispute_id)
        printf(say(" 行%" PRId64, ", row %" PRId64), f->row_id);
    printf(say("：%s 存储为%s，由事件重算为%s\n", ": %s is %s, the events say %s\n"), f->figure,
           f->stored, f->recounted);
}

static void
show_events(void *data, int64_t events, int64_t about)
{
    (void)data;
    if (isatty(STDERR_FILENO))
        fprintf(stderr,
                say("\r已重算事件%" PRId64 "，约共%" PRId64,
                    "\revents recounted: %" PRId64 " of about %" PRId64),
                events, about > events ? about : events);
}

static int
check_figures(struct verify *v, struct fl_error *err)
{
    const struct recount_watch watch = {tell_difference, show_events, is_interrupted, v};
    struct recount_sum sum;
    int64_t before = v->differences;
    v->differences = 0; /* of this check: what is shown is counted by itself */
    int code = recount(v->pg, &watch, &sum, err);
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    v->differences += before;
    if (code)
        return code;
    if (sum.faults > FAULTS_SHOWN)
        printf(say("……另有%" PRId64 "处不符\n", "… and %" PRId64 " more differences\n"),
               sum.faults - FAULTS_SHOWN);
    printf(say("由事件重算：%" PRId64 "个事件、%" PRId64 "件纠纷、%" PRId64 "件次、%" PRId64
               "项计数、%" PRId64 "个统计数字，%" PRId64 "处不符；每秒%" PRId64 "个事件\n",
               "recounted from the events: %" PRId64 " events, %" PRId64 " disputes, %" PRId64
               " referrals, %" PRId64 " counts, %" PRId64 " figures of the views, %" PRId64
               " differences; %" PRId64 " events a second\n"),
           sum.events, sum.disputes, sum.referrals, sum.keys, sum.figures, sum.faults,
           sum.events * 1000 / (sum.ms ? sum.ms : 1));
    return 0;
}

static int (*const checks[])(struct verify *v, struct fl_error *err) = {check_chain, check_figures};

/* --- the command --- */

static int
run(const struct verify_options *options)
{
    struct database database = {0};
    struct verify v = {0};
    struct fl_error err = {0};
    int code = database_places(options->config, options->state, options->keys, &v.state,
                               &v.keys_dir, &err);
    if (!code)
        code = database_open(options->database, options->config, options->state, true,
                             "fenliu verify", &database, &err);
    v.pg = database.pg;
    if (!code && !options->no_chain)
        code = keys_settle(v.keys_dir, v.pg, &v.keys, &err);
    signal(SIGINT, on_interrupt);
    for (size_t i = options->no_chain ? 1 : 0; !code && i < sizeof checks / sizeof *checks; i++)
        code = checks[i](&v, &err);
    keys_close(v.keys);
    free(v.state);
    free(v.keys_dir);
    database_close(&database);
    if (interrupted) {
        fputs(say("fenliu verify：已中断，未完成核对\n",
                  "fenliu verify: interrupted, the check is not complete\n"),
              stderr);
        return 128 + interrupted;
    }
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
        {"no-chain", NULL,       OPTION_FLAG, &options.no_chain, 0, 0,
         "不核对审计链，只重算数字（不需密钥）",                               "only recount, without the audit chain: needs no keys"   },
        {NULL,       NULL,       OPTION_FLAG, NULL,              0, 0, NULL,                     NULL                                                     }
    };
    const struct usage usage = {
        "verify",
        "",
        0,
        0,
        "核对记录：审计链中封入之后被改动、删除、插入的事件；并由事件重新计算每件纠纷、每一件次、每"
        "项计数、案号与待领取队列，与存储的逐一比较，列出不符之处。有任何不符则退出码为1。",
        "Checks what was recorded: names every event of the audit chain that was changed, removed "
        "or inserted after it was "
        "sealed; then counts everything again from the events, by other code than what wrote it, "
        "and names what differs: "
        "disputes, referrals, decisions, queues, docket numbers, counts. Exit 1 on any difference.",
        rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    return exit_code == GO_ON ? run(&options) : exit_code;
}
