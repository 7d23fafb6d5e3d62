/* One arena per message: memory that is taken piece by piece and given back all at once.
 *
 * Not thread safe: one owner at a time. Never returns NULL: out of memory ends the process (a daemon that
 * cannot take a few kilobytes must not go on answering). */
#ifndef ENGINE_ARENA_H
#define ENGINE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *blocks;
    size_t used, size; /* of the newest block */
};

void arena_init(struct arena *arena);
/* Gives everything back but the first block, which is kept for the next message. */
void arena_reset(struct arena *arena);
void arena_done(struct arena *arena);

/* Zeroed memory, aligned for any type. */
void *arena_take(struct arena *arena, size_t size);
char *arena_copy(struct arena *arena, const char *text, size_t len); /* adds the final 0 */
char *arena_text(struct arena *arena, const char *text);             /* NULL stays NULL */
char *arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
