/* The agreement of a referral (调解协议书) as it was drawn up. */
#ifndef ENGINE_DESK_AGREEMENT_H
#define ENGINE_DESK_AGREEMENT_H

#include "engine/desk/desk_step.h"

/* What was drafted, as an object {content?, facts?, matters?, liability?, performance?, perform_by?}; *ret is NULL when
 * nothing was, or when it has been erased. The caller deletes it. */
int agreement_draft(const struct call *call, const struct referral *referral, cJSON **ret,
                    struct fl_error *err);

#endif
