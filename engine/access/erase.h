/* Keeping and erasing: personal data is kept for as long after the end of its dispute as the policy says (parameter
 * retention.personal, in months), and then erased by destroying the dispute's key. 个人信息保护法 arts 19, 47. */
#ifndef ENGINE_ERASE_H
#define ENGINE_ERASE_H

#include "engine/engine.h"

#define RETENTION_PARAM "retention.personal"

/* The months of the policy on the day of `now`; false when it names none: then nothing is ever erased. */
bool erase_months(const struct policy *policy, int64_t now, int *ret_months);

/* How many disputes are due, and the day on which the oldest of them ended ("" without). */
int erase_count(struct pg *pg, int64_t now, int months, int64_t *ret_n, char ret_oldest[11],
                struct fl_error *err);

/* Erases up to ERASE_BATCH of them, in a transaction of its own; 0 when none is left. An event person.erased each. */
enum { ERASE_BATCH = 500 };
int erase_batch(struct engine *engine, struct pg *pg, int64_t now, int months, const char *actor,
                int *ret_n, struct fl_error *err);

#endif
