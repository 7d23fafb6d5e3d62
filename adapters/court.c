/* The people's court (人民法院): small claims, summary, ordinary, special, confirmation, payment
 * order; the fast track (速裁) is a lane beside the procedure. */
#include <stddef.h>

#include "adapters/list.h"

/* A payment order that is issued is reported as judgment, one that ends by an objection as
 * converted. A refused confirmation closes: the parties may mediate again, arbitrate or sue (民诉法
 * 2017: 195; 2021: 202; 2023: 206), which is theirs to choose. converted and transferred are no
 * completions of the series (domain: 速裁案件). */
static const struct fl_outcome_row outcomes[] = {
    {FL_OUTCOME_JUDGMENT,             FL_FOLLOW_CLOSE,  false, true,  false, false,
     "判决（督促程序：发出支付令）"                                                                },
    {FL_OUTCOME_MEDIATED,             FL_FOLLOW_CLOSE,  false, true,  false, false, "调解"                     },
    {FL_OUTCOME_WITHDRAWN,            FL_FOLLOW_CLOSE,  false, true,  false, false, "撤诉"                     },
    {FL_OUTCOME_DISMISSED,            FL_FOLLOW_CLOSE,  false, true,  false, false, "驳回起诉、驳回申请"},
    {FL_OUTCOME_TRANSFERRED,          FL_FOLLOW_CLOSE,  false, false, false, false, "移送其他法院"         },
    {FL_OUTCOME_CONVERTED,            FL_FOLLOW_DECIDE, false, false, false, true,  "转换程序"               },
    {FL_OUTCOME_CONFIRMED,            FL_FOLLOW_CLOSE,  false, true,  false, false, "确认调解协议有效"   },
    {FL_OUTCOME_CONFIRMATION_REFUSED, FL_FOLLOW_CLOSE,  false, true,  false, false, "驳回确认申请"         },
    {0,                               0,                false, false, false, false, NULL                         },
};

/* Why a case leaves the fast track; each makes the fact true that the next decision must know. */
static const struct fl_end_reason reasons[] = {
    {"enlarged_claims",   FL_OUTCOME_BIT(CONVERTED), false, -1,                             "增加或者变更诉讼请求",
     "法发〔2017〕14号"                                                                                                                                            },
    {"counterclaim",      FL_OUTCOME_BIT(CONVERTED), false, FL_FACT_COUNTERCLAIM,           "提出反诉",
     "法发〔2017〕14号"                                                                                                                                            },
    {"jurisdiction",      FL_OUTCOME_BIT(CONVERTED), false, FL_FACT_JURISDICTION_OBJECTION,
     "提出管辖权异议",                                                                                                             "法发〔2017〕14号"       },
    {"added_party",       FL_OUTCOME_BIT(CONVERTED), false, FL_FACT_ADDED_PARTY,            "追加当事人",
     "法发〔2017〕14号"                                                                                                                                            },
    {"appraisal",         FL_OUTCOME_BIT(CONVERTED), false, FL_FACT_APPRAISAL_NEEDED,       "委托鉴定评估",
     "法发〔2017〕14号"                                                                                                                                            },
    {"service_by_notice", FL_OUTCOME_BIT(CONVERTED), false, FL_FACT_SERVICE_BY_NOTICE,      "公告送达",
     "法发〔2017〕14号"                                                                                                                                            },
    {"objection",         FL_OUTCOME_BIT(CONVERTED), false, -1,                             "对支付令提出异议",                   "民事诉讼法 督促程序"},
    {"complex",           FL_OUTCOME_BIT(CONVERTED), false, FL_FACT_MAJOR_COMPLEX,          "案情重大疑难复杂",
     "法发〔2017〕14号"                                                                                                                                            },
    {"new_type",          FL_OUTCOME_BIT(CONVERTED), false, FL_FACT_NEW_TYPE,               "新类型案件",
     "法发〔2017〕14号"                                                                                                                                            },
    {"other",             FL_OUTCOME_BIT(CONVERTED), false, -1,                             "其他不宜继续适用原程序的情形", NULL                          },
    {NULL,                0,                         false, -1,                             NULL,                                         NULL                          },
};

static const struct fl_procedure_row procedures[] = {
    {FL_PROCEDURE_SMALL_CLAIMS,  true },
    {FL_PROCEDURE_SUMMARY,       true },
    {FL_PROCEDURE_ORDINARY,      false},
    {FL_PROCEDURE_SPECIAL,       false},
    {FL_PROCEDURE_CONFIRMATION,  true },
    {FL_PROCEDURE_PAYMENT_ORDER, true },
    {FL_PROCEDURE__COUNT,        false},
};

static const char *const due_limits[] = {"fast_track_max", "confirm", "try", NULL};

const struct fl_adapter fl_adapter_court = {
    .channel = FL_CHANNEL_COURT,
    .desk = "desk_court",
    .outcomes = outcomes,
    .reasons = reasons,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .due_limits = due_limits,
    .days_from_acceptance = false,
    .zh = "人民法院",
    .en = "people's court",
};
