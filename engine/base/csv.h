/* Comma-separated values (RFC 4180): the records of a file of any size, one after the other, in constant memory.
 *
 * A cell may be quoted and hold separators, line ends and doubled quotes; blanks around a cell that is not quoted, or around
 * the quotes, do not belong to it. A byte order mark is passed over, and so are blank lines. The file may be in another
 * encoding; what is read is UTF-8 without bytes 0. One thread at a time. */
#ifndef ENGINE_CSV_H
#define ENGINE_CSV_H

#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>

#include "engine/base/buf.h"
#include "fenliu/error.h"
#include "fenliu/limits.h"

struct csv_form {
    char separator;       /* between cells, one of ASCII */
    const char *encoding; /* NULL: UTF-8; else a name that iconv knows (GB18030) */
    size_t max;           /* bytes of the whole file; 0: any number */
};

enum { CSV_RAW = 4096, CSV_BLOCK = 2 * CSV_RAW };

struct csv {
    char *cells[FL_MAX_CSV_CELLS]; /* of the record read last, until the next call */
    int n_cells;
    long line;        /* of that record: its first line, from 1 */
    const char *name; /* of the file, for messages: the caller's, or "stdin" */

    /* the reader's own */
    struct csv_form form;
    FILE *file;
    iconv_t convert;       /* (iconv_t)-1: the file is UTF-8 */
    char raw[CSV_RAW];     /* bytes of another encoding that are not converted yet */
    char block[CSV_BLOCK]; /* UTF-8, and a byte 0xFF for each that is no text */
    size_t n_raw, at, end, n_bytes;
    bool ended, is_too_large;
    long next_line;  /* where the next record begins */
    struct buf text; /* the cells, each with a 0 behind it */
    size_t starts[FL_MAX_CSV_CELLS];
};

/* path "-": standard input. On an error nothing is to be closed. FL_E_CONFIG: nobody knows the encoding. */
int csv_open(struct csv *csv, const char *path, const struct csv_form *form, struct fl_error *err);
/* A stream that is open already: csv_close closes it, unless it is standard input. */
int csv_open_stream(struct csv *csv, FILE *file, const char *name, const struct csv_form *form,
                    struct fl_error *err);
void csv_close(struct csv *csv);

enum csv_verdict {
    CSV_RECORD, /* in cells: 1 to FL_MAX_CSV_CELLS of them */
    CSV_END, /* of the file; with err->code set: FL_E_IO, or FL_E_TOO_LARGE for more than form.max bytes */
    CSV_BAD /* this record is no CSV or beyond a limit: err says why, the next one may be read */
};
enum csv_verdict csv_next(struct csv *csv, struct fl_error *err);

#endif
