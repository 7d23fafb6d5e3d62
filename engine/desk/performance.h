/* What is to be performed of an agreement, by which day, and what was: the table `performance` and its rows of the ledger
 * (due, performed, performed_part). In the transaction of the act; of it only the court and the database are read. */
#ifndef ENGINE_PERFORMANCE_H
#define ENGINE_PERFORMANCE_H

#include "engine/desk/act.h"
#include "engine/desk/deadline.h"

struct agreement_reached {
    int64_t dispute_id, referral_id, event_id; /* the event: of its conclusion */
    fl_day reached_on;
    fl_day due_on; /* until when it is to be performed; FL_NO_DAY: not said */
    bool pay_only;
};

struct agreement_performed {
    int64_t referral_id, event_id;
    bool whole;
    fl_day on; /* FL_NO_DAY: not known */
};

/* Agreements of referrals that are concluded; each counts as due on its day, else on that on which it was reached. */
int agreements_put(const struct act *act, const struct agreement_reached *rows, int n,
                   struct fl_error *err);

/* Part or the whole of agreements was performed, a referral at most once in the rows. An agreement counts once, however
 * often that is reported; what was performed whole stays so. */
int agreements_perform(const struct act *act, const struct agreement_performed *rows, int n,
                       struct fl_error *err);

/* Its clock, from the day on which it was reached until it is performed; due_on is a day. Pure. */
struct deadline agreement_clock(const struct policy *policy, fl_day reached_on, fl_day due_on);

#endif
