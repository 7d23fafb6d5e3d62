/* Checking: block by block, event by event. */
#include "engine/access/chain_block.h"

#include <stdlib.h>
#include <string.h>

#include "queries.h"

enum { SEQ, COURT, EVENTS, MARKS, SEAL }; /* columns of get_chain_block.sql */
enum { LIST_MS = 60 * 60 * 1000, FOUND_MAX = 1000 };

struct block {
    int64_t seq;
    const char *court, *events;
    int64_t *ids;
    int n;
    uint8_t *marks;
    uint8_t seal[SEAL_MAC_SIZE];
};

struct check {
    struct pg *pg;
    const struct keys *keys;
    const struct chain_watch *watch;
    struct chain_sum sum;
    uint8_t before[SEAL_MAC_SIZE];
};

static void
tell(struct check *check, enum chain_fault fault, const char *court, int64_t event_id, int64_t seq)
{
    check->sum.faults++;
    check->watch->fault(check->watch->data, fault, court, event_id, seq);
}

/* "{1,2,3}" */
static int
read_ids(const char *text, int64_t **ret)
{
    int n = 0, room = 1;
    for (const char *p = text; *p; p++)
        room += *p == ',';
    int64_t *ids = calloc((size_t)room, sizeof *ids);
    for (char *p = (char *)(size_t)text + 1; ids && *p && *p != '}' && n < room; p += *p == ',')
        ids[n++] = strtoll(p, &p, 10);
    *ret = ids;
    return n;
}

/* The row of an event among those of its block, which are ordered by id. */
static int
find_event(const PGresult *rows, int64_t id)
{
    int low = 0, high = PQntuples(rows);
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (pg_get_int(rows, middle, 1) < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < PQntuples(rows) && pg_get_int(rows, low, 1) == id ? low : -1;
}

static int
check_events(struct check *check, const struct block *block, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(block->court), pg_text(block->events)};
    PG_AUTO rows = NULL;
    if (pg_run(check->pg, &Q_list_chained_events, params, 2, PG_ROWS, &rows, err))
        return err->code;
    for (int i = 0; i < block->n; i++) {
        uint8_t mark[MARK_SIZE];
        int row = find_event(rows, block->ids[i]);
        check->sum.events++;
        if (row < 0) {
            tell(check, CHAIN_REMOVED, block->court, block->ids[i], block->seq);
            continue;
        }
        chain_mark(check->keys, rows, row, mark);
        if (memcmp(mark, block->marks + (size_t)i * MARK_SIZE, MARK_SIZE) != 0)
            tell(check, CHAIN_CHANGED, block->court, block->ids[i], block->seq);
    }
    return 0;
}

static int
check_block(struct check *check, const PGresult *row, struct fl_error *err)
{
    size_t marks_len = 0, seal_len = 0;
    struct block block = {.seq = pg_get_int(row, 0, SEQ),
                          .court = pg_get(row, 0, COURT),
                          .events = pg_get(row, 0, EVENTS)};
    char *marks = pg_get_bytes(row, 0, MARKS, &marks_len),
         *seal = pg_get_bytes(row, 0, SEAL, &seal_len);
    block.n = read_ids(block.events, &block.ids);
    block.marks = (uint8_t *)marks;
    int code = 0;
    chain_block_seal(check->keys, block.seq > 1 ? check->before : NULL, block.seq, block.court,
                     block.events, marks, marks_len, block.seal);
    bool sound = block.ids && marks && seal && seal_len == SEAL_MAC_SIZE &&
                 memcmp(block.seal, seal, SEAL_MAC_SIZE) == 0 &&
                 marks_len == (size_t)block.n * MARK_SIZE;
    if (!sound)
        tell(check, CHAIN_BLOCK_ALTERED, block.court, 0, block.seq);
    else
        code = check_events(check, &block, err);
    if (seal &&
        seal_len == SEAL_MAC_SIZE) /* the next stands on what is stored: one fault is told once */
        memcpy(check->before, seal, SEAL_MAC_SIZE);
    free(marks);
    free(seal);
    free(block.ids);
    return code;
}

static int
check_blocks(struct check *check, int64_t in_all, struct fl_error *err)
{
    for (int64_t next = 1;;) {
        PG_AUTO row = NULL;
        const struct pg_param params[] = {pg_int(next)};
        if (pg_run(check->pg, &Q_get_chain_block, params, 1, PG_MAYBE_ROW, &row, err))
            return err->code;
        if (PQntuples(row) == 0)
            return 0;
        int64_t seq = pg_get_int(row, 0, SEQ);
        for (; next < seq; next++)
            tell(check, CHAIN_BLOCK_MISSING, pg_get(row, 0, COURT), 0, next);
        if (check_block(check, row, err))
            return err->code;
        check->sum.blocks++;
        next++;
        if (check->watch->progress)
            check->watch->progress(check->watch->data, seq, in_all);
    }
}

static int
check_inserted(struct check *check, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    const struct pg_param params[] = {pg_int(FOUND_MAX)};
    pg_deadline(check->pg, LIST_MS);
    int code = pg_run(check->pg, &Q_list_unchained_events, params, 1, PG_ROWS, &rows, err);
    pg_deadline(check->pg, 0);
    for (int row = 0; !code && row < PQntuples(rows); row++)
        tell(check, CHAIN_INSERTED, pg_get(rows, row, 0), pg_get_int(rows, row, 1), 0);
    return code;
}

int
chain_verify(struct pg *pg, const struct keys *keys, const struct chain_watch *watch,
             struct chain_sum *ret, struct fl_error *err)
{
    struct check check = {.pg = pg, .keys = keys, .watch = watch};
    PG_AUTO counts = NULL;
    pg_deadline(pg, LIST_MS);
    int code = pg_run(pg, &Q_count_chain, NULL, 0, PG_ROW, &counts, err);
    pg_deadline(pg, 0);
    if (code)
        return code;
    check.sum.unsealed = pg_get_int(counts, 0, 2);
    if (check_blocks(&check, pg_get_int(counts, 0, 1), err) || check_inserted(&check, err))
        return err->code;
    *ret = check.sum;
    return 0;
}
