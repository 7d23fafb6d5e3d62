/* People's mediation (人民调解委员会): mediation before filing, entrusted after filing, and of
 * labour disputes. */
#include <stddef.h>

#include "adapters/list.h"

static const struct fl_outcome_row outcomes[] = {
    {FL_OUTCOME_AGREED,      FL_FOLLOW_CLOSE,  true,  true,  false, false, "达成调解协议"   },
    {FL_OUTCOME_FAILED,      FL_FOLLOW_DECIDE, false, true,  true,  false, "调解不成"         },
    {FL_OUTCOME_WITHDRAWN,   FL_FOLLOW_CLOSE,  false, true,  false, false, "撤回调解申请"   },
    {FL_OUTCOME_REFUSED,     FL_FOLLOW_DECIDE, false, true,  false, false, "当事人拒绝调解"},
    {FL_OUTCOME_UNREACHABLE, FL_FOLLOW_DECIDE, false, true,  false, false, "无法联系当事人"},
    {FL_OUTCOME_UNSUITABLE,  FL_FOLLOW_DECIDE, false, true,  false, false, "不宜调解"         },
    {FL_OUTCOME_EXPIRED,     FL_FOLLOW_DECIDE, false, true,  false, false, "调解期限届满"   },
    {0,                      0,                false, false, false, false, NULL                   },
};

/* 人民法院在线调解规则 art 25 (2)-(8); (1), an agreement, is the outcome `agreed`. The union
 * uses the same codes, so that the reasons of all mediation add up. */
const struct fl_end_reason fl_mediation_reasons[] = {
    {"settled",     FL_OUTCOME_BIT(WITHDRAWN),                                                       true,  -1, "当事人自行和解，撤回调解申请",
     "在线调解规则25(2)"                                                                                                                                                               },
    {"unreachable", FL_OUTCOME_BIT(FAILED) | FL_OUTCOME_BIT(UNREACHABLE),                            false, -1,
     "在调解期限内无法联系到当事人",                                                                                                                  "在线调解规则25(3)"},
    {"unwilling",   FL_OUTCOME_BIT(FAILED) | FL_OUTCOME_BIT(REFUSED),                                false, -1,
     "当事人一方明确表示不愿意继续调解",                                                                                                            "在线调解规则25(4)"},
    {"far_apart",   FL_OUTCOME_BIT(FAILED),                                                          false, -1, "当事人分歧较大且难以达成调解协议",
     "在线调解规则25(5)"                                                                                                                                                               },
    {"period_over", FL_OUTCOME_BIT(FAILED) | FL_OUTCOME_BIT(EXPIRED),                                false, -1,
     "调解期限届满，未达成调解协议且无延长合意",                                                                                                "在线调解规则25(6)"},
    {"unsigned",    FL_OUTCOME_BIT(FAILED),                                                          false, -1, "当事人一方拒绝在调解协议上签章",
     "在线调解规则25(7)"                                                                                                                                                               },
    {"other",       FL_OUTCOME_BIT(FAILED) | FL_OUTCOME_BIT(UNSUITABLE) | FL_OUTCOME_BIT(WITHDRAWN),
     false,                                                                                                 -1, "其他导致调解无法进行的情形",          "在线调解规则25(8)"},
    {NULL,          0,                                                                               false, -1, NULL,                                               NULL                     },
};

static const struct fl_procedure_row procedures[] = {
    {FL_PROCEDURE_PRE_FILING_MEDIATION, false},
    {FL_PROCEDURE_ENTRUSTED_MEDIATION,  false},
    {FL_PROCEDURE_PEOPLE_MEDIATION,     false},
    {FL_PROCEDURE__COUNT,               false},
};

static const char *const due_limits[] = {"mediate", NULL};

const struct fl_adapter fl_adapter_mediation = {
    .channel = FL_CHANNEL_MEDIATION,
    .desk = "desk_mediation",
    .outcomes = outcomes,
    .reasons = fl_mediation_reasons,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .due_limits = due_limits,
    .days_from_acceptance = true,
    .zh = "人民调解委员会",
    .en = "people's mediation committee",
};
