/* The same dispute from two sources of one court: found after the store, never merged silently. A claimant and a respondent in common (by
 * the keyed hash of their number where both have one, else of their name) and filed near to each other, or about the same cause
 * (parameters link.days, link.same_cause_days), make a `possible` link with an event case.linked at both; a routing
 * clerk confirms or dismisses it (case.link). */
#ifndef ENGINE_LINK_H
#define ENGINE_LINK_H

#include "engine/desk/act.h"

/* Looks at what was received since the last look: one page of events, one transaction, any number of processes (one
 * works at a time). *ret_more: the page was full. Not inside a transaction. */
int link_sweep(struct engine *engine, struct pg *db, int64_t now, bool *ret_more,
               struct fl_error *err);

#endif
