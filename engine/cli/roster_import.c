/* fenliu mediator import, fenliu body import: a CSV file whose header names the columns. Nothing is changed unless all
 * of it is good, or --partial is given; said twice it changes nothing. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/lang.h"
#include "engine/base/sentence.h"
#include "engine/cli/options.h"
#include "engine/cli/roster_cli.h"
#include "fenliu/limits.h"

enum { COLUMNS_MAX = 64, CODE_COLUMN = -1 };

struct import {
    struct roster_cli *cli;
    enum roster_kind kind;
    const struct roster_table *table;
    const char *file;
    int column[COLUMNS_MAX]; /* the field of each column, or CODE_COLUMN */
    int n_columns;
    const char **codes; /* of the rows so far, and their lines: one line each */
    int *lines, n, room;
    int count[ROSTER_RESULT__COUNT], bad;
};

static int
read_whole(const char *path, char **ret, size_t *ret_len, struct fl_error *err)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (!file)
        return fl_fail(err, FL_E_IO, "%s: %s", path, strerror(errno));
    char *text = malloc(FL_MAX_ROSTER_FILE + 1);
    if (!text)
        abort();
    *ret_len = fread(text, 1, FL_MAX_ROSTER_FILE + 1, file);
    int failed = ferror(file);
    if (file != stdin)
        fclose(file);
    if (!failed && *ret_len <= FL_MAX_ROSTER_FILE) {
        *ret = text;
        return 0;
    }
    free(text);
    return failed ? fl_fail(err, FL_E_IO, "%s: %s", path, strerror(EIO))
                  : fl_fail(err, FL_E_TOO_LARGE, say("%s：超过%d字节", "%s: more than %d bytes"),
                            path, FL_MAX_ROSTER_FILE);
}

static void
tell(struct import *im, int line, const char *member, const char *sentence)
{
    struct buf text = {0};
    sentence_put(&text, sentence);
    fprintf(stderr, "%s:%d: %s%s%s\n", im->file, line, member ? member : "",
            member ? say("：", ": ") : "", text.data);
    buf_done(&text);
}

/* --- the header --- */

static int
find_field(const struct roster_table *table, const char *name)
{
    for (int i = 0; i < table->n_fields; i++)
        if (strcmp(table->fields[i].name, name) == 0)
            return i;
    return strcmp(table->word, name) == 0 ? CODE_COLUMN : -2;
}

static int
read_header(struct import *im, struct csv *csv, struct fl_error *err)
{
    const char **cells;
    bool code = false;
    if (csv_next(csv, &im->cli->arena, &cells, &im->n_columns, err))
        return err->code;
    if (im->n_columns == 0)
        return fl_fail(err, FL_E_PARSE, say("%s：没有表头", "%s: there is no header"), im->file);
    for (int i = 0; i < im->n_columns; i++) {
        im->column[i] = find_field(im->table, cells[i]);
        code |= im->column[i] == CODE_COLUMN;
        if (im->column[i] == -2)
            return fl_fail(err, FL_E_PARSE,
                           say("%s:%d：没有这一栏：%s", "%s:%d: there is no column %s"), im->file,
                           csv->line, cells[i]);
        for (int k = 0; k < i; k++)
            if (im->column[k] == im->column[i])
                return fl_fail(err, FL_E_PARSE,
                               say("%s:%d：重复的一栏：%s", "%s:%d: the column %s stands twice"),
                               im->file, csv->line, cells[i]);
    }
    return code ? 0
                : fl_fail(err, FL_E_PARSE,
                          say("%s:%d：缺少一栏：%s", "%s:%d: the column %s is missing"), im->file,
                          csv->line, im->table->word);
}

/* --- rows --- */

static void
check_once(struct import *im, const struct roster_row *row, int line, struct faults *faults)
{
    int first = 0;
    while (first < im->n && strcmp(im->codes[first], row->code) != 0)
        first++;
    if (first < im->n && *row->code)
        faults_add(faults, im->table->word, say("%s 已见于第%d行", "%s stands on line %d already"),
                   row->code, im->lines[first]);
    if (im->n == im->room) {
        im->room = im->room ? 2 * im->room : 256;
        im->codes = realloc(im->codes, (size_t)im->room * sizeof *im->codes);
        im->lines = realloc(im->lines, (size_t)im->room * sizeof *im->lines);
        if (!im->codes || !im->lines)
            abort();
    }
    im->codes[im->n] = row->code;
    im->lines[im->n++] = line;
}

static void
read_row(struct import *im, const char *const *cells, int n, int line, struct roster_row *row,
         struct faults *faults)
{
    memset(row, 0, sizeof *row);
    row->code = "";
    if (n != im->n_columns)
        faults_add(faults, im->table->word,
                   say("有%d栏，表头有%d栏", "has %d cells, the header %d"), n, im->n_columns);
    for (int i = 0; i < n && i < im->n_columns; i++)
        if (im->column[i] == CODE_COLUMN)
            row->code = cells[i];
        else
            row->value[im->column[i]] = cells[i];
    check_once(im, row, line, faults);
    roster_check(im->kind, &im->cli->act, row, false, "", faults);
}

/* A failure of the row itself is told and counted; any other comes out. */
static int
put_row(struct import *im, const struct roster_row *row, int line, struct fl_error *err)
{
    enum roster_result result;
    if (!roster_put(&im->cli->act, im->kind, row, ROSTER_PUT, &result, err)) {
        im->count[result]++;
        return 0;
    }
    if (err->code != FL_E_NOT_FOUND && err->code != FL_E_INVALID_PARAMS &&
        err->code != FL_E_TOO_LARGE)
        return err->code;
    for (int i = 0; i < err->n_faults; i++)
        tell(im, line, err->faults[i].pointer, err->faults[i].detail);
    if (!err->n_faults)
        tell(im, line, NULL, err->detail);
    im->bad++;
    memset(err, 0, sizeof *err);
    return 0;
}

static int
put_rows(struct import *im, struct csv *csv, struct fl_error *err)
{
    const char **cells;
    for (int n;;) {
        struct roster_row row;
        struct faults faults;
        if (csv_next(csv, &im->cli->arena, &cells, &n, err)) {
            tell(im, csv->line, NULL, err->detail);
            memset(err, 0, sizeof *err);
            im->bad++;
            continue;
        }
        if (n == 0)
            return 0;
        if (im->n == FL_MAX_ROSTER_ROWS)
            return fl_fail(err, FL_E_TOO_LARGE, say("%s：超过%d行", "%s: more than %d lines"),
                           im->file, FL_MAX_ROSTER_ROWS);
        faults_init(&faults, &im->cli->arena);
        read_row(im, cells, n, csv->line, &row, &faults);
        for (int i = 0; i < faults.n; i++)
            tell(im, csv->line, faults.list[i].pointer, faults.list[i].detail);
        if (faults.n)
            im->bad++;
        else if (put_row(im, &row, csv->line, err))
            return err->code;
    }
}

static void
show_counts(const struct import *im, bool kept)
{
    const int *n = im->count;
    if (im->cli->options->json) {
        struct buf out = {0};
        json_object(&out);
        json_put_bool(&out, "kept", kept);
        json_put_int(&out, "added", n[ROSTER_ADDED]);
        json_put_int(&out, "changed", n[ROSTER_CHANGED]);
        json_put_int(&out, "unchanged", n[ROSTER_UNCHANGED]);
        json_put_int(&out, "refused", im->bad);
        json_object_end(&out);
        puts(out.data);
        buf_done(&out);
        return;
    }
    printf(say("新增%d，变更%d，未变%d，拒绝%d%s\n",
               "added %d, changed %d, unchanged %d, refused %d%s\n"),
           n[ROSTER_ADDED], n[ROSTER_CHANGED], n[ROSTER_UNCHANGED], im->bad,
           kept ? "" : say("；什么也没有改动", "; nothing was changed"));
}

int
roster_import(struct roster_cli *cli, int *ret_exit, struct fl_error *err)
{
    const struct roster_options *o = cli->options;
    struct import im = {
        .cli = cli, .table = &roster_tables[o->kind], .file = o->subject, .kind = o->kind};
    struct csv csv;
    char *text = NULL;
    size_t len = 0;
    if (read_whole(o->subject, &text, &len, err))
        return err->code;
    csv_open(&csv, text, len);
    int code = read_header(&im, &csv, err);
    if (!code)
        code = pg_begin(cli->act.db, err);
    if (!code)
        code = put_rows(&im, &csv, err);
    bool keep = !code && !o->dry_run && (!im.bad || o->partial);
    if (keep)
        code = pg_commit(cli->act.db, err);
    else
        pg_rollback(cli->act.db);
    if (!code)
        show_counts(&im, keep);
    *ret_exit = im.bad ? EXIT_REFUSED : EXIT_DONE;
    free(im.codes);
    free(im.lines);
    free(text);
    return code;
}
