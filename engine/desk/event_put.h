/* One event row in the running transaction: every step writes one, and nothing changes without one.
 */
#ifndef ENGINE_EVENT_PUT_H
#define ENGINE_EVENT_PUT_H

#include "engine/desk/act.h"

struct event_new {
    int64_t
        event_id; /* 0: a fresh one is taken; callers that need the order take theirs beforehand */
    enum fl_event_type type;
    int64_t dispute_id;
    int64_t referral_id; /* 0: none */
    const char *data;    /* JSON of codes and ids only, or NULL */
    const char *sealed;  /* words of people (reasons, notes), or NULL */
};

/* Writes the event at act->at by act->actor; its id into *ret_id (may be NULL). */
int event_put(const struct act *act, const struct event_new *event, int64_t *ret_id,
              struct fl_error *err);

#endif
