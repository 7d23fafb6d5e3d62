/* What the desk methods share: the referral as it stands, who may step, and the answers' pieces. */
#ifndef ENGINE_DESK_STEP_H
#define ENGINE_DESK_STEP_H

#include "engine/case/case_write.h"
#include "engine/desk/desk.h"
#include "engine/desk/lifecycle.h"

/* A referral as read; text lives in the arena of the call. Absent moments are PG_NULL_NUMBER. */
struct referral {
    int64_t referral_id, dispute_id, decision_id;
    int visit;
    enum fl_channel channel;
    enum fl_procedure procedure;
    bool fast_track;
    enum fl_referral_state state;
    int64_t claim; /* 0: nobody holds it */
    const char *mediator;
    int64_t entered_at, offered_at, accept_by, accepted_at, concluded_at, paused_at;
    int paused_days; /* that do not count, without the pause that still lasts */
    fl_day due_on;
    const char *outcome, *reason, *docket;
};

/* The referral of this desk's court and channel, held until the commit when `lock`. FL_E_NOT_FOUND.
 */
int referral_read(const struct call *call, int64_t referral_id, bool lock, struct referral *ret,
                  struct fl_error *err);

/* The same of any desk, for those who act without a call: held until the commit. */
int referral_lock(const struct act *act, int64_t referral_id, struct referral *ret,
                  struct fl_error *err);

/* FL_E_CONFLICT, with the present state, unless the state allows the step and the claim is the
 * holder's. */
int referral_check(const struct referral *referral, enum lifecycle_step step, int64_t claim,
                   struct fl_error *err);

/* FL_E_CONFLICT that names the present state, which is all there is to say when why is NULL. */
int referral_conflict(const struct referral *referral, const char *why, struct fl_error *err);

/* Reads the referral of params.referral_id, held until the commit, and checks params.claim for the
 * step. */
int referral_take(const struct call *call, enum lifecycle_step step, struct referral *ret,
                  struct fl_error *err);

/* The ids of an array of params, each once and in one order, so that two clerks never wait for each other in a ring;
 * in the arena of the call. */
int call_ids(const struct call *call, const char *name, int64_t **ret, int *ret_n,
             struct fl_error *err);

/* An event of a call upon a referral: codes as JSON in `data`, the words of people in `words`; both
 * may be NULL. The actor is the holder. */
int referral_event(const struct act *act, const struct referral *referral, enum fl_event_type type,
                   const char *data, const char *words, int64_t *ret_id, struct fl_error *err);

/* A referral in hand, locked, goes back into its queue by STEP_DECLINE or STEP_RELEASE: event of the type with
 * params.reason as its words, an acceptance that is taken back in the counts. With `decliner` the holder is not asked
 * again. */
int referral_return(struct call *call, struct act *act, struct referral *referral,
                    enum lifecycle_step step, enum fl_event_type type, bool decliner,
                    const char *data, struct fl_error *err);

/* n fresh ids as a PostgreSQL array, in `ret`. */
int id_array(struct engine *engine, struct pg *db, int n, struct buf *ret, struct fl_error *err);

/* The end of the last of the adapter's working days to accept, counted from `at`. */
int accept_by(const struct call *call, const struct fl_adapter *adapter, int64_t at, int64_t *ret,
              struct fl_error *err);

/* A moment as RFC 3339 text under a key; PG_NULL_NUMBER writes null. And a day. */
void put_moment(struct buf *buf, const char *key, int64_t ms);
void put_day(struct buf *buf, const char *key, fl_day day);

/* {"referral_id","case_id","state",…}: the answer of a step that does not conclude. */
void referral_write(const struct referral *referral, struct buf *buf);

/* The methods, one file each family. */
method_run desk_pull, desk_accept, desk_decline, desk_release, desk_report, desk_list, desk_note,
    desk_extend, desk_pause, desk_resume, desk_agreement, desk_reassign, desk_correct,
    desk_redeliver, agreement_performed;

#endif
