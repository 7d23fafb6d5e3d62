/* Bodies and mediators put in and changed, with their events. */
#include "engine/roster/roster_put.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "engine/access/person.h"
#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/desk/event_put.h"
#include "fenliu/limits.h"
#include "queries.h"

static const struct {
    const struct query *find, *add, *set;
    enum fl_event_type event;
    int stored; /* fields that are parameters of add and set; the rest is told elsewhere */
} statements[ROSTER_KIND__COUNT] = {
    [ROSTER_BODY] = {&Q_find_body,     &Q_add_body,     &Q_set_body,     FL_EVENT_BODY_CHANGED, 8},
    [ROSTER_MEDIATOR] = {&Q_find_mediator, &Q_add_mediator, &Q_set_mediator,
                     FL_EVENT_MEDIATOR_CHANGED,                                                 7},
};
enum { EMPLOYER = 7, BODY = 0 }; /* fields of a mediator */

/* The event of a change: {"mediator","change", …}; `more` is an object's text of codes, or NULL. An event of the
 * roster belongs to no dispute: its number is 0. */
static int
put_event(struct act *act, enum roster_kind kind, const char *code, const char *change,
          const char *more_key, const char *more, struct fl_error *err)
{
    struct buf data = {0};
    json_object(&data);
    json_put_text(&data, roster_tables[kind].word, code);
    json_put_text(&data, "change", change);
    if (more) {
        json_key(&data, more_key);
        json_raw(&data, more, strlen(more));
    }
    json_object_end(&data);
    const struct event_new event = {.type = statements[kind].event, .data = data.data};
    int rc = event_put(act, &event, NULL, err);
    buf_done(&data);
    return rc;
}

/* Whether it is on the roster; held until the commit. */
static int
find(struct act *act, enum roster_kind kind, const char *code, bool *ret, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(act->court), pg_text(code)};
    PG_AUTO row = NULL;
    if (pg_run(act->db, statements[kind].find, key, 2, PG_MAYBE_ROW, &row, err))
        return err->code;
    *ret = PQntuples(row) > 0;
    return 0;
}

static int
no_such(const struct act *act, enum roster_kind kind, const char *code, struct fl_error *err)
{
    return fl_fail(err, FL_E_NOT_FOUND,
                   say("名录中没有%s %s（法院%s）", "there is no %s %s on the roster of court %s"),
                   say(roster_tables[kind].zh, roster_tables[kind].word), code, act->court);
}

static int
must_find(struct act *act, enum roster_kind kind, const char *code, struct fl_error *err)
{
    bool there;
    if (find(act, kind, code, &there, err))
        return err->code;
    return there ? 0 : no_such(act, kind, code, err);
}

/* --- the row --- */

static int
check_required(const struct act *act, enum roster_kind kind, const struct roster_row *row,
               struct fl_error *err)
{
    const struct roster_table *table = &roster_tables[kind];
    struct faults faults;
    faults_init(&faults, act->arena);
    for (int i = 0; i < table->n_fields; i++)
        if (table->fields[i].required && !row->value[i])
            faults_add(&faults, table->fields[i].name, "%s",
                       say("新增时必填", "is required for a new one"));
    return faults_result(&faults, err);
}

static int
write_row(struct act *act, enum roster_kind kind, const struct roster_row *row, bool there,
          enum roster_result *ret, struct fl_error *err)
{
    struct pg_param params[2 + ROSTER_FIELDS_MAX] = {pg_text(act->court), pg_text(row->code)};
    int n = statements[kind].stored;
    for (int i = 0; i < n; i++)
        params[2 + i] = pg_text(row->value[i]);
    PG_AUTO image = NULL;
    if (pg_run(act->db, there ? statements[kind].set : statements[kind].add, params, 2 + n,
               PG_MAYBE_ROW, &image, err))
        return err->code;
    *ret = ROSTER_UNCHANGED;
    if (PQntuples(image) == 0)
        return 0;
    *ret = there ? ROSTER_CHANGED : ROSTER_ADDED;
    return put_event(act, kind, row->code, there ? "changed" : "added", "is", pg_get(image, 0, 0),
                     err);
}

/* --- relations --- */

/* A number has 18 characters of digits and capital letters, and digits at its front. */
static bool
is_number(const char *whom)
{
    return strlen(whom) == 18 &&
           strspn(whom, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == 18 &&
           strpbrk(whom, "0123456789");
}

static bool
hash_of(const struct act *act, const char *whom, uint8_t ret[SEAL_MAC_SIZE])
{
    bool number = is_number(whom);
    (number ? person_id_hash : person_name_hash)(act->engine->keys, whom, ret);
    return number;
}

static int
count_relations(struct act *act, const char *mediator, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(act->court), pg_text(mediator)};
    PG_AUTO rows = NULL;
    if (pg_run(act->db, &Q_list_relations, key, 2, PG_ROWS, &rows, err))
        return err->code;
    return PQntuples(rows) < FL_MAX_RELATIONS
               ? 0
               : fl_fail(err, FL_E_TOO_LARGE,
                         say("%s的关系已有%d项", "%s has %d relations already"), mediator,
                         FL_MAX_RELATIONS);
}

int
roster_relate(struct act *act, const char *mediator, int relation, const char *whom,
              int64_t *ret_id, struct fl_error *err)
{
    uint8_t hash[SEAL_MAC_SIZE];
    int64_t id;
    *ret_id = 0;
    if (must_find(act, ROSTER_MEDIATOR, mediator, err) || count_relations(act, mediator, err) ||
        engine_id(act->engine, act->db, &id, err))
        return err->code;
    const char *kind = fl_word(&roster_relations, relation);
    const char *subject = hash_of(act, whom, hash) ? "id_no" : "name";
    const struct pg_param params[] = {pg_text(act->court), pg_int(id),
                                      pg_text(mediator),   pg_text(kind),
                                      pg_text(subject),    pg_bytes(hash, sizeof hash)};
    PG_AUTO row = NULL;
    if (pg_run(act->db, &Q_add_relation, params, 6, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return 0;
    *ret_id = id;
    return put_event(
        act, ROSTER_MEDIATOR, mediator, "related", "relation",
        arena_print(act->arena, "{\"relation_id\":\"%lld\",\"kind\":\"%s\"}", (long long)id, kind),
        err);
}

static int
tell_unrelated(struct act *act, const char *mediator, int64_t relation_id, const char *kind,
               struct fl_error *err)
{
    return put_event(act, ROSTER_MEDIATOR, mediator, "unrelated", "relation",
                     arena_print(act->arena, "{\"relation_id\":\"%lld\",\"kind\":\"%s\"}",
                                 (long long)relation_id, kind),
                     err);
}

int
roster_unrelate(struct act *act, const char *mediator, int64_t relation_id, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(act->court), pg_text(mediator), pg_int(relation_id)};
    PG_AUTO row = NULL;
    if (must_find(act, ROSTER_MEDIATOR, mediator, err) ||
        pg_run(act->db, &Q_drop_relation, params, 3, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, say("%s没有关系%lld", "%s has no relation %lld"),
                       mediator, (long long)relation_id);
    return tell_unrelated(act, mediator, relation_id, pg_get(row, 0, 0), err);
}

/* A mediator has one employer: the one named ("": none) is a relation, others are so no more. */
static int
set_employer(struct act *act, const char *mediator, const char *whom, bool *ret_changed,
             struct fl_error *err)
{
    uint8_t hash[SEAL_MAC_SIZE];
    int64_t id = 0;
    hash_of(act, whom, hash);
    const struct pg_param params[] = {pg_text(act->court), pg_text(mediator),
                                      pg_bytes(*whom ? hash : NULL, sizeof hash)};
    PG_AUTO gone = NULL;
    if (pg_run(act->db, &Q_drop_other_employers, params, 3, PG_ROWS, &gone, err))
        return err->code;
    for (int i = 0; i < PQntuples(gone); i++)
        if (tell_unrelated(act, mediator, pg_get_int(gone, i, 0), "employer", err))
            return err->code;
    int relation = fl_word_find(&roster_relations, "employer", strlen("employer"));
    if (*whom && roster_relate(act, mediator, relation, whom, &id, err))
        return err->code;
    *ret_changed = PQntuples(gone) > 0 || id;
    return 0;
}

int
roster_put(struct act *act, enum roster_kind kind, const struct roster_row *row,
           enum roster_mode mode, enum roster_result *ret, struct fl_error *err)
{
    bool there, more = false;
    if (find(act, kind, row->code, &there, err))
        return err->code;
    if (there && mode == ROSTER_ADD)
        return fl_fail(err, FL_E_CONFLICT, say("名录中已有%s %s", "%s %s is on the roster already"),
                       say(roster_tables[kind].zh, roster_tables[kind].word), row->code);
    if (!there && mode == ROSTER_SET)
        return no_such(act, kind, row->code, err);
    if (!there && check_required(act, kind, row, err))
        return err->code;
    if (kind == ROSTER_MEDIATOR && row->value[BODY] &&
        must_find(act, ROSTER_BODY, row->value[BODY], err))
        return err->code;
    if (write_row(act, kind, row, there, ret, err))
        return err->code;
    if (kind == ROSTER_MEDIATOR && row->value[EMPLOYER] &&
        set_employer(act, row->code, row->value[EMPLOYER], &more, err))
        return err->code;
    if (more && *ret == ROSTER_UNCHANGED)
        *ret = ROSTER_CHANGED;
    return 0;
}

/* --- absences --- */

int
roster_absent(struct act *act, const char *mediator, fl_day from, fl_day until, int reason,
              struct fl_error *err)
{
    char a[11], b[11];
    const char *word = fl_word(&roster_absences, reason);
    const struct pg_param params[] = {pg_text(act->court), pg_text(mediator), pg_day(from),
                                      pg_day(until), pg_text(word)};
    if (until != FL_NO_DAY && until < from)
        return fl_fail(err, FL_E_INVALID_PARAMS, "%s",
                       say("止日早于起日", "an absence ends before it begins"));
    if (must_find(act, ROSTER_MEDIATOR, mediator, err) ||
        pg_run(act->db, &Q_add_absence, params, 5, PG_NONE, NULL, err))
        return err->code;
    const char *to =
        until == FL_NO_DAY ? "null" : arena_print(act->arena, "\"%s\"", day_print(until, b));
    return put_event(act, ROSTER_MEDIATOR, mediator, "absent", "absence",
                     arena_print(act->arena, "{\"from\":\"%s\",\"until\":%s,\"reason\":\"%s\"}",
                                 day_print(from, a), to, word),
                     err);
}

int
roster_present(struct act *act, const char *mediator, fl_day from, int *ret_n, struct fl_error *err)
{
    char text[11];
    const struct pg_param params[] = {pg_text(act->court), pg_text(mediator), pg_day(from)};
    PG_AUTO row = NULL;
    if (must_find(act, ROSTER_MEDIATOR, mediator, err) ||
        pg_run(act->db, &Q_end_absences, params, 3, PG_ROW, &row, err))
        return err->code;
    *ret_n = (int)pg_get_int(row, 0, 0);
    if (*ret_n == 0)
        return 0;
    return put_event(act, ROSTER_MEDIATOR, mediator, "present", "presence",
                     arena_print(act->arena, "{\"from\":\"%s\"}", day_print(from, text)), err);
}
