/* The routing clerk (程序分流员): what the facts do not decide, a person does. The report names
 * channel and procedure instead of an outcome; what is stored as the outcome is `routed`. */
#include <stddef.h>

#include "adapters/list.h"

static const struct fl_outcome_row outcomes[] = {
    {FL_OUTCOME_ROUTED,    FL_FOLLOW_CLERK, false, true,  true,  true,  "人工分流"},
    {FL_OUTCOME_WITHDRAWN, FL_FOLLOW_CLOSE, false, false, false, false, "撤回"      },
    {0,                    0,               false, false, false, false, NULL          },
};

static const struct fl_procedure_row procedures[] = {
    {FL_PROCEDURE_MANUAL, false},
    {FL_PROCEDURE__COUNT, false},
};

static const char *const due_limits[] = {NULL};

const struct fl_adapter fl_adapter_triage = {
    .channel = FL_CHANNEL_TRIAGE,
    .desk = "desk_triage",
    .outcomes = outcomes,
    .reasons = NULL,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .due_limits = due_limits,
    .days_from_acceptance = false,
    .zh = "程序分流员",
    .en = "routing clerk",
};
