/* The command line of a command, as a table: parsing and --help come from the same rows. Used by
 * every engine/cmd_*.c.
 *
 * A command is int cmd_x(int argc, char **argv) with its own name in argv[0]; what it returns is
 * the exit code: EXIT_REFUSED when an input was refused or work failed, EXIT_USAGE for a wrong
 * command line. */
#ifndef ENGINE_OPTIONS_H
#define ENGINE_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "fenliu/error.h"

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, GO_ON = -1 };

enum option_type {
    OPTION_FLAG, /* bool */
    OPTION_TEXT, /* const char *: points into argv */
    OPTION_INT,  /* int64_t within min … max */
    OPTION_DAY   /* fl_day */
};

struct option_row {
    const char *name;  /* "as-of" for --as-of */
    const char *value; /* what is shown for the value, "DATE"; NULL for a flag */
    enum option_type type;
    void *into;
    int64_t min, max;
    const char *zh, *en;
};

/* --help and --lang are understood everywhere and not listed. */
struct usage {
    const char *command;              /* "decide"; for a family "policy check" */
    const char *arguments;            /* "[FILE]"; "" without */
    int min, max;                     /* how many arguments */
    const char *zh, *en;              /* what it does: one or several sentences */
    const struct option_row *options; /* ends with a row without name; NULL: none */
};

/* Options may stand before and after the arguments; `--` ends them. The arguments are gathered in
 * argv[1 … *ret_n]. GO_ON, or the exit code after --help (on stdout) or one line on stderr. */
int options_parse(const struct usage *usage, int argc, char **argv, int *ret_n);

/* One line on stderr, "fenliu decide: …", and the exit code: EXIT_USAGE for FL_E_USAGE, else
 * EXIT_REFUSED. The faults of an input follow, one a line. */
int command_failed(const char *command, const struct fl_error *err);
/* The same for a wrong use found after parsing. */
int command_misused(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Flushes standard output; EXIT_REFUSED with a line on stderr when it could not be written. */
int command_done(const char *command, int exit_code);

/* How many columns a text takes on a terminal: two for a Chinese character. */
int text_columns(const char *text);

#endif
