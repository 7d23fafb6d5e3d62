/* Working days and the ends of periods (民诉法 85; 解释 125): public holidays and make-up days are
 * data, the rest is weekdays. Look-up tables are made once over the years a case can touch. */
#include "engine/base/day.h"
#include "engine/policy/policy_loader.h"

#include <string.h>

/* The tables reach this far: births of periods long past, ends of periods long ahead. Beyond them
 * only weekdays count, found by stepping. */
#define TABLE_FIRST_YEAR 1990
#define TABLE_LAST_YEAR  2070

static bool
is_weekend(fl_day day)
{
    return day_weekday(day) >= 5;
}

static bool
in_table(const struct calendar *calendar, fl_day day)
{
    return calendar->nth && day >= calendar->first && day <= calendar->last;
}

static fl_day
next_working(const struct calendar *calendar, fl_day day)
{
    if (in_table(calendar, day))
        return calendar->next_work[day - calendar->first];
    while (is_weekend(day))
        day++;
    return day;
}

static fl_day
add_working(const struct calendar *calendar, fl_day event, int length)
{
    if (in_table(calendar, event)) {
        int n = calendar->count[event - calendar->first] + length;
        if (n >= 1 && n <= calendar->count[calendar->last - calendar->first])
            return calendar->nth[n];
    }
    while (length > 0)
        length -= !is_weekend(++event);
    return event;
}

/* Days beyond this would run out of what a civil date can say; a period never needs them. */
static fl_day
clamp_day(int64_t day)
{
    const int64_t most = 365243; /* the year 2970 */
    return (fl_day)(day > most ? most : day < -most ? -most : day);
}

fl_day
period_end(const struct calendar *calendar, fl_day event, int length, enum fl_unit unit)
{
    event = clamp_day(event);
    if (unit == FL_WORKING_DAYS)
        return add_working(calendar, event, length > 10000 ? 10000 : length);
    fl_day last = unit == FL_MONTHS ? day_add_months(event, length > 1200 ? 1200 : length)
                                    : clamp_day((int64_t)event + length);
    return next_working(calendar, last);
}

bool
policy_is_working_day(const struct policy *policy, fl_day day)
{
    return next_working(&policy->calendar, day) == day;
}

bool
policy_calendar_covers(const struct policy *policy, fl_day day)
{
    return day >= policy->calendar.data_first && day <= policy->calendar.data_last;
}

fl_day
policy_period_end(const struct policy *policy, fl_day event, int length, enum fl_unit unit)
{
    return period_end(&policy->calendar, event, length, unit);
}

/* Fills the tables from one byte per day: working or not. */
static void
fill_tables(struct calendar *calendar, struct arena *arena, const uint8_t *working)
{
    int n = calendar->last - calendar->first + 1, counted = 0;
    calendar->next_work = arena_take(arena, (size_t)n * sizeof *calendar->next_work);
    calendar->count = arena_take(arena, (size_t)n * sizeof *calendar->count);
    calendar->nth = arena_take(arena, (size_t)(n + 1) * sizeof *calendar->nth);
    for (int i = 0; i < n; i++) {
        if (working[i])
            calendar->nth[++counted] = calendar->first + i;
        calendar->count[i] = counted;
    }
    fl_day next = calendar->last + 1;
    while (is_weekend(next))
        next++;
    for (int i = n - 1; i >= 0; i--) {
        if (working[i])
            next = calendar->first + i;
        calendar->next_work[i] = next;
    }
}

int
load_calendar(struct loader *loader, const char *path)
{
    static const char *const columns[] = {"date", "kind", "name", NULL};
    struct tsv tsv;
    int rc = loader_tsv(loader, path, columns, &tsv);
    if (rc)
        return rc;
    struct calendar *calendar = &loader->policy->calendar;
    calendar->first = day_of_civil(TABLE_FIRST_YEAR, 1, 1);
    calendar->last = day_of_civil(TABLE_LAST_YEAR, 12, 31);
    int n = calendar->last - calendar->first + 1;
    uint8_t *working = arena_take(&loader->policy->arena, (size_t)n);
    for (int i = 0; i < n; i++)
        working[i] = !is_weekend(calendar->first + i);
    uint8_t *seen = arena_take(&loader->policy->arena, (size_t)n);
    fl_day first = DAY_OPEN, last = INT32_MIN;
    for (int i = 0; i < tsv.n; i++) {
        const char *text = tsv.rows[i][0], *kind = tsv.rows[i][1];
        fl_day day;
        if ((rc = loader_day(loader, "date", text, &day)))
            return rc;
        if (strcmp(kind, "off") && strcmp(kind, "work"))
            return loader_fail(loader, text, "kind is off or work, not \"%s\"", kind);
        if (day < calendar->first || day > calendar->last)
            return loader_fail(loader, text, "outside the years %d to %d", TABLE_FIRST_YEAR,
                               TABLE_LAST_YEAR);
        if (seen[day - calendar->first]++)
            return loader_fail(loader, text, "the day stands twice");
        working[day - calendar->first] = !strcmp(kind, "work");
        first = day < first ? day : first;
        last = day > last ? day : last;
    }
    fill_tables(calendar, &loader->policy->arena, working);
    /* The arrangement of a year is published whole, and may touch the last days of the year before.
     */
    calendar->data_first = first;
    calendar->data_last = tsv.n ? day_of_civil(day_civil(last).year, 12, 31) : INT32_MIN;
    return 0;
}
