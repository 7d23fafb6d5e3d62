/* The notice for a citizen: where the case went, why, how long, whom to ask. */
#include <inttypes.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/document/document_values.h"
#include "engine/policy/policy_words.h"

/* "（人民调解法 第三十三条）" */
static void
put_basis(struct buf *buf, const cJSON *from)
{
    const char *basis = text_of(from, "basis");
    struct buf text = {0};
    if (basis && *basis)
        buf_print(&text, say("（%s）", " (%s)"), basis);
    json_put_text(buf, "basis", text.data);
    buf_done(&text);
}

/* Reasons and flags. In English a rule speaks by its English title, where the policy still has it. */
static void
put_sentences(const struct document_source *source, struct buf *buf, const char *key,
              const cJSON *list)
{
    const cJSON *one;
    json_key(buf, key);
    json_array(buf);
    cJSON_ArrayForEach(one, list)
    {
        const char *rule = text_of(one, "rule"), *text = text_of(one, "text");
        const char *english =
            rule && !lang_is_chinese() ? policy_rule_en(source->policy, rule) : NULL;
        json_object(buf);
        json_put_text(buf, "text", english ? english : text);
        put_basis(buf, one);
        json_object_end(buf);
    }
    json_array_end(buf);
}

static void
put_length(struct buf *buf, const cJSON *limit)
{
    static const struct {
        const char *member, *zh, *en;
    } units[] = {
        {"days",         "日",          " days"        },
        {"working_days", "个工作日", " working days"},
        {"months",       "个月",       " months"      },
    };
    struct buf text = {0};
    int64_t n;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (json_is_int(json_get(limit, units[i].member), &n))
            buf_print(&text, "%" PRId64 "%s", n, say(units[i].zh, units[i].en));
    json_put_text(buf, "length", text.data);
    buf_done(&text);
}

/* From when it runs, where its end is not known yet. */
static void
put_from(struct buf *buf, const cJSON *limit)
{
    const char *from = text_of(limit, "from");
    bool known = text_of(limit, "until") != NULL;
    json_put_text(buf, "from",
                  known || !from ? NULL
                  : strcmp(from, "acceptance") == 0
                      ? say("，自承办人接受之日起", " from the day it is accepted")
                      : say("，自收到之日起", " from the day it is received"));
}

static void
put_until(struct buf *buf, const cJSON *limit)
{
    const char *until = text_of(limit, "until");
    struct buf text = {0};
    fl_day day;
    if (until && day_parse(until, strlen(until), &day)) {
        struct civil c = day_civil(day);
        buf_print(&text, say("，至%d年%d月%d日", ", until %04d-%02d-%02d"), c.year, c.month, c.day);
    }
    json_put_text(buf, "until", text.data);
    buf_done(&text);
}

/* How far a period may be extended is the business of those who extend it. */
static bool
is_extension(const char *what)
{
    const char *mark = what ? strstr(what, "_extension") : NULL;
    return mark && !mark[strlen("_extension")];
}

static void
put_limits(struct buf *buf, const cJSON *limits)
{
    const cJSON *limit;
    json_key(buf, "limits");
    json_array(buf);
    cJSON_ArrayForEach(limit, limits)
    {
        struct buf what = {0};
        if (is_extension(text_of(limit, "what")))
            continue;
        words_limit(text_of(limit, "what"), &what);
        json_object(buf);
        json_put_text(buf, "what", what.data);
        put_length(buf, limit);
        put_from(buf, limit);
        put_until(buf, limit);
        put_basis(buf, limit);
        json_object_end(buf);
        buf_done(&what);
    }
    json_array_end(buf);
}

static void
put_missing(struct buf *buf, const cJSON *missing)
{
    const cJSON *member;
    json_key(buf, "missing");
    json_array(buf);
    cJSON_ArrayForEach(member, missing)
    {
        struct buf what = {0};
        words_name(json_str(member) ? json_str(member) : "", &what);
        json_object(buf);
        json_put_text(buf, "what", what.data);
        json_object_end(buf);
        buf_done(&what);
    }
    json_array_end(buf);
}

static bool
has_event(const cJSON *file, const char *type)
{
    const cJSON *event;
    cJSON_ArrayForEach(event, json_get(file, "events"))
    {
        const char *is = text_of(event, "type");
        if (is && strcmp(is, type) == 0)
            return true;
    }
    return false;
}

static void
put_case(const struct document_source *source, struct buf *buf)
{
    const cJSON *doc = json_get(source->file, "case");
    const char *state = text_of(source->file, "state");
    bool open = state && strcmp(state, fl_word(&fl_dispute_states, FL_DISPUTE_OPEN)) == 0;
    char today[11];
    json_put_text(buf, "case_id", text_of(source->file, "case_id"));
    json_put_text(buf, "source", text_of(doc, "source"));
    json_put_text(buf, "ref", text_of(doc, "ref"));
    json_put_text(buf, "docket", text_of(source->file, "docket"));
    put_written_day(buf, "today", day_print(source->today, today));
    put_written_day(buf, "filed_on", text_of(doc, "filed_at"));
    put_side(buf, "claimants", json_get(doc, "claimants"));
    put_side(buf, "respondents", json_get(doc, "respondents"));
    put_word(buf, "state", &fl_dispute_states, open ? NULL : state);
}

/* The name and the telephone of whoever handles it, and of the court: of the body that holds the referral, where the
 * roster knows it, else as the table of routes says. */
static void
put_whom(const struct document_source *source, const char *channel, const char *procedure,
         struct buf *buf)
{
    const cJSON *referral = last_of(json_get(source->file, "referrals"));
    const char *body = text_of(referral, "body_name"), *phone = text_of(referral, "body_phone"),
               *where = text_of(referral, "body_address");
    const struct document_route *route =
        documents_route(source->documents, source->court, channel, procedure);
    const struct document_route *court = court_route(source);
    struct buf address = {0};
    if (!body || !where)
        where = route->address;
    if (*where)
        buf_print(&address, say("，地址：%s", ", address: %s"), where);
    json_put_text(buf, "next", say(route->next, route->next_en));
    json_put_text(buf, "body", body ? body : say(route->name, route->name_en));
    json_put_text(buf, "phone", body && phone ? phone : route->phone);
    json_put_text(buf, "address", address.data);
    json_put_text(buf, "court", say(court->name, court->name_en));
    json_put_text(buf, "court_phone", court->phone);
    buf_done(&address);
}

static void
put_route(const struct document_source *source, const cJSON *made, const cJSON *decision,
          struct buf *buf)
{
    const char *channel = text_of(decision, "channel"), *procedure = text_of(decision, "procedure"),
               *by = text_of(made, "made_by");
    const cJSON *fails = json_get(decision, "if_fails");
    bool triage = channel && strcmp(channel, fl_word(&fl_channels, FL_CHANNEL_TRIAGE)) == 0;
    put_word(buf, "channel", &fl_channels, channel);
    put_word(buf, "procedure", &fl_procedures, procedure);
    json_put_text(buf, "fast_track",
                  cJSON_IsTrue(json_get(decision, "fast_track"))
                      ? say("，适用速裁", ", on the fast track")
                      : NULL);
    json_put_bool(buf, "outside",
                  channel && strcmp(channel, fl_word(&fl_channels, FL_CHANNEL_OUTSIDE)) == 0);
    json_put_bool(buf, "by_clerk", by && strcmp(by, "clerk") == 0);
    json_put_bool(buf, "objected",
                  triage &&
                      has_event(source->file, fl_word(&fl_event_types, FL_EVENT_CASE_OBJECTED)));
    json_put_text(buf, "cause", text_of(json_get(decision, "cause"), "name"));
    json_put_text(buf, "rule", text_of(decision, "rule"));
    json_put_text(buf, "policy", text_of(decision, "policy"));
    put_word(buf, "fails_channel", &fl_channels, text_of(fails, "channel"));
    put_word(buf, "fails_procedure", &fl_procedures, text_of(fails, "procedure"));
    put_whom(source, channel, procedure, buf);
}

void
notice_values(const struct document_source *source, struct buf *buf)
{
    const cJSON *made = last_of(json_get(source->file, "decisions")),
                *decision = json_get(made, "decision"),
                *referral = last_of(json_get(source->file, "referrals"));
    const char *state = text_of(referral, "state");
    bool held = state && strcmp(state, fl_word(&fl_referral_states, FL_REFERRAL_ACCEPTED)) == 0;
    json_object(buf);
    put_case(source, buf);
    put_route(source, made, decision, buf);
    put_sentences(source, buf, "reasons", json_get(decision, "reasons"));
    put_sentences(source, buf, "flags", json_get(decision, "flags"));
    put_limits(buf, json_get(decision, "limits"));
    put_missing(buf, json_get(decision, "missing"));
    put_written_day(buf, "accept_by", text_of(referral, "accept_by"));
    put_written_day(buf, "due_on", held ? text_of(referral, "due_on") : NULL);
    json_object_end(buf);
}
