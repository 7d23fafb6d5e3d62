/* The labour and personnel dispute arbitration commission (劳动人事争议仲裁委员会). */
#include <stddef.h>

#include "adapters/list.h"

/* refused: not accepted, or no word within 5 days (劳动争议调解仲裁法 29); overdue: no award in
 * time (43). Both open the way to the court. An award closes the dispute here: who does not accept
 * it sues within 15 days (50): the dispute goes on in its file (case.reopen). */
static struct fl_outcome_row outcomes[] = {
    {.name = "award",            .follow = FL_FOLLOW_CLOSE, .counts = true, .zh = "裁决"},
    {.name = "final_award",            .follow = FL_FOLLOW_CLOSE, .counts = true, .zh = "终局裁决"},
    {.name = "mediated",
     .follow = FL_FOLLOW_CLOSE,
     .succeeded = true,
     .counts = true,
     .zh = "仲裁调解书"},
    {.name = "refused",.follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "不予受理"},
    {.name = "withdrawn",      .follow = FL_FOLLOW_CLOSE, .counts = true, .zh = "撤回仲裁申请"},
    {.name = "overdue",         .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "逾期未作出裁决"},
    {.name = NULL         },
};

static struct fl_procedure_row procedures[] = {
    {.name = "labour_arbitration"},
    {.name = "personnel_arbitration"},
    {.name = NULL},
};

/* The commission's silence on acceptance, and an award that is late, open the way to the court, but
 * a party has to take it: nothing is concluded by itself (劳动争议调解仲裁法 29, 43). */
static const struct fl_deadline_row deadlines[] = {
    {"accept",    FL_UNTIL_ACCEPTED,  FL_PASSED_ESCALATE, false},
    {"arbitrate", FL_UNTIL_CONCLUDED, FL_PASSED_ESCALATE, true },
    {NULL,        FL_UNTIL_CONCLUDED, FL_PASSED_TELL,     false},
};

static const struct fl_pause_row pauses[] = {
    {"appraisal",  "启动鉴定程序或者委托其他部门调查取证", "审理劳动争议解释（一）12(5)"},
    {"other_case", "等待另案结果、评残结论",                      "审理劳动争议解释（一）12(3)"},
    {NULL,         NULL,                                                     NULL                                    },
};

struct fl_adapter fl_adapter_arbitration = {
    .name = "arbitration",
    .zh = "劳动人事争议仲裁委员会",
    .en = "labour and personnel dispute arbitration commission",
    .desk_zh = "仲裁台",
    .desk_en = "arbitration desk",
    .url = "tcp://127.0.0.1:7413",
    .outcomes = outcomes,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .deadlines = deadlines,
    .pauses = pauses,
    .days_from_acceptance = true,
    .refused = FL_REFUSED_CLERK,
    .system_zh = "仲裁办案系统",
    .system_en = "case system of the arbitration commission",
};
