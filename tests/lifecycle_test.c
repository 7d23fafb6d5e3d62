/* The states of a referral: the table is whole, and is what the golden file says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/desk/lifecycle.h"
#include "tests/suite.h"

START_TEST(each_state_and_step_leads_to_one_state)
{
    for (int i = 0; i < lifecycle_count; i++)
        for (int j = i + 1; j < lifecycle_count; j++)
            ck_assert_msg(lifecycle[i].from != lifecycle[j].from ||
                              lifecycle[i].step != lifecycle[j].step,
                          "rows %d and %d say two things", i, j);
}
END_TEST

START_TEST(every_step_is_possible_and_every_row_says_why)
{
    char from[LIFECYCLE_ARRAY];
    for (int step = 0; step < STEP__COUNT; step++)
        ck_assert_msg(strlen(lifecycle_from((enum lifecycle_step)step, from)) > 2, "no row for %s",
                      lifecycle_step_name((enum lifecycle_step)step));
    for (int i = 0; i < lifecycle_count; i++)
        ck_assert(lifecycle[i].why && *lifecycle[i].why);
}
END_TEST

START_TEST(every_state_is_reached_and_only_two_are_final)
{
    bool reached[FL_REFERRAL__COUNT] = {[FL_REFERRAL_QUEUED] = true};
    for (int round = 0; round < FL_REFERRAL__COUNT; round++)
        for (int i = 0; i < lifecycle_count; i++)
            reached[lifecycle[i].to] |= reached[lifecycle[i].from];
    for (int state = 0; state < FL_REFERRAL__COUNT; state++) {
        bool left = false;
        for (int i = 0; i < lifecycle_count; i++)
            left |= (int)lifecycle[i].from == state && (int)lifecycle[i].to != state;
        ck_assert_msg(reached[state], "%s is never reached", fl_word(&fl_referral_states, state));
        ck_assert_int_eq(left, state != FL_REFERRAL_CONCLUDED && state != FL_REFERRAL_CANCELLED);
    }
}
END_TEST

START_TEST(from_states_are_written_as_an_array)
{
    char from[LIFECYCLE_ARRAY];
    ck_assert_str_eq(lifecycle_from(STEP_OFFER, from), "{queued}");
    ck_assert_str_eq(lifecycle_from(STEP_CONCLUDE, from), "{accepted,paused}");
    ck_assert_str_eq(lifecycle_to(STEP_RELEASE), "queued");
    ck_assert_ptr_null(lifecycle_to(STEP_NOTE));
}
END_TEST

START_TEST(the_table_is_the_golden_file)
{
    char *is = NULL;
    size_t len;
    FILE *out = open_memstream(&is, &len);
    lifecycle_print(out);
    fclose(out);
    char should[8192];
    FILE *golden = fopen(FENLIU_SOURCE "/tests/golden/lifecycle.txt", "r");
    ck_assert_ptr_nonnull(golden);
    size_t n = fread(should, 1, sizeof should - 1, golden);
    should[n] = 0;
    fclose(golden);
    ck_assert_str_eq(is, should);
    free(is);
}
END_TEST

SUITE(lifecycle, "life of a referral", each_state_and_step_leads_to_one_state,
      every_step_is_possible_and_every_row_says_why, every_state_is_reached_and_only_two_are_final,
      from_states_are_written_as_an_array, the_table_is_the_golden_file)
