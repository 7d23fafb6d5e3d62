/* The private PostgreSQL cluster: lock, clear what was left, start, wait, stop. */
#include "engine/pg/embedded.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/pg/embedded_parts.h"
#include "engine/base/lang.h"
#include "engine/base/log.h"
#include "engine/pg/pg.h"
#include "queries.h"

#define TICK_MS   20
#define LOCK_MS   80000  /* the guard of a killed fenliud may take this long to stop its server */
#define ANSWER_MS 300000 /* recovery after a crash replays at most max_wal_size */
#define LOCK_NAME "fenliud.lock"

struct embedded {
    struct place place;
    int lock, life; /* life: the write end of the guard's pipe */
    pid_t guard;
    char conninfo[PATH_MAX + 64], engine_conninfo[PATH_MAX + 64], note[PATH_MAX];
};

static void
tick(void)
{
    nanosleep(&(struct timespec){0, TICK_MS * 1000000L}, NULL);
}

/* A zombie has let go of everything: its parent only has not asked yet. */
static bool
is_alive(pid_t pid)
{
    char path[40], text[256] = "";
    if (pid <= 0 || (kill(pid, 0) && errno != EPERM))
        return false;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return true;
    const char *end = fgets(text, sizeof text, file) ? strrchr(text, ')') : NULL;
    fclose(file);
    return !(end && (end[2] == 'Z' || end[2] == 'X'));
}

static pid_t
read_pid(int fd)
{
    char text[32] = "";
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    return n > 0 ? (pid_t)strtol(text, NULL, 10) : 0;
}

/* The lock is held as long as fenliud or its guard lives: they share one open file. */
static int
take_lock(struct embedded *e, struct fl_error *err)
{
    char path[PATH_MAX], text[32];
    struct stat st;
    snprintf(path, sizeof path, "%.*s/" LOCK_NAME, PATH_MAX - 32, e->place.state);
    e->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (e->lock < 0 || stat(e->place.state, &st) ||
        (geteuid() == 0 &&
         fchown(e->lock, st.st_uid, st.st_gid))) /* the owner's, whoever made it */
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    for (int waited = 0; flock(e->lock, LOCK_EX | LOCK_NB); waited += TICK_MS) {
        pid_t holder = read_pid(e->lock);
        if (is_alive(holder) || waited >= LOCK_MS)
            return fl_fail(
                err, FL_E_CONFLICT,
                say("状态目录%s正由进程%"
                    "d使用：一个内嵌数据库只能由一个fenliud使用；多进程请配置database",
                    "the state folder %s is in use by process %d: one embedded database serves one "
                    "fenliud; for more, configure database ="),
                e->place.state, (int)holder);
        tick();
    }
    snprintf(text, sizeof text, "%d\n", (int)getpid());
    if (ftruncate(e->lock, 0) || pwrite(e->lock, text, strlen(text), 0) < 0)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    return 0;
}

static int
start_guard(struct embedded *e, struct fl_error *err)
{
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC))
        return fl_fail(err, FL_E_IO, "pipe: %s", strerror(errno));
    e->guard = fork();
    if (e->guard == 0)
        guard_main(&e->place, pipes[0], e->lock);
    close(pipes[0]);
    e->life = pipes[1];
    if (e->guard < 0) {
        e->guard = 0;
        return fl_fail(err, FL_E_IO, "fork: %s", strerror(errno));
    }
    return 0;
}

/* A value of a connection string, quoted. */
static void
quote(char *to, size_t size, const char *value)
{
    size_t n = 0;
    to[n++] = '\'';
    for (; *value && n + 4 < size; value++) {
        if (*value == '\'' || *value == '\\')
            to[n++] = '\\';
        to[n++] = *value;
    }
    to[n++] = '\'';
    to[n] = 0;
}

static int
fail_start(struct embedded *e, struct fl_error *err)
{
    char said[300];
    left_last_words(&e->place, said, sizeof said);
    return fl_fail(err, FL_E_UNAVAILABLE,
                   say("内嵌数据库没有起来：%s（日志%s）",
                       "the embedded database did not start: %s (log: %s)"),
                   said, e->place.log);
}

/* Connects to the cluster's own database until it answers. */
static int
wait_answer(struct embedded *e, const char *host, struct pg **ret, struct fl_error *err)
{
    char conninfo[PATH_MAX + 64];
    struct fl_error why;
    snprintf(conninfo, sizeof conninfo, "host=%.*s port=5432 user=fenliu dbname=postgres", PATH_MAX,
             host);
    for (int waited = 0; waited < ANSWER_MS; waited += TICK_MS) {
        memset(&why, 0, sizeof why);
        if (!pg_open(conninfo, "fenliu start", ret, &why))
            return 0;
        if (waitpid(e->guard, NULL, WNOHANG) == e->guard) {
            e->guard = 0;
            return fail_start(e, err);
        }
        if (waited && waited % 10000 == 0)
            log_line(LOG_WARN, "embedded", "step=wait_for_recovery waited_s=%d", waited / 1000);
        tick();
    }
    return fl_fail(err, FL_E_UNAVAILABLE, "%s", why.detail);
}

static int
make_database(struct pg *pg, struct fl_error *err)
{
    PG_AUTO found = NULL;
    int code = pg_run(pg, &Q_find_database, NULL, 0, PG_ROWS, &found, err);
    pg_deadline(pg, 60000);
    return code || PQntuples(found) ? code : pg_script(pg, Q_create_database.sql, err);
}

static int
write_note(struct embedded *e, struct fl_error *err)
{
    char path[PATH_MAX];
    snprintf(e->note, sizeof e->note, "%.*s/conninfo", PATH_MAX - 32, e->place.state);
    snprintf(path, sizeof path, "%.*s.new", PATH_MAX - 8, e->note);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool bad = fd < 0 || dprintf(fd, "%s\n", e->conninfo) < 0;
    if (fd >= 0)
        close(fd);
    if (bad || rename(path, e->note))
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    return 0;
}

static int
start(struct embedded *e, const char *state_dir, struct fl_error *err)
{
    char host[PATH_MAX];
    struct pg *pg = NULL;
    int code = place_find(state_dir, &e->place, err);
    if (code || (code = take_lock(e, err)) || (code = place_socket(&e->place, err)) ||
        (code = left_clear(&e->place, err)) || (code = place_make_cluster(&e->place, err)) ||
        (code = start_guard(e, err)))
        return code;
    quote(host, sizeof host, e->place.socket);
    code = wait_answer(e, host, &pg, err);
    if (!code)
        code = make_database(pg, err);
    pg_close(pg);
    if (code)
        return code;
    if (write(e->life, "a", 1) != 1)
        return fail_start(e, err);
    snprintf(e->conninfo, sizeof e->conninfo, "host=%.*s port=5432 user=fenliu dbname=fenliu",
             PATH_MAX - 8, host);
    snprintf(e->engine_conninfo, sizeof e->engine_conninfo,
             "host=%.*s port=5432 user=fenliu_engine dbname=fenliu", PATH_MAX - 8, host);
    code = write_note(e, err);
    if (!code)
        log_line(LOG_INFO, "embedded", "step=started guard=%d data=%s", (int)e->guard,
                 e->place.data);
    return code;
}

int
embedded_start(const char *state_dir, struct embedded **ret, struct fl_error *err)
{
    struct embedded *e = calloc(1, sizeof *e);
    if (!e)
        abort();
    e->lock = e->life = -1;
    int code = start(e, state_dir, err);
    if (code) {
        embedded_stop(e);
        return code;
    }
    *ret = e;
    return 0;
}

const char *
embedded_conninfo(const struct embedded *embedded)
{
    return embedded->conninfo;
}

const char *
embedded_engine_conninfo(const struct embedded *embedded)
{
    return embedded->engine_conninfo;
}

bool
embedded_alive(struct embedded *embedded)
{
    if (embedded->guard && waitpid(embedded->guard, NULL, WNOHANG) != 0)
        embedded->guard = 0;
    return embedded->guard != 0;
}

void
embedded_stop(struct embedded *e)
{
    if (!e)
        return;
    if (*e->note)
        unlink(e->note);
    if (e->life >= 0)
        close(e->life);
    while (e->guard && waitpid(e->guard, NULL, 0) < 0 && errno == EINTR)
        ;
    if (e->place.socket_elsewhere)
        rmdir(e->place.socket);
    if (e->lock >= 0)
        close(e->lock);
    free(e);
}

/* Somebody holds the lock: a note that a kill left behind names a server that is gone. */
static bool
is_held(const char *state_dir)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%.*s/" LOCK_NAME, PATH_MAX - 32, state_dir);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    bool held = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) && errno == EWOULDBLOCK;
    if (fd >= 0)
        close(fd);
    return held;
}

int
embedded_find(const char *state_dir, char **ret, struct fl_error *err)
{
    char path[PATH_MAX], text[PATH_MAX + 64];
    snprintf(path, sizeof path, "%.*s/conninfo", PATH_MAX - 32, state_dir);
    FILE *file = fopen(path, "re");
    if (!file && errno == EACCES)
        return fl_fail(err, FL_E_UNAVAILABLE,
                       say("无权读取%s：请以运行fenliud的用户执行",
                           "%s may be read by the user of fenliud only"),
                       path);
    bool found = file && fgets(text, sizeof text, file) && is_held(state_dir);
    if (file)
        fclose(file);
    if (!found)
        return fl_fail(err, FL_E_UNAVAILABLE,
                       say("%s中没有正在运行的fenliud", "no fenliud runs on the state folder %s"),
                       state_dir);
    text[strcspn(text, "\n")] = 0;
    if (!(*ret = strdup(text)))
        abort();
    return 0;
}
