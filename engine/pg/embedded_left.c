/* What a kill left behind: a postmaster on our data folder, orphans of a killed one, a stale pid
 * file. */
#include "engine/pg/embedded_parts.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/lang.h"
#include "engine/base/log.h"

#define FAST_MS      60000 /* a fast shutdown writes a checkpoint */
#define IMMEDIATE_MS 10000
#define TICK_MS      20
#define MAX_FOUND    256

static void
tick(void)
{
    nanosleep(&(struct timespec){0, TICK_MS * 1000000L}, NULL);
}

/* postmaster and backends all work in the data folder; a shell of an administrator there is no
 * postgres. */
static bool
is_ours(const struct place *place, const char *pid)
{
    char link[64], text[PATH_MAX] = "";
    snprintf(link, sizeof link, "/proc/%.20s/cwd", pid);
    ssize_t len = readlink(link, text, sizeof text - 1);
    if (len <= 0)
        return false;
    text[len] = 0;
    if (strcmp(text, place->data) != 0)
        return false;
    snprintf(link, sizeof link, "/proc/%.20s/comm", pid);
    FILE *file = fopen(link, "re");
    if (!file)
        return false;
    bool postgres = fgets(text, sizeof text, file) && !strncmp(text, "post", 4);
    fclose(file);
    return postgres;
}

static int
find_all(const struct place *place, pid_t found[MAX_FOUND])
{
    int n = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc && (entry = readdir(proc)) && n < MAX_FOUND;)
        if (isdigit((unsigned char)*entry->d_name) && is_ours(place, entry->d_name))
            found[n++] = (pid_t)strtol(entry->d_name, NULL, 10);
    if (proc)
        closedir(proc);
    return n;
}

static pid_t
pid_in_file(const struct place *place)
{
    char path[PATH_MAX], text[32] = "";
    snprintf(path, sizeof path, "%.*s/postmaster.pid", PATH_MAX - 20, place->data);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    if (!fgets(text, sizeof text, file))
        *text = 0;
    fclose(file);
    return (pid_t)strtol(text, NULL, 10);
}

/* Signals the postmaster, or each orphan when there is none any more, and waits until all are gone.
 */
static bool
stop_all(const struct place *place, int to_postmaster, int to_orphans, int wait_ms)
{
    pid_t found[MAX_FOUND], postmaster = pid_in_file(place);
    for (int waited = 0; waited <= wait_ms; waited += TICK_MS) {
        int n = find_all(place, found);
        bool alive = false;
        if (n == 0)
            return true;
        for (int i = 0; i < n; i++)
            alive |= found[i] == postmaster;
        if (waited == 0 && alive)
            kill(postmaster, to_postmaster);
        for (int i = 0; i < n && !alive && waited % 1000 == 0; i++)
            kill(found[i], to_orphans);
        tick();
    }
    return false;
}

/* Nobody works in the folder any more, and we hold its lock: what the files still say is not true.
 * PostgreSQL would believe them when the number in them is that of a zombie, or was given to
 * another process. */
int
left_clear(const struct place *place, struct fl_error *err)
{
    static const char *const stale[] = {"postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"};
    pid_t found[MAX_FOUND];
    if (find_all(place, found)) {
        log_line(LOG_WARN, "embedded", "step=stop_leftover pid=%d", (int)pid_in_file(place));
        if (!stop_all(place, SIGINT, SIGTERM, FAST_MS) &&
            !stop_all(place, SIGQUIT, SIGKILL, IMMEDIATE_MS))
            return fl_fail(
                err, FL_E_CONFLICT,
                say("%s上仍有一个PostgreSQL在运行（进程%d），无法停止",
                    "a PostgreSQL server still runs on %s (process %d) and does not stop"),
                place->data, (int)found[0]);
    }
    for (size_t i = 0; i < sizeof stale / sizeof *stale; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%.*s/%s", PATH_MAX - 32, i ? place->socket : place->data,
                 stale[i]);
        unlink(path);
    }
    return 0;
}

void
left_last_words(const struct place *place, char *ret, size_t size)
{
    char line[400];
    *ret = 0;
    FILE *file = fopen(place->log, "re");
    if (!file)
        return;
    if (fseek(file, -4096, SEEK_END))
        rewind(file);
    while (fgets(line, sizeof line, file)) {
        const char *said = strstr(line, "FATAL:");
        if (!said && !(said = strstr(line, "PANIC:")) && !(said = strstr(line, "ERROR:")))
            continue;
        snprintf(ret, size, "%s", said);
        ret[strcspn(ret, "\n")] = 0;
    }
    fclose(file);
}
