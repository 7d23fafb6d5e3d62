/* What a routing clerk (程序分流员) gets at the triage desk beside the case: why it is here, what would decide it, and who
 * objected. */
#ifndef ENGINE_DESK_TRIAGE_H
#define ENGINE_DESK_TRIAGE_H

#include "engine/desk/desk_step.h"

/* The member `triage` of an offer or of an accepted referral, into the object that is open; nothing at other desks.
 *
 *   {"runners_up": [{member, known, value, channel, procedure, fast_track, rule}],
 *    "classification": as the decision has it, when it has one,
 *    "possible_duplicate": true when some link is still to be looked at, "links": [{case_id, link, basis, …}],
 *    "objections": [{by, at, words?, decision: {decision_id, channel, procedure, fast_track, rule}}]}
 *
 * `document` and `decision` are the stored texts of the dispute and of the decision that led here. The words of an
 * objection are shown `whole` only: to a clerk who holds the case. */
int triage_write(const struct call *call, int64_t dispute_id, const char *document,
                 const char *decision, bool whole, struct buf *buf, struct fl_error *err);

#endif
