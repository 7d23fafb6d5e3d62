/* The totals: asked of the functions of schema stats, printed as table, CSV, JSON or spreadsheet. What each figure counts is
 * said in one place, the comments of schema/analyst, and in docs/statistics.md. */
#ifndef ENGINE_REPORT_STATS_H
#define ENGINE_REPORT_STATS_H

#include "engine/base/buf.h"
#include "engine/base/day.h"
#include "engine/pg/pg.h"
#include "engine/report/grid.h"

/* What is asked: a court, a period with both its days, and a dimension to split by. */
struct stats_query {
    const char *court;
    fl_day from, to;
    const char *by; /* month, channel, cause …; NULL: the totals alone */
};

/* FL_E_USAGE for an unknown dimension. The caller clears *ret. Periods are listed up to clock_now(). */
int stats_read(struct pg *pg, const struct stats_query *query, PGresult **ret,
               struct fl_error *err);
/* The latest year that has figures; 0 when there are none. */
int stats_last_year(struct pg *pg, const char *court, int *ret, struct fl_error *err);
/* The same period a year before. */
struct stats_query stats_year_before(const struct stats_query *query);

enum stats_format { STATS_TABLE, STATS_CSV, STATS_JSON, STATS_XLSX };
/* "table", "csv", "json", "xlsx"; false for another word. */
bool stats_format_find(const char *word, enum stats_format *ret);
void stats_write(const struct stats_query *query, const PGresult *result, enum stats_format format,
                 struct buf *out);

/* The same as tables: codes as they are, or in words for people; one line a figure; beside last year's. */
struct grid *stats_grid(struct arena *arena, const struct stats_query *query, const char *id,
                        const char *title, const PGresult *result, bool for_people);
struct grid *stats_figures(struct arena *arena, const struct grid *totals);
struct grid *stats_compare(struct arena *arena, const struct stats_query *query,
                           const struct grid *now, const struct grid *before, bool for_people);
void stats_write_grid(const struct stats_query *query, const struct grid *grid,
                      enum stats_format format, struct buf *out);

/* The sentence of the annual report: 2021年诉前调解…件、速裁案件…件。 From a result without `by`.
 */
void stats_sentence(const struct stats_query *query, const PGresult *result, struct buf *out);
/* 2021年, 2021年第1季度, 2021年3月, else both days. */
void stats_put_period(const struct stats_query *query, struct buf *out);

/* The label of a column in the language of lang.h; the column's own name when it has none. */
const char *stats_label(const char *column);
/* The key of a channel in words. */
const char *stats_key_words(struct arena *arena, const char *key);

#endif
