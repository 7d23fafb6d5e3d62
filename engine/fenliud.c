/* fenliud: the command line, the signals, and nothing else. daemon.c opens and closes the rest. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/serve/daemon.h"
#include "engine/base/lang.h"
#include "engine/base/log.h"
#include "fenliu/version.h"

#define DRAIN_MS        5000
#define MAX_ASSIGNMENTS 100

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct command_line {
    const char *config, *ready_file;
    const char *assignments[MAX_ASSIGNMENTS];
    int n_assignments;
    bool check;
};

static void
usage(FILE *out)
{
    fputs(say("用法: fenliud [选项]\n"
              "收案、分流、交接、统计的守护进程。未配置数据库时自带一个PostgreSQL。\n\n"
              "  --config 文件       配置文件（INI）\n"
              "  -o 键=值            单项配置，可重复，优先于文件\n"
              "  --check             只检查配置与规则，不启动\n"
              "  --ready-file 文件   全部端点就绪后创建该文件\n"
              "  --lang zh|en        提示语言\n"
              "  --help, --version\n\n"
              "信号: HUP 重新读取标为可重载的配置并核对规则；TERM、INT "
              "处理完在途请求后退出，再次则立即退出。\n\n"
              "配置项:\n",
              "usage: fenliud [OPTION]…\n"
              "The daemon that takes disputes in, decides, hands over and counts. Without a "
              "database configured it\n"
              "brings its own PostgreSQL.\n\n"
              "  --config FILE       configuration (INI)\n"
              "  -o KEY=VALUE        one key, repeatable, stronger than the file\n"
              "  --check             examine configuration and policy, start nothing\n"
              "  --ready-file FILE   made when all endpoints listen\n"
              "  --lang zh|en        language of messages\n"
              "  --help, --version\n\n"
              "signals: HUP reads the reloadable keys again and looks at the policy in force; TERM "
              "and INT finish\n"
              "what is in flight and leave, a second one leaves at once.\n\n"
              "configuration keys:\n"),
          out);
    config_help(out);
}

/* −1: go on; else the exit code. */
static int
read_command_line(int argc, char **argv, struct command_line *line)
{
    static const struct option options[] = {
        {"config",     required_argument, NULL, 'c'},
        {"check",      no_argument,       NULL, 'k'},
        {"ready-file", required_argument, NULL, 'r'},
        {"lang",       required_argument, NULL, 'l'},
        {"help",       no_argument,       NULL, 'h'},
        {"version",    no_argument,       NULL, 'v'},
        {NULL,         0,                 NULL, 0  },
    };
    bool help = false;
    for (int c; (c = getopt_long(argc, argv, "c:o:h", options, NULL)) != -1;) {
        if (c == 'c') {
            line->config = optarg;
        } else if (c == 'o' && line->n_assignments < MAX_ASSIGNMENTS) {
            line->assignments[line->n_assignments++] = optarg;
        } else if (c == 'k') {
            line->check = true;
        } else if (c == 'r') {
            line->ready_file = optarg;
        } else if (c == 'l') {
            lang_set(optarg);
        } else if (c == 'h') {
            help = true;
        } else if (c == 'v') {
            puts("fenliud " FL_VERSION);
            return EXIT_DONE;
        } else {
            return EXIT_USAGE;
        }
    }
    if (help) {
        usage(stdout);
        return EXIT_DONE;
    }
    if (optind < argc) {
        fprintf(stderr, "fenliud: %s: %s\n", say("多余的参数", "no such argument"), argv[optind]);
        return EXIT_USAGE;
    }
    return -1;
}

static int
read_config(const struct command_line *line, struct config *config, struct fl_error *err)
{
    if (line->config && config_read(config, line->config, err))
        return err->code;
    for (int i = 0; i < line->n_assignments; i++)
        if (config_set(config, line->assignments[i], err))
            return err->code;
    return 0;
}

static void
set_log_level(const struct config *config)
{
    static const char *const levels[] = {"error", "warn", "info", "debug"};
    for (int i = 0; i < 4; i++)
        if (strcmp(config->log_level, levels[i]) == 0)
            log_level_set((enum log_level)i);
}

/* --- HUP --- */

#define RELOAD_INT(member)  config_live_set(&config->member, fresh.member)
#define RELOAD_BOOL(member) (void)0
#define RELOAD_TEXT(member) (void)0
#define SAME_INT(member)    (config->member == fresh.member)
#define SAME_BOOL(member)   (config->member == fresh.member)
#define SAME_TEXT(member)   (strcmp(config->member, fresh.member) == 0)

/* A bad file is refused whole: the old values stay. Numbers are taken over one by one, as their
 * readers read them; of the texts only log_level is reloadable, and it is used here. */
static void
reload(const struct command_line *line, struct config *config)
{
    struct config fresh;
    struct fl_error err = {0};
    config_init(&fresh);
    if (read_config(line, &fresh, &err)) {
        log_line(LOG_ERROR, "fenliud", "step=reload detail=\"%s\"", err.detail);
        config_done(&fresh);
        return;
    }
#define X(member, type, def, min, max, reloadable, en, zh)                                         \
    if (reloadable)                                                                                \
        RELOAD_##type(member);                                                                     \
    else if (!SAME_##type(member))                                                                 \
        log_line(LOG_WARN, "fenliud", "step=reload key=%s detail=\"needs a restart\"", #member);
    CONFIG_KEYS(X)
#undef X
    set_log_level(&fresh);
    config_done(&fresh);
    log_line(LOG_INFO, "fenliud", "step=reload");
}

/* --- running --- */

static int
write_ready_file(const char *path, struct fl_error *err)
{
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644) : -1;
    if (path && fd < 0)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return 0;
}

/* Until a signal says to leave, or the embedded database is gone. */
static int
serve(const struct command_line *line, struct config *config, struct daemon *daemon,
      const sigset_t *signals)
{
    const struct timespec look = {1, 0};
    for (;;) {
        int signal = sigtimedwait(signals, NULL, &look);
        if (signal == SIGHUP) {
            reload(line, config);
            daemon_nudge(daemon);
        } else if (signal == SIGTERM || signal == SIGINT) {
            log_line(LOG_INFO, "fenliud", "step=drain signal=%d", signal);
            return EXIT_DONE;
        } else if (!daemon_alive(daemon)) {
            log_line(LOG_ERROR, "fenliud",
                     "step=leave detail=\"the embedded database does not come back\"");
            return EXIT_FAILED;
        }
    }
}

static int
fail(const struct fl_error *err)
{
    fprintf(stderr, "fenliud: %s\n", err->detail);
    return EXIT_FAILED;
}

/* From here on a second TERM or INT ends the process at once. */
static void
let_signals_kill(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

static int
run(const struct command_line *line, struct config *config)
{
    struct fl_error err = {0};
    struct daemon *daemon;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGHUP);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL); /* before the first thread */
    signal(SIGPIPE, SIG_IGN);
    if (daemon_open(config, &daemon, &err))
        return fail(&err);
    int code = EXIT_FAILED;
    if (write_ready_file(line->ready_file, &err)) {
        fail(&err);
    } else {
        log_line(LOG_INFO, "fenliud", "step=ready %s", daemon_endpoints(daemon));
        code = serve(line, config, daemon, &signals);
    }
    let_signals_kill();
    daemon_close(daemon, DRAIN_MS);
    log_line(LOG_INFO, "fenliud", "step=stopped");
    return code;
}

int
main(int argc, char **argv)
{
    struct command_line line = {0};
    struct config config;
    struct fl_error err = {0};
    lang_set(NULL);
    int code = read_command_line(argc, argv, &line);
    if (code >= 0)
        return code;
    config_init(&config);
    if (read_config(&line, &config, &err)) {
        code = fail(&err);
    } else if (line.check) {
        code = daemon_check(&config, &err) ? fail(&err) : EXIT_DONE;
        if (code == EXIT_DONE)
            puts(say("配置与规则无误", "configuration and policy are sound"));
    } else {
        set_log_level(&config);
        code = run(&line, &config);
    }
    config_done(&config);
    return code;
}
