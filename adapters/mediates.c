/* What all who mediate share: why a mediation ends without an agreement, what stops its clocks. */
#include <stddef.h>

#include "adapters/mediates.h"

/* 人民法院在线调解规则 art 25 (2)-(8); (1), an agreement, is the outcome `agreed`. All who
 * mediate use the same codes, so that the reasons of all mediation add up. */
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

const struct fl_pause_row fl_mediation_pauses[] = {
    {"appraisal", "委托鉴定评估", "在线调解规则26"},
    {NULL,        NULL,                 NULL                  },
};
