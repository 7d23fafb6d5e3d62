/* Sums by key: the same in memory and through files. */
#include <stdio.h>
#include <string.h>

#include "engine/verify/sums.h"
#include "tests/suite.h"

static void
add(struct sums *sums, const char *key, int64_t a, int64_t b)
{
    struct fl_error err = {0};
    ck_assert_int_eq(sums_add(sums, key, (const int64_t[]){a, b}, &err), 0);
}

/* "a=1/2 b=…" */
static const char *
all(struct sums *sums)
{
    static char text[1 << 16];
    const char *key;
    const int64_t *values;
    struct fl_error err = {0};
    bool more;
    size_t len = 0;
    text[0] = 0;
    ck_assert_int_eq(sums_sort(sums, &err), 0);
    while (!sums_next(sums, &more, &key, &values, &err) && more)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s=%lld/%lld ", key,
                                (long long)values[0], (long long)values[1]);
    return text;
}

START_TEST(keys_come_once_in_order_and_what_sums_to_nothing_is_left_out)
{
    struct sums *sums = sums_new(10);
    add(sums, "b", 1, 0);
    add(sums, "a", 1, 5);
    add(sums, "c", 1, 1);
    add(sums, "b", 1, 7);
    add(sums, "c", -1, -1);
    ck_assert_str_eq(all(sums), "a=1/5 b=2/7 ");
    sums_free(sums);
}
END_TEST

START_TEST(what_does_not_fit_into_memory_comes_out_the_same)
{
    char in_memory[1 << 16];
    for (size_t room = 5000; room >= 3; room /= 10) {
        struct sums *sums = sums_new(room);
        for (unsigned i = 0; i < 4000; i++) {
            char key[32];
            snprintf(key, sizeof key, "key %u", i * 2654435761u % 997);
            add(sums, key, i % 7 ? 1 : -1, (int64_t)i);
        }
        const char *text = all(sums);
        if (room == 5000)
            snprintf(in_memory, sizeof in_memory, "%s", text);
        ck_assert_str_eq(text, in_memory);
        sums_free(sums);
    }
}
END_TEST

START_TEST(nothing_gives_nothing)
{
    struct sums *sums = sums_new(1);
    ck_assert_str_eq(all(sums), "");
    sums_free(sums);
}
END_TEST

SUITE(sums, "sums by key", keys_come_once_in_order_and_what_sums_to_nothing_is_left_out,
      what_does_not_fit_into_memory_comes_out_the_same, nothing_gives_nothing)
