/* The rows of a file of past years, as members: CSV or JSON Lines, the rows of one dispute together. */
#ifndef ENGINE_IMPORT_ROWS_H
#define ENGINE_IMPORT_ROWS_H

#include "engine/cli/lines.h"
#include "engine/base/csv.h"
#include "engine/import/mapping.h"

struct import_row {
    long line;                          /* where it begins in the file, from 1 */
    const char *values[IMPORT__COUNT];  /* after words, blanks and constants; NULL: not said */
    const char *columns[IMPORT__COUNT]; /* by what the file calls it; NULL: a constant */
};

/* A fault of one row. Strings live as long as the dispute. */
struct import_fault {
    long line;
    const char *member; /* NULL: of the line as a whole */
    const char *column, *value;
    const char *rule;
};

struct import_rows {
    const struct mapping *mapping;
    struct csv csv;
    struct lines lines; /* jsonl */
    const struct mapping_column *header[FL_MAX_CSV_CELLS];
    int n_header;
    struct arena arena;     /* of the file: header, mapping */
    struct import_row next; /* read ahead: the first of the next dispute */
    struct arena ahead;
    bool has_next, ended;
};

int rows_open(struct import_rows *rows, const char *path, const struct mapping *mapping,
              struct fl_error *err);
void rows_close(struct import_rows *rows);

/* The rows of the next dispute: consecutive rows of the same court, source and ref. A row that cannot be read at all
 * comes alone, with *ret_fault. *ret_n is 0 at the end. Everything lives in the arena. */
int rows_next(struct import_rows *rows, struct arena *arena, struct import_row *ret, int *ret_n,
              struct import_fault *ret_fault, bool *ret_is_fault, struct fl_error *err);

#endif
