/* What a pull takes out of the queues. */
#ifndef ENGINE_PULL_TAKE_H
#define ENGINE_PULL_TAKE_H

#include "engine/serve/call.h"
#include "fenliu/adapter.h"

/* Why nothing more is offered, where it is not that nothing fits. X(ID, "word") */
#define PULL_WHYS(X)                                                                               \
    X(NONE, NULL)                                                                                  \
    X(CAP, "cap")                   /* as many in hand as the mediator may have */                 \
    X(ABSENT, "absent")             /* away today */                                               \
    X(INACTIVE, "inactive")         /* the mediator or the body does not work */                   \
    X(OTHER_DESK, "other_desk")     /* the mediator's body works at another desk */                \
    X(UNREGISTERED, "unregistered") /* not on the roster, and mediators = registered */

enum pull_why {
#define X(id, word) PULL_##id,
    PULL_WHYS(X)
#undef X
};
const char *pull_why_word(enum pull_why why);

/* What a pull came to; pull_done clears it. */
struct pull {
    enum pull_why why;
    PGresult *offers;  /* all the mediator holds and has not accepted: rows of list_offers.sql, */
    PGresult *parties; /* and of list_offered_parties.sql */
};

/* Up to max referrals that fit become offers of the mediator, the lowest ranks first. A token that is bound to a body
 * sees the offers of that body. FL_E_FORBIDDEN when the token's body is not the mediator's. */
int pull_take(struct call *call, const struct fl_adapter *adapter, const char *mediator, int max,
              struct pull *ret, struct fl_error *err);
void pull_done(struct pull *pull);

#endif
