/* fenliu: everything a person or a script does. A command is a row of the table below. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "engine/cli/commands.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "fenliu/version.h"

struct command {
    const char *name;
    command_run *run; /* NULL: a heading of the list */
    const char *zh, *en;
};

static const struct command commands[] = {
    {NULL,           NULL,           "离线",                                        "without a server"                          },
    {"decide",       cmd_decide,     "逐行读入纠纷，给出分流决定",       "case documents in, decisions out"          },
    {"classify",     cmd_classify,   "陈述的领域、案由和事项",             "what narratives are about"                 },
    {"policy",       cmd_policy,     "检查、查看、比较、启用分流规则",
     "check, show, compare, activate rules"                                                                                       },
    {NULL,           NULL,           "案件",                                        "cases"                                     },
    {"submit",       cmd_submit,     "推送案件，直到每件都有回执",       "push cases until each is acknowledged"     },
    {"show",         cmd_show,       "查看一件案件的全部经过",             "the file of one case"                      },
    {"search",       cmd_search,     "按当事人或案号查找",                   "cases of a person or a docket number"      },
    {"links",        cmd_links,      "列出可能重复的案件",                   "what may be the same dispute"              },
    {"link",         cmd_step,       "（书记员）认定两件是否同一纠纷", "a clerk says whether two are the same"     },
    {"explain",      cmd_explain,    "逐条说明一件案件为何如此分流",    "why a case went where it went"             },
    {"amend",        cmd_step,       "变更案件的事实、请求或金额",       "change facts, claims or amount of a case"  },
    {"confirm",      cmd_step,       "双方申请司法确认",                      "both apply for confirmation"               },
    {"reopen",       cmd_step,       "已办结的案件继续办理",                "a closed case goes on"                     },
    {"withdraw",     cmd_step,       "撤回案件",                                  "take a case back"                          },
    {"notice",       cmd_step,       "给当事人的分流告知书",                "the notice for the parties"                },
    {"object",       cmd_step,       "当事人对分流提出异议",                "a party objects to the route"              },
    {NULL,           NULL,           "工作台",                                     "at a desk"                                 },
    {"pull",         cmd_pull,       "领取下一件",                               "take the next case"                        },
    {"accept",       cmd_step,       "接受所领案件",                            "accept what was pulled"                    },
    {"decline",      cmd_step,       "谢绝所领案件",                            "decline what was pulled"                   },
    {"release",      cmd_step,       "退回已接受的案件",                      "give an accepted case back"                },
    {"extend",       cmd_step,       "延长期限",                                  "extend the time limit"                     },
    {"pause",        cmd_step,       "中止计期",                                  "the clocks stand still: appraisal"         },
    {"resume",       cmd_step,       "恢复计期",                                  "the clocks go on"                          },
    {"note",         cmd_step,       "记录联系、约期",                         "note a contact or an appointment"          },
    {"report",       cmd_step,       "报告结果",                                  "report how it ended"                       },
    {"agreement",    cmd_step,       "调解协议书，可打印",                   "the agreement as a document"               },
    {"redeliver",    cmd_step,       "重新送达送达未成的派件",             "send what could not be delivered anew"     },
    {"performed",    cmd_step,       "记录协议已自动履行",                   "an agreement was performed voluntarily"    },
    {"reassign",     cmd_step,       "（书记员）改派",                         "a clerk gives a case to another mediator"  },
    {"correct",      cmd_step,       "（书记员）更正报告",                   "a clerk corrects a report"                 },
    {"list",         cmd_list,       "查看手头的案件",                         "what is in hand"                           },
    {NULL,           NULL,           "统计与系统",                               "figures and the system"                    },
    {"stats",        cmd_stats,      "统计数字",                                  "the totals"                                },
    {"annual",       cmd_annual,     "年度、季度统计报告",                   "the report of a year or quarter"           },
    {"close-period", cmd_close,      "时段定期，数字冻结为已公布",       "close a period, freeze its figures"        },
    {"extract",      cmd_extract,    "案件脱敏摘录",                            "a masked extract of cases"                 },
    {"dictionary",   cmd_dictionary, "数据字典",                                  "what every column of the statistics counts"},
    {"import",       cmd_import,     "导入以往年度的纠纷",                   "bring in disputes of past years"           },
    {"call",         cmd_call,       "直接调用一个方法",                      "call a method as it is"                    },
    {"db",           cmd_db,         "数据库的建立、升级、状态",          "the schema and its migrations"             },
    {"body",         cmd_body,       "机构名录",                                  "the bodies that work at the desks"         },
    {"mediator",     cmd_mediator,   "承办人名录、不在岗、回避关系",
     "who works at the desks, absences, relations"                                                                                },
    {"delivery",     cmd_delivery,   "派件送达的机构业务系统",
     "the systems that referrals are delivered to"                                                                                },
    {"token",        cmd_token,      "令牌的发放、吊销、列出",             "who may call: tokens"                      },
    {"cert",         cmd_cert,       "签发机构与证书",                         "an authority and its certificates"         },
    {"key",          cmd_key,        "数据密钥的列出、轮换、销毁",       "data keys: list, rotate, destroy"          },
    {"erase",        cmd_erase,      "删除保存期满的个人信息",             "erase personal data kept long enough"      },
    {"verify",       cmd_verify,     "核对审计链，由事件重算全部数字",
     "check the audit chain, recount every figure"                                                                                },
};

enum { N_COMMANDS = sizeof commands / sizeof *commands, NAME_COLUMN = 14 };

static int
help(void)
{
    printf(
        "%s\n\n%s\n",
        say("fenliu（分流）：把到达法院的纠纷分给法院、人民调解、劳动仲裁、工会，直到办结并计数。",
            "fenliu: sends the disputes that reach a court to the body that should handle them, "
            "and "
            "counts them."),
        say("用法： fenliu [--lang zh|en] 命令 [选项] [参数]",
            "usage: fenliu [--lang zh|en] COMMAND [options] [arguments]"));
    for (int i = 0; i < N_COMMANDS; i++) {
        const struct command *c = &commands[i];

        if (c->run)
            printf("  %-*s%s\n", NAME_COLUMN, c->name, say(c->zh, c->en));
        else
            printf("\n%s\n", say(c->zh, c->en));
    }
    printf("\n%s\n",
           say("每个命令都有 --help。退出码：0 完成，1 有输入被拒绝或失败，2 用法错误。",
               "Every command has --help. Exit codes: 0 done, 1 refused or failed, 2 bad usage."));
    return command_done("", EXIT_DONE);
}

static const struct command *
command_find(const char *name)
{
    for (int i = 0; i < N_COMMANDS; i++)
        if (commands[i].run && strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

enum { LONGEST_NAME = 16, NEAR = 2 };

static int
smaller(int a, int b)
{
    return a < b ? a : b;
}

/* How many letters must be put in, left out, replaced or swapped with the next (optimal string
 * alignment); NEAR + 1 and more for words that are too long to be meant. */
static int
distance(const char *a, const char *b)
{
    int d[LONGEST_NAME + 1][LONGEST_NAME + 1];
    int m = (int)strnlen(a, LONGEST_NAME + 1), n = (int)strnlen(b, LONGEST_NAME + 1);

    if (m > LONGEST_NAME || n > LONGEST_NAME)
        return NEAR + 1;
    for (int i = 0; i <= m; i++)
        for (int j = 0; j <= n; j++) {
            if (!i || !j) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = smaller(smaller(d[i - 1][j], d[i][j - 1]) + 1,
                              d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = smaller(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[m][n];
}

/* The command that is meant, of those at most NEAR letters away and not wholly different; or NULL. */
static const char *
nearest(const char *word)
{
    const char *found = NULL;
    int best = smaller(NEAR, (int)strlen(word) - 1) + 1;

    for (int i = 0; i < N_COMMANDS; i++) {
        int d = commands[i].run ? distance(word, commands[i].name) : best;
        if (d < best) {
            best = d;
            found = commands[i].name;
        }
    }
    return found;
}

static int
no_command(const char *word)
{
    const char *near = nearest(word);

    if (near)
        return command_misused(
            "", say("没有命令“%s”，是不是 %s？", "there is no command \"%s\"; did you mean %s?"),
            word, near);
    return command_misused("", say("没有命令“%s”", "there is no command \"%s\""), word);
}

/* docs/commands.md: the same help, one command after the other. */
static int
help_markdown(void)
{
    printf("# Commands\n\nGenerated: `fenliu help --markdown`. Every command takes `--lang zh` for "
           "Chinese.\n");
    for (int i = 0; i < N_COMMANDS; i++) {
        char ask[] = "--help", name[32];
        char *words[] = {name, ask, NULL};

        if (!commands[i].run) {
            printf("\n## %s\n", commands[i].en);
            continue;
        }
        snprintf(name, sizeof name, "%s", commands[i].name);
        printf("\n### fenliu %s\n\n```\n", name);
        commands[i].run(2, words);
        printf("```\n");
    }
    return command_done("", EXIT_DONE);
}

/* help, help COMMAND, help --markdown. */
static int
help_of(int argc, char **argv)
{
    const struct command *command = argc > 2 ? command_find(argv[2]) : NULL;
    char ask[] = "--help";
    char *words[] = {argc > 2 ? argv[2] : NULL, ask, NULL};

    if (argc > 2 && strcmp(argv[2], "--markdown") == 0) {
        lang_set("en");
        return help_markdown();
    }
    if (argc > 2 && !command)
        return no_command(argv[2]);
    return command ? command->run(2, words) : help();
}

static int
version(void)
{
    printf("fenliu %s\n", FL_VERSION);
    return command_done("", EXIT_DONE);
}

/* --lang zh, --lang=zh before the command; the number of words taken, or -1. */
static int
leading_lang(int argc, char **argv)
{
    const char *lang = NULL;
    int taken = 0;

    if (strncmp(argv[1], "--lang=", 7) == 0) {
        lang = argv[1] + 7;
        taken = 1;
    } else if (strcmp(argv[1], "--lang") == 0) {
        lang = argc > 2 ? argv[2] : NULL;
        taken = 2;
    } else {
        return 0;
    }
    if (!lang || (strncmp(lang, "zh", 2) != 0 && strncmp(lang, "en", 2) != 0))
        return -1;
    lang_set(lang);
    return taken;
}

int
main(int argc, char **argv)
{
    const struct command *command;
    int taken;

    lang_set(NULL); /* as the environment says, until --lang says otherwise */
    taken = argc > 1 ? leading_lang(argc, argv) : 0;
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of fwrite, not the end of us */
    if (taken < 0)
        return command_misused("", "%s", say("--lang 只能是 zh 或 en", "--lang is zh or en"));
    argc -= taken;
    argv += taken;
    if (argc < 2)
        return command_misused("", "%s", say("缺少命令", "no command given"));
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help();
    if (strcmp(argv[1], "help") == 0)
        return help_of(argc, argv);
    if (strcmp(argv[1], "--version") == 0)
        return version();
    command = command_find(argv[1]);
    if (!command)
        return no_command(argv[1]);
    return command->run(argc - 1, argv + 1);
}
