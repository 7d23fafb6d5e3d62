/* Options that name a period of the calendar: --year, --quarter, --month. */
#ifndef ENGINE_CLI_PERIOD_H
#define ENGINE_CLI_PERIOD_H

#include "engine/report/stats.h"

struct period_options {
    int64_t year, quarter, month; /* 0: not given */
};

/* clang-format off */
#define PERIOD_OPTIONS(p)                                                                          \
    {"year", "Y", OPTION_INT, &(p).year, 1949, 2999, "年度", "the year"},                         \
    {"quarter", "Q", OPTION_INT, &(p).quarter, 1, 4, "季度1至4；省略则为全年", "quarter 1 to 4; absent: the whole year"}, \
    {"month", "M", OPTION_INT, &(p).month, 1, 12, "月份1至12", "month 1 to 12"}
/* clang-format on */

/* Both days into the query, and "", "Q1" or "M03" into ret_part. FL_E_USAGE with a sentence. */
int period_read(const struct period_options *options, struct stats_query *query, char ret_part[8],
                struct fl_error *err);

#endif
