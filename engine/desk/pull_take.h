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

/* Up to max referrals that fit become offers of the mediator, the lowest ranks first. *ret_body: the body whose
 * referrals these are (of the token, else of the roster; may be NULL). FL_E_FORBIDDEN when the token's body is not the
 * mediator's. */
int pull_take(struct call *call, const struct fl_adapter *adapter, const char *mediator, int max,
              enum pull_why *ret_why, struct fl_error *err);

#endif
