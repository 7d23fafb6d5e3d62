/* Lines of a file in constant memory, for the JSON Lines filters. */
#ifndef ENGINE_LINES_H
#define ENGINE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "fenliu/error.h"

struct lines {
    int fd;
    const char *name; /* for messages */
    size_t max;       /* bytes of a line; a longer one is given cut, with too_long */
    char *data;
    size_t size, from, to;
    bool ended;
    long number; /* of the line given last, from 1 */
};

struct line {
    const char *text; /* valid until the next call; no line end, not ended by 0 */
    size_t len;
    bool too_long;
};

/* path NULL or "-": standard input. */
int lines_open(struct lines *lines, const char *path, size_t max, struct fl_error *err);
void lines_close(struct lines *lines);

/* The next line that is not blank. *ret_more is false at the end. */
int lines_next(struct lines *lines, struct line *ret, bool *ret_more, struct fl_error *err);

/* Whether the next call has to read and may wait: the moment to flush what was answered so far. */
bool lines_may_wait(const struct lines *lines);

#endif
