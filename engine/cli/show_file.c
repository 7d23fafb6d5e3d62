/* The file of one case: what it is, then all that happened in its order, decisions and words of people in their place, then its
 * referrals. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/show.h"

static const char *
text_of(const cJSON *object, const char *key)
{
    return json_str(json_get(object, key));
}

static const cJSON *
find_by(const cJSON *list, const char *key, const char *value)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, list)
    {
        const char *is = text_of(one, key);
        if (value && is && strcmp(is, value) == 0)
            return one;
    }
    return NULL;
}

/* --- events in their order --- */

/* What a clerk decided it upon, and in which words. */
static void
show_made(struct buf *out, const cJSON *decision)
{
    show_decision(out, json_get(decision, "decision"));
    show_row(out, say("说明", "words"), text_of(decision, "reason"));
}

static void
show_event(struct buf *out, const cJSON *event, const cJSON *decisions)
{
    const cJSON *data = json_get(event, "data");
    const char *type = text_of(event, "type"), *words = text_of(data, "words");
    bool decides = type && strncmp(type, "decision.", 9) == 0;
    const cJSON *decision =
        decides ? find_by(decisions, "decision_id", text_of(data, "decision_id")) : NULL;
    show_event_line(out, event);
    if (decision)
        show_made(out, decision);
    else
        show_row(out, "", words);
}

static void
show_links(struct buf *out, const cJSON *list)
{
    const cJSON *link;
    cJSON_ArrayForEach(link, list)
    {
        const char *id = text_of(link, "case_id"), *source = text_of(link, "source"),
                   *ref = text_of(link, "ref"), *state = text_of(link, "link");
        struct buf text = {0};
        buf_print(&text, "%s  %s (%s %s)", show_word(&show_link_words, state), id ? id : "?",
                  source ? source : "", ref ? ref : "");
        show_row(out, say("关联", "link"), text.data);
        buf_done(&text);
    }
}

void
show_file(struct buf *out, const cJSON *file)
{
    const char *id = text_of(file, "case_id"), *state = text_of(file, "state");
    const cJSON *doc = json_get(file, "case"), *decisions = json_get(file, "decisions"), *one;
    const char *source = text_of(doc, "source"), *ref = text_of(doc, "ref");
    struct buf key = {0};
    buf_print(out, say("案件 %s  %s\n", "case %s  %s\n"), id ? id : "?",
              state ? show_word(&fl_dispute_states, state) : "");
    buf_print(&key, "%s %s", source ? source : "", ref ? ref : "");
    show_row(out, say("来源", "from"), key.data);
    show_row(out, say("案号", "docket"), text_of(file, "docket"));
    show_case(out, doc);
    show_links(out, json_get(file, "links"));
    buf_print(out, "\n%s\n", say("经过", "what happened"));
    cJSON_ArrayForEach(one, json_get(file, "events")) show_event(out, one, decisions);
    cJSON_ArrayForEach(one, json_get(file, "referrals"))
    {
        buf_char(out, '\n');
        show_referral(out, one);
        show_clocks(out, json_get(file, "clocks"), text_of(one, "referral_id"));
        show_row(out, say("协议", "agreement"), text_of(one, "agreement"));
        show_handed_on(out, json_get(one, "handed_on"));
    }
    buf_done(&key);
}
