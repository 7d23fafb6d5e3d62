/* Reads lines through one buffer that never grows. */
#include "engine/cli/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_AHEAD = 64 * 1024 };

int
lines_open(struct lines *lines, const char *path, size_t max, struct fl_error *err)
{
    bool standard = !path || strcmp(path, "-") == 0;

    memset(lines, 0, sizeof *lines);
    lines->fd = -1;
    lines->name = standard ? "stdin" : path;
    lines->max = max;
    lines->size = max + READ_AHEAD;
    lines->data = malloc(lines->size);
    if (!lines->data)
        return fl_fail(err, FL_E_MEMORY, "no memory for a line");
    lines->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (lines->fd < 0) {
        fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
        lines_close(lines);
        return FL_E_IO;
    }
    return 0;
}

void
lines_close(struct lines *lines)
{
    if (lines->fd > STDIN_FILENO)
        close(lines->fd);
    free(lines->data);
    lines->data = NULL;
    lines->fd = -1;
}

bool
lines_may_wait(const struct lines *lines)
{
    return !lines->ended && !memchr(lines->data + lines->from, '\n', lines->to - lines->from);
}

/* Reads once more behind what is there; at the end of the file `ended` is set. */
static int
more(struct lines *lines, struct fl_error *err)
{
    ssize_t n;

    if (lines->from) {
        memmove(lines->data, lines->data + lines->from, lines->to - lines->from);
        lines->to -= lines->from;
        lines->from = 0;
    }
    do
        n = read(lines->fd, lines->data + lines->to, lines->size - lines->to);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return fl_fail(err, FL_E_IO, "%s: %s", lines->name, strerror(errno));
    if (n == 0)
        lines->ended = true;
    lines->to += (size_t)n;
    return 0;
}

/* Throws away the rest of a line that is longer than allowed, but leaves its beginning to be shown.
 */
static int
drop_rest(struct lines *lines, struct fl_error *err)
{
    size_t keep = lines->max, at = keep;
    int code;

    for (;;) {
        char *end = memchr(lines->data + at, '\n', lines->to - at);
        if (end) { /* what follows the line end moves up behind the beginning */
            size_t rest = lines->to - (size_t)(end - lines->data);
            memmove(lines->data + keep, end, rest);
            lines->to = keep + rest;
            return 0;
        }
        if (lines->ended) {
            lines->to = keep;
            return 0;
        }
        lines->to = at = keep;
        code = more(lines, err);
        if (code)
            return code;
    }
}

static bool
is_blank(const char *text, size_t len)
{
    while (len && strchr(" \t\r", text[len - 1]) && text[len - 1])
        len--;
    return len == 0;
}

int
lines_next(struct lines *lines, struct line *ret, bool *ret_more, struct fl_error *err)
{
    int code = 0;

    for (;;) {
        size_t have = lines->to - lines->from, len;
        char *start = lines->data + lines->from, *end = have ? memchr(start, '\n', have) : NULL;
        bool too_long = end ? (size_t)(end - start) > lines->max : have > lines->max;

        if (!end && !too_long && !lines->ended) {
            code = more(lines, err);
            if (code)
                return code;
            continue;
        }
        if (!end && !have) {
            *ret_more = false;
            return 0;
        }
        if (too_long && !end) {
            memmove(lines->data, start, have);
            lines->from = 0;
            lines->to = have;
            code = drop_rest(lines, err);
            if (code)
                return code;
            start = lines->data;
            len = lines->max;
        } else {
            len = end ? (size_t)(end - start) : have;
        }
        lines->number++;
        lines->from = (size_t)(start - lines->data) + len;
        if (lines->from < lines->to) /* the line end itself */
            lines->from++;
        if (is_blank(start, len))
            continue;
        *ret = (struct line){start, too_long ? lines->max : len, too_long};
        *ret_more = true;
        return 0;
    }
}
