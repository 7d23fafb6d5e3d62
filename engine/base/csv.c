/* Decoded block by block, then read byte by byte: in UTF-8 no byte of a character looks like a separator, a quote or a line
 * end; in GB18030 one may look like `|`. */
#include "engine/base/csv.h"

#include <errno.h>
#include <string.h>

#include "engine/base/json.h"

static const char mark[] = "\xEF\xBB\xBF";
enum { MARK = sizeof mark - 1, NO_TEXT = 0xFF /* stands in no UTF-8 */ };

/* --- the file --- */

int
csv_open_stream(struct csv *csv, FILE *file, const char *name, const struct csv_form *form,
                struct fl_error *err)
{
    memset(csv, 0, sizeof *csv);
    csv->form = *form;
    csv->name = name;
    csv->file = file;
    csv->convert = (iconv_t)-1;
    csv->next_line = 1;
    if (form->encoding && strcasecmp(form->encoding, "UTF-8") != 0) {
        csv->convert = iconv_open("UTF-8", form->encoding);
        if (csv->convert == (iconv_t)-1) {
            csv_close(csv);
            return fl_fail(err, FL_E_CONFIG, "encoding %.40s is not known; GB18030 is",
                           form->encoding);
        }
    }
    return 0;
}

int
csv_open(struct csv *csv, const char *path, const struct csv_form *form, struct fl_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rbe");
    if (file)
        return csv_open_stream(csv, file, standard ? "stdin" : path, form, err);
    memset(csv, 0, sizeof *csv);
    csv->convert = (iconv_t)-1;
    return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
}

void
csv_close(struct csv *csv)
{
    if (csv->file && csv->file != stdin)
        fclose(csv->file);
    if (csv->file && csv->convert != (iconv_t)-1)
        iconv_close(csv->convert);
    csv->file = NULL;
    buf_done(&csv->text);
}

static size_t
read_bytes(struct csv *csv, char *to, size_t room)
{
    size_t n = csv->ended ? 0 : fread(to, 1, room, csv->file);
    csv->ended = n < room;
    csv->n_bytes += n;
    if (csv->form.max && csv->n_bytes > csv->form.max) {
        csv->is_too_large = csv->ended = true;
        return 0;
    }
    return n;
}

/* From raw to block, as far as it goes; what is no text of the encoding leaves a byte that is none of UTF-8. */
static void
decode(struct csv *csv)
{
    char *from = csv->raw, *to = csv->block;
    size_t left = csv->n_raw, room = CSV_BLOCK;
    size_t n = iconv(csv->convert, &from, &left, &to, &room);
    if (n == (size_t)-1 && left && room && (errno == EILSEQ || (errno == EINVAL && csv->ended))) {
        *to++ = (char)NO_TEXT;
        from++;
        left--;
    }
    memmove(csv->raw, from, left);
    csv->n_raw = left;
    csv->end = (size_t)(to - csv->block);
}

static bool
fill(struct csv *csv)
{
    csv->at = csv->end = 0;
    if (csv->convert == (iconv_t)-1)
        csv->end = read_bytes(csv, csv->block, CSV_BLOCK);
    while (csv->convert != (iconv_t)-1 && !csv->end) {
        csv->n_raw += read_bytes(csv, csv->raw + csv->n_raw, CSV_RAW - csv->n_raw);
        if (!csv->n_raw)
            break;
        decode(csv);
    }
    return csv->end > 0;
}

static int
peek(struct csv *csv)
{
    if (csv->at == csv->end && !fill(csv))
        return EOF;
    return (unsigned char)csv->block[csv->at];
}

/* Behind the byte that was peeked at. */
static void
step(struct csv *csv)
{
    csv->next_line += csv->block[csv->at++] == '\n';
}

/* --- cells --- */

static bool
is_blank(const struct csv *csv, int c)
{
    return c == ' ' || c == '\r' || (c == '\t' && csv->form.separator != '\t');
}

static bool
is_end(const struct csv *csv, int c)
{
    return c == csv->form.separator || c == '\n' || c == EOF;
}

static int
skip_blanks(struct csv *csv)
{
    while (is_blank(csv, peek(csv)))
        step(csv);
    return peek(csv);
}

static int
put_byte(struct csv *csv, int c, struct fl_error *err)
{
    if (csv->text.len >= FL_MAX_CSV_RECORD)
        return fl_fail(err, FL_E_TOO_LARGE, "a record has at most %d bytes", FL_MAX_CSV_RECORD);
    buf_char(&csv->text, (char)c);
    step(csv);
    return 0;
}

/* Behind the opening quote. */
static int
read_quoted(struct csv *csv, struct fl_error *err)
{
    for (int c; (c = peek(csv)) != EOF;) {
        if (c == '"') {
            step(csv);
            if (peek(csv) != '"')
                return is_end(csv, skip_blanks(csv))
                           ? 0
                           : fl_fail(err, FL_E_INVALID_PARAMS,
                                     "text stands behind a closing quote");
        }
        if (put_byte(csv, c, err))
            return err->code;
    }
    return fl_fail(err, FL_E_INVALID_PARAMS,
                   "a quoted cell is not closed before the end of the file");
}

static int
read_plain(struct csv *csv, struct fl_error *err)
{
    size_t start = csv->text.len;
    for (int c; !is_end(csv, c = peek(csv));)
        if (put_byte(csv, c, err))
            return err->code;
    while (csv->text.len > start && is_blank(csv, csv->text.data[csv->text.len - 1]))
        csv->text.len--;
    return 0;
}

static int
read_cell(struct csv *csv, struct fl_error *err)
{
    bool quoted = skip_blanks(csv) == '"';
    size_t start = csv->text.len;
    if (quoted)
        step(csv);
    if (quoted ? read_quoted(csv, err) : read_plain(csv, err))
        return err->code;
    if (csv->n_cells == FL_MAX_CSV_CELLS)
        return fl_fail(err, FL_E_TOO_LARGE, "a record has at most %d cells", FL_MAX_CSV_CELLS);
    const char *text = csv->text.len ? csv->text.data + start : "";
    size_t len = csv->text.len - start;
    if (utf8_valid(text, len) != len || memchr(text, 0, len))
        return fl_fail(err, FL_E_INVALID_PARAMS,
                       "bytes that are no text of the encoding (UTF-8, or the one that is named)");
    csv->starts[csv->n_cells++] = start;
    buf_char(&csv->text, 0);
    return 0;
}

/* --- records --- */

static void
skip_mark(struct csv *csv)
{
    peek(csv);
    if (csv->end >= MARK && memcmp(csv->block, mark, MARK) == 0)
        csv->at = MARK;
}

/* Behind the end of the line; a record that is refused leaves its rest there. */
static void
end_line(struct csv *csv)
{
    int c;
    while ((c = peek(csv)) != EOF && c != '\n')
        step(csv);
    if (c != EOF)
        step(csv);
}

static enum csv_verdict
read_record(struct csv *csv, struct fl_error *err)
{
    if (!csv->n_bytes)
        skip_mark(csv);
    while (skip_blanks(csv) == '\n')
        step(csv);
    csv->line = csv->next_line;
    if (peek(csv) == EOF)
        return CSV_END;
    while (!read_cell(csv, err) && peek(csv) == csv->form.separator)
        step(csv);
    end_line(csv);
    return err->code ? CSV_BAD : CSV_RECORD;
}

enum csv_verdict
csv_next(struct csv *csv, struct fl_error *err)
{
    memset(err, 0, sizeof *err);
    csv->n_cells = 0;
    buf_reset(&csv->text);
    enum csv_verdict verdict = read_record(csv, err);
    if (ferror(csv->file)) {
        fl_fail(err, FL_E_IO, "%s: %s", csv->name, strerror(errno));
        return CSV_END;
    }
    if (csv->is_too_large) {
        fl_fail(err, FL_E_TOO_LARGE, "%s: more than %zu bytes", csv->name, csv->form.max);
        return CSV_END;
    }
    for (int i = 0; i < csv->n_cells; i++)
        csv->cells[i] = csv->text.data + csv->starts[i];
    return verdict;
}
