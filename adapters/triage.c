/* The routing clerk (程序分流员): what the facts do not decide, a person does. The report names
 * channel and procedure instead of an outcome; what is stored as the outcome is `routed`. */
#include <stddef.h>

#include "adapters/list.h"

static struct fl_outcome_row outcomes[] = {
    {.name = "routed",
     .follow = FL_FOLLOW_CLERK,
     .counts = true,
     .needs_reason = true,
     .needs_procedure = true,
     .zh = "人工分流"},
    {.name = "withdrawn",          .follow = FL_FOLLOW_CLOSE, .zh = "撤回"},
    {.name = NULL},
};

static struct fl_procedure_row procedures[] = {
    {.name = "manual"},
    {.name = NULL},
};

static const struct fl_deadline_row deadlines[] = {
    {"route", FL_UNTIL_CONCLUDED, FL_PASSED_ESCALATE, true },
    {NULL,    FL_UNTIL_CONCLUDED, FL_PASSED_TELL,     false},
};

struct fl_adapter fl_adapter_triage = {
    .name = "triage",
    .zh = "程序分流员",
    .en = "routing clerk",
    .desk_zh = "分流台",
    .desk_en = "triage desk",
    .url = "tcp://127.0.0.1:7410",
    .clerks_only = true,
    .outcomes = outcomes,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .deadlines = deadlines,
    .days_from_acceptance = false,
    .system_zh = "立案分流系统",
    .system_en = "routing system of the court",
};
