/* Identity numbers and credit codes (engine/case/id_check.c), and how they are masked (engine/case/mask.c).
 */
#include <string.h>

#include "engine/case/case_read.h"
#include "engine/base/day.h"
#include "engine/case/id_check.h"
#include "tests/suite.h"

/* The examples of the standards: GB 11643-1999 annex, GB 32100-2015. */
static const char annex_person[] = "11010519491231002X", annex_woman[] = "440524188001010014",
                  organisation[] = "91350100M000100Y43";

static void
says(const char *answer, const char *part)
{
    ck_assert_msg(answer && strstr(answer, part), "\"%s\" does not say \"%s\"",
                  answer ? answer : "(sound)", part);
}

START_TEST(the_examples_of_the_standards_are_sound)
{
    ck_assert_ptr_null(id_check_person(annex_person, FL_NO_DAY));
    ck_assert_ptr_null(id_check_person("11010519491231002x", FL_NO_DAY));
    ck_assert_ptr_null(id_check_organisation(organisation));
}
END_TEST

START_TEST(a_birth_before_1900_is_no_day_we_know)
{
    says(id_check_person(annex_woman, FL_NO_DAY), "day of birth");
}
END_TEST

START_TEST(every_wrong_check_digit_of_a_person_is_found)
{
    char number[] = "11010519491231002X";
    for (const char *c = "0123456789"; *c; c++) {
        number[17] = *c;
        says(id_check_person(number, FL_NO_DAY), "check digit");
    }
}
END_TEST

START_TEST(every_single_wrong_digit_of_a_person_is_found)
{
    for (int i = 0; i < 17; i++)
        for (int c = '0'; c <= '9'; c++) {
            char number[] = "11010519491231002X";
            if (number[i] == c)
                continue;
            number[i] = (char)c;
            ck_assert_msg(id_check_person(number, FL_NO_DAY), "digit %d as %c passes", i, c);
        }
}
END_TEST

START_TEST(every_single_wrong_character_of_a_credit_code_is_found)
{
    for (int i = 0; i < 18; i++)
        for (const char *c = "0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ"; *c; c++) {
            char number[] = "91350100M000100Y43";
            if (number[i] == *c)
                continue;
            number[i] = *c;
            ck_assert_msg(id_check_organisation(number), "character %d as %c passes", i, *c);
        }
}
END_TEST

START_TEST(numbers_of_the_wrong_shape_name_the_rule)
{
    says(id_check_person("1101051949123100", FL_NO_DAY), "18 characters");
    says(id_check_person("110105491231002", FL_NO_DAY), "18 characters");
    says(id_check_person("", FL_NO_DAY), "18 characters");
    says(id_check_person("1101051949123100AX", FL_NO_DAY), "17 digits");
    says(id_check_person("11010519491231002Y", FL_NO_DAY), "digit or X");
    says(id_check_person("01010519491231002X", FL_NO_DAY), "leading zero");
    says(id_check_organisation("91350100M000100Y4"), "18 characters");
    says(id_check_organisation("91350100I000100Y43"), "without I, O, S, V, Z");
    says(id_check_organisation("91350100m000100Y43"), "without I, O, S, V, Z");
    says(id_check_organisation("91350A00M000100Y43"), "division code");
}
END_TEST

START_TEST(nobody_is_born_on_a_day_that_does_not_exist)
{
    char number[] = "110105194902290020";
    number[17] = id_person_check_digit(number);
    says(id_check_person(number, FL_NO_DAY), "day of birth");
}
END_TEST

START_TEST(nobody_sues_before_being_born)
{
    fl_day day;
    ck_assert(day_parse("1949-12-31", 10, &day));
    ck_assert_ptr_null(id_check_person(annex_person, day));
    says(id_check_person(annex_person, day - 1), "after the day of filing");
}
END_TEST

START_TEST(masks_show_little)
{
    struct buf buf = {0};
    mask_name("张三丰", &buf);
    ck_assert_str_eq(buf.data, "张*");
    buf_reset(&buf);
    mask_name("", &buf);
    ck_assert_str_eq(buf.data, "*");
    buf_reset(&buf);
    mask_id_no(annex_person, &buf);
    ck_assert_str_eq(buf.data, "1101**********002X");
    buf_reset(&buf);
    mask_id_no("12345678", &buf);
    ck_assert_str_eq(buf.data, "********");
    buf_done(&buf);
}
END_TEST

SUITE(id_check, "identity numbers and masks", the_examples_of_the_standards_are_sound,
      a_birth_before_1900_is_no_day_we_know, every_wrong_check_digit_of_a_person_is_found,
      every_single_wrong_digit_of_a_person_is_found,
      every_single_wrong_character_of_a_credit_code_is_found,
      numbers_of_the_wrong_shape_name_the_rule, nobody_is_born_on_a_day_that_does_not_exist,
      nobody_sues_before_being_born, masks_show_little)
