/* The union (工会): mediation of labour disputes by the union's committee and its lawyers. No
 * agreement within 15 days of the application opens arbitration (劳动争议调解仲裁法 14). */
#include <stddef.h>

#include "adapters/list.h"
#include "adapters/mediates.h"

static struct fl_outcome_row outcomes[] = {
    FL_MEDIATION_OUTCOMES,
    {.name = "expired", .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "十五日内未达成调解协议"},
    {.name = NULL  },
};

static struct fl_procedure_row procedures[] = {
    {.name = "union_mediation"},
    {.name = NULL},
};

static const struct fl_deadline_row deadlines[] = {
    {"mediate", FL_UNTIL_CONCLUDED, FL_PASSED_EXPIRE, true },
    {NULL,      FL_UNTIL_CONCLUDED, FL_PASSED_TELL,   false},
};

struct fl_adapter fl_adapter_union = {
    .name = "union",
    .zh = "工会",
    .en = "union",
    .desk_zh = "工会台",
    .desk_en = "union desk",
    .url = "tcp://127.0.0.1:7414",
    .outcomes = outcomes,
    .reasons = fl_mediation_reasons,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .deadlines = deadlines,
    .pauses = fl_mediation_pauses,
    .days_from_acceptance = true,
    .mediated_by = "union",
    .refused = FL_REFUSED_POOL,
    .system_zh = "工会业务系统",
    .system_en = "system of the union",
};
