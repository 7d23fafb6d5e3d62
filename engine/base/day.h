/* Days and moments. One time zone, Asia/Shanghai (UTC+8, no summer time since 1991), computed here so that
 * no TZ variable can move a deadline.
 *
 * A day is days since 1970-01-01; a moment is Unix time in milliseconds (UTC). */
#ifndef ENGINE_DAY_H
#define ENGINE_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fenliu/case.h"

struct civil {
    int year, month, day;
};

fl_day day_of_civil(int year, int month, int day);
struct civil day_civil(fl_day day);
bool day_parse(const char *text, size_t len, fl_day *ret); /* strictly YYYY-MM-DD, 1900 … 2999 */
char *day_print(fl_day day, char ret[11]);                 /* returns ret */
int day_weekday(fl_day day);                               /* 0 Monday … 6 Sunday */
fl_day day_add_months(fl_day day, int months);             /* clamps to the month's last day */

/* RFC 3339 with offset or Z, seconds required, fraction optional (milliseconds kept). */
bool moment_parse(const char *text, size_t len, int64_t *ret_ms);
char *moment_print(int64_t ms, char ret[32]); /* 2021-03-05T09:12:00.000+08:00 */
fl_day moment_day(int64_t ms);                /* the day in Asia/Shanghai */
int64_t day_start(fl_day day);                /* its first moment in Asia/Shanghai */
int64_t moment_now(void);                     /* the machine's clock; only clock.c calls it */

#endif
