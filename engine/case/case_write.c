/* Puts people and document together again. */
#include "engine/case/case_write.h"

#include <string.h>

#include "engine/case/case_read.h"
#include "engine/text/reading.h"
#include "queries.h"

enum { DISPUTE, SIDE, ORDINAL, SEALED, WRAPPED }; /* the columns of list_parties.sql */

/* What is known while one case is written. */
struct writing {
    const struct call *call;
    const char *court;
    int64_t dispute_id;
    const PGresult *parties;
    struct person_key key;
    bool masked;
    cJSON *rest; /* the opened rest of the document; NULL: none */
};

int
parties_read(const struct call *call, const struct buf *dispute_ids, PGresult **ret,
             struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(call->court), pg_text(dispute_ids->data)};
    return pg_run(call->db, &Q_list_parties, params, 2, PG_ROWS, ret, err);
}

/* The first row at or behind a party's place; the rows are ordered by dispute, side and number. */
static int
find_row(const PGresult *parties, int64_t dispute_id, int side, int ordinal)
{
    int low = 0, high = PQntuples(parties);
    while (low < high) {
        int middle = low + (high - low) / 2;
        int64_t id = pg_get_int(parties, middle, DISPUTE), s = pg_get_int(parties, middle, SIDE),
                o = pg_get_int(parties, middle, ORDINAL);
        bool before = id != dispute_id ? id < dispute_id : s != side ? s < side : o < ordinal;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool
is_party(const PGresult *parties, int row, int64_t dispute_id, int side, int ordinal)
{
    return row < PQntuples(parties) && pg_get_int(parties, row, DISPUTE) == dispute_id &&
           pg_get_int(parties, row, SIDE) == side && pg_get_int(parties, row, ORDINAL) == ordinal;
}

static int
write_personal(const struct writing *w, int row, int side, int ordinal, struct buf *buf,
               struct fl_error *err)
{
    const struct seal_place place = place_of_party(w->court, w->dispute_id, side, ordinal);
    struct buf clear = {0};
    JSON_AUTO personal = NULL;
    int code = person_open(&w->key, &place, w->parties, row, SEALED, &clear, err);
    if (!code && clear.len)
        code = json_parse(clear.data, clear.len, &personal, err);
    buf_done(&clear);
    const cJSON *member;
    cJSON_ArrayForEach(member, personal)
    {
        if (!w->masked) {
            json_put_text(buf, member->string, json_str(member));
        } else if (strcmp(member->string, "name") == 0) {
            struct buf name = {0};
            mask_name(json_str(member), &name);
            json_put_text(buf, "name", name.data);
            buf_done(&name);
        }
    }
    return code;
}

static int
write_side(const struct writing *w, const cJSON *side, enum fl_side number, struct buf *buf,
           struct fl_error *err)
{
    int ordinal = 0;
    const cJSON *party, *member;
    json_array(buf);
    cJSON_ArrayForEach(party, side)
    {
        int row = find_row(w->parties, w->dispute_id, (int)number, ordinal);
        json_object(buf);
        if (is_party(w->parties, row, w->dispute_id, (int)number, ordinal) &&
            write_personal(w, row, (int)number, ordinal, buf, err))
            return err->code;
        cJSON_ArrayForEach(member, party)
        {
            json_key(buf, member->string);
            json_write(member, buf);
        }
        json_object_end(buf);
        ordinal++;
    }
    json_array_end(buf);
    return 0;
}

/* The history, with the reasons that were given in words. */
static void
write_history(const struct writing *w, const cJSON *history, struct buf *buf)
{
    const cJSON *past, *member, *reason = w->rest ? json_get(w->rest, "history") : NULL;
    reason = reason ? reason->child : NULL;
    json_array(buf);
    cJSON_ArrayForEach(past, history)
    {
        json_object(buf);
        cJSON_ArrayForEach(member, past)
        {
            json_key(buf, member->string);
            json_write(member, buf);
        }
        if (json_str(reason))
            json_put_text(buf, "reason", json_str(reason));
        json_object_end(buf);
        reason = reason ? reason->next : NULL;
    }
    json_array_end(buf);
}

/* What was read in the narrative, with its words for who sees the narrative. */
static void
write_reading(const struct writing *w, const cJSON *stored, struct buf *buf)
{
    const char *narrative = w->rest ? json_str(json_get(w->rest, "narrative")) : NULL;
    struct reading reading;
    if (narrative && reading_take(w->call->policy, stored, w->call->arena, &reading))
        reading_put(w->call->policy, &reading, narrative, buf);
    else
        json_write(stored, buf);
}

static int
write_document(const struct writing *w, const cJSON *doc, struct buf *buf, struct fl_error *err)
{
    static const char *const sides[] = {
        [FL_CLAIMANT] = "claimants", [FL_RESPONDENT] = "respondents"};
    const cJSON *member;
    json_object(buf);
    cJSON_ArrayForEach(member, doc)
    {
        int side = 0;
        json_key(buf, member->string);
        while (side < FL_SIDE__COUNT && strcmp(member->string, sides[side]) != 0)
            side++;
        if (side < FL_SIDE__COUNT) {
            if (write_side(w, member, (enum fl_side)side, buf, err))
                return err->code;
        } else if (strcmp(member->string, "history") == 0) {
            write_history(w, member, buf);
        } else if (strcmp(member->string, CASE_READING) == 0) {
            write_reading(w, member, buf);
        } else {
            json_write(member, buf);
        }
    }
    const char *narrative = w->rest ? json_str(json_get(w->rest, "narrative")) : NULL;
    if (narrative && *narrative)
        json_put_text(buf, "narrative", narrative);
    if (w->key.erased)
        json_put_bool(buf, "erased", true);
    json_object_end(buf);
    return 0;
}

static int
open_rest(struct writing *w, const struct sealed_cell *rest, struct fl_error *err)
{
    const struct seal_place place = place_of_dispute(w->court, w->dispute_id);
    struct buf clear = {0};
    int code = person_open(&w->key, &place, rest->rows, rest->row, rest->column, &clear, err);
    if (!code && clear.len)
        code = json_parse(clear.data, clear.len, &w->rest, err);
    buf_done(&clear);
    return code;
}

int
case_write(const struct call *call, int64_t dispute_id, const char *document,
           const PGresult *parties, const struct sealed_cell *rest, struct buf *buf,
           struct fl_error *err)
{
    struct writing w = {.call = call,
                        .court = call->court,
                        .dispute_id = dispute_id,
                        .parties = parties,
                        .masked = !rest};
    JSON_AUTO doc = NULL;
    int first = find_row(parties, dispute_id, FL_CLAIMANT, 0);
    int code = json_parse(document, strlen(document), &doc, err);
    w.key.erased = true;
    if (!code && is_party(parties, first, dispute_id, FL_CLAIMANT, 0))
        code = person_key_cell(call->engine, call->court, dispute_id, parties, first, WRAPPED,
                               &w.key, err);
    if (!code && rest)
        code = open_rest(&w, rest, err);
    if (!code)
        code = write_document(&w, doc, buf, err);
    seal_wipe(&w.key, sizeof w.key);
    cJSON_Delete(w.rest);
    return code;
}
