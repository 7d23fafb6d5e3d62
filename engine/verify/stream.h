/* Rows of a cursor, page by page: any number of rows in the memory of one page.
 *
 * A cursor lives in the transaction that declared it; all streams of one recount stand in one snapshot. */
#ifndef ENGINE_VERIFY_STREAM_H
#define ENGINE_VERIFY_STREAM_H

#include "engine/pg/pg.h"

struct stream {
    struct pg *pg;
    const struct query *fetch;
    PGresult *rows;
    int row;
    bool ended;
};

/* Declares the cursor and stands before its first row. */
int stream_open(struct stream *stream, struct pg *pg, const struct query *declare,
                const struct query *fetch, struct fl_error *err);
/* *ret_more: there is a row at stream->row of stream->rows; it stays until the next stream_next. */
int stream_peek(struct stream *stream, bool *ret_more, struct fl_error *err);
void stream_next(struct stream *stream);
void stream_done(struct stream *stream);

/* A cell of the present row; NULL when null. */
static inline const char *
stream_get(const struct stream *stream, int column)
{
    return pg_get(stream->rows, stream->row, column);
}

#endif
