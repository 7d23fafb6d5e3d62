/* Why a case went where it went: the rungs tried in order with the conditions that did not hold,
 * and which single fact would have changed the route. */
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/policy/policy_words.h"
#include "engine/text/reading.h"

/* One change of one member that leads elsewhere: the first value met for each different route. */
struct change {
    int member;
    int32_t value; /* of a fact */
    int cause;
    uint32_t claims;
    int64_t amount;
    int channel, procedure, fast_track, rule;
};
#define MAX_CHANGES 200
struct changes {
    const struct view *base;
    bool every_word; /* each value of a word, also where two lead to the same route */
    struct change list[MAX_CHANGES];
    int n;
};

static bool
note_change(const struct view *view, int member, void *with)
{
    struct changes *changes = with;
    const struct view *base = changes->base;
    if (view->channel == base->channel && view->procedure == base->procedure &&
        view->fast_track == base->fast_track)
        return false;
    bool words = changes->every_word && member < FL_FACT__COUNT &&
                 fl_facts[member].type != FL_FACT_TYPE_DATE;
    for (int i = 0; i < changes->n && !words; i++) {
        const struct change *met = &changes->list[i];
        if (met->member == member && met->channel == view->channel &&
            met->procedure == view->procedure && met->fast_track == view->fast_track)
            return false;
    }
    if (changes->n == MAX_CHANGES)
        return true;
    changes->list[changes->n++] =
        (struct change){.member = member,
                        .value = member < FL_FACT__COUNT ? view->fact[member] : 0,
                        .cause = view->cause,
                        .claims = view->claims,
                        .amount = view->amount,
                        .channel = view->channel,
                        .procedure = view->procedure,
                        .fast_track = view->fast_track,
                        .rule = view->fired[STAGE_ROUTE]};
    return false;
}

static void
put_changed(const struct view *view, const struct change *change, struct buf *buf)
{
    struct view changed = *view;
    char name[64];
    if (change->member == FL_MEMBER_CAUSE) {
        view_cause(&changed, change->cause);
    } else if (change->member == FL_MEMBER_CLAIMS) {
        changed.has_claims = true;
        changed.claims = change->claims;
    } else if (change->member == FL_MEMBER_AMOUNT) {
        changed.amount = change->amount;
    } else {
        changed.fact[change->member] = change->value;
    }
    found_write(&changed, member_name(change->member, name), buf);
}

static struct findings
findings_of(const struct view *view)
{
    return (struct findings){view->c->reading->found, view->c->narrative, view->found_used};
}

/* --- JSON --- */

static void
json_rule(struct view *view, const struct standing *rule, bool holds, struct buf *buf)
{
    json_object(buf);
    json_put_text(buf, "rule", rule->rule->id);
    json_put_text(buf, "title", rule->rule->title);
    json_put_text(buf, "en", rule->rule->en);
    json_put_bool(buf, "holds", holds);
    if (holds) {
        json_put_text(buf, "text", rule->text);
        json_put_text(buf, "basis", rule->basis);
    }
    json_key(buf, "unmet");
    json_array(buf);
    for (int i = 0; !holds && i < rule->rule->n_parts; i++) {
        if (view_part_holds(view, rule, i))
            continue;
        json_object(buf);
        json_put_text(buf, "member", rule->rule->part_name[i]);
        json_key(buf, "wanted");
        json_raw(buf, rule->rule->part_json[i], strlen(rule->rule->part_json[i]));
        json_key(buf, "found");
        found_write_part(view, rule->rule->part_name[i], rule->rule->part_json[i], buf);
        json_object_end(buf);
    }
    json_array_end(buf);
    json_object_end(buf);
}

static void
json_change(const struct view *view, const struct change *change, struct buf *buf)
{
    char name[64];
    json_object(buf);
    json_put_text(buf, "member", member_name(change->member, name));
    json_put_bool(buf, "known", !member_unknown(view, change->member));
    json_key(buf, "value");
    put_changed(view, change, buf);
    json_put_text(buf, "channel", fl_word(&fl_channels, change->channel));
    json_put_text(buf, "procedure", fl_word(&fl_procedures, change->procedure));
    json_put_bool(buf, "fast_track", change->fast_track);
    json_put_text(buf, "rule", view->edition->rules[change->rule].rule->id);
    json_object_end(buf);
}

static void
write_json(struct view *view, const struct changes *changes, const char *ref, struct buf *buf)
{
    const struct edition *edition = view->edition;
    char text[64];
    json_object(buf);
    json_put_text(buf, "ref", ref);
    json_put_text(buf, "policy", policy_name(view->policy));
    json_put_text(buf, "as_of", day_print(view->as_of, text));
    json_put_text(buf, "channel", fl_word(&fl_channels, view->channel));
    json_put_text(buf, "procedure", fl_word(&fl_procedures, view->procedure));
    json_put_bool(buf, "fast_track", view->fast_track);
    if (view->c->reading) {
        const struct findings findings = findings_of(view);
        if (view->c->reading->model) {
            json_key(buf, "classification");
            reading_put_classification(view->policy, view->c->reading, buf);
        }
        findings_write(&findings, UINT64_MAX, buf);
    }
    json_key(buf, "stages");
    json_array(buf);
    for (int stage = 0; stage <= STAGE_FAST_TRACK; stage++) {
        if (view->fired[stage] < 0)
            continue;
        json_object(buf);
        json_put_text(buf, "stage", policy_stages[stage].name);
        json_key(buf, "rules");
        json_array(buf);
        for (int i = edition->stage[stage]; i <= view->fired[stage]; i++)
            json_rule(view, &edition->rules[i], i == view->fired[stage], buf);
        json_array_end(buf);
        json_object_end(buf);
    }
    json_array_end(buf);
    json_key(buf, "changes");
    json_array(buf);
    for (int i = 0; i < changes->n; i++)
        json_change(view, &changes->list[i], buf);
    json_array_end(buf);
    json_object_end(buf);
}

/* --- text --- */

static void
put_route(int channel, int procedure, int fast_track, struct buf *buf)
{
    words_word(&fl_channels, fl_word(&fl_channels, channel), buf);
    buf_text(buf, " · ");
    words_word(&fl_procedures, fl_word(&fl_procedures, procedure), buf);
    buf_text(buf, fast_track ? say(" · 速裁", " · fast track") : "");
}

static void
text_rule(struct view *view, const struct standing *rule, bool holds, struct buf *buf)
{
    buf_print(buf, "  %s %s %s\n", holds ? "✓" : "✗", rule->rule->id,
              say(rule->rule->title, rule->rule->en));
    if (holds && *rule->text)
        buf_print(buf, "      %s\n", say(rule->text, rule->rule->en));
    if (holds)
        buf_print(buf, "      %s%s\n", say("依据：", "basis: "), rule->basis);
    for (int i = 0; !holds && i < rule->rule->n_parts; i++) {
        if (view_part_holds(view, rule, i))
            continue;
        const char *name = rule->rule->part_name[i], *wanted = rule->rule->part_json[i];
        struct buf found = {0};
        found_write_part(view, name, wanted, &found);
        buf_text(buf, say("      未满足：", "      not met: "));
        words_condition_of(view, name, wanted, buf);
        buf_text(buf, say("；实为 ", "; found "));
        words_found(view, name, found.data, buf);
        buf_char(buf, '\n');
        buf_done(&found);
    }
}

/* What the narrative is about, the likeliest causes first. */
static void
tell_classification(const struct view *view, struct buf *buf)
{
    const struct reading *reading = view->c->reading;
    if (!reading->model)
        return;
    buf_text(buf, say("陈述所指：", "the narrative is about: "));
    words_word(&fl_domains, fl_word(&fl_domains, (int)reading->domain), buf);
    buf_print(buf, " %.0f%%", reading->confidence * 100);
    for (int i = 0; i < reading->n_top; i++)
        buf_print(buf, "%s%s %.0f%%", i ? "、" : "; ",
                  policy_cause(view->policy, reading->cause_list, reading->top[i].cause)->name,
                  reading->top[i].confidence * 100);
    buf_char(buf, '\n');
}

static void
write_text(struct view *view, const struct changes *changes, const char *ref, struct buf *buf)
{
    const struct edition *edition = view->edition;
    char text[64];
    buf_print(buf, "%s  %s  %s\n→ ", ref ? ref : "", policy_name(view->policy),
              day_print(view->as_of, text));
    put_route(view->channel, view->procedure, view->fast_track, buf);
    buf_char(buf, '\n');
    if (view->c->reading) {
        const struct findings findings = findings_of(view);
        tell_classification(view, buf);
        findings_tell(&findings, buf);
    }
    for (int stage = 0; stage <= STAGE_FAST_TRACK; stage++) {
        if (view->fired[stage] < 0)
            continue;
        buf_print(buf, "%s\n", say(policy_stages[stage].zh, policy_stages[stage].name));
        for (int i = edition->stage[stage]; i <= view->fired[stage]; i++)
            text_rule(view, &edition->rules[i], i == view->fired[stage], buf);
    }
    buf_print(
        buf, "%s\n",
        changes->n
            ? say("以下任一项单独改变，去向即不同：", "each of these alone would change the route:")
            : say("没有单独一项事实能改变去向。", "no single fact would change the route."));
    for (int i = 0; i < changes->n; i++) {
        const struct change *change = &changes->list[i];
        struct buf value = {0};
        put_changed(view, change, &value);
        const char *name = member_name(change->member, text);
        buf_text(buf, "  ");
        words_name(name, buf);
        buf_text(buf, " = ");
        words_found(view, name, value.data, buf);
        buf_print(buf, "%s → ",
                  member_unknown(view, change->member) ? say("（现未知）", " (unknown now)") : "");
        buf_done(&value);
        put_route(change->channel, change->procedure, change->fast_track, buf);
        buf_print(buf, say("（%s）\n", " (%s)\n"), edition->rules[change->rule].rule->id);
    }
}

/* `view` has been run; the changes of the members that are unknown, or known. */
static void
find_changes(const struct view *view, const int first_read[FL_MEMBER__COUNT], bool unknown,
             struct changes *changes)
{
    for (uint64_t left = view->read; left; left &= left - 1) {
        int member = __builtin_ctzll(left);
        if (member_unknown(view, member) == unknown)
            member_try_all(view, member, first_read[member], note_change, changes);
    }
}

void
decide_runners_up(const struct policy *policy, const struct fl_case *c, fl_day as_of,
                  struct buf *buf)
{
    struct view view;
    int first_read[FL_MEMBER__COUNT];
    view_make(&view, policy, c, as_of, c->history, c->n_history);
    json_array(buf);
    if (view.edition) {
        struct changes changes = {.base = &view, .every_word = true};
        view_run_noting(&view, first_read);
        find_changes(&view, first_read, true, &changes);
        for (int i = 0; i < changes.n; i++)
            json_change(&view, &changes.list[i], buf);
    }
    json_array_end(buf);
}

void
decide_explain(const struct policy *policy, const struct fl_case *c, fl_day as_of, bool json,
               struct buf *buf)
{
    struct view view;
    int first_read[FL_MEMBER__COUNT];
    view_make(&view, policy, c, as_of, c->history, c->n_history);
    if (!view.edition) {
        if (json) {
            json_object(buf);
            json_put_text(buf, "ref", c->ref);
            json_put_text(buf, "channel", fl_word(&fl_channels, FL_CHANNEL_TRIAGE));
            json_put_text(buf, "procedure", fl_word(&fl_procedures, FL_PROCEDURE_MANUAL));
            json_object_end(buf);
        } else {
            buf_text(buf, say("现行规则集不适用于该日期，由程序分流员人工甄别。\n",
                              "The policy does not cover this day; a clerk decides.\n"));
        }
        return;
    }
    view_run_noting(&view, first_read);
    struct changes changes = {.base = &view, .n = 0};
    find_changes(&view, first_read, true, &changes); /* what is still to be asked comes first */
    find_changes(&view, first_read, false, &changes);
    if (json)
        write_json(&view, &changes, c->ref, buf);
    else
        write_text(&view, &changes, c->ref, buf);
}
