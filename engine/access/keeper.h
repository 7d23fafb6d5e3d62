/* The keeper: a thread with a connection of its own that seals events into the audit chain, folds what
 * was counted, follows the folder of keys, and, where configured, erases what has been kept long enough. Any number of processes may have one; of the
 * chain one works at a time. */
#ifndef ENGINE_KEEPER_H
#define ENGINE_KEEPER_H

#include "engine/engine.h"

struct keeper;
int keeper_open(struct engine *engine, struct keeper **ret, struct fl_error *err);
/* Seals what it can before it goes. NULL is nothing. */
void keeper_close(struct keeper *keeper);

#endif
