/* The states of a referral as one table: from which state which step leads where, and why. Every
 * SQL statement that takes a step gets its from-states from here, so that a stale step changes
 * nothing. The table is printed as tests/golden/lifecycle.txt. */
#ifndef ENGINE_LIFECYCLE_H
#define ENGINE_LIFECYCLE_H

#include <stdbool.h>
#include <stdio.h>

#include "fenliu/vocab.h"

/* X(ID, "name") */
#define LIFECYCLE_STEPS(X)                                                                         \
    X(OFFER, "offer")                                                                              \
    X(ACCEPT, "accept")                                                                            \
    X(DECLINE, "decline")                                                                          \
    X(LAPSE, "lapse")                                                                              \
    X(RELEASE, "release")                                                                          \
    X(REASSIGN, "reassign")                                                                        \
    X(NOTE, "note")                                                                                \
    X(EXTEND, "extend")                                                                            \
    X(DRAFT, "draft")                                                                              \
    X(PAUSE, "pause")                                                                              \
    X(RESUME, "resume")                                                                            \
    X(CONCLUDE, "conclude")                                                                        \
    X(REFUSE, "refuse")                                                                            \
    X(EXPIRE, "expire")                                                                            \
    X(CORRECT, "correct")                                                                          \
    X(CANCEL, "cancel")

enum lifecycle_step {
#define X(id, name) STEP_##id,
    LIFECYCLE_STEPS(X)
#undef X
        STEP__COUNT
};

struct lifecycle_row {
    enum fl_referral_state from;
    enum lifecycle_step step;
    enum fl_referral_state to;
    const char *why;
};
extern const struct lifecycle_row lifecycle[];
extern const int lifecycle_count;

const char *lifecycle_step_name(enum lifecycle_step step);

/* Does the state allow the step, and where does it lead? */
bool lifecycle_next(enum fl_referral_state from, enum lifecycle_step step,
                    enum fl_referral_state *ret_to);

/* The from-states of a step as a PostgreSQL array: "{queued,offered}". Thread safe. */
#define LIFECYCLE_ARRAY 96
char *lifecycle_from(enum lifecycle_step step, char ret[LIFECYCLE_ARRAY]); /* returns ret */

/* The wire name of the one state that a step leads to; NULL when that depends on the state before.
 */
const char *lifecycle_to(enum lifecycle_step step);

/* One row a line, in the order of the table. */
void lifecycle_print(FILE *out);

#endif
