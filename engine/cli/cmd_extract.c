/* fenliu extract: the cases of a period, one line a referral, with nobody named. fenliu dictionary: what every column of the
 * statistics counts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/cli/options.h"
#include "engine/config.h"
#include "engine/report/grid.h"
#include "queries.h"

enum { PAGE_MS = 60 * 1000 };

struct extract_options {
    const char *database, *config, *state, *court, *format;
    fl_day from, to;
};

/* A page as CSV, whose first one has the heads, or one object a line. */
static void
write_page(const PGresult *rows, bool csv, bool first, struct arena *arena, struct buf *out)
{
    struct grid *grid = grid_of(arena, "extract", "", rows, false);
    static const char *const numbers[] = {"visit", "amount_fen", "claimants", "respondents"};
    for (int c = 0; c < grid->n_columns; c++) {
        grid->columns[c].kind = GRID_TEXT;
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            if (strcmp(grid->columns[c].name, numbers[i]) == 0)
                grid->columns[c].kind = GRID_COUNT;
    }
    if (csv) {
        size_t start = out->len;
        grid_write_csv(grid, "", "", out);
        if (first)
            return;
        const char *end = strchr(out->data + start, '\n') + 1;
        memmove(out->data + start, end, out->len - (size_t)(end - out->data) + 1);
        out->len -= (size_t)(end - out->data) - start;
        return;
    }
    for (int r = 0; r < grid->n_rows; r++) {
        struct grid one = *grid;
        struct buf line = {0};
        one.cells = grid->cells + r * grid->n_columns;
        one.n_rows = 1;
        grid_write_json(&one, &line);
        buf_put(out, line.data + 1, line.len - 2); /* without the brackets of the array */
        buf_char(out, '\n');
        buf_done(&line);
    }
}

static int
extract(struct pg *pg, const struct extract_options *o, const char *court, struct fl_error *err)
{
    bool csv = strcmp(o->format, "csv") == 0;
    struct arena arena;
    struct buf out = {0};
    int64_t after = 0;
    int code = 0;
    arena_init(&arena);
    pg_deadline(pg, PAGE_MS);
    for (bool first = true; !code; first = false) {
        const struct pg_param params[] = {pg_text(court), pg_day(o->from), pg_day(o->to),
                                          pg_int(after)};
        PG_AUTO rows = NULL;
        code = pg_run(pg, &Q_list_extract, params, 4, PG_ROWS, &rows, err);
        int n = code ? 0 : PQntuples(rows);
        if (code || (!n && !first))
            break;
        buf_reset(&out);
        write_page(rows, csv, first, &arena, &out);
        fwrite(out.data ? out.data : "", 1, out.len, stdout);
        if (!n)
            break;
        after = pg_get_int(rows, n - 1, 1);
        arena_reset(&arena);
    }
    buf_done(&out);
    arena_done(&arena);
    return code;
}

int
cmd_extract(int argc, char **argv)
{
    struct extract_options o = {.from = FL_NO_DAY, .to = FL_NO_DAY, .format = "csv"};
    /* clang-format off */
    const struct option_row rows[] = {
        {"from",     "DATE",     OPTION_DAY,  &o.from,     0, 0, "首日（含）", "first day, included"},
        {"to",       "DATE",     OPTION_DAY,  &o.to,       0, 0, "末日（含）", "last day, included"},
        {"court",    "CODE",     OPTION_TEXT, &o.court,    0, 0, "法院所在区划代码，省略则用配置", "division code of the court; absent: the configured one"},
        {"format",   "WORD",     OPTION_TEXT, &o.format,   0, 0, "csv或jsonl", "csv or jsonl"},
        {"database", "CONNINFO", OPTION_TEXT, &o.database, 0, 0, "libpq连接串", "libpq connection string"},
        {"config",   "FILE",     OPTION_TEXT, &o.config,   0, 0, "fenliud的配置文件", "configuration file of fenliud"},
        {"state",    "DIR",      OPTION_TEXT, &o.state,    0, 0, "内嵌数据库的状态目录", "state folder of the embedded database"},
        {NULL,       NULL,       OPTION_FLAG, NULL,        0, 0, NULL, NULL}
    };
    /* clang-format on */
    const struct usage usage = {"extract",
                                "",
                                0,
                                0,
                                "案件脱敏摘录：时段内进入、接受或办结的每一件次一行，只有编号、案号"
                                "、日期与代码，没有任何人的姓名，供核对数字。",
                                "A masked extract: one line for each referral that entered, was "
                                "accepted or concluded in the period, with ids, numbers, dates and "
                                "codes, and nobody's name, for those who check figures.",
                                rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    if (o.from == FL_NO_DAY || o.to == FL_NO_DAY || o.from > o.to)
        return command_misused("extract", "%s",
                               say("须写明 --from 与 --to，首日不晚于末日",
                                   "--from and --to are needed, the first not after the last"));
    if (strcmp(o.format, "csv") != 0 && strcmp(o.format, "jsonl") != 0)
        return command_misused("extract", "%s",
                               say("--format 可用 csv、jsonl", "--format takes csv or jsonl"));
    struct database database = {0};
    struct fl_error err = {0};
    struct config config;
    config_init(&config);
    int code = o.config ? config_read(&config, o.config, &err) : 0;
    if (!code)
        code =
            database_open(o.database, o.config, o.state, true, "fenliu extract", &database, &err);
    if (!code)
        code = extract(database.pg, &o, o.court ? o.court : config.court, &err);
    database_close(&database);
    config_done(&config);
    return code ? command_failed("extract", &err) : command_done("extract", EXIT_DONE);
}

/* --- the data dictionary --- */

/* A heading a view with its comment, then a line a column. */
static void
write_dictionary(const PGresult *rows, struct buf *out)
{
    buf_text(out, say("# 数据字典（schema stats）\n", "# Data dictionary (schema stats)\n"));
    for (int r = 0; r < PQntuples(rows); r++) {
        const char *column = pg_get(rows, r, 1), *comment = pg_get(rows, r, 3);
        if (!column)
            buf_print(out, "\n## stats.%s\n\n%s\n\n| %s | %s | %s |\n|---|---|---|\n",
                      pg_get(rows, r, 0), comment ? comment : "", say("列", "column"),
                      say("类型", "type"), say("说明", "what it says"));
        else
            buf_print(out, "| `%s` | %s | %s |\n", column, pg_get(rows, r, 2),
                      comment ? comment : "");
    }
}

int
cmd_dictionary(int argc, char **argv)
{
    struct extract_options o = {.format = "markdown"};
    /* clang-format off */
    const struct option_row rows[] = {
        {"format",   "WORD",     OPTION_TEXT, &o.format,   0, 0, "markdown或csv", "markdown or csv"},
        {"database", "CONNINFO", OPTION_TEXT, &o.database, 0, 0, "libpq连接串", "libpq connection string"},
        {"config",   "FILE",     OPTION_TEXT, &o.config,   0, 0, "fenliud的配置文件", "configuration file of fenliud"},
        {"state",    "DIR",      OPTION_TEXT, &o.state,    0, 0, "内嵌数据库的状态目录", "state folder of the embedded database"},
        {NULL,       NULL,       OPTION_FLAG, NULL,        0, 0, NULL, NULL}
    };
    /* clang-format on */
    const struct usage usage = {
        "dictionary",
        "",
        0,
        0,
        "数据字典：schema stats的每一视图、每一列及其口径，取自数据库目录。",
        "The data dictionary: every view of schema stats and every column, with what it counts, "
        "out of the "
        "database's catalogue.",
        rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    if (strcmp(o.format, "csv") != 0 && strcmp(o.format, "markdown") != 0)
        return command_misused(
            "dictionary", "%s",
            say("--format 可用 markdown、csv", "--format takes markdown or csv"));
    struct database database = {0};
    struct fl_error err = {0};
    struct arena arena;
    struct buf out = {0};
    PG_AUTO result = NULL;
    arena_init(&arena);
    int code =
        database_open(o.database, o.config, o.state, true, "fenliu dictionary", &database, &err);
    if (!code)
        code = pg_run(database.pg, &Q_list_dictionary, NULL, 0, PG_ROWS, &result, &err);
    if (!code && strcmp(o.format, "csv") == 0)
        grid_write_csv(grid_of(&arena, "dictionary", "", result, false), "", "", &out);
    else if (!code)
        write_dictionary(result, &out);
    database_close(&database);
    if (!code)
        fwrite(out.data, 1, out.len, stdout);
    buf_done(&out);
    arena_done(&arena);
    return code ? command_failed("dictionary", &err) : command_done("dictionary", EXIT_DONE);
}
