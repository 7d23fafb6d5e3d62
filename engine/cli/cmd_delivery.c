/* fenliu delivery set|remove|list: the bodies' own systems that referrals are delivered to, beside deliver_<channel> of
 * the configuration. Works on the database itself; a running fenliud follows within seconds. */
#include <stdio.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/cli/options.h"
#include "engine/serve/endpoint.h"
#include "engine/serve/server.h"
#include "fenliu/limits.h"
#include "queries.h"

struct delivery_options {
    const char *database, *config, *state, *court, *channel, *body, *url, *token_file, *streets;
    bool json;
};

static int
check(const struct delivery_options *o, struct fl_error *err)
{
    const struct fl_adapter *adapter =
        o->channel ? endpoint_adapter((enum endpoint)endpoint_bit(o->channel)) : NULL;
    if (!o->court || strlen(o->court) != 6 || strspn(o->court, "0123456789") != 6)
        return fl_fail(err, FL_E_USAGE, "%s",
                       say("需要 --court：六位区划代码", "--court is needed: six digits"));
    if (!adapter || adapter->clerks_only)
        return fl_fail(err, FL_E_USAGE, "%s",
                       say("需要 --channel：承办机构的渠道，如union",
                           "--channel is needed: the channel of a body, as union"));
    if (strlen(o->body) > FL_MAX_BODY)
        return fl_fail(err, FL_E_USAGE,
                       say("--body 最多%d个字符", "--body has at most %d characters"), FL_MAX_BODY);
    return 0;
}

static int
set(struct pg *pg, const struct delivery_options *o, struct fl_error *err)
{
    if (check(o, err))
        return err->code;
    if (!o->url)
        return fl_fail(err, FL_E_USAGE, "%s", say("需要 --url", "--url is needed"));
    if (server_check_target("--url", o->url, err))
        return err->code;
    const struct pg_param params[] = {pg_text(o->court),      pg_text(o->channel),
                                      pg_text(o->body),       pg_text(o->url),
                                      pg_text(o->token_file), pg_text(o->streets)};
    return pg_run(pg, &Q_put_delivery_target, params, 6, PG_NONE, NULL, err);
}

static int
remove_target(struct pg *pg, const struct delivery_options *o, struct fl_error *err)
{
    if (check(o, err))
        return err->code;
    const struct pg_param params[] = {pg_text(o->court), pg_text(o->channel), pg_text(o->body)};
    PG_AUTO row = NULL;
    if (pg_run(pg, &Q_delete_delivery_target, params, 3, PG_MAYBE_ROW, &row, err))
        return err->code;
    return PQntuples(row) ? 0
                          : fl_fail(err, FL_E_NOT_FOUND, "%s",
                                    say("没有这个送达目标", "there is no such target"));
}

static int
list(struct pg *pg, const struct delivery_options *o, struct fl_error *err)
{
    static const char *const names[] = {"court", "channel", "body", "url", "token_file", "streets"};
    PG_AUTO rows = NULL;
    if (pg_run(pg, &Q_list_delivery_targets, NULL, 0, PG_ROWS, &rows, err))
        return err->code;
    for (int i = 0; i < PQntuples(rows); i++) {
        struct buf out = {0};
        if (o->json)
            json_object(&out);
        for (int c = 0; c < 6; c++) {
            const char *text = pg_get(rows, i, c);
            if (o->json)
                json_put_text(&out, names[c], text);
            else
                buf_print(&out, "%s%s", c ? "  " : "", text && *text ? text : "-");
        }
        if (o->json)
            json_object_end(&out);
        puts(out.data);
        buf_done(&out);
    }
    return 0;
}

static const struct verb {
    const char *name;
    int (*run)(struct pg *pg, const struct delivery_options *options, struct fl_error *err);
} verbs[] = {
    {"set",    set          },
    {"remove", remove_target},
    {"list",   list         },
};

static int
run(const struct verb *verb, const struct delivery_options *o)
{
    struct database database = {0};
    struct fl_error err = {0};
    int code =
        database_open(o->database, o->config, o->state, true, "fenliu delivery", &database, &err);
    if (!code)
        code = verb->run(database.pg, o, &err);
    database_close(&database);
    return code ? command_failed("delivery", &err) : command_done("delivery", EXIT_DONE);
}

int
cmd_delivery(int argc, char **argv)
{
    struct delivery_options o = {.body = ""};
    const struct option_row rows[] = {
        {"court",      "CODE",        OPTION_TEXT, &o.court,      0, 0, "法院（六位区划代码）",
         "the court, six digits"                                                                                                                                                                    },
        {"channel",    "CHANNEL",     OPTION_TEXT, &o.channel,    0, 0, "渠道，如union",
         "the channel, as union"                                                                                                                                                                    },
        {"body",       "BODY",        OPTION_TEXT, &o.body,       0, 0, "只送达该机构的；缺省为整个渠道",
         "of this body; default: of the whole channel"                                                                                                                                              },
        {"url",        "URL",         OPTION_TEXT, &o.url,        0, 0, "业务系统的地址（nng REP）",
         "address of the system (nng REP)"                                                                                                                                                          },
        {"token-file", "FILE",        OPTION_TEXT, &o.token_file, 0, 0,
         "送达时出示的令牌文件，在fenliud的机器上",                                                      "file with the token that is shown, on the machine of fenliud"             },
        {"street",     "CODE[,CODE]", OPTION_TEXT, &o.streets,    0, 0,
         "限于这些街道；缺省为该机构名录中的街道，再缺省为全部",                               "only of these streets; default: those of the body in the roster, else all"},
        {"json",       NULL,          OPTION_FLAG, &o.json,       0, 0, "输出JSON",                                    "print JSON"                                                               },
        {"database",   "CONNINFO",    OPTION_TEXT, &o.database,   0, 0, "libpq连接串",
         "libpq connection string"                                                                                                                                                                  },
        {"config",     "FILE",        OPTION_TEXT, &o.config,     0, 0, "fenliud的配置文件",
         "configuration file of fenliud"                                                                                                                                                            },
        {"state",      "DIR",         OPTION_TEXT, &o.state,      0, 0, "内嵌数据库的状态目录",
         "state folder of the embedded database"                                                                                                                                                    },
        {NULL,         NULL,          OPTION_FLAG, NULL,          0, 0, NULL,                                            NULL                                                                       },
    };
    const struct usage usage = {"delivery",
                                "set|remove|list",
                                1,
                                1,
                                "登记接收派件送达的机构业务系统：按法院、渠道、机构、街道。",
                                "Names the bodies' own systems that referrals are delivered to: by "
                                "court, channel, body, streets.",
                                rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].name, argv[1]) == 0)
            return run(&verbs[i], &o);
    return command_misused(
        "delivery", say("未知的动作%s：set、remove或list", "no verb %s: set, remove or list"),
        argv[1]);
}
