/* The cases behind a figure: headings and words for people. */
#include "engine/report/behind.h"

#include <string.h>

#include "engine/base/lang.h"
#include "fenliu/adapter.h"

/* As what a line of the ledger counts: the column `measure`. */
static const struct fl_word measure_words[] = {
    {"entered",        "进入"            },
    {"accepted",       "接受"            },
    {"concluded",      "办结"            },
    {"lapsed",         "逾期未接受"   },
    {"cancelled",      "撤销"            },
    {"closed",         "了结"            },
    {"due",            "协议到期"      },
    {"performed",      "协议已履行"   },
    {"performed_part", "协议部分履行"},
};
static const struct fl_vocab measures = {"measure", measure_words,
                                         sizeof measure_words / sizeof *measure_words};

static const struct {
    const char *name, *zh, *en;
    const struct fl_vocab *words;
} columns[] = {
    {"dispute_id",   "案件",       "case",       NULL          },
    {"referral_id",  "转办",       "referral",   NULL          },
    {"source",       "来源",       "source",     NULL          },
    {"ref",          "来源编号", "ref",        NULL          },
    {"docket",       "案号",       "docket",     NULL          },
    {"day",          "计入日",    "day",        NULL          },
    {"measure",      "计为",       "counted as", &measures     },
    {"channel",      "渠道",       "channel",    &fl_channels  },
    {"procedure",    "程序",       "procedure",  &fl_procedures},
    {"fast_track",   "速裁",       "fast track", NULL          },
    {"outcome",      "结果",       "outcome",    &fl_outcomes  },
    {"reason",       "原因",       "reason",     NULL          },
    {"entered_on",   "进入日",    "entered",    NULL          },
    {"accepted_on",  "接受日",    "accepted",   NULL          },
    {"concluded_on", "办结日",    "concluded",  NULL          },
    {"value",        "数值",       "value",      NULL          },
};

static void
put_words(struct grid *grid, int column, const struct fl_vocab *words)
{
    for (int row = 0; row < grid->n_rows; row++) {
        const char *code = grid_get(grid, row, column);
        int n = code ? fl_word_find(words, code, strlen(code)) : -1;
        if (n >= 0 && lang_is_chinese())
            grid_put(grid, row, column, fl_word_zh(words, n));
    }
}

static void
put_yes(struct grid *grid, int column)
{
    for (int row = 0; row < grid->n_rows; row++) {
        const char *flag = grid_get(grid, row, column);
        if (flag)
            grid_put(grid, row, column, *flag == 't' ? say("是", "yes") : say("否", "no"));
    }
}

/* The reasons of an outcome are the channel's: while both are codes still. */
static void
put_reasons(struct grid *grid)
{
    int at[] = {grid_column(grid, "channel"), grid_column(grid, "outcome"),
                grid_column(grid, "reason")};
    if (at[0] < 0 || at[1] < 0 || at[2] < 0 || !lang_is_chinese())
        return;
    for (int row = 0; row < grid->n_rows; row++) {
        const char *channel = grid_get(grid, row, at[0]), *outcome = grid_get(grid, row, at[1]),
                   *reason = grid_get(grid, row, at[2]);
        int c = channel ? fl_word_find(&fl_channels, channel, strlen(channel)) : -1,
            o = outcome ? fl_word_find(&fl_outcomes, outcome, strlen(outcome)) : -1;
        const struct fl_adapter *adapter = c < 0 ? NULL : fl_adapter_of((enum fl_channel)c);
        const struct fl_end_reason *said =
            adapter && o >= 0 && reason ? fl_adapter_reason(adapter, (enum fl_outcome)o, reason)
                                        : NULL;
        if (said)
            grid_put(grid, row, at[2], said->zh);
    }
}

struct grid *
behind_grid(struct arena *arena, const PGresult *rows, bool for_people)
{
    struct grid *grid = grid_of(arena, "cases", say("案件", "cases"), rows, false);
    for (int c = 0; c + 1 < grid->n_columns; c++) /* all but the value are words */
        grid->columns[c].kind = GRID_TEXT;
    if (!for_people)
        return grid;
    put_reasons(grid);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        int c = grid_column(grid, columns[i].name);
        if (c < 0)
            continue;
        grid->columns[c].label = say(columns[i].zh, columns[i].en);
        if (columns[i].words)
            put_words(grid, c, columns[i].words);
        if (strcmp(columns[i].name, "fast_track") == 0)
            put_yes(grid, c);
    }
    return grid;
}
