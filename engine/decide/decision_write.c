/* The decision as JSON (docs/protocol.md §2). */
#include "engine/base/day.h"
#include "engine/decide/decide_view.h"
#include "engine/text/reading.h"

static void
write_cause(const struct policy *policy, const struct fl_decision *decision, struct buf *buf)
{
    const struct cause *cause = policy_cause(policy, decision->cause_list, decision->cause);
    json_key(buf, "cause");
    if (!cause) {
        json_null(buf);
        return;
    }
    json_object(buf);
    json_put_text(buf, "version", policy_cause_list_name(policy, decision->cause_list));
    json_put_text(buf, "code", cause->code);
    json_put_text(buf, "name", cause->name);
    json_put_text(buf, "from", decision->cause_from);
    json_key(buf, "confidence");
    json_num(buf, decision->cause_confidence);
    json_object_end(buf);
}

static struct findings
findings_of(const struct fl_decision *decision)
{
    return (struct findings){decision->reading ? decision->reading->found : NULL,
                             decision->narrative, decision->found_used};
}

static void
write_reading(const struct policy *policy, const struct fl_decision *decision, struct buf *buf)
{
    const struct findings inputs = findings_of(decision);
    if (!decision->reading)
        return;
    if (decision->reading->model) {
        json_key(buf, "classification");
        reading_put_classification(policy, decision->reading, buf);
        if (decision->route_confidence > 0) {
            reading_put_share(buf, "route_confidence", decision->route_confidence);
        }
    }
    findings_write(&inputs, UINT64_MAX, buf);
}

static void
write_reasons(const struct fl_decision *decision, struct buf *buf)
{
    json_key(buf, "reasons");
    json_array(buf);
    for (int i = 0; i < decision->n_reasons; i++) {
        json_object(buf);
        json_put_text(buf, "rule", decision->reasons[i].rule);
        json_put_text(buf, "text", decision->reasons[i].text);
        json_put_text(buf, "basis", decision->reasons[i].basis);
        json_object_end(buf);
    }
    json_array_end(buf);
}

static void
write_limits(const struct fl_decision *decision, struct buf *buf)
{
    static const char *const units[] = {
        [FL_DAYS] = "days", [FL_WORKING_DAYS] = "working_days", [FL_MONTHS] = "months"};
    char day[11];
    json_key(buf, "limits");
    json_array(buf);
    for (int i = 0; i < decision->n_limits; i++) {
        const struct fl_limit *limit = &decision->limits[i];
        json_object(buf);
        json_put_text(buf, "what", limit->what);
        json_put_int(buf, units[limit->unit], limit->length);
        json_put_text(buf, "from", limit->from);
        if (limit->until != FL_NO_DAY)
            json_put_text(buf, "until", day_print(limit->until, day));
        json_put_text(buf, "basis", limit->basis);
        json_object_end(buf);
    }
    json_array_end(buf);
}

static void
write_flags(const struct fl_decision *decision, struct buf *buf)
{
    const struct findings inputs = findings_of(decision);
    json_key(buf, "flags");
    json_array(buf);
    for (int i = 0; i < decision->n_flags; i++) {
        json_object(buf);
        json_put_text(buf, "flag", decision->flags[i].flag);
        json_put_text(buf, "text", decision->flags[i].text);
        json_put_text(buf, "basis", decision->flags[i].basis);
        if (decision->flags[i].of_narrative && decision->reading)
            findings_write(&inputs, decision->found_against, buf);
        json_object_end(buf);
    }
    json_array_end(buf);
}

void
decision_write(const struct policy *policy, const struct fl_decision *decision, const char *ref,
               const char *docket, struct buf *buf)
{
    char text[64];
    json_object(buf);
    json_put_text(buf, "ref", ref);
    json_put_text(buf, "channel", fl_word(&fl_channels, (int)decision->channel));
    json_put_text(buf, "procedure", fl_word(&fl_procedures, (int)decision->procedure));
    json_put_bool(buf, "fast_track", decision->fast_track);
    json_put_text(buf, "rule", decision->rule);
    json_put_text(buf, "policy", decision->policy);
    json_put_text(buf, "as_of", day_print(decision->as_of, text));
    write_cause(policy, decision, buf);
    json_put_text(buf, "domain", fl_word(&fl_domains, (int)decision->domain));
    write_reading(policy, decision, buf);
    write_reasons(decision, buf);
    write_limits(decision, buf);
    write_flags(decision, buf);
    json_key(buf, "missing");
    json_array(buf);
    for (int i = 0; i < FL_MEMBER__COUNT; i++)
        if (decision->missing >> policy->ask[i] & 1)
            json_text(buf, member_name(policy->ask[i], text));
    json_array_end(buf);
    json_put_text(buf, "docket", docket);
    json_key(buf, "if_fails");
    if (decision->has_if_fails) {
        json_object(buf);
        json_put_text(buf, "channel", fl_word(&fl_channels, (int)decision->fails_channel));
        json_put_text(buf, "procedure", fl_word(&fl_procedures, (int)decision->fails_procedure));
        json_object_end(buf);
    } else {
        json_null(buf);
    }
    json_object_end(buf);
}
