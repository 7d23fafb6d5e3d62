/* What a row of an older system may say: the members of an import, one row a member (docs/import.md). */
#ifndef ENGINE_IMPORT_MEMBERS_H
#define ENGINE_IMPORT_MEMBERS_H

#include <stdbool.h>

/* X(ID, "name", of the dispute, "中文", "English") */
#define IMPORT_MEMBERS(X)                                                                          \
    X(REF, "ref", true, "原系统编号", "the key of the dispute in the old system")                  \
    X(SOURCE, "source", true, "来源系统", "the old system: [a-z0-9-]")                             \
    X(COURT, "court", true, "法院区划代码", "division code of the court, six digits")              \
    X(FILED_ON, "filed_on", true, "收到日", "the day the dispute came; else the first entered_on") \
    X(STREET, "street", true, "街道", "nine digits")                                               \
    X(COMMUNITY, "community", true, "社区、村", "twelve digits")                                   \
    X(CAUSE, "cause", true, "案由", "the cause by name, in the list in force on filed_on")         \
    X(CAUSE_CODE, "cause_code", true, "案由代码", "its code in that list, instead of the name")    \
    X(DOMAIN, "domain", true, "领域", "only where there is no cause")                              \
    X(AMOUNT_FEN, "amount_fen", true, "标的额（分）", "money claimed, in fen")                     \
    X(AMOUNT_YUAN, "amount_yuan", true, "标的额（元）", "money claimed, in yuan")                  \
    X(CLAIMANTS, "claimants", true, "申请人、原告", "how many, or their names, parted by 、")      \
    X(RESPONDENTS, "respondents", true, "被申请人、被告", "how many, or their names")              \
    X(CLAIMANT_KIND, "claimant_kind", true, "申请人类别", "person, company …; else person")        \
    X(RESPONDENT_KIND, "respondent_kind", true, "被申请人类别", "the same")                        \
    X(WITHDRAWN_ON, "withdrawn_on", true, "撤回日", "the whole dispute was taken back")            \
    X(CHANNEL, "channel", false, "渠道", "court, mediation …; else that of the procedure")         \
    X(PROCEDURE, "procedure", false, "程序", "pre_filing_mediation, small_claims …")               \
    X(FAST_TRACK, "fast_track", false, "速裁", "是, 否, true, false; else no")                     \
    X(DOCKET, "docket", false, "案号", "its number, as the policy writes numbers")                 \
    X(ENTERED_ON, "entered_on", false, "进入日", "the day it came to this body")                   \
    X(ACCEPTED_ON, "accepted_on", false, "接受日", "the day the body took it; else entered_on")    \
    X(CONCLUDED_ON, "concluded_on", false, "办结日", "the day the outcome took effect")            \
    X(OUTCOME, "outcome", false, "结果", "a word of the channel; with concluded_on")               \
    X(REASON, "reason", false, "原因", "a code of the outcome")                                    \
    X(PERFORM_BY, "perform_by", false, "履行期限", "the last day to perform the agreement")        \
    X(PERFORMED, "performed", false, "履行情况", "none, part or whole, voluntarily")               \
    X(PERFORMED_ON, "performed_on", false, "履行日", "the day on which it was performed")          \
    X(MEDIATOR, "mediator", false, "承办人", "code of the mediator or clerk")                      \
    X(BODY, "body", false, "承办组织", "code of the body")

enum import_member {
#define X(id, name, of_dispute, zh, en) IMPORT_##id,
    IMPORT_MEMBERS(X)
#undef X
        IMPORT__COUNT
};

struct import_member_info {
    const char *name;
    bool of_dispute;
    const char *zh, *en;
};
extern const struct import_member_info import_members[IMPORT__COUNT];
int import_member_find(const char *name); /* -1: none */

#endif
