/* Sealing: marks, blocks, and the head outside. */
#include "engine/access/chain_block.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "queries.h"

enum { COURT, EVENT_ID, XID = MARKED_COLUMNS };         /* columns of list_unsealed_events.sql */
enum { LOCKED, END_XID, END_EVENT, END_SEQ, END_SEAL }; /* of get_chain_end.sql */
enum { SEAL_HEX = 2 * SEAL_MAC_SIZE, RENUMBER_MS = 60 * 60 * 1000 };

/* --- marks and seals --- */

static void
put_number(struct buf *buf, uint64_t n)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        buf_char(buf, (char)(n >> shift));
}

void
chain_mark(const struct keys *keys, const PGresult *rows, int row, uint8_t ret[MARK_SIZE])
{
    uint8_t whole[SEAL_MAC_SIZE];
    struct buf text = {0};
    buf_text(&text, "event");
    for (int column = 0; column < MARKED_COLUMNS; column++) {
        const char *cell = pg_get(rows, row, column);
        put_number(&text, cell ? strlen(cell) : UINT64_MAX);
        if (cell)
            buf_text(&text, cell);
    }
    seal_mac(keys_chain(keys), text.data, text.len, whole);
    memcpy(ret, whole, MARK_SIZE);
    buf_done(&text);
}

void
chain_block_seal(const struct keys *keys, const uint8_t *before, int64_t seq, const char *court,
                 const char *events, const void *marks, size_t marks_len,
                 uint8_t ret[SEAL_MAC_SIZE])
{
    static const uint8_t nothing[SEAL_MAC_SIZE];
    struct buf text = {0};
    buf_text(&text, "block");
    buf_put(&text, before ? before : nothing, SEAL_MAC_SIZE);
    put_number(&text, (uint64_t)seq);
    buf_put(&text, court, strlen(court) + 1);
    buf_put(&text, events, strlen(events) + 1);
    buf_put(&text, marks, marks_len);
    seal_mac(keys_chain(keys), text.data, text.len, ret);
    buf_done(&text);
}

/* --- the head outside --- */

void
chain_head_path(const char *state_dir, char *ret, size_t size)
{
    snprintf(ret, size, "%s/chain.head", state_dir);
}

static void
print_hex(const uint8_t *bytes, size_t len, char *ret)
{
    for (size_t i = 0; i < len; i++)
        snprintf(ret + 2 * i, 3, "%02x", bytes[i]);
}

static int
write_head(const char *path, int64_t seq, const uint8_t seal[SEAL_MAC_SIZE], struct fl_error *err)
{
    char fresh[PATH_MAX], hex[SEAL_HEX + 1];
    snprintf(fresh, sizeof fresh, "%s.new", path);
    print_hex(seal, SEAL_MAC_SIZE, hex);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool bad = fd < 0 || dprintf(fd, "%" PRId64 " %s\n", seq, hex) < 0 || fsync(fd);
    if (fd >= 0)
        close(fd);
    if (bad || rename(fresh, path))
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    return 0;
}

/* False: there is none. */
static int
read_head(const char *path, int64_t *ret_seq, char ret_hex[SEAL_HEX + 1], bool *ret_there,
          struct fl_error *err)
{
    char text[128] = "";
    FILE *file = fopen(path, "re");
    *ret_there = file != NULL;
    if (!file)
        return errno == ENOENT ? 0 : fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    bool sound = fgets(text, sizeof text, file) &&
                 sscanf(text, "%" SCNd64 " %64[0-9a-f]", ret_seq, ret_hex) == 2 &&
                 strlen(ret_hex) == SEAL_HEX;
    fclose(file);
    return sound ? 0 : fl_fail(err, FL_E_CONFLICT, "%s is damaged", path);
}

int
chain_check_head(struct pg *pg, const char *head_file, struct fl_error *err)
{
    int64_t seq;
    char hex[SEAL_HEX + 1];
    bool there;
    if (read_head(head_file, &seq, hex, &there, err))
        return err->code;
    if (!there)
        return 0;
    PG_AUTO block = NULL;
    const struct pg_param params[] = {pg_int(seq)};
    if (pg_run(pg, &Q_get_chain_block, params, 1, PG_MAYBE_ROW, &block, err))
        return err->code;
    if (PQntuples(block) == 0 || pg_get_int(block, 0, 0) != seq)
        return fl_fail(
            err, FL_E_CONFLICT,
            "block %lld of the chain was sealed, as %s says, and is gone from the database",
            (long long)seq, head_file);
    if (strcmp(pg_get(block, 0, 4) + 2, hex) != 0) /* behind \x */
        return fl_fail(err, FL_E_CONFLICT, "block %lld of the chain is another than %s says",
                       (long long)seq, head_file);
    return 0;
}

/* --- sealing --- */

/* The chain as it grows within one transaction. */
struct chain {
    const struct keys *keys;
    int64_t seq; /* of the newest block; 0: none */
    uint8_t seal[SEAL_MAC_SIZE];
};

/* The rows from `first` on that are of one court become a block; *ret_next is the row behind them. Courts change
 * seldom within a page: most installations have one. */
static int
seal_block(struct pg *pg, struct chain *chain, const PGresult *rows, int first, int *ret_next,
           struct fl_error *err)
{
    const char *court = pg_get(rows, first, COURT);
    struct buf events = {0}, marks = {0};
    int row = first, n = PQntuples(rows);
    for (; row < n && strcmp(pg_get(rows, row, COURT), court) == 0; row++) {
        uint8_t mark[MARK_SIZE];
        chain_mark(chain->keys, rows, row, mark);
        buf_print(&events, "%c%s", row > first ? ',' : '{', pg_get(rows, row, EVENT_ID));
        buf_put(&marks, mark, sizeof mark);
    }
    buf_char(&events, '}');
    chain_block_seal(chain->keys, chain->seq ? chain->seal : NULL, chain->seq + 1, court,
                     events.data, marks.data, marks.len, chain->seal);
    chain->seq++;
    const struct pg_param params[] = {pg_int(chain->seq), pg_text(court), pg_text(events.data),
                                      pg_bytes(marks.data, marks.len),
                                      pg_bytes(chain->seal, sizeof chain->seal)};
    int code = pg_run(pg, &Q_put_chain_block, params, 5, PG_NONE, NULL, err);
    buf_done(&events);
    buf_done(&marks);
    *ret_next = row;
    return code;
}

static int
read_end(struct pg *pg, struct chain *chain, PGresult **ret, bool *ret_locked, struct fl_error *err)
{
    if (pg_run(pg, &Q_get_chain_end, NULL, 0, PG_ROW, ret, err))
        return err->code;
    size_t len;
    char *seal = pg_get_bytes(*ret, 0, END_SEAL, &len);
    chain->seq = pg_get_int(*ret, 0, END_SEQ);
    if (seal)
        memcpy(chain->seal, seal, sizeof chain->seal);
    free(seal);
    *ret_locked = pg_get_bool(*ret, 0, LOCKED);
    return 0;
}

static int
seal_page(struct pg *pg, struct chain *chain, int *ret_n, struct fl_error *err)
{
    PG_AUTO end = NULL;
    PG_AUTO rows = NULL;
    bool locked = false;
    *ret_n = 0;
    if (read_end(pg, chain, &end, &locked, err) || !locked)
        return err->code;
    const struct pg_param from[] = {pg_text(pg_get(end, 0, END_XID)),
                                    pg_int(pg_get_int(end, 0, END_EVENT)), pg_int(CHAIN_BLOCK)};
    if (pg_run(pg, &Q_list_unsealed_events, from, 3, PG_ROWS, &rows, err))
        return err->code;
    int n = PQntuples(rows);
    for (int row = 0; row < n;)
        if (seal_block(pg, chain, rows, row, &row, err))
            return err->code;
    if (n == 0)
        return 0;
    const struct pg_param place[] = {pg_text(pg_get(rows, n - 1, XID)),
                                     pg_int(pg_get_int(rows, n - 1, EVENT_ID))};
    *ret_n = n;
    return pg_run(pg, &Q_set_chain_place, place, 2, PG_NONE, NULL, err);
}

int
chain_seal(struct pg *pg, const struct keys *keys, const char *head_file, int *ret_n,
           struct fl_error *err)
{
    struct fl_error own = {0};
    struct chain chain = {.keys = keys};
    int n = 0;
    *ret_n = 0;
    if (pg_begin(pg, &own) || seal_page(pg, &chain, &n, &own) || pg_commit(pg, &own)) {
        pg_rollback(pg);
        if (err)
            *err = own;
        return own.code;
    }
    *ret_n = n;
    return n && head_file ? write_head(head_file, chain.seq, chain.seal, err) : 0;
}

int
chain_settle(struct pg *pg, struct fl_error *err)
{
    PG_AUTO row = NULL;
    if (pg_run(pg, &Q_check_event_order, NULL, 0, PG_ROW, &row, err))
        return err->code;
    if (!pg_get_bool(row, 0, 0))
        return 0;
    pg_deadline(pg, RENUMBER_MS);
    int code = pg_script(pg, Q_renumber_events.sql, err);
    pg_deadline(pg, 0);
    return code;
}
