/* The scenario table of the Hunan pack (tests/rules/): each line is one case and what becomes of
 * it.
 *
 *   name | day | case | expected
 *
 * `case` holds members of a case document over a minimal valid one (a person against a company,
 * filed that day at nine). For the eye: "cause": "186.5" is the code in the list of the day, any
 * other text a name; parties are words, "person worker migrant_worker x10; person", and "-":
 * [names] takes members out. "raw" holds members that are laid over last, exactly as they stand.
 * `expected` is `channel procedure` and any of: fast | slow, rule=, flag=, -flag=, missing=,
 * -missing=, docket= (none: null), fails=channel/procedure, domain=, WHAT=DAY (the last day of a
 * clock), WHAT~LENGTH, cause= (its code, `narrative/` before it where it was read there), found= and -found= (a
 * member that the narrative gave to the rules); or `refused /pointer …` for a document that is not taken. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/case/case_narrative.h"
#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "engine/decide/decide.h"
#include "engine/decide/decide_view.h"
#include "engine/policy/policy_example.h"
#include "engine/text/reading.h"
#include "tests/suite.h"

#define PACK      FENLIU_SOURCE "/deploy/policy/hunan"
#define SCENARIOS FENLIU_SOURCE "/tests/rules"

static struct policy *policy;
static struct arena arena;
static uint8_t *reached; /* by rule->order */
static struct buf wrong; /* one line per scenario that fails */
static int n_lines;

static void
load_policy(void)
{
    struct fl_error err = {0};
    if (!policy)
        ck_assert_msg(!policy_load_dir(PACK, &policy, &err), "%s", err.detail);
}

/* --- a line of the table as a case document --- */

static cJSON *
party_of(char *words)
{
    cJSON *party = cJSON_CreateObject(), *tags = cJSON_CreateArray();
    char *rest = words, *word = strtok_r(rest, " ", &rest);
    cJSON_AddStringToObject(party, "kind", word);
    cJSON_AddStringToObject(party, "name", "某方");
    while ((word = strtok_r(NULL, " ", &rest)))
        cJSON_AddItemToArray(tags, cJSON_CreateString(word));
    cJSON_AddItemToObject(party, "tags", tags);
    return party;
}

static cJSON *
parties_of(const char *text)
{
    cJSON *parties = cJSON_CreateArray();
    char *copy = strdup(text), *rest = copy, *words;
    while ((words = strtok_r(rest, ";", &rest))) {
        int times = 1;
        char *repeat = strstr(words, " x");
        if (repeat && sscanf(repeat, " x%d", &times) == 1)
            *repeat = '\0';
        cJSON *party = party_of(words);
        for (int i = 0; i < times; i++)
            cJSON_AddItemToArray(parties, cJSON_Duplicate(party, true));
        cJSON_Delete(party);
    }
    free(copy);
    return parties;
}

static cJSON *
cause_of(const char *text, const char *day)
{
    cJSON *cause = cJSON_CreateObject();
    if (!strchr("0123456789PS", *text)) {
        cJSON_AddStringToObject(cause, "name", text);
        return cause;
    }
    cJSON_AddStringToObject(cause, "version", strcmp(day, "2026-01-01") < 0 ? "2020" : "2025");
    cJSON_AddStringToObject(cause, "code", text);
    return cause;
}

static void
put(cJSON *doc, const char *name, cJSON *value)
{
    cJSON_DeleteItemFromObjectCaseSensitive(doc, name);
    cJSON_AddItemToObject(doc, name, value);
}

static cJSON *
document(const char *day, const cJSON *members)
{
    char filed_at[40];
    const char *filed_on = json_str(json_get(members, "filed"));
    snprintf(filed_at, sizeof filed_at, "%.10sT09:00:00+08:00", filed_on ? filed_on : day);
    cJSON *doc = cJSON_CreateObject();
    cJSON_AddStringToObject(doc, "source", "scenario");
    cJSON_AddStringToObject(doc, "ref", "scenario");
    cJSON_AddStringToObject(doc, "court", "430204");
    cJSON_AddStringToObject(doc, "filed_at", filed_at);
    cJSON_AddItemToObject(doc, "claimants", parties_of("person"));
    cJSON_AddItemToObject(doc, "respondents", parties_of("company"));
    for (const cJSON *m = members->child; m; m = m->next) {
        const char *name = m->string, *text = json_str(m);
        if (!strcmp(name, "cause") && text)
            put(doc, name, cause_of(text, filed_on ? filed_on : day));
        else if ((!strcmp(name, "claimants") || !strcmp(name, "respondents")) && text)
            put(doc, name, parties_of(text));
        else if (strcmp(name, "raw") && strcmp(name, "-") && strcmp(name, "filed"))
            put(doc, name, cJSON_Duplicate(m, true));
    }
    if (!json_get(doc, "cause") && !json_get(doc, "narrative"))
        cJSON_AddStringToObject(doc, "narrative", "诉请见材料");
    const cJSON *raw = json_get(members, "raw"), *out = json_get(members, "-");
    for (const cJSON *m = raw ? raw->child : NULL; m; m = m->next)
        put(doc, m->string, cJSON_Duplicate(m, true));
    for (const cJSON *m = out ? out->child : NULL; m; m = m->next)
        cJSON_DeleteItemFromObjectCaseSensitive(doc, json_str(m));
    return doc;
}

/* --- what was expected --- */

static void
complain(const char *line, const char *word, const char *found)
{
    buf_print(&wrong, "%.*s: expected %s, found %s\n", (int)strcspn(line, "|"), line, word, found);
}

static bool
has_flag(const struct fl_decision *decision, const char *flag)
{
    for (int i = 0; i < decision->n_flags; i++)
        if (!strcmp(decision->flags[i].flag, flag))
            return true;
    return false;
}

static bool
has_missing(const struct fl_decision *decision, const char *member)
{
    char name[64];
    for (int i = 0; i < FL_MEMBER__COUNT; i++)
        if (decision->missing >> i & 1 && !strcmp(member_name(i, name), member))
            return true;
    return false;
}

/* WHAT=DAY or WHAT~LENGTH */
static bool
has_limit(const struct fl_decision *decision, const char *word, const char *value, bool day)
{
    char text[16];
    for (int i = 0; i < decision->n_limits; i++) {
        const struct fl_limit *limit = &decision->limits[i];
        if (strlen(limit->what) != (size_t)(value - 1 - word) ||
            strncmp(limit->what, word, strlen(limit->what)))
            continue;
        if (day ? limit->until != FL_NO_DAY && !strcmp(day_print(limit->until, text), value)
                : limit->length == atoi(value))
            return true;
    }
    return false;
}

static bool
has_fails(const struct fl_decision *decision, const char *value)
{
    char text[96] = "none";
    if (decision->has_if_fails)
        snprintf(text, sizeof text, "%s/%s", fl_word(&fl_channels, (int)decision->fails_channel),
                 fl_word(&fl_procedures, (int)decision->fails_procedure));
    return !strcmp(text, value);
}

/* The code, with "narrative/" before it where it was read there. */
static bool
is_cause(const struct fl_decision *decision, const char *value)
{
    const struct cause *cause = policy_cause(policy, decision->cause_list, decision->cause);
    bool read = decision->cause_from && !strcmp(decision->cause_from, "narrative");
    char text[64];
    snprintf(text, sizeof text, "%s%s", read ? "narrative/" : "", cause ? cause->code : "none");
    return !strcmp(text, value);
}

static bool
has_found(const struct fl_decision *decision, const char *name)
{
    for (int i = 0; decision->reading && i < decision->reading->found->n && i < 64; i++)
        if (decision->found_used >> i & 1 &&
            !strcmp(found_name(&decision->reading->found->items[i]), name))
            return true;
    return false;
}

/* Whether one expectation "name=value" holds; ret_found says what was there, as far as one word
 * can. */
static bool
holds(const struct fl_decision *decision, const char *word, const char **ret_found)
{
    bool out = *word == '-';
    const char *name = word + out, *value = strpbrk(name, "=~");
    const char *docket = decision->docket_word ? decision->docket_word : "none";
    const char *domain = fl_word(&fl_domains, (int)decision->domain);
    *ret_found = "otherwise";
    if (!strcmp(word, "fast") || !strcmp(word, "slow"))
        return decision->fast_track == (*word == 'f');
    if (!value)
        return false;
    size_t len = (size_t)(value++ - name);
    if (len == 4 && !strncmp(name, "rule", len))
        return *ret_found = decision->rule, !strcmp(value, decision->rule);
    if (len == 4 && !strncmp(name, "flag", len))
        return has_flag(decision, value) != out;
    if (len == 7 && !strncmp(name, "missing", len))
        return has_missing(decision, value) != out;
    if (len == 6 && !strncmp(name, "docket", len))
        return *ret_found = docket, !strcmp(value, docket);
    if (len == 5 && !strncmp(name, "cause", len))
        return is_cause(decision, value);
    if (len == 5 && !strncmp(name, "found", len))
        return has_found(decision, value) != out;
    if (len == 6 && !strncmp(name, "domain", len))
        return domain && !strcmp(value, domain);
    if (len == 5 && !strncmp(name, "fails", len))
        return has_fails(decision, value);
    return has_limit(decision, name, value, name[len] == '=') != out;
}

static void
expect_decision(const char *line, char *expected, const struct fl_decision *decision)
{
    char *rest = expected, *word = strtok_r(rest, " ", &rest);
    const char *found = fl_word(&fl_channels, (int)decision->channel);
    if (strcmp(word, found))
        complain(line, word, found);
    word = strtok_r(NULL, " ", &rest);
    found = fl_word(&fl_procedures, (int)decision->procedure);
    if (!word || strcmp(word, found))
        complain(line, word ? word : "a procedure", found);
    while ((word = strtok_r(NULL, " ", &rest)))
        if (!holds(decision, word, &found))
            complain(line, word, found);
}

static void
expect_refusal(const char *line, char *expected, const struct fl_error *err)
{
    char *rest = expected, *word = strtok_r(rest, " ", &rest);
    while ((word = strtok_r(NULL, " ", &rest))) {
        int i = 0;
        while (i < err->n_faults && strcmp(err->faults[i].pointer, word))
            i++;
        if (i == err->n_faults)
            complain(line, word, err->n_faults ? err->faults[0].pointer : "no fault");
    }
}

/* Marks the rules that held, by the same run that `fenliu policy check` makes of an example. */
static void
mark(const char *day, const cJSON *doc)
{
    struct example example = {.as_of = day};
    cJSON *whole = cJSON_CreateObject();
    cJSON_AddStringToObject(whole, "as_of", day);
    cJSON_AddItemToObject(whole, "case", cJSON_Duplicate(doc, true));
    cJSON_AddItemToObject(whole, "expect", cJSON_CreateObject());
    char *json = cJSON_PrintUnformatted(whole);
    struct fl_error err = {0};
    example.json = json;
    ck_assert_msg(!example_run(policy, &example, reached, &arena, &err), "%s", err.detail);
    cJSON_free(json);
    cJSON_Delete(whole);
}

static char *
trim(char *text)
{
    text += strspn(text, " \t");
    for (char *end = text + strlen(text); end > text && strchr(" \t\n", end[-1]);)
        *--end = '\0';
    return text;
}

static void
run_line(const char *path, int number, char *line)
{
    char *copy = strdup(line), *day = strstr(copy, " | "),
         *members = day ? strstr(day + 3, " | ") : NULL;
    char *expected = members ? strstr(members + 3, " | ") : NULL;
    for (char *next = expected; next; next = strstr(next + 3, " | "))
        expected = next; /* the last bar, since a narrative may hold one */
    ck_assert_msg(expected, "%s:%d: not four columns", path, number);
    *day = *members = *expected = '\0';
    day = trim(day + 3);
    expected = trim(expected + 3);
    JSON_AUTO overlay = NULL;
    struct fl_error err = {0};
    members = trim(members + 3);
    ck_assert_msg(!json_parse(members, strlen(members), &overlay, &err), "%s:%d: %s", path, number,
                  err.detail);
    JSON_AUTO doc = document(day, overlay);
    struct fl_case c;
    struct fl_decision decision;
    fl_day as_of;
    ck_assert_msg(day_parse(day, strlen(day), &as_of), "%s:%d: no day", path, number);
    arena_reset(&arena);
    bool refused = !strncmp(expected, "refused", 7);
    enum case_form form = json_get(doc, CASE_READING) ? CASE_WHOLE : CASE_FULL;
    if (case_read(policy, doc, form, "", &arena, &c, &err)) {
        if (refused)
            expect_refusal(line, expected, &err);
        else
            complain(line, "a decision", err.detail);
    } else if (refused) {
        complain(line, expected, "a case");
    } else {
        if (!c.reading)
            case_narrative(policy, NULL, &c, &arena);
        decide(policy, &c, as_of, &arena, &decision);
        expect_decision(line, expected, &decision);
        mark(day, doc);
    }
    n_lines++;
    free(copy);
}

static void
run_file(const char *name)
{
    char path[512], line[8192];
    snprintf(path, sizeof path, "%s/%s", SCENARIOS, name);
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        char *text = trim(line);
        if (*text && *text != '#')
            run_line(name, number, text);
    }
    fclose(file);
}

static void
run_table(void)
{
    load_policy();
    arena_init(&arena);
    reached = calloc((size_t)policy->n_rules + 1, 1);
    DIR *dir = opendir(SCENARIOS);
    ck_assert_ptr_nonnull(dir);
    for (const struct dirent *entry; (entry = readdir(dir));)
        if (strlen(entry->d_name) > 4 && !strcmp(entry->d_name + strlen(entry->d_name) - 4, ".txt"))
            run_file(entry->d_name);
    closedir(dir);
}

START_TEST(every_scenario_of_the_table_goes_where_it_should)
{
    run_table();
    ck_assert_msg(!wrong.len, "\n%s", wrong.data);
    ck_assert_msg(n_lines >= 150, "the table has only %d scenarios", n_lines);
}
END_TEST

START_TEST(every_rule_is_reached_by_a_scenario)
{
    run_table();
    struct buf dark = {0};
    for (int i = 0; i < policy->n_rules; i++)
        if (!reached[policy->rules[i]->order])
            buf_print(&dark, " %s", policy->rules[i]->id);
    ck_assert_msg(!dark.len, "no scenario reaches%s", dark.data);
}
END_TEST

START_TEST(every_example_of_a_rule_holds_and_reaches_its_rule)
{
    load_policy();
    arena_init(&arena);
    for (int i = 0; i < policy->n_rules; i++) {
        const struct rule *rule = policy->rules[i];
        for (int k = 0; k < rule->n_examples; k++) {
            struct fl_error err = {0};
            uint8_t *held = calloc((size_t)policy->n_rules + 1, 1);
            int rc = example_run(policy, &rule->examples[k], held, &arena, &err);
            ck_assert_msg(!rc, "%s example %d: %s", rule->id, k + 1, err.detail);
            if (k == 0)
                ck_assert_msg(held[rule->order], "%s: its first example does not reach it",
                              rule->id);
            free(held);
            arena_reset(&arena);
        }
    }
}
END_TEST

SUITE(rules, "the Hunan pack and its scenarios", every_scenario_of_the_table_goes_where_it_should,
      every_rule_is_reached_by_a_scenario, every_example_of_a_rule_holds_and_reaches_its_rule)
