/* Spreadsheets: the only file that speaks to libxlsxwriter. Numbers are numbers, percent is a format, the header stays in
 * sight, and the last sheet says what each column counts. */
#ifndef ENGINE_REPORT_XLSX_H
#define ENGINE_REPORT_XLSX_H

#include "engine/report/grid.h"

/* A sheet per table, named by its title. `definitions`: result of list_definitions.sql; NULL: without. FL_E_IO. */
int xlsx_write(const char *path, const struct grid *const *grids, int n,
               const PGresult *definitions, struct fl_error *err);

#endif
