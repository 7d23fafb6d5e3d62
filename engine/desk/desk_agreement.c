/* desk.agreement: the agreement as a document to be printed and signed (人民调解法 arts 28, 29). The mediator's words are kept sealed
 * with the referral; what is left out comes from the case, else stays blank. */
#include "engine/desk/desk_agreement.h"

#include <stdio.h>
#include <string.h>

#include "engine/access/person.h"
#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/desk/event_put.h"
#include "engine/document/document_call.h"
#include "engine/document/document_values.h"
#include "engine/serve/methods_intake.h"
#include "fenliu/limits.h"
#include "queries.h"

/* The members in the mediator's words. */
static const char *const parts[] = {"content", "facts", "matters", "liability", "performance"};
enum { N_PARTS = sizeof parts / sizeof *parts };
#define PERFORM_BY "perform_by"

int
agreement_draft(const struct call *call, const struct referral *r, cJSON **ret,
                struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(call->court), pg_int(r->referral_id)};
    const struct seal_place place = place_of_agreement(call->court, r->referral_id);
    struct person_key key;
    struct buf clear = {0};
    PG_AUTO row = NULL;
    *ret = NULL;
    if (pg_run(call->db, &Q_get_agreement_draft, params, 2, PG_MAYBE_ROW, &row, err) ||
        PQntuples(row) == 0 ||
        person_key_read(call->engine, call->db, call->court, r->dispute_id, &key, err))
        return err->code;
    int code = person_open(&key, &place, row, 0, 0, &clear, err);
    seal_wipe(&key, sizeof key);
    if (!code && clear.len)
        code = json_parse(clear.data, clear.len, ret, err);
    buf_done(&clear);
    return code;
}

static bool
has_parts(const struct call *call)
{
    bool any = call_text(call, PERFORM_BY) != NULL;
    for (int i = 0; i < N_PARTS; i++)
        any |= call_text(call, parts[i]) != NULL;
    return any;
}

static int
check_parts(const struct call *call, fl_day *ret_by, struct fl_error *err)
{
    const char *by = call_text(call, PERFORM_BY);
    size_t size = 0;
    struct faults faults;
    faults_init(&faults, call->arena);
    *ret_by = FL_NO_DAY;
    for (int i = 0; i < N_PARTS; i++)
        size += call_text(call, parts[i]) ? strlen(call_text(call, parts[i])) : 0;
    if (size > FL_MAX_AGREEMENT)
        faults_add(&faults, "/params/content", "all parts together have at most %d bytes",
                   FL_MAX_AGREEMENT);
    if (by && !day_parse(by, strlen(by), ret_by))
        faults_add(&faults, "/params/" PERFORM_BY, "must be a day: 2021-03-05");
    return faults_result(&faults, err);
}

/* What was drafted before with what is given laid over it; an empty text takes a part away. */
static void
write_draft(const struct call *call, const cJSON *before, struct buf *buf)
{
    json_object(buf);
    for (int i = 0; i <= N_PARTS; i++) {
        const char *name = i < N_PARTS ? parts[i] : PERFORM_BY, *given = call_text(call, name);
        const char *text = given ? given : json_str(json_get(before, name));
        if (text && *text)
            json_put_text(buf, name, text);
    }
    json_object_end(buf);
}

static int
put_draft(const struct call *call, const struct referral *r, fl_day by, const char *text,
          struct fl_error *err)
{
    const struct act act = act_of_call(call, call->now);
    const struct seal_place place = place_of_agreement(call->court, r->referral_id);
    struct buf sealed = {0};
    char day[11];
    if (person_seal(&act, r->dispute_id, &place, text, &sealed, err))
        return err->code;
    const struct pg_param params[] = {pg_text(call->court),
                                      pg_int(r->referral_id),
                                      pg_int(r->dispute_id),
                                      pg_day(by),
                                      pg_bytes(sealed.data, sealed.len),
                                      pg_moment(call->now)};
    int code = pg_run(call->db, &Q_put_agreement_draft, params, 6, PG_NONE, NULL, err);
    buf_done(&sealed);
    const char *data = by == FL_NO_DAY ? NULL
                                       : arena_print(call->arena, "{\"" PERFORM_BY "\":\"%s\"}",
                                                     day_print(by, day));
    return code ? code : referral_event(&act, r, FL_EVENT_AGREEMENT_DRAFTED, data, NULL, NULL, err);
}

/* *draft becomes what is drafted now. */
static int
change_draft(const struct call *call, const struct referral *r, cJSON **draft, struct fl_error *err)
{
    struct buf text = {0};
    fl_day by;
    if (check_parts(call, &by, err) || referral_check(r, STEP_DRAFT, call_id(call, "claim"), err))
        return err->code;
    write_draft(call, *draft, &text);
    cJSON_Delete(*draft);
    *draft = NULL;
    int code = json_parse(text.data, text.len, draft, err);
    const char *kept = json_str(json_get(*draft, PERFORM_BY));
    if (!code && by == FL_NO_DAY && kept)
        day_parse(kept, strlen(kept), &by);
    if (!code)
        code = put_draft(call, r, by, text.data, err);
    buf_done(&text);
    return code;
}

/* The holder sees it by the claim, a clerk without; the desk must be one where agreements are made. */
static int
check_reader(const struct call *call, const struct referral *r, struct fl_error *err)
{
    const struct fl_adapter *adapter = desk_adapter(call);
    if (!fl_adapter_outcome(adapter, FL_OUTCOME_AGREED) &&
        !fl_adapter_outcome(adapter, FL_OUTCOME_MEDIATED))
        return referral_conflict(r, "no agreement is made at this desk", err);
    int64_t claim = call_id(call, "claim");
    if (claim ? claim != r->claim : call->masked)
        return referral_conflict(r, "this claim does not hold it", err);
    if (r->accepted_at == PG_NULL_NUMBER)
        return referral_conflict(r, "nobody has accepted it", err);
    return 0;
}

static int
write_document(struct call *call, const struct referral *r, const struct document_wish *wish,
               const cJSON *draft, struct buf *result, struct fl_error *err)
{
    struct buf text = {0}, values = {0};
    JSON_AUTO file = NULL;
    char id[24];
    int code = case_file(call, r->dispute_id, true, "desk.agreement", &text, err);
    if (!code)
        code = json_parse(text.data, text.len, &file, err);
    buf_done(&text);
    if (code)
        return code;
    const struct document_source source = {call->engine->documents, call->policy, call->court, file,
                                           moment_day(call->now)};
    snprintf(id, sizeof id, "%lld", (long long)r->referral_id);
    lang_here(wish->chinese ? "zh" : "en");
    agreement_values(&source, id, draft, &values);
    lang_here(NULL);
    json_object(result);
    json_put_id(result, "referral_id", r->referral_id);
    json_put_id(result, "case_id", r->dispute_id);
    code = document_answer(call, wish, DOCUMENT_AGREEMENT, &values, result, err);
    json_object_end(result);
    buf_done(&values);
    return code;
}

int
desk_agreement(struct call *call, struct buf *result, struct fl_error *err)
{
    struct document_wish wish;
    struct referral r;
    JSON_AUTO draft = NULL;
    bool changes = has_parts(call);
    if (document_wish_read(call, &wish, err) ||
        referral_read(call, call_id(call, "referral_id"), changes, &r, err) ||
        check_reader(call, &r, err) || agreement_draft(call, &r, &draft, err) ||
        (changes && change_draft(call, &r, &draft, err)))
        return err->code;
    return write_document(call, &r, &wish, draft, result, err);
}
