/* Reading a case document (engine/case_read*.c): what is taken, and each fault with its pointer. */
#include <stdlib.h>
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "fenliu/limits.h"
#include "tests/suite.h"

static struct policy *policy;
static struct arena arena;

static const char base[] =
    "{\"source\":\"shifeng-court-intake\",\"ref\":\"2021-000123\",\"court\":\"430204\","
    "\"filed_at\":\"2021-03-05T09:12:00+08:00\","
    "\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"id_no\":\"11010519491231002X\","
    "\"phone\":\"1\",\"address\":\"路\",\"division\":\"430204001\",\"tags\":[\"worker\"]}],"
    "\"respondents\":[{\"kind\":\"company\",\"name\":\"乙\",\"id_no\":\"91350100M000100Y43\","
    "\"tags\":[\"employer\"]}],\"cause\":{\"version\":\"2020\",\"code\":\"186.5\"},"
    "\"claims\":[\"wages\"],\"amount_fen\":3000000,\"narrative\":\"工资\","
    "\"facts\":{\"consent_to_mediate\":\"both\",\"union_at_employer\":true}}";

static const struct policy *
the_policy(void)
{
    struct fl_error err = {0};
    if (!policy)
        ck_assert_msg(!policy_load_dir(policy_default_dir(), &policy, &err), "%s", err.detail);
    return policy;
}

/* The base with the members of a patch put in its place; REMOVE takes a member out. */
#define REMOVE "\"-remove-\""

static cJSON *
patched(const char *patch)
{
    cJSON *doc = NULL;
    JSON_AUTO changes = NULL;
    ck_assert_int_eq(json_parse(base, strlen(base), &doc, NULL), 0);
    ck_assert_msg(!json_parse(patch, strlen(patch), &changes, NULL), "no JSON: %s", patch);
    for (const cJSON *m = changes->child; m; m = m->next) {
        cJSON_DeleteItemFromObjectCaseSensitive(doc, m->string);
        if (!json_str(m) || strcmp(json_str(m), "-remove-") != 0)
            cJSON_AddItemToObject(doc, m->string, cJSON_Duplicate(m, 1));
    }
    return doc;
}

static int
read_as(const char *patch, enum case_form form, struct fl_case *ret, struct fl_error *err)
{
    JSON_AUTO doc = patched(patch);
    memset(err, 0, sizeof *err);
    arena_reset(&arena);
    return case_read(the_policy(), doc, form, "", &arena, ret, err);
}

static const char *
fault_at(const struct fl_error *err, const char *pointer)
{
    for (int i = 0; i < err->n_faults; i++)
        if (strcmp(err->faults[i].pointer, pointer) == 0)
            return err->faults[i].detail;
    return NULL;
}

static void
is_taken(const char *patch, struct fl_case *ret)
{
    struct fl_error err;
    int code = read_as(patch, CASE_FULL, ret, &err);
    ck_assert_msg(!code, "%s is refused: %s", patch, err.detail);
}

/* Exactly this one fault, with this part of a sentence. */
static void
is_refused(const char *patch, const char *pointer, const char *part)
{
    struct fl_error err;
    struct fl_case c;
    int code = read_as(patch, CASE_FULL, &c, &err);
    const char *detail = code ? fault_at(&err, pointer) : NULL;
    ck_assert_msg(code == FL_E_INVALID_PARAMS, "%s is taken", patch);
    ck_assert_msg(detail && strstr(detail, part), "%s: \"%s\" at %s, not \"%s\" at %s", patch,
                  err.faults[0].detail, err.faults[0].pointer, part, pointer);
    ck_assert_msg(err.n_faults == 1, "%s: %d faults, the second %s: %s", patch, err.n_faults,
                  err.faults[1].pointer, err.faults[1].detail);
}

START_TEST(a_full_document_is_read_into_numbers)
{
    struct fl_case c;
    is_taken("{}", &c);
    ck_assert_str_eq(c.ref, "2021-000123");
    ck_assert_int_eq(c.filed_on, day_of_civil(2021, 3, 5));
    ck_assert_int_eq(c.n_parties, 2);
    ck_assert_int_eq(c.parties[0].side, FL_CLAIMANT);
    ck_assert_int_eq(c.parties[1].kind, FL_KIND_COMPANY);
    ck_assert_uint_eq(c.tags[FL_CLAIMANT], 1u << FL_TAG_WORKER);
    ck_assert_uint_eq(c.kinds[FL_RESPONDENT], 1u << FL_KIND_COMPANY);
    ck_assert(c.has_cause && c.has_claims);
    ck_assert_str_eq(policy_cause(policy, c.cause_list, c.cause)->name, "追索劳动报酬纠纷");
    ck_assert_uint_eq(c.claims, 1u << FL_CLAIM_WAGES);
    ck_assert_int_eq(c.amount_fen, 3000000);
    ck_assert_int_eq(c.amounts_fen[FL_CLAIM_WAGES], -1);
    ck_assert_int_eq(c.fact[FL_FACT_CONSENT_TO_MEDIATE], 0);
    ck_assert_int_eq(c.fact[FL_FACT_UNION_AT_EMPLOYER], 1);
    ck_assert_int_eq(c.fact[FL_FACT_WAGE_IOU], FL_UNKNOWN);
    ck_assert_str_eq(c.street, "430204001");
    ck_assert_ptr_null(c.community);
}
END_TEST

START_TEST(claimants_come_first_whichever_side_is_named_first)
{
    struct fl_case c;
    is_taken("{\"respondents\":[{\"kind\":\"person\",\"name\":\"乙\"},"
             "{\"kind\":\"person\",\"name\":\"丙\"}],"
             "\"claimants\":[{\"kind\":\"village\",\"name\":\"甲\"}]}",
             &c);
    ck_assert_int_eq(c.n_parties, 3);
    ck_assert_str_eq(c.parties[0].name, "甲");
    ck_assert_int_eq(c.parties[2].ordinal, 1);
    ck_assert_str_eq(c.parties[2].name, "丙");
    ck_assert_int_eq(c.count[FL_RESPONDENT], 2);
}
END_TEST

START_TEST(the_day_of_filing_is_that_of_shanghai)
{
    struct fl_case c;
    is_taken("{\"filed_at\":\"2021-03-04T16:30:00Z\"}", &c);
    ck_assert_int_eq(c.filed_on, day_of_civil(2021, 3, 5));
}
END_TEST

START_TEST(every_member_has_its_rule)
{
    /* clang-format off */
    static const struct {
        const char *patch, *pointer, *part;
    } rows[] = {
        {"{\"source\":" REMOVE "}", "/source", "required"},
        {"{\"source\":\"Court\"}", "/source", "a-z"},
        {"{\"source\":\"-a\"}", "/source", "not start"},
        {"{\"source\":5}", "/source", "must be a text, not a number"},
        {"{\"ref\":\"\"}", "/ref", "1 to 128"},
        {"{\"ref\":null}", "/ref", "null"},
        {"{\"court\":\"43020\"}", "/court", "6 digits"},
        {"{\"court\":430204}", "/court", "not a number"},
        {"{\"court\":\"43020a\"}", "/court", "6 digits"},
        {"{\"filed_at\":\"2021-03-05\"}", "/filed_at", "RFC 3339"},
        {"{\"filed_at\":\"2021-02-29T09:00:00+08:00\"}", "/filed_at", "exists"},
        {"{\"filed_at\":\"2021-03-05T09:00:00\"}", "/filed_at", "offset"},
        {"{\"street\":\"430204\"}", "/street", "9 digits"},
        {"{\"community\":\"430204001\"}", "/community", "12 digits"},
        {"{\"claimants\":[]}", "/claimants", "1 to 1000"},
        {"{\"claimants\":{}}", "/claimants", "an array, not an object"},
        {"{\"claimants\":[1]}", "/claimants/0", "an object, not a number"},
        {"{\"claimants\":[{\"kind\":\"person\"}]}", "/claimants/0/name", "required"},
        {"{\"claimants\":[{\"name\":\"甲\"}]}", "/claimants/0/kind", "required"},
        {"{\"claimants\":[{\"kind\":\"human\",\"name\":\"甲\"}]}", "/claimants/0/kind", "one of person"},
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"\"}]}", "/claimants/0/name", "1 to 200"},
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"division\":\"43020\"}]}", "/claimants/0/division", "6, 9 or 12"},
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"id_no\":\"110105194912310021\"}]}", "/claimants/0/id_no", "check digit"},
        {"{\"claimants\":[{\"id_no\":\"91350100M000100Y44\",\"kind\":\"company\",\"name\":\"甲\"}]"
         "}", "/claimants/0/id_no", "check digit"},
        {"{\"claimants\":[{\"id_no\":\"11010519491231002X\",\"kind\":\"company\",\"name\":\"甲\"}]"
         "}", "/claimants/0/id_no", "credit code"},
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"tags\":[\"worker\",\"worker\"]}]}", "/claimants/0/tags/1", "twice"},
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"tags\":[\"migrant-worker\"]}]}", "/claimants/0/tags/0", "did you mean migrant_worker"},
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"age\":3}]}", "/claimants/0/age", "unknown member"},
        {"{\"respondent\":[]}", "/respondent", "did you mean respondents"},
        {"{\"claims\":[\"wage\"]}", "/claims/0", "did you mean wages"},
        {"{\"claims\":[\"loan\",\"loan\"]}", "/claims/1", "twice"},
        {"{\"claims\":\"loan\"}", "/claims", "an array"},
        {"{\"amount_fen\":\"3000000\"}", "/amount_fen", "not a text"},
        {"{\"amount_fen\":1.5}", "/amount_fen", "fraction"},
        {"{\"amount_fen\":-1}", "/amount_fen", "0 to 2^53"},
        {"{\"amount_fen\":9007199254740994}", "/amount_fen", "0 to 2^53"},
        {"{\"amounts_fen\":{\"wages\":2000000,\"overtime\":1000001}}", "/amounts_fen", "3000001"},
        {"{\"amounts_fen\":{\"wages\":true}}", "/amounts_fen/wages", "not a boolean"},
        {"{\"amounts_fen\":{\"salary\":1}}", "/amounts_fen/salary", "unknown claim"},
        {"{\"cause\":" REMOVE ",\"narrative\":" REMOVE "}", "", "a cause or a narrative"},
        {"{\"cause\":" REMOVE ",\"narrative\":\" \\n\"}", "", "a cause or a narrative"},
        {"{\"cause\":" REMOVE ",\"narrative\":5}", "/narrative", "must be a text"},
        {"{\"cause\":\"186.5\"}", "/cause", "an object"},
        {"{\"cause\":{}}", "/cause", "needs"},
        {"{\"cause\":{\"code\":\"186.5\"}}", "/cause/version", "required"},
        {"{\"cause\":{\"version\":\"2025\",\"code\":\"186.5\"}}", "/cause/version", "is 2020"},
        {"{\"cause\":{\"version\":\"2020\",\"code\":\"999\"}}", "/cause/code", "no such code"},
        {"{\"cause\":{\"name\":\"未知事由\"}}", "/cause/name", "no such cause"},
        {"{\"cause\":{\"name\":\"物件损害责任\"}}", "/cause/name", "near: 381 建筑物和物件"},
        {"{\"cause\":{\"name\":\"借贷\"}}", "/cause/name", "near: 103.3 民间借贷纠纷"},
        {"{\"cause\":{\"version\":\"2020\",\"code\":\"186.5\",\"name\":\"离婚纠纷\"}}", "/cause/name", "not the name"},
        {"{\"cause\":{\"label\":\"x\",\"name\":\"离婚纠纷\"}}", "/cause/label", "unknown member"},
        {"{\"facts\":{\"consent\":\"both\"}}", "/facts/consent", "unknown fact"},
        {"{\"facts\":{\"union_at_employr\":true}}", "/facts/union_at_employr", "did you mean union_at_employer"},
        {"{\"facts\":{\"wage_iou\":\"true\"}}", "/facts/wage_iou", "true or false"},
        {"{\"facts\":{\"wage_iou\":null}}", "/facts/wage_iou", "null"},
        {"{\"facts\":{\"consent_to_mediate\":\"yes\"}}", "/facts/consent_to_mediate", "both, claimant, refused"},
        {"{\"facts\":{\"consent_to_mediate\":true}}", "/facts/consent_to_mediate", "a text"},
        {"{\"facts\":{\"knew_on\":\"2021-02-29\"}}", "/facts/knew_on", "exists"},
        {"{\"facts\":{\"knew_on\":20210228}}", "/facts/knew_on", "a text"},
        {"{\"facts\":[]}", "/facts", "an object"},
        {"{\"a~b/c\":1}", "/a~0b~1c", "unknown member"},
        {"{\"history\":{}}", "/history", "an array"},
        {"{\"history\":[{\"channel\":\"mediation\",\"procedure\":\"pre_filing_mediation\","
         "\"outcome\":\"failed\"}]}", "/history/0/on", "required"},
        {"{\"history\":[{\"channel\":\"mediation\",\"procedure\":\"small_claims\","
         "\"outcome\":\"failed\",\"on\":\"2021-03-01\"}]}", "/history/0/procedure", "no procedure of mediation"},
        {"{\"history\":[{\"channel\":\"mediation\",\"procedure\":\"pre_filing_mediation\","
         "\"outcome\":\"judgment\",\"on\":\"2021-03-01\"}]}", "/history/0/outcome", "no outcome of mediation"},
        {"{\"history\":[{\"channel\":\"outside\",\"procedure\":\"criminal\",\"outcome\":\"failed\","
         "\"on\":\"2021-03-01\"}]}", "/history/0/channel", "nothing can have come"},
    };
    /* clang-format on */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_refused(rows[i].patch, rows[i].pointer, rows[i].part);
}
END_TEST

START_TEST(all_faults_come_at_once)
{
    struct fl_error err;
    struct fl_case c;
    static const char *const pointers[] = {"/court",      "/claimants/0/id_no",
                                           "/amount_fen", "/facts/consent_to_mediate",
                                           "/nonsense",   "/cause/code"};
    int code = read_as(
        "{\"court\":1,\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"id_no\":\"1\"}],"
        "\"amount_fen\":\"1\",\"facts\":{\"consent_to_mediate\":\"x\"},\"nonsense\":1,"
        "\"cause\":{\"version\":\"2020\",\"code\":\"999\"}}",
        CASE_FULL, &c, &err);
    ck_assert_int_eq(code, FL_E_INVALID_PARAMS);
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++)
        ck_assert_msg(fault_at(&err, pointers[i]), "no fault at %s", pointers[i]);
    ck_assert_int_eq(err.n_faults, (int)(sizeof pointers / sizeof *pointers));
}
END_TEST

START_TEST(beyond_a_hundred_faults_the_rest_is_counted)
{
    struct buf patch = {0};
    struct fl_error err;
    struct fl_case c;
    buf_text(&patch, "{\"facts\":{");
    for (int i = 0; i < FL_MAX_FAULTS + 7; i++)
        buf_print(&patch, "%s\"nothing_%d\":1", i ? "," : "", i);
    buf_text(&patch, "}}");
    ck_assert_int_eq(read_as(patch.data, CASE_FULL, &c, &err), FL_E_INVALID_PARAMS);
    ck_assert_int_eq(err.n_faults, FL_MAX_FAULTS);
    ck_assert_int_eq(err.n_faults_more, 7);
    buf_done(&patch);
}
END_TEST

/* {"member": "xxx…"} with n repetitions of a unit. */
static char *
long_text(const char *before, const char *unit, int n, const char *after)
{
    struct buf buf = {0};
    buf_text(&buf, before);
    for (int i = 0; i < n; i++)
        buf_text(&buf, unit);
    buf_text(&buf, after);
    return buf.data;
}

START_TEST(each_limit_holds_on_both_sides)
{
    static const struct {
        const char *before, *unit, *after, *pointer, *part;
        int max;
    } rows[] = {
        {"{\"source\":\"",                                                       "a",   "\"}",   "/source",           "1 to 64",       FL_MAX_SOURCE     },
        {"{\"ref\":\"",                                                          "号", "\"}",   "/ref",              "1 to 128",      FL_MAX_REF        },
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"",                     "名", "\"}]}", "/claimants/0/name",
         "1 to 200",                                                                                                                   FL_MAX_NAME       },
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"phone\":\"",   "1",   "\"}]}",
         "/claimants/0/phone",                                                                                        "0 to 32",       FL_MAX_PHONE      },
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"address\":\"", "路", "\"}]}",
         "/claimants/0/address",                                                                                      "0 to 300",      FL_MAX_ADDRESS    },
        {"{\"narrative\":\"",                                                    "x",   "\"}",   "/narrative",        "at most 65536", FL_MAX_NARRATIVE  },
        {"{\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\"}",
         ",{\"kind\":\"person\",\"name\":\"甲\"}",                                     "]}",    "/claimants",        "1 to 1000",
         FL_MAX_PARTIES - 1                                                                                                                              },
        {"{\"history\":[{\"channel\":\"union\",\"procedure\":\"union_mediation\",\"outcome\":"
         "\"failed\",\"on\":\"2021-03-01\"}",                           ",{\"channel\":\"union\",\"procedure\":\"union_mediation\",\"outcome\":\"failed\",\"on\":"
         "\"2021-03-01\"}",       "]}",    "/history",          "at most 100",   FL_MAX_HISTORY - 1},
        {"{\"history\":[{\"channel\":\"union\",\"procedure\":\"union_mediation\",\"outcome\":"
         "\"failed\",\"on\":\"2021-03-01\",\"reason\":\"",              "由", "\"}]}", "/history/0/reason", "1 to 4000",     FL_MAX_TEXT       },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fl_case c;
        char *most = long_text(rows[i].before, rows[i].unit, rows[i].max, rows[i].after);
        char *over = long_text(rows[i].before, rows[i].unit, rows[i].max + 1, rows[i].after);
        is_taken(most, &c);
        is_refused(over, rows[i].pointer, rows[i].part);
        free(most);
        free(over);
    }
}
END_TEST

START_TEST(money_reaches_to_2_to_the_53)
{
    struct fl_case c;
    is_taken("{\"amount_fen\":9007199254740992}", &c);
    ck_assert_int_eq(c.amount_fen, FL_MAX_AMOUNT_FEN);
    is_taken("{\"amount_fen\":0,\"amounts_fen\":{\"wages\":0}}", &c);
    ck_assert_int_eq(c.amounts_fen[FL_CLAIM_WAGES], 0);
    is_taken("{\"amount_fen\":3,\"amounts_fen\":{\"wages\":1,\"rent\":2}}", &c);
}
END_TEST

START_TEST(a_cause_may_be_named)
{
    struct fl_case c;
    is_taken("{\"cause\":{\"name\":\"离婚纠纷\"}}", &c);
    ck_assert(!c.cause_aliased);
    is_taken("{\"cause\":{\"name\":\"居间合同纠纷\"}}", &c);
    ck_assert(c.cause_aliased);
    ck_assert_str_eq(policy_cause(policy, c.cause_list, c.cause)->name, "中介合同纠纷");
    ck_assert_str_eq(c.cause_given, "居间合同纠纷");
    is_taken("{\"cause\":{\"name\":\"不当得利纠纷\"}}", &c);
    ck_assert_int_eq(policy_cause(policy, c.cause_list, c.cause)->level, 3);
}
END_TEST

START_TEST(no_list_of_causes_before_the_first)
{
    is_refused("{\"filed_at\":\"2015-03-05T09:12:00+08:00\"}", "/cause", "no list");
}
END_TEST

START_TEST(history_is_put_in_order_of_time)
{
    struct fl_case c;
    is_taken("{\"history\":[{\"channel\":\"union\",\"procedure\":\"union_mediation\",\"outcome\":"
             "\"failed\",\"on\":\"2021-03-02\"},{\"channel\":\"mediation\",\"procedure\":"
             "\"people_mediation\",\"outcome\":\"refused\",\"on\":\"2021-03-01\"}]}",
             &c);
    ck_assert_int_eq(c.n_history, 2);
    ck_assert_int_eq(c.history[0].channel, FL_CHANNEL_MEDIATION);
    ck_assert_int_eq(c.history[1].outcome, FL_OUTCOME_FAILED);
}
END_TEST

START_TEST(a_lower_case_x_is_stored_as_a_capital)
{
    struct fl_case c;
    is_taken(
        "{\"claimants\":[{\"kind\":\"person\",\"name\":\"甲\",\"id_no\":\"11010519491231002x\"}]}",
        &c);
    ck_assert_str_eq(c.parties[0].id_no, "11010519491231002X");
}
END_TEST

START_TEST(a_skeleton_has_no_personal_data_and_reads_again)
{
    JSON_AUTO doc = patched("{}");
    JSON_AUTO again = NULL;
    struct buf buf = {0};
    struct fl_error err = {0};
    struct fl_case c;
    case_skeleton(NULL, doc, NULL, &buf);
    ck_assert_ptr_null(strstr(buf.data, "甲"));
    ck_assert_ptr_null(strstr(buf.data, "11010519491231002X"));
    ck_assert_ptr_null(strstr(buf.data, "narrative"));
    ck_assert_ptr_nonnull(strstr(buf.data, "\"tags\":[\"worker\"]"));
    ck_assert_int_eq(json_parse(buf.data, buf.len, &again, &err), 0);
    arena_reset(&arena);
    ck_assert_msg(!case_read(the_policy(), again, CASE_SKELETON, "", &arena, &c, &err), "%s",
                  err.detail);
    ck_assert_ptr_null(c.parties[0].name);
    ck_assert_ptr_null(c.narrative);
    ck_assert_str_eq(c.street, "430204001");
    ck_assert_int_eq(case_read(policy, doc, CASE_SKELETON, "", &arena, &c, &err),
                     FL_E_INVALID_PARAMS);
    buf_done(&buf);
}
END_TEST

START_TEST(pointers_start_at_the_base)
{
    JSON_AUTO doc = patched("{\"court\":\"x\"}");
    struct fl_error err = {0};
    struct fl_case c;
    arena_reset(&arena);
    ck_assert_int_eq(case_read(the_policy(), doc, CASE_FULL, "/params/case", &arena, &c, &err),
                     FL_E_INVALID_PARAMS);
    ck_assert_str_eq(err.faults[0].pointer, "/params/case/court");
}
END_TEST

SUITE(case_read, "reading a case", a_full_document_is_read_into_numbers,
      claimants_come_first_whichever_side_is_named_first, the_day_of_filing_is_that_of_shanghai,
      every_member_has_its_rule, all_faults_come_at_once,
      beyond_a_hundred_faults_the_rest_is_counted, each_limit_holds_on_both_sides,
      money_reaches_to_2_to_the_53, a_cause_may_be_named, no_list_of_causes_before_the_first,
      history_is_put_in_order_of_time, a_lower_case_x_is_stored_as_a_capital,
      a_skeleton_has_no_personal_data_and_reads_again, pointers_start_at_the_base)
