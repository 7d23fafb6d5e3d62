/* fenliu mediator list, fenliu body list: the roster; of one of them, what became of it (roster_history.c). */
#include <stdio.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "engine/cli/roster_cli.h"
#include "engine/cli/show.h"
#include "queries.h"

/* How a column of the list is shown. */
struct column {
    const char *name; /* in JSON */
    enum { TEXT, LIST, NUMBER, YES, AWAY } type;
    int width;                    /* in the table; 0: not in it */
    const char *zh, *en;          /* the heading */
    const struct fl_vocab *words; /* of its codes; NULL: it has none */
};
static const struct column body_columns[] = {
    {"body",      TEXT,   16, "代号",    "body",      NULL              },
    {"channel",   TEXT,   18, "渠道",    "channel",   &fl_channels      },
    {"kind",      TEXT,   24, "性质",    "kind",      &roster_body_kinds},
    {"name",      TEXT,   28, "名称",    "name",      NULL              },
    {"streets",   LIST,   20, "街道",    "streets",   NULL              },
    {"causes",    LIST,   16, "案由",    "causes",    NULL              },
    {"address",   TEXT,   0,  NULL,        NULL,        NULL              },
    {"phone",     TEXT,   0,  NULL,        NULL,        NULL              },
    {"active",    YES,    5,  "在用",    "active",    NULL              },
    {"mediators", NUMBER, 9,  "承办人", "mediators", NULL              },
};
static const struct column mediator_columns[] = {
    {"mediator",  TEXT,   16, "代号",    "mediator",  NULL},
    {"body",      TEXT,   16, "机构",    "body",      NULL},
    {"name",      TEXT,   12, "姓名",    "name",      NULL},
    {"streets",   LIST,   20, "街道",    "streets",   NULL},
    {"causes",    LIST,   16, "案由",    "causes",    NULL},
    {"languages", LIST,   8,  "语言",    "languages", NULL},
    {"cap",       NUMBER, 4,  "上限",    "cap",       NULL},
    {"active",    YES,    6,  "在用",    "active",    NULL},
    {"channel",   TEXT,   0,  NULL,        NULL,        NULL},
    {"in_hand",   NUMBER, 7,  "在手",    "in hand",   NULL},
    {"relations", NUMBER, 9,  "关系",    "relations", NULL},
    {"away",      AWAY,   24, "不在岗", "away",      NULL},
};
static const struct {
    const struct query *query;
    const struct column *columns;
    int n_columns, n_params;
} lists[ROSTER_KIND__COUNT] = {
    [ROSTER_BODY] = {&Q_list_bodies,    body_columns,     sizeof body_columns / sizeof *body_columns, 1},
    [ROSTER_MEDIATOR] = {&Q_list_mediators, mediator_columns,
                     sizeof mediator_columns / sizeof *mediator_columns,                              2},
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

/* "2021-04-01/2021-04-03 training, …": when, and why. */
static void
put_away(struct buf *out, const char *text)
{
    while (text && *text) {
        size_t all = strcspn(text, ","), days = strcspn(text, " ");
        size_t word = days < all ? all - days - 1 : 0;
        buf_print(out, "%s%.*s ", out->len ? say("、", ", ") : "", (int)days, text);
        int n = fl_word_find(&roster_absences, text + all - word, word);
        buf_print(out, "%.*s", (int)(n < 0 || !lang_is_chinese() ? word : 0), text + all - word);
        if (n >= 0 && lang_is_chinese())
            buf_text(out, fl_word_zh(&roster_absences, n));
        text += all;
        text += strspn(text, ", ");
    }
}

static void
row_cell(const struct column *column, const char *text)
{
    struct buf shown = {0};
    if (column->type == AWAY)
        put_away(&shown, text);
    else if (column->type == YES)
        buf_text(&shown, strcmp(text, "true") == 0 ? say("是", "yes") : say("否", "no"));
    else if (text && *text)
        buf_text(&shown, column->words ? show_word(column->words, text) : text);
    cell(shown.len ? shown.data : "-", column->width);
    buf_done(&shown);
}

static void
row_table(const struct column *columns, int n, const PGresult *rows, int row)
{
    for (int k = 0; k < n; k++) {
        if (!columns[k].width)
            continue;
        if (row < 0)
            cell(say(columns[k].zh, columns[k].en), columns[k].width);
        else
            row_cell(&columns[k], pg_get(rows, row, k));
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

int
roster_list(struct roster_cli *cli, int *ret_exit, struct fl_error *err)
{
    *ret_exit = EXIT_DONE;
    return cli->options->subject ? roster_history(cli, err) : list_all(cli, err);
}
