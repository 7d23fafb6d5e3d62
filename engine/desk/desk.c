/* The desks: the table of their methods. */
#include "engine/desk/desk.h"

#include "engine/desk/desk_step.h"
#include "fenliu/limits.h"

const struct fl_adapter *
desk_adapter(const struct call *call)
{
    return endpoint_adapter(call->endpoint);
}

#define REFERRAL                                                                                   \
    {                                                                                              \
        "referral_id", P_ID, true, 0, 0                                                            \
    }
#define CLAIM                                                                                      \
    {                                                                                              \
        "claim", P_ID, true, 0, 0                                                                  \
    }
#define REASON(required)                                                                           \
    {                                                                                              \
        "reason", P_TEXT, required, 1, FL_MAX_TEXT                                                 \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, P_TEXT, false, 0, 0                                                                  \
    }
#define MOMENT 40 /* characters of an RFC 3339 moment, generously */
#define WORD   64

static const struct param pull_params[] = {
    {"mediator", P_TEXT, true,  1, FL_MAX_MEDIATOR},
    {"max",      P_INT,  false, 1, FL_MAX_PULL    },
    {"wait_ms",  P_INT,  false, 0, FL_MAX_WAIT_MS },
    END,
};
static const struct param accept_params[] = {REFERRAL, CLAIM, END};
static const struct param decline_params[] = {REFERRAL, CLAIM, REASON(true), END};
static const struct param release_params[] = {
    REFERRAL, CLAIM, REASON(false), {"by_party", P_BOOL, false, 0, 0},
       END
};
static const struct param report_params[] = {
    REFERRAL,
    CLAIM,
    {"outcome",     P_TEXT,  false, 1,  WORD            },
    REASON(false),
    {"reason_code", P_TEXT,  false, 1,  WORD            },
    {"agreement",   P_TEXT,  false, 1,  FL_MAX_AGREEMENT},
    {"at",          P_TEXT,  false, 1,  MOMENT          },
    {"channel",     P_TEXT,  false, 1,  WORD            },
    {"procedure",   P_TEXT,  false, 1,  WORD            },
    {"fast_track",  P_BOOL,  false, 0,  0               },
    {"confirm",     P_BOOL,  false, 0,  0               },
    {"pay_only",    P_BOOL,  false, 0,  0               },
    {"due_on",      P_TEXT,  false, 10, 10              },
    {"undisputed",  P_TEXTS, false, 1,  FL_MAX_TEXT     },
    {"record",      P_TEXT,  false, 1,  FL_MAX_RECORD   },
    END,
};
static const struct param list_params[] = {
    {"mediator", P_TEXT, false, 1, FL_MAX_MEDIATOR},
    {"state",    P_TEXT, false, 1, WORD           },
    {"max",      P_INT,  false, 1, FL_MAX_LIST    },
    END,
};
static const struct param note_params[] = {
    REFERRAL,
    CLAIM,
    {"text", P_TEXT, true,  1, FL_MAX_TEXT},
    {"kind", P_TEXT, false, 1, WORD       },
    {"at",   P_TEXT, false, 1, MOMENT     },
    END,
};
static const struct param extend_params[] = {
    REFERRAL, CLAIM, {"days",    P_INT,  true, 1, 366},
      {"consent", P_BOOL, true, 0, 0  },
      END,
};
static const struct param agreement_params[] = {
    REFERRAL,
    {"claim",       P_ID,   false, 0,  0               },
    {"content",     P_TEXT, false, 0,  FL_MAX_AGREEMENT},
    {"facts",       P_TEXT, false, 0,  FL_MAX_AGREEMENT},
    {"matters",     P_TEXT, false, 0,  FL_MAX_AGREEMENT},
    {"liability",   P_TEXT, false, 0,  FL_MAX_AGREEMENT},
    {"performance", P_TEXT, false, 0,  FL_MAX_AGREEMENT},
    {"perform_by",  P_TEXT, false, 10, 10              },
    {"lang",        P_TEXT, false, 2,  2               },
    {"format",      P_TEXT, false, 1,  WORD            },
    END,
};
static const struct param pause_params[] = {
    REFERRAL, CLAIM, {"why", P_TEXT, false, 1, WORD},
      REASON(false), END,
};
static const struct param resume_params[] = {REFERRAL, CLAIM, END};
static const struct param reassign_params[] = {
    {"referral_ids", P_ARRAY, false, 1, FL_MAX_PULL    },
    {"from",         P_TEXT,  false, 1, FL_MAX_MEDIATOR},
    {"to",           P_TEXT,  false, 1, FL_MAX_MEDIATOR},
    {"pool",         P_BOOL,  false, 0, 0              },
    REASON(true),
    END,
};
static const struct param correct_params[] = {
    REFERRAL,
    {"outcome",    P_TEXT, false, 1, WORD  },
    {"end_reason", P_TEXT, false, 1, WORD  },
    {"at",         P_TEXT, false, 1, MOMENT},
    REASON(true),
    END,
};
static const struct param performed_params[] = {
    {"case_id", P_ID,   true,  0,  0 },
    {"on",      P_TEXT, true,  10, 10},
    {"part",    P_BOOL, false, 0,  0 },
    {"whole",   P_BOOL, false, 0,  0 },
    END,
};

static const struct param redeliver_params[] = {
    {"referral_ids", P_ARRAY, true, 1, FL_MAX_PULL},
    END,
};

const struct method desk_methods[] = {
    {"desk.pull",           AT_DESKS, true,  true,  desk_pull,           pull_params,
     "the offers a mediator holds, then the oldest of the queue",                                "领取派件"                     },
    {"desk.accept",         AT_DESKS, true,  true,  desk_accept,         accept_params,
     "take an offer on; the answer holds the whole case",                                        "接受派件"                     },
    {"desk.decline",        AT_DESKS, true,  true,  desk_decline,        decline_params,
     "say no to an offer, and not be asked again",                                               "谢绝派件"                     },
    {"desk.release",        AT_DESKS, true,  true,  desk_release,        release_params,
     "give a referral back to the queue",                                                        "退回派件"                     },
    {"desk.report",         AT_DESKS, true,  true,  desk_report,         report_params,
     "how it ended; what follows is decided at once",                                            "报告结果"                     },
    {"desk.list",           AT_DESKS, false, true,  desk_list,           list_params,
     "what is held, queued or concluded at this desk",                                           "列出派件"                     },
    {"desk.note",           AT_DESKS, true,  true,  desk_note,           note_params,
     "write down a contact or an appointment",                                                   "记录联系、约定"            },
    {"desk.extend",         AT_DESKS, true,  true,  desk_extend,         extend_params,
     "a longer period, by consent of all parties",                                               "延长期限"                     },
    {"desk.agreement",      AT_DESKS, true,  true,  desk_agreement,      agreement_params,
     "the agreement as a document to be printed and signed",                                     "调解协议书：起草、打印"},
    {"desk.pause",          AT_DESKS, true,  true,  desk_pause,          pause_params,
     "the clocks stand still: appraisal",                                                        "中止计期"                     },
    {"desk.resume",         AT_DESKS, true,  true,  desk_resume,         resume_params,
     "the clocks go on; the days between do not count",                                          "恢复计期"                     },
    {"desk.reassign",       AT_DESKS, true,  true,  desk_reassign,       reassign_params,
     "a clerk gives referrals, or all of a mediator, to another or back to the queue",           "改派"                           },
    {"desk.correct",        AT_DESKS, true,  true,  desk_correct,        correct_params,
     "a clerk corrects a report",                                                                "更正报告"                     },
    {"desk.redeliver",      AT_DESKS, true,  true,  desk_redeliver,      redeliver_params,
     "a clerk has what was given up delivered anew",                                             "重新送达"                     },
    {"agreement.performed", AT_DESKS, true,  true,  agreement_performed, performed_params,
     "an agreement was performed voluntarily",                                                   "协议自动履行"               },
    {NULL,                  0,        false, false, NULL,                NULL,             NULL, NULL                               },
};
