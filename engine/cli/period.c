/* A year, a quarter, a month. */
#include "engine/cli/period.h"

#include <stdio.h>

#include "engine/base/lang.h"

int
period_read(const struct period_options *o, struct stats_query *query, char ret_part[8],
            struct fl_error *err)
{
    if (!o->year)
        return fl_fail(err, FL_E_USAGE, "%s", say("须写明 --year", "--year is needed"));
    if (o->quarter && o->month)
        return fl_fail(err, FL_E_USAGE, "%s",
                       say("--quarter 不与 --month 并用", "either --quarter or --month"));
    int first = o->quarter ? 3 * (int)o->quarter - 2 : o->month ? (int)o->month : 1;
    int months = o->quarter ? 3 : o->month ? 1 : 12;
    query->from = day_of_civil((int)o->year, first, 1);
    query->to = day_add_months(query->from, months) - 1;
    snprintf(ret_part, 8, "%s", "");
    if (o->quarter)
        snprintf(ret_part, 8, "Q%d", (int)o->quarter);
    else if (o->month)
        snprintf(ret_part, 8, "M%02d", (int)o->month);
    return 0;
}
