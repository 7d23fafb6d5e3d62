/* What one principal may ask for at a time and in a time: a count of requests in flight and a token bucket.
 *
 * The bucket holds as many requests as come in one second; it fills at the configured rate. A request over a limit
 * is told after how long asking again may succeed, and has changed nothing. Thread safe. */
#ifndef ENGINE_METER_H
#define ENGINE_METER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct meter {
    pthread_mutex_t lock;
    int64_t in_flight;
    double level;       /* requests left in the bucket */
    int64_t at_us;      /* monotonic: when the level was right; 0: full */
    struct meter *next; /* the owner's list */
};

enum meter_verdict { METER_OK, METER_FLIGHT, METER_RATE };

void meter_init(struct meter *meter);
void meter_done(struct meter *meter);

/* Takes one request in. METER_OK: meter_leave() when it has been answered. Else *ret_ms is the time to wait. */
enum meter_verdict meter_enter(struct meter *meter, int64_t now_us, int64_t rate,
                               int64_t flight_max, int *ret_ms);
void meter_leave(struct meter *meter);

#endif
