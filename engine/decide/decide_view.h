/* A case as the rules see it on one day, and the run of the stages over it. Private to decide.c,
 * missing.c, explain.c and the checks of a policy.
 *
 * A view is made once per case (history into facts, cause into the list of the day) and may then be
 * changed member by member and run again: that is how missing and explain try what a fact would do.
 */
#ifndef ENGINE_DECIDE_VIEW_H
#define ENGINE_DECIDE_VIEW_H

#include "engine/decide/decide.h"
#include "engine/policy/policy_parts.h"

struct found;

struct view {
    const struct policy *policy;
    const struct edition *edition;
    const struct fl_case *c;
    fl_day as_of;
    const struct fl_past *history;
    int n_history;

    int32_t fact[FL_FACT__COUNT];
    uint64_t contradicted;
    int cause;                 /* in the edition's list, -1 unknown */
    const uint64_t *cause_row; /* bits of its class */
    int domain;                /* -1 unknown */
    bool alias, lost;
    bool has_claims;
    uint32_t claims;
    int64_t amount, largest; /* -1 unknown */
    bool calendar_missing;
    uint32_t tags[FL_SIDE__COUNT]; /* given, and found */

    /* what the narrative gave: decide_read.c */
    int narrative; /* enum narrative */
    bool mismatch;
    uint64_t found_used, found_against; /* findings, by their number */
    double cause_confidence, route_confidence;

    /* what the stages said */
    int nature, channel, procedure, fast_track;
    int fired[STAGE__COUNT]; /* the rule of each stage that decided: index in the edition, -1 none
                              */
    uint8_t *held;           /* NULL, or by rule of the edition: collected (checks of a policy) */
    uint64_t read;           /* members that some test looked at since view_run began */
};

void view_make(struct view *view, const struct policy *policy, const struct fl_case *c,
               fl_day as_of, const struct fl_past *history, int n_history);
/* The findings of a narrative as inputs of a decision (decide_found.c). */
struct findings {
    const struct found *found; /* NULL: none */
    const char *narrative;     /* NULL: without their words */
    uint64_t used;             /* by their number, below 64 */
};
/* Writes the member "found": those of a set that stand for a member of the document. */
void findings_write(const struct findings *findings, uint64_t set, struct buf *buf);
/* The same as lines for people. */
void findings_tell(const struct findings *findings, struct buf *buf);

/* Fills what was not given from what the narrative shows, as far as the policy allows it, and notes what in
 * it contradicts what was given. The view has an edition and its history; nothing has been run. */
void view_read(struct view *view);
/* Puts a cause of the edition's list (-1: unknown) and what follows from it. */
void view_cause(struct view *view, int cause);
void view_amount(struct view *view, int64_t amount);

/* Whether a rule holds; notes what it reads. */
bool view_holds(struct view *view, const struct standing *rule);
/* One part of a rule alone (explain). */
bool view_part_holds(struct view *view, const struct standing *rule, int part);
/* Runs the stages nature to fast_track. The view must have an edition. */
void view_run(struct view *view);
/* The same, and for each member the rule (index in the edition) at which it was first read;
 * INT_MAX: never. Before that rule a change of the member alone cannot make a difference. */
void view_run_noting(struct view *view, int first_read[FL_MEMBER__COUNT]);
/* Runs again from a rule on; what was decided by stages before it must stand in the view. */
void view_run_from(struct view *view, int rule);

/* What is collected once the route stands: limits, flags, priority, docket word. */
void view_collect(struct view *view, struct fl_decision *ret);

/* decision.missing, as bits of members. `view` has been run; it is left as it was. */
uint64_t missing_of(const struct view *view, const int first_read[FL_MEMBER__COUNT]);
/* Calls `try` for every value of a member that the rules of the edition could tell apart. The view
 * it gets is changed in that one member and has been run. Stops when it returns true. */
typedef bool member_try(const struct view *view, int member, void *with);
bool member_try_all(const struct view *base, int member, int from_rule, member_try *try,
                    void *with);
/* Whether a member of the view is unknown; consent of the claimant alone counts as unknown. */
bool member_unknown(const struct view *view, int member);
const char *member_name(int member,
                        char ret[64]); /* "facts.union_at_employer", "cause", "amount_fen" */

#endif
