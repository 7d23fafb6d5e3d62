/* Closing a period: its figures frozen with their date, the report kept to the letter (schema/migrations/0151_publication.sql). */
#ifndef ENGINE_REPORT_PUBLICATION_H
#define ENGINE_REPORT_PUBLICATION_H

#include "engine/engine.h"
#include "engine/report/annual.h"

struct closing {
    struct stats_query query;
    int year;
    const char *part;       /* "", "Q1", "M03" */
    const char *court_name; /* NULL: as the policy calls it, else by its code */
    const char *by;         /* the principal */
    const struct policy *policy;
    bool again; /* another version of what was closed before */
    int64_t now;
};

struct closed {
    int64_t publication_id, figures;
    int version;
};

/* One transaction: publication, figures, documents in both languages, event period.closed. FL_E_CONFLICT: the period has not
 * ended, or is closed already. */
int publication_close(struct engine *engine, struct pg *pg, const struct closing *closing,
                      struct arena *arena, struct closed *ret, struct fl_error *err);

/* A kept document, byte for byte; FL_E_CONFLICT when it is not what was kept. */
int publication_read(struct pg *pg, const char *court, int64_t id, const char *lang,
                     const char *format, struct buf *ret, struct fl_error *err);

#endif
