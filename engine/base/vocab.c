/* The lists of words of fenliu/vocab.h as tables, and their look-ups. */
#include "engine/base/words.h"

#include <string.h>

#define X(id, name, zh) {name, zh},
static struct fl_word channels[FL_MAX_CHANNELS] = {FL_CHANNELS(X)};
static struct fl_word procedures[FL_MAX_PROCEDURES] = {FL_PROCEDURES(X)};
static const struct fl_word domains[] = {FL_DOMAINS(X)};
static const struct fl_word scopes[] = {FL_SCOPES(X)};
static const struct fl_word kinds[] = {FL_KINDS(X)};
static const struct fl_word tags[] = {FL_TAGS(X)};
static const struct fl_word claims[] = {FL_CLAIMS(X)};
static const struct fl_word referral_states[] = {FL_REFERRAL_STATES(X)};
static const struct fl_word dispute_states[] = {FL_DISPUTE_STATES(X)};
static struct fl_word outcomes[FL_MAX_OUTCOMES] = {FL_OUTCOMES(X)};
static const struct fl_word event_types[] = {FL_EVENT_TYPES(X)};
static const struct fl_word overrule_reasons[] = {FL_OVERRULE_REASONS(X)};
#undef X

#define VOCAB(what, words)                                                                         \
    {                                                                                              \
        what, words, (int)(sizeof(words) / sizeof *(words))                                        \
    }
struct fl_vocab fl_channels = {"channel", channels, FL_CHANNEL__COUNT};
struct fl_vocab fl_procedures = {"procedure", procedures, FL_PROCEDURE__COUNT};
const struct fl_vocab fl_domains = VOCAB("domain", domains);
const struct fl_vocab fl_scopes = VOCAB("scope", scopes);
const struct fl_vocab fl_kinds = VOCAB("kind", kinds);
const struct fl_vocab fl_tags = VOCAB("tag", tags);
const struct fl_vocab fl_claims = VOCAB("claim", claims);
const struct fl_vocab fl_referral_states = VOCAB("referral state", referral_states);
const struct fl_vocab fl_dispute_states = VOCAB("dispute state", dispute_states);
struct fl_vocab fl_outcomes = {"outcome", outcomes, FL_OUTCOME__COUNT};
const struct fl_vocab fl_event_types = VOCAB("event type", event_types);
const struct fl_vocab fl_overrule_reasons = VOCAB("reason code", overrule_reasons);

/* The words of the ENUM facts, in the order of their numbers. */
static const struct fl_word consent_to_mediate[] = {
    {"both",     "双方同意"      },
    {"claimant", "仅申请方同意"},
    {"refused",  "拒绝"            },
};
static const struct fl_word labour_relation[] = {
    {"yes",      "成立"   },
    {"no",       "不成立"},
    {"disputed", "有争议"},
};
static const struct fl_word mediated_agreement[] = {
    {"none",        "无"      },
    {"unperformed", "未履行"},
};
static const struct fl_word mediated_by[] = {
    {"peoples_committee", "人民调解委员会"            },
    {"union",             "工会"                           },
    {"commission",        "劳动人事争议仲裁委员会"},
    {"other",             "其他组织"                     },
};
static const struct fl_word payment_order[] = {
    {"none",                       "无"                                    },
    {"terminated_after_mediation", "调解协议支付令终结督促程序"},
    {"terminated_direct",          "欠薪支付令终结督促程序"      },
};
static const struct fl_word arbitration[] = {
    {"none",        "未仲裁"      },
    {"pending",     "仲裁中"      },
    {"award",       "已裁决"      },
    {"final_award", "已终局裁决"},
    {"refused",     "不予受理"   },
    {"overdue",     "逾期未裁决"},
};
static const struct fl_word suing_party[] = {
    {"worker",   "劳动者"   },
    {"employer", "用人单位"},
};
static const struct fl_word mediation_history[] = {
    {"none",   "无"         },
    {"failed", "调解不成"},
    {"agreed", "达成协议"},
};

#define WORDS(id, list) [FL_FACT_##id] = VOCAB(#list, list)
static const struct fl_vocab fact_words[FL_FACT__COUNT] = {
    WORDS(CONSENT_TO_MEDIATE, consent_to_mediate),
    WORDS(LABOUR_RELATION, labour_relation),
    WORDS(MEDIATED_AGREEMENT, mediated_agreement),
    WORDS(MEDIATED_BY, mediated_by),
    WORDS(PAYMENT_ORDER, payment_order),
    WORDS(ARBITRATION, arbitration),
    WORDS(SUING_PARTY, suing_party),
    WORDS(MEDIATION_HISTORY, mediation_history),
};

#define X(id, name, type, zh) {name, zh, FL_FACT_TYPE_##type, &fact_words[FL_FACT_##id]},
const struct fl_fact_info fl_facts[FL_FACT__COUNT] = {FL_FACTS(X)};
#undef X

const char *
fl_word(const struct fl_vocab *vocab, int n)
{
    return n >= 0 && n < vocab->count ? vocab->words[n].name : NULL;
}

const char *
fl_word_zh(const struct fl_vocab *vocab, int n)
{
    return n >= 0 && n < vocab->count ? vocab->words[n].zh : NULL;
}

int
fl_word_find(const struct fl_vocab *vocab, const char *word, size_t len)
{
    for (int i = 0; i < vocab->count; i++)
        if (strncmp(vocab->words[i].name, word, len) == 0 && vocab->words[i].name[len] == 0)
            return i;
    return -1;
}

int
words_number(const struct fl_vocab *vocab, const char *word)
{
    return word ? fl_word_find(vocab, word, strlen(word)) : -1;
}

int
fl_fact_find(const char *name, size_t len)
{
    for (int i = 0; i < FL_FACT__COUNT; i++)
        if (strncmp(fl_facts[i].name, name, len) == 0 && fl_facts[i].name[len] == 0)
            return i;
    return -1;
}

int
words_add(struct fl_vocab *vocab, const char *name, const char *zh)
{
    static const struct {
        struct fl_vocab *vocab;
        struct fl_word *words;
        int max;
    } lists[] = {
        {&fl_channels,   channels,   FL_MAX_CHANNELS  },
        {&fl_procedures, procedures, FL_MAX_PROCEDURES},
        {&fl_outcomes,   outcomes,   FL_MAX_OUTCOMES  },
    };
    int n = fl_word_find(vocab, name, strlen(name));
    for (size_t i = 0; n < 0 && i < sizeof lists / sizeof *lists; i++)
        if (lists[i].vocab == vocab && zh && vocab->count < lists[i].max) {
            n = vocab->count++;
            lists[i].words[n] = (struct fl_word){name, zh};
        }
    return n;
}

/* Every program that knows words knows those of the channels. */
__attribute__((constructor)) static void
add_words(void)
{
    words_of_channels();
}
