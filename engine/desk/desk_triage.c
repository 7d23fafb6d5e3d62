/* The triage desk: the engine's runners-up, and the objections of the parties. */
#include "engine/desk/desk_triage.h"

#include <string.h>

#include "engine/access/person.h"
#include "engine/base/day.h"
#include "engine/decide/decide.h"
#include "engine/desk/handover.h"
#include "queries.h"

/* By the law of the day on which the decision was made that led here. */
static int
write_runners_up(const struct call *call, int64_t dispute_id, const char *document,
                 const cJSON *decision, struct buf *buf, struct fl_error *err)
{
    struct act act = act_of_call(call, call->now);
    const char *as_of = json_str(json_get(decision, "as_of"));
    struct fl_case c;
    fl_day day;
    if (!as_of || !day_parse(as_of, strlen(as_of), &day))
        day = moment_day(call->now);
    if (handover_read(&act, dispute_id, document, &c, err))
        return err->code;
    json_key(buf, "runners_up");
    decide_runners_up(call->policy, &c, day, buf);
    return 0;
}

static int
write_words(const struct call *call, const struct person_key *key, const PGresult *rows, int row,
            struct buf *buf, struct fl_error *err)
{
    const struct seal_place place = place_of_event(call->court, pg_get_int(rows, row, 0));
    struct buf words = {0};
    int code = person_open(key, &place, rows, row, 3, &words, err);
    if (!code && words.data)
        json_put_text(buf, "words", words.data);
    buf_done(&words);
    return code;
}

static void
write_objected(const PGresult *rows, int row, struct buf *buf)
{
    json_key(buf, "decision");
    json_object(buf);
    json_put_text(buf, "decision_id", pg_get(rows, row, 4));
    json_put_text(buf, "channel", pg_get(rows, row, 5));
    json_put_text(buf, "procedure", pg_get(rows, row, 6));
    json_put_bool(buf, "fast_track", pg_get_bool(rows, row, 7));
    json_put_text(buf, "rule", pg_get(rows, row, 8));
    json_object_end(buf);
}

static int
write_objections(const struct call *call, int64_t dispute_id, bool whole, struct buf *buf,
                 struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(call->court), pg_int(dispute_id)};
    struct person_key key = {.erased = true};
    PG_AUTO rows = NULL;
    if (pg_run(call->db, &Q_list_objections, params, 2, PG_ROWS, &rows, err))
        return err->code;
    int n = PQntuples(rows), code = 0;
    if (n && whole)
        code = person_key_read(call->engine, call->db, call->court, dispute_id, &key, err);
    json_key(buf, "objections");
    json_array(buf);
    for (int i = 0; i < n && !code; i++) {
        json_object(buf);
        json_put_text(buf, "by", pg_get(rows, i, 1));
        put_moment(buf, "at", pg_get_int(rows, i, 2));
        code = write_words(call, &key, rows, i, buf, err);
        write_objected(rows, i, buf);
        json_object_end(buf);
    }
    json_array_end(buf);
    seal_wipe(&key, sizeof key);
    return code;
}

/* The flag possible_duplicate, and which cases they are. */
static int
write_links(const struct call *call, int64_t dispute_id, struct buf *buf, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(call->court), pg_int(dispute_id)};
    PG_AUTO rows = NULL;
    if (pg_run(call->db, &Q_list_case_links, params, 2, PG_ROWS, &rows, err))
        return err->code;
    int n = 0;
    json_key(buf, "links");
    json_array(buf);
    for (int i = 0; i < PQntuples(rows); i++) {
        n += strcmp(pg_get(rows, i, 1), "possible") == 0;
        json_object(buf);
        json_put_text(buf, "case_id", pg_get(rows, i, 0));
        json_put_text(buf, "link", pg_get(rows, i, 1));
        json_put_text(buf, "basis", pg_get(rows, i, 2));
        json_put_bool(buf, "same_cause", pg_get_bool(rows, i, 3));
        json_put_int(buf, "days_apart", pg_get_int(rows, i, 4));
        json_put_text(buf, "source", pg_get(rows, i, 8));
        json_put_text(buf, "ref", pg_get(rows, i, 9));
        json_object_end(buf);
    }
    json_array_end(buf);
    json_put_bool(buf, "possible_duplicate", n > 0);
    return 0;
}

int
triage_write(const struct call *call, int64_t dispute_id, const char *document,
             const char *decision, bool whole, struct buf *buf, struct fl_error *err)
{
    JSON_AUTO made = NULL;
    if (!desk_adapter(call)->clerks_only)
        return 0;
    if (json_parse(decision, strlen(decision), &made, err))
        return err->code;
    const cJSON *classification = json_get(made, "classification");
    json_key(buf, "triage");
    json_object(buf);
    if (write_runners_up(call, dispute_id, document, made, buf, err) ||
        write_objections(call, dispute_id, whole, buf, err) ||
        write_links(call, dispute_id, buf, err))
        return err->code;
    if (classification) {
        json_key(buf, "classification");
        json_write(classification, buf);
    }
    json_object_end(buf);
    return 0;
}
