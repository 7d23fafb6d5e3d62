/* The ladder of a day as a lawyer reads it, compared with golden files that were read line by line
 * against the articles: what changes the law of a day shows here as a difference to be read again.
 * After such a reading, renew with build/fenliu policy show --lang zh --as-of DAY --policy
 * deploy/policy/hunan > tests/golden/policy-show-DAY.txt */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/policy/policy_check.h"
#include "tests/suite.h"

static char *
golden(const char *day)
{
    char path[512];
    snprintf(path, sizeof path, "%s/tests/golden/policy-show-%s.txt", FENLIU_SOURCE, day);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s is missing", path);
    char *text = calloc(1, 1 << 20);
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void
compare(const char *day)
{
    struct policy *policy;
    struct fl_error err = {0};
    struct buf buf = {0};
    fl_day as_of;
    ck_assert_msg(!policy_load_dir(FENLIU_SOURCE "/deploy/policy/hunan", &policy, &err), "%s",
                  err.detail);
    ck_assert(day_parse(day, strlen(day), &as_of));
    lang_set("zh");
    policy_show(policy, as_of, &buf);
    char *text = golden(day), *wanted = text, *found = buf.data;
    for (int line = 1; *wanted || *found; line++) {
        size_t a = strcspn(wanted, "\n"), b = strcspn(found, "\n");
        ck_assert_msg(a == b && !memcmp(wanted, found, a),
                      "line %d of the golden file of %s:\n  %.*s\nis now\n  %.*s", line, day,
                      (int)a, wanted, (int)b, found);
        wanted += a + (wanted[a] == '\n');
        found += b + (found[b] == '\n');
    }
    free(text);
    buf_done(&buf);
    policy_release(policy);
}

START_TEST(the_ladder_of_june_2021_is_the_one_that_was_read) { compare("2021-06-01"); }
END_TEST

START_TEST(the_ladder_of_june_2026_is_the_one_that_was_read) { compare("2026-06-01"); }
END_TEST

SUITE(policy_golden, "the rules of a day, as read by a lawyer",
      the_ladder_of_june_2021_is_the_one_that_was_read,
      the_ladder_of_june_2026_is_the_one_that_was_read)
