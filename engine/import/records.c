/* Byte by byte: in GB18030 and UTF-8 no byte of a character looks like a comma, a quote or a line end. */
#include "engine/import/records.h"

#include <errno.h>
#include <string.h>

#include "engine/base/json.h"

int
records_open(struct records *csv, const char *path, char separator, const char *encoding,
             struct fl_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    *csv = (struct records){.name = standard ? "stdin" : path,
                            .separator = separator,
                            .convert = (iconv_t)-1,
                            .next_line = 1};
    if (encoding && strcasecmp(encoding, "UTF-8") != 0) {
        csv->convert = iconv_open("UTF-8", encoding);
        if (csv->convert == (iconv_t)-1)
            return fl_fail(err, FL_E_CONFIG, "encoding %.40s is not known; GB18030 is", encoding);
    }
    csv->file = standard ? stdin : fopen(path, "rb");
    if (!csv->file)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    return 0;
}

void
records_close(struct records *csv)
{
    if (csv->file && csv->file != stdin)
        fclose(csv->file);
    if (csv->convert && csv->convert != (iconv_t)-1)
        iconv_close(csv->convert);
    buf_done(&csv->text);
    buf_done(&csv->cell);
    memset(csv, 0, sizeof *csv);
}

/* The cell read last, as UTF-8, behind the others. */
static bool
end_cell(struct records *csv)
{
    const char *text = csv->cell.len ? csv->cell.data : "";
    size_t len = csv->cell.len;
    csv->starts[csv->n_cells++] = csv->text.len;
    if (csv->convert != (iconv_t)-1) {
        char *from = (char *)(size_t)text, out[512];
        iconv(csv->convert, NULL, NULL, NULL, NULL);
        while (len) {
            char *to = out;
            size_t room = sizeof out;
            size_t n = iconv(csv->convert, &from, &len, &to, &room);
            buf_put(&csv->text, out, (size_t)(to - out));
            if (n == (size_t)-1 && errno != E2BIG)
                return false;
        }
    } else {
        if (utf8_valid(text, len) != len)
            return false;
        buf_put(&csv->text, text, len);
    }
    buf_char(&csv->text, 0);
    buf_reset(&csv->cell);
    return true;
}

static int
next_byte(struct records *csv)
{
    int c = getc(csv->file);
    if (c == '\n')
        csv->next_line++;
    return c;
}

/* A byte order mark before the first record. */
static void
skip_mark(struct records *csv)
{
    static const char mark[] = "\xEF\xBB\xBF";
    int c, n = 0;
    while (n < 3 && (c = getc(csv->file)) == (unsigned char)mark[n])
        n++;
    if (n == 3)
        return;
    if (c != EOF)
        ungetc(c, csv->file);
    if (n)
        buf_put(&csv->cell, mark, (size_t)n);
}

static void
skip_record(struct records *csv)
{
    int c;
    while ((c = next_byte(csv)) != EOF && c != '\n') {
    }
}

static enum record_verdict
bad(struct records *csv, int last, struct fl_error *err, const char *why)
{
    if (last != '\n' && last != EOF)
        skip_record(csv);
    fl_fail(err, FL_E_INVALID_PARAMS, "%s", why);
    return RECORD_BAD;
}

static enum record_verdict
read_record(struct records *csv, struct fl_error *err)
{
    bool quoted = false, was_quoted = false;
    int c = 0;
    buf_reset(&csv->text);
    buf_reset(&csv->cell);
    csv->n_cells = 0;
    csv->line = csv->next_line;
    if (csv->line == 1)
        skip_mark(csv);
    for (;;) {
        c = next_byte(csv);
        if (csv->text.len + csv->cell.len > FL_MAX_IMPORT_RECORD)
            return bad(csv, c, err, "the record is longer than FL_MAX_IMPORT_RECORD");
        if (quoted && c == EOF)
            return bad(csv, c, err, "a quoted cell is not closed before the end of the file");
        if (c == '"' && (quoted || !csv->cell.len)) {
            int after = quoted ? getc(csv->file) : 0;
            if (quoted && after == '"') {
                buf_char(&csv->cell, '"');
                continue;
            }
            if (quoted && after != EOF)
                ungetc(after, csv->file);
            quoted = !quoted;
            was_quoted = true;
            continue;
        }
        if (!quoted && (c == csv->separator || c == '\n' || c == EOF)) {
            if (c != csv->separator && !csv->n_cells && !csv->cell.len && !was_quoted) {
                if (c == EOF)
                    return RECORD_END;
                csv->line = csv->next_line;
                continue;
            }
            if (csv->n_cells == FL_MAX_IMPORT_COLUMNS)
                return bad(csv, c, err, "more columns than FL_MAX_IMPORT_COLUMNS");
            if (!end_cell(csv))
                return bad(csv, c, err,
                           "bytes that are no text of the encoding (UTF-8, or `encoding` of the "
                           "mapping)");
            if (c != csv->separator)
                return RECORD_READ;
            continue;
        }
        if (c == '\r' && !quoted)
            continue;
        buf_char(&csv->cell, (char)c);
    }
}

enum record_verdict
records_next(struct records *csv, struct fl_error *err)
{
    memset(err, 0, sizeof *err);
    enum record_verdict verdict = read_record(csv, err);
    if (ferror(csv->file)) {
        fl_fail(err, FL_E_IO, "%s: %s", csv->name, strerror(errno));
        return RECORD_END;
    }
    for (int i = 0; i < csv->n_cells; i++)
        csv->cells[i] = csv->text.data + csv->starts[i];
    return verdict;
}
