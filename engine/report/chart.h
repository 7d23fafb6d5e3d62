/* Charts by gnuplot, as SVG to stand within a page. gnuplot need not be there: then there are no charts, and the report says so. */
#ifndef ENGINE_REPORT_CHART_H
#define ENGINE_REPORT_CHART_H

#include "engine/report/grid.h"

enum chart_kind {
    CHART_COLUMNS, /* groups of columns, a colour a series */
    CHART_BARS     /* one bar a row, the largest on top, with its number */
};

struct chart {
    const char *id, *title;
    enum chart_kind kind;
    const struct grid *grid;
    const char *label;     /* the column of the names */
    const char *series[4]; /* columns of the numbers, NULL-ended */
    int rows;              /* bars: how many at most */
};

/* Appends the <svg> of a chart. *ret_drawn is false, and nothing is appended, when there is no gnuplot (FENLIU_GNUPLOT names
 * another program) or nothing to draw. FL_E_IO when gnuplot fails. */
int chart_draw(const struct chart *chart, struct buf *out, bool *ret_drawn, struct fl_error *err);

#endif
