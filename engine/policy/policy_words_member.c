/* What people call a member of a case or of a decision, and its words. */
#include <string.h>

#include "engine/base/lang.h"
#include "engine/policy/policy_words.h"

static const struct member_row {
    const char *member, *zh, *en;
    const struct fl_vocab *words;
} member_rows[] = {
    {"cause",                 "案由",                                  "cause",                                       NULL              },
    {"claims",                "请求",                                  "claims",                                      &fl_claims        },
    {"claimants.tags",        "申请方身份",                         "tags of the claimants",                       &fl_tags          },
    {"respondents.tags",      "被申请方身份",                      "tags of the respondents",                     &fl_tags          },
    {"parties.tags",          "当事人身份",                         "tags of the parties",                         &fl_tags          },
    {"claimants.kinds",       "申请方类型",                         "kinds of the claimants",                      &fl_kinds         },
    {"respondents.kinds",     "被申请方类型",                      "kinds of the respondents",                    &fl_kinds         },
    {"parties.kinds",         "当事人类型",                         "kinds of the parties",                        &fl_kinds         },
    {"claimants.count",       "申请方人数",                         "number of claimants",                         NULL              },
    {"respondents.count",     "被申请方人数",                      "number of respondents",                       NULL              },
    {"amount_fen",            "标的额（分）",                      "amount in fen",                               NULL              },
    {"largest_item_fen",      "单项最高额（分）",                "largest item in fen",                         NULL              },
    {"history",               "此前办理",                            "history",                                     NULL              },
    {"nature",                "性质",                                  "nature",                                      NULL              },
    {"channel",               "去向",                                  "channel",                                     &fl_channels      },
    {"procedure",             "程序",                                  "procedure",                                   &fl_procedures    },
    {"outcome",               "结果",                                  "outcome",                                     &fl_outcomes      },
    {"fast_track",            "速裁",                                  "fast track",                                  NULL              },
    {"domain",                "领域",                                  "domain",                                      &fl_domains       },
    {"alias",                 "案由为曾用名称",                   "cause under a former name",                   NULL              },
    {"crosswalk_lost",        "案由在现行目录中无唯一对应", "cause without a match in the list in force",
     NULL                                                                                                                                 },
    {"contradicted",          "陈述与办理记录不一致",          "facts contradicted by the history",           NULL              },
    {"calendar_missing",      "期限超出已知节假日安排",       "a clock beyond the known holidays",           NULL              },
    {"no_dispute",            "不是纠纷",                            "no dispute",                                  NULL              },
    {"narrative",             "陈述的阅读结果",                   "what the narrative told",                     &policy_narratives},
    {"narrative_contradicts", "陈述与所填事项不一致",          "given members contradicted by the narrative",
     NULL                                                                                                                                 },
    {"cause_text_mismatch",   "陈述与所填案由不符",             "a narrative that speaks of another cause",    NULL              },
};

static const struct member_row *
row_of(const char *member)
{
    for (size_t i = 0; i < sizeof member_rows / sizeof *member_rows; i++)
        if (!strcmp(member_rows[i].member, member))
            return &member_rows[i];
    return NULL;
}

const char *
words_member(const char *member)
{
    const struct member_row *row = row_of(member);
    int fact = strncmp(member, "facts.", 6) ? -1 : fl_fact_find(member + 6, strlen(member + 6));
    if (fact >= 0)
        return say(fl_facts[fact].zh, fl_facts[fact].name);
    return row ? say(row->zh, row->en) : member;
}

/* "migrant_worker" → "migrant worker" */
static void
put_plain(const char *word, struct buf *buf)
{
    for (; *word; word++)
        buf_char(buf, *word == '_' ? ' ' : *word);
}

void
words_name(const char *member, struct buf *buf)
{
    put_plain(words_member(member), buf);
}

void
words_word(const struct fl_vocab *words, const char *word, struct buf *buf)
{
    int n = words && word ? fl_word_find(words, word, strlen(word)) : -1;
    const char *zh = n < 0 ? NULL : fl_word_zh(words, n);
    if (zh && lang_is_chinese())
        buf_text(buf, zh);
    else if (word)
        put_plain(word, buf);
}

bool
words_list(const char *member, const struct fl_vocab **ret)
{
    const struct member_row *row = row_of(member);
    int fact = strncmp(member, "facts.", 6) ? -1 : fl_fact_find(member + 6, strlen(member + 6));
    if (fact >= 0)
        *ret = fl_facts[fact].values;
    else if (row)
        *ret = row->words;
    return fact >= 0 || row;
}
