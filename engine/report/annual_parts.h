/* The parts of the report of a period; inside engine/report only. Each reads what it needs and puts its section behind those
 * that are there. */
#ifndef ENGINE_REPORT_ANNUAL_PARTS_H
#define ENGINE_REPORT_ANNUAL_PARTS_H

#include "engine/report/annual.h"

struct annual_section *annual_section(struct annual *annual, const struct grid *grid,
                                      const char *note);
/* "80.86"; NULL where the denominator is nothing. */
const char *annual_percent(struct arena *arena, int64_t numerator, int64_t denominator);

/* annual_figures.c */
void annual_put_main(struct annual *annual);
void annual_put_rates(struct annual *annual);
int annual_put_days(struct annual *annual, struct pg *pg, struct fl_error *err);

/* annual_tables.c; parts without a second row are left out */
int annual_put_months(struct annual *annual, struct pg *pg, struct fl_error *err);
int annual_put_channels(struct annual *annual, struct pg *pg, struct fl_error *err);
int annual_put_causes(struct annual *annual, struct pg *pg, struct fl_error *err);
int annual_put_parts(struct annual *annual, struct pg *pg, const char *by, const char *id,
                     const char *title, struct fl_error *err);

#endif
