/* A list of blocks, each twice as large as the one before; a large request gets a block of its own. */
#include "engine/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK   8192
#define LARGEST_BLOCK (1024 * 1024)

struct arena_block {
    struct arena_block *next; /* the older one */
    size_t size;
    max_align_t data[];
};

static struct arena_block *
block_new(size_t size, struct arena_block *next)
{
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block) {
        fputs("fenliu: out of memory\n", stderr);
        abort();
    }
    block->next = next;
    block->size = size;
    return block;
}

void
arena_init(struct arena *arena)
{
    memset(arena, 0, sizeof *arena);
}

void
arena_reset(struct arena *arena)
{
    while (arena->blocks && arena->blocks->next) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
    arena->used = 0;
    arena->size = arena->blocks ? arena->blocks->size : 0;
}

void
arena_done(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
    arena_init(arena);
}

void *
arena_take(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    size = (size + align - 1) / align * align;
    if (arena->size - arena->used < size) {
        size_t want = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
        if (want > LARGEST_BLOCK)
            want = LARGEST_BLOCK;
        if (want < size)
            want = size;
        arena->blocks = block_new(want, arena->blocks);
        arena->used = 0;
        arena->size = want;
    }
    void *memory = (char *)arena->blocks->data + arena->used;
    arena->used += size;
    return memset(memory, 0, size);
}

char *
arena_copy(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_take(arena, len + 1);
    if (len)
        memcpy(copy, text, len);
    return copy;
}

char *
arena_text(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text, strlen(text)) : NULL;
}

char *
arena_print(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = arena_take(arena, (size_t)(len < 0 ? 0 : len) + 1);
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}
