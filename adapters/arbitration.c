/* The labour and personnel dispute arbitration commission (劳动人事争议仲裁委员会). */
#include <stddef.h>

#include "adapters/list.h"

/* refused: not accepted, or no word within 5 days (劳动争议调解仲裁法 29); overdue: no award in
 * time (43). Both open the way to the court. An award closes the dispute here: who does not accept
 * it sues within 15 days (50), which is a new case document with the facts arbitration and
 * arbitration_on. */
static const struct fl_outcome_row outcomes[] = {
    {FL_OUTCOME_AWARD,       FL_FOLLOW_CLOSE,  false, true,  false, false, "裁决"               },
    {FL_OUTCOME_FINAL_AWARD, FL_FOLLOW_CLOSE,  false, true,  false, false, "终局裁决"         },
    {FL_OUTCOME_MEDIATED,    FL_FOLLOW_CLOSE,  true,  true,  false, false, "仲裁调解书"      },
    {FL_OUTCOME_REFUSED,     FL_FOLLOW_DECIDE, false, true,  false, false, "不予受理"         },
    {FL_OUTCOME_WITHDRAWN,   FL_FOLLOW_CLOSE,  false, true,  false, false, "撤回仲裁申请"   },
    {FL_OUTCOME_OVERDUE,     FL_FOLLOW_DECIDE, false, true,  false, false, "逾期未作出裁决"},
    {0,                      0,                false, false, false, false, NULL                   },
};

static const struct fl_procedure_row procedures[] = {
    {FL_PROCEDURE_LABOUR_ARBITRATION,    false},
    {FL_PROCEDURE_PERSONNEL_ARBITRATION, false},
    {FL_PROCEDURE__COUNT,                false},
};

static const char *const due_limits[] = {"arbitrate", NULL};

const struct fl_adapter fl_adapter_arbitration = {
    .channel = FL_CHANNEL_ARBITRATION,
    .desk = "desk_arbitration",
    .outcomes = outcomes,
    .reasons = NULL,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .due_limits = due_limits,
    .days_from_acceptance = true,
    .zh = "劳动人事争议仲裁委员会",
    .en = "labour and personnel dispute arbitration commission",
};
