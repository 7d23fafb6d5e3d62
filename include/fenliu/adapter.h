/* A channel: one of the bodies that take disputes, as tables. adapters/<channel>.c fills one struct
 * and adapters/registry.c lists it; nothing else in the engine knows the channels one by one. */
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
    bool succeeded; /* counts as a success of this channel */
    bool
        counts; /* counts as completed in the series of the channel (converted, transferred: not) */
    bool needs_reason;    /* one of `reasons` must be given */
    bool needs_procedure; /* converted: the named procedure; triage: channel and procedure */
    const char *zh;       /* the wording of the channel */
};

/* Why something ended so: a code that an outcome may (or must) carry. */
struct fl_end_reason {
    const char *code;  /* "far_apart" */
    unsigned outcomes; /* bits (1u << fl_outcome) that may carry it */
    bool succeeded; /* makes a success of an outcome that else is none: settled between the parties
                     */
    int fact; /* enum fl_fact that it makes true for the next decision (counterclaim …), or -1 */
    const char *zh, *basis;
};
#define FL_OUTCOME_BIT(outcome) (1u << FL_OUTCOME_##outcome)

/* A procedure that a channel handles. */
struct fl_procedure_row {
    enum fl_procedure procedure;
    bool fast_track; /* the fast track (速裁) is open to it */
};

struct fl_adapter {
    enum fl_channel channel;
    const char *desk;                      /* config key of its endpoint: "desk_mediation" */
    const struct fl_outcome_row *outcomes; /* ends with counts = follow = 0 and zh NULL */
    const struct fl_end_reason
        *reasons; /* ends with code NULL; NULL: no codes here. An outcome without
                   * codes takes a reason in words, which is sealed */
    const struct fl_procedure_row *procedures; /* ends with procedure FL_PROCEDURE__COUNT */
    const char *accept_param; /* policy parameter: working days to accept, "desk.accept_days" */
    const char *const
        *due_limits;           /* `what` of the decision's limits that may set due_on at acceptance,
                                * NULL-ended; the earliest day of those that the decision has */
    bool days_from_acceptance; /* duration counted from acceptance; else from entry */
    const char *zh, *en;       /* what the body is called */
};

extern const struct fl_adapter *const fl_adapters[]; /* NULL-ended: adapters/registry.c */
const struct fl_adapter *fl_adapter_of(enum fl_channel channel); /* NULL: no desk (outside) */
const struct fl_outcome_row *
fl_adapter_outcome(const struct fl_adapter *adapter,
                   enum fl_outcome outcome); /* NULL: not of this channel */
/* A code among those that the outcome may carry; NULL: none such. */
const struct fl_end_reason *fl_adapter_reason(const struct fl_adapter *adapter,
                                              enum fl_outcome outcome, const char *code);
/* Does the outcome carry codes at all? */
bool fl_adapter_has_reasons(const struct fl_adapter *adapter, enum fl_outcome outcome);
/* The row of a procedure in a channel (outside and triage too); NULL: not of this channel. */
const struct fl_procedure_row *fl_channel_procedure(enum fl_channel channel,
                                                    enum fl_procedure procedure);

#endif
