/* The audit chain of events (schema/migrations/0021_chain.sql): sealing by the keeper, and checking.
 *
 * What it shows: an event that was changed, removed or put in after it was sealed; a block that was altered or taken
 * out; an end that was cut off, against the head kept outside the database. What it cannot show: an event written
 * under the engine's own role before it was sealed, a second or so after its transaction. Events are sealed behind
 * the commit horizon, so that writers never wait for each other. */
#ifndef ENGINE_CHAIN_H
#define ENGINE_CHAIN_H

#include "engine/access/keys.h"

enum { CHAIN_BLOCK = 1000 };

/* Seals up to CHAIN_BLOCK events, in one transaction. *ret_n: how many; 0 also when another keeper is at work.
 * `head_file` is written after the commit, atomically; NULL: none. */
int chain_seal(struct pg *pg, const struct keys *keys, const char *head_file, int *ret_n,
               struct fl_error *err);

/* Compares the head outside with the chain: FL_E_CONFLICT with a sentence when the database has less, or another,
 * than was sealed. Without a file all is well. */
int chain_check_head(struct pg *pg, const char *head_file, struct fl_error *err);

/* <state>/chain.head */
void chain_head_path(const char *state_dir, char *ret, size_t size);

/* After a restore from a dump; by the owner of the tables, at the start. Nothing to do otherwise. */
int chain_settle(struct pg *pg, struct fl_error *err);

enum chain_fault {
    CHAIN_CHANGED,
    CHAIN_REMOVED,
    CHAIN_INSERTED,
    CHAIN_BLOCK_ALTERED,
    CHAIN_BLOCK_MISSING
};

struct chain_watch {
    /* event_id is 0 for a block, whose number is seq */
    void (*fault)(void *data, enum chain_fault fault, const char *court, int64_t event_id,
                  int64_t seq);
    void (*progress)(void *data, int64_t seq, int64_t in_all);
    void *data;
};
struct chain_sum {
    int64_t blocks, events, faults, unsealed;
};

/* Checks every block and every event, a block at a time: memory does not grow with the chain. Faults are told one by
 * one and counted; the function itself fails only when it cannot look. */
int chain_verify(struct pg *pg, const struct keys *keys, const struct chain_watch *watch,
                 struct chain_sum *ret, struct fl_error *err);

#endif
