/* Fuzzing the reader of comma-separated values.
 *
 *   build/<mode>/fuzz_csv [SEED [INPUTS]]       deterministic mutations, no tool needed
 *   clang -DFENLIU_LIBFUZZER -fsanitize=fuzzer  the same promises under libFuzzer
 *
 * The promises: whatever comes in, in whichever encoding, it ends; a refusal says why; cells are UTF-8 without a byte 0, no
 * more of them than the limit; lines rise; what was read, written down again with quotes, is read as it was. */
#include "tests/fuzz/fuzz_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/json.h"

enum { PLAIN };
static const struct csv_form forms[] = {
    [PLAIN] = {',',  NULL,      0   },
    {'|',  "GB18030", 0   },
    {'\t', "UTF-16",  0   },
    {';',  NULL,      4096},
};
enum { N_FORMS = sizeof forms / sizeof *forms };

static int
open_bytes(struct csv *csv, const char *data, size_t len, const struct csv_form *form)
{
    struct fl_error err;
    FILE *file = len ? fmemopen((void *)(size_t)data, len, "rb") : fopen("/dev/null", "rb");
    if (!file)
        abort();
    return csv_open_stream(csv, file, "input", form, &err);
}

static const char *
cells_sound(const struct csv *csv)
{
    if (csv->n_cells < 1 || csv->n_cells > FL_MAX_CSV_CELLS)
        return "a record has 1 to FL_MAX_CSV_CELLS cells";
    size_t bytes = 0;
    for (int i = 0; i < csv->n_cells; i++) {
        size_t len = strlen(csv->cells[i]);
        if (utf8_valid(csv->cells[i], len) != len)
            return "a cell is UTF-8";
        bytes += len;
    }
    return bytes <= FL_MAX_CSV_RECORD ? NULL : "a record is within its limit";
}

static void
write_record(const struct csv *csv, struct buf *out)
{
    for (int i = 0; i < csv->n_cells; i++) {
        buf_text(out, i ? ",\"" : "\"");
        for (const char *c = csv->cells[i]; *c; c++) {
            buf_text(out, *c == '"' ? "\"" : "");
            buf_char(out, *c);
        }
        buf_char(out, '"');
    }
    buf_text(out, "\r\n");
}

/* Reads all of it; the records go to out. */
static const char *
read_all(struct fuzz_files *files, const char *data, size_t len, const struct csv_form *form,
         struct buf *out)
{
    struct csv csv;
    struct fl_error err;
    const char *broken = NULL;
    long line = 0;
    enum csv_verdict verdict;
    if (open_bytes(&csv, data, len, form))
        return "the encoding is known";
    while (!broken && (verdict = csv_next(&csv, &err)) != CSV_END) {
        if (csv.line <= line)
            broken = "lines rise";
        else if (verdict == CSV_RECORD)
            broken = cells_sound(&csv);
        else if (!err.code || !*err.detail)
            broken = "a refusal says why";
        line = csv.line;
        if (verdict == CSV_RECORD)
            write_record(&csv, out);
        *(verdict == CSV_RECORD ? &files->records : &files->refused) += 1;
    }
    if (!broken && err.code && (err.code != FL_E_TOO_LARGE || !form->max || len <= form->max))
        broken = "a file ends with an error only beyond its limit";
    csv_close(&csv);
    return broken;
}

const char *
fuzz_csv_input(struct fuzz_files *files, const char *data, size_t len)
{
    const char *broken = NULL;
    files->inputs++;
    for (int i = 0; i < N_FORMS && !broken; i++) {
        struct buf written = {0}, again = {0};
        struct fuzz_files own = {0};
        buf_text(&written, "");
        buf_text(&again, "");
        broken = read_all(files, data, len, &forms[i], &written);
        if (!broken)
            broken = read_all(&own, written.data, written.len, &forms[PLAIN], &again);
        if (!broken && (own.refused || strcmp(written.data, again.data) != 0))
            broken = "what was read and written again is read as it was";
        buf_done(&written);
        buf_done(&again);
    }
    return broken;
}

#ifdef FENLIU_LIBFUZZER

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fuzz_files files;
    const char *broken = fuzz_csv_input(&files, (const char *)data, size);
    if (broken) {
        fprintf(stderr, "broken: %s\n", broken);
        abort();
    }
    return 0;
}

#else

static const char *const pieces[] = {
    ",",        ";",        "|",        "\t",   "\n", "\r\n", "\"",           "\"\"",
    "\"",       ",",        ",",        "\n",   " ",  "案号", "王某",         "x",
    "12345.67", "\"a,b\"",  "\r",       "\x01", "é",  "😀",    "\xEF\xBB\xBF", "\xFF",
    "\xE5\xB7", "\xAB\x7C", "\xB0\xB8", "是",   "，",
};
enum { N_PIECES = sizeof pieces / sizeof *pieces, MOST_PIECES = 80, LONG_ONE_IN = 500 };

static uint64_t
next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

/* Pieces in a row, now and then with a byte changed, now and then longer than a block, or than a record may be. */
static void
make_input(uint64_t *state, struct buf *ret)
{
    uint64_t n = next(state) % MOST_PIECES;
    buf_reset(ret);
    if (next(state) % LONG_ONE_IN == 0) {
        uint64_t longest = next(state) % 8 ? CSV_BLOCK : FL_MAX_CSV_RECORD;
        for (uint64_t left = longest - 8 + next(state) % 16; left; left--)
            buf_char(ret, 'x');
    }
    while (n--)
        buf_text(ret, pieces[next(state) % N_PIECES]);
    buf_char(ret, '.');
    if (next(state) % 4 == 0)
        ret->data[next(state) % ret->len] = (char)next(state);
}

const char *
fuzz_csv_run(struct fuzz_files *files, uint64_t seed, long n)
{
    struct buf input = {0};
    const char *broken = NULL;
    for (long i = 0; i < n && !broken; i++) {
        make_input(&seed, &input);
        broken = fuzz_csv_input(files, input.data, input.len);
        if (broken)
            fprintf(stderr, "input %ld: %.*s\n", i, (int)input.len, input.data);
    }
    buf_done(&input);
    return broken;
}

#ifndef FENLIU_IN_UNIT

int
main(int argc, char **argv)
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    long n = argc > 2 ? atol(argv[2]) : 100000;
    struct fuzz_files files = {0};
    const char *broken = fuzz_csv_run(&files, seed, n);
    printf("%ld inputs, %ld records, %ld refused: %s\n", files.inputs, files.records, files.refused,
           broken ? broken : "no promise was broken");
    return broken != NULL;
}

#endif
#endif
