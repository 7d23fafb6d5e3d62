/* What travels along at a hand-over. */
#include "engine/desk/earlier.h"

#include <string.h>

#include "engine/access/person.h"
#include "queries.h"

/* The sealed columns of list_earlier.sql. */
enum { AGREEMENT = 10, RECORD = 11 };

static int
write_words(const struct call *call, const struct person_key *key, const PGresult *rows, int row,
            struct buf *result, struct fl_error *err)
{
    int64_t id = pg_get_int(rows, row, 0);
    const struct seal_place agreement = place_of_referral(call->court, id),
                            record = place_of_record(call->court, id);
    struct buf words = {0};
    JSON_AUTO left = NULL;
    const cJSON *member;
    int code = person_open(key, &agreement, rows, row, AGREEMENT, &words, err);
    if (!code && words.data)
        json_put_text(result, "agreement", words.data);
    buf_reset(&words);
    if (!code)
        code = person_open(key, &record, rows, row, RECORD, &words, err);
    if (!code && words.len)
        code = json_parse(words.data, words.len, &left, err);
    cJSON_ArrayForEach(member, left)
    {
        json_key(result, member->string);
        json_write(member, result);
    }
    seal_wipe(words.data, words.len);
    buf_done(&words);
    return code;
}

static int
write_visit(const struct call *call, const struct person_key *key, const PGresult *rows, int row,
            struct buf *result, struct fl_error *err)
{
    json_object(result);
    json_put_id(result, "referral_id", pg_get_int(rows, row, 0));
    json_put_int(result, "visit", pg_get_int(rows, row, 1));
    json_put_text(result, "channel", pg_get(rows, row, 2));
    json_put_text(result, "procedure", pg_get(rows, row, 3));
    json_put_bool(result, "fast_track", pg_get_bool(rows, row, 4));
    json_put_text(result, "outcome", pg_get(rows, row, 5));
    json_put_text(result, "reason", pg_get(rows, row, 6));
    json_put_text(result, "mediator", pg_get(rows, row, 7));
    put_moment(result, "concluded_at", pg_get_int(rows, row, 8));
    json_put_text(result, "docket", pg_get(rows, row, 9));
    if (write_words(call, key, rows, row, result, err))
        return err->code;
    json_object_end(result);
    return 0;
}

int
earlier_write(const struct call *call, const struct referral *r, struct buf *result,
              struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(call->court), pg_int(r->dispute_id),
                                      pg_int(r->visit)};
    struct person_key key;
    PG_AUTO rows = NULL;
    if (pg_run(call->db, &Q_list_earlier, params, 3, PG_ROWS, &rows, err) ||
        person_key_read(call->engine, call->db, call->court, r->dispute_id, &key, err))
        return err->code;
    json_key(result, "earlier");
    json_array(result);
    int code = 0;
    for (int row = 0; row < PQntuples(rows) && !code; row++)
        code = write_visit(call, &key, rows, row, result, err);
    json_array_end(result);
    seal_wipe(&key, sizeof key);
    return code;
}
