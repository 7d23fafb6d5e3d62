/* Into a queue, and to another place in it; whoever waits in this process hears of it after the commit. */
#ifndef ENGINE_QUEUE_PUT_H
#define ENGINE_QUEUE_PUT_H

#include "engine/desk/act.h"

/* Back to its place: pool and rank stand in the referral. Sets act->woke. */
int queue_put(struct act *act, int64_t referral_id, const char *channel, struct fl_error *err);

/* The rank of a referral has changed; nothing when it does not wait. */
int queue_move(struct act *act, int64_t referral_id, const char *channel, int64_t rank,
               struct fl_error *err);

#endif
