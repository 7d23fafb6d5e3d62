/* The door of rpc: who is calling, may they, and are they within their limits.
 *
 * In this order, and before anything of the request is looked at more closely: the token (unauthenticated), the
 * row of the right and its reach (forbidden; the sentence names the right and what of it is missing, and is the same
 * whether the case exists or not), the meter of the principal (overloaded). A refusal is logged here, once, with the
 * id of the token and never a word of the request; beyond LINES_A_SECOND such lines they are counted instead. */
#ifndef ENGINE_ACCESS_H
#define ENGINE_ACCESS_H

#include "engine/serve/rpc.h"

/* Reads params.token, takes it out of the params, and fills item->principal, item->court. NULL is the principal
 * where nobody is asked: server.info, and everything with access = open. */
int access_identify(struct item *item, cJSON *params, struct fl_error *err);

/* Refuses an item whose connection has too much in flight. */
int access_crowded(struct item *item, struct fl_error *err);

/* Counts the item in. Called again when a message of the bulk feed was over a limit. */
int access_meter(struct item *item, struct fl_error *err);

/* The item has been answered: counts it out and gives the principal back. */
void access_leave(struct item *item);

/* What a method asks of the caller beyond its row: the right that is missing, for a referral of another body (or of
 * none: the answer is the same, so that it says nothing about the case). */
int access_other_body(const struct call *call, struct fl_error *err);

#endif
