/* The union (工会): mediation of labour disputes by the union's committee and its lawyers. No
 * agreement within 15 days of the application opens arbitration (劳动争议调解仲裁法 14). */
#include <stddef.h>

#include "adapters/list.h"

static const struct fl_outcome_row outcomes[] = {
    {FL_OUTCOME_AGREED,      FL_FOLLOW_CLOSE,  true,  true,  false, false, "达成调解协议"               },
    {FL_OUTCOME_FAILED,      FL_FOLLOW_DECIDE, false, true,  true,  false, "调解不成"                     },
    {FL_OUTCOME_WITHDRAWN,   FL_FOLLOW_CLOSE,  false, true,  false, false, "撤回调解申请"               },
    {FL_OUTCOME_REFUSED,     FL_FOLLOW_DECIDE, false, true,  false, false, "当事人拒绝调解"            },
    {FL_OUTCOME_UNREACHABLE, FL_FOLLOW_DECIDE, false, true,  false, false, "无法联系当事人"            },
    {FL_OUTCOME_UNSUITABLE,  FL_FOLLOW_DECIDE, false, true,  false, false, "不宜调解"                     },
    {FL_OUTCOME_EXPIRED,     FL_FOLLOW_DECIDE, false, true,  false, false, "十五日内未达成调解协议"},
    {0,                      0,                false, false, false, false, NULL                               },
};

static const struct fl_procedure_row procedures[] = {
    {FL_PROCEDURE_UNION_MEDIATION, false},
    {FL_PROCEDURE__COUNT,          false},
};

static const char *const due_limits[] = {"mediate", NULL};

const struct fl_adapter fl_adapter_union = {
    .channel = FL_CHANNEL_UNION,
    .desk = "desk_union",
    .outcomes = outcomes,
    .reasons = fl_mediation_reasons,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .due_limits = due_limits,
    .days_from_acceptance = true,
    .zh = "工会",
    .en = "union",
};
