/* The machine's clock, or the one that stands still in a synthetic database. */
#include "engine/base/clock.h"

#include <stdatomic.h>

#include "engine/base/day.h"

static _Atomic int64_t manual_now; /* 0: the machine's clock */

int64_t
clock_now(void)
{
    int64_t now = atomic_load(&manual_now);
    return now ? now : moment_now();
}

void
clock_manual(int64_t now_ms)
{
    int64_t seen = atomic_load(&manual_now);
    while (now_ms > seen && !atomic_compare_exchange_weak(&manual_now, &seen, now_ms)) {
    }
}
