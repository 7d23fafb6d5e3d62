/* The statistics ledger: what each event does to the counts, written in the transaction of the
 * event. Insert-only; a correction is a new row with n = −1. One row per referral and measure.
 *
 * The bulk path of the store writes its own `entered` rows by COPY with the same meaning:
 * day = day of entered_at (Asia/Shanghai), outcome, days, body, mediator null, n = 1, first = true
 * (the first referral of a dispute is always the first of its channel and procedure), event_id =
 * that of referral.queued. */
#ifndef ENGINE_LEDGER_H
#define ENGINE_LEDGER_H

#include "engine/desk/act.h"
#include "engine/base/day.h"

/* X(ID, "name in the table", "中文") */
#define LEDGER_MEASURES(X)                                                                         \
    X(ENTERED, "entered", "收案")                                                                  \
    X(ACCEPTED, "accepted", "接受")                                                                \
    X(CONCLUDED, "concluded", "办结")                                                              \
    X(LAPSED, "lapsed", "逾期未接受") /* an offer; written by lapse_offers.sql */                  \
    X(CANCELLED, "cancelled", "撤销") /* left without an outcome: withdrawn or routed anew */

enum ledger_measure {
#define X(id, name, zh) LEDGER_##id,
    LEDGER_MEASURES(X)
#undef X
        LEDGER__COUNT
};

/* Writes the row of one referral as it stands in the database now (channel, procedure, outcome,
 * cause, mediator are read from its row). `days` is calendar days from the clock's start, −1 for
 * none; n is 1, or −1 to take a row back (then day, days and the rest must be those of the row
 * taken back). */
int ledger_put(const struct act *act, enum ledger_measure measure, int64_t referral_id,
               int64_t event_id, fl_day day, int days, int n, struct fl_error *err);

#endif
