/* Where the private cluster lies, who runs it, with which programs; making it. */
#include "engine/pg/embedded_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/lang.h"
#include "engine/base/log.h"

#define OLDEST_MAJOR 15
#define SOCKET_NAME  "/.s.PGSQL.5432"
#define SOCKET_MAX   107 /* sockaddr_un.sun_path without its 0 */

int
place_become(const struct place *place)
{
    if (!*place->user)
        return 0;
    if (initgroups(place->user, place->gid) || setgid(place->gid) || setuid(place->uid))
        return -1;
    return 0;
}

int
place_run(const struct place *place, char *const argv[], char *out, size_t size)
{
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC))
        return -1;
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(pipes[1], 1);
        dup2(pipes[1], 2);
        if (place && (place_become(place) || chdir("/")))
            _exit(126);
        execv(argv[0], argv);
        _exit(127);
    }
    close(pipes[1]);
    size_t len = 0;
    char piece[1024];
    for (ssize_t n;
         pid > 0 && ((n = read(pipes[0], piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR));)
        for (ssize_t i = 0; i < n && len + 1 < size; i++)
            out[len++] = piece[i];
    if (size)
        out[len] = 0;
    close(pipes[0]);
    int status = -1;
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* --- folders --- */

static int
make_folders(const char *dir, mode_t mode, struct fl_error *err)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", dir);
    for (char *slash = path + 1;; slash++) {
        if (*slash && *slash != '/')
            continue;
        char at = *slash;
        *slash = 0;
        if (mkdir(path, at ? 0755 : mode) && errno != EEXIST)
            return fl_fail(err, FL_E_IO, say("不能建立目录%s：%s", "cannot make the folder %s: %s"),
                           path, strerror(errno));
        *slash = at;
        if (!at)
            return 0;
    }
}

/* The first folder on the way to `dir` that the user cannot pass; "" when all is well. A child asks
 * the kernel as that user, so that access lists count too. */
static void
find_barrier(const struct place *place, const char *dir, char ret[PATH_MAX])
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%.*s/", PATH_MAX - 2, dir);
    *ret = 0;
    for (char *slash = path; (slash = strchr(slash + 1, '/'));) {
        *slash = 0;
        pid_t pid = fork();
        if (pid == 0)
            _exit(place_become(place) || access(path, X_OK) ? 1 : 0);
        int status = 1;
        while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
        if (status) {
            snprintf(ret, PATH_MAX, "%s", path);
            return;
        }
        *slash = '/';
    }
}

static bool
is_temporary(const char *dir)
{
    const char *const roots[] = {"/tmp", "/var/tmp", getenv("TMPDIR")};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        size_t len = roots[i] ? strlen(roots[i]) : 0;
        if (len > 1 && !strncmp(dir, roots[i], len) && dir[len] == '/')
            return true;
    }
    return false;
}

/* Opens the state folder itself, and folders of ours below /tmp (mktemp -d makes them 0700), for
 * passing through; a private home is nobody's business to open. */
static int
open_the_way(const struct place *place, struct fl_error *err)
{
    char barrier[PATH_MAX];
    for (;;) {
        struct stat st;
        find_barrier(place, place->state, barrier);
        if (!*barrier)
            return 0;
        bool ours = !stat(barrier, &st) && st.st_uid == geteuid() && !(st.st_mode & S_IXOTH) &&
                    (!strcmp(barrier, place->state) || is_temporary(barrier));
        if (!ours || chmod(barrier, (st.st_mode & 07777) | S_IXGRP | S_IXOTH))
            return fl_fail(err, FL_E_IO,
                           say("用户%s无法进入目录%s，内嵌数据库不能放在%s；请换一个状态目录，例如/"
                               "var/lib/fenliu",
                               "the user %s cannot enter the folder %s, so the embedded database "
                               "cannot lie in "
                               "%s: choose another state folder, for example /var/lib/fenliu"),
                           place->user, barrier, place->state);
        log_line(LOG_INFO, "embedded", "step=opened_folder path=%s mode=+x", barrier);
    }
}

static int
own_folder(const struct place *place, const char *dir, struct fl_error *err)
{
    struct stat st;
    if ((mkdir(dir, 0700) && errno != EEXIST) || lstat(dir, &st))
        return fl_fail(err, FL_E_IO, say("不能建立目录%s：%s", "cannot make the folder %s: %s"),
                       dir, strerror(errno));
    if (!S_ISDIR(st.st_mode) || (st.st_uid != place->uid && st.st_uid != geteuid()))
        return fl_fail(err, FL_E_IO, say("%s属于他人", "%s belongs to somebody else"), dir);
    if ((st.st_uid != place->uid && lchown(dir, place->uid, place->gid)) || chmod(dir, 0700))
        return fl_fail(err, FL_E_IO,
                       say("不能交出目录%s：%s", "cannot hand over the folder %s: %s"), dir,
                       strerror(errno));
    return 0;
}

static unsigned long long
fnv(const char *text)
{
    unsigned long long h = 14695981039346656037u;
    while (*text)
        h = (h ^ (unsigned char)*text++) * 1099511628211u;
    return h;
}

int
place_socket(struct place *place, struct fl_error *err)
{
    const char *run = getenv("XDG_RUNTIME_DIR");
    struct stat st;
    snprintf(place->socket, sizeof place->socket, "%.*s/socket", PATH_MAX - 8, place->home);
    if (strlen(place->socket) + strlen(SOCKET_NAME) > SOCKET_MAX || strchr(place->socket, '"')) {
        bool usable = run && *run == '/' && !*place->user && !stat(run, &st) &&
                      S_ISDIR(st.st_mode) && st.st_uid == geteuid() && strlen(run) < 50;
        place->socket_elsewhere = true;
        snprintf(place->socket, sizeof place->socket, "%s/fenliu-%lu-%llx", usable ? run : "/tmp",
                 (unsigned long)place->uid, fnv(place->state));
    }
    return own_folder(place, place->socket, err);
}

/* --- programs --- */

static int
major_of(const char *bin)
{
    char program[PATH_MAX], says[128];
    static const char before[] = "postgres (PostgreSQL) ";
    snprintf(program, sizeof program, "%.*s/postgres", PATH_MAX - 10, bin);
    char *const argv[] = {program, (char[]){"-V"}, NULL};
    if (access(program, X_OK) || place_run(NULL, argv, says, sizeof says) ||
        strncmp(says, before, sizeof before - 1) != 0)
        return 0;
    return (int)strtol(says + sizeof before - 1, NULL, 10);
}

static int
cluster_major(const struct place *place)
{
    char path[PATH_MAX], text[16] = "";
    snprintf(path, sizeof path, "%.*s/PG_VERSION", PATH_MAX - 12, place->data);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    if (!fgets(text, sizeof text, file))
        *text = 0;
    fclose(file);
    return (int)strtol(text, NULL, 10);
}

static void
consider(const char *bin, int wanted, int *best, struct place *place)
{
    int major = major_of(bin);
    if (major < OLDEST_MAJOR || major <= *best || (wanted && major != wanted))
        return;
    *best = major;
    snprintf(place->bin, sizeof place->bin, "%s", bin);
}

/* The programs of the version that made the cluster, else the newest. */
static int
find_programs(struct place *place, struct fl_error *err)
{
    static const char *const patterns[] = {"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin",
                                           "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"};
    int wanted = cluster_major(place), best = 0;
    const char *named = getenv("FENLIU_POSTGRES_BIN");
    if (named && *named)
        consider(named, wanted, &best, place);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns && !(named && *named); i++) {
        glob_t found;
        if (!glob(patterns[i], 0, NULL, &found))
            for (size_t k = 0; k < found.gl_pathc; k++)
                consider(found.gl_pathv[k], wanted, &best, place);
        globfree(&found);
    }
    if (best)
        return 0;
    if (wanted)
        return fl_fail(err, FL_E_IO,
                       say("%s由PostgreSQL %d建立，但本机没有该版本",
                           "%s was made by PostgreSQL %d, which is not "
                           "installed here"),
                       place->data, wanted);
    return fl_fail(
        err, FL_E_IO,
        say("没有找到PostgreSQL服务器（至少%d版）：请运行deploy/setup.sh，或在配置中写database",
            "no PostgreSQL server (version %d at least) is installed: run deploy/setup.sh, or "
            "configure "
            "database ="),
        OLDEST_MAJOR);
}

/* Root becomes the owner of a state folder that belongs to somebody (a service's user), else
 * postgres: an administrator's command must not leave files in it that the owner cannot open. */
static int
find_user(struct place *place, const char *state_dir, struct fl_error *err)
{
    struct stat st;
    place->uid = geteuid();
    place->gid = getegid();
    if (place->uid != 0)
        return 0;
    const struct passwd *user =
        !stat(state_dir, &st) && st.st_uid != 0 ? getpwuid(st.st_uid) : NULL;
    if (!user)
        user = getpwnam("postgres");
    if (!user || user->pw_uid == 0)
        return fl_fail(
            err, FL_E_IO, "%s",
            say("root需要用户postgres来运行内嵌数据库，但没有该用户：请运行deploy/setup.sh",
                "root needs the user postgres to run the embedded database, and there is none: run "
                "deploy/setup.sh"));
    snprintf(place->user, sizeof place->user, "%s", user->pw_name);
    place->uid = user->pw_uid;
    place->gid = user->pw_gid;
    return 0;
}

int
place_find(const char *state_dir, struct place *ret, struct fl_error *err)
{
    memset(ret, 0, sizeof *ret);
    int code = find_user(ret, state_dir, err);
    if (!code)
        code = make_folders(state_dir, *ret->user ? 0711 : 0700, err);
    if (code)
        return code;
    if (!realpath(state_dir, ret->state) || strlen(ret->state) > PATH_MAX - 64)
        return fl_fail(err, FL_E_IO, "%s: %s", state_dir, strerror(errno));
    if (access(ret->state, W_OK))
        return fl_fail(err, FL_E_IO,
                       say("不能写入状态目录%s：%s", "cannot write to the state folder %s: %s"),
                       ret->state, strerror(errno));
    if (*ret->user && (code = open_the_way(ret, err)))
        return code;
    snprintf(ret->home, sizeof ret->home, "%.*s/postgres", PATH_MAX - 64, ret->state);
    snprintf(ret->data, sizeof ret->data, "%.*s/data", PATH_MAX - 32, ret->home);
    snprintf(ret->log, sizeof ret->log, "%.*s/postgres.log", PATH_MAX - 32, ret->home);
    code = own_folder(ret, ret->home, err);
    return code ? code : find_programs(ret, err);
}

/* --- the cluster --- */

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

/* Tuning that a person may change in postgresql.conf; what durability needs is given on the command
 * line (embedded_guard.c) and cannot be changed by accident. */
static const char tuning[] = "\n# fenliu: tuned for one machine that also runs the engine\n"
                             "shared_buffers = 256MB\n"
                             "max_wal_size = 2GB\n"
                             "wal_compression = on\n"
                             "checkpoint_completion_target = 0.9\n"
                             "max_connections = 100\n"
                             "jit = off\n"
                             "random_page_cost = 1.1\n"
                             "autovacuum_naptime = 15s\n"
                             "log_timezone = 'Asia/Shanghai'\n"
                             "log_line_prefix = '%m [%p] '\n";

static int
add_tuning(const char *dir)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%.*s/postgresql.conf", PATH_MAX - 20, dir);
    FILE *file = fopen(path, "ae");
    if (!file)
        return -1;
    int bad = fputs(tuning, file) < 0 || fflush(file) || fsync(fileno(file));
    return fclose(file) || bad ? -1 : 0;
}

int
place_make_cluster(const struct place *place, struct fl_error *err)
{
    if (cluster_major(place))
        return 0;
    char made[PATH_MAX], program[PATH_MAX], says[2000];
    snprintf(made, sizeof made, "%.*s.new", PATH_MAX - 16, place->data);
    snprintf(program, sizeof program, "%.*s/initdb", PATH_MAX - 16, place->bin);
    if (!access(made, F_OK) && nftw(made, remove_one, 16, FTW_DEPTH | FTW_PHYS))
        return fl_fail(err, FL_E_IO, "%s: %s", made, strerror(errno));
    char *const argv[] = {program,
                          (char[]){"--pgdata"},
                          made,
                          (char[]){"--username=fenliu"},
                          (char[]){"--encoding=UTF8"},
                          (char[]){"--locale=C.UTF-8"},
                          (char[]){"--lc-messages=C"},
                          (char[]){"--auth=trust"},
                          NULL};
    log_line(LOG_INFO, "embedded", "step=initdb data=%s bin=%s", place->data, place->bin);
    if (place_run(place, argv, says, sizeof says)) {
        char *why = strstr(says, "error:");
        char line[300];
        snprintf(line, sizeof line, "%.299s", why ? why : says);
        line[strcspn(line, "\n")] = 0;
        return fl_fail(err, FL_E_IO, "initdb: %s", line);
    }
    if (add_tuning(made) || rename(made, place->data))
        return fl_fail(err, FL_E_IO, "%s: %s", made, strerror(errno));
    return 0;
}
