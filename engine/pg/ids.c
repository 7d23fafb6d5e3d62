/* Ids in blocks of one sequence: one round trip for 65,536 of them, and no two processes share one.
 */
#include "engine/engine.h"
#include "queries.h"

#define ID_BLOCK 65536 /* INCREMENT BY of the sequence id_block */

static bool
take(struct engine *engine, int64_t *ret)
{
    pthread_mutex_lock(&engine->lock);
    bool have = engine->next_id < engine->end_id;
    if (have)
        *ret = engine->next_id++;
    pthread_mutex_unlock(&engine->lock);
    return have;
}

/* Two threads may fetch a block at once: the later one is put to use, the rest of the other is
 * never used, which costs nothing, since ids mean no order and have no need to be dense. */
int
engine_id(struct engine *engine, struct pg *pg, int64_t *ret, struct fl_error *err)
{
    while (!take(engine, ret)) {
        PG_AUTO row = NULL;
        int code = pg_run(pg, &Q_take_id_block, NULL, 0, PG_ROW, &row, err);
        if (code)
            return code;
        pthread_mutex_lock(&engine->lock);
        engine->next_id = pg_get_int(row, 0, 0);
        engine->end_id = engine->next_id + ID_BLOCK;
        pthread_mutex_unlock(&engine->lock);
    }
    return 0;
}
