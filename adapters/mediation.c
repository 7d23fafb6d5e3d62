/* People's mediation (人民调解委员会): mediation before filing, entrusted after filing, and of
 * labour disputes. */
#include <stddef.h>

#include "adapters/list.h"
#include "adapters/mediates.h"

static struct fl_outcome_row outcomes[] = {
    FL_MEDIATION_OUTCOMES,
    {.name = "expired", .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "调解期限届满"},
    {.name = NULL  },
};

static struct fl_procedure_row procedures[] = {
    {.name = "pre_filing_mediation"},
    {.name = "entrusted_mediation"},
    {.name = "people_mediation"},
    {.name = NULL},
};

/* Entrusted mediation enters with the number of its case: it is registered on that day, so that no
 * clock runs for it (docs/adapters.md). */
static const struct fl_deadline_row deadlines[] = {
    {"appoint", FL_UNTIL_OFFERED,   FL_PASSED_ESCALATE, false},
    {"contact", FL_UNTIL_CONTACTED, FL_PASSED_TELL,     false},
    {"mediate", FL_UNTIL_CONCLUDED, FL_PASSED_EXPIRE,   true },
    {NULL,      FL_UNTIL_CONCLUDED, FL_PASSED_TELL,     false},
};

struct fl_adapter fl_adapter_mediation = {
    .name = "mediation",
    .zh = "人民调解委员会",
    .en = "people's mediation committee",
    .desk_zh = "人民调解台",
    .desk_en = "mediation desk",
    .url = "tcp://127.0.0.1:7412",
    .outcomes = outcomes,
    .reasons = fl_mediation_reasons,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .deadlines = deadlines,
    .pauses = fl_mediation_pauses,
    .days_from_acceptance = true,
    .mediated_by = "peoples_committee",
    .refused = FL_REFUSED_POOL,
    .system_zh = "人民调解管理系统",
    .system_en = "system of the mediation committees",
};
