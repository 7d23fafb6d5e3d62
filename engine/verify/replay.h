/* What the events of one dispute say: its referrals as they stand, and what each step did to the counts.
 *
 * A second hand: it knows the events and the tables of adapters/, and shares nothing with what writes the rows (desk,
 * store, ledger). Pure: no database. Everything lives in the arena of the dispute. */
#ifndef ENGINE_VERIFY_REPLAY_H
#define ENGINE_VERIFY_REPLAY_H

#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/pg/pg.h"

/* Moments are Unix ms, PG_NULL_NUMBER where there is none; days FL_NO_DAY; texts NULL. */
struct told_event {
    int64_t event_id, referral_id; /* referral_id 0: of the dispute */
    const char *type, *actor;
    int64_t at;
    cJSON *data; /* NULL: none; not the replay's */
    bool done;
};

enum told_performance { PERFORMED_NOT, PERFORMED_PART, PERFORMED_WHOLE };

struct told_referral {
    int64_t referral_id;
    const char *state, *channel, *procedure;
    bool fast_track;
    const char *cause_list, *cause, *domain, *street, *mediator, *body, *outcome, *reason;
    int64_t entered_at, accepted_at, concluded_at;
    fl_day due_on;
    int paused_days;    /* that do not count */
    int acceptances;    /* how often it was accepted so far */
    fl_day reported_on; /* concluded, as it was reported first */
    fl_day perform_on;  /* an agreement is due; none: FL_NO_DAY */
    enum told_performance performed;
    fl_day performed_on; /* wholly */
};

/* A clock of a referral that had not been kept: deadline.passed. */
struct told_passed {
    int64_t referral_id;
    const char *what;
    fl_day due_on;
    int acceptances; /* up to then: a clock from the acceptance starts afresh with each */
};

struct told_decision {
    int64_t decision_id;
    const char *made_by, *channel, *procedure, *rule;
    bool fast_track;
};

/* One effect on the counts. */
struct told_effect {
    const char *measure;
    fl_day day;
    int n;
    int days; /* concluded: from the clock's start; else 0 */
    /* How near the last referral of the dispute lies that counted before it: 4 there is none, 3 not in this year, 2
     * not in this quarter, 1 not in this month, 0 in this month or this one does not count. By channel and procedure,
     * by kind (all mediation, the fast track, else the channel), of all but triage. */
    int first_here, first_kind, first_all;
    bool held; /* counts for its mediator and body */
    const struct told_referral *referral;
};

struct told_dispute {
    struct arena *arena;
    const char *court;
    int64_t dispute_id;
    const char *state; /* NULL: no event says that it was received */
    int64_t closed_at;
    bool rerouted; /* amended or objected to: what follows may take the place of an open referral */
    struct told_referral *referrals;
    struct told_decision *decisions;
    struct told_passed *passed;
    int n_referrals, n_decisions, n_passed;
    /* called for each effect, in the order of the events; a code other than 0 ends the replay */
    int (*effect)(void *data, const struct told_dispute *dispute, const struct told_effect *effect,
                  struct fl_error *err);
    void *data;
};

/* Replays the events, which stand in the order of their commits. *ret_misfit: the first event that no state allowed,
 * or NULL; what was replayed up to it stands in the dispute. */
int replay(struct told_dispute *dispute, struct told_event *events, int n,
           const struct told_event **ret_misfit, struct fl_error *err);

#endif
