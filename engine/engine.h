/* What one process shares between its threads: configuration, policy, pool, store, ids. Opened once at
 * start, closed once at the end. */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include <pthread.h>

#include "engine/config.h"
#include "engine/pg/pg.h"
#include "engine/policy/policy.h"

struct board;
struct documents;
struct deliver;
struct keys;
struct model;
struct principals;
struct roster;
struct store;
struct waiters;
struct workers;

/* All zero is a valid engine: without policy, ids, waiters. */
struct engine {
    struct config *config;
    const char *conninfo;
    struct pg_pool *pool;
    struct keys *keys;   /* what personal data is sealed with; nothing is written without */
    struct model *model; /* reads narratives; NULL: none is at hand */
    bool blank;          /* sealing = no: blanks are stored in the place of personal data */
    struct store *store;
    bool synthetic;                    /* setting synthetic = yes */
    const struct documents *documents; /* texts for people: notices, agreements */
    struct principals *principals;     /* who may call */
    bool open_access;                  /* access = open: a call without a token may do everything */
    struct waiters *waiters;           /* the long polls of this process; NULL: none */
    struct deliver *deliver;           /* outbound delivery; NULL: not in this process */
    struct workers *workers;           /* the worker threads of this process */
    struct board *board; /* what this process knows of the queues; never NULL in a daemon */

    /* For engine.c and ids.c only: */
    pthread_mutex_t lock;
    struct policy *policy;
    struct roster *roster; /* roster.c's */
    int64_t next_id, end_id;
};

/* The policy in force, held: release it. Thread safe. */
struct policy *engine_policy(struct engine *engine);
/* Puts another in force (takes over the reference); NULL at the end. */
void engine_policy_set(struct engine *engine, struct policy *policy);

/* A fresh 64-bit id out of this process's block; takes another block of 65,536 from the database when it
 * is used up. Ids say nothing about order. Thread safe. */
int engine_id(struct engine *engine, struct pg *pg, int64_t *ret, struct fl_error *err);

/* The policy in the database: a fresh database activates the pack in `dir`; then the active one is read and
 * compiled. policy_store_follow reloads when the active row has changed (cheap when not). */
int policy_store_activate(struct pg *pg, const char *dir, char ret_hash[65], struct fl_error *err);
int policy_store_load(struct pg *pg, struct policy **ret, struct fl_error *err);
/* A stored pack by its whole hash, active or not: what a decision of former days was made by. */
int policy_store_load_hash(struct pg *pg, const char *hash, struct policy **ret,
                           struct fl_error *err);
int policy_store_follow(struct engine *engine, struct pg *pg, struct fl_error *err);

/* Something new is in a queue: wakes the long polls of this process. Thread safe, never blocks. */
void engine_wake(struct engine *engine);

#endif
