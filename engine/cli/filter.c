/* One line in, one line out. */
#include "engine/cli/filter.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/error_write.h"
#include "engine/cli/lines.h"
#include "fenliu/limits.h"

/* The sender's key, as far as the line could be read at all. */
static void
refuse(const cJSON *doc, const struct fl_error *err, struct buf *out)
{
    json_object(out);
    json_put_text(out, "ref", json_str(json_get(doc, "ref")));
    json_key(out, "error");
    error_write(err, out);
    json_object_end(out);
}

static int
read_line(const struct filter *filter, const struct line *line, struct arena *arena,
          cJSON **ret_doc, struct fl_case *ret, struct fl_error *err)
{
    int code;

    if (line->too_long)
        return fl_fail(err, FL_E_TOO_LARGE, "a case document has at most %d bytes",
                       FL_MAX_DOCUMENT);
    code = json_parse(line->text, line->len, ret_doc, err);
    return code ? code : case_read(filter->policy, *ret_doc, filter->form, "", arena, ret, err);
}

/* False when the line was refused. */
static bool
one_line(const struct filter *filter, const struct line *line, struct arena *arena, struct buf *out)
{
    JSON_AUTO doc = NULL;
    struct fl_error err = {0};
    struct fl_case c;
    bool refused = read_line(filter, line, arena, &doc, &c, &err) ||
                   filter->answer(filter->with, &c, arena, out, &err);

    if (refused)
        refuse(doc, &err, out);
    if (out->len && out->data[out->len - 1] != '\n')
        buf_char(out, '\n');
    return !refused;
}

int
filter_run(const struct filter *filter, const char *path, long *ret_refused, struct fl_error *err)
{
    struct arena arena;
    struct buf out = {0};
    struct lines lines;
    bool more = true;
    int code = lines_open(&lines, path, FL_MAX_DOCUMENT, err);

    if (code)
        return code;
    arena_init(&arena);
    *ret_refused = 0;
    while (!code && more) {
        struct line line;
        if (lines_may_wait(&lines) && fflush(stdout))
            break; /* command_done says it */
        code = lines_next(&lines, &line, &more, err);
        if (code || !more || ferror(stdout))
            break;
        arena_reset(&arena);
        buf_reset(&out);
        *ret_refused += !one_line(filter, &line, &arena, &out);
        fwrite(out.data, 1, out.len, stdout);
    }
    lines_close(&lines);
    arena_done(&arena);
    buf_done(&out);
    return code;
}
