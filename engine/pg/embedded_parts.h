/* What the files of the embedded cluster share: embedded.c (start, stop, find), embedded_place.c
 * (folders, users, programs), embedded_left.c (what a kill left behind), embedded_guard.c (the
 * process that keeps the postmaster). Nobody else includes this. */
#ifndef ENGINE_EMBEDDED_PARTS_H
#define ENGINE_EMBEDDED_PARTS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "engine/pg/embedded.h"

/* Where things lie. Below <state>/postgres everything belongs to the user who runs the server. */
struct place {
    char state[PATH_MAX];  /* absolute, without symbolic links */
    char home[PATH_MAX];   /* <state>/postgres, 0700 */
    char data[PATH_MAX];   /* <state>/postgres/data */
    char log[PATH_MAX];    /* <state>/postgres/postgres.log */
    char socket[PATH_MAX]; /* <state>/postgres/socket, or a short folder elsewhere */
    bool socket_elsewhere;
    char bin[PATH_MAX]; /* folder of initdb and postgres */
    char user[64];      /* "" : stay who we are */
    uid_t uid;
    gid_t gid;
};

/* Makes the folders, finds user and programs; for root also sees to it that the user can reach
 * them. */
int place_find(const char *state_dir, struct place *ret, struct fl_error *err);
/* A folder short enough for a socket name (107 bytes), private to the user. */
int place_socket(struct place *place, struct fl_error *err);
/* Runs initdb into a folder beside, then renames: a kill in between is survived. */
int place_make_cluster(const struct place *place, struct fl_error *err);
/* In a child: becomes the user of the place for good. 0, or -1 with errno. */
int place_become(const struct place *place);
/* Forks and runs argv as the user of the place (or as we are); what it prints goes to `out`, cut to
 * size. The exit status, or -1. Before the first nng call only. */
int place_run(const struct place *place, char *const argv[], char *out, size_t size);

/* Stops a postmaster that still runs on the data folder, waits for orphans of a killed one, and
 * removes a stale postmaster.pid. Works on /proc; signals only processes whose working folder is
 * the data folder. */
int left_clear(const struct place *place, struct fl_error *err);
/* The newest complete lines of the server's log that say FATAL, PANIC or ERROR; "" without. */
void left_last_words(const struct place *place, char *ret, size_t size);

/* The guard: a child without threads that starts postgres, writes its log, starts it again when it
 * dies, and stops it (fast shutdown) as soon as `life`, the read end of a pipe, is at its end: when
 * the parent closes the other end, or dies by whatever signal. A byte in the pipe says that the
 * server has answered. Never returns. `lock` stays open for as long as it lives. */
_Noreturn void guard_main(const struct place *place, int life, int lock);

#endif
