/* fenliu explain: why a stored case went where it went, rule by rule, and what would change it. */
#include <stdio.h>
#include <string.h>

#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/policy/policy_words.h"
#include "engine/cli/remote.h"
#include "engine/cli/show.h"

static const char *
text_of(const cJSON *object, const char *member)
{
    const char *text = json_str(json_get(object, member));

    return text ? text : "";
}

static void
put_route(struct buf *out, const cJSON *route)
{
    const char *channel = text_of(route, "channel"), *procedure = text_of(route, "procedure");

    buf_print(out, "%s · %s%s", show_word(&fl_channels, channel),
              show_word(&fl_procedures, procedure),
              cJSON_IsTrue(json_get(route, "fast_track")) ? say(" · 速裁", " · fast track") : "");
}

/* A condition that did not hold: what was wanted and what was found. */
static void
put_unmet(struct buf *out, const cJSON *unmet)
{
    const cJSON *wanted = json_get(unmet, "wanted"), *found = json_get(unmet, "found");
    struct buf json = {0};

    buf_text(out, say("      未满足：", "      not met: "));
    json_write(wanted, &json);
    words_condition(text_of(unmet, "member"), json.data, out);
    buf_reset(&json);
    json_write(found, &json);
    buf_print(out, "%s%s\n", say("；实为 ", "; found "),
              cJSON_IsNull(found) ? say("未知", "unknown") : json.data);
    buf_done(&json);
}

static void
put_rule(struct buf *out, const cJSON *rule)
{
    const cJSON *list = json_get(rule, "unmet");
    bool holds = cJSON_IsTrue(json_get(rule, "holds"));

    buf_print(out, "  %s %s %s\n", holds ? "✓" : "✗", text_of(rule, "rule"),
              text_of(rule, "title"));
    if (*text_of(rule, "text"))
        buf_print(out, "      %s\n", text_of(rule, "text"));
    if (*text_of(rule, "basis"))
        buf_print(out, "      %s%s\n", say("依据：", "basis: "), text_of(rule, "basis"));
    for (const cJSON *unmet = list ? list->child : NULL; unmet; unmet = unmet->next)
        put_unmet(out, unmet);
}

static void
put_changes(struct buf *out, const cJSON *changes)
{
    const cJSON *change = changes ? changes->child : NULL;
    struct buf value = {0};

    buf_print(
        out, "%s\n",
        change
            ? say("以下任一项单独改变，去向即不同：", "each of these alone would change the route:")
            : say("没有单独一项事实能改变去向。", "no single fact would change the route."));
    for (; change; change = change->next) {
        buf_reset(&value);
        json_write(json_get(change, "value"), &value);
        buf_print(out, "  %s = %s%s → ", words_member(text_of(change, "member")), value.data,
                  cJSON_IsTrue(json_get(change, "known")) ? ""
                                                          : say("（现未知）", " (unknown now)"));
        put_route(out, change);
        buf_print(out, " (%s)\n", text_of(change, "rule"));
    }
    buf_done(&value);
}

static void
show_explanation(struct buf *out, const cJSON *explanation)
{
    const cJSON *stages = json_get(explanation, "stages");

    buf_print(out, "%s  %s  %s\n→ ", text_of(explanation, "ref"), text_of(explanation, "policy"),
              text_of(explanation, "as_of"));
    put_route(out, explanation);
    buf_char(out, '\n');
    for (const cJSON *stage = stages ? stages->child : NULL; stage; stage = stage->next) {
        const cJSON *rules = json_get(stage, "rules");

        buf_print(out, "%s\n", text_of(stage, "stage"));
        for (const cJSON *rule = rules ? rules->child : NULL; rule; rule = rule->next)
            put_rule(out, rule);
    }
    put_changes(out, json_get(explanation, "changes"));
}

int
cmd_explain(int argc, char **argv)
{
    struct remote remote = {0};
    const struct option_row options[] = {REMOTE_OPTIONS(remote), {0}};
    const struct usage usage = {
        "explain",
        "CASE",
        1,
        1,
        "逐条说明一件案件为何如此分流，以及哪一项不同就会改变去向。",
        "Says rule by rule why a case went where it went, and what single change would "
        "send it elsewhere.",
        options};
    struct buf params = {0}, out = {0};
    struct fl_error err = {0};
    JSON_AUTO result = NULL;
    int n, code = options_parse(&usage, argc, argv, &n);

    if (code != GO_ON)
        return code;
    if (!is_id(argv[1]))
        return command_misused("explain", say("“%s”不是编号", "\"%s\" is no id"), argv[1]);
    remote_params(&remote, false, &params);
    json_put_text(&params, "case_id", argv[1]);
    code = remote_open(&remote, "intake", "case.explain", REMOTE_TIMEOUT_MS, &err);
    if (!code)
        code = remote_call(&remote, "case.explain", &params, &result, &err);
    if (code) {
        code = command_failed("explain", &err);
    } else if (remote.json) {
        remote_print_json(result);
        code = command_done("explain", EXIT_DONE);
    } else {
        show_explanation(&out, json_get(result, "explanation"));
        fputs(out.data, stdout);
        code = command_done("explain", EXIT_DONE);
    }
    remote_close(&remote);
    buf_done(&params);
    buf_done(&out);
    return code;
}
