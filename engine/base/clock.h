/* The one clock. In a database created as synthetic it stands still until clock.set moves it forward
 * (clock = manual); everywhere else it is the machine's clock and cannot be set. Thread safe. */
#ifndef ENGINE_CLOCK_H
#define ENGINE_CLOCK_H

#include <stdint.h>

int64_t clock_now(void);           /* Unix ms: the moment that events happen */
void clock_manual(int64_t now_ms); /* from the row of a synthetic database; never backwards */

#endif
