/* Comma-separated values (engine/base/csv.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/csv.h"
#include "tests/suite.h"

static struct fl_error err;
static const struct csv_form plain = {.separator = ','};

static void
open_text(struct csv *csv, const char *text, size_t len, const struct csv_form *form)
{
    FILE *file = len ? fmemopen((void *)(size_t)text, len, "rb") : fopen("/dev/null", "rb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(csv_open_stream(csv, file, "text", form, &err), 0);
}

/* All records: line, cells parted by |, records by newlines; one that is refused as "!". */
static const char *
all_records(const char *text, size_t len, const struct csv_form *form)
{
    static char out[4096];
    struct csv csv;
    enum csv_verdict verdict;
    out[0] = 0;
    open_text(&csv, text, len, form);
    while ((verdict = csv_next(&csv, &err)) != CSV_END) {
        snprintf(out + strlen(out), sizeof out - strlen(out), "%ld:", csv.line);
        for (int i = 0; verdict == CSV_RECORD && i < csv.n_cells; i++)
            snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s", i ? "|" : "",
                     csv.cells[i]);
        snprintf(out + strlen(out), sizeof out - strlen(out), verdict == CSV_BAD ? "!\n" : "\n");
    }
    ck_assert_int_eq(err.code, 0);
    csv_close(&csv);
    return out;
}
#define RECORDS(text, separator, encoding)                                                         \
    all_records((text), sizeof(text) - 1, &(struct csv_form){separator, encoding, 0})

START_TEST(records_are_read_as_they_were_written)
{
    static const struct {
        const char *text, *records;
    } rows[] = {
        {"",                            ""                   },
        {" \n\r\n\t",                   ""                   },
        {"a,b\n",                       "1:a|b\n"            },
        {"a,b",                         "1:a|b\n"            },
        {"\xEF\xBB\xBF"
         "a\r\nb\r\n",         "1:a\n2:b\n"         },
        {"\xEF\xBB",                    "1:!\n"              },
        {"a,,c\n,,\n",                  "1:a||c\n2:||\n"     },
        {" a , b \n\n\n c \n",          "1:a|b\n4:c\n"       },
        {"\"a,b\",\" c \"\n",           "1:a,b| c \n"        },
        {"\"a \"\"b\"\"\",c\n",         "1:a \"b\"|c\n"      },
        {"a\"b\",c\n",                  "1:a\"b\"|c\n"       },
        {"\"\"\n",                      "1:\n"               },
        {"\"a\nb\",c\nd\n",             "1:a\nb|c\n3:d\n"    },
        {"\"a\" b,c\nd\n",              "1:!\n2:d\n"         },
        {"a\n\"b\nc\n",                 "1:a\n2:!\n"         },
        {"a\n\xFF,x\nb\n",              "1:a\n2:!\n3:b\n"    },
        {"1,\"x, \"\"y\"\"\"\r\n\"z\"", "1:1|x, \"y\"\n2:z\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_str_eq(all_records(rows[i].text, strlen(rows[i].text), &plain), rows[i].records);
}
END_TEST

START_TEST(another_separator_parts_the_cells)
{
    ck_assert_str_eq(RECORDS("a;b\n\n\n1;\n;", ';', NULL), "1:a|b\n4:1|\n5:|\n");
    ck_assert_str_eq(RECORDS("a\t\tb \n", '\t', NULL), "1:a||b\n");
    ck_assert_str_eq(RECORDS("\ta\n", '\t', NULL), "1:|a\n");
}
END_TEST

START_TEST(another_encoding_becomes_utf_8)
{
    ck_assert_str_eq(RECORDS("\xB0\xB8\xBA\xC5,x\n", ',', "GB18030"), "1:案号|x\n");
    /* 珅 ends in a byte that looks like the separator */
    ck_assert_str_eq(RECORDS("\xAB\x7C|x\n", '|', "GB18030"), "1:珅|x\n");
    ck_assert_str_eq(RECORDS("\xFF\xFEHhUO,\0x\0\n\0", ',', "UTF-16"), "1:案何|x\n");
    ck_assert_str_eq(RECORDS("a\n\xB0\xFF,x\nb\n\xB0", ',', "GB18030"), "1:a\n2:!\n3:b\n4:!\n");
}
END_TEST

START_TEST(a_byte_0_is_no_text)
{
    ck_assert_str_eq(RECORDS("a\0b,c\nd\n", ',', NULL), "1:!\n2:d\n");
    ck_assert_str_eq(RECORDS("\"a\0\",c\nd\n", ',', "GB18030"), "1:!\n2:d\n");
}
END_TEST

START_TEST(a_character_across_two_blocks_stays_whole)
{
    for (size_t before = CSV_RAW - 4; before <= CSV_RAW; before++) {
        char *text = malloc(before + 3);
        memset(text, 'x', before);
        memcpy(text + before, "\xB0\xB8\n", 3);
        struct csv csv;
        open_text(&csv, text, before + 3, &(struct csv_form){',', "GB18030", 0});
        ck_assert_int_eq(csv_next(&csv, &err), CSV_RECORD);
        ck_assert_uint_eq(strlen(csv.cells[0]), before + 3);
        ck_assert_str_eq(csv.cells[0] + before, "案");
        ck_assert_int_eq(csv_next(&csv, &err), CSV_END);
        csv_close(&csv);
        free(text);
    }
}
END_TEST

/* What the first record of a text is, and that the second, "b", is read behind it. */
static enum csv_verdict
first_of(const char *text, size_t len)
{
    struct csv csv;
    struct fl_error second;
    open_text(&csv, text, len, &plain);
    enum csv_verdict verdict = csv_next(&csv, &err);
    ck_assert_int_eq(csv_next(&csv, &second), CSV_RECORD);
    ck_assert_str_eq(csv.cells[0], "b");
    csv_close(&csv);
    return verdict;
}

START_TEST(a_record_has_so_many_cells_and_no_more)
{
    for (int more = 0; more < 2; more++) {
        struct buf text = {0};
        for (int i = 1; i < FL_MAX_CSV_CELLS + more; i++)
            buf_text(&text, "x,");
        buf_text(&text, "x\nb\n");
        ck_assert_int_eq(first_of(text.data, text.len), more ? CSV_BAD : CSV_RECORD);
        ck_assert_int_eq(err.code, more ? FL_E_TOO_LARGE : 0);
        buf_done(&text);
    }
}
END_TEST

START_TEST(a_record_has_so_many_bytes_and_no_more)
{
    /* in one cell, in two with the 0 between them, quoted; and none slips through where a 0 was the last byte */
    static const struct {
        const char *before, *after;
        int taken;
    } rows[] = {
        {"",   "",   0},
        {"x,", "",   2},
        {"\"", "\"", 0},
        {"",   ",y", 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int more = 0; more < 2; more++) {
            struct buf text = {0};
            buf_text(&text, rows[i].before);
            for (int n = FL_MAX_CSV_RECORD - rows[i].taken + more; n > 0; n--)
                buf_char(&text, 'x');
            buf_print(&text, "%s\nb\n", rows[i].after);
            ck_assert_int_eq(first_of(text.data, text.len), more ? CSV_BAD : CSV_RECORD);
            buf_done(&text);
        }
}
END_TEST

START_TEST(a_file_has_so_many_bytes_and_no_more)
{
    enum { SIZE = 3 * CSV_BLOCK };
    char *text = malloc(SIZE + 1);
    memset(text, '\n', SIZE + 1);
    text[0] = 'a';
    for (int more = 0; more < 2; more++) {
        struct csv csv;
        open_text(&csv, text, (size_t)SIZE + (size_t)more, &(struct csv_form){',', NULL, SIZE});
        ck_assert_int_eq(csv_next(&csv, &err), CSV_RECORD);
        ck_assert_int_eq(csv_next(&csv, &err), CSV_END);
        ck_assert_int_eq(err.code, more ? FL_E_TOO_LARGE : 0);
        ck_assert_int_eq(csv_next(&csv, &err), CSV_END);
        ck_assert_int_eq(err.code, more ? FL_E_TOO_LARGE : 0);
        csv_close(&csv);
    }
    free(text);
}
END_TEST

START_TEST(what_cannot_be_opened_is_told)
{
    struct csv csv;
    ck_assert_int_eq(csv_open(&csv, "/nowhere.csv", &plain, &err), FL_E_IO);
    ck_assert_ptr_nonnull(strstr(err.detail, "/nowhere.csv"));
    ck_assert_int_eq(csv_open(&csv, "/dev/null", &(struct csv_form){',', "klingon", 0}, &err),
                     FL_E_CONFIG);
    ck_assert_ptr_nonnull(strstr(err.detail, "klingon"));
    ck_assert_int_eq(csv_open(&csv, "/", &plain, &err), 0);
    ck_assert_int_eq(csv_next(&csv, &err), CSV_END);
    ck_assert_int_eq(err.code, FL_E_IO);
    csv_close(&csv);
}
END_TEST

SUITE(csv, "comma-separated values", records_are_read_as_they_were_written,
      another_separator_parts_the_cells, another_encoding_becomes_utf_8, a_byte_0_is_no_text,
      a_character_across_two_blocks_stays_whole, a_record_has_so_many_cells_and_no_more,
      a_record_has_so_many_bytes_and_no_more, a_file_has_so_many_bytes_and_no_more,
      what_cannot_be_opened_is_told)
