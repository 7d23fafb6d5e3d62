/* The totals: which query answers which question, and how the answer is printed. */
#include "engine/desk/stats.h"

#include <string.h>

#include "engine/base/lang.h"
#include "engine/cli/options.h"
#include "queries.h"

static const struct label {
    const char *column, *zh, *en;
} labels[] = {
    {"pre_litigation_mediations", "诉前调解案件（件）",             "pre-litigation mediations completed"     },
    {"pre_litigation_disputes",   "　其中纠纷（件）",                "  disputes among them"                   },
    {"entrusted_mediations",      "先行调解（2025年起）",            "entrusted mediations (from 2025)"        },
    {"people_mediations",         "基层调解劳动争议",                "people's mediations of labour disputes"  },
    {"union_mediations",          "工会调解",                            "union mediations"                        },
    {"all_mediations",            "各类调解合计",                      "all mediations"                          },
    {"all_mediated_disputes",     "　其中纠纷（件）",                "  disputes among them"                   },
    {"mediations_succeeded",      "调解成功",                            "mediations succeeded"                    },
    {"mediations_settled",        "　其中和解后撤回",                "  of which withdrawn after settling"     },
    {"fast_track_cases",          "速裁案件（件）",                   "fast-track cases completed"              },
    {"fast_track_disputes",       "　其中纠纷（件）",                "  disputes among them"                   },
    {"fast_track_not_civil",      "　其中司法确认、支付令",       "  of which confirmations, payment orders"},
    {"fast_track_converted",      "另：转换程序（不计入速裁）", "  not in it: converted"                  },
    {"fast_track_transferred",    "另：移送（不计入速裁）",       "  not in it: transferred"                },
    {"carried_over",              "旧存",                                  "carried over"                            },
    {"entered",                   "进入",                                  "entered"                                 },
    {"accepted",                  "接受",                                  "accepted by the body"                    },
    {"received",                  "收案（受理）",                      "received"                                },
    {"concluded",                 "办结",                                  "concluded"                               },
    {"completed",                 "计入办结",                            "completed"                               },
    {"succeeded",                 "成功",                                  "succeeded"                               },
    {"settled",                   "和解撤回",                            "settled"                                 },
    {"disputes",                  "办结纠纷（件）",                   "disputes concluded"                      },
    {"cancelled",                 "撤销",                                  "cancelled"                               },
    {"open_at_end",               "期末未结",                            "open at the end"                         },
    {"not_yet_accepted",          "　其中尚未接受",                   "  not yet accepted among them"           },
    {"mean_days_mediation",       "调解平均天数",                      "mean days of mediation"                  },
    {"mean_days_fast_track",      "速裁平均天数",                      "mean days of the fast track"             },
    {"mean_days",                 "平均天数",                            "mean days"                               },
    {"success_of_received",       "成功÷收案",                          "succ/recv"                               },
    {"success_of_concluded",      "成功÷办结",                          "succ/concl"                              },
    {"key",                       "项目",                                  "key"                                     },
    {"name",                      "名称",                                  "name"                                    },
};

static const struct dimension {
    const char *name;
    const struct query *query;
} dimensions[] = {
    {"month",    &Q_list_monthly_totals},
    {"channel",  &Q_split_totals       },
    {"cause",    &Q_split_totals       },
    {"street",   &Q_split_totals       },
    {"mediator", &Q_split_totals       },
};

const char *
stats_label(const char *column)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i].column, column) == 0)
            return say(labels[i].zh, labels[i].en);
    return column;
}

int
stats_read(struct pg *pg, const struct stats_query *query, PGresult **ret, struct fl_error *err)
{
    const struct pg_param params[] = {pg_text(query->court), pg_day(query->from), pg_day(query->to),
                                      pg_text(query->by)};
    if (!query->by)
        return pg_run(pg, &Q_get_totals, params, 3, PG_ROW, ret, err);
    for (size_t i = 0; i < sizeof dimensions / sizeof *dimensions; i++)
        if (strcmp(dimensions[i].name, query->by) == 0)
            return pg_run(pg, dimensions[i].query, params,
                          dimensions[i].query == &Q_split_totals ? 4 : 3, PG_ROWS, ret, err);
    return fl_fail(err, FL_E_USAGE, "%s",
                   say("--by 可用 month、channel、cause、street、mediator",
                       "--by takes month, channel, cause, street or mediator"));
}

int
stats_last_year(struct pg *pg, const char *court, int *ret, struct fl_error *err)
{
    const struct pg_param param = pg_text(court);
    PG_AUTO row = NULL;
    if (pg_run(pg, &Q_get_last_year, &param, 1, PG_ROW, &row, err))
        return err->code;
    *ret = pg_get(row, 0, 0) ? (int)pg_get_int(row, 0, 0) : 0;
    return 0;
}

/* --- printing --- */

/* Text columns are names; all others are numbers, null when there was nothing to divide by. */
static bool
is_text(const PGresult *result, int column)
{
    const char *name = PQfname(result, column);
    return strcmp(name, "key") == 0 || strcmp(name, "name") == 0;
}

static void
put_cell(struct buf *out, const char *text, int width, bool left)
{
    int blank = width - text_columns(text);
    if (left)
        buf_text(out, text);
    for (; blank > 0; blank--)
        buf_char(out, ' ');
    if (!left)
        buf_text(out, text);
}

/* "court small_claims fast_track": the words of channel and procedure, as a reader of Chinese knows
 * them. */
static void
put_key_zh(const char *key, struct buf *out)
{
    static const struct fl_vocab *const lists[] = {&fl_channels, &fl_procedures};
    for (int word = 0; *key; word++) {
        size_t len = strcspn(key, " ");
        int n = word < 2 ? fl_word_find(lists[word], key, len) : -1;
        if (word)
            buf_text(out, " · ");
        buf_text(out, n >= 0 ? fl_word_zh(lists[word], n) : "速裁");
        key += len + (key[len] == ' ');
    }
}

static const char *
cell(const PGresult *result, int row, int column)
{
    const char *text = pg_get(result, row, column);
    return text ? text : is_text(result, column) ? "" : "-";
}

/* One line a figure. */
static void
write_figures(const PGresult *result, struct buf *out)
{
    int width = 0, number = 0;
    for (int c = 0; c < PQnfields(result); c++) {
        int w = text_columns(stats_label(PQfname(result, c))), n = text_columns(cell(result, 0, c));
        width = w > width ? w : width;
        number = n > number ? n : number;
    }
    for (int c = 0; c < PQnfields(result); c++) {
        buf_text(out, "  ");
        put_cell(out, stats_label(PQfname(result, c)), width + 2, true);
        put_cell(out, cell(result, 0, c), number, false);
        buf_char(out, '\n');
    }
}

/* The name of a channel with its procedure comes from the vocabulary, all others from the database.
 */
static bool
is_channel_name(const struct stats_query *query, const PGresult *result, int column)
{
    return lang_is_chinese() && strcmp(query->by, "channel") == 0 &&
           strcmp(PQfname(result, column), "name") == 0;
}

static const char *
grid_cell(const struct stats_query *query, const PGresult *result, int row, int column,
          struct buf *scratch)
{
    if (row < 0)
        return stats_label(PQfname(result, column));
    if (!is_channel_name(query, result, column))
        return cell(result, row, column);
    buf_reset(scratch);
    put_key_zh(cell(result, row, PQfnumber(result, "key")), scratch);
    return scratch->data;
}

/* A column without any value in this result is not shown. */
static bool
is_empty(const struct stats_query *query, const PGresult *result, int column)
{
    for (int r = 0; r < PQntuples(result); r++)
        if (pg_get(result, r, column))
            return false;
    return !is_channel_name(query, result, column);
}

static void
write_grid(const struct stats_query *query, const PGresult *result, struct buf *out)
{
    enum { MAX_COLUMNS = 64 };
    struct buf scratch = {0};
    int width[MAX_COLUMNS], n = PQnfields(result) < MAX_COLUMNS ? PQnfields(result) : MAX_COLUMNS;
    for (int c = 0; c < n; c++) {
        width[c] = 0;
        for (int r = -1; r < PQntuples(result) && !is_empty(query, result, c); r++) {
            int w = text_columns(grid_cell(query, result, r, c, &scratch));
            width[c] = w > width[c] ? w : width[c];
        }
    }
    for (int r = -1; r < PQntuples(result); r++) {
        for (int c = 0; c < n; c++) {
            if (!width[c])
                continue;
            buf_text(out, "  ");
            put_cell(out, grid_cell(query, result, r, c, &scratch), width[c], is_text(result, c));
        }
        buf_char(out, '\n');
    }
    buf_done(&scratch);
}

static void
put_period(const struct stats_query *query, struct buf *out)
{
    struct civil from = day_civil(query->from), to = day_civil(query->to);
    char a[11], b[11];
    bool year =
        from.year == to.year && from.month == 1 && from.day == 1 && to.month == 12 && to.day == 31;
    if (year)
        buf_print(out, say("%d年", "%d"), from.year);
    else
        buf_print(out, say("%s至%s", "%s to %s"), day_print(query->from, a),
                  day_print(query->to, b));
}

static int64_t
figure(const PGresult *result, const char *name)
{
    int column = PQfnumber(result, name);
    return column < 0 ? 0 : pg_get_int(result, 0, column);
}

void
stats_sentence(const struct stats_query *query, const PGresult *result, struct buf *out)
{
    long long before = (long long)figure(result, "pre_litigation_mediations"),
              entrusted = (long long)figure(result, "entrusted_mediations"),
              fast = (long long)figure(result, "fast_track_cases");
    put_period(query, out);
    buf_print(out, say("，诉前调解%lld件", ": pre-litigation mediations completed: %lld"), before);
    if (entrusted)
        buf_print(out, say("、先行调解%lld件", ", entrusted mediations: %lld"), entrusted);
    buf_print(out, say("、速裁案件%lld件。\n", ", fast-track cases: %lld.\n"), fast);
}

static void
write_table(const struct stats_query *query, const PGresult *result, struct buf *out)
{
    buf_print(out, "%s ", query->court);
    put_period(query, out);
    buf_text(out, say("，按结果生效日计，Asia/Shanghai\n",
                      ", by the day the outcome took effect, Asia/Shanghai\n"));
    if (query->by) {
        write_grid(query, result, out);
        return;
    }
    write_figures(result, out);
    stats_sentence(query, result, out);
}

static void
put_csv(struct buf *out, const char *text)
{
    bool quote = strpbrk(text, ",\"\r\n") != NULL;
    if (quote)
        buf_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_char(out, '"');
        buf_char(out, *text);
    }
    if (quote)
        buf_char(out, '"');
}

/* Names of columns as in the database, so that a script does not depend on a language. */
static void
write_csv(const struct stats_query *query, const PGresult *result, struct buf *out)
{
    char from[11], to[11];
    buf_text(out, "court,from,to");
    for (int c = 0; c < PQnfields(result); c++)
        buf_print(out, ",%s", PQfname(result, c));
    buf_char(out, '\n');
    for (int r = 0; r < PQntuples(result); r++) {
        buf_print(out, "%s,%s,%s", query->court, day_print(query->from, from),
                  day_print(query->to, to));
        for (int c = 0; c < PQnfields(result); c++) {
            buf_char(out, ',');
            put_csv(out, pg_get(result, r, c) ? pg_get(result, r, c) : "");
        }
        buf_char(out, '\n');
    }
}

static void
write_json(const struct stats_query *query, const PGresult *result, struct buf *out)
{
    char day[11];
    json_object(out);
    json_put_text(out, "court", query->court);
    json_put_text(out, "from", day_print(query->from, day));
    json_put_text(out, "to", day_print(query->to, day));
    if (query->by)
        json_put_text(out, "by", query->by);
    json_key(out, "rows");
    json_array(out);
    for (int r = 0; r < PQntuples(result); r++) {
        json_object(out);
        for (int c = 0; c < PQnfields(result); c++) {
            const char *text = pg_get(result, r, c);
            json_key(out, PQfname(result, c));
            if (!text)
                json_null(out);
            else if (is_text(result, c))
                json_text(out, text);
            else
                json_raw(out, text, strlen(text));
        }
        json_object_end(out);
    }
    json_array_end(out);
    json_object_end(out);
    buf_char(out, '\n');
}

static const struct {
    const char *name;
    enum stats_format format;
    void (*write)(const struct stats_query *query, const PGresult *result, struct buf *out);
} formats[] = {
    {"table", STATS_TABLE, write_table},
    {"csv",   STATS_CSV,   write_csv  },
    {"json",  STATS_JSON,  write_json },
};

bool
stats_format_find(const char *word, enum stats_format *ret)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, word) == 0) {
            *ret = formats[i].format;
            return true;
        }
    return false;
}

void
stats_write(const struct stats_query *query, const PGresult *result, enum stats_format format,
            struct buf *out)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (formats[i].format == format)
            formats[i].write(query, result, out);
}
