/* A body that lets its time pass opens the way on, but a party has to take it (劳动争议调解仲裁法 29, 43): who sues because
 * the commission is late ends its referral as `overdue`. */
#ifndef ENGINE_OVERDUE_H
#define ENGINE_OVERDUE_H

#include "engine/desk/desk_report.h"

/* The open referral of the dispute (which is locked) is concluded as overdue, and what follows is decided. FL_E_CONFLICT
 * when its channel knows no such outcome, or when a day that the law gave it has not passed. */
int overdue_conclude(struct act *act, int64_t dispute_id, struct conclusion *ret,
                     struct fl_error *err);

#endif
