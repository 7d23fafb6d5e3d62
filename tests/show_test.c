/* What people read (engine/cli/show.c), and options by table (engine/cli/options.c). */
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/cli/remote.h"
#include "engine/cli/show.h"
#include "tests/suite.h"

START_TEST(no_name_steers_a_terminal)
{
    struct buf buf = {0};
    show_safe(&buf, "甲\033[2J\x7f\n\xc2\x9b乙");
    ck_assert_str_eq(buf.data, "甲 [2J   乙");
    buf_reset(&buf);
    show_safe(&buf, NULL);
    ck_assert_uint_eq(buf.len, 0);
    buf_done(&buf);
}
END_TEST

START_TEST(money_is_shown_in_yuan_with_its_thousands)
{
    static const struct {
        int64_t fen;
        const char *text;
    } rows[] = {
        {0,            "0.00 yuan"            },
        {5,            "0.05 yuan"            },
        {99999,        "999.99 yuan"          },
        {3000000,      "30,000.00 yuan"       },
        {123456789012, "1,234,567,890.12 yuan"}
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf buf = {0};
        show_fen(&buf, rows[i].fen);
        ck_assert_str_eq(buf.data, rows[i].text);
        buf_done(&buf);
    }
}
END_TEST

START_TEST(words_and_moments_are_shown_for_people)
{
    struct buf buf = {0};
    show_moment(&buf, "2021-03-05T09:12:00.000+08:00");
    ck_assert_str_eq(buf.data, "2021-03-05 09:12");
    buf_reset(&buf);
    show_moment(&buf, "2021-03-05");
    ck_assert_str_eq(buf.data, "2021-03-05");
    ck_assert_str_eq(show_word(&fl_channels, "union"), "union");
    ck_assert_str_eq(show_word(&fl_channels, "moon"), "moon");
    lang_set("zh");
    ck_assert_str_eq(show_word(&fl_channels, "union"), "工会");
    ck_assert_str_eq(show_word(&fl_channels, "moon"), "moon");
    buf_done(&buf);
}
END_TEST

START_TEST(labels_stand_in_one_column_also_in_chinese)
{
    struct buf buf = {0};
    show_row(&buf, "收到", "x");
    show_row(&buf, "filed", "x");
    show_row(&buf, "nothing", NULL);
    show_row(&buf, "nothing", "");
    ck_assert_str_eq(buf.data, "  收到        x\n  filed       x\n");
    buf_done(&buf);
}
END_TEST

START_TEST(a_referral_is_shown_with_what_follows)
{
    static const char text[] =
        "{\"referral_id\":\"5\",\"case_id\":\"4\",\"state\":\"concluded\",\"outcome\":\"failed\","
        "\"channel\":\"union\",\"reason\":\"far_apart\",\"case_state\":\"open\",\"decision\":null,"
        "\"next\":{\"referral_id\":\"6\",\"channel\":\"arbitration\",\"procedure\":"
        "\"labour_arbitration\",\"fast_track\":false,\"docket\":null}}";
    JSON_AUTO doc = NULL;
    struct buf buf = {0};
    ck_assert_int_eq(json_parse(text, strlen(text), &doc, NULL), 0);
    lang_set("zh");
    show_referral(&buf, doc);
    ck_assert_msg(strstr(buf.data, "转办 5（案件 4）"), "%s", buf.data);
    ck_assert_msg(strstr(buf.data, "调解不成"), "%s", buf.data);
    ck_assert_msg(strstr(buf.data, "劳动仲裁，转办 6"), "%s", buf.data);
    ck_assert_msg(!strstr(buf.data, "far_apart"), "the reason is not in words: %s", buf.data);
    buf_done(&buf);
}
END_TEST

/* --- options --- */

struct given {
    bool flag;
    const char *text;
    int64_t number;
    fl_day day;
    int n;
};

static int
parse(struct given *g, int argc, char **argv)
{
    const struct option_row options[] = {
        {"flag",       NULL, OPTION_FLAG, &g->flag, 0, 0, "", ""},
        {"text", "T", OPTION_TEXT, &g->text, 0, 0, "", ""},
        {"number",           "N", OPTION_INT, &g->number, 1, 5, "", ""},
        {"day",          "D", OPTION_DAY, &g->day, 0, 0, "", ""},
        {0           },
    };
    const struct usage usage = {"x", "[A]", 0, 2, "", "", options};
    return options_parse(&usage, argc, argv, &g->n);
}

START_TEST(options_stand_anywhere_and_arguments_are_gathered)
{
    struct given g = {0};
    char x[] = "x", a[] = "a", b[] = "-", flag[] = "--flag", text[] = "--text", value[] = "--v",
         number[] = "--number=5", day[] = "--day=2021-03-05";
    char *argv[] = {x, a, flag, text, value, number, b, day, NULL};
    ck_assert_int_eq(parse(&g, 8, argv), GO_ON);
    ck_assert(g.flag);
    ck_assert_str_eq(g.text, "--v");
    ck_assert_int_eq(g.number, 5);
    ck_assert_int_eq(g.day, day_of_civil(2021, 3, 5));
    ck_assert_int_eq(g.n, 2);
    ck_assert_str_eq(argv[1], "a");
    ck_assert_str_eq(argv[2], "-");
}
END_TEST

START_TEST(two_dashes_end_the_options)
{
    struct given g = {0};
    char x[] = "x", dashes[] = "--", flag[] = "--flag";
    char *argv[] = {x, dashes, flag, NULL};
    ck_assert_int_eq(parse(&g, 3, argv), GO_ON);
    ck_assert(!g.flag && g.n == 1);
    ck_assert_str_eq(argv[1], "--flag");
}
END_TEST

START_TEST(wrong_options_are_refused)
{
    static const char *const wrong[] = {
        "--nothing", "-x",          "--flag=1",         "--number=0", "--number=6",
        "--number=", "--number=2x", "--day=2021-02-29", "--text",     "--lang=fr"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct given g = {0};
        char x[] = "x", word[32];
        char *argv[] = {x, strcpy(word, wrong[i]), NULL};
        ck_assert_msg(parse(&g, 2, argv) == EXIT_USAGE, "%s passes", wrong[i]);
    }
}
END_TEST

START_TEST(ids_and_request_ids_have_their_shape)
{
    char one[33], two[33];
    ck_assert(is_id("1") && is_id("123456789012345678"));
    ck_assert(!is_id("") && !is_id("0") && !is_id("01") && !is_id("1a") && !is_id("-1"));
    ck_assert(!is_id("1234567890123456789"));
    random_id(one);
    random_id(two);
    ck_assert_uint_eq(strlen(one), 32);
    ck_assert_str_ne(one, two);
}
END_TEST

START_TEST(an_amount_that_was_found_is_told_in_yuan)
{
    static const char json[] =
        "{\"narrative\":\"欠款二万元。\",\"read\":{\"facts\":{\"amount_fen\":{"
        "\"value\":2000000,\"at\":6,\"bytes\":9,\"confidence\":0.9}}}}";
    struct fl_error err = {0};
    struct buf buf = {0};
    JSON_AUTO doc = NULL;
    ck_assert(!json_parse(json, sizeof json - 1, &doc, &err));
    lang_set("zh");
    show_case(&buf, doc);
    ck_assert_msg(strstr(buf.data, "标的额 = 20,000.00 元（“二万元”）"), "%s", buf.data);
    buf_done(&buf);
}
END_TEST

START_TEST(what_was_found_in_a_narrative_stands_below_it_with_its_words)
{
    static const char json[] =
        "{\"narrative\":\"公司没有工会。\",\"read\":{\"facts\":{\"union_at_employer\":{\"value\":"
        "false,\"at\":0,\"bytes\":18,\"confidence\":0.9}}}}";
    struct fl_error err = {0};
    struct buf buf = {0};
    JSON_AUTO doc = NULL;
    ck_assert(!json_parse(json, sizeof json - 1, &doc, &err));
    lang_set("zh");
    show_case(&buf, doc);
    ck_assert_msg(strstr(buf.data, "用人单位是否建有工会 = 否（“公司没有工会”）"), "%s", buf.data);
    json_remove(doc, "narrative"); /* who may not see it sees no word of it */
    buf_reset(&buf);
    show_case(&buf, doc);
    ck_assert_ptr_nonnull(strstr(buf.data, "用人单位是否建有工会 = 否"));
    ck_assert_ptr_null(strstr(buf.data, "公司没有工会"));
    buf_done(&buf);
}
END_TEST

static void
shows(remote_show *show, const char *json, const char *const *ret)
{
    struct fl_error err = {0};
    struct buf buf = {0};
    JSON_AUTO doc = NULL;
    ck_assert(!json_parse(json, strlen(json), &doc, &err));
    show(&buf, doc);
    for (; *ret; ret++)
        ck_assert_msg(strstr(buf.data, *ret) != NULL, "no \"%s\" in: %s", *ret, buf.data);
    buf_done(&buf);
}

START_TEST(a_file_says_which_clocks_run_and_what_was_handed_on)
{
    static const char json[] =
        "{\"case_id\":\"1\",\"state\":\"open\",\"case\":{},\"events\":[],\"referrals\":[{"
        "\"referral_id\":"
        "\"2\",\"accept_by\":\"2021-03-08T23:59:59+08:00\",\"accepted_at\":\"2021-03-05T10:00:00+"
        "08:00\","
        "\"handed_on\":{\"undisputed\":[\"借款属实\"],\"record\":\"两次约谈\"}}],\"clocks\":["
        "{\"referral_id\":\"2\",\"what\":\"contact\",\"state\":\"met\",\"due_on\":\"2021-03-10\","
        "\"closed_on\":\"2021-03-06\"},{\"referral_id\":\"2\",\"what\":\"mediate\",\"state\":"
        "\"passed\","
        "\"due_on\":\"2021-04-04\",\"extend_to\":\"2021-05-04\"},{\"referral_id\":\"3\",\"what\":"
        "\"register\",\"state\":\"near\",\"due_on\":\"2021-06-06\"}]}";
    lang_set("zh");
    shows(show_file, json,
          (const char *const[]){"联系对方，至 2021-03-10，已完成 2021-03-06",
                                "调解，至 2021-04-04，逾期，最长可延至 2021-05-04",
                                "无争议      借款属实", "移送记录    两次约谈", NULL});
    lang_set("en");
    shows(show_file, json,
          (const char *const[]){"contact, until 2021-03-10, met 2021-03-06",
                                "mediate, until 2021-04-04, overdue, can be extended to 2021-05-04",
                                "undisputed  借款属实", NULL});
    struct fl_error err = {0};
    struct buf buf = {0};
    JSON_AUTO doc = NULL;
    ck_assert(!json_parse(json, sizeof json - 1, &doc, &err));
    show_file(&buf, doc);
    ck_assert_ptr_null(strstr(buf.data, "2021-06-06")); /* of a referral that is not shown */
    ck_assert_ptr_null(strstr(buf.data, "accept by"));  /* it was accepted */
    buf_done(&buf);
}
END_TEST

START_TEST(a_step_with_a_case_is_answered_in_words)
{
    lang_set("zh");
    shows(show_case_answer, "{\"case_id\":\"7\",\"state\":\"withdrawn\"}",
          (const char *const[]){"案件 7\n", "状态        已撤回", NULL});
    shows(show_case_answer, "{\"case_id\":\"7\",\"on\":\"2021-05-01\",\"whole\":false}",
          (const char *const[]){"协议履行    2021-05-01  部分履行", NULL});
    shows(show_case_answer,
          "{\"case_id\":\"7\",\"other\":\"6\",\"link\":\"same\",\"withdrawn\":true}",
          (const char *const[]){"认定为同一  6", "作为重复撤回", NULL});
    lang_set("en");
    shows(show_case_answer,
          "{\"case_id\":\"7\",\"docket\":\"（2021）1\",\"decision\":{\"channel\":\"court\","
          "\"procedure\":"
          "\"summary\",\"fast_track\":true}}",
          (const char *const[]){"docket      （2021）1", "court · summary · fast track", NULL});
    shows(show_case_answer, "{\"referrals\":[{\"referral_id\":\"8\"}],\"more\":true}",
          (const char *const[]){"referral 8\n", "run it again", NULL});
    shows(show_case_answer, "{\"referrals\":[],\"more\":false}",
          (const char *const[]){"no referral was concerned", NULL});
}
END_TEST

START_TEST(what_would_change_a_route_is_said_in_the_words_of_the_field)
{
    lang_set("zh");
    shows(show_triage,
          "{\"runners_up\":[{\"member\":\"facts.consent_to_mediate\",\"value\":\"refused\","
          "\"channel\":\"court\",\"procedure\":\"summary\"},{\"member\":\"claims\",\"value\":["
          "\"loan\"],"
          "\"channel\":\"mediation\",\"procedure\":\"pre_filing_mediation\"},{\"member\":\"facts."
          "wage_iou\","
          "\"value\":true,\"channel\":\"court\",\"procedure\":\"summary\"}]}",
          (const char *const[]){"是否同意调解＝拒绝 → 人民法院", "请求＝借款 → 人民调解",
                                "是否以工资欠条为据＝是 → 人民法院", NULL});
}
END_TEST

SUITE(show, "what people read", a_file_says_which_clocks_run_and_what_was_handed_on,
      a_step_with_a_case_is_answered_in_words,
      what_would_change_a_route_is_said_in_the_words_of_the_field,
      an_amount_that_was_found_is_told_in_yuan,
      what_was_found_in_a_narrative_stands_below_it_with_its_words, no_name_steers_a_terminal,
      money_is_shown_in_yuan_with_its_thousands, words_and_moments_are_shown_for_people,
      labels_stand_in_one_column_also_in_chinese, a_referral_is_shown_with_what_follows,
      options_stand_anywhere_and_arguments_are_gathered, two_dashes_end_the_options,
      wrong_options_are_refused, ids_and_request_ids_have_their_shape)
