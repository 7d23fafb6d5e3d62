/* One page at a time. */
#include "engine/verify/stream.h"

int
stream_open(struct stream *stream, struct pg *pg, const struct query *declare,
            const struct query *fetch, struct fl_error *err)
{
    *stream = (struct stream){.pg = pg, .fetch = fetch};
    return pg_run(pg, declare, NULL, 0, PG_NONE, NULL, err);
}

int
stream_peek(struct stream *stream, bool *ret_more, struct fl_error *err)
{
    bool spent = !stream->rows || stream->row >= PQntuples(stream->rows);
    if (spent && !stream->ended) {
        PQclear(stream->rows);
        stream->rows = NULL;
        stream->row = 0;
        if (pg_run(stream->pg, stream->fetch, NULL, 0, PG_ROWS, &stream->rows, err))
            return err->code;
        stream->ended = PQntuples(stream->rows) == 0;
    }
    *ret_more = !stream->ended;
    return 0;
}

void
stream_next(struct stream *stream)
{
    stream->row++;
}

void
stream_done(struct stream *stream)
{
    PQclear(stream->rows);
    stream->rows = NULL;
}
