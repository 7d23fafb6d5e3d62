/* Examples: a partial case over a minimal one, the decision compared member by member. */
#include <stdio.h>
#include "engine/policy/policy_example.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/case/case_narrative.h"
#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "engine/decide/decide_view.h"

/* The case laid under every example. A district code only names the court; no rule may hang on it.
 */
static cJSON *
minimal_case(const char *as_of)
{
    static const char json[] = "{\"source\":\"example\",\"ref\":\"example\",\"court\":\"430204\","
                               "\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\"}],"
                               "\"respondents\":[{\"kind\":\"company\",\"name\":\"乙公司\"}]}";
    char filed_at[40];
    cJSON *doc = NULL;
    if (json_parse(json, sizeof json - 1, &doc, NULL))
        return NULL;
    snprintf(filed_at, sizeof filed_at, "%.10sT09:00:00+08:00", as_of);
    cJSON_AddStringToObject(doc, "filed_at", filed_at);
    return doc;
}

int
example_case(const struct policy *policy, const cJSON *example, struct arena *arena,
             struct fl_case *ret, fl_day *ret_as_of, struct fl_error *err)
{
    const char *as_of = json_str(json_get(example, "as_of"));
    JSON_AUTO doc = minimal_case(as_of);
    if (!doc || !day_parse(as_of, strlen(as_of), ret_as_of))
        return fl_fail(err, FL_E_POLICY, "the example has no day");
    const cJSON *members = json_get(example, "case");
    for (const cJSON *node = members ? members->child : NULL; node; node = node->next) {
        cJSON_DeleteItemFromObjectCaseSensitive(doc, node->string);
        cJSON_AddItemToObject(doc, node->string, cJSON_Duplicate(node, true));
    }
    if (!json_get(doc, "cause") && !json_get(doc, "narrative"))
        cJSON_AddStringToObject(doc, "narrative", "示例");
    int rc = case_read(policy, doc, CASE_WHOLE, "", arena, ret, err);
    if (!rc && !ret->reading) /* by words alone: a pack is checked without a model */
        case_narrative(policy, NULL, ret, arena);
    return rc;
}

static int
differs(struct fl_error *err, const char *what, const char *wanted, const char *found)
{
    return fl_fail(err, FL_E_POLICY, "expected %s %s, found %s", what, wanted ? wanted : "null",
                   found ? found : "null");
}

static int
same_text(const cJSON *wanted, const char *what, const char *found, struct fl_error *err)
{
    const char *text = json_str(wanted);
    if (!wanted || (!text && !found) || (text && found && !strcmp(text, found)))
        return 0;
    return differs(err, what, text, found);
}

static int
has_flags(const cJSON *wanted, const struct fl_decision *decision, struct fl_error *err)
{
    for (const cJSON *node = wanted ? wanted->child : NULL; node; node = node->next) {
        int i = 0;
        while (i < decision->n_flags && strcmp(decision->flags[i].flag, json_str(node)))
            i++;
        if (i == decision->n_flags)
            return differs(err, "flag", json_str(node), "none");
    }
    return 0;
}

static int
same_missing(const cJSON *wanted, const struct fl_decision *decision, struct fl_error *err)
{
    char name[64];
    if (!wanted)
        return 0;
    uint64_t named = 0;
    for (const cJSON *node = wanted->child; node; node = node->next)
        for (int i = 0; i < FL_MEMBER__COUNT; i++)
            if (!strcmp(member_name(i, name), json_str(node)))
                named |= UINT64_C(1) << i;
    for (int i = 0; i < FL_MEMBER__COUNT; i++)
        if ((named ^ decision->missing) >> i & 1)
            return fl_fail(err, FL_E_POLICY,
                           named >> i & 1 ? "expected missing %s, found none"
                                          : "missing has %s, which is not expected",
                           member_name(i, name));
    return named || !wanted->child ? 0 : fl_fail(err, FL_E_POLICY, "missing names no known member");
}

static int
compare(const cJSON *expect, const struct fl_decision *decision, struct fl_error *err)
{
    static const char *const members[] = {"channel", "procedure", "fast_track", "flags", "missing",
                                          "rule",    "docket",    "if_fails",   NULL};
    for (const cJSON *node = expect->child; node; node = node->next) {
        int i = 0;
        while (members[i] && strcmp(members[i], node->string))
            i++;
        if (!members[i])
            return fl_fail(err, FL_E_POLICY, "expect: unknown member \"%s\"", node->string);
    }
    const cJSON *lane = json_get(expect, "fast_track"), *fails = json_get(expect, "if_fails");
    int rc = same_text(json_get(expect, "channel"), "channel",
                       fl_word(&fl_channels, (int)decision->channel), err);
    if (!rc)
        rc = same_text(json_get(expect, "procedure"), "procedure",
                       fl_word(&fl_procedures, (int)decision->procedure), err);
    if (!rc && lane && cJSON_IsTrue(lane) != decision->fast_track)
        rc = differs(err, "fast_track", cJSON_IsTrue(lane) ? "true" : "false",
                     decision->fast_track ? "true" : "false");
    if (!rc)
        rc = same_text(json_get(expect, "rule"), "rule", decision->rule, err);
    if (!rc)
        rc = same_text(json_get(expect, "docket"), "docket", decision->docket_word, err);
    if (!rc && fails)
        rc = same_text(json_get(fails, "channel"), "if_fails",
                       decision->has_if_fails ? fl_word(&fl_channels, (int)decision->fails_channel)
                                              : NULL,
                       err);
    if (!rc && fails)
        rc = same_text(
            json_get(fails, "procedure"), "if_fails",
            decision->has_if_fails ? fl_word(&fl_procedures, (int)decision->fails_procedure) : NULL,
            err);
    if (!rc)
        rc = has_flags(json_get(expect, "flags"), decision, err);
    return rc ? rc : same_missing(json_get(expect, "missing"), decision, err);
}

/* Marks every rule that held in this case. */
static void
mark(const struct policy *policy, const struct fl_case *c, fl_day as_of, uint8_t *reached)
{
    struct view view;
    struct fl_decision decision = {0};
    view_make(&view, policy, c, as_of, c->history, c->n_history);
    if (!view.edition)
        return;
    const struct edition *edition = view.edition;
    view_run(&view);
    view.held = calloc((size_t)edition->stage[STAGE__COUNT] + 1, 1);
    if (!view.held)
        abort();
    view_collect(&view, &decision);
    for (int stage = 0; stage < STAGE__COUNT; stage++)
        if (view.fired[stage] >= 0)
            view.held[view.fired[stage]] = 1;
    for (int i = 0; i < edition->stage[STAGE__COUNT]; i++)
        if (view.held[i])
            reached[edition->rules[i].rule->order] = 1;
    free(view.held);
}

int
example_run(const struct policy *policy, const struct example *example, uint8_t *reached,
            struct arena *arena, struct fl_error *err)
{
    JSON_AUTO doc = NULL;
    struct fl_case c = {0};
    fl_day as_of = FL_NO_DAY;
    struct fl_decision decision;
    int rc = json_parse(example->json, strlen(example->json), &doc, err);
    if (!rc)
        rc = example_case(policy, doc, arena, &c, &as_of, err);
    if (rc)
        return rc;
    decide(policy, &c, as_of, arena, &decision);
    if (reached)
        mark(policy, &c, as_of, reached);
    return compare(json_get(doc, "expect"), &decision, err);
}
