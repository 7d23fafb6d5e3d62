/* fenliu mediator import, fenliu body import: a CSV file whose header names the columns. Nothing is changed unless all
 * of it is good, or --partial is given; said twice it changes nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/csv.h"
#include "engine/base/lang.h"
#include "engine/base/sentence.h"
#include "engine/cli/options.h"
#include "engine/cli/roster_cli.h"
#include "fenliu/limits.h"

enum { CODE_COLUMN = -1 };

struct import {
    struct roster_cli *cli;
    enum roster_kind kind;
    const struct roster_table *table;
    const char *file;
    int column[FL_MAX_CSV_CELLS]; /* the field of each column, or CODE_COLUMN */
    int n_columns;
    const char **codes; /* of the rows so far, and their lines: one line each */
    long *lines;
    int n, room;
    int count[ROSTER_RESULT__COUNT], bad;
};

static void
tell(struct import *im, long line, const char *member, const char *sentence)
{
    struct buf text = {0};
    sentence_put(&text, sentence);
    fprintf(stderr, "%s:%ld: %s%s%s\n", im->file, line, member ? member : "",
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
    bool code = false;
    switch (csv_next(csv, err)) {
    case CSV_RECORD:
        break;
    case CSV_BAD:
        return err->code;
    case CSV_END:
        return err->code ? (int)err->code
                         : fl_fail(err, FL_E_PARSE, say("%s：没有表头", "%s: there is no header"),
                                   im->file);
    }
    im->n_columns = csv->n_cells;
    for (int i = 0; i < im->n_columns; i++) {
        const char *name = csv->cells[i];
        im->column[i] = find_field(im->table, name);
        code |= im->column[i] == CODE_COLUMN;
        if (im->column[i] == -2)
            return fl_fail(err, FL_E_PARSE,
                           say("%s:%ld：没有这一栏：%s", "%s:%ld: there is no column %s"), im->file,
                           csv->line, name);
        for (int k = 0; k < i; k++)
            if (im->column[k] == im->column[i])
                return fl_fail(err, FL_E_PARSE,
                               say("%s:%ld：重复的一栏：%s", "%s:%ld: the column %s stands twice"),
                               im->file, csv->line, name);
    }
    return code ? 0
                : fl_fail(err, FL_E_PARSE,
                          say("%s:%ld：缺少一栏：%s", "%s:%ld: the column %s is missing"), im->file,
                          csv->line, im->table->word);
}

/* --- rows --- */

static void
check_once(struct import *im, const struct roster_row *row, long line, struct faults *faults)
{
    int first = 0;
    while (first < im->n && strcmp(im->codes[first], row->code) != 0)
        first++;
    if (first < im->n && *row->code)
        faults_add(faults, im->table->word,
                   say("%s 已见于第%ld行", "%s stands on line %ld already"), row->code,
                   im->lines[first]);
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
read_row(struct import *im, const struct csv *csv, struct roster_row *row, struct faults *faults)
{
    int n = csv->n_cells;
    memset(row, 0, sizeof *row);
    row->code = "";
    if (n != im->n_columns)
        faults_add(faults, im->table->word,
                   say("有%d栏，表头有%d栏", "has %d cells, the header %d"), n, im->n_columns);
    for (int i = 0; i < n && i < im->n_columns; i++) {
        const char *cell = arena_text(&im->cli->arena, csv->cells[i]);
        if (im->column[i] == CODE_COLUMN)
            row->code = cell;
        else
            row->value[im->column[i]] = cell;
    }
    check_once(im, row, csv->line, faults);
    roster_check(im->kind, &im->cli->act, row, false, "", faults);
}

/* A failure of the row itself is told and counted; any other comes out. */
static int
put_row(struct import *im, const struct roster_row *row, long line, struct fl_error *err)
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
    for (;;) {
        struct roster_row row;
        struct faults faults;
        enum csv_verdict verdict = csv_next(csv, err);
        if (verdict == CSV_END)
            return err->code;
        if (verdict == CSV_BAD) {
            tell(im, csv->line, NULL, err->detail);
            memset(err, 0, sizeof *err);
            im->bad++;
            continue;
        }
        if (im->n == FL_MAX_ROSTER_ROWS)
            return fl_fail(err, FL_E_TOO_LARGE, say("%s：超过%d行", "%s: more than %d lines"),
                           im->file, FL_MAX_ROSTER_ROWS);
        faults_init(&faults, &im->cli->arena);
        read_row(im, csv, &row, &faults);
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
    const struct csv_form form = {.separator = ',', .max = FL_MAX_ROSTER_FILE};
    if (csv_open(&csv, o->subject, &form, err))
        return err->code;
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
    csv_close(&csv);
    return code;
}
