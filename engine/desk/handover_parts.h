/* The inside of the hand-over. handover.c is the way from a decision to what follows; it reads what is known
 * (handover_read.c), keeps the decision (handover_record.c) and opens the next referral (handover_open.c).
 * handover_change.c and handover_again.c are what comes from outside. All of it in the transaction of the act; what goes
 * wrong is in err, and the transaction is not to be committed. */
#ifndef ENGINE_HANDOVER_PARTS_H
#define ENGINE_HANDOVER_PARTS_H

#include "engine/desk/handover.h"
#include "fenliu/case.h"

/* A dispute on its way to the next channel. Text lives in the arena of the act. */
struct route {
    struct act *act;
    int64_t dispute_id;
    const char *ref;
    const char *street, *domain; /* of the dispute; NULL: not known */
    struct fl_case c;
    struct fl_decision d;
    int visits;            /* referrals so far */
    int64_t open_referral; /* 0: none */
    enum fl_channel open_channel;
    enum fl_procedure open_procedure;
    bool open_fast_track;
    int64_t open_entered; /* Unix ms */
    bool concluded;       /* something was */
    bool settled;         /* something was, a clerk's routing apart */
};

/* Who made a decision, upon which other one, and why. */
struct making {
    const char *by;     /* "engine", "clerk" */
    int64_t overrules;  /* the decision that is set aside; 0: none */
    int64_t concerns;   /* the decision objected to, or confirmed; 0: none */
    const char *reason; /* words, sealed; NULL: none */
    const char *code;   /* NULL: none */
    bool objected;      /* a party had */
};
extern const struct making made_by_engine;

/* handover_read.c */

/* A stored document as the case of the route. */
int route_document(struct route *route, const char *document, struct fl_error *err);
/* The referrals so far: those concluded as the newest part of the history of route->c, and the open one. `order`, which
 * may be NULL, names the procedure that the newest is converted to. */
int route_visits(struct route *route, const struct handover_order *order, struct fl_error *err);
/* Locks the dispute, which has to be open, and reads both. */
int route_read(struct route *route, const struct handover_order *order, struct fl_error *err);

/* handover.c */

/* route->d by the rules in force on the day of the act. */
void route_decide(struct route *route);
/* With route->d decided: stores it, and opens the referral or, outside the four, closes the dispute. */
int route_go_on(struct route *route, const struct making *made, struct handover_result *ret,
                struct fl_error *err);

/* handover_record.c */

/* Stores the decision in route->d and its event. `docket` may be NULL. Leaves ret->referral_id alone. */
int route_record(const struct route *route, const struct making *made, const char *docket,
                 struct handover_result *ret, struct fl_error *err);
/* The members of a decision in an event: codes only, for whoever reads events. */
void route_put(const struct route *route, int64_t decision_id, struct buf *buf);

/* handover_open.c */

/* Opens the referral that route->d, stored as ret->decision_id, asks for: ret->referral_id. */
int route_open(const struct route *route, struct handover_result *ret, struct fl_error *err);

/* handover_change.c */

/* Cancels an open referral under event_id. FL_E_CONFLICT: it was concluded meanwhile. */
int referral_cancel(struct act *act, int64_t referral_id, int64_t event_id, struct fl_error *err);

#endif
