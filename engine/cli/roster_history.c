/* fenliu mediator list CODE, fenliu body list CODE: everything that was changed, in order and in words, and the relations. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/day.h"
#include "engine/base/json.h"
#include "engine/base/lang.h"
#include "engine/cli/roster_cli.h"
#include "engine/cli/show.h"
#include "queries.h"

/* --- words --- */

#define VOCAB(what, words)                                                                         \
    {                                                                                              \
        what, words, (int)(sizeof(words) / sizeof *(words))                                        \
    }
static const struct fl_word change_words[] = {
    {"added",     "新增"      },
    {"changed",   "变更"      },
    {"absent",    "不在岗"   },
    {"present",   "返岗"      },
    {"related",   "声明关系"},
    {"unrelated", "关系消失"},
};
static const struct fl_vocab changes = VOCAB("change", change_words);
/* By what a party is known to be the one that somebody stands near to. */
static const struct fl_word subject_words[] = {
    {"name",  "姓名"      },
    {"id_no", "证件号码"},
};
static const struct fl_vocab subjects = VOCAB("subject", subject_words);

/* The members of an event's data, in the order in which they are said. An empty list takes everything. */
static const struct {
    const char *object, *member; /* within the object of its change */
    const struct fl_vocab *words;
    const char *zh, *en; /* before the value */
} members[] = {
    {"is",       "body",        NULL,               "机构 ",   "body "     },
    {"is",       "channel",     &fl_channels,       "渠道 ",   "channel "  },
    {"is",       "kind",        &roster_body_kinds, "性质 ",   "kind "     },
    {"is",       "streets",     NULL,               "街道 ",   "streets "  },
    {"is",       "causes",      NULL,               "案由 ",   "causes "   },
    {"is",       "languages",   NULL,               "语言 ",   "languages "},
    {"is",       "load_cap",    NULL,               "上限 ",   "cap "      },
    {"is",       "active",      NULL,               "在用：", "active: "  },
    {"absence",  "from",        NULL,               "自 ",      "from "     },
    {"absence",  "until",       NULL,               "至 ",      "until "    },
    {"absence",  "reason",      &roster_absences,   "",          ""          },
    {"presence", "from",        NULL,               "自 ",      "from "     },
    {"relation", "kind",        &roster_relations,  "",          ""          },
    {"relation", "relation_id", NULL,               "编号 ",   "number "   },
};

static void
put_value(struct buf *out, const cJSON *value, const struct fl_vocab *words)
{
    const char *text = json_str(value);
    const cJSON *one;
    int64_t n;
    if (text)
        buf_text(out, words ? show_word(words, text) : text);
    else if (cJSON_IsBool(value))
        buf_text(out, cJSON_IsTrue(value) ? say("是", "yes") : say("否", "no"));
    else if (json_is_int(value, &n))
        buf_print(out, "%" PRId64, n);
    cJSON_ArrayForEach(one, value)
        buf_print(out, "%s%s", one == value->child ? "" : ",", json_str(one) ? json_str(one) : "");
}

static bool
is_nothing(const cJSON *value)
{
    return !value || cJSON_IsNull(value) || (cJSON_IsArray(value) && !value->child);
}

/* "变更  机构 tmh，街道 430204001，上限 6，在用：是" */
static void
put_change(struct buf *out, const cJSON *data)
{
    const char *comma = "  ";
    const char *change = json_str(json_get(data, "change"));
    buf_text(out, show_word(&changes, change ? change : ""));
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const cJSON *value = json_get(json_get(data, members[i].object), members[i].member);
        if (is_nothing(value))
            continue;
        buf_print(out, "%s%s", comma, say(members[i].zh, members[i].en));
        put_value(out, value, members[i].words);
        comma = say("，", ", ");
    }
}

/* --- rows --- */

static const enum fl_event_type events[ROSTER_KIND__COUNT] = {
    [ROSTER_BODY] = FL_EVENT_BODY_CHANGED,
    [ROSTER_MEDIATOR] = FL_EVENT_MEDIATOR_CHANGED,
};

static void
row_json(struct buf *out, const char *at, const char *actor, const char *data)
{
    json_object(out);
    json_put_text(out, "time", at);
    json_put_text(out, "actor", actor);
    json_key(out, "data");
    json_raw(out, data, strlen(data));
    json_object_end(out);
}

static void
row_words(struct buf *out, const char *at, const char *actor, const char *data)
{
    JSON_AUTO doc = NULL;
    struct buf line = {0};
    show_moment(&line, at);
    buf_print(&line, "  %s  ", actor);
    if (json_parse(data, strlen(data), &doc, NULL))
        buf_text(&line, data);
    else
        put_change(&line, doc);
    show_safe(out, line.data);
    buf_done(&line);
}

/* The declared relations, by id: what `unrelate` takes. */
static int
list_relations(struct roster_cli *cli, struct fl_error *err)
{
    const struct pg_param key[] = {pg_text(cli->act.court), pg_text(cli->options->subject)};
    PG_AUTO rows = NULL;
    if (pg_run(cli->act.db, &Q_list_relations, key, 2, PG_ROWS, &rows, err))
        return err->code;
    for (int i = 0; i < PQntuples(rows) && !cli->options->json; i++)
        printf(say("关系 %s  %s（按%s）\n", "relation %s  %s (by %s)\n"), pg_get(rows, i, 0),
               show_word(&roster_relations, pg_get(rows, i, 1)),
               show_word(&subjects, pg_get(rows, i, 2)));
    return 0;
}

int
roster_history(struct roster_cli *cli, struct fl_error *err)
{
    const struct roster_options *o = cli->options;
    const struct pg_param params[] = {pg_text(cli->act.court),
                                      pg_text(fl_word(&fl_event_types, (int)events[o->kind])),
                                      pg_text(roster_tables[o->kind].word), pg_text(o->subject)};
    PG_AUTO rows = NULL;
    if (pg_run(cli->act.db, &Q_list_roster_events, params, 4, PG_ROWS, &rows, err))
        return err->code;
    for (int i = 0; i < PQntuples(rows); i++) {
        char at[32];
        struct buf out = {0};
        moment_print(pg_get_int(rows, i, 0), at);
        (o->json ? row_json : row_words)(&out, at, pg_get(rows, i, 1), pg_get(rows, i, 2));
        puts(out.data);
        buf_done(&out);
    }
    return o->kind == ROSTER_MEDIATOR ? list_relations(cli, err) : 0;
}
