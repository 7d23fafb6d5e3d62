/* Days by the civil-date algorithms of Howard Hinnant ("chrono-Compatible Low-Level Date Algorithms"). */
#include "engine/base/day.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SHANGHAI_MS (8LL * 3600 * 1000)
#define DAY_MS      (24LL * 3600 * 1000)

fl_day
day_of_civil(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int yoe = year - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

struct civil
day_civil(fl_day day)
{
    int z = day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    struct civil c = {yoe + era * 400, mp < 10 ? mp + 3 : mp - 9, doy - (153 * mp + 2) / 5 + 1};
    c.year += c.month <= 2;
    return c;
}

static bool
digits(const char *text, int n, int *ret)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    *ret = value;
    return true;
}

bool
day_parse(const char *text, size_t len, fl_day *ret)
{
    int y, m, d;
    if (len != 10 || text[4] != '-' || text[7] != '-' || !digits(text, 4, &y) ||
        !digits(text + 5, 2, &m) || !digits(text + 8, 2, &d))
        return false;
    if (y < 1900 || y > 2999 || m < 1 || m > 12 || d < 1)
        return false;
    fl_day day = day_of_civil(y, m, d);
    struct civil back = day_civil(day); /* the 31st of a short month comes back as another day */
    if (back.month != m || back.day != d)
        return false;
    *ret = day;
    return true;
}

char *
day_print(fl_day day, char ret[11])
{
    struct civil c = day_civil(day);
    unsigned y = (unsigned)(c.year < 0 || c.year > 9999 ? 0 : c.year);
    snprintf(ret, 11, "%04u-%02u-%02u", y % 10000, (unsigned)c.month % 100, (unsigned)c.day % 100);
    return ret;
}

int
day_weekday(fl_day day)
{
    int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

fl_day
day_add_months(fl_day day, int months)
{
    struct civil c = day_civil(day);
    int total = c.year * 12 + c.month - 1 + months;
    int year = total / 12, month = total % 12 + 1;
    fl_day next_first =
        month == 12 ? day_of_civil(year + 1, 1, 1) : day_of_civil(year, month + 1, 1);
    fl_day wanted = day_of_civil(year, month, 1) + c.day - 1;
    return wanted < next_first ? wanted : next_first - 1;
}

bool
moment_parse(const char *text, size_t len, int64_t *ret_ms)
{
    fl_day day;
    int h, m, s, ms = 0;
    if (len < 20 || !day_parse(text, 10, &day) || (text[10] != 'T' && text[10] != 't') ||
        !digits(text + 11, 2, &h) || text[13] != ':' || !digits(text + 14, 2, &m) ||
        text[16] != ':' || !digits(text + 17, 2, &s) || h > 23 || m > 59 || s > 59)
        return false;
    size_t at = 19;
    if (text[at] == '.') {
        int scale = 100;
        size_t first = ++at;
        for (; at < len && text[at] >= '0' && text[at] <= '9'; at++, scale /= 10)
            ms += (text[at] - '0') * scale;
        if (at == first || at - first > 9)
            return false;
    }
    int64_t offset = 0;
    if (at + 1 == len && (text[at] == 'Z' || text[at] == 'z')) {
        offset = 0;
    } else if (at + 6 == len && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
        int oh, om;
        if (!digits(text + at + 1, 2, &oh) || !digits(text + at + 4, 2, &om) || oh > 23 || om > 59)
            return false;
        offset = (oh * 60 + om) * 60000LL * (text[at] == '-' ? -1 : 1);
    } else {
        return false;
    }
    *ret_ms = day * DAY_MS + ((h * 60 + m) * 60 + s) * 1000LL + ms - offset;
    return true;
}

fl_day
moment_day(int64_t ms)
{
    int64_t local = ms + SHANGHAI_MS;
    return (fl_day)(local >= 0 ? local / DAY_MS : (local - DAY_MS + 1) / DAY_MS);
}

int64_t
day_start(fl_day day)
{
    return day * DAY_MS - SHANGHAI_MS;
}

char *
moment_print(int64_t ms, char ret[32])
{
    fl_day day = moment_day(ms);
    unsigned rest = (unsigned)(ms - day_start(day));
    char date[11];
    snprintf(ret, 32, "%sT%02u:%02u:%02u.%03u+08:00", day_print(day, date), rest / 3600000 % 24,
             rest / 60000 % 60, rest / 1000 % 60, rest % 1000);
    return ret;
}

int64_t
moment_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}
