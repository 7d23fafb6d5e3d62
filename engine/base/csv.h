/* Comma-separated values (RFC 4180): records of a text in memory, one after the other. */
#ifndef ENGINE_CSV_H
#define ENGINE_CSV_H

#include <stddef.h>

#include "engine/base/arena.h"
#include "fenliu/error.h"

struct csv {
    const char *at, *end;
    int line;  /* of the record that was read last, from 1 */
    int after; /* lines behind it: a quoted cell may hold line ends */
};

/* A byte order mark at the front is passed over. The text stays the caller's. */
void csv_open(struct csv *csv, const char *text, size_t len);

/* The next record that is not empty: *ret_n cells, in the arena, without quotes and without blanks around what is not
 * quoted; 0 cells at the end. FL_E_PARSE: the record is broken (err says how), the next one may be read. */
int csv_next(struct csv *csv, struct arena *arena, const char ***ret_cells, int *ret_n,
             struct fl_error *err);

#endif
