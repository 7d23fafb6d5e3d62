/* Into a queue, and to another place in it. */
#include "engine/queue/queue_put.h"

#include "engine/queue/board.h"
#include "queries.h"

int
queue_put(struct act *act, int64_t referral_id, const char *channel, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(act->court), pg_int(referral_id)};
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_put_queue, key, 2, PG_ROW, &row, err))
        return err->code;
    board_note(act->engine->board, act->court, channel, pg_get_int(row, 0, 0),
               pg_get_int(row, 0, 1));
    act->woke = true;
    return 0;
}

int
queue_move(struct act *act, int64_t referral_id, const char *channel, int64_t rank,
           struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(act->court), pg_int(referral_id), pg_int(rank)};
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_move_queue, params, 3, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row))
        board_note(act->engine->board, act->court, channel, pg_get_int(row, 0, 0), rank);
    return 0;
}
