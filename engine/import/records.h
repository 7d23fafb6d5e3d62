/* Records of a CSV file (RFC 4180) of any size in constant memory: quoted cells, line ends within quotes, a byte order mark, another
 * separator, another encoding. */
#ifndef ENGINE_IMPORT_RECORDS_H
#define ENGINE_IMPORT_RECORDS_H

#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>

#include "engine/base/buf.h"
#include "fenliu/error.h"
#include "fenliu/limits.h"

struct records {
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
int records_open(struct records *csv, const char *path, char separator, const char *encoding,
                 struct fl_error *err);
void records_close(struct records *csv);

enum record_verdict {
    RECORD_READ, /* in cells */
    RECORD_END,
    RECORD_BAD /* this record is no CSV or beyond a limit: err says why, the next one may be read */
};
/* Blank lines are passed over. FL_E_IO: RECORD_END with err->code set. */
enum record_verdict records_next(struct records *csv, struct fl_error *err);

#endif
