/* fenliu mediator list, fenliu body list: the roster, or with --history what became of one of them. */
#include <stdio.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/cli/roster_cli.h"
#include "queries.h"

/* How a column of the list is shown. */
struct column {
    const char *name; /* in JSON */
    enum { TEXT, LIST, NUMBER, YES } type;
    int width;           /* in the table; 0: not in it */
    const char *zh, *en; /* the heading */
};
static const struct column body_columns[] = {
    {"body",      TEXT,   16, "代号",    "body"     },
    {"channel",   TEXT,   12, "渠道",    "channel"  },
    {"kind",      TEXT,   16, "性质",    "kind"     },
    {"name",      TEXT,   28, "名称",    "name"     },
    {"streets",   LIST,   20, "街道",    "streets"  },
    {"causes",    LIST,   16, "案由",    "causes"   },
    {"address",   TEXT,   0,  NULL,        NULL       },
    {"phone",     TEXT,   0,  NULL,        NULL       },
    {"active",    YES,    5,  "在用",    "active"   },
    {"mediators", NUMBER, 9,  "承办人", "mediators"},
};
static const struct column mediator_columns[] = {
    {"mediator",  TEXT,   16, "代号",    "mediator" },
    {"body",      TEXT,   16, "机构",    "body"     },
    {"name",      TEXT,   12, "姓名",    "name"     },
    {"streets",   LIST,   20, "街道",    "streets"  },
    {"causes",    LIST,   16, "案由",    "causes"   },
    {"languages", LIST,   8,  "语言",    "languages"},
    {"cap",       NUMBER, 4,  "上限",    "cap"      },
    {"active",    YES,    6,  "在用",    "active"   },
    {"channel",   TEXT,   0,  NULL,        NULL       },
    {"in_hand",   NUMBER, 7,  "在手",    "in hand"  },
    {"relations", NUMBER, 9,  "关系",    "relations"},
    {"away",      TEXT,   24, "不在岗", "away"     },
};
static const struct {
    const struct query *query;
    const struct column *columns;
    int n_columns, n_params;
    enum fl_event_type event;
} lists[ROSTER_KIND__COUNT] = {
    [ROSTER_BODY] = {&Q_list_bodies,    body_columns,     sizeof body_columns / sizeof *body_columns, 1,
                     FL_EVENT_BODY_CHANGED    },
    [ROSTER_MEDIATOR] = {&Q_list_mediators, mediator_columns,
                     sizeof mediator_columns / sizeof *mediator_columns,                              2,
                     FL_EVENT_MEDIATOR_CHANGED},
};

static void
json_list(struct buf *out, const char *name, const char *text)
{
    json_key(out, name);
    json_array(out);
    for (const char *at = text; at && *at;) {
        size_t n = strcspn(at, ",");
        json_text_n(out, at, n);
        at += n + (at[n] == ',');
    }
    json_array_end(out);
}

static void
row_json(const struct column *columns, int n, const PGresult *rows, int row)
{
    struct buf out = {0};
    json_object(&out);
    for (int k = 0; k < n; k++) {
        const char *text = pg_get(rows, row, k), *name = columns[k].name;
        if (columns[k].type == LIST)
            json_list(&out, name, text);
        else if (text && columns[k].type == NUMBER)
            json_put_int(&out, name, pg_get_int(rows, row, k));
        else if (columns[k].type == YES)
            json_put_bool(&out, name, strcmp(text, "true") == 0);
        else
            json_put_text(&out, name, text);
    }
    json_object_end(&out);
    puts(out.data);
    buf_done(&out);
}

static void
cell(const char *text, int width)
{
    int used = text_columns(text);
    printf("%s%*s", text, used < width ? width - used + 1 : 1, "");
}

static void
row_table(const struct column *columns, int n, const PGresult *rows, int row)
{
    for (int k = 0; k < n; k++) {
        const char *text =
            row < 0 ? say(columns[k].zh ? columns[k].zh : "", columns[k].en ? columns[k].en : "")
                    : pg_get(rows, row, k);
        if (!columns[k].width)
            continue;
        if (row >= 0 && columns[k].type == YES)
            text = strcmp(text, "true") == 0 ? say("是", "yes") : say("否", "no");
        cell(text && *text ? text : "-", columns[k].width);
    }
    putchar('\n');
}

static int
list_all(struct roster_cli *cli, struct fl_error *err)
{
    const struct roster_options *o = cli->options;
    const struct pg_param params[] = {pg_text(cli->act.court), pg_day(moment_day(cli->act.at))};
    PG_AUTO rows = NULL;
    if (pg_run(cli->act.db, lists[o->kind].query, params, lists[o->kind].n_params, PG_ROWS, &rows,
               err))
        return err->code;
    const struct column *columns = lists[o->kind].columns;
    int n = lists[o->kind].n_columns;
    if (!o->json)
        row_table(columns, n, rows, -1);
    for (int i = 0; i < PQntuples(rows); i++)
        (o->json ? row_json : row_table)(columns, n, rows, i);
    return 0;
}

/* The declared relations, by id: what `unrelate` takes. */
static int
list_relations(struct roster_cli *cli, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(cli->act.court), pg_text(cli->options->subject)};
    PG_AUTO rows = NULL;
    if (pg_run(cli->act.db, &Q_list_relations, key, 2, PG_ROWS, &rows, err))
        return err->code;
    for (int i = 0; i < PQntuples(rows) && !cli->options->json; i++) {
        const char *kind = pg_get(rows, i, 1);
        int word = fl_word_find(&roster_relations, kind, strlen(kind));
        printf(say("关系 %s  %s（按%s）\n", "relation %s  %s (by %s)\n"), pg_get(rows, i, 0),
               lang_is_chinese() ? fl_word_zh(&roster_relations, word) : kind, pg_get(rows, i, 2));
    }
    return 0;
}

static int
list_history(struct roster_cli *cli, struct fl_error *err)
{
    const struct roster_options *o = cli->options;
    const struct pg_param params[] = {pg_text(cli->act.court),
                                      pg_text(fl_word(&fl_event_types, (int)lists[o->kind].event)),
                                      pg_text(roster_tables[o->kind].word), pg_text(o->subject)};
    PG_AUTO rows = NULL;
    if (pg_run(cli->act.db, &Q_list_roster_events, params, 4, PG_ROWS, &rows, err))
        return err->code;
    for (int i = 0; i < PQntuples(rows); i++) {
        char at[32];
        const char *data = pg_get(rows, i, 2);
        moment_print(pg_get_int(rows, i, 0), at);
        if (!o->json) {
            printf("%s  %s  %s\n", at, pg_get(rows, i, 1), data);
            continue;
        }
        struct buf out = {0};
        json_object(&out);
        json_put_text(&out, "time", at);
        json_put_text(&out, "actor", pg_get(rows, i, 1));
        json_key(&out, "data");
        json_raw(&out, data, strlen(data));
        json_object_end(&out);
        puts(out.data);
        buf_done(&out);
    }
    return o->kind == ROSTER_MEDIATOR ? list_relations(cli, err) : 0;
}

int
roster_list(struct roster_cli *cli, int *ret_exit, struct fl_error *err)
{
    *ret_exit = EXIT_DONE;
    return cli->options->subject ? list_history(cli, err) : list_all(cli, err);
}
