/* The cases behind a figure as a table. Source of the columns: schema/queries/list_cases_behind.sql. */
#ifndef ENGINE_REPORT_BEHIND_H
#define ENGINE_REPORT_BEHIND_H

#include "engine/report/grid.h"

/* For people with headings and words in the language of lang.h; else names and codes as they are. */
struct grid *behind_grid(struct arena *arena, const PGresult *rows, bool for_people);

#endif
