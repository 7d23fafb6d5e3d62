/* case.search: the cases of a person, by keyed hash, or of a docket number.
 *
 * A number of identity matches for certain. A name alone is shared by many: its matches are "possible", and a person
 * has to look. The answer is masked; whoever needs a file asks for it. Each hit is written down as read. */
#include "engine/serve/methods_intake.h"

#include <string.h>

#include "engine/case/case_write.h"
#include "engine/desk/desk_step.h"
#include "fenliu/limits.h"
#include "queries.h"

/* What may be searched by. */
static const struct by {
    const char *member;
    const struct query *query;
    void (*hash)(const struct keys *keys, const char *text,
                 uint8_t ret[SEAL_MAC_SIZE]); /* NULL: as it is */
    const char *match, *why;
} ways[] = {
    {"name",   &Q_search_name,   person_name_hash, "possible", "search.name"  },
    {"id_no",  &Q_search_id_no,  person_id_hash,   "certain",  "search.id_no" },
    {"docket", &Q_search_docket, NULL,             "certain",  "search.docket"},
};
enum { N_WAYS = sizeof ways / sizeof *ways };

static const struct by *
find_way(const struct call *call, struct fl_error *err)
{
    const struct by *found = NULL;
    int n = 0;
    for (int i = 0; i < N_WAYS; i++)
        if (call_text(call, ways[i].member)) {
            found = &ways[i];
            n++;
        }
    if (n == 1)
        return found;
    fl_fail(err, FL_E_INVALID_PARAMS, "give one of name, id_no, docket");
    return NULL;
}

static int
find_hits(const struct call *call, const struct by *way, PGresult **ret, struct fl_error *err)
{
    const char *text = call_text(call, way->member);
    uint8_t hash[SEAL_MAC_SIZE];
    if (way->hash)
        way->hash(call->engine->keys, text, hash);
    const struct pg_param params[] = {pg_text(call->court),
                                      way->hash ? pg_bytes(hash, sizeof hash) : pg_text(text),
                                      pg_int(call_int(call, "max", FL_MAX_LIST))};
    return pg_run(call->db, way->query, params, 3, PG_ROWS, ret, err);
}

static int
write_hit(struct call *call, const struct by *way, const PGresult *hits, int row,
          const PGresult *parties, struct buf *result, struct fl_error *err)
{
    int64_t id = pg_get_int(hits, row, 0);
    struct act act = act_of_call(call, call->now);
    json_object(result);
    json_put_id(result, "case_id", id);
    json_put_text(result, "match", way->match);
    json_put_text(result, "state", pg_get(hits, row, 1));
    put_moment(result, "received_at", pg_get_int(hits, row, 2));
    json_put_text(result, "docket", pg_get(hits, row, 3));
    json_put_text(result, "source", pg_get(hits, row, 4));
    json_put_text(result, "ref", pg_get(hits, row, 5));
    json_key(result, "case");
    if (case_write(call, id, pg_get(hits, row, 6), parties, NULL, result, err))
        return err->code;
    json_object_end(result);
    return person_read(&act, id, 0, way->why, call_text(call, "why"), err);
}

int
case_search(struct call *call, struct buf *result, struct fl_error *err)
{
    const struct by *way = find_way(call, err);
    PG_AUTO hits = NULL;
    PG_AUTO parties = NULL;
    if (!way || find_hits(call, way, &hits, err))
        return err->code;
    struct buf ids = {0};
    int n = PQntuples(hits);
    for (int i = 0; i < n; i++)
        buf_print(&ids, "%c%s", i ? ',' : '{', pg_get(hits, i, 0));
    buf_text(&ids, n ? "}" : "{}");
    int code = parties_read(call, &ids, &parties, err);
    buf_done(&ids);
    json_object(result);
    json_key(result, "hits");
    json_array(result);
    for (int i = 0; i < n && !code; i++)
        code = write_hit(call, way, hits, i, parties, result, err);
    json_array_end(result);
    json_object_end(result);
    return code;
}
