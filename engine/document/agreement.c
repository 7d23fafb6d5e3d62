/* The mediation agreement (调解协议书) with the members of 人民调解法 art 29. */
#include <inttypes.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/document/document_values.h"
#include "engine/policy/policy_words.h"

#define CONFIRMATION_PARAM "confirmation.days"

static void
put_party(struct buf *buf, const cJSON *party, const char *side)
{
    static const char *const members[] = {"name", "id_no", "phone", "address"};
    json_object(buf);
    json_put_text(buf, "side", side);
    put_word(buf, "kind", &fl_kinds, text_of(party, "kind"));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        json_put_text(buf, members[i], text_of(party, members[i]));
    json_object_end(buf);
}

static void
put_parties(struct buf *buf, const cJSON *doc)
{
    const struct {
        const char *member, *side;
    } sides[] = {
        {"claimants",   say("申请人",    "Claimant")  },
        {"respondents", say("被申请人", "Respondent")},
    };
    json_key(buf, "parties");
    json_array(buf);
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        const cJSON *party;
        cJSON_ArrayForEach(party, json_get(doc, sides[i].member))
            put_party(buf, party, sides[i].side);
    }
    json_array_end(buf);
}

static void
write_claims(const cJSON *doc, struct buf *text)
{
    const cJSON *claim;
    cJSON_ArrayForEach(claim, json_get(doc, "claims"))
    {
        buf_text(text, text->len ? say("、", ", ") : "");
        words_word(&fl_claims, json_str(claim), text);
    }
}

static void
write_amount(const cJSON *doc, struct buf *text)
{
    int64_t fen;
    if (json_is_int(json_get(doc, "amount_fen"), &fen))
        buf_print(text, say("%" PRId64 ".%02d元", "%" PRId64 ".%02d yuan"), fen / 100,
                  (int)(fen % 100));
}

/* What is in dispute, where the mediator has not put it into words: cause, claims, amount. */
static void
write_matters(const cJSON *doc, const char *cause, struct buf *text)
{
    struct buf claims = {0}, amount = {0};
    const struct buf *const parts[] = {&claims, &amount};
    write_claims(doc, &claims);
    write_amount(doc, &amount);
    buf_text(text, cause ? cause : "");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i]->len)
            buf_print(text, "%s%s", text->len ? say("；", "; ") : "", parts[i]->data);
    buf_done(&claims);
    buf_done(&amount);
}

static const cJSON *
find_referral(const cJSON *file, const char *referral_id)
{
    const cJSON *referral;
    cJSON_ArrayForEach(referral, json_get(file, "referrals"))
    {
        const char *id = text_of(referral, "referral_id");
        if (id && strcmp(id, referral_id) == 0)
            return referral;
    }
    return NULL;
}

/* The mediator's words, else what the file says, else nothing: then a blank is left. */
static void
put_words(const struct document_source *source, const cJSON *referral, const cJSON *draft,
          struct buf *buf)
{
    const cJSON *doc = json_get(source->file, "case"),
                *made = last_of(json_get(source->file, "decisions"));
    const char *cause = text_of(json_get(json_get(made, "decision"), "cause"), "name"),
               *facts = text_of(draft, "facts"), *matters = text_of(draft, "matters"),
               *content = text_of(draft, "content");
    struct buf found = {0};
    write_matters(doc, cause, &found);
    json_put_text(buf, "cause", cause);
    json_put_text(buf, "facts", facts ? facts : text_of(doc, "narrative"));
    json_put_text(buf, "matters", matters ? matters : found.data);
    json_put_text(buf, "liability", text_of(draft, "liability"));
    json_put_text(buf, "content", content ? content : text_of(referral, "agreement"));
    json_put_text(buf, "performance", text_of(draft, "performance"));
    put_written_day(buf, "perform_by", text_of(draft, "perform_by"));
    buf_reset(&found);
    write_claims(doc, &found);
    json_put_text(buf, "claims", found.len ? found.data : NULL);
    buf_reset(&found);
    write_amount(doc, &found);
    json_put_text(buf, "amount", found.len ? found.data : NULL);
    buf_done(&found);
}

void
agreement_values(const struct document_source *source, const char *referral_id, const cJSON *draft,
                 struct buf *buf)
{
    const cJSON *referral = find_referral(source->file, referral_id);
    const struct document_route *route =
        documents_route(source->documents, source->court, text_of(referral, "channel"),
                        text_of(referral, "procedure"));
    const struct document_route *court = court_route(source);
    char today[11];
    int64_t days;
    json_object(buf);
    json_put_text(buf, "case_id", text_of(source->file, "case_id"));
    json_put_text(buf, "docket", text_of(referral, "docket"));
    json_put_text(buf, "mediator", text_of(referral, "mediator_name"));
    const char *body = text_of(referral, "body_name");
    json_put_text(buf, "body", body ? body : say(route->name, route->name_en));
    json_put_text(buf, "court", say(court->name, court->name_en));
    put_parties(buf, json_get(source->file, "case"));
    put_words(source, referral, draft, buf);
    put_written_day(buf, "agreed_on", text_of(referral, "concluded_at"));
    put_written_day(buf, "today", day_print(source->today, today));
    if (policy_param(source->policy, CONFIRMATION_PARAM, source->today, &days))
        json_put_int(buf, "confirmation_days", days);
    json_object_end(buf);
}
