/* Hand-over (诉调对接): the same decision function decides what follows, with the history as facts.
 *
 * All of it happens in the transaction of the act that caused it. The law of the day on which the
 * next referral enters (the day of act->at) decides. */
#ifndef ENGINE_HANDOVER_H
#define ENGINE_HANDOVER_H

#include "engine/desk/act.h"
#include "fenliu/decision.h"

/* A person's word on where the dispute goes: a routing clerk at triage, a judge who converts the
 * procedure. It is kept beside the engine's decision, which it overrules when it differs. */
struct handover_order {
    enum fl_channel channel;
    enum fl_procedure procedure;
    bool fast_track;
    int64_t overrules;  /* the decision that is set aside (triage: the one that led there); 0: the
                         * engine  decides now, and the order holds against it where they differ */
    const char *reason; /* the person's words, sealed; may be NULL */
    const char *code;   /* the reason as a code, for counting; NULL: "other" */
};

/* What came of it. Text lives in the arena. */
struct handover_result {
    int64_t decision_id; /* the decision that holds */
    int64_t referral_id; /* 0: decided outside the four, the dispute is closed */
    enum fl_channel channel;
    enum fl_procedure procedure;
    bool fast_track;
    const char *docket;   /* NULL: none */
    const char *decision; /* the decision document as JSON */
};

/* Decides the open dispute again (its skeleton and the history of its concluded referrals) and
 * opens the next referral: decision row, docket number, referral, queue, events decision.made
 * (decision.overruled), referral.queued, ledger `entered`; or, outside the four, closes it (event
 * case.closed). `order` may be NULL. Sets act->woke. FL_E_CONFLICT when the dispute is not open or
 * a referral is still open. */
int handover_route(struct act *act, int64_t dispute_id, const struct handover_order *order,
                   struct handover_result *ret, struct fl_error *err);

/* Decides again after the stored document has changed (case.amend), while nothing has been
 * concluded: when channel, procedure and fast track stay, the open referral goes on with the new
 * decision (event decision.made only); else it is cancelled (ledger `cancelled` under event_id,
 * that of case.amended) and the next one opens. FL_E_CONFLICT when the dispute is not open or
 * something has been concluded. */
int handover_amend(struct act *act, int64_t dispute_id, int64_t event_id,
                   struct handover_result *ret, struct fl_error *err);

/* case.object: a party objects to where the dispute goes, while nothing has been concluded (a clerk's routing at triage
 * apart): the open referral is cancelled under event_id (that of case.objected), a decision for triage is made that
 * concerns the one in force, and its referral opens. What was closed as belonging to none of the four is opened again
 * (event case.reopened). What is at triage already stays there. `why` is the sentence of the decision for triage.
 * *ret_concerns is the decision objected to.
 * FL_E_CONFLICT when the dispute is over or something has been concluded. */
int handover_object(struct act *act, int64_t dispute_id, int64_t event_id, const char *why,
                    int64_t *ret_concerns, struct handover_result *ret, struct fl_error *err);

/* A closed dispute goes on (domain: 诉调对接): both parties apply for confirmation of what they agreed, an award is
 * sued against, an agreement was not performed. Its file stays one. */
struct handover_reopening {
    const char *data;  /* of the event case.reopened: codes as JSON */
    const char *words; /* why, sealed; may be NULL */
    int channel,
        procedure; /* what is applied for, which the decision must come to; -1: any but outside */
};

/* Opens the closed dispute again, decides it with the facts it has now and its history, and opens the next referral.
 * FL_E_CONFLICT, with the decision's own sentence and article, when it comes to something else; when the dispute is not
 * closed, or nothing was concluded in it. */
int handover_reopen(struct act *act, int64_t dispute_id, const struct handover_reopening *why,
                    struct handover_result *ret, struct fl_error *err);

/* The case of a dispute as the next decision would see it: its stored document, and the referrals concluded so far as
 * history. Nothing is locked. */
int handover_read(struct act *act, int64_t dispute_id, const char *document, struct fl_case *ret,
                  struct fl_error *err);

/* Cancels the open referral of a dispute, if there is one: state, queue, ledger `cancelled` under
 * event_id (that of case.withdrawn or case.amended). */
int handover_cancel(struct act *act, int64_t dispute_id, int64_t event_id, struct fl_error *err);

/* The dispute is over: state closed, event case.closed with the outcome as its reason. */
int handover_close(struct act *act, int64_t dispute_id, int64_t referral_id, const char *why,
                   struct fl_error *err);

/* case.withdraw: cancels the open referral and sets the dispute withdrawn, both under event_id.
 * FL_E_CONFLICT when it is not open. */
int handover_withdraw(struct act *act, int64_t dispute_id, int64_t event_id, struct fl_error *err);

#endif
