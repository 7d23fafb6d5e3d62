/* Lines in constant memory (engine/cli/lines.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/buf.h"
#include "engine/cli/lines.h"
#include "tests/suite.h"

enum { MAX = 10 };

/* The lines of a text that comes through a pipe, joined by |, a cut one with … behind it. */
static char *
read_all(const char *text, size_t len, size_t max)
{
    struct lines lines;
    struct fl_error err = {0};
    struct buf out = {0};
    char path[] = "/tmp/fenliu-lines-XXXXXX";
    int fd = mkstemp(path);
    ck_assert(fd >= 0 && write(fd, text, len) == (ssize_t)len);
    close(fd);
    ck_assert_int_eq(lines_open(&lines, path, max, &err), 0);
    for (;;) {
        struct line line;
        bool more;
        ck_assert_int_eq(lines_next(&lines, &line, &more, &err), 0);
        if (!more)
            break;
        buf_print(&out, "%ld:%.*s%s|", lines.number, (int)line.len, line.text,
                  line.too_long ? "…" : "");
    }
    buf_text(&out, "");
    lines_close(&lines);
    unlink(path);
    return out.data;
}

START_TEST(lines_are_numbered_and_blank_ones_left_out)
{
    static const struct {
        const char *text, *lines;
    } rows[] = {
        {"",                                          ""                                        },
        {"\n\n",                                      ""                                        },
        {"a\nb\n",                                    "1:a|2:b|"                                },
        {"a\r\n\n \t\nb",                             "1:a\r|4:b|"                              },
        {"0123456789\n",                              "1:0123456789|"                           },
        {"01234567890\nb\n",                          "1:0123456789…|2:b|"                    },
        {"01234567890123456789",                      "1:0123456789…|"                        },
        {"01234567890\n",                             "1:0123456789…|"                        },
        {"x\n01234567890123456789\n\ny\n01234567890", "1:x|2:0123456789…|4:y|5:0123456789…|"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *out = read_all(rows[i].text, strlen(rows[i].text), MAX);
        ck_assert_str_eq(out ? out : "", rows[i].lines);
        free(out);
    }
}
END_TEST

START_TEST(a_line_of_megabytes_takes_no_more_memory)
{
    enum { LONG = 3 * 1024 * 1024 };
    char *text = malloc(LONG + 8), *out;
    memset(text, 'x', LONG);
    memcpy(text, "a\n", 2);
    memcpy(text + LONG, "\nb\n", 4);
    out = read_all(text, LONG + 3, MAX);
    ck_assert_str_eq(out, "1:a|2:xxxxxxxxxx…|3:b|");
    free(text);
    free(out);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
    struct lines lines;
    struct fl_error err = {0};
    ck_assert_int_eq(lines_open(&lines, "/nonexistent/file", MAX, &err), FL_E_IO);
    ck_assert_ptr_nonnull(strstr(err.detail, "/nonexistent/file"));
}
END_TEST

SUITE(lines, "lines", lines_are_numbered_and_blank_ones_left_out,
      a_line_of_megabytes_takes_no_more_memory, a_file_that_is_not_there_is_named)
