/* What changes a stored case from outside: amended while nothing has been concluded, or taken back.
 */
#include "engine/serve/methods_intake.h"

#include <string.h>

#include "engine/case/case_read.h"
#include "engine/desk/desk_step.h"
#include "engine/desk/event_put.h"
#include "engine/desk/handover.h"
#include "queries.h"

/* The members of a document that case.amend may replace; facts are laid over those known. */
static const char *const amendable[] = {"facts", "amount_fen", "claims", "claimants",
                                        "respondents"};
enum { N_AMENDABLE = sizeof amendable / sizeof *amendable };

/* --- the amended document --- */

static bool
is_amendable(const char *name)
{
    size_t i = 0;
    while (i < N_AMENDABLE && strcmp(name, amendable[i]) != 0)
        i++;
    return i < N_AMENDABLE;
}

void
case_facts_write(const cJSON *known, const cJSON *given, struct buf *buf)
{
    const cJSON *const both[] = {known, given};
    json_object(buf);
    for (int i = 0; i < 2; i++) {
        const cJSON *fact;
        cJSON_ArrayForEach(fact, both[i])
        {
            if (cJSON_IsNull(fact) || (i == 0 && json_get(given, fact->string)))
                continue;
            json_key(buf, fact->string);
            json_write(fact, buf);
        }
    }
    json_object_end(buf);
}

static void
write_amended(const cJSON *doc, const cJSON *params, struct buf *buf)
{
    const cJSON *member;
    json_object(buf);
    cJSON_ArrayForEach(member, doc)
    {
        if (is_amendable(member->string) && json_get(params, member->string))
            continue;
        json_key(buf, member->string);
        json_write(member, buf);
    }
    for (int i = 0; i < N_AMENDABLE; i++) {
        const cJSON *given = json_get(params, amendable[i]);
        if (!given)
            continue;
        json_key(buf, amendable[i]);
        if (i == 0)
            case_facts_write(json_get(doc, amendable[i]), given, buf);
        else
            json_write(given, buf);
    }
    json_object_end(buf);
}

/* The case as it is stored, with its people, as one tree. The row of the dispute is locked. */
static int
read_whole(struct call *call, int64_t id, cJSON **ret, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(call->court), pg_int(id)};
    PG_AUTO lock = NULL;
    PG_AUTO row = NULL;
    PG_AUTO parties = NULL;
    struct buf ids = {0}, text = {0};
    if (pg_run(call->db, &Q_lock_dispute, key, 2, PG_MAYBE_ROW, &lock, err))
        return err->code;
    if (PQntuples(lock) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, "court %s has no case %lld", call->court,
                       (long long)id);
    if (strcmp(pg_get(lock, 0, 0), fl_word(&fl_dispute_states, FL_DISPUTE_OPEN)) != 0)
        return fl_fail(err, FL_E_CONFLICT, "case %lld is %s", (long long)id, pg_get(lock, 0, 0));
    buf_print(&ids, "{%lld}", (long long)id);
    int code = pg_run(call->db, &Q_get_case, key, 2, PG_ROW, &row, err);
    if (!code)
        code = parties_read(call, &ids, &parties, err);
    if (!code)
        code = case_write(call, id, pg_get(row, 0, 4), parties, &(struct sealed_cell){row, 0, 5},
                          &text, err);
    if (!code)
        code = json_parse(text.data, text.len, ret, err);
    buf_done(&ids);
    buf_done(&text);
    return code;
}

/* --- storing it --- */

static void
write_tags(uint32_t tags, struct buf *buf)
{
    for (int tag = 0; tag < FL_TAG__COUNT; tag++)
        if (tags & (1u << tag))
            buf_print(buf, "%s%s", buf->len ? "," : "", fl_word(&fl_tags, tag));
}

static int
put_party(struct call *call, int64_t id, const struct person_key *key, const struct fl_party *party,
          struct fl_error *err)
{
    const struct seal_place place =
        place_of_party(call->court, id, (int)party->side, party->ordinal);
    struct buf tags = {0}, personal = {0}, sealed = {0};
    uint8_t name[SEAL_MAC_SIZE], id_no[SEAL_MAC_SIZE];
    write_tags(party->tags, &tags);
    case_party_personal(party, &personal);
    seal_put(key->key, SEALED_BY_DISPUTE, &place, personal.data, personal.len, &sealed);
    person_name_hash(call->engine->keys, party->name, name);
    if (party->id_no)
        person_id_hash(call->engine->keys, party->id_no, id_no);
    const struct pg_param params[] = {
        pg_text(call->court),
        pg_int(id),
        pg_int(party->side),
        pg_int(party->ordinal),
        pg_text(fl_word(&fl_kinds, (int)party->kind)),
        pg_text(tags.len ? tags.data : NULL),
        pg_text(party->division),
        pg_bytes(sealed.data, sealed.len),
        pg_bytes(name, sizeof name),
        pg_bytes(party->id_no ? id_no : NULL, sizeof id_no),
    };
    int code = pg_run(call->db, &Q_put_party, params, 10, PG_NONE, NULL, err);
    buf_done(&tags);
    buf_done(&personal);
    buf_done(&sealed);
    return code;
}

static int
replace_side(struct call *call, int64_t id, const struct fl_case *c, enum fl_side side,
             struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(call->court), pg_int(id), pg_int(side)};
    if (pg_run(call->db, &Q_delete_parties, params, 3, PG_NONE, NULL, err))
        return err->code;
    struct person_key key;
    if (person_key_read(call->engine, call->db, call->court, id, &key, err))
        return err->code;
    for (int i = 0; i < c->n_parties; i++)
        if (c->parties[i].side == side && put_party(call, id, &key, &c->parties[i], err))
            return err->code;
    return 0;
}

static int
store_amended(struct call *call, int64_t id, const cJSON *doc, const struct fl_case *c,
              struct fl_error *err)
{
    struct buf skeleton = {0};
    case_skeleton(call->policy, doc, c->reading, &skeleton);
    const struct pg_param params[] = {
        pg_text(call->court),          pg_int(id),
        pg_text(skeleton.data),        c->amount_fen < 0 ? pg_null_int() : pg_int(c->amount_fen),
        pg_int(c->count[FL_CLAIMANT]), pg_int(c->count[FL_RESPONDENT]),
    };
    int code = pg_run(call->db, &Q_amend_dispute, params, 6, PG_NONE, NULL, err);
    buf_done(&skeleton);
    if (!code && json_get(call->params, "claimants"))
        code = replace_side(call, id, c, FL_CLAIMANT, err);
    if (!code && json_get(call->params, "respondents"))
        code = replace_side(call, id, c, FL_RESPONDENT, err);
    return code;
}

/* Which members were amended: names only. */
static const char *
amended_members(struct call *call)
{
    struct buf data = {0};
    json_object(&data);
    json_key(&data, "members");
    json_array(&data);
    for (int i = 0; i < N_AMENDABLE; i++)
        if (json_get(call->params, amendable[i]))
            json_text(&data, amendable[i]);
    json_array_end(&data);
    json_object_end(&data);
    return buf_keep(&data, call->arena);
}

static int
put_event(const struct act *act, int64_t event_id, enum fl_event_type type, int64_t id,
          const char *data, const char *reason, struct fl_error *err)
{
    const struct event_new event = {
        .event_id = event_id, .type = type, .dispute_id = id, .data = data, .sealed = reason};
    return event_put(act, &event, NULL, err);
}

static int
check_amend(const struct call *call, struct fl_error *err)
{
    int i = 0;
    while (i < N_AMENDABLE && !json_get(call->params, amendable[i]))
        i++;
    if (i == N_AMENDABLE)
        return fl_fail(err, FL_E_INVALID_PARAMS,
                       "give at least one of facts, amount_fen, claims, claimants, respondents");
    return 0;
}

int
case_amend(struct call *call, struct buf *result, struct fl_error *err)
{
    int64_t id = call_id(call, "case_id"), event_id;
    JSON_AUTO before = NULL;
    JSON_AUTO after = NULL;
    if (check_amend(call, err) || read_whole(call, id, &before, err))
        return err->code;
    struct buf text = {0};
    write_amended(before, call->params, &text);
    int code = json_parse(text.data, text.len, &after, err);
    buf_done(&text);
    struct fl_case c = {0};
    if (code || case_read(call->policy, after, CASE_WHOLE, "/params", call->arena, &c, err) ||
        engine_id(call->engine, call->db, &event_id, err) ||
        store_amended(call, id, after, &c, err))
        return err->code;
    struct act act = act_of_call(call, call->now);
    struct handover_result next = {0};
    if (put_event(&act, event_id, FL_EVENT_CASE_AMENDED, id, amended_members(call),
                  call_text(call, "reason"), err) ||
        handover_amend(&act, id, event_id, &next, err))
        return err->code;
    call->woke = act.woke;
    json_object(result);
    json_put_id(result, "case_id", id);
    json_put_text(result, "docket", next.docket);
    json_key(result, "decision");
    json_raw(result, next.decision, strlen(next.decision));
    json_object_end(result);
    return 0;
}

int
case_withdraw(struct call *call, struct buf *result, struct fl_error *err)
{
    int64_t id = call_id(call, "case_id"), event_id;
    struct act act = act_of_call(call, call->now);
    if (engine_id(call->engine, call->db, &event_id, err) ||
        handover_withdraw(&act, id, event_id, err) ||
        put_event(&act, event_id, FL_EVENT_CASE_WITHDRAWN, id, NULL, call_text(call, "reason"),
                  err))
        return err->code;
    json_object(result);
    json_put_id(result, "case_id", id);
    json_put_text(result, "state", fl_word(&fl_dispute_states, FL_DISPUTE_WITHDRAWN));
    json_object_end(result);
    return 0;
}
