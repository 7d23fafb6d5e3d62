/* The case document as it is shown: as stored, with its people put back, whole or masked. */
#ifndef ENGINE_CASE_WRITE_H
#define ENGINE_CASE_WRITE_H

#include "engine/serve/call.h"
#include "engine/access/person.h"

/* The parties of some disputes, as a PostgreSQL array of ids: the rows of list_parties.sql. */
int parties_read(const struct call *call, const struct buf *dispute_ids, PGresult **ret,
                 struct fl_error *err);

/* Where the sealed rest of a document (narrative, words of its history) stands in an answer. */
struct sealed_cell {
    const PGresult *rows;
    int row, column;
};

/* Whole with `rest`: names, numbers, phones, addresses, narrative; whoever asks for that writes person_read(). Masked
 * without: names as 张* and nothing else. What has been erased is absent, and "erased": true stands in its place. */
int case_write(const struct call *call, int64_t dispute_id, const char *document,
               const PGresult *parties, const struct sealed_cell *rest, struct buf *buf,
               struct fl_error *err);

#endif
