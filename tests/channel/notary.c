/* A fifth channel for tests/system/channel.py: the notary office (公证处), which mediates and may make an agreement
 * enforceable (赋予强制执行效力). Added as adapters/README.md says: this file, and the row X(notary). */
#include <stddef.h>

#include "adapters/list.h"

static struct fl_outcome_row outcomes[] = {
    {.name = "agreed",
     .follow = FL_FOLLOW_CLOSE,
     .succeeded = true,
     .counts = true,
     .zh = "达成调解协议"},
    {.name = "certified",
     .follow = FL_FOLLOW_CLOSE,
     .succeeded = true,
     .counts = true,
     .zh = "出具公证书"},
    {.name = "failed",
     .follow = FL_FOLLOW_DECIDE,
     .counts = true,
     .needs_reason = true,
     .zh = "调解不成"},
    {.name = "passed_on",        .follow = FL_FOLLOW_CLOSE, .zh = "转其他公证处"},
    {.name = NULL         },
};

static struct fl_end_reason reasons[] = {
    {.code = "far_apart",                                       .with = "failed", .zh = "当事人分歧较大且难以达成调解协议"},
    {.code = "papers_missing", .with = "failed passed_on", .zh = "证明材料不全"},
    {.code = NULL                                 },
};

static struct fl_procedure_row procedures[] = {
    {.name = "notary_mediation", .zh = "公证调解"},
    {.name = NULL                         },
};

static const struct fl_deadline_row deadlines[] = {
    {"mediate", FL_UNTIL_CONCLUDED, FL_PASSED_ESCALATE, true },
    {NULL,      FL_UNTIL_CONCLUDED, FL_PASSED_TELL,     false},
};

struct fl_adapter fl_adapter_notary = {
    .name = "notary",
    .zh = "公证处",
    .en = "notary office",
    .desk_zh = "公证调解台",
    .desk_en = "notary desk",
    .url = "tcp://127.0.0.1:7415",
    .outcomes = outcomes,
    .reasons = reasons,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .deadlines = deadlines,
    .days_from_acceptance = true,
    .mediated_by = "other",
    .refused = FL_REFUSED_POOL,
    .system_zh = "公证业务系统",
    .system_en = "system of the notary office",
};
