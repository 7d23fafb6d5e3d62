/* docs/case.schema.json and docs/decision.schema.json say what the program does: the same members,
 * limits and words, no more and no less. */
#include <stdio.h>
#include <string.h>

#include "engine/case/case_read_walk.h"
#include "engine/decide/decide.h"
#include "fenliu/decision.h"
#include "tests/suite.h"

static cJSON *
schema(const char *name)
{
    char path[4096];
    struct buf text = {0};
    struct fl_error err = {0};
    cJSON *doc = NULL;
    snprintf(path, sizeof path, "%s/docs/%s", FENLIU_SOURCE, name);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file, "%s cannot be opened", path);
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, file));)
        buf_put(&text, piece, n);
    fclose(file);
    ck_assert_msg(!json_parse(text.data, text.len, &doc, &err), "%s: %s", path, err.detail);
    buf_done(&text);
    return doc;
}

static const cJSON *
at(const cJSON *doc, const char *path)
{
    char copy[256];
    snprintf(copy, sizeof copy, "%s", path);
    for (char *rest = copy, *name; (name = strtok_r(NULL, "/", &rest));)
        ck_assert_msg((doc = json_get(doc, name)), "the schema has no %s", path);
    return doc;
}

static bool
lists(const cJSON *array, const char *word)
{
    for (const cJSON *one = array ? array->child : NULL; one; one = one->next)
        if (json_str(one) && strcmp(json_str(one), word) == 0)
            return true;
    return false;
}

/* The words of an enum are those of a vocabulary that this repository knows, but for one that is left out; the document
 * says that added channels bring words of their own. */
static void
same_words(const cJSON *doc, const char *path, const struct fl_vocab *vocab, const char *without)
{
    const cJSON *words = at(doc, path);
    int known = vocab == &fl_channels     ? FL_CHANNEL__COUNT
                : vocab == &fl_procedures ? FL_PROCEDURE__COUNT
                : vocab == &fl_outcomes   ? FL_OUTCOME__COUNT
                                          : vocab->count;
    int n = known - (without != NULL);
    for (int i = 0; i < known; i++) {
        const char *word = fl_word(vocab, i);
        bool wanted = !without || strcmp(word, without) != 0;
        ck_assert_msg(lists(words, word) == wanted, "%s: %s", path, word);
    }
    for (const cJSON *one = words->child; one; one = one->next)
        n -= json_str(one) != NULL;
    ck_assert_msg(n == 0, "%s: %d words too many", path, -n);
}

/* The properties, limits and required members of an object are those of a table. */
static void
same_members(const cJSON *object, const struct member *members, const char *what)
{
    const cJSON *properties = json_get(object, "properties"),
                *required = json_get(object, "required");
    int n = 0;
    for (const struct member *m = members; m->name; m++, n++) {
        const cJSON *property = json_get(properties, m->name);
        int64_t limit;
        ck_assert_msg(property, "%s has no %s", what, m->name);
        ck_assert_msg(lists(required, m->name) == m->required, "%s: required %s", what, m->name);
        if (m->read == read_text && json_is_int(json_get(property, "maxLength"), &limit) &&
            strcmp(m->name, "id_no") != 0)
            ck_assert_msg(limit == m->max, "%s/%s: maxLength", what, m->name);
        if (json_is_int(json_get(property, "minLength"), &limit) && m->read == read_text && m->min)
            ck_assert_msg(limit == m->min, "%s/%s: minLength", what, m->name);
        if (json_is_int(json_get(property, "maxItems"), &limit))
            ck_assert_msg(limit == m->max, "%s/%s: maxItems", what, m->name);
    }
    ck_assert_int_eq(cJSON_GetArraySize(properties), n);
    ck_assert_msg(cJSON_IsFalse(json_get(object, "additionalProperties")), "%s is open", what);
}

START_TEST(the_case_schema_has_the_members_of_the_tables)
{
    JSON_AUTO doc = schema("case.schema.json");
    same_members(doc, case_members, "case");
    same_members(at(doc, "$defs/party"), party_members, "party");
    same_members(at(doc, "$defs/cause"), cause_members, "cause");
    same_members(at(doc, "$defs/past"), history_members, "past");
}
END_TEST

START_TEST(the_case_schema_has_the_words_of_the_vocabulary)
{
    JSON_AUTO doc = schema("case.schema.json");
    same_words(doc, "$defs/party/properties/kind/enum", &fl_kinds, NULL);
    same_words(doc, "$defs/party/properties/tags/items/enum", &fl_tags, NULL);
    same_words(doc, "$defs/claim/enum", &fl_claims, NULL);
    same_words(doc, "$defs/past/properties/channel/enum", &fl_channels, "outside");
    same_words(doc, "$defs/past/properties/procedure/enum", &fl_procedures, NULL);
    same_words(doc, "$defs/past/properties/converted_to/enum", &fl_procedures, NULL);
    same_words(doc, "$defs/past/properties/outcome/enum", &fl_outcomes, NULL);
}
END_TEST

START_TEST(the_case_schema_has_every_fact_with_its_type)
{
    JSON_AUTO doc = schema("case.schema.json");
    const cJSON *facts = at(doc, "properties/facts/properties");
    ck_assert_int_eq(cJSON_GetArraySize(facts), FL_FACT__COUNT);
    ck_assert(cJSON_IsFalse(at(doc, "properties/facts/additionalProperties")));
    for (int i = 0; i < FL_FACT__COUNT; i++) {
        const cJSON *fact = at(facts, fl_facts[i].name);
        const char *type = json_str(json_get(fact, "type")),
                   *ref = json_str(json_get(fact, "$ref"));
        ck_assert_msg(strcmp(json_str(json_get(fact, "title")), fl_facts[i].zh) == 0, "title of %s",
                      fl_facts[i].name);
        if (fl_facts[i].type == FL_FACT_TYPE_ENUM)
            same_words(fact, "enum", fl_facts[i].values, NULL);
        else
            ck_assert_msg(fl_facts[i].type == FL_FACT_TYPE_BOOL
                              ? type && strcmp(type, "boolean") == 0
                              : ref && strcmp(ref, "#/$defs/day") == 0,
                          "type of %s", fl_facts[i].name);
    }
}
END_TEST

/* Every member of a value is a property of the object, and every required one is there. */
static void
fits(const cJSON *value, const cJSON *object, const char *what)
{
    const cJSON *properties = json_get(object, "properties"),
                *required = json_get(object, "required");
    for (const cJSON *m = value->child; m; m = m->next)
        ck_assert_msg(json_get(properties, m->string), "%s has %s", what, m->string);
    for (const cJSON *r = required->child; r; r = r->next)
        ck_assert_msg(json_get(value, json_str(r)), "%s lacks %s", what, json_str(r));
}

static void
each_fits(const cJSON *decision, const char *member, const cJSON *object, int *met)
{
    const cJSON *list = json_get(decision, member);
    for (const cJSON *one = list->child; one; one = one->next, (*met)++)
        fits(one, object, member);
}

/* One case that meets reasons, limits and flags, and one that meets hardly any. */
static const char *const cases[] = {
    "{\"source\":\"a\",\"ref\":\"1\",\"court\":\"430204\",\"filed_at\":\"2021-03-05T09:00:00+08:"
    "00\","
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"tags\":[\"worker\",\"migrant_worker\"]}]"
    ","
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"乙\",\"tags\":[\"employer\"]}],"
    "\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},\"claims\":[\"wages\"],\"amount_fen\":"
    "3000000}",
    "{\"source\":\"a\",\"ref\":\"2\",\"court\":\"430204\",\"filed_at\":\"2021-03-05T09:00:00+08:"
    "00\","
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\"}],\"narrative\":\"x\"}",
};

START_TEST(decisions_fit_the_decision_schema)
{
    JSON_AUTO doc = schema("decision.schema.json");
    struct policy *policy = NULL;
    struct fl_error err = {0};
    int reasons = 0, limits = 0, flags = 0;
    ck_assert_msg(!policy_load_dir(policy_default_dir(), &policy, &err), "%s", err.detail);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        JSON_AUTO given = NULL;
        JSON_AUTO decision = NULL;
        struct arena arena;
        struct fl_case c;
        struct fl_decision d;
        struct buf buf = {0};
        arena_init(&arena);
        ck_assert_int_eq(json_parse(cases[i], strlen(cases[i]), &given, &err), 0);
        ck_assert_msg(!case_read(policy, given, CASE_FULL, "", &arena, &c, &err), "%s", err.detail);
        decide(policy, &c, c.filed_on, &arena, &d);
        decision_write(policy, &d, c.ref, NULL, &buf);
        ck_assert_int_eq(json_parse(buf.data, buf.len, &decision, &err), 0);
        fits(decision, doc, "decision");
        each_fits(decision, "reasons", at(doc, "$defs/reason"), &reasons);
        each_fits(decision, "limits", at(doc, "$defs/limit"), &limits);
        each_fits(decision, "flags", at(doc, "$defs/flag"), &flags);
        if (cJSON_IsObject(json_get(decision, "cause")))
            fits(json_get(decision, "cause"), at(doc, "$defs/cause"), "cause");
        if (cJSON_IsObject(json_get(decision, "if_fails")))
            fits(json_get(decision, "if_fails"), at(doc, "$defs/next"), "if_fails");
        buf_done(&buf);
        arena_done(&arena);
    }
    ck_assert(reasons > 0 && limits > 0 && flags > 0);
    policy_release(policy);
}
END_TEST

START_TEST(the_decision_schema_has_the_words_of_the_vocabulary)
{
    JSON_AUTO doc = schema("decision.schema.json");
    const cJSON *missing = at(doc, "properties/missing/items/enum");
    char name[128];
    same_words(doc, "$defs/channel/enum", &fl_channels, NULL);
    same_words(doc, "$defs/procedure/enum", &fl_procedures, NULL);
    same_words(doc, "properties/domain/enum", &fl_domains, NULL);
    for (int i = 0; i < FL_FACT__COUNT; i++) {
        snprintf(name, sizeof name, "facts.%s", fl_facts[i].name);
        ck_assert_msg(lists(missing, name), "missing may not name %s", name);
    }
    ck_assert_int_eq(cJSON_GetArraySize(missing), FL_MEMBER__COUNT);
}
END_TEST

SUITE(schema, "JSON Schemas", the_case_schema_has_the_members_of_the_tables,
      the_case_schema_has_the_words_of_the_vocabulary, the_case_schema_has_every_fact_with_its_type,
      decisions_fit_the_decision_schema, the_decision_schema_has_the_words_of_the_vocabulary)
