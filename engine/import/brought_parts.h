/* Reading rows, in two halves: each visit, then the dispute. Inside engine/import only. */
#ifndef ENGINE_IMPORT_BROUGHT_PARTS_H
#define ENGINE_IMPORT_BROUGHT_PARTS_H

#include "engine/base/day.h"
#include "engine/import/brought.h"

/* Days without a time of day: it came in the morning, was taken on in the morning, and ended in the afternoon. */
enum { ENTERED_H = 9, ACCEPTED_H = 10, CONCLUDED_H = 17 };
#define HOUR_MS (INT64_C(3600) * 1000)

struct reading {
    const struct policy *policy;
    const struct mapping *mapping;
    int64_t now;
    struct arena *arena;
    struct brought *b;
    struct import_faults *faults;
};

/* A word of a list, by its name or its term: -1 without a value, and with a fault. */
int take_word(const struct reading *r, const struct import_row *row, enum import_member member,
              const struct fl_vocab *vocab);
/* PG_NULL_NUMBER without a value, and with a fault. */
int64_t take_moment(const struct reading *r, const struct import_row *row,
                    enum import_member member, int hour);

/* … of a day that may lie ahead. */
int64_t take_moment_ahead(const struct reading *r, const struct import_row *row,
                          enum import_member member, int hour);

/* What became of its agreement; its outcome and days are there. */
void take_performance(const struct reading *r, const struct import_row *row,
                      struct brought_visit *v);
/* One visit. Its court stands in r->b. */
void take_visit(const struct reading *r, const struct import_row *row, struct brought_visit *ret);
/* Each visit after the end of the one before it. */
void check_visits(const struct reading *r, const struct import_row *rows);

#endif
