/* The parts of a replay; inside engine/verify only. */
#ifndef ENGINE_VERIFY_REPLAY_PARTS_H
#define ENGINE_VERIFY_REPLAY_PARTS_H

#include <string.h>

#include "engine/verify/replay.h"

/* One event at work. */
struct step {
    struct told_dispute *d;
    const struct told_event *e;
    struct told_referral *r; /* NULL: of the dispute, or not known yet */
    struct fl_error *err;
};

enum verdict { FITS, MISFIT, FAILED };

/* Texts may be NULL, which is like nothing. */
static inline bool
is(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static inline bool
is_one_of(const char *word, const char *const *list)
{
    while (*list && !is(word, *list))
        list++;
    return *list != NULL;
}

/* The effect of a step on what a measure counts, out of s->r as it stands; n is −1 where it is taken back. */
enum verdict count(const struct step *s, const char *measure, int64_t at, int n);
enum verdict count_on(const struct step *s, const char *measure, fl_day day, int n);
/* A dispute that had been referred is over, or open again. */
enum verdict count_closed(const struct step *s, int64_t at, int n);
/* The other conclusions of a dispute, of which one is corrected: taken back before, counted anew after. */
enum verdict count_others(const struct step *s, int n);

#endif
