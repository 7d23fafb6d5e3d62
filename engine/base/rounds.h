/* A thread that does the same again and again: a round, then a wait until the next one is due, somebody nudges, or it is
 * to end. What fails is tried again in the next round, and is logged when it begins to fail, not each time. */
#ifndef ENGINE_ROUNDS_H
#define ENGINE_ROUNDS_H

#include <stdint.h>

#include "fenliu/error.h"

/* One round, on the thread. *ret_ms, written also by one that fails: how long to wait after it; 0: not at all. */
typedef int rounds_do(void *self, int64_t *ret_ms, struct fl_error *err);

struct rounds;

/* Starts the thread with a round at once; one is done even when it is to end before. `module` and `step` name it in the
 * log and have to stay. *ret is written before the first round begins. FL_E_MEMORY: no thread; *ret is NULL then. */
int rounds_open(const char *module, const char *step, rounds_do *round, void *self,
                struct rounds **ret, struct fl_error *err);

/* The next round at once, also when one is under way. From any thread; waits for nothing. */
void rounds_nudge(struct rounds *rounds);

/* Waits for the round under way, the last one. A nudge after it does nothing: who may still nudge is ended between this
 * and rounds_close. NULL is fine, and a second time. */
void rounds_stop(struct rounds *rounds);

/* Stops it if it runs, and gives it back. NULL is fine. */
void rounds_close(struct rounds *rounds);

#endif
