/* The table of the intake methods. */
#include "engine/serve/methods_intake.h"

#include "fenliu/limits.h"

#define MOMENT 64 /* characters of a day or moment */

static const struct param submit_params[] = {
    {"case", P_OBJECT, true, 0, 0},
    {0 }
};
static const struct param decide_params[] = {
    {"case", P_OBJECT, true, 0, 0},
    {"as_of",  P_TEXT, false, 1, MOMENT},
    {0    }
};
static const struct param get_params[] = {
    {"case_id",      P_ID, false, 0, 0},
    {"source",         P_TEXT, false, 1, FL_MAX_SOURCE},
    {"ref",             P_TEXT, false, 1, FL_MAX_REF},
    {"masked",       P_BOOL, false, 0, 0},
    {"why",         P_TEXT, false, 1, FL_MAX_TEXT},
    {0}
};
static const struct param notice_params[] = {
    {"case_id",      P_ID, false, 0, 0},
    {"source",         P_TEXT, false, 1, FL_MAX_SOURCE},
    {"ref",             P_TEXT, false, 1, FL_MAX_REF},
    {"lang",       P_TEXT, false, 2, 2},
    {"format",         P_TEXT, false, 1, MOMENT},
    {"masked", P_BOOL, false, 0, 0},
    {"why",          P_TEXT, false, 1, FL_MAX_TEXT},
    {0        }
};
static const struct param search_params[] = {
    {"name",       P_TEXT, false, 1, FL_MAX_NAME},
    {"id_no",       P_TEXT, false, 1, 64},
    {"docket", P_TEXT, false, 1, 64},
    {"why",      P_TEXT, false, 1, FL_MAX_TEXT},
    {"max",       P_INT, false, 1, FL_MAX_LIST},
    {0         }
};
static const struct param list_params[] = {
    {"source",       P_TEXT, false, 1, FL_MAX_SOURCE},
    {"since",         P_TEXT, true, 1, MOMENT},
    {"until", P_TEXT, false, 1, MOMENT},
    {"after",        P_TEXT, false, 1, MOMENT},
    {"max",          P_INT, false, 1, FL_MAX_LIST},
    {0       }
};
static const struct param amend_params[] = {
    {"case_id",    P_ID, true, 0, 0},
    {"facts",        P_OBJECT, false, 0, 0},
    {"amount_fen",           P_INT, false, 0, FL_MAX_AMOUNT_FEN},
    {"claims",      P_ARRAY, false, 0, 0},
    {"claimants",       P_ARRAY, false, 1, FL_MAX_PARTIES},
    {"respondents",           P_ARRAY, false, 0, FL_MAX_PARTIES},
    {"reason", P_TEXT, true, 1, FL_MAX_TEXT},
    {0      }
};
static const struct param reopen_params[] = {
    {"case_id", P_ID, true, 0, 0},
    {"facts",     P_OBJECT, false, 0, 0},
    {"reason",        P_TEXT, true, 1, FL_MAX_TEXT},
    {0  }
};
static const struct param confirm_params[] = {
    {"case_id", P_ID, true, 0, 0},
    {"by",     P_TEXT, false, 1, MOMENT},
    {"pay_only",        P_BOOL, false, 0, 0},
    {"reason",      P_TEXT, false, 1, FL_MAX_TEXT},
    {0   }
};
static const struct param withdraw_params[] = {
    {"case_id", P_ID, true, 0, 0},
    {"reason",     P_TEXT, true, 1, FL_MAX_TEXT},
    {0       }
};
static const struct param object_params[] = {
    {"case_id", P_ID, true, 0, 0},
    {"by",     P_TEXT, true, 1, MOMENT},
    {"reason",        P_TEXT, true, 1, FL_MAX_TEXT},
    {0     }
};
static const struct param links_params[] = {
    {"max",  P_INT, false, 1, FL_MAX_LIST},
    {0}
};
static const struct param link_params[] = {
    {"case_id", P_ID, true, 0, 0},
    {"other",     P_ID, true, 0, 0},
    {"same",        P_BOOL, false, 0, 0},
    {"different",   P_BOOL, false, 0, 0},
    {"reason",     P_TEXT, true, 1, FL_MAX_TEXT},
    {0       }
};
static const struct param explain_params[] = {
    {"case_id",      P_ID, false, 0, 0},
    {"source",         P_TEXT, false, 1, FL_MAX_SOURCE},
    {"ref",             P_TEXT, false, 1, FL_MAX_REF},
    {"decision_id",       P_ID, false, 0, 0},
    {"lang",         P_TEXT, false, 2, 2},
    {0}
};
static const struct param policy_params[] = {
    {"as_of", P_TEXT, false, 1, MOMENT},
    {0 }
};
static const struct param since_params[] = {
    {"cursor", P_TEXT, false, 0, MOMENT},
    {"max",   P_INT, false, 1, FL_MAX_LIST},
    {0 }
};
static const struct param no_params[] = {{0}};
/* It is the same as often as it is said, and sweeps in transactions of its own: request_id is only
 * taken. */
static const struct param clock_params[] = {
    {"now",   P_TEXT, true, 1, MOMENT},
    {"request_id",   P_TEXT, false, 1, FL_MAX_REQUEST_ID},
    {0}
};

const struct method intake_methods[] = {
    {"case.submit",                                                      AT_INTAKE, true, true, NULL, submit_params,
     "decides and stores a case; answered after COMMIT", "受理并分流一件纠纷，落盘后答复"},
    {"case.decide",                                                              AT_INTAKE, false, false, case_decide, decide_params,
     "decides a case, stores nothing", "只作分流判断，不保存"},
    {"case.get",                                                              AT_INTAKE, true, true, case_get, get_params, "the whole file of a case",
     "查看一件纠纷的全部记录"},
    {"case.notice",                 AT_INTAKE, true, true, case_notice, notice_params,
     "the notice for the parties: where the case went and why, how to object", "分流告知书：去向、理由、期限、怎样提出异议"},
    {"case.search",                                                                  AT_INTAKE, true, true, case_search, search_params,
     "cases of a person or a docket number, for clerks", "按当事人或案号查找纠纷（书记员）"},
    {"case.list",AT_INTAKE, false, true, case_list, list_params,
     "what was received in a time, for reconciliation", "按收案时间列出纠纷，供对账"},
    {"case.amend",                                                             AT_INTAKE, true, true, case_amend, amend_params,
     "changes a case before anything is concluded; decided again", "变更事项并重新分流"},
    {"case.reopen",                                                     AT_INTAKE, true, true, case_reopen, reopen_params,
     "a closed dispute goes on: an award is sued against, an agreement not performed", "办结后继续：起诉、协议未履行"},
    {"case.confirm",                                  AT_INTAKE, true, true, case_confirm, confirm_params,
     "both parties apply for confirmation of their agreement", "双方共同申请司法确认或者仲裁审查"},
    {"case.withdraw",                                                         AT_INTAKE, true, true, case_withdraw, withdraw_params, "takes a case back",
     "撤回纠纷"},
    {"case.object",                                                              AT_INTAKE, true, true, case_object, object_params,
     "a party objects to the route: a clerk decides", "当事人对分流提出异议，由程序分流员复核"},
    {"case.links",                                                          AT_INTAKE, false, true, case_links, links_params,
     "what may be the same dispute, for clerks", "可能重复的纠纷（书记员）"},
    {"case.link",                                        AT_INTAKE, true, true, case_link, link_params,
     "a clerk says whether two cases are the same dispute", "认定两件是否同一纠纷（书记员）"},
    {"case.explain",                                                                  AT_INTAKE, false, true, case_explain, explain_params,
     "why a case went where it went, and what would change it", "说明分流理由"},
    {"policy.get",                                         AT_INTAKE | AT_DESKS, false, false, policy_get, policy_params,
     "code lists, limits and rules in force on a day", "查询某日有效的规则"},
    {"event.since",                                                              AT_INTAKE | AT_DESKS, false, true, event_since, since_params,
     "events in commit order; none is skipped", "按提交顺序取事件"},
    {"server.info",                                                     AT_INTAKE | AT_DESKS, false, false, server_info, no_params,
     "version, policy, clock and queues", "服务器信息"},
    {"clock.set", AT_INTAKE, false, true, clock_set, clock_params,
     "moves the clock of a synthetic database forward", "拨快合成数据库的时钟"},
    {0                                                     },
};
