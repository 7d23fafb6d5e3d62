/* The sweeper: what has to happen by itself. Each sweep_ms it puts lapsed offers back into their
 * queues, follows the policy that is in force in the database and the clock of a synthetic one, and
 * forgets the answers of requests that are older than a day. Any number of processes may sweep at
 * once. */
#ifndef ENGINE_SWEEPER_H
#define ENGINE_SWEEPER_H

#include "engine/engine.h"

struct sweeper;
int sweeper_open(struct engine *engine, struct sweeper **ret, struct fl_error *err);
void sweeper_close(struct sweeper *sweeper);
/* Sweeps at once (after a reload). Never blocks. */
void sweeper_nudge(struct sweeper *sweeper);

/* Takes over the manual clock of a synthetic database: the setting manual_now. Nothing otherwise.
 */
int sweeper_follow_clock(struct engine *engine, struct pg *pg, struct fl_error *err);

#endif
