/* People's mediation (人民调解委员会): mediation before filing, entrusted after filing, and of
 * labour disputes. */
#include <stddef.h>

#include "adapters/list.h"

static struct fl_outcome_row outcomes[] = {
    {.name = "agreed",
     .follow = FL_FOLLOW_CLOSE,
     .succeeded = true,
     .counts = true,
     .zh = "达成调解协议"},
    {.name = "failed",
     .follow = FL_FOLLOW_DECIDE,
     .counts = true,
     .needs_reason = true,
     .zh = "调解不成"},
    {.name = "withdrawn", .follow = FL_FOLLOW_CLOSE, .counts = true, .zh = "撤回调解申请"},
    {.name = "refused",           .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "当事人拒绝调解"},
    {.name = "unreachable",             .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "无法联系当事人"},
    {.name = "unsuitable",       .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "不宜调解"},
    {.name = "expired",        .follow = FL_FOLLOW_DECIDE, .counts = true, .zh = "调解期限届满"},
    {.name = NULL           },
};

/* 人民法院在线调解规则 art 25 (2)-(8); (1), an agreement, is the outcome `agreed`. The union
 * uses the same codes, so that the reasons of all mediation add up. */
struct fl_end_reason fl_mediation_reasons[] = {
    {.code = "settled",
     .with = "withdrawn",
     .succeeded = true,
     .zh = "当事人自行和解，撤回调解申请",
     .basis = "在线调解规则25(2)"},
    {.code = "unreachable",
     .with = "failed unreachable",
     .zh = "在调解期限内无法联系到当事人",
     .basis = "在线调解规则25(3)"},
    {.code = "unwilling",
     .with = "failed refused",
     .zh = "当事人一方明确表示不愿意继续调解",
     .basis = "在线调解规则25(4)"},
    {.code = "far_apart",
     .with = "failed",
     .zh = "当事人分歧较大且难以达成调解协议",
     .basis = "在线调解规则25(5)"},
    {.code = "period_over",
     .with = "failed expired",
     .zh = "调解期限届满，未达成调解协议且无延长合意",
     .basis = "在线调解规则25(6)"},
    {.code = "unsigned",
     .with = "failed",
     .zh = "当事人一方拒绝在调解协议上签章",
     .basis = "在线调解规则25(7)"},
    {.code = "other",
     .with = "failed unsuitable withdrawn",
     .zh = "其他导致调解无法进行的情形",
     .basis = "在线调解规则25(8)"},
    {.code = NULL                },
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

/* Shared by all who mediate, as the end reasons are. */
const struct fl_pause_row fl_mediation_pauses[] = {
    {"appraisal", "委托鉴定评估", "在线调解规则26"},
    {NULL,        NULL,                 NULL                  },
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
