/* Sentences in Chinese (engine/base/sentence.c). That none is missing is tests/system/sentences.py. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/base/sentence.h"
#include "tests/suite.h"

static void
says(const char *english, const char *shown)
{
    struct buf out = {0};
    sentence_put(&out, english);
    ck_assert_str_eq(out.data, shown);
    buf_done(&out);
}

START_TEST(a_sentence_is_said_with_its_values)
{
    lang_set("zh");
    says("is required", "必填");
    says("has 9 parties; 1 to 8 are allowed", "有9方，应为1至8方");
    says("court 430204 has no case 77", "法院430204没有案件77");
    says("the list of 2020 has no such cause; near: 劳动争议, 劳务合同纠纷",
         "2020年案由规定中没有该案由；相近的有：劳动争议, 劳务合同纠纷");
}
END_TEST

START_TEST(a_place_before_it_stays_and_a_sentence_in_it_is_said_too)
{
    lang_set("zh");
    says("/case/cause: must be an object, not a text", "/case/cause：应为对象，不是文本");
    says("/params/at: must lie ahead (and more)", "/params/at：应在将来（尚有其他）");
    says("m.json: dates: is a list of texts", "m.json：dates：应为文本列表");
    says("the time to accept has passed: referral 5 is queued", "接受限期已过：转办5待领取");
}
END_TEST

START_TEST(words_of_the_wire_become_terms_where_they_are_not_to_be_typed)
{
    lang_set("zh");
    says("referral 5 is concluded, outcome failed", "转办5已办结，结果为调解不成");
    says("must be one of court, union", "应为以下之一：court, union");
    says("the respondent has objected to the route of case 5 already; what is new goes into "
         "case.amend",
         "被申请人已对案件5的分流提出过异议；新的情况请用amend");
}
END_TEST

START_TEST(what_somebody_wrote_is_quoted_as_he_wrote_it)
{
    lang_set("zh");
    says("unknown member \"nothing\"", "没有成员“nothing”");
    says("unknown member \"is required\"; did you mean court?",
         "没有成员“is required”，是不是court？");
}
END_TEST

START_TEST(what_is_not_known_or_not_for_chinese_stays_as_it_is)
{
    lang_set("zh");
    says("out of cheese", "out of cheese");
    says("/tmp/x: No such file or directory", "/tmp/x: No such file or directory");
    says("court 430204 has no case many", "court 430204 has no case many");
    says("", "");
    lang_set("en");
    says("is required", "is required");
}
END_TEST

/* Each row with a value in every place: none is hidden by one that stands before it. */
static void
fill(const char *format, char *ret)
{
    for (; *format; format++)
        if (*format == '%') {
            *ret++ = '7';
            format += strcspn(format, "dsuwp");
        } else {
            *ret++ = *format;
        }
    *ret = 0;
}

START_TEST(every_row_of_the_catalogue_is_reached)
{
    lang_set("zh");
    for (const struct sentence *s = sentences; s->en; s++) {
        char english[512], chinese[512];
        ck_assert_uint_lt(strlen(s->en), sizeof english);
        ck_assert_uint_lt(strlen(s->zh), sizeof chinese);
        fill(s->en, english);
        fill(s->zh, chinese);
        says(english, chinese);
    }
}
END_TEST

SUITE(sentence, "sentences in Chinese", a_sentence_is_said_with_its_values,
      a_place_before_it_stays_and_a_sentence_in_it_is_said_too,
      words_of_the_wire_become_terms_where_they_are_not_to_be_typed,
      what_somebody_wrote_is_quoted_as_he_wrote_it,
      what_is_not_known_or_not_for_chinese_stays_as_it_is, every_row_of_the_catalogue_is_reached)
