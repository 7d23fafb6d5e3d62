/* The guard of the private server.
 *
 * fenliud cannot start a server again once it has called nng (such a process must not fork), so a
 * child made before that does: it has no threads, speaks to nobody, and does four things. It starts
 * postgres, writes what postgres says into a log that is bounded, starts it again when it dies of
 * anything, and stops it when fenliud is gone. That fenliud is gone shows as the end of a pipe,
 * whatever killed it and whichever thread forked (PR_SET_PDEATHSIG is tied to the thread; between
 * guard and postgres, both without threads, it is used). */
#include "engine/pg/embedded_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOG_BOUND   (8 * 1024 * 1024) /* twice: postgres.log and postgres.log.1 */
#define RESTART_MIN 100
#define RESTART_MAX 5000
#define HEALTHY_MS  10000 /* a server that lived this long gets the short pause again */
#define TRIES_FIRST                                                                                \
    3 /* ends in a row by its own fault, before it ever answered: the guard gives up */
#define TRIES_LATER                                                                                \
    20 /* the same, after it has answered once: orphans may still hold its memory                  \
        */
#define FAST_MS      60000
#define IMMEDIATE_MS 10000

struct guard {
    const struct place *place;
    int life, children, log, said; /* said: read end of postgres's stderr, -1 without */
    off_t logged;
    pid_t postgres; /* 0: none runs */
    int pause_ms, faults;
    bool answered;               /* the parent has reached the server once */
    long long started, start_at; /* monotonic ms; start_at: not before */
};

static long long
now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void
open_log(struct guard *g)
{
    g->log = open(g->place->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    g->logged = g->log < 0 ? 0 : lseek(g->log, 0, SEEK_END);
}

static void
write_log(struct guard *g, const char *text, size_t len)
{
    if (g->logged > LOG_BOUND) {
        char old[PATH_MAX];
        snprintf(old, sizeof old, "%.*s.1", PATH_MAX - 4, g->place->log);
        close(g->log);
        rename(g->place->log, old);
        open_log(g);
    }
    ssize_t n =
        g->log < 0 ? 0 : write(g->log, text, len); /* a full disk must not stop the server */
    g->logged += n > 0 ? n : 0;
}

static void
note(struct guard *g, const char *text)
{
    char line[200], when[32];
    time_t now = time(NULL);
    struct tm tm;
    strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC", gmtime_r(&now, &tm));
    snprintf(line, sizeof line, "%s [%d] fenliu guard: %s\n", when, (int)getpid(), text);
    write_log(g, line, strlen(line));
}

/* Reads what is there; false when nobody can say anything any more. */
static bool
copy_log(struct guard *g)
{
    char text[8192];
    for (;;) {
        ssize_t n = read(g->said, text, sizeof text);
        if (n > 0)
            write_log(g, text, (size_t)n);
        else
            return n < 0 && (errno == EAGAIN || errno == EINTR);
    }
}

/* In the child. What a promise of durability rests on stands here, where no file overrides it. */
static _Noreturn void
become_postgres(const struct guard *g, int says)
{
    const struct place *place = g->place;
    char program[PATH_MAX], sockets[PATH_MAX];
    pid_t guard = getppid();
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGINT); /* fast shutdown, should the guard be killed */
    if (getppid() != guard || guard == 1)
        _exit(1);
    dup2(says, 1);
    dup2(says, 2);
    snprintf(program, sizeof program, "%.*s/postgres", PATH_MAX - 16, place->bin);
    snprintf(sockets, sizeof sockets, "unix_socket_directories=\"%.*s\"", PATH_MAX - 32,
             place->socket);
    char *const argv[] = {
        program, (char[]){"-D"}, (char *)(uintptr_t)place->data, (char[]){"-c"},
        (char[]){"listen_addresses="}, (char[]){"-c"}, sockets, (char[]){"-c"},
        (char[]){"unix_socket_permissions=0700"}, (char[]){"-c"}, (char[]){"port=5432"},
        (char[]){"-c"}, (char[]){"fsync=on"}, (char[]){"-c"}, (char[]){"synchronous_commit=on"},
        (char[]){"-c"}, (char[]){"full_page_writes=on"}, (char[]){"-c"},
        (char[]){"logging_collector=off"}, (char[]){"-c"}, (char[]){"log_destination=stderr"},
        /* no statements and no key values in the log: they hold personal data */
        (char[]){"-c"}, (char[]){"log_min_error_statement=panic"}, (char[]){"-c"},
        (char[]){"log_error_verbosity=terse"}, NULL};
    execv(program, argv);
    _exit(127);
}

static void
start(struct guard *g)
{
    int pipes[2];
    if (g->said >= 0)
        close(g->said);
    g->said = -1;
    if (pipe2(pipes, O_CLOEXEC))
        return;
    fcntl(pipes[0], F_SETFL, O_NONBLOCK);
    g->said = pipes[0];
    g->started = now_ms();
    g->postgres = fork();
    if (g->postgres == 0)
        become_postgres(g, pipes[1]);
    close(pipes[1]);
    if (g->postgres < 0)
        g->postgres = 0;
}

/* Takes the children that ended. True: postgres did. */
static bool
reap(struct guard *g, int *ret_status)
{
    struct signalfd_siginfo info;
    bool ended = false;
    int status;
    while (read(g->children, &info, sizeof info) > 0)
        ;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        if (pid == g->postgres) {
            *ret_status = status;
            ended = true;
        }
    return ended;
}

static void
after_death(struct guard *g, int status)
{
    long long now = now_ms();
    bool blameless = WIFSIGNALED(status) || now - g->started > HEALTHY_MS;
    g->postgres = 0;
    g->faults = blameless ? 0 : g->faults + 1;
    g->pause_ms = blameless || !g->pause_ms ? RESTART_MIN : g->pause_ms * 2;
    if (g->pause_ms > RESTART_MAX)
        g->pause_ms = RESTART_MAX;
    g->start_at = now + g->pause_ms;
    note(g, "postgres ended unasked and is started again");
}

/* Waits up to ms for postgres to end, writing its log meanwhile. */
static bool
wait_end(struct guard *g, int ms)
{
    int status;
    for (long long until = now_ms() + ms, left; (left = until - now_ms()) > 0;) {
        struct pollfd fds[] = {
            {.fd = g->children, .events = POLLIN},
            {.fd = g->said,     .events = POLLIN}
        };
        poll(fds, 2, (int)left);
        if (g->said >= 0 && !copy_log(g)) {
            close(g->said);
            g->said = -1;
        }
        if (reap(g, &status))
            return true;
    }
    return false;
}

static _Noreturn void
leave(struct guard *g)
{
    if (g->postgres) {
        kill(g->postgres, SIGINT);
        if (!wait_end(g, FAST_MS)) {
            note(g, "the fast shutdown takes too long: immediate shutdown");
            kill(g->postgres, SIGQUIT);
            if (!wait_end(g, IMMEDIATE_MS))
                kill(g->postgres, SIGKILL);
        }
    }
    _exit(0);
}

/* Of what the parent had open the guard keeps the pipe and the lock: an inherited end of somebody's
 * pipe would keep a reader of fenliud's output waiting. */
static void
shed(int life, int lock)
{
    int null = open("/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        dup2(null, fd);
    for (int fd = 3; fd < 1024; fd++)
        if (fd != life && fd != lock)
            close(fd);
}

_Noreturn void
guard_main(const struct place *place, int life, int lock)
{
    struct guard g = {.place = place, .life = life, .said = -1};
    int status;
    sigset_t all, child;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all,
                NULL); /* only the pipe ends the guard; a terminal's ^C is for fenliud */
    setsid();
    prctl(PR_SET_NAME, "fenliu-guard");
    shed(life, lock);
    umask(077);
    if (place_become(place) || chdir("/"))
        _exit(1);
    open_log(&g);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    g.children = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    for (;;) {
        long long now = now_ms();
        if (!g.postgres && now >= g.start_at) {
            if (g.faults >= (g.answered ? TRIES_LATER : TRIES_FIRST)) {
                note(&g, "postgres does not stay up: the guard gives up");
                _exit(1);
            }
            start(&g);
        }
        struct pollfd fds[] = {
            {.fd = life,       .events = POLLIN},
            {.fd = g.children, .events = POLLIN},
            {.fd = g.said,     .events = POLLIN}
        };
        poll(fds, 3, g.postgres ? -1 : (int)(g.start_at > now ? g.start_at - now : 1));
        if (g.said >= 0 && fds[2].revents && !copy_log(&g)) {
            close(g.said);
            g.said = -1;
        }
        if (fds[0].revents) {
            char word;
            if (read(life, &word, 1) <= 0)
                leave(&g);
            g.answered = true;
        }
        if (reap(&g, &status))
            after_death(&g, status);
    }
}
