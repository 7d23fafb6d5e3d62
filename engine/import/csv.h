/* Records of a CSV file (RFC 4180) in constant memory: quoted cells, line ends within quotes, a byte order mark, another
 * separator, another encoding. */
#ifndef ENGINE_IMPORT_CSV_H
#define ENGINE_IMPORT_CSV_H

#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>

#include "engine/base/buf.h"
#include "fenliu/error.h"
#include "fenliu/limits.h"

struct csv {
    FILE *file;
    const char *name; /* for messages */
    char separator;
    iconv_t convert; /* (iconv_t)-1: it is UTF-8 */
    long line;       /* of the record read last: its first line, from 1 */
    long next_line;  /* where the next begins */
    struct buf text; /* the cells, each with a 0 behind it */
    struct buf cell;
    char *cells[FL_MAX_IMPORT_COLUMNS];
    size_t starts[FL_MAX_IMPORT_COLUMNS];
    int n_cells;
};

/* path "-": standard input. encoding NULL: UTF-8; else a name that iconv knows (GB18030). */
int csv_open(struct csv *csv, const char *path, char separator, const char *encoding,
             struct fl_error *err);
void csv_close(struct csv *csv);

enum csv_verdict {
    CSV_RECORD, /* in cells */
    CSV_END,
    CSV_BAD /* this record is no CSV or beyond a limit: err says why, the next one may be read */
};
/* Blank lines are passed over. FL_E_IO: CSV_END with err->code set. */
enum csv_verdict csv_next(struct csv *csv, struct fl_error *err);

#endif
