/* The people's court (人民法院): small claims, summary, ordinary, special, confirmation, payment
 * order; the fast track (速裁) is a lane beside the procedure. */
#include <stddef.h>

#include "adapters/list.h"

/* A payment order that is issued is reported as judgment, one that ends by an objection as
 * converted. A refused confirmation closes: the parties may mediate again, arbitrate or sue (民诉法
 * 2017: 195; 2021: 202; 2023: 206), which is theirs to choose. converted and transferred are no
 * completions of the series (domain: 速裁案件). */
static struct fl_outcome_row outcomes[] = {
    {.name = "judgment",
     .follow = FL_FOLLOW_CLOSE,
     .counts = true,
     .zh = "判决（督促程序：发出支付令）"},
    {.name = "mediated",             .follow = FL_FOLLOW_CLOSE, .counts = true, .zh = "调解"},
    {.name = "withdrawn",
     .follow = FL_FOLLOW_CLOSE,
     .counts = true,
     .takes_words = true,
     .zh = "撤诉"},
    {.name = "dismissed",.follow = FL_FOLLOW_CLOSE, .counts = true, .zh = "驳回起诉、驳回申请"},
    {.name = "transferred",            .follow = FL_FOLLOW_CLOSE, .zh = "移送其他法院"},
    {.name = "converted",        .follow = FL_FOLLOW_DECIDE, .needs_procedure = true, .zh = "转换程序"},
    {.name = "confirmed",             .follow = FL_FOLLOW_CLOSE, .counts = true, .zh = "确认调解协议有效"},
    {.name = "confirmation_refused",
     .follow = FL_FOLLOW_CLOSE,
     .counts = true,
     .zh = "驳回确认申请"},
    {.name = NULL       },
};

/* Why a case leaves the fast track; each makes the fact true that the next decision must know. */
#define TRACK .with = "converted", .basis = "法发〔2017〕14号"
static struct fl_end_reason reasons[] = {
    {.code = "enlarged_claims",               TRACK, .zh = "增加或者变更诉讼请求"},
    {.code = "counterclaim", TRACK, .fact = FL_REASON_FACT(COUNTERCLAIM), .zh = "提出反诉"},
    {.code = "jurisdiction",
     TRACK, .fact = FL_REASON_FACT(JURISDICTION_OBJECTION),
     .zh = "提出管辖权异议"},
    {.code = "added_party",   TRACK, .fact = FL_REASON_FACT(ADDED_PARTY), .zh = "追加当事人"},
    {.code = "appraisal",                                       TRACK, .fact = FL_REASON_FACT(APPRAISAL_NEEDED), .zh = "委托鉴定评估"},
    {.code = "service_by_notice",
     TRACK, .fact = FL_REASON_FACT(SERVICE_BY_NOTICE),
     .zh = "公告送达"},
    {.code = "objection",
     .with = "converted",
     .zh = "对支付令提出异议",
     .basis = "民事诉讼法 督促程序"},
    {.code = "deemed",
     .with = "withdrawn",
     .zh = "按撤诉处理",
     .basis = "民事诉讼法 2021年文本第一百四十六条（未核实）"}, /* shown apart in the statistics */
    {.code = "complex",    TRACK, .fact = FL_REASON_FACT(MAJOR_COMPLEX), .zh = "案情重大疑难复杂"},
    {.code = "new_type",                                       TRACK, .fact = FL_REASON_FACT(NEW_TYPE), .zh = "新类型案件"},
    {.code = "other",.with = "converted", .zh = "其他不宜继续适用原程序的情形"},
    {.code = NULL            },
};

static struct fl_procedure_row procedures[] = {
    {.name = "small_claims", .fast_track = true},
    {.name = "summary",                      .fast_track = true},
    {.name = "ordinary"},
    {.name = "special"    },
    {.name = "confirmation",      .fast_track = true},
    {.name = "payment_order", .fast_track = true},
    {.name = NULL                     },
};

/* A judge's time is never ended by a machine: what is late goes to the head of the team. The days of
 * the fast track are two: those to aim at, and those after which the case has to leave it. */
static const struct fl_deadline_row deadlines[] = {
    {"register",       FL_UNTIL_ACCEPTED,  FL_PASSED_ESCALATE, false},
    {"accept",         FL_UNTIL_ACCEPTED,  FL_PASSED_ESCALATE, false},
    {"fast_track",     FL_UNTIL_CONCLUDED, FL_PASSED_TELL,     false},
    {"fast_track_max", FL_UNTIL_CONCLUDED, FL_PASSED_ESCALATE, true },
    {"confirm",        FL_UNTIL_CONCLUDED, FL_PASSED_ESCALATE, true },
    {"try",            FL_UNTIL_CONCLUDED, FL_PASSED_ESCALATE, true },
    {NULL,             FL_UNTIL_CONCLUDED, FL_PASSED_TELL,     false},
};

/* 民诉法解释 243: what does not count towards the time for the trial. */
static const struct fl_pause_row pauses[] = {
    {"appraisal",    "鉴定期间",                                  "民诉法解释243"},
    {"notice",       "公告期间",                                  "民诉法解释243"},
    {"settlement",   "双方当事人和解期间",                   "民诉法解释243"},
    {"jurisdiction", "审理管辖异议、处理管辖争议期间", "民诉法解释243"},
    {NULL,           NULL,                                            NULL                },
};

struct fl_adapter fl_adapter_court = {
    .name = "court",
    .zh = "人民法院",
    .en = "people's court",
    .desk_zh = "法院速裁台",
    .desk_en = "court desk",
    .url = "tcp://127.0.0.1:7411",
    .outcomes = outcomes,
    .reasons = reasons,
    .procedures = procedures,
    .accept_param = "desk.accept_days",
    .deadlines = deadlines,
    .pauses = pauses,
    .days_from_acceptance = false,
    .refused = FL_REFUSED_CLERK,
    .system_zh = "法院审判系统",
    .system_en = "case system of the court",
};
