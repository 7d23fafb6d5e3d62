/* The report of a period: one paragraph, tables, charts, notes. Every number of the paragraph comes from the rows that the tables
 * show. Written as Markdown, as one HTML page that stands alone and prints on A4, and as a spreadsheet. */
#ifndef ENGINE_REPORT_ANNUAL_H
#define ENGINE_REPORT_ANNUAL_H

#include "engine/policy/policy.h"
#include "engine/report/chart.h"
#include "engine/report/stats.h"

enum { ANNUAL_SECTIONS = 16 };

/* A table with its chart and a note. */
struct annual_section {
    const struct grid *grid;
    const char *note; /* NULL: none */
    struct buf svg;   /* empty: no chart */
};

struct annual {
    struct arena *arena;
    struct stats_query query, before; /* the period, and the same a year earlier */
    const char *court_name;
    bool has_before;              /* anything was counted a year earlier */
    const struct grid *now, *was; /* one row of all figures each */
    struct annual_section sections[ANNUAL_SECTIONS];
    int n_sections;
    const char *title, *paragraph,
        *closed; /* closed: what was published, and what came after; NULL */
    /* of the table of days; NULL: none */
    const char *mean_days_pre_litigation, *mean_days_entrusted, *mean_days_fast_track;
    bool undrawn; /* there was something to draw, and no gnuplot */
};

/* Reads all of it, in one snapshot, in the language of lang.h. court_name NULL: the court is called as the policy calls it;
 * with neither (a policy may be NULL) by its code. annual_done frees the charts, the arena the rest. */
int annual_read(struct pg *pg, const struct stats_query *query, const char *court_name,
                const struct policy *policy, struct arena *arena, struct annual *ret,
                struct fl_error *err);
void annual_done(struct annual *annual);

/* A figure of the period, or of the year before; 0 where nothing was counted. */
int64_t annual_figure(const struct grid *figures, const char *name);

/* The paragraph, out of the figures. */
const char *annual_paragraph(const struct annual *annual);

void annual_write_markdown(const struct annual *annual, struct buf *out);
void annual_write_html(const struct annual *annual, struct buf *out);

#endif
