/* fenliu annual: the report of a year or quarter; or a publication to the letter. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/cli/options.h"
#include "engine/cli/period.h"
#include "engine/config.h"
#include "engine/report/publication.h"
#include "engine/report/xlsx.h"
#include "queries.h"

enum { READ_MS = 10 * 60 * 1000 };

struct annual_options {
    const char *database, *config, *state, *court, *name, *format, *output, *published;
    struct period_options period;
};

static int
put_out(const char *path, const struct buf *text, struct fl_error *err)
{
    FILE *file = path ? fopen(path, "w") : stdout;
    size_t n = file ? fwrite(text->data, 1, text->len, file) : 0;
    if (!file || n != text->len || (path && fclose(file)))
        return fl_fail(err, FL_E_IO, "%s: %s", path ? path : "stdout", strerror(errno));
    return 0;
}

static int
write_xlsx(struct pg *pg, const struct annual *annual, const char *path, struct fl_error *err)
{
    const struct grid *grids[ANNUAL_SECTIONS];
    int n = 0;
    PG_AUTO definitions = NULL;
    for (int i = 0; i < annual->n_sections; i++)
        if (annual->sections[i].grid->n_rows)
            grids[n++] = annual->sections[i].grid;
    if (pg_run(pg, &Q_list_definitions, NULL, 0, PG_ROWS, &definitions, err))
        return err->code;
    return xlsx_write(path, grids, n, definitions, err);
}

static int
print_published(struct pg *pg, const struct annual_options *o, const char *court,
                struct fl_error *err)
{
    struct buf text = {0};
    int code = publication_read(pg, court, strtoll(o->published, NULL, 10),
                                lang_is_chinese() ? "zh" : "en", o->format, &text, err);
    if (!code)
        code = put_out(o->output, &text, err);
    buf_done(&text);
    return code;
}

/* The policy that names the court; NULL when it is named here, or when who reads the figures may not read the policy, or
 * there is none. */
static struct policy *
read_policy(struct pg *pg, const struct annual_options *o)
{
    struct policy *policy = NULL;
    struct fl_error none = {0};
    if (o->name || policy_store_load(pg, &policy, &none))
        return NULL;
    return policy;
}

static int
print_report(struct pg *pg, const struct annual_options *o, const struct stats_query *query,
             struct fl_error *err)
{
    struct arena arena;
    struct annual annual = {0};
    struct buf text = {0};
    arena_init(&arena);
    pg_deadline(pg, READ_MS);
    int code = database_clock(pg, err);
    struct policy *policy = code ? NULL : read_policy(pg, o);
    if (!code)
        code = annual_read(pg, query, o->name, policy, &arena, &annual, err);
    if (!code && strcmp(o->format, "xlsx") == 0)
        code = write_xlsx(pg, &annual, o->output, err);
    else if (!code) {
        (strcmp(o->format, "html") == 0 ? annual_write_html : annual_write_markdown)(&annual,
                                                                                     &text);
        code = put_out(o->output, &text, err);
    }
    if (!code && annual.undrawn)
        fprintf(stderr, "%s\n",
                say("fenliu annual：本机没有gnuplot，报告无图（Debian软件包gnuplot-nox）",
                    "fenliu annual: no gnuplot on this machine, so no charts (Debian package "
                    "gnuplot-nox)"));
    annual_done(&annual);
    buf_done(&text);
    arena_done(&arena);
    policy_release(policy);
    return code;
}

static int
run(const struct annual_options *o)
{
    struct database database = {0};
    struct fl_error err = {0};
    struct config config;
    char part[8];
    config_init(&config);
    int code = o->config ? config_read(&config, o->config, &err) : 0;
    struct stats_query query = {.court = o->court ? o->court : config.court};
    if (!code && !o->published)
        code = period_read(&o->period, &query, part, &err);
    if (!code)
        code =
            database_open(o->database, o->config, o->state, true, "fenliu annual", &database, &err);
    if (!code)
        code = o->published ? print_published(database.pg, o, query.court, &err)
                            : print_report(database.pg, o, &query, &err);
    database_close(&database);
    config_done(&config);
    return code ? command_failed("annual", &err) : command_done("annual", EXIT_DONE);
}

int
cmd_annual(int argc, char **argv)
{
    struct annual_options o = {.format = "markdown"};
    /* clang-format off */
    const struct option_row rows[] = {
        PERIOD_OPTIONS(o.period),
        {"court",     "CODE",     OPTION_TEXT, &o.court,     0, 0, "法院所在区划代码，省略则用配置", "division code of the court; absent: the configured one"},
        {"name",      "NAME",     OPTION_TEXT, &o.name,      0, 0, "报告中法院的名称；省略则从分流规则，再无则用代码", "what the report calls the court; absent: as the policy calls it, else its code"},
        {"format",    "WORD",     OPTION_TEXT, &o.format,    0, 0, "markdown、html或xlsx", "markdown, html or xlsx"},
        {"output",    "FILE",     OPTION_TEXT, &o.output,    0, 0, "写入的文件；省略则为标准输出", "the file; absent: standard output"},
        {"published", "ID",       OPTION_TEXT, &o.published, 0, 0, "按编号原样输出已公布的报告", "a publication to the letter, by its id"},
        {"database",  "CONNINFO", OPTION_TEXT, &o.database,  0, 0, "libpq连接串", "libpq connection string"},
        {"config",    "FILE",     OPTION_TEXT, &o.config,    0, 0, "fenliud的配置文件", "configuration file of fenliud"},
        {"state",     "DIR",      OPTION_TEXT, &o.state,     0, 0, "内嵌数据库的状态目录", "state folder of the embedded database"},
        {NULL,        NULL,       OPTION_FLAG, NULL,         0, 0, NULL, NULL}
    };
    /* clang-format on */
    const struct usage usage = {"annual",
                                "",
                                0,
                                0,
                                "年度、季度或月度统计报告：正文一段、各表、图（gnuplot）与口径说明"
                                "。正文的数字即表中的数字。",
                                "The report of a year, quarter or month: one paragraph, tables, "
                                "charts (gnuplot) and notes. The numbers of the paragraph are "
                                "those of the tables.",
                                rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    bool xlsx = strcmp(o.format, "xlsx") == 0;
    if (!xlsx && strcmp(o.format, "html") != 0 && strcmp(o.format, "markdown") != 0)
        return command_misused(
            "annual", "%s",
            say("--format 可用 markdown、html、xlsx", "--format takes markdown, html or xlsx"));
    if (xlsx && (!o.output || o.published))
        return command_misused(
            "annual", "%s",
            say("--format xlsx 须与 --output FILE 并用，且不用于 --published",
                "--format xlsx goes with --output FILE, and not with --published"));
    if (o.published && (o.period.year || strspn(o.published, "0123456789") != strlen(o.published)))
        return command_misused("annual", "%s",
                               say("--published 为编号，不与 --year 并用",
                                   "--published is an id, and goes without --year"));
    return run(&o);
}
