/* Rewrapping, a page at a time. */
#include "engine/access/rotate.h"

#include <stdlib.h>
#include <string.h>

#include "engine/access/person.h"
#include "engine/store/store_copy.h"
#include "queries.h"

enum { PAGE = 1000, COURT_SIZE = 16 };

struct page {
    struct buf court, dispute, wrapped; /* arrays for unnest */
    char last_court[COURT_SIZE];
    int64_t last_dispute;
};

static int
rewrap_row(struct keys *keys, const PGresult *rows, int row, struct page *page,
           struct fl_error *err)
{
    const char *court = pg_get(rows, row, 0);
    int64_t dispute = pg_get_int(rows, row, 1);
    struct person_key key;
    struct buf wrapped = {0};
    size_t len;
    char *old = pg_get_bytes(rows, row, 2, &len);
    int key_id, code = person_key_unwrap(keys, court, dispute, old, len, &key, err);
    free(old);
    if (code)
        return code;
    person_key_wrap(keys, court, dispute, &key, &wrapped, &key_id);
    seal_wipe(&key, sizeof key);
    copy_text(&page->court, court);
    copy_int8(&page->dispute, dispute);
    copy_bytes(&page->wrapped, wrapped.data, wrapped.len);
    buf_done(&wrapped);
    return 0;
}

static int
rewrap_page(struct pg *pg, struct keys *keys, int key_id, struct page *page, int *ret_n,
            struct fl_error *err)
{
    const struct pg_param from[] = {pg_int(key_id), pg_text(page->last_court),
                                    pg_int(page->last_dispute), pg_int(PAGE)};
    PG_AUTO rows = NULL;
    if (pg_run(pg, &Q_list_wrapped_keys, from, 4, PG_ROWS, &rows, err))
        return err->code;
    int n = *ret_n = PQntuples(rows);
    if (n == 0)
        return 0;
    buf_reset(&page->court);
    buf_reset(&page->dispute);
    buf_reset(&page->wrapped);
    copy_array(&page->court, COPY_TEXT, n);
    copy_array(&page->dispute, COPY_INT8, n);
    copy_array(&page->wrapped, COPY_BYTEA, n);
    for (int row = 0; row < n; row++)
        if (rewrap_row(keys, rows, row, page, err))
            return err->code;
    snprintf(page->last_court, sizeof page->last_court, "%s", pg_get(rows, n - 1, 0));
    page->last_dispute = pg_get_int(rows, n - 1, 1);
    const struct pg_param params[] = {pg_int(key_id), pg_bytes(page->court.data, page->court.len),
                                      pg_bytes(page->dispute.data, page->dispute.len),
                                      pg_bytes(page->wrapped.data, page->wrapped.len)};
    return pg_run(pg, &Q_rewrap_keys, params, 4, PG_NONE, NULL, err);
}

static int64_t
count_others(const PGresult *rows, int key_id)
{
    int64_t n = 0;
    for (int row = 0; row < PQntuples(rows); row++)
        n += pg_get_int(rows, row, 0) == key_id ? 0 : pg_get_int(rows, row, 1);
    return n;
}

int
rotate_rewrap(struct pg *pg, struct keys *keys, rotate_progress *progress, void *data,
              int64_t *ret_n, struct fl_error *err)
{
    int key_id = keys_current(keys), n = 1, code;
    struct page page = {0};
    PG_AUTO counts = NULL;
    *ret_n = 0;
    if (pg_run(pg, &Q_count_wrapped_keys, NULL, 0, PG_ROWS, &counts, err))
        return err->code;
    int64_t in_all = count_others(counts, key_id);
    while (!(code = rewrap_page(pg, keys, key_id, &page, &n, err)) && n > 0) {
        *ret_n += n;
        if (progress)
            progress(*ret_n, in_all, data);
    }
    buf_done(&page.court);
    buf_done(&page.dispute);
    buf_done(&page.wrapped);
    return code;
}

int
rotate_count(struct pg *pg, int key_id, int64_t *ret_disputes, int64_t *ret_answers,
             struct fl_error *err)
{
    PG_AUTO rows = NULL;
    *ret_disputes = *ret_answers = 0;
    if (pg_run(pg, &Q_count_wrapped_keys, NULL, 0, PG_ROWS, &rows, err))
        return err->code;
    for (int row = 0; row < PQntuples(rows); row++)
        if (pg_get_int(rows, row, 0) == key_id) {
            *ret_disputes = pg_get_int(rows, row, 1);
            *ret_answers = pg_get_int(rows, row, 2);
        }
    return 0;
}
