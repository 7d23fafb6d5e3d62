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

SUITE(show, "what people read", what_was_found_in_a_narrative_stands_below_it_with_its_words,
      no_name_steers_a_terminal, money_is_shown_in_yuan_with_its_thousands,
      words_and_moments_are_shown_for_people, labels_stand_in_one_column_also_in_chinese,
      a_referral_is_shown_with_what_follows, options_stand_anywhere_and_arguments_are_gathered,
      two_dashes_end_the_options, wrong_options_are_refused, ids_and_request_ids_have_their_shape)
