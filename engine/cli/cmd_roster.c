/* fenliu mediator, fenliu body: who works at the desks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/cli/commands.h"
#include "engine/cli/options.h"
#include "engine/cli/roster_cli.h"

/* --- add, set --- */

static const char *
result_word(enum roster_result result)
{
    switch (result) {
    case ROSTER_ADDED:
        return say("已新增", "added");
    case ROSTER_CHANGED:
        return say("已变更", "changed");
    case ROSTER_UNCHANGED:
    case ROSTER_RESULT__COUNT:
        break;
    }
    return say("未变", "unchanged");
}

static int
put(struct roster_cli *cli, enum roster_mode mode, struct fl_error *err)
{
    const struct roster_options *o = cli->options;
    struct roster_row row = o->row;
    enum roster_result result;
    struct faults faults;
    row.code = o->subject;
    faults_init(&faults, &cli->arena);
    roster_check(o->kind, &cli->act, &row, mode == ROSTER_ADD, "--", &faults);
    if (faults_result(&faults, err) || pg_begin(cli->act.db, err) ||
        roster_put(&cli->act, o->kind, &row, mode, &result, err) || pg_commit(cli->act.db, err))
        return err->code;
    printf("%s %s\n", result_word(result), row.code);
    return 0;
}

static int
add(struct roster_cli *cli, int *ret_exit, struct fl_error *err)
{
    *ret_exit = EXIT_DONE;
    return put(cli, ROSTER_ADD, err);
}

static int
set(struct roster_cli *cli, int *ret_exit, struct fl_error *err)
{
    *ret_exit = EXIT_DONE;
    return put(cli, ROSTER_SET, err);
}

/* --- absences, relations --- */

/* The number of a word, or FL_E_USAGE that lists them. */
static int
word_of(const struct fl_vocab *words, const char *word, const char *option, int *ret,
        struct fl_error *err)
{
    *ret = word ? fl_word_find(words, word, strlen(word)) : -1;
    if (*ret >= 0)
        return 0;
    char list[200] = "";
    for (int i = 0; i < words->count; i++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", words->words[i].name);
    }
    return fl_fail(err, FL_E_USAGE, say("%s须为其一：%s", "%s is one of: %s"), option, list);
}

static int
absent(struct roster_cli *cli, int *ret_exit, struct fl_error *err)
{
    const struct roster_options *o = cli->options;
    fl_day from = o->from == FL_NO_DAY ? moment_day(cli->act.at) : o->from;
    int reason;
    *ret_exit = EXIT_DONE;
    if (word_of(&roster_absences, o->reason ? o->reason : "leave", "--reason", &reason, err) ||
        pg_begin(cli->act.db, err) ||
        roster_absent(&cli->act, o->subject, from, o->until, reason, err) ||
        pg_commit(cli->act.db, err))
        return err->code;
    printf(say("%s 不再派件，直至返岗\n", "%s is offered nothing until back\n"), o->subject);
    return 0;
}

static int
present(struct roster_cli *cli, int *ret_exit, struct fl_error *err)
{
    const struct roster_options *o = cli->options;
    fl_day from = o->from == FL_NO_DAY ? moment_day(cli->act.at) : o->from;
    int n = 0;
    *ret_exit = EXIT_DONE;
    if (pg_begin(cli->act.db, err) || roster_present(&cli->act, o->subject, from, &n, err) ||
        pg_commit(cli->act.db, err))
        return err->code;
    printf(say("%s 在岗；结束%d段不在岗\n", "%s is present; absences ended: %d\n"), o->subject, n);
    return 0;
}

static int
relate(struct roster_cli *cli, int *ret_exit, struct fl_error *err)
{
    const struct roster_options *o = cli->options;
    int relation;
    int64_t id = 0;
    *ret_exit = EXIT_DONE;
    if (!o->whom)
        return fl_fail(err, FL_E_USAGE, "%s", say("需要 --whom", "--whom is needed"));
    if (word_of(&roster_relations, o->relation, "--relation", &relation, err) ||
        pg_begin(cli->act.db, err) ||
        roster_relate(&cli->act, o->subject, relation, o->whom, &id, err) ||
        pg_commit(cli->act.db, err))
        return err->code;
    if (id)
        printf(say("已记录关系 %lld\n", "relation %lld is kept\n"), (long long)id);
    else
        puts(say("未变", "unchanged"));
    return 0;
}

static int
unrelate(struct roster_cli *cli, int *ret_exit, struct fl_error *err)
{
    const struct roster_options *o = cli->options;
    *ret_exit = EXIT_DONE;
    if (strspn(o->second, "0123456789") != strlen(o->second) || strlen(o->second) > 18)
        return fl_fail(err, FL_E_USAGE, "%s",
                       say("关系以编号指明", "a relation is named by its id"));
    if (pg_begin(cli->act.db, err) ||
        roster_unrelate(&cli->act, o->subject, strtoll(o->second, NULL, 10), err) ||
        pg_commit(cli->act.db, err))
        return err->code;
    printf(say("已删除关系 %s\n", "relation %s is gone\n"), o->second);
    return 0;
}

/* --- the commands --- */

static const struct verb {
    const char *name;
    roster_verb *run;
    unsigned kinds; /* bits of enum roster_kind */
    int min, max;   /* arguments behind the verb */
} verbs[] = {
    {"add",      add,           3, 1, 1},
    {"set",      set,           3, 1, 1},
    {"list",     roster_list,   3, 0, 1},
    {"import",   roster_import, 3, 1, 1},
    {"absent",   absent,        2, 1, 1},
    {"present",  present,       2, 1, 1},
    {"relate",   relate,        2, 1, 1},
    {"unrelate", unrelate,      2, 2, 2},
};

static int
run(const struct verb *verb, const struct roster_options *options)
{
    const char *command = roster_tables[options->kind].word;
    struct roster_cli cli;
    struct fl_error err = {0};
    int exit_code = EXIT_DONE, code = roster_open(options, &cli, &err);
    if (!code)
        code = verb->run(&cli, &exit_code, &err);
    if (code)
        exit_code = command_failed(command, &err); /* before the arena goes: it holds the faults */
    roster_close(&cli);
    return code ? exit_code : command_done(command, exit_code);
}

enum { OWN_ROWS = 15 };

static int
command(enum roster_kind kind, const char *arguments, const char *zh, const char *en, int argc,
        char **argv)
{
    struct roster_options o = {.kind = kind, .from = FL_NO_DAY, .until = FL_NO_DAY};
    const struct roster_table *table = &roster_tables[kind];
    const struct option_row people[] = {
        {"from",     "DATE",        OPTION_DAY,  &o.from,     0, 0, "（absent、present）首日，缺省今天",
         "absent, present: the first day; default today"                                                                                                                                                     },
        {"until",    "DATE",        OPTION_DAY,  &o.until,    0, 0, "（absent）最后一日，缺省至另行通知",
         "absent: the last day; default until further notice"                                                                                                                                                },
        {"reason",   "REASON",      OPTION_TEXT, &o.reason,   0, 0, "（absent）leave、training、duty、other",
         "absent: leave, training, duty or other"                                                                                                                                                            },
        {"relation", "RELATION",    OPTION_TEXT, &o.relation, 0, 0,
         "（relate）self、relative、employer、interest、other",                                                   "relate: self, relative, employer, interest or other"                                },
        {"whom",     "NAME|NUMBER", OPTION_TEXT, &o.whom,     0, 0,
         "（relate）姓名名称，或身份证号、统一社会信用代码；只存散列",                        "relate: a name, or a number of identity or credit code; only its keyed hash is kept"},
    };
    const struct option_row common[] = {
        {"court",    "CODE",     OPTION_TEXT, &o.court,    0, 0, "法院（六位区划代码），缺省同配置",
         "the court, six digits; default: the configured one"                                                                                 },
        {"partial",  NULL,       OPTION_FLAG, &o.partial,  0, 0, "（import）有错的行跳过，其余照办",
         "import: pass over bad lines, keep the rest"                                                                                         },
        {"dry-run",  NULL,       OPTION_FLAG, &o.dry_run,  0, 0, "（import）只检查，不改动",
         "import: check only, change nothing"                                                                                                 },
        {"json",     NULL,       OPTION_FLAG, &o.json,     0, 0, "输出JSON",                                       "print JSON"             },
        {"database", "CONNINFO", OPTION_TEXT, &o.database, 0, 0, "libpq连接串",
         "libpq connection string"                                                                                                            },
        {"config",   "FILE",     OPTION_TEXT, &o.config,   0, 0, "fenliud的配置文件",
         "configuration file of fenliud"                                                                                                      },
        {"state",    "DIR",      OPTION_TEXT, &o.state,    0, 0, "状态目录（内嵌数据库、密钥）",
         "state folder: embedded database, keys"                                                                                              },
        {"keys",     "DIR",      OPTION_TEXT, &o.keys,     0, 0, "密钥目录",                                     "folder of the key files"},
    };
    struct option_row rows[ROSTER_FIELDS_MAX + OWN_ROWS] = {0};
    int n_rows = 0, n, exit_code;
    for (int i = 0; i < table->n_fields; i++)
        rows[n_rows++] = (struct option_row){
            table->fields[i].name, table->fields[i].value, OPTION_TEXT, &o.row.value[i], 0, 0,
            table->fields[i].zh,   table->fields[i].en};
    for (size_t i = 0; kind == ROSTER_MEDIATOR && i < sizeof people / sizeof *people; i++)
        rows[n_rows++] = people[i];
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        rows[n_rows++] = common[i];
    const struct usage usage = {table->word, arguments, 1, 3, zh, en, rows};
    if ((exit_code = options_parse(&usage, argc, argv, &n)) != GO_ON)
        return exit_code;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        const struct verb *verb = &verbs[i];
        if (strcmp(verb->name, argv[1]) != 0 || !(verb->kinds & (1u << kind)))
            continue;
        if (n - 1 < verb->min || n - 1 > verb->max)
            return command_misused(table->word,
                                   say("%s 的参数个数不对", "%s takes another number of arguments"),
                                   verb->name);
        o.subject = n > 1 ? argv[2] : NULL;
        o.second = n > 2 ? argv[3] : NULL;
        return run(verb, &o);
    }
    return command_misused(table->word, say("未知的动作%s", "no verb %s"), argv[1]);
}

int
cmd_mediator(int argc, char **argv)
{
    return command(
        ROSTER_MEDIATOR,
        "add|set CODE|list [CODE]|import FILE|absent|present|relate CODE|unrelate CODE ID",
        "承办人名录：新增、变更、列出（带代号则列出其变更经过和关系）、自CSV文件导入、不在岗与返岗"
        "、回避"
        "关系。import的表头为本命令的选项名，代号一栏名为mediator；有错则什么也不改动。",
        "The roster of mediators: add, change, list (with a code: what became of it, and its "
        "relations), import from a CSV file, absences, relations for which somebody stands aside. "
        "The header of a file names the options of this command, the code stands under mediator; "
        "one bad line, and nothing is changed.",
        argc, argv);
}

int
cmd_body(int argc, char **argv)
{
    return command(
        ROSTER_BODY, "add|set CODE|list [CODE]|import FILE",
        "机构名录：调解委员会、行业调解组织、仲裁委员会、工会、速裁团队的新增、变更、列出、自CSV"
        "文件导入。",
        "The roster of bodies: mediation committees, trade committees, the arbitration "
        "commission, unions, the court's team. add, set, list, import from a CSV file.",
        argc, argv);
}
