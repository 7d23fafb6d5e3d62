/* docs/policy.md teaches by a worked example; here its changes are applied to the Hunan pack as
 * they stand in the page, and every example of the changed pack is run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/policy/policy_example.h"
#include "tests/suite.h"

static struct pack pack;

static char *
page(void)
{
    FILE *file = fopen(FENLIU_SOURCE "/docs/policy.md", "r");
    ck_assert_ptr_nonnull(file);
    char *text = calloc(1, 1 << 20);
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

static struct pack_file *
pack_file(const char *path)
{
    int i = 0;
    while (i < pack.n_files && strcmp(pack.files[i].path, path))
        i++;
    ck_assert_msg(i < pack.n_files, "the pack has no %s", path);
    return &pack.files[i];
}

static cJSON *
open_file(const char *path)
{
    const struct pack_file *file = pack_file(path);
    struct fl_error err = {0};
    cJSON *doc = NULL;
    ck_assert_msg(!json_parse(file->data, file->len, &doc, &err), "%s: %s", path, err.detail);
    return doc;
}

static void
save_file(const char *path, cJSON *doc)
{
    struct pack_file *file = pack_file(path);
    struct buf buf = {0};
    json_write(doc, &buf);
    free(file->data);
    file->data = buf.data;
    file->len = buf.len;
    cJSON_Delete(doc);
}

/* The rows of the page take the place of the last row, which they close. */
static void
change_parameter(const char *name, const cJSON *rows)
{
    cJSON *doc = open_file("parameters.json"), *values = json_get(json_get(doc, name), "values");
    ck_assert_msg(cJSON_IsArray(values), "there is no parameter %s", name);
    cJSON_DeleteItemFromArray(values, cJSON_GetArraySize(values) - 1);
    for (const cJSON *row = rows->child; row; row = row->next)
        cJSON_AddItemToArray(values, cJSON_Duplicate(row, true));
    save_file("parameters.json", doc);
}

static void
add_rule(const char *path, const char *before, const cJSON *rule)
{
    cJSON *doc = open_file(path), *rules = cJSON_CreateArray();
    bool found = false;
    for (const cJSON *old = json_get(doc, "rules")->child; old; old = old->next) {
        if (!strcmp(json_str(json_get(old, "id")), before)) {
            cJSON_AddItemToArray(rules, cJSON_Duplicate(rule, true));
            found = true;
        }
        cJSON_AddItemToArray(rules, cJSON_Duplicate(old, true));
    }
    ck_assert_msg(found, "%s has no rule %s", path, before);
    cJSON_DeleteItemFromObjectCaseSensitive(doc, "rules");
    cJSON_AddItemToObject(doc, "rules", rules);
    save_file(path, doc);
}

/* Applies each fenced block whose first line says what it is. Returns how many there were. */
static int
apply(char *text)
{
    int n = 0;
    for (char *block = text; (block = strstr(block, "\n```json ")); n++) {
        char what[32], path[64], word[32], before[32], *end = strstr(block + 1, "\n```\n");
        char *body = strchr(block + 1, '\n');
        ck_assert(end && body);
        int words = sscanf(block + 1, "```json %31s %63s %31s %31s", what, path, word, before);
        JSON_AUTO doc = NULL;
        struct fl_error err = {0};
        ck_assert_msg(!json_parse(body, (size_t)(end - body), &doc, &err), "block %d: %s", n + 1,
                      err.detail);
        if (!strcmp(what, "parameter"))
            change_parameter(path, doc);
        else if (words == 4)
            add_rule(path, before, doc);
        else
            ck_abort_msg("block %d says nothing that can be done", n + 1);
        block = end;
    }
    return n;
}

static struct policy *
changed(void)
{
    struct fl_error err = {0};
    struct policy *policy;
    struct pack whole;
    char *text = page();
    ck_assert_msg(!pack_read_dir(FENLIU_SOURCE "/deploy/policy/hunan", &pack, &err), "%s",
                  err.detail);
    ck_assert_int_eq(apply(text), 3);
    free(text);
    ck_assert_msg(!pack_take(pack.files, pack.n_files, &whole, &err), "%s", err.detail);
    ck_assert_msg(!policy_load(&whole, &policy, &err), "%s", err.detail);
    pack_done(&whole);
    return policy;
}

START_TEST(the_limit_of_the_worked_example_changes_on_its_day)
{
    struct policy *policy = changed();
    int64_t value;
    ck_assert(
        policy_param(policy, "small_claims.mandatory_max", day_of_civil(2026, 6, 30), &value));
    ck_assert_int_eq(value, 4850800);
    ck_assert(policy_param(policy, "small_claims.mandatory_max", day_of_civil(2026, 7, 1), &value));
    ck_assert_int_eq(value, 5000000);
    ck_assert(policy_param(policy, "small_claims.agreed_max", day_of_civil(2026, 7, 1), &value));
    ck_assert_int_eq(value, 20000000);
    policy_release(policy);
}
END_TEST

START_TEST(the_rule_of_the_worked_example_holds_and_disturbs_no_other_example)
{
    struct policy *policy = changed();
    struct arena arena;
    bool seen = false;
    arena_init(&arena);
    for (int i = 0; i < policy->n_rules; i++) {
        const struct rule *rule = policy->rules[i];
        seen |= !strcmp(rule->id, "CIV-145");
        for (int k = 0; k < rule->n_examples; k++) {
            struct fl_error err = {0};
            ck_assert_msg(!example_run(policy, &rule->examples[k], NULL, &arena, &err), "%s: %s",
                          rule->id, err.detail);
            arena_reset(&arena);
        }
    }
    ck_assert(seen);
    arena_done(&arena);
    policy_release(policy);
}
END_TEST

SUITE(policy_doc, "the worked example of docs/policy.md",
      the_limit_of_the_worked_example_changes_on_its_day,
      the_rule_of_the_worked_example_holds_and_disturbs_no_other_example)
