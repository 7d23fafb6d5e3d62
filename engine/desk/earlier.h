/* What travels along at a hand-over: how the earlier visits of a dispute ended, what was agreed, what the parties did not
 * dispute, and the mediator's record (特邀调解规定 21, 在线调解规则 21). */
#ifndef ENGINE_EARLIER_H
#define ENGINE_EARLIER_H

#include "engine/desk/desk_step.h"

/* The member `earlier`: an array, oldest first; personal words only for one who has accepted. */
int earlier_write(const struct call *call, const struct referral *referral, struct buf *result,
                  struct fl_error *err);

#endif
