/* What decide() says: where a dispute goes, why, and what would change it.
 *
 * Strings belong to the policy or to the arena of the call. Source: docs/protocol.md §2. */
#ifndef FENLIU_DECISION_H
#define FENLIU_DECISION_H

#include "fenliu/case.h"

#define FL_MAX_REASONS 16
#define FL_MAX_LIMITS  16
#define FL_MAX_FLAGS   32

/* How a period is counted. */
enum fl_unit { FL_DAYS, FL_WORKING_DAYS, FL_MONTHS };

struct fl_reason {
    const char *rule, *text, *basis;
};

/* A clock: `what` (mediate, accept, register, arbitrate, try, confirm …), its length, its basis, and the
 * event it starts from ("entry", "acceptance"). until is the last day when it runs from the day of the
 * decision (from = entry), else FL_NO_DAY. */
struct fl_limit {
    const char *what;
    int length;
    enum fl_unit unit;
    const char *from;
    fl_day until;
    const char *basis;
};

struct fl_flag {
    const char *flag, *text, *basis;
    bool of_narrative; /* it is about the findings that contradict what was given */
};

/* A member of the case document that could have been known. */
#define FL_MEMBER_CAUSE  FL_FACT__COUNT
#define FL_MEMBER_CLAIMS (FL_FACT__COUNT + 1)
#define FL_MEMBER_AMOUNT (FL_FACT__COUNT + 2)
#define FL_MEMBER__COUNT (FL_FACT__COUNT + 3)

struct fl_decision {
    enum fl_channel channel;
    enum fl_procedure procedure;
    bool fast_track;
    const char *rule;   /* id of the rule that chose the channel */
    const char *policy; /* "hunan@9f2c41d0" */
    fl_day as_of;
    enum fl_domain domain;  /* -1 cast: unknown */
    int cause_list, cause;  /* in the list of as_of; -1 without */
    const char *cause_from; /* "given", "crosswalk", "alias", "narrative", NULL */
    double cause_confidence;

    struct fl_reason reasons[FL_MAX_REASONS];
    int n_reasons;
    struct fl_limit limits[FL_MAX_LIMITS];
    int n_limits;
    struct fl_flag flags[FL_MAX_FLAGS];
    int n_flags;

    /* What was read in the narrative (engine/text/reading.h), NULL: nothing; of its findings, by their
     * number below 64, those that a rule could use, and those that contradict what was given. */
    const struct reading *reading;
    const char *narrative; /* the text, for the words of the findings; NULL: not at hand */
    uint64_t found_used, found_against;
    double route_confidence; /* cause from the narrative: what speaks for the route it leads to */

    uint64_t missing; /* bit (1 << member): would have changed channel, procedure or fast track */
    const char *docket_word; /* e.g. 民诉前调, or NULL: this referral gets no number here */
    int priority; /* 0 none; higher is served earlier: collective, elderly, wages … (policy data) */

    bool has_if_fails;
    enum fl_channel fails_channel;
    enum fl_procedure fails_procedure;
};

#endif
