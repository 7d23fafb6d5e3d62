/* The arena (engine/base/arena.c). */
#include <stdint.h>
#include <string.h>

#include "engine/base/arena.h"
#include "tests/suite.h"

START_TEST(memory_is_zeroed_aligned_and_does_not_overlap)
{
    struct arena arena;
    arena_init(&arena);
    for (int round = 0; round < 3; round++) {
        char *previous = NULL;
        for (size_t size = 1; size < 20000; size = size * 3 + 1) {
            char *p = arena_take(&arena, size);
            ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++)
                ck_assert_int_eq(p[i], 0);
            memset(p, 0x5a, size);
            if (previous)
                ck_assert_int_eq(previous[0], 0x5a);
            previous = p;
        }
        arena_reset(&arena);
    }
    arena_done(&arena);
}
END_TEST

START_TEST(text_is_copied_and_printed)
{
    struct arena arena;
    arena_init(&arena);
    ck_assert_ptr_null(arena_text(&arena, NULL));
    ck_assert_str_eq(arena_copy(&arena, "abcdef", 3), "abc");
    ck_assert_str_eq(arena_print(&arena, "%s-%d", "案", 7), "案-7");
    arena_done(&arena);
}
END_TEST

SUITE(arena, "arena", memory_is_zeroed_aligned_and_does_not_overlap, text_is_copied_and_printed)
