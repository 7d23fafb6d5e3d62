/* The totals: which query answers which question, what the figures are called, how a period is said. */
#include "engine/report/stats.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/clock.h"
#include "engine/base/lang.h"
#include "fenliu/vocab.h"
#include "queries.h"

static const struct label {
    const char *column, *zh, *en;
} labels[] = {
    {"pre_litigation_mediations",    "诉前调解案件（件）",             "pre-litigation mediations completed"     },
    {"pre_litigation_disputes",      "　其中纠纷（件）",                "  disputes among them"                   },
    {"entrusted_mediations",         "先行调解（2025年起）",            "entrusted mediations (from 2025)"        },
    {"people_mediations",            "基层调解劳动争议",                "people's mediations of labour disputes"  },
    {"union_mediations",             "工会调解",                            "union mediations"                        },
    {"all_mediations",               "各类调解合计",                      "all mediations"                          },
    {"all_mediated_disputes",        "　其中纠纷（件）",                "  disputes among them"                   },
    {"mediations_succeeded",         "调解成功",                            "mediations succeeded"                    },
    {"mediations_settled",           "　其中和解后撤回",                "  of which withdrawn after settling"     },
    {"fast_track_cases",             "速裁案件（件）",                   "fast-track cases completed"              },
    {"fast_track_disputes",          "　其中纠纷（件）",                "  disputes among them"                   },
    {"fast_track_not_civil",         "　其中司法确认、支付令",       "  of which confirmations, payment orders"},
    {"fast_track_converted",         "另：转换程序（不计入速裁）", "  not in it: converted"                  },
    {"fast_track_transferred",       "另：移送（不计入速裁）",       "  not in it: transferred"                },
    {"carried_over",                 "旧存",                                  "carried over"                            },
    {"entered",                      "进入",                                  "entered"                                 },
    {"accepted",                     "接受",                                  "accepted by the body"                    },
    {"received",                     "收案（受理）",                      "received"                                },
    {"concluded",                    "办结",                                  "concluded"                               },
    {"completed",                    "计入办结",                            "completed"                               },
    {"succeeded",                    "成功",                                  "succeeded"                               },
    {"settled",                      "和解撤回",                            "settled"                                 },
    {"disputes",                     "办结纠纷（件）",                   "disputes concluded"                      },
    {"cancelled",                    "撤销",                                  "cancelled"                               },
    {"open_at_end",                  "期末未结",                            "open at the end"                         },
    {"not_yet_accepted",             "　其中尚未接受",                   "  not yet accepted among them"           },
    {"mean_days_mediation",          "调解平均天数",                      "mean days of mediation"                  },
    {"mean_days_fast_track",         "速裁平均天数",                      "mean days of the fast track"             },
    {"mean_days",                    "平均天数",                            "mean days"                               },
    {"success_of_received",          "成功÷收案",                          "succ/recv"                               },
    {"success_of_concluded",         "成功÷办结",                          "succ/concl"                              },
    {"pre_litigation_accepted",      "诉前调解受理",                      "pre-litigation mediations accepted"      },
    {"pre_litigation_succeeded",     "　其中调解成功",                   "  with success"                          },
    {"entrusted_accepted",           "先行调解受理",                      "entrusted mediations accepted"           },
    {"entrusted_succeeded",          "　其中调解成功",                   "  with success"                          },
    {"entrusted_entered",            "先行调解进入",                      "entrusted mediations entered"            },
    {"entrusted_disputes",           "　其中纠纷（件）",                "  disputes among them"                   },
    {"fast_track_received",          "速裁收案",                            "fast-track cases received"               },
    {"civil_received",               "一审民事收案（件）",             "civil suits received"                    },
    {"civil_concluded",              "一审民事结案（件）",             "civil suits concluded"                   },
    {"civil_judged",                 "　其中判决",                         "  by judgment"                           },
    {"civil_mediated",               "　其中调解",                         "  mediated"                              },
    {"civil_withdrawn",              "　其中撤诉",                         "  withdrawn"                             },
    {"civil_deemed_withdrawn",       "　　其中按撤诉处理",             "    deemed withdrawn"                    },
    {"disputes_opened",              "新收纠纷（件）",                   "new disputes"                            },
    {"disputes_closed",              "了结纠纷（件）",                   "disputes closed"                         },
    {"disputes_open_at_end",         "期末未了结纠纷（件）",          "disputes open at the end"                },
    {"disputes_carried_over",        "旧存纠纷（件）",                   "disputes carried over"                   },
    {"claimants_received",           "收案涉及申请人（人）",          "claimants of what was received"          },
    {"claimants",                    "办结涉及申请人（人）",          "claimants of what was completed"         },
    {"mediations_accepted",          "各类调解受理",                      "mediations accepted"                     },
    {"mediations_accepted_disputes", "　其中纠纷（件）",                "  disputes among them"                   },
    {"small_claims_concluded",       "小额诉讼程序办结",                "small claims concluded"                  },
    {"summary_concluded",            "简易程序办结",                      "summary procedure concluded"             },
    {"court_received",               "法院收案（件）",                   "court cases received"                    },
    {"court_concluded",              "法院结案（件）",                   "court cases concluded"                   },
    {"court_carried_over",           "法院旧存（件）",                   "court cases carried over"                },
    {"fast_track_carried_over",      "速裁旧存",                            "fast-track cases carried over"           },
    {"mediation_carried_over",       "调解旧存",                            "mediations carried over"                 },
    {"carried_over_held",            "旧存（已接受）",                   "carried over, accepted"                  },
    {"agreements_due",               "到期协议",                            "agreements due"                          },
    {"agreements_performed",         "已自动履行",                         "agreements performed"                    },
    {"agreements_performed_part",    "部分履行",                            "performed in part"                       },
    {"late",                         "逾期办结",                            "concluded late"                          },
    {"lapsed",                       "逾期未接受",                         "offers lapsed"                           },
    {"converted",                    "转换程序",                            "converted"                               },
    {"transferred",                  "移送",                                  "transferred"                             },
    {"civil_after_entrusted",        "先行调解后转入审理",             "after entrusted mediation"               },
    {"disputes_here",                "办结纠纷（件）",                   "disputes concluded"                      },
    {"paused_days",                  "不计入天数",                         "days that do not count"                  },
    {"decided_by_clerks",            "人工处理",                            "decided by clerks"                       },
    {"overruled",                    "变更",                                  "overruled"                               },
    {"after_objection",              "因当事人异议",                      "after an objection"                      },
    {"key",                          "项目",                                  "key"                                     },
    {"name",                         "名称",                                  "name"                                    },
};

static const struct dimension {
    const char *name;
    const struct query *query;
    const char *step; /* of periods: passed on instead of the dimension */
} dimensions[] = {
    {"month",     &Q_list_period_totals, "1 month" },
    {"quarter",   &Q_list_period_totals, "3 months"},
    {"channel",   &Q_split_totals,       NULL      },
    {"procedure", &Q_split_procedures,   NULL      },
    {"cause",     &Q_split_totals,       NULL      },
    {"domain",    &Q_split_totals,       NULL      },
    {"street",    &Q_split_totals,       NULL      },
    {"community", &Q_split_totals,       NULL      },
    {"body",      &Q_split_totals,       NULL      },
    {"mediator",  &Q_split_totals,       NULL      },
    {"rule",      &Q_split_rules,        NULL      },
};
enum { N_DIMENSIONS = sizeof dimensions / sizeof *dimensions };

const char *
stats_label(const char *column)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strcmp(labels[i].column, column) == 0)
            return say(labels[i].zh, labels[i].en);
    return column;
}

/* --- asking --- */

/* A period that goes on is listed up to today: a month that has not come has no figures. */
static fl_day
last_listed(const struct stats_query *query)
{
    fl_day today = moment_day(clock_now());
    return query->to > today && query->from <= today ? today : query->to;
}

int
stats_read(struct pg *pg, const struct stats_query *query, PGresult **ret, struct fl_error *err)
{
    struct pg_param params[] = {pg_text(query->court), pg_day(query->from), pg_day(query->to),
                                pg_text(query->by)};
    if (!query->by)
        return pg_run(pg, &Q_get_totals, params, 3, PG_ROW, ret, err);
    for (int i = 0; i < N_DIMENSIONS; i++) {
        const struct dimension *d = &dimensions[i];
        if (strcmp(d->name, query->by) != 0)
            continue;
        if (d->step) {
            params[2] = pg_day(last_listed(query));
            params[3] = pg_text(d->step);
        }
        int n = d->query == &Q_split_totals || d->step ? 4 : 3;
        return pg_run(pg, d->query, params, n, PG_ROWS, ret, err);
    }
    return fl_fail(err, FL_E_USAGE, "%s",
                   say("--by 可用 "
                       "month、quarter、channel、procedure、cause、domain、street、community、body"
                       "、mediator、rule",
                       "--by takes month, quarter, channel, procedure, cause, domain, street, "
                       "community, body, mediator or rule"));
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

struct stats_query
stats_year_before(const struct stats_query *query)
{
    struct civil from = day_civil(query->from), to = day_civil(query->to + 1);
    struct stats_query before = *query;
    before.from = day_of_civil(from.year - 1, from.month, from.day);
    before.to = day_of_civil(to.year - 1, to.month, to.day) - 1;
    return before;
}

/* --- words --- */

/* "court small_claims fast_track": channel, procedure, lane. */
const char *
stats_key_words(struct arena *arena, const char *key)
{
    static const struct fl_vocab *const lists[] = {&fl_channels, &fl_procedures};
    struct buf out = {0};
    for (int word = 0; *key; word++) {
        size_t len = strcspn(key, " ");
        int n = word < 2 ? fl_word_find(lists[word], key, len) : -1;
        if (word)
            buf_text(&out, " · ");
        if (n >= 0 && lang_is_chinese()) {
            buf_text(&out, fl_word_zh(lists[word], n));
        } else if (n < 0 && word == 2) {
            buf_text(&out, say("速裁", "fast track"));
        } else {
            for (size_t i = 0; i < len; i++)
                buf_char(&out, key[i] == '_' ? ' ' : key[i]);
        }
        key += len + (key[len] == ' ');
    }
    const char *words = arena_copy(arena, out.len ? out.data : "", out.len);
    buf_done(&out);
    return words;
}

/* The word of one list in the language of the reader. */
static const char *
word_of(const struct fl_vocab *list, struct arena *arena, const char *key)
{
    int n = fl_word_find(list, key, strlen(key));
    if (n >= 0 && lang_is_chinese())
        return fl_word_zh(list, n);
    char *text = arena_text(arena, key);
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
    return text;
}

/* A grid for people: the words of channels, procedures and domains in the place of their codes. */
struct grid *
stats_grid(struct arena *arena, const struct stats_query *query, const char *id, const char *title,
           const PGresult *result, bool for_people)
{
    struct grid *grid = grid_of(arena, id, title, result, for_people);
    int key = grid_column(grid, "key");
    const char *by = query->by;
    if (!for_people || !by || key < 0)
        return grid;
    for (int r = 0; r < grid->n_rows; r++) {
        const char *code = grid_get(grid, r, key);
        if (!code)
            continue;
        if (strcmp(code, "-") == 0)
            grid_put(grid, r, key, say("（未填）", "(not given)"));
        else if (strcmp(by, "channel") == 0)
            grid_put(grid, r, key, stats_key_words(arena, code));
        else if (strcmp(by, "procedure") == 0)
            grid_put(grid, r, key, word_of(&fl_procedures, arena, code));
        else if (strcmp(by, "domain") == 0)
            grid_put(grid, r, key, word_of(&fl_domains, arena, code));
    }
    return grid;
}

void
stats_put_period(const struct stats_query *query, struct buf *out)
{
    struct civil from = day_civil(query->from), to = day_civil(query->to),
                 after = day_civil(query->to + 1);
    char a[11], b[11];
    bool begins = from.day == 1 && after.day == 1 && from.year == to.year;
    int months = begins ? to.month - from.month + 1 : 0;
    if (months == 12)
        buf_print(out, say("%d年", "%d"), from.year);
    else if (months == 3 && from.month % 3 == 1)
        buf_print(out, say("%d年第%d季度", "%d, quarter %d"), from.year, from.month / 3 + 1);
    else if (months == 1)
        buf_print(out, say("%d年%d月", "%d-%02d"), from.year, from.month);
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
    stats_put_period(query, out);
    buf_print(out, say("，诉前调解%lld件", ": pre-litigation mediations completed: %lld"), before);
    if (entrusted)
        buf_print(out, say("、先行调解%lld件", ", entrusted mediations: %lld"), entrusted);
    buf_print(out, say("、速裁案件%lld件。\n", ", fast-track cases: %lld.\n"), fast);
}
