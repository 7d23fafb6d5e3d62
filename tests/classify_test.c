/* What narratives are about (engine/text/classify.c and what it rests on), with the packaged model. The
 * sentences are invented. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/case/case_read.h"
#include "engine/text/classify.h"
#include "engine/text/model_parts.h"
#include "fenliu/limits.h"
#include "tests/suite.h"

static struct policy *policy;
static struct model *model;
static struct arena arena;

static void
open_all(void)
{
    struct fl_error err = {0};
    arena_init(&arena);
    ck_assert_msg(policy_load_dir(policy_default_dir(), &policy, &err) == 0, "%s", err.detail);
    ck_assert_msg(model_open(model_default_path(), &model, &err) == 0, "%s", err.detail);
}

static void
close_all(void)
{
    model_close(model);
    policy_release(policy);
    arena_done(&arena);
}

/* A story as JSON, classified on 2021-03-05. */
static struct classification
told(const char *json)
{
    JSON_AUTO doc = NULL;
    struct fl_error err = {0};
    struct fl_case c;
    struct text text;
    struct classification found;

    ck_assert_msg(json_parse(json, strlen(json), &doc, &err) == 0, "%s: %s", json, err.detail);
    ck_assert_msg(case_read(policy, doc, CASE_STORY, "", &arena, &c, &err) == 0, "%s: %s", json,
                  err.detail);
    ck_assert_int_eq(text_read(c.narrative, c.narrative_len, &arena, &text, &err), 0);
    classify(model, policy, &text, &c, day_of_civil(2021, 3, 5), &arena, &found);
    return found;
}

static struct classification
written(const char *narrative)
{
    return told(arena_print(&arena, "{\"ref\":\"1\",\"narrative\":\"%s\"}", narrative));
}

START_TEST(near_misses_are_told_apart)
{
    static const struct {
        const char *narrative;
        enum fl_domain domain;
        enum fl_scope scope;
    } rows[] = {
        {"公司拖欠我三个月工资，还没有给我交社保，要求支付工资和经济补偿",                               FL_DOMAIN_LABOUR,
         FL_SCOPE_LABOUR                                                                                                                                                                     },
        {"给包工头个人干活，做完以后劳务费一直不给，只打了一张劳务费欠条",                               FL_DOMAIN_CONTRACT,
         FL_SCOPE_CIVIL                                                                                                                                                                      },
        {"原告在为被告李某家建房提供劳务过程中从房顶摔下受伤，请求判令被告作为雇主赔偿医疗费",
         FL_DOMAIN_CONTRACT,                                                                                                                                          FL_SCOPE_CIVIL         },
        {"原告某公司不服被告某区人力资源和社会保障局作出的认定工伤决定，请求撤销该决定",
         FL_DOMAIN_ADMINISTRATIVE,                                                                                                                                    FL_SCOPE_ADMINISTRATIVE},
        {"原告不服被告社会保险基金管理中心核定的养老保险待遇，请求判令被告重新核定",
         FL_DOMAIN_ADMINISTRATIVE,                                                                                                                                    FL_SCOPE_ADMINISTRATIVE},
        {"公诉机关指控，被告人拖欠三十名工人工资，经劳动监察部门责令支付后逃匿，应以拒不支付劳动报"
         "酬罪追究刑事责任",                                                                                           FL_DOMAIN_CRIMINAL,           FL_SCOPE_CRIMINAL      },
        {"在网店买的手机是假货，商家不肯退款，能不能要求退一赔三",                                           FL_DOMAIN_CONSUMER,
         FL_SCOPE_CIVIL                                                                                                                                                                      },
        {"网上刷单被骗了五万元，骗子能判几年",                                                                         FL_DOMAIN_CRIMINAL,           FL_SCOPE_CRIMINAL      },
        {"离婚的时候丈夫欠的网贷要我一起还吗",                                                                         FL_DOMAIN_FAMILY,             FL_SCOPE_CIVIL         },
        {"朋友借钱不还，有借条和转账记录，想起诉要回来",                                                          FL_DOMAIN_DEBT,               FL_SCOPE_CIVIL         },
        {"骑电动车被轿车撞了，交警认定对方全责，保险公司不赔",                                                 FL_DOMAIN_TRAFFIC,            FL_SCOPE_CIVIL         },
        {"在医院做手术以后感染，医院不承认有过错，怎么做医疗鉴定",                                           FL_DOMAIN_MEDICAL,
         FL_SCOPE_CIVIL                                                                                                                                                                      },
        {"小区物业公司服务差，业主不交物业费被起诉",                                                                FL_DOMAIN_PROPERTY_NEIGHBOUR, FL_SCOPE_CIVIL         },
        {"别人使用了我公司的注册商标，请求停止侵害商标权",                                                       FL_DOMAIN_IP,                 FL_SCOPE_COURT_ONLY    },
        {"我是公司股东，公司不让我查账也不分红",                                                                      FL_DOMAIN_COMPANY,            FL_SCOPE_COURT_ONLY    },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct classification found = written(rows[i].narrative);
        ck_assert_msg(found.domain == rows[i].domain && found.scope == rows[i].scope,
                      "%s: %s, %s (%.2f)", rows[i].narrative,
                      fl_word(&fl_domains, (int)found.domain),
                      fl_word(&fl_scopes, (int)found.scope), found.confidence);
    }
}
END_TEST

START_TEST(who_stands_on_which_side_decides_what_the_text_leaves_open)
{
    static const char same[] = "因为工伤的事情双方发生争议，请求依法处理";
    struct classification against_bureau = told(arena_print(
                              &arena,
                              "{\"ref\":\"1\",\"narrative\":\"%s\",\"claimants\":[{\"kind\":"
                              "\"company\",\"tags\":[\"employer\"]}],\"respondents\":[{\"kind\":"
                              "\"government\"}]}",
                              same)),
                          against_employer = told(arena_print(
                              &arena,
                              "{\"ref\":\"1\",\"narrative\":\"%s\",\"claimants\":[{\"kind\":"
                              "\"person\",\"tags\":[\"worker\"]}],\"respondents\":[{\"kind\":"
                              "\"company\",\"tags\":[\"employer\"]}]}",
                              same));
    ck_assert_int_eq(against_bureau.domain, FL_DOMAIN_ADMINISTRATIVE);
    ck_assert_int_eq(against_employer.domain, FL_DOMAIN_LABOUR);
    ck_assert_double_gt(against_employer.confidence, written(same).confidence - 0.2);
}
END_TEST

static bool
same_shares(const struct classification *a, const struct classification *b)
{
    for (int i = 0; i < FL_DOMAIN__COUNT; i++)
        if (a->domain_share[i] != b->domain_share[i])
            return false;
    return true;
}

START_TEST(every_spelling_of_a_text_gets_the_same_answer)
{
    static const char *const spellings[] = {
        "公司拖欠工资两万元，请求支付劳动报酬", "公司拖欠工資兩萬元，請求支付勞動報酬",
        "公 司 拖 欠 工 资 两 万 元 请 求 支 付 劳 动 报 酬",
        "😀公司拖欠工资!!!两万元……请求支付劳动报酬❤️"};
    struct classification first = written(spellings[0]);

    ck_assert_int_eq(first.domain, FL_DOMAIN_LABOUR);
    for (size_t i = 1; i < sizeof spellings / sizeof *spellings; i++) {
        struct classification found = written(spellings[i]);
        ck_assert_msg(found.domain == first.domain && found.scope == first.scope &&
                          found.cause == first.cause && same_shares(&found, &first),
                      "%s", spellings[i]);
    }
}
END_TEST

START_TEST(shares_are_shares_and_causes_are_of_the_domain_and_the_list_of_the_day)
{
    static const char *const narratives[] = {"",
                                             "。。。",
                                             "a",
                                             "你好，请问今天天气怎么样",
                                             "借钱不还",
                                             "申请宣告我父亲失踪",
                                             "12345678901234567890"};
    for (size_t i = 0; i < sizeof narratives / sizeof *narratives; i++) {
        struct classification found = written(narratives[i]);
        double sum = found.no_dispute;
        for (int k = 0; k < FL_DOMAIN__COUNT; k++) {
            ck_assert_double_ge(found.domain_share[k], 0);
            sum += found.domain_share[k];
        }
        ck_assert_double_eq_tol(sum, 1, 1e-9);
        ck_assert(found.confidence >= 0 && found.confidence <= 1);
        ck_assert_int_eq(found.cause_list, policy_cause_list_on(policy, day_of_civil(2021, 3, 5)));
        for (int k = 0; k < found.n_top; k++) {
            const struct cause *cause = policy_cause(policy, found.cause_list, found.top[k].cause);
            ck_assert_int_eq(cause->domain, found.domain);
            ck_assert(!k || found.top[k].confidence <= found.top[k - 1].confidence);
        }
        ck_assert_int_eq(found.cause, found.n_top ? found.top[0].cause : -1);
    }
    ck_assert_double_lt(written("").confidence, 0.5);
    ck_assert_int_eq(written("公诉机关指控被告人盗窃").cause, -1);
}
END_TEST

START_TEST(a_huge_text_is_classified_like_its_beginning_repeated)
{
    static const char once[] = "公司拖欠工资，请求支付劳动报酬。";
    char *huge = malloc(FL_MAX_NARRATIVE + 1);
    size_t n = 0;
    struct text text;
    struct classification found;

    ck_assert_ptr_nonnull(huge);
    while (n + sizeof once <= FL_MAX_NARRATIVE) {
        memcpy(huge + n, once, sizeof once - 1);
        n += sizeof once - 1;
    }
    ck_assert_int_eq(text_read(huge, n, &arena, &text, NULL), 0);
    classify(model, policy, &text, NULL, day_of_civil(2021, 3, 5), &arena, &found);
    ck_assert_int_eq(found.domain, FL_DOMAIN_LABOUR);
    ck_assert_double_gt(found.confidence, 0.8);
    free(huge);
}
END_TEST

START_TEST(a_given_cause_is_doubted_when_the_text_is_surely_about_something_else)
{
    struct classification found =
        written("我和丈夫感情破裂，请求判令离婚，孩子由我抚养，依法分割夫妻共同财产");
    bool alias;
    int divorce = policy_cause_by_name(policy, found.cause_list, "离婚纠纷", &alias, NULL),
        loan = policy_cause_by_name(policy, found.cause_list, "民间借贷纠纷", &alias, NULL);

    ck_assert_int_eq(found.domain, FL_DOMAIN_FAMILY);
    ck_assert_double_lt(classify_doubt(&found, policy_cause(policy, found.cause_list, divorce)),
                        0.2);
    ck_assert_double_gt(classify_doubt(&found, policy_cause(policy, found.cause_list, loan)), 0.9);
}
END_TEST

/* A copy of the model with one byte changed at `at`, or cut off there; what model_open says of it. */
static int
open_broken(size_t at, bool cut, struct fl_error *err)
{
    char path[] = "/tmp/fenliu-model-XXXXXX";
    int fd = mkstemp(path), code;
    struct model *broken = NULL;
    const char *bytes = model->map;
    char other = (char)(bytes[at] ^ 0x7f);

    ck_assert_int_ge(fd, 0);
    ck_assert(write(fd, bytes, at) == (ssize_t)at);
    if (!cut) {
        ck_assert(write(fd, &other, 1) == 1);
        ck_assert(write(fd, bytes + at + 1, model->size - at - 1) ==
                  (ssize_t)(model->size - at - 1));
    }
    close(fd);
    code = model_open(path, &broken, err);
    model_close(broken);
    unlink(path);
    return code;
}

START_TEST(a_broken_model_is_refused_with_what_is_wrong)
{
    static const struct {
        size_t at;
        bool cut;
        const char *says;
    } rows[] = {
        {0,                               true,                           "no model"},
        {sizeof(struct model_header) - 1, true,                           "no model"},
        {0,                               false,                          "no model"},
        {offsetof(struct model_header,    bits),                          false,      "another version"},
        {offsetof(struct model_header,                               n_nodes) + 3,                                  false,  "limits"},
        {offsetof(struct model_header,                       section[SECTION_MARKS].at),                                                     false,                                   "section"},
        {offsetof(struct model_header,                          section[SECTION_NAMES].at) + 7,false,"section"},
        {sizeof(struct model_header) + 1000,true,       "section"                                     },
    };
    struct fl_error err = {0};
    struct model *none = NULL;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int code = open_broken(rows[i].at, rows[i].cut, &err);
        ck_assert_msg(code == FL_E_CONFIG && strstr(err.detail, rows[i].says), "row %zu: %d %s", i,
                      code, err.detail);
    }
    ck_assert_int_eq(model_open("/nonexistent/model", &none, &err), FL_E_IO);
}
END_TEST

Suite *classify_suite(void);
Suite *
classify_suite(void)
{
    Suite *suite = suite_create("classify");
    TCase *tcase = tcase_create("classify");

    tcase_add_checked_fixture(tcase, open_all, close_all);
    tcase_add_test(tcase, near_misses_are_told_apart);
    tcase_add_test(tcase, who_stands_on_which_side_decides_what_the_text_leaves_open);
    tcase_add_test(tcase, every_spelling_of_a_text_gets_the_same_answer);
    tcase_add_test(tcase, shares_are_shares_and_causes_are_of_the_domain_and_the_list_of_the_day);
    tcase_add_test(tcase, a_huge_text_is_classified_like_its_beginning_repeated);
    tcase_add_test(tcase, a_given_cause_is_doubted_when_the_text_is_surely_about_something_else);
    tcase_add_test(tcase, a_broken_model_is_refused_with_what_is_wrong);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return suite;
}
