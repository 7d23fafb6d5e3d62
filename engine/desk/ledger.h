/* The statistics ledger: what each event does to the counts, written in the transaction of the
 * event. Insert-only; a correction is a new row with n = −1 beside the one it takes back. The keeper
 * folds it (engine/desk/fold.h); what the rows mean says schema/analyst/0110_effect.sql.
 *
 * The bulk path of the store writes its own `entered` rows by COPY with the same meaning:
 * day = day of entered_at (Asia/Shanghai), outcome, days, body, mediator null, n = 1, opens, first
 * ever (the first referral of a dispute is always the first of everything), event_id = that of
 * referral.queued. */
#ifndef ENGINE_LEDGER_H
#define ENGINE_LEDGER_H

#include "engine/desk/act.h"
#include "engine/base/day.h"

/* X(ID, "name in the table", "中文") */
#define LEDGER_MEASURES(X)                                                                         \
    X(ENTERED, "entered", "收案")                                                                  \
    X(ACCEPTED, "accepted", "接受")                                                                \
    X(CONCLUDED, "concluded", "办结")                                                              \
    X(LAPSED, "lapsed", "逾期未接受")     /* an offer; written by lapse_offers.sql */              \
    X(CANCELLED, "cancelled", "撤销")     /* left without an outcome: withdrawn or routed anew */  \
    X(CLOSED, "closed", "纠纷了结")       /* the dispute is over */                                \
    X(DUE, "due", "协议到期")             /* an agreement is to be performed by this day */        \
    X(PERFORMED, "performed", "自动履行") /* … and was, wholly: on the day of its row `due` */   \
    X(PERFORMED_PART, "performed_part", "部分履行")

enum ledger_measure {
#define X(id, name, zh) LEDGER_##id,
    LEDGER_MEASURES(X)
#undef X
        LEDGER__COUNT
};

/* The levels of first_here, first_kind, first_all. */
enum ledger_first { LEDGER_NOT_FIRST = 0, LEDGER_FIRST_EVER = 4 };

/* Writes the row of one referral as it stands in the database now (channel, procedure, outcome,
 * cause, mediator are read from its row). `days` is calendar days from the clock's start, −1 for
 * none; n is 1, or −1 to take the row of that measure and day back as it was written (`days` is not
 * read then). */
int ledger_put(const struct act *act, enum ledger_measure measure, int64_t referral_id,
               int64_t event_id, fl_day day, int days, int n, struct fl_error *err);

/* Many of one court (act->court) in one statement, each as ledger_put with n = 1. */
struct ledger_row {
    enum ledger_measure measure;
    int64_t referral_id, event_id;
    fl_day day;
    int days;
};
int ledger_put_rows(const struct act *act, const struct ledger_row *rows, int n,
                    struct fl_error *err);

/* The disputes are over: a row `closed` each, if it was ever referred. */
struct ledger_end {
    int64_t dispute_id, event_id;
    fl_day day;
};
int ledger_put_ends(const struct act *act, const struct ledger_end *rows, int n,
                    struct fl_error *err);

/* One is over, now. */
int ledger_put_closed(const struct act *act, int64_t dispute_id, int64_t event_id,
                      struct fl_error *err);

/* … and was opened again: the row of the day on which it was closed is taken back. */
int ledger_take_closed(const struct act *act, int64_t dispute_id, int64_t event_id, fl_day day,
                       struct fl_error *err);

/* After a conclusion of a dispute has moved to another day or outcome: the other conclusions of the
 * dispute are counted anew, since another may now be the first of its period. */
int ledger_recount(const struct act *act, int64_t referral_id, int64_t event_id,
                   struct fl_error *err);

#endif
