/* What is stored: one case with everything that happened to it, and lists of cases. */
#include "engine/serve/methods_intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "engine/decide/decide.h"
#include "engine/desk/desk_step.h"
#include "engine/serve/event_write.h"
#include "engine/base/lang.h"
#include "fenliu/limits.h"
#include "queries.h"

int
case_find(const struct call *call, int64_t *ret, struct fl_error *err)
{
    const char *source = call_text(call, "source"), *ref = call_text(call, "ref");
    int64_t id = call_id(call, "case_id");
    if (id ? source || ref : !source || !ref)
        return fl_fail(err, FL_E_INVALID_PARAMS, "give case_id, or source and ref");
    if (!id) {
        const struct pg_param params[] = {pg_text(call->court), pg_text(source), pg_text(ref)};
        PG_AUTO row = NULL;
        if (pg_run(call->db, &Q_find_case, params, 3, PG_MAYBE_ROW, &row, err))
            return err->code;
        if (PQntuples(row) == 0)
            return fl_fail(err, FL_E_NOT_FOUND, "court %s has no case of that source and ref",
                           call->court);
        id = pg_get_int(row, 0, 0);
    }
    *ret = id;
    return 0;
}

static int64_t
moment_or_null(const PGresult *rows, int row, int column)
{
    return pg_get(rows, row, column) ? pg_get_int(rows, row, column) : PG_NULL_NUMBER;
}

/* --- case.get --- */

/* A case that is being shown, and whether its persons are. */
struct file {
    struct call *call;
    int64_t id;
    bool whole;
    struct person_key key; /* erased: as if, when the persons are not shown */
};

typedef int write_part(const struct file *file, struct buf *buf, struct fl_error *err);

/* The columns of list_case_referrals.sql, and how each is written. */
enum cell {
    CELL_TEXT,
    CELL_INT,
    CELL_BOOL,
    CELL_MOMENT,
    CELL_JSON,
    CELL_AGREEMENT,
    CELL_REASON,
    CELL_RECORD
};
struct member {
    const char *name;
    enum cell cell;
};

/* The place of a sealed cell, in the row whose id is its column 0. */
static struct seal_place (*const places[])(const char *court, int64_t id) = {
    [CELL_AGREEMENT] = place_of_referral,
    [CELL_REASON] = place_of_decision,
    [CELL_RECORD] = place_of_record, /* JSON */
};

static void
write_cell(const PGresult *rows, int row, int column, const struct member *member, struct buf *buf)
{
    const char *text = pg_get(rows, row, column);
    if (!text || member->cell == CELL_TEXT) {
        json_put_text(buf, member->name, text);
    } else if (member->cell == CELL_INT) {
        json_put_int(buf, member->name, pg_get_int(rows, row, column));
    } else if (member->cell == CELL_BOOL) {
        json_put_bool(buf, member->name, pg_get_bool(rows, row, column));
    } else if (member->cell == CELL_MOMENT) {
        put_moment(buf, member->name, pg_get_int(rows, row, column));
    } else {
        json_key(buf, member->name);
        json_raw(buf, text, strlen(text));
    }
}

static int
write_sealed(const struct file *file, const PGresult *rows, int row, int column,
             const struct member *member, struct buf *buf, struct fl_error *err)
{
    const struct seal_place place =
        places[member->cell](file->call->court, pg_get_int(rows, row, 0));
    struct buf clear = {0};
    int code = person_open(&file->key, &place, rows, row, column, &clear, err);
    if (!code && member->cell == CELL_RECORD && clear.len) {
        json_key(buf, member->name);
        json_raw(buf, clear.data, clear.len);
    } else if (!code) {
        json_put_text(buf, member->name, clear.data);
    }
    buf_done(&clear);
    return code;
}

/* Rows as an array of objects, column by column. */
static int
write_rows(const struct file *file, const struct query *query, const struct member *members,
           struct buf *buf, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(file->call->court), pg_int(file->id)};
    PG_AUTO rows = NULL;
    if (pg_run(file->call->db, query, key, 2, PG_ROWS, &rows, err))
        return err->code;
    json_array(buf);
    for (int row = 0; row < PQntuples(rows); row++) {
        json_object(buf);
        for (int column = 0; members[column].name; column++)
            if (members[column].cell < CELL_AGREEMENT)
                write_cell(rows, row, column, &members[column], buf);
            else if (write_sealed(file, rows, row, column, &members[column], buf, err))
                return err->code;
        json_object_end(buf);
    }
    json_array_end(buf);
    return 0;
}

static int
write_referrals(const struct file *file, struct buf *buf, struct fl_error *err)
{
    static const struct member members[] = {
        {"referral_id", CELL_TEXT},
        {"visit",             CELL_INT},
        {"channel",CELL_TEXT},
        {"procedure",     CELL_TEXT},
        {"fast_track",             CELL_BOOL},
        {"state",CELL_TEXT},
        {"docket",  CELL_TEXT},
        {"mediator",             CELL_TEXT},
        {"body",     CELL_TEXT},
        {"body_docket",      CELL_TEXT},
        {"entered_at",             CELL_MOMENT},
        {"offered_at",CELL_MOMENT},
        {"accept_by",        CELL_MOMENT},
        {"accepted_at",             CELL_MOMENT},
        {"due_on",CELL_TEXT},
        {"concluded_at",  CELL_MOMENT},
        {"outcome",             CELL_TEXT},
        {"reason",           CELL_TEXT},
        {"agreement",   CELL_AGREEMENT},
        {"mediator_name",             CELL_TEXT},
        {"body_name",CELL_TEXT},
        {"body_phone",      CELL_TEXT},
        {"body_address",             CELL_TEXT},
        {"paused_days", CELL_INT},
        {"handed_on",     CELL_RECORD},
        {0            },
    };
    return write_rows(file, &Q_list_case_referrals, members, buf, err);
}

static int
write_clocks(const struct file *file, struct buf *buf, struct fl_error *err)
{
    static const struct member members[] = {
        {"referral_id", CELL_TEXT},
        {"what",             CELL_TEXT},
        {"from",CELL_TEXT},
        {"state",        CELL_TEXT},
        {"start_on",             CELL_TEXT},
        {"due_on",CELL_TEXT},
        {"extend_to",    CELL_TEXT},
        {"closed_on",             CELL_TEXT},
        {0       },
    };
    return write_rows(file, &Q_list_case_deadlines, members, buf, err);
}

static int
write_decisions(const struct file *file, struct buf *buf, struct fl_error *err)
{
    static const struct member members[] = {
        {"decision_id", CELL_TEXT},
        {"made_by",             CELL_TEXT},
        {"made_at",CELL_MOMENT},
        {"decision",     CELL_JSON},
        {"overrules",             CELL_TEXT},
        {"reason",CELL_REASON},
        {"policy",   CELL_TEXT},
        {"concerns",             CELL_TEXT},
        {"reason_code",   CELL_TEXT},
        {0     },
    };
    return write_rows(file, &Q_list_case_decisions, members, buf, err);
}

/* The same dispute, or perhaps, from another source. */
static int
write_links(const struct file *file, struct buf *buf, struct fl_error *err)
{
    static const struct member members[] = {
        {"case_id",    CELL_TEXT},
        {"link",            CELL_TEXT},
        {"basis",CELL_TEXT},
        {"same_cause",      CELL_BOOL},
        {"days_apart",            CELL_INT},
        {"found_at",CELL_MOMENT},
        {"decided_at", CELL_MOMENT},
        {"decided_by",            CELL_TEXT},
        {"source",    CELL_TEXT},
        {"ref", CELL_TEXT},
        {"state",            CELL_TEXT},
        {"docket",CELL_TEXT},
        {0    },
    };
    return write_rows(file, &Q_list_case_links, members, buf, err);
}

static int
write_events(const struct file *file, struct buf *buf, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(file->call->court), pg_int(file->id)};
    PG_AUTO rows = NULL;
    if (pg_run(file->call->db, &Q_list_case_events, key, 2, PG_ROWS, &rows, err))
        return err->code;
    json_array(buf);
    int code = 0;
    for (int row = 0; row < PQntuples(rows) && !code; row++) {
        struct event_row event = event_row_of(rows, row, 0);
        const struct seal_place place = place_of_event(file->call->court, pg_get_int(rows, row, 0));
        struct buf words = {0};
        code = person_open(&file->key, &place, rows, row, 9, &words, err);
        event.words = words.data;
        if (!code)
            event_write(&event, EVENT_WHOLE, buf);
        buf_done(&words);
    }
    json_array_end(buf);
    return code;
}

static int
get_case_row(struct call *call, int64_t id, PGresult **ret, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(call->court), pg_int(id)};
    if (pg_run(call->db, &Q_get_case, key, 2, PG_MAYBE_ROW, ret, err))
        return err->code;
    if (PQntuples(*ret) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, "court %s has no case %lld", call->court,
                       (long long)id);
    return 0;
}

static int
write_document(const struct file *file, const PGresult *row, struct buf *buf, struct fl_error *err)
{
    const struct sealed_cell rest = {row, 0, 5};
    struct buf ids = {0};
    PG_AUTO parties = NULL;
    buf_print(&ids, "{%lld}", (long long)file->id);
    int code = parties_read(file->call, &ids, &parties, err);
    buf_done(&ids);
    return code ? code
                : case_write(file->call, file->id, pg_get(row, 0, 4), parties,
                             file->whole ? &rest : NULL, buf, err);
}

static int
write_file(const struct file *file, const PGresult *row, struct buf *result, struct fl_error *err)
{
    static const struct {
        const char *name;
        write_part *write;
    } parts[] = {
        {"referrals", write_referrals},
        {"clocks",    write_clocks   },
        {"decisions", write_decisions},
        {"links",     write_links    },
        {"events",    write_events   }
    };
    json_object(result);
    json_put_id(result, "case_id", file->id);
    json_put_text(result, "state", pg_get(row, 0, 3));
    json_put_text(result, "docket", pg_get(row, 0, 8));
    put_moment(result, "received_at", moment_or_null(row, 0, 6));
    put_moment(result, "closed_at", moment_or_null(row, 0, 7));
    if (!file->whole)
        json_put_bool(result, "masked", true);
    json_key(result, "case");
    if (write_document(file, row, result, err))
        return err->code;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        json_key(result, parts[i].name);
        if (parts[i].write(file, result, err))
            return err->code;
    }
    json_object_end(result);
    return 0;
}

int
case_file(struct call *call, int64_t id, bool whole, const char *why, struct buf *result,
          struct fl_error *err)
{
    struct file file = {.call = call, .id = id, .whole = whole};
    PG_AUTO row = NULL;
    if (get_case_row(call, file.id, &row, err))
        return err->code;
    file.key.erased = true;
    if (file.whole && person_key_read(call->engine, call->db, call->court, file.id, &file.key, err))
        return err->code;
    int code = write_file(&file, row, result, err);
    bool shown = file.whole && !file.key.erased;
    seal_wipe(&file.key, sizeof file.key);
    struct act act = act_of_call(call, call->now);
    /* last, so that the answer does not tell of itself */
    return code || !shown ? code : person_read(&act, file.id, 0, why, call_text(call, "why"), err);
}

int
case_get(struct call *call, struct buf *result, struct fl_error *err)
{
    int64_t id;
    bool whole = !call->masked && !call_bool(call, "masked", false);
    if (case_find(call, &id, err))
        return err->code;
    return case_file(call, id, whole, "case.get", result, err);
}

/* --- case.list --- */

/* A moment, or a day, which means its first moment in Asia/Shanghai. */
static bool
read_moment(const char *text, int64_t *ret)
{
    fl_day day;
    if (day_parse(text, strlen(text), &day))
        *ret = day_start(day);
    else if (!moment_parse(text, strlen(text), ret))
        return false;
    return true;
}

/* The place behind a row: "microseconds-id", opaque to the caller. */
static bool
read_after(const char *text, char ret_moment[64], int64_t *ret_id)
{
    long long micros, id;
    int used = 0;
    if (sscanf(text, "%lld-%lld%n", &micros, &id, &used) != 2 || text[used] || micros < 0 || id < 0)
        return false;
    snprintf(ret_moment, 64, "%lld", micros);
    *ret_id = id;
    return true;
}

static int
read_list_params(struct call *call, int64_t *since, int64_t *until, char after[64],
                 int64_t *after_id, struct fl_error *err)
{
    struct faults faults;
    const char *text = call_text(call, "until");
    faults_init(&faults, call->arena);
    *until = PG_NULL_NUMBER;
    if (!read_moment(call_text(call, "since"), since))
        faults_add(&faults, "/params/since", "must be a day or an RFC 3339 moment");
    if (text && !read_moment(text, until))
        faults_add(&faults, "/params/until", "must be a day or an RFC 3339 moment");
    text = call_text(call, "after");
    snprintf(after, 64, "0");
    *after_id = 0;
    if (text && !read_after(text, after, after_id))
        faults_add(&faults, "/params/after", "must be the member next of an earlier answer");
    return faults_result(&faults, err);
}

int
case_list(struct call *call, struct buf *result, struct fl_error *err)
{
    static const struct member members[] = {
        {"case_id",    CELL_TEXT},
        {"source",            CELL_TEXT},
        {"ref",CELL_TEXT},
        {"received_at",        CELL_MOMENT},
        {"state",            CELL_TEXT},
        {"docket",CELL_TEXT},
        {0     }
    };
    int64_t since, until, after_id;
    char after[64];
    if (read_list_params(call, &since, &until, after, &after_id, err))
        return err->code;
    int64_t max = call_int(call, "max", FL_MAX_LIST);
    const struct pg_param params[] = {pg_text(call->court), pg_moment(since),
                                      pg_moment(until),     pg_text(call_text(call, "source")),
                                      pg_text(after),       pg_int(after_id),
                                      pg_int(max)};
    PG_AUTO rows = NULL;
    if (pg_run(call->db, &Q_list_cases, params, 7, PG_ROWS, &rows, err))
        return err->code;
    int n = PQntuples(rows);
    json_object(result);
    json_key(result, "cases");
    json_array(result);
    for (int row = 0; row < n; row++) {
        json_object(result);
        for (int column = 0; members[column].name; column++)
            write_cell(rows, row, column, &members[column], result);
        json_object_end(result);
    }
    json_array_end(result);
    /* null: that was all */
    const char *next =
        n == max ? arena_print(call->arena, "%s-%s", pg_get(rows, n - 1, 6), pg_get(rows, n - 1, 0))
                 : NULL;
    json_put_text(result, "next", next);
    json_object_end(result);
    return 0;
}
