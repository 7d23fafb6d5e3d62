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
    int64_t at;                       /* Unix ms; PG_NULL_NUMBER: not given */
    enum fl_channel channel;          /* named by the clerk, or court for a conversion */
    enum fl_procedure procedure;
    bool fast_track;
    bool confirm, pay_only; /* both apply for confirmation; the agreement covers pay alone */
    char hash[65];          /* of what was reported, without token and request_id */
};

/* Checks params against the adapter's tables: every fault at once. What depends on the referral
 * (the moment, a conversion to what it already is) is checked by report_check. */
int report_read(const struct call *call, struct report *ret, struct fl_error *err);
int report_check(const struct call *call, const struct report *report, const struct referral *r,
                 struct fl_error *err);

#endif
