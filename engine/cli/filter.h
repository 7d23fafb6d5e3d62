/* A command that answers each line of JSON with a line of JSON, in order and in constant memory. */
#ifndef ENGINE_FILTER_H
#define ENGINE_FILTER_H

#include "engine/base/json.h"
#include "engine/case/case_read.h"

struct filter {
    const struct policy *policy;
    enum case_form form;
    /* Answers one case into out, in the arena of the line. 0, or err filled: then the line is refused. */
    int (*answer)(const void *with, struct fl_case *c, struct arena *arena, struct buf *out,
                  struct fl_error *err);
    const void *with; /* the command's own */
};

/* Reads path (NULL or "-": standard input) to its end. A refused line is answered with {"ref", "error"} and counted
 * in *ret_refused. FL_E_IO when the input cannot be read; what standard output took is for command_done to say. */
int filter_run(const struct filter *filter, const char *path, long *ret_refused,
               struct fl_error *err);

#endif
