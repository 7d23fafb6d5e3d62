/* A report as it was understood, between reading it (desk_report_read.c) and acting on it
 * (desk_report.c). */
#ifndef ENGINE_DESK_REPORT_H
#define ENGINE_DESK_REPORT_H

#include "engine/desk/desk_step.h"

struct report {
    const struct fl_adapter *adapter;
    const struct fl_outcome_row *outcome;
    const struct fl_end_reason *code; /* NULL: none */
    const char *words;                /* a reason in words, sealed; NULL: none */
    const char *why;                  /* why a clerk routes so, as a code; NULL: none */
    const char *agreement;            /* NULL: none */
    const char *record;      /* JSON {undisputed, record} for who comes next, sealed; NULL: none */
    fl_day perform_by;       /* until when the agreement is to be performed; FL_NO_DAY: not said */
    int64_t at;              /* Unix ms; PG_NULL_NUMBER: not given */
    enum fl_channel channel; /* named by the clerk, or court for a conversion */
    enum fl_procedure procedure;
    bool fast_track;
    bool confirm, pay_only; /* both apply for confirmation; the agreement covers pay alone */
    char hash[65]; /* of what was reported, without token and request_id; "": not reported */
};

/* What came of it, as its event remembers it. */
struct conclusion {
    int64_t at;
    int64_t decision_id, next; /* out; 0: none */
};

/* Checks params against the adapter's tables: every fault at once. What depends on the referral
 * (the moment, a conversion to what it already is) is checked by report_check. */
int report_read(const struct call *call, struct report *ret, struct fl_error *err);
int report_check(const struct call *call, const struct report *report, const struct referral *r,
                 struct fl_error *err);

/* Concludes the referral (its dispute and itself locked) by the step at done->at: row, clocks, facts,
 * record, agreement, ledger, event, and what follows. The event is the mediator's, or, where the step
 * is nobody's report, act->actor's. Sets act->woke. */
int referral_conclude(struct act *act, const struct report *report, const struct referral *r,
                      enum lifecycle_step step, struct conclusion *done, struct fl_error *err);

/* Days up to the day of `at`, without those that do not count, from the start of its clock (the acceptance, or the
 * entry where nobody accepted it or the channel says so). */
int referral_days(const struct fl_adapter *adapter, const struct referral *r, int64_t at);

#endif
