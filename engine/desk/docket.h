/* Docket numbers (案号) without gaps, one referral at a time: the counter row of (court, word,
 * year) is locked last in the transaction, so that its lock is short and no two transactions wait
 * for each other in a ring. One number per dispute and word: a dispute that returns to a word keeps
 * its number. */
#ifndef ENGINE_DOCKET_H
#define ENGINE_DOCKET_H

#include "engine/desk/act.h"

/* The number of a dispute under a word, in the year of the day on which the referral enters. *ret
 * is text in the arena; NULL when word is NULL or the policy knows no code for the court. After it,
 * touch only new rows before the commit. */
int docket_give(const struct act *act, int64_t dispute_id, const char *word, int year,
                const char **ret, struct fl_error *err);

#endif
