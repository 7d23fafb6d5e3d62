/* What people and programs read of a policy: the ladder of a day, conditions in words, policy.get.
 */
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/policy/policy_check.h"
#include "engine/policy/policy_words.h"
#include "tests/suite.h"

static struct policy *
mini(void)
{
    struct policy *policy = NULL;
    struct fl_error err = {0};
    ck_assert_msg(!policy_load_dir(FENLIU_SOURCE "/tests/policy/mini", &policy, &err), "%s",
                  err.detail);
    return policy;
}

static void
shows(fl_day as_of, const char *lang, const char *const *says, const char *says_not)
{
    struct policy *policy = mini();
    struct buf text = {0}, again = {0};
    lang_set(lang);
    policy_show(policy, as_of, &text);
    policy_show(policy, as_of, &again);
    lang_set("en");
    for (int i = 0; says[i]; i++)
        ck_assert_msg(strstr(text.data, says[i]) != NULL, "no \"%s\" in:\n%s", says[i], text.data);
    ck_assert_msg(!strstr(text.data, says_not), "\"%s\" in:\n%s", says_not, text.data);
    ck_assert_str_eq(text.data, again.data);
    buf_done(&text);
    buf_done(&again);
    policy_release(policy);
}

START_TEST(the_ladder_of_a_day_has_its_rules_articles_and_parameters)
{
    static const char *const zh[] = {"施行日 2021-06-01",
                                     "LAB-8  工会调解",
                                     "用人单位是否建有工会＝是",
                                     "工会 工会调解",
                                     "依据  民诉法 第一百六十二条\n",
                                     "CIV-1  诉前委派调解",
                                     "small.max = 16000.00元",
                                     "〔未核实〕",
                                     NULL};
    static const char *const en[] = {"as of 2026-06-01",          "list of causes 2025",
                                     "entrusted after filing",    "民诉法 第一百六十五条",
                                     "small.max = 40000.50 yuan", NULL};
    shows(day_of_civil(2021, 6, 1), "zh", zh, "entrusted_mediation");
    shows(day_of_civil(2026, 6, 1), "en", en, "第一百六十二条");
}
END_TEST

START_TEST(a_day_outside_the_pack_is_said_to_be)
{
    static const char *const en[] = {"does not cover", NULL};
    shows(day_of_civil(2020, 12, 31), "en", en, "LAB-8");
}
END_TEST

START_TEST(conditions_are_put_into_words)
{
    static const struct {
        const char *member, *json, *zh, *en;
    } rows[] = {
        {"facts.wage_iou",    "true",                                                              "是否以工资欠条为据＝是",               "wage_iou = yes"               },
        {"facts.arbitration", "[\"award\",\"refused\"]",                                           NULL,                                              "arbitration = award, refused" },
        {"facts.facts_clear", "{\"not\":false}",                                                   "事实是否清楚：不为 否",                 "facts_clear: not no"          },
        {"facts.knew_on",     "{\"near\":[\"1y\",\"30d\"]}",                                       NULL,                                              "knew_on: almost over: 1y, 30d"},
        {"facts.knew_on",     "{\"unknown\":true}",                                                NULL,                                              "knew_on: unknown"             },
        {"claims",            "{\"any\":[\"wages\"]}",                                             "请求：含其一 劳动报酬",                 "claims: any of wages"         },
        {"amount_fen",        "{\"max\":\"$small.max\"}",                                          NULL,                                              "amount in fen: ≤$small.max" },
        {"largest_item_fen",  "{\"max\":{\"param\":\"$wage\",\"times\":12}}",                      NULL,
         "largest item in fen: ≤$wage×12"                                                                                                                                         },
        {"cause",             "{\"2020\":[\"10\",\"11\"]}",                                        NULL,                                              "cause: 2020 10, 11"           },
        {"history",           "{\"last\":{\"outcome\":\"converted\"}}",                            "此前办理：最近一次 结果 程序转换",
         "history: the last: outcome converted"                                                                                                                                      },
        {"history",           "{\"none\":true}",                                                   "此前办理：无",                              "history: none"                },
        {"any",               "[{\"channel\":\"court\",\"fast_track\":true},{\"domain\":\"ip\"}]", NULL,
         "(channel = court and fast track = yes or domain = ip)"                                                                                                                     },
        {"not",               "{\"claimants.count\":{\"min\":10}}",                                "并非（申请方人数：≥10）",
         "not (number of claimants: ≥10)"                                                                                                                                          },
    };
    struct buf text = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int zh = 0; zh < 2; zh++) {
            const char *wanted = zh ? rows[i].zh : rows[i].en;
            buf_reset(&text);
            lang_set(zh ? "zh" : "en");
            words_condition(rows[i].member, rows[i].json, &text);
            ck_assert_msg(!wanted || !strcmp(text.data, wanted), "%s, not %s", text.data, wanted);
        }
    lang_set("en");
    buf_done(&text);
}
END_TEST

START_TEST(the_policy_of_a_day_is_written_as_json)
{
    struct policy *policy = mini();
    struct buf text = {0};
    struct fl_error err = {0};
    JSON_AUTO doc = NULL;
    int64_t value = 0;
    policy_write(policy, day_of_civil(2026, 6, 1), &text);
    ck_assert_msg(!json_parse(text.data, text.len, &doc, &err), "%s", err.detail);
    ck_assert_str_eq(json_str(json_get(doc, "policy")), policy_name(policy));
    ck_assert(
        json_is_int(json_get(json_get(json_get(doc, "parameters"), "small.max"), "value"), &value));
    ck_assert_int_eq(value, 4000050);
    ck_assert_str_eq(json_str(json_get(json_get(doc, "causes"), "version")), "2025");
    ck_assert_int_eq(cJSON_GetArraySize(json_get(json_get(doc, "causes"), "list")),
                     policy_cause_count(policy, 1));
    ck_assert_str_eq(json_str(json_get(json_get(doc, "rules")->child, "id")), "NAT-1");
    buf_done(&text);
    policy_release(policy);
}
END_TEST

SUITE(policy_show, "policy in words", the_ladder_of_a_day_has_its_rules_articles_and_parameters,
      a_day_outside_the_pack_is_said_to_be, conditions_are_put_into_words,
      the_policy_of_a_day_is_written_as_json)
