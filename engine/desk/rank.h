/* The order in a queue is one indexable number that ages by itself: the moment of entry less a
 * bonus for priority, so that nobody is overtaken by one that entered much later
 * (docs/adapters.md). */
#ifndef ENGINE_RANK_H
#define ENGINE_RANK_H

#include <stdint.h>

/* One point of priority (the policy gives 0 … 100) is worth an hour of waiting. */
#define RANK_MS_PER_POINT (INT64_C(3600) * 1000)

static inline int64_t
rank_moment(int64_t entered_ms, int priority)
{
    return entered_ms - priority * RANK_MS_PER_POINT;
}

#endif
