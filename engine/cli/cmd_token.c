/* fenliu token add|revoke|list: who may call. Works on the database itself, so that the first token needs none. */
#include <stdio.h>
#include <string.h>

#include "engine/cli/commands.h"
#include "engine/cli/database.h"
#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/cli/show.h"
#include "engine/access/rights.h"
#include "engine/access/token.h"
#include "queries.h"

struct token_options {
    const char *database, *config, *state, *role, *court, *desk, *body, *mediator, *name;
    fl_day expires;
    bool json;
    const char *subject; /* the id or name to revoke */
};

/* --- add --- */

static bool
list_is(const char *list, bool (*is)(const char *word))
{
    char word[32];
    for (const char *at = list;; at++) {
        size_t n = strcspn(at, ",");
        if (n == 0 || n >= sizeof word)
            return false;
        memcpy(word, at, n);
        word[n] = 0;
        if (!is(word))
            return false;
        at += n;
        if (!*at)
            return true;
    }
}

static bool
is_court(const char *word)
{
    return strlen(word) == 6 && strspn(word, "0123456789") == 6;
}

static bool
is_desk(const char *word)
{
    return (endpoint_bit(word) & AT_DESKS) != 0;
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static bool
is_name(const char *text)
{
    size_t n = strlen(text);
    return n <= 64 && strspn(text, LETTERS) > 0 && strspn(text, LETTERS "._-") == n;
}

static int
check(const struct token_options *o, struct fl_error *err)
{
    if (!o->role || !o->court)
        return fl_fail(err, FL_E_USAGE, "%s",
                       say("需要 --role 和 --court", "--role and --court are needed"));
    if (fl_word_find(&role_names, o->role, strlen(o->role)) < 0)
        return fl_fail(
            err, FL_E_USAGE, "%s: %s",
            say("没有这个角色（intake、mediator、body_system、clerk、analyst、auditor、admin）",
                "no such role (intake, mediator, body_system, clerk, analyst, auditor, admin)"),
            o->role);
    if (!list_is(o->court, is_court))
        return fl_fail(
            err, FL_E_USAGE, "%s: %s",
            say("法院为六位区划代码，多个以逗号分隔", "a court is six digits, several with commas"),
            o->court);
    if (o->desk && !list_is(o->desk, is_desk))
        return fl_fail(err, FL_E_USAGE, "%s: %s",
                       say("工作台为triage、court、mediation、arbitration、union",
                           "a desk is triage, court, mediation, arbitration or union"),
                       o->desk);
    if (o->name && !is_name(o->name))
        return fl_fail(
            err, FL_E_USAGE, "%s: %s",
            say("名称为1到64个字母、数字、. _ -（是代号，不是人名）",
                "a name is 1 to 64 of letters, digits, . _ - (a code, no person's name)"),
            o->name);
    return 0;
}

static void
show_new(const struct token_options *o, const char *token, const char *id, const char *name)
{
    if (o->json) {
        struct buf out = {0};
        json_object(&out);
        json_put_text(&out, "token_id", id);
        json_put_text(&out, "name", name);
        json_put_text(&out, "token", token);
        json_object_end(&out);
        puts(out.data);
        token_wipe(strstr(out.data, token));
        buf_done(&out);
        return;
    }
    puts(token);
    fprintf(stderr,
            say("令牌 %s（%s）只显示这一次，请存入只有使用者可读的文件\n",
                "token %s (%s) is shown only now: keep it in a file that only its user can read\n"),
            id, name);
}

static int
add(struct pg *pg, const struct token_options *o, struct fl_error *err)
{
    char token[TOKEN_SIZE], id[TOKEN_ID_SIZE], name[80];
    uint8_t hash[HASH_SIZE];
    if (check(o, err))
        return err->code;
    token_make(token, id, hash);
    snprintf(name, sizeof name, "%s-%s", o->role, id);
    if (o->name)
        snprintf(name, sizeof name, "%s", o->name);
    /* the day named is the last on which it is valid */
    const struct pg_param params[] = {
        pg_text(id),
        pg_bytes(hash, sizeof hash),
        pg_text(name),
        pg_text(o->role),
        pg_text(o->court),
        pg_text(o->desk ? o->desk : ""),
        pg_text(o->body),
        pg_text(o->mediator),
        pg_moment(o->expires == FL_NO_DAY ? PG_NULL_NUMBER : day_start(o->expires + 1))};
    int code = pg_run(pg, &Q_add_token, params, 9, PG_NONE, NULL, err);
    if (code && strcmp(err->sqlstate, "23505") == 0)
        code =
            fl_fail(err, FL_E_CONFLICT,
                    say("名称%s已有主体使用", "the name %s stands for a principal already"), name);
    if (!code)
        show_new(o, token, id, name);
    token_wipe(token);
    return code;
}

/* --- revoke, list --- */

static int
revoke(struct pg *pg, const struct token_options *o, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(o->subject)};
    PG_AUTO row = NULL;
    if (pg_run(pg, &Q_revoke_token, key, 1, PG_MAYBE_ROW, &row, err))
        return err->code;
    if (PQntuples(row) == 0)
        return fl_fail(err, FL_E_NOT_FOUND, say("没有令牌%s", "there is no token %s"), o->subject);
    printf(say("已吊销 %s（%s），一秒内处处失效\n",
               "revoked %s (%s): within a second it is worth nothing\n"),
           pg_get(row, 0, 0), pg_get(row, 0, 1));
    return 0;
}

static void
put_moment_of(struct buf *out, const char *key, const PGresult *rows, int i, int column)
{
    char text[32];
    json_put_text(out, key,
                  pg_get(rows, i, column) ? moment_print(pg_get_int(rows, i, column), text) : NULL);
}

static void
list_json(const PGresult *rows)
{
    static const char *const texts[] = {"token_id", "name", "role",    "courts",
                                        "desks",    "body", "mediator"};
    struct buf out = {0};
    for (int i = 0; i < PQntuples(rows); i++) {
        buf_reset(&out);
        json_object(&out);
        for (int k = 0; k < 7; k++)
            json_put_text(&out, texts[k], pg_get(rows, i, k));
        put_moment_of(&out, "created_at", rows, i, 7);
        put_moment_of(&out, "expires_at", rows, i, 8);
        put_moment_of(&out, "revoked_at", rows, i, 9);
        json_put_text(&out, "state", pg_get(rows, i, 10));
        json_object_end(&out);
        puts(out.data);
    }
    buf_done(&out);
}

static const struct fl_word state_words[] = {
    {"valid",   "有效"   },
    {"expired", "已过期"},
    {"revoked", "已吊销"},
};
static const struct fl_vocab states = {"state", state_words,
                                       sizeof state_words / sizeof *state_words};

static void
put_cell(const char *text, int width)
{
    int gap = width - text_columns(text);
    printf("%s%*s ", text, gap > 0 ? gap : 0, "");
}

static void
list_table(const PGresult *rows)
{
    static const int widths[] = {16, 24, 26, 8, 22};
    const char *const heads[] = {say("编号", "id"), say("名称", "name"), say("角色", "role"),
                                 say("状态", "state"), say("法院", "courts")};
    for (int c = 0; c < 5; c++)
        put_cell(heads[c], widths[c]);
    puts(say("工作台 / 机构 / 承办人 / 有效期至", "desks / body / mediator / expires"));
    for (int i = 0; i < PQntuples(rows); i++) {
        char day[11] = "";
        const char *body = pg_get(rows, i, 5), *mediator = pg_get(rows, i, 6);
        const char *const cells[] = {pg_get(rows, i, 0), pg_get(rows, i, 1),
                                     show_word(&role_names, pg_get(rows, i, 2)),
                                     show_word(&states, pg_get(rows, i, 10)), pg_get(rows, i, 3)};
        if (pg_get(rows, i, 8))
            day_print(moment_day(pg_get_int(rows, i, 8) - 1), day);
        for (int c = 0; c < 5; c++)
            put_cell(cells[c], widths[c]);
        printf("%s / %s / %s / %s\n", *pg_get(rows, i, 4) ? pg_get(rows, i, 4) : "*",
               body ? body : "*", mediator ? mediator : "*", *day ? day : "-");
    }
}

static int
list(struct pg *pg, const struct token_options *o, struct fl_error *err)
{
    PG_AUTO rows = NULL;
    if (pg_run(pg, &Q_list_tokens, NULL, 0, PG_ROWS, &rows, err))
        return err->code;
    if (o->json)
        list_json(rows);
    else
        list_table(rows);
    return 0;
}

/* --- the command --- */

static const struct verb {
    const char *name;
    int (*run)(struct pg *pg, const struct token_options *options, struct fl_error *err);
    bool subject;
} verbs[] = {
    {"add",    add,    false},
    {"revoke", revoke, true },
    {"list",   list,   false}
};

static int
run(const struct verb *verb, const struct token_options *options)
{
    struct database database = {0};
    struct fl_error err = {0};
    int code = verb->run == add ? check(options, &err) : 0;
    if (!code)
        code = database_open(options->database, options->config, options->state, true,
                             "fenliu token", &database, &err);
    if (!code)
        code = verb->run(database.pg, options, &err);
    database_close(&database);
    return code ? command_failed("token", &err) : command_done("token", EXIT_DONE);
}

int
cmd_token(int argc, char **argv)
{
    struct token_options o = {.expires = FL_NO_DAY};
    const struct option_row rows[] = {
        {"role",     "ROLE",        OPTION_TEXT, &o.role,     0, 0,
         "角色：intake、mediator、body_system、clerk、analyst、auditor、admin",                                   "intake, mediator, body_system, clerk, analyst, auditor or admin"},
        {"court",    "CODE[,CODE]", OPTION_TEXT, &o.court,    0, 0, "法院（六位区划代码）",
         "its courts, six digits each"                                                                                                                                                      },
        {"desk",     "DESK[,DESK]", OPTION_TEXT, &o.desk,     0, 0, "限于这些工作台",                               "only these desks"                                               },
        {"body",     "NAME",        OPTION_TEXT, &o.body,     0, 0, "限于该机构所持案件",
         "only what this body holds"                                                                                                                                                        },
        {"mediator", "NAME",        OPTION_TEXT, &o.mediator, 0, 0, "限于该承办人",
         "only as this mediator"                                                                                                                                                            },
        {"name",     "NAME",        OPTION_TEXT, &o.name,     0, 0, "事件中的代号，缺省由角色和编号组成",
         "what events call it, a code; default: made of role and id"                                                                                                                        },
        {"expires",  "DATE",        OPTION_DAY,  &o.expires,  0, 0, "最后有效日",
         "the last day on which it is valid"                                                                                                                                                },
        {"json",     NULL,          OPTION_FLAG, &o.json,     0, 0, "输出JSON",                                          "print JSON"                                                     },
        {"database", "CONNINFO",    OPTION_TEXT, &o.database, 0, 0, "libpq连接串",
         "libpq connection string"                                                                                                                                                          },
        {"config",   "FILE",        OPTION_TEXT, &o.config,   0, 0, "fenliud的配置文件",
         "configuration file of fenliud"                                                                                                                                                    },
        {"state",    "DIR",         OPTION_TEXT, &o.state,    0, 0, "内嵌数据库的状态目录",
         "state folder of the embedded database"                                                                                                                                            },
        {NULL,       NULL,          OPTION_FLAG, NULL,        0, 0, NULL,                                                  NULL                                                             }
    };
    const struct usage usage = {
        "token",
        "add|revoke ID|list",
        1,
        2,
        "发放、吊销、列出令牌。新令牌只显示一次，数据库只存其散列；吊销一秒内生效。",
        "Gives out, revokes and lists tokens. A new one is shown once, only its hash is kept; a "
        "revoked one is worth "
        "nothing within a second.",
        rows};
    int n, exit_code = options_parse(&usage, argc, argv, &n);
    if (exit_code != GO_ON)
        return exit_code;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, argv[1]) != 0)
            continue;
        if (verbs[i].subject != (n == 2))
            return command_misused(
                "token", "%s",
                say("revoke 需要一个令牌编号或名称，其余不带参数",
                    "revoke takes the id or name of a token, the others nothing"));
        o.subject = n == 2 ? argv[2] : NULL;
        return run(&verbs[i], &o);
    }
    return command_misused(
        "token", say("未知的动作%s：add、revoke或list", "no verb %s: add, revoke or list"),
        argv[1]);
}
