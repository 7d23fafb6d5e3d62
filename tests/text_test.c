/* Narratives in one spelling, and the way back to the words as written (engine/text/text.c, fold.c). */
#include <stdlib.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/text/text.h"
#include "fenliu/limits.h"
#include "tests/suite.h"

static struct arena arena;

static struct text
read_whole(const char *original)
{
    struct text text;
    struct fl_error err = {0};
    ck_assert_msg(text_read(original, strlen(original), &arena, &text, &err) == 0, "%s: %s",
                  original, err.detail);
    return text;
}

static bool
same(const struct text *text, const char16_t *expected)
{
    return text_is(text, 0, expected) == text->n && expected[text->n] == 0;
}

START_TEST(every_spelling_of_a_text_folds_into_one)
{
    static const struct {
        const char *written;
        const char16_t *folded;
    } rows[] = {
        {"公司拖欠工资",                            u"公司拖欠工资"                         },
        {"公司拖欠工資，請求支付勞動報酬", u"公司拖欠工资,请求支付劳动报酬"},
        {"ＡＢＣ１２３％",                         u"abc123%"                                    },
        {"公 司　拖\t欠\u200b工\ufeff资",          u"公司拖欠工资"                         },
        {"3 000 元 整",                                 u"3 000元整"                                },
        {"😀拖欠❤️工资👍🏻",                u"拖欠工资"                               },
        {"  一\r\n\r\n 二\n",                           u"一\n二"                                   },
        {"二○二一年",                               u"二〇二一年"                            },
        {"著作权、乾隆",                            u"著作权、乾隆"                         }, /* both stand in simplified texts */
        {"“你”‘好’",                            u"\"你\"'好'"                               },
        {"𠮷",                                          u"〓"                                        },
        {"",                                              u""                                           },
        {"😀\u200b ",                                   u""                                           },
    };
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text text = read_whole(rows[i].written);
        ck_assert_msg(same(&text, rows[i].folded), "row %zu: %s", i, rows[i].written);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(a_place_leads_back_to_the_words_as_written)
{
    static const char written[] = "　我們😀 拖 欠 工 資３萬元。";
    size_t at, len;
    int place;
    struct text text;

    arena_init(&arena);
    text = read_whole(written);
    place = text_find(&text, 0, u"拖欠工资");
    ck_assert_int_eq(place, 2);
    len = text_span(&text, place, place + 4, &at);
    ck_assert_msg(len == strlen("拖 欠 工 資") && memcmp(written + at, "拖 欠 工 資", len) == 0,
                  "%.*s", (int)len, written + at);
    place = text_find(&text, 0, u"3万元");
    len = text_span(&text, place, place + 3, &at);
    ck_assert_msg(len == strlen("３萬元") && memcmp(written + at, "３萬元", len) == 0, "%.*s",
                  (int)len, written + at);
    ck_assert_int_eq(text_find(&text, 0, u"劳务"), -1);
    ck_assert_int_eq(text_span(&text, 0, 0, &at), 0);
    ck_assert_uint_eq(text.at[text.n], sizeof written - 1);
    arena_done(&arena);
}
END_TEST

START_TEST(broken_utf8_is_refused_with_its_byte)
{
    static const struct {
        const char *text;
        const char *at;
    } rows[] = {
        {"\xff",               "byte 0 "},
        {"工\xe5\xb7",        "byte 3 "},
        {"ab\xc0\xaf",         "byte 2 "},
        {"工资\xed\xa0\x80", "byte 6 "},
        {"\xf4\x90\x80\x80",   "byte 0 "},
    };
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text text;
        struct fl_error err = {0};
        int code = text_read(rows[i].text, strlen(rows[i].text), &arena, &text, &err);
        ck_assert_msg(code == FL_E_INVALID_PARAMS && strstr(err.detail, rows[i].at), "row %zu: %s",
                      i, err.detail);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(a_text_may_be_as_long_as_a_narrative_and_no_longer)
{
    char *huge = malloc(FL_MAX_NARRATIVE + 1);
    struct text text;
    struct fl_error err = {0};

    ck_assert_ptr_nonnull(huge);
    memset(huge, 'a', FL_MAX_NARRATIVE + 1);
    arena_init(&arena);
    ck_assert_int_eq(text_read(huge, FL_MAX_NARRATIVE, &arena, &text, &err), 0);
    ck_assert_int_eq(text.n, FL_MAX_NARRATIVE);
    ck_assert_int_eq(text_read(huge, FL_MAX_NARRATIVE + 1, &arena, &text, &err), FL_E_TOO_LARGE);
    arena_done(&arena);
    free(huge);
}
END_TEST

START_TEST(a_word_of_a_data_file_folds_as_a_text_does)
{
    char16_t word[8];

    ck_assert_int_eq(text_fold_word("勞動ＣＨＩ", strlen("勞動ＣＨＩ"), word, 8), 5);
    for (int i = 0; i <= 5; i++)
        ck_assert_uint_eq(word[i], u"劳动chi"[i]);
    ck_assert_int_eq(text_fold_word("一二三四五六七", 21, word, 8), 7);
    ck_assert_int_eq(text_fold_word("一二三四五六七八", 24, word, 8), -1);
    ck_assert_int_eq(text_fold_word("\xff", 1, word, 8), -1);
}
END_TEST

SUITE(text, "text", every_spelling_of_a_text_folds_into_one,
      a_place_leads_back_to_the_words_as_written, broken_utf8_is_refused_with_its_byte,
      a_text_may_be_as_long_as_a_narrative_and_no_longer,
      a_word_of_a_data_file_folds_as_a_text_does)
