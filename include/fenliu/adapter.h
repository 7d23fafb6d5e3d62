/* A channel: one of the bodies that take disputes, as tables. adapters/<channel>.c fills one struct and
 * adapters/registry.c lists it; nothing else in the engine knows the channels one by one. */
#ifndef FENLIU_ADAPTER_H
#define FENLIU_ADAPTER_H

#include <stdbool.h>

#include "fenliu/vocab.h"

/* What follows an outcome. */
enum fl_follow {
    FL_FOLLOW_CLOSE,  /* the dispute is settled: closed */
    FL_FOLLOW_DECIDE, /* decide again with this outcome in the history, and hand over */
    FL_FOLLOW_CLERK   /* the reporter names channel and procedure (triage) */
};

struct fl_outcome_row {
    enum fl_outcome outcome;
    enum fl_follow follow;
    bool succeeded;      /* counts as a success of this channel */
    bool counts;         /* counts as completed in the series of the channel (converted, transferred: not) */
    bool needs_reason;   /* one of `reasons` must be given */
    bool needs_procedure;/* converted: the named procedure; triage: channel and procedure */
    const char *zh;      /* the wording of the channel */
};

struct fl_adapter {
    enum fl_channel channel;
    const char *desk;    /* config key of its endpoint: "desk_mediation" */
    const struct fl_outcome_row *outcomes; /* ends with counts = follow = 0 and zh NULL */
    const char *const *reasons;            /* codes allowed as reason, NULL-ended; NULL: none */
    const char *accept_param;  /* policy parameter: working days to accept, "desk.accept_days" */
    const char *due_limit;     /* `what` of the decision's limit that sets due_on at acceptance: "mediate" */
    bool days_from_acceptance; /* duration counted from acceptance; else from entry */
    const char *zh, *en;       /* what the body is called */
};

extern const struct fl_adapter *const fl_adapters[]; /* NULL-ended: adapters/registry.c */
const struct fl_adapter *fl_adapter_of(enum fl_channel channel); /* NULL: no desk (outside) */
const struct fl_outcome_row *fl_adapter_outcome(const struct fl_adapter *adapter,
                                                enum fl_outcome outcome); /* NULL: not of this channel */

#endif
