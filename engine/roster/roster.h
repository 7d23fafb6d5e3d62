/* The roster as a process keeps it in memory: every mediator with what a pull must know, read whole when the number of
 * the roster has changed. A pull names the number it was prepared with and takes nothing under another, so nobody is
 * ever offered a case by a roster that no longer holds. */
#ifndef ENGINE_ROSTER_H
#define ENGINE_ROSTER_H

#include "engine/engine.h"

struct roster_days {
    fl_day from, until; /* until: INT32_MAX when open */
};

/* What is left open by the mediator stands here as the body has it. */
struct roster_member {
    char *court, *mediator, *body, *channel;
    char **streets, **causes; /* NULL-ended; empty: all. Causes as LIST:CODE */
    int64_t cap;              /* PG_NULL_NUMBER: none */
    bool active;
    struct roster_days *away;
    int n_away;
    char *names, *numbers; /* keyed hashes of those the mediator is near to, as PostgreSQL arrays */
};

struct roster;

/* The newest roster that is known, held; `fresh`: read again unless it is the newest. Thread safe. */
int roster_hold(struct engine *engine, struct pg *pg, bool fresh, struct roster **ret,
                struct fl_error *err);
void roster_release(struct roster *roster);
/* At the end of the engine. */
void roster_forget(struct engine *engine);

int64_t roster_number(const struct roster *roster);
/* NULL: not on the roster. */
const struct roster_member *roster_find(const struct roster *roster, const char *court,
                                        const char *mediator);
bool roster_is_away(const struct roster_member *member, fl_day day);
/* Whether a member takes what waits at a place and is about a cause. A place that is not known is everybody's, a cause
 * that is not known is for those who take every cause. */
bool roster_fits(const struct roster_member *member, const struct policy *policy,
                 const char *street, const char *community, const char *cause_list,
                 const char *cause);

#endif
