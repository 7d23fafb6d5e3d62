/* The totals as they are printed: a result of the stats queries with its labels, as table, CSV or
 * JSON. What each figure counts is said in one place, the comments of schema/analyst, and in
 * docs/statistics.md. */
#ifndef ENGINE_STATS_H
#define ENGINE_STATS_H

#include "engine/base/buf.h"
#include "engine/base/day.h"
#include "engine/pg/pg.h"

/* What is asked: a court, a period with both its days, and a dimension to split by. */
struct stats_query {
    const char *court;
    fl_day from, to;
    const char *by; /* month, channel, cause, street, mediator; NULL: the totals alone */
};

/* FL_E_USAGE for an unknown dimension. The caller clears *ret. */
int stats_read(struct pg *pg, const struct stats_query *query, PGresult **ret,
               struct fl_error *err);
/* The latest year that has figures; 0 when there are none. */
int stats_last_year(struct pg *pg, const char *court, int *ret, struct fl_error *err);

enum stats_format { STATS_TABLE, STATS_CSV, STATS_JSON };
/* "table", "csv", "json"; false for another word. */
bool stats_format_find(const char *word, enum stats_format *ret);
void stats_write(const struct stats_query *query, const PGresult *result, enum stats_format format,
                 struct buf *out);

/* The sentence of the annual report: 2021年诉前调解…件、速裁案件…件。 From a result without `by`.
 */
void stats_sentence(const struct stats_query *query, const PGresult *result, struct buf *out);

/* The label of a column in the language of lang.h; the column's own name when it has none. */
const char *stats_label(const char *column);

#endif
