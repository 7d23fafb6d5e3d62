/* The count and the bucket of one principal. */
#include "engine/base/meter.h"

#include <string.h>

#define FLIGHT_RETRY_MS 50 /* something in flight should have ended by then */

void
meter_init(struct meter *meter)
{
    memset(meter, 0, sizeof *meter);
    pthread_mutex_init(&meter->lock, NULL);
}

void
meter_done(struct meter *meter)
{
    pthread_mutex_destroy(&meter->lock);
}

static void
fill(struct meter *meter, int64_t now_us, double rate)
{
    if (!meter->at_us)
        meter->level = rate;
    else if (now_us > meter->at_us)
        meter->level += rate * (double)(now_us - meter->at_us) / 1e6;
    if (meter->level > rate)
        meter->level = rate;
    if (now_us > meter->at_us)
        meter->at_us = now_us;
}

enum meter_verdict
meter_enter(struct meter *meter, int64_t now_us, int64_t rate, int64_t flight_max, int *ret_ms)
{
    enum meter_verdict verdict = METER_OK;
    pthread_mutex_lock(&meter->lock);
    fill(meter, now_us, (double)rate);
    if (meter->in_flight >= flight_max) {
        verdict = METER_FLIGHT;
        *ret_ms = FLIGHT_RETRY_MS;
    } else if (meter->level < 1) {
        verdict = METER_RATE;
        *ret_ms = (int)((1 - meter->level) * 1000 / (double)rate) + 1;
    } else {
        meter->level -= 1;
        meter->in_flight++;
    }
    pthread_mutex_unlock(&meter->lock);
    return verdict;
}

void
meter_leave(struct meter *meter)
{
    pthread_mutex_lock(&meter->lock);
    meter->in_flight--;
    pthread_mutex_unlock(&meter->lock);
}
