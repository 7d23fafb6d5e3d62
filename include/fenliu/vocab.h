/* The words of the field: each list is one X-macro, from which the enum, the wire name, the SQL label and
 * the Chinese term all come. Source: the wire contract (docs/protocol.md).
 *
 * X(ID, "wire_name", "中文") */
#ifndef FENLIU_VOCAB_H
#define FENLIU_VOCAB_H

#include <stddef.h>

#define FL_CHANNELS(X)                                                                             \
    X(COURT, "court", "人民法院")                                                                  \
    X(MEDIATION, "mediation", "人民调解")                                                          \
    X(ARBITRATION, "arbitration", "劳动人事争议仲裁")                                              \
    X(UNION, "union", "工会")                                                                      \
    X(OUTSIDE, "outside", "不属于四方受理范围")                                                    \
    X(TRIAGE, "triage", "人工分流")

#define FL_PROCEDURES(X)                                                                           \
    X(SMALL_CLAIMS, "small_claims", "小额诉讼程序")                                                \
    X(SUMMARY, "summary", "简易程序")                                                              \
    X(ORDINARY, "ordinary", "普通程序")                                                            \
    X(SPECIAL, "special", "特别程序等非讼程序")                                                    \
    X(CONFIRMATION, "confirmation", "司法确认")                                                    \
    X(PAYMENT_ORDER, "payment_order", "督促程序（支付令）")                                        \
    X(PRE_FILING_MEDIATION, "pre_filing_mediation", "诉前委派调解")                                \
    X(ENTRUSTED_MEDIATION, "entrusted_mediation", "立案后委托先行调解")                            \
    X(PEOPLE_MEDIATION, "people_mediation", "基层人民调解组织调解劳动争议")                        \
    X(LABOUR_ARBITRATION, "labour_arbitration", "劳动仲裁")                                        \
    X(PERSONNEL_ARBITRATION, "personnel_arbitration", "人事仲裁")                                  \
    X(UNION_MEDIATION, "union_mediation", "工会调解")                                              \
    X(ADMINISTRATIVE, "administrative", "行政复议或行政诉讼等行政途径")                            \
    X(CRIMINAL, "criminal", "刑事途径")                                                            \
    X(SOCIAL_INSURANCE_AGENCY, "social_insurance_agency", "社会保险经办、征收机构")                \
    X(LABOUR_ADMINISTRATION, "labour_administration", "劳动行政部门协调处理")                      \
    X(COMMERCIAL_ARBITRATION, "commercial_arbitration", "商事仲裁")                                \
    X(ALREADY_DECIDED, "already_decided", "已有生效裁判")                                          \
    X(LAND_CONTRACT_ARBITRATION, "land_contract_arbitration", "农村土地承包仲裁")                  \
    X(OTHER_COURT, "other_court", "其他法院管辖")                                                  \
    X(MANUAL, "manual", "程序分流员人工甄别")

#define FL_DOMAINS(X)                                                                              \
    X(LABOUR, "labour", "劳动人事")                                                                \
    X(FAMILY, "family", "婚姻家庭继承")                                                            \
    X(DEBT, "debt", "借贷债务")                                                                    \
    X(CONTRACT, "contract", "合同")                                                                \
    X(HOUSING_LAND, "housing_land", "房屋土地")                                                    \
    X(TORT, "tort", "侵权")                                                                        \
    X(TRAFFIC, "traffic", "交通事故")                                                              \
    X(MEDICAL, "medical", "医疗")                                                                  \
    X(CONSUMER, "consumer", "消费")                                                                \
    X(PROPERTY_NEIGHBOUR, "property_neighbour", "物业相邻")                                        \
    X(IP, "ip", "知识产权")                                                                        \
    X(COMPANY, "company", "公司商事")                                                              \
    X(ADMINISTRATIVE, "administrative", "行政")                                                    \
    X(CRIMINAL, "criminal", "刑事")

#define FL_SCOPES(X)                                                                               \
    X(LABOUR, "labour", "劳动人事争议")                                                            \
    X(CIVIL, "civil", "可调解的民事纠纷")                                                          \
    X(COURT_ONLY, "court_only", "只能由法院处理")                                                  \
    X(ADMINISTRATIVE, "administrative", "行政争议")                                                \
    X(CRIMINAL, "criminal", "刑事案件")

#define FL_KINDS(X)                                                                                \
    X(PERSON, "person", "自然人")                                                                  \
    X(COMPANY, "company", "公司")                                                                  \
    X(SOLE_TRADER, "sole_trader", "个体工商户")                                                    \
    X(INSTITUTION, "institution", "事业单位")                                                      \
    X(GOVERNMENT, "government", "行政机关")                                                        \
    X(VILLAGE, "village", "村委会、村集体")                                                        \
    X(OTHER_ORG, "other_org", "其他组织")

#define FL_TAGS(X)                                                                                 \
    X(WORKER, "worker", "劳动者")                                                                  \
    X(EMPLOYER, "employer", "用人单位")                                                            \
    X(LABOUR_DISPATCH_UNIT, "labour_dispatch_unit", "劳务派遣单位")                                \
    X(UNION, "union", "工会")                                                                      \
    X(UNION_MEMBER, "union_member", "工会会员")                                                    \
    X(MIGRANT_WORKER, "migrant_worker", "农民工")                                                  \
    X(PENSIONER, "pensioner", "已享受养老待遇人员")                                                \
    X(OVER_AGE_WORKER, "over_age_worker", "超龄劳动者")                                            \
    X(PLATFORM_WORKER, "platform_worker", "新就业形态劳动者")                                      \
    X(DOMESTIC_WORKER, "domestic_worker", "家政服务人员")                                          \
    X(CONTRACTOR, "contractor", "承包人")                                                          \
    X(MINOR, "minor", "未成年人")                                                                  \
    X(ELDERLY, "elderly", "老年人")                                                                \
    X(DISABLED, "disabled", "残疾人")                                                              \
    X(CRAFTSMAN, "craftsman", "个体工匠")                                                          \
    X(FARM_HOUSEHOLD, "farm_household", "农村承包经营户")                                          \
    X(RELATIVE, "relative", "亲属")                                                                \
    X(NEIGHBOUR, "neighbour", "相邻方")                                                            \
    X(PROPERTY_OWNER, "property_owner", "业主")                                                    \
    X(PROPERTY_MANAGER, "property_manager", "物业服务人")                                          \
    X(CONSUMER, "consumer", "消费者")                                                              \
    X(MERCHANT, "merchant", "经营者")                                                              \
    X(INSURER, "insurer", "保险人")                                                                \
    X(HOSPITAL, "hospital", "医疗机构")                                                            \
    X(SOCIAL_INSURANCE_AGENCY, "social_insurance_agency", "社会保险经办机构")

#define FL_CLAIMS(X)                                                                               \
    X(WAGES, "wages", "劳动报酬")                                                                  \
    X(OVERTIME, "overtime", "加班费")                                                              \
    X(SEVERANCE, "severance", "经济补偿、赔偿金")                                                  \
    X(WORK_INJURY, "work_injury", "工伤待遇")                                                      \
    X(DOUBLE_WAGE, "double_wage", "未签合同二倍工资")                                              \
    X(SOCIAL_INSURANCE_ARREARS, "social_insurance_arrears", "补缴社会保险费")                      \
    X(SOCIAL_INSURANCE_DAMAGES, "social_insurance_damages", "社会保险损失赔偿")                    \
    X(LABOUR_RELATION, "labour_relation", "确认劳动关系")                                          \
    X(COLLECTIVE_CONTRACT_PERFORMANCE, "collective_contract_performance", "履行集体合同")          \
    X(COLLECTIVE_CONTRACT_SIGNING, "collective_contract_signing", "签订集体合同")                  \
    X(UNION_DUES, "union_dues", "拨缴工会经费")                                                    \
    X(DISABILITY_GRADE, "disability_grade", "伤残等级、职业病鉴定异议")                            \
    X(PUBLIC_HOUSING, "public_housing", "公有住房转让")                                            \
    X(LOAN, "loan", "借款")                                                                        \
    X(PRICE, "price", "价款")                                                                      \
    X(RENT, "rent", "租金")                                                                        \
    X(PROPERTY_FEE, "property_fee", "物业费")                                                      \
    X(DAMAGES, "damages", "损害赔偿")                                                              \
    X(INHERITANCE, "inheritance", "继承")                                                          \
    X(DIVORCE, "divorce", "离婚")                                                                  \
    X(CUSTODY, "custody", "抚养、监护")                                                            \
    X(SUPPORT, "support", "扶养费、抚养费、赡养费")                                                \
    X(TITLE, "title", "确权")                                                                      \
    X(STOP_INFRINGEMENT, "stop_infringement", "停止侵害")                                          \
    X(CONTRACT_VALIDITY, "contract_validity", "确认合同效力")                                      \
    X(OTHER, "other", "其他")

/* Facts. X(ID, "wire_name", TYPE, "中文"): TYPE is BOOL, ENUM or DATE; the words of an ENUM, in the order of
 * their numbers, stand in fl_facts[].values. What is absent is unknown, which is different from false. */
#define FL_FACTS(X)                                                                                \
    X(CONSENT_TO_MEDIATE, "consent_to_mediate", ENUM, "是否同意调解")                              \
    X(LABOUR_RELATION, "labour_relation", ENUM, "劳动关系是否成立")                                \
    X(PENSION_DRAWN, "pension_drawn", BOOL, "是否已享受基本养老保险待遇")                          \
    X(UNION_AT_EMPLOYER, "union_at_employer", BOOL, "用人单位是否建有工会")                        \
    X(WAGE_IOU, "wage_iou", BOOL, "是否以工资欠条为据")                                            \
    X(OTHER_LABOUR_CLAIMS, "other_labour_claims", BOOL, "是否涉及劳动关系其他争议")                \
    X(MEDIATED_AGREEMENT, "mediated_agreement", ENUM, "是否已有调解协议")                          \
    X(MEDIATED_PAY_ONLY, "mediated_pay_only", BOOL, "调解协议是否仅涉及给付")                      \
    X(BOTH_APPLY_CONFIRMATION, "both_apply_confirmation", BOOL, "双方是否共同申请司法确认")        \
    X(AGREEMENT_ON, "agreement_on", DATE, "调解协议生效日")                                        \
    X(MEDIATED_BY, "mediated_by", ENUM, "主持调解的组织")                                          \
    X(PAYMENT_ORDER, "payment_order", ENUM, "支付令情况")                                          \
    X(ARBITRATION, "arbitration", ENUM, "劳动仲裁情况")                                            \
    X(ARBITRATION_ON, "arbitration_on", DATE, "收到仲裁文书日")                                    \
    X(SUING_PARTY, "suing_party", ENUM, "裁决后起诉一方")                                          \
    X(AWARD_SET_ASIDE_ON, "award_set_aside_on", DATE, "收到撤销裁决裁定日")                        \
    X(MEDIATION_HISTORY, "mediation_history", ENUM, "此前调解情况")                                \
    X(KNEW_ON, "knew_on", DATE, "知道或应当知道权利被侵害日")                                      \
    X(EMPLOYMENT_ENDED_ON, "employment_ended_on", DATE, "劳动关系终止日")                          \
    X(JUDGMENT_EXISTS, "judgment_exists", BOOL, "是否已有生效裁判")                                \
    X(ARBITRATION_CLAUSE, "arbitration_clause", BOOL, "是否约定商事仲裁")                          \
    X(CRIMINAL_SUSPECTED, "criminal_suspected", BOOL, "是否涉嫌犯罪")                              \
    X(AGAINST_GOVERNMENT_ACT, "against_government_act", BOOL, "是否针对行政行为")                  \
    X(PRESERVATION_SOUGHT, "preservation_sought", BOOL, "是否申请保全")                            \
    X(PROTECTION_ORDER_SOUGHT, "protection_order_sought", BOOL, "是否申请人身安全保护令")          \
    X(RESPONDENT_MISSING, "respondent_missing", BOOL, "被告是否下落不明")                          \
    X(FOREIGN_RELATED, "foreign_related", BOOL, "是否涉外")                                        \
    X(APPRAISAL_NEEDED, "appraisal_needed", BOOL, "是否需要鉴定评估")                              \
    X(COUNTERCLAIM, "counterclaim", BOOL, "是否提出反诉")                                          \
    X(MANY_PARTIES, "many_parties", BOOL, "一方是否人数众多")                                      \
    X(PUBLIC_INTEREST, "public_interest", BOOL, "是否公益诉讼")                                    \
    X(REMANDED, "remanded", BOOL, "是否发回重审")                                                  \
    X(RETRIAL, "retrial", BOOL, "是否再审")                                                        \
    X(THIRD_PARTY_REVOCATION, "third_party_revocation", BOOL, "是否第三人撤销之诉")                \
    X(STATUS_OR_TITLE, "status_or_title", BOOL, "是否涉及身份或确权")                              \
    X(NEW_TYPE, "new_type", BOOL, "是否新类型案件")                                                \
    X(MAJOR_COMPLEX, "major_complex", BOOL, "是否重大疑难复杂")                                    \
    X(TRANSFERRED, "transferred", BOOL, "是否移送管辖")                                            \
    X(JURISDICTION_OBJECTION, "jurisdiction_objection", BOOL, "是否提出管辖异议")                  \
    X(ADDED_PARTY, "added_party", BOOL, "是否追加当事人")                                          \
    X(SERVICE_BY_NOTICE, "service_by_notice", BOOL, "是否公告送达")                                \
    X(LAND_ARBITRATION_CHOSEN, "land_arbitration_chosen", BOOL, "是否选择土地承包仲裁")            \
    X(FACTS_CLEAR, "facts_clear", BOOL, "事实是否清楚")                                            \
    X(RIGHTS_CLEAR, "rights_clear", BOOL, "权利义务关系是否明确")                                  \
    X(LITTLE_CONTESTED, "little_contested", BOOL, "是否争议不大")                                  \
    X(SMALL_CLAIMS_AGREED, "small_claims_agreed", BOOL, "是否约定适用小额诉讼程序")                \
    X(CONTRACTUAL_SUMMARY_AGREED, "contractual_summary_agreed", BOOL, "是否约定适用简易程序")

#define FL_REFERRAL_STATES(X)                                                                      \
    X(QUEUED, "queued", "待领取")                                                                  \
    X(OFFERED, "offered", "已派出待接受")                                                          \
    X(ACCEPTED, "accepted", "办理中")                                                              \
    X(PAUSED, "paused", "中止计期")                                                                \
    X(CONCLUDED, "concluded", "已办结")                                                            \
    X(CANCELLED, "cancelled", "已撤销")

#define FL_DISPUTE_STATES(X)                                                                       \
    X(OPEN, "open", "未结")                                                                        \
    X(CLOSED, "closed", "已结")                                                                    \
    X(WITHDRAWN, "withdrawn", "已撤回")

#define FL_OUTCOMES(X)                                                                             \
    X(AGREED, "agreed", "调解成功")                                                                \
    X(FAILED, "failed", "调解不成")                                                                \
    X(WITHDRAWN, "withdrawn", "撤回")                                                              \
    X(REFUSED, "refused", "拒绝")                                                                  \
    X(UNREACHABLE, "unreachable", "无法联系")                                                      \
    X(UNSUITABLE, "unsuitable", "不宜调解")                                                        \
    X(EXPIRED, "expired", "期限届满")                                                              \
    X(AWARD, "award", "仲裁裁决")                                                                  \
    X(FINAL_AWARD, "final_award", "终局裁决")                                                      \
    X(MEDIATED, "mediated", "调解结案")                                                            \
    X(OVERDUE, "overdue", "逾期未裁决")                                                            \
    X(JUDGMENT, "judgment", "判决")                                                                \
    X(DISMISSED, "dismissed", "驳回起诉")                                                          \
    X(TRANSFERRED, "transferred", "移送")                                                          \
    X(CONVERTED, "converted", "程序转换")                                                          \
    X(CONFIRMED, "confirmed", "确认有效")                                                          \
    X(CONFIRMATION_REFUSED, "confirmation_refused", "驳回确认申请")                                \
    X(ROUTED, "routed", "人工分流决定")

#define FL_EVENT_TYPES(X)                                                                          \
    X(CASE_RECEIVED, "case.received", "收到纠纷")                                                  \
    X(CASE_AMENDED, "case.amended", "变更事项")                                                    \
    X(CASE_WITHDRAWN, "case.withdrawn", "撤回纠纷")                                                \
    X(CASE_CLOSED, "case.closed", "纠纷办结")                                                      \
    X(CASE_OBJECTED, "case.objected", "当事人对分流提出异议")                                      \
    X(CASE_REOPENED, "case.reopened", "重新受理")                                                  \
    X(CASE_LINKED, "case.linked", "关联纠纷")                                                      \
    X(DECISION_MADE, "decision.made", "作出分流决定")                                              \
    X(DECISION_OVERRULED, "decision.overruled", "人工变更分流")                                    \
    X(DECISION_CONFIRMED, "decision.confirmed", "人工维持分流")                                    \
    X(REFERRAL_QUEUED, "referral.queued", "进入待领取")                                            \
    X(REFERRAL_OFFERED, "referral.offered", "派出")                                                \
    X(REFERRAL_ACCEPTED, "referral.accepted", "接受")                                              \
    X(REFERRAL_DECLINED, "referral.declined", "谢绝")                                              \
    X(REFERRAL_LAPSED, "referral.lapsed", "逾期未接受退回")                                        \
    X(REFERRAL_RELEASED, "referral.released", "退回")                                              \
    X(REFERRAL_EXTENDED, "referral.extended", "延期")                                              \
    X(REFERRAL_PAUSED, "referral.paused", "中止计期")                                              \
    X(REFERRAL_RESUMED, "referral.resumed", "恢复计期")                                            \
    X(REFERRAL_NOTED, "referral.noted", "记录")                                                    \
    X(REFERRAL_CONCLUDED, "referral.concluded", "办结")                                            \
    X(REFERRAL_CORRECTED, "referral.corrected", "更正")                                            \
    X(REFERRAL_DELIVERED, "referral.delivered", "送达对方系统")                                    \
    X(REFERRAL_UNDELIVERED, "referral.undelivered", "送达未成")                                    \
    X(DEADLINE_NEAR, "deadline.near", "期限将至")                                                  \
    X(DEADLINE_PASSED, "deadline.passed", "期限已过")                                              \
    X(AGREEMENT_DRAFTED, "agreement.drafted", "起草调解协议")                                      \
    X(AGREEMENT_PERFORMED, "agreement.performed", "协议履行")                                      \
    X(PERSON_READ, "person.read", "查阅个人信息")                                                  \
    X(PERIOD_CLOSED, "period.closed", "时段定期公布")                                              \
    X(PERSON_ERASED, "person.erased", "删除个人信息")                                              \
    X(BODY_CHANGED, "body.changed", "机构名录变更")                                                \
    X(MEDIATOR_CHANGED, "mediator.changed", "承办人名录变更")

/* Why a routing clerk decides otherwise than the decision that stands. CONFIRMED is said where the clerk
 * does not: a party objected, and the decision stays. */
#define FL_OVERRULE_REASONS(X)                                                                     \
    X(FACTS_WRONG, "facts_wrong", "填报的事实有误")                                                \
    X(FACTS_LEARNED, "facts_learned", "了解到新的事实")                                            \
    X(CAUSE_WRONG, "cause_wrong", "案由判断有误")                                                  \
    X(CONSENT_CHANGED, "consent_changed", "当事人调解意愿有变化")                                  \
    X(PARTY_CHOICE, "party_choice", "尊重当事人的选择")                                            \
    X(LAW_VIEWED, "law_viewed", "对法律适用有不同认识")                                            \
    X(RULES_SILENT, "rules_silent", "规则未作规定")                                                \
    X(CAPACITY, "capacity", "承办机构力量安排")                                                    \
    X(CONFIRMED, "confirmed", "维持原分流")                                                        \
    X(OTHER, "other", "其他")

/* How many words these lists can hold with those of channels that were added (fenliu/adapter.h); rules keep
 * them as bits of 32. */
#define FL_MAX_CHANNELS   16
#define FL_MAX_PROCEDURES 32
#define FL_MAX_OUTCOMES   32

/* FL_CHANNEL__COUNT, FL_PROCEDURE__COUNT, FL_OUTCOME__COUNT: the words known here; the numbers from there on
 * are those of added channels. */
#define X(id, name, zh) FL_CHANNEL_##id,
enum fl_channel { FL_CHANNELS(X) FL_CHANNEL__COUNT };
#undef X
#define X(id, name, zh) FL_PROCEDURE_##id,
enum fl_procedure { FL_PROCEDURES(X) FL_PROCEDURE__COUNT };
#undef X
#define X(id, name, zh) FL_DOMAIN_##id,
enum fl_domain { FL_DOMAINS(X) FL_DOMAIN__COUNT };
#undef X
#define X(id, name, zh) FL_SCOPE_##id,
enum fl_scope { FL_SCOPES(X) FL_SCOPE__COUNT };
#undef X
#define X(id, name, zh) FL_KIND_##id,
enum fl_kind { FL_KINDS(X) FL_KIND__COUNT };
#undef X
#define X(id, name, zh) FL_TAG_##id,
enum fl_tag { FL_TAGS(X) FL_TAG__COUNT };
#undef X
#define X(id, name, zh) FL_CLAIM_##id,
enum fl_claim { FL_CLAIMS(X) FL_CLAIM__COUNT };
#undef X
#define X(id, name, type, zh) FL_FACT_##id,
enum fl_fact { FL_FACTS(X) FL_FACT__COUNT };
#undef X
#define X(id, name, zh) FL_REFERRAL_##id,
enum fl_referral_state { FL_REFERRAL_STATES(X) FL_REFERRAL__COUNT };
#undef X
#define X(id, name, zh) FL_DISPUTE_##id,
enum fl_dispute_state { FL_DISPUTE_STATES(X) FL_DISPUTE__COUNT };
#undef X
#define X(id, name, zh) FL_OUTCOME_##id,
enum fl_outcome { FL_OUTCOMES(X) FL_OUTCOME__COUNT };
#undef X
#define X(id, name, zh) FL_EVENT_##id,
enum fl_event_type { FL_EVENT_TYPES(X) FL_EVENT__COUNT };
#undef X
#define X(id, name, zh) FL_OVERRULE_##id,
enum fl_overrule_reason { FL_OVERRULE_REASONS(X) FL_OVERRULE__COUNT };
#undef X

/* One word of a list: its wire name and the Chinese term. */
struct fl_word {
    const char *name;
    const char *zh;
};

/* A list of words; the number of a word is its enum value. */
struct fl_vocab {
    const char *what; /* "channel", for messages */
    const struct fl_word *words;
    int count;
};

extern const struct fl_vocab fl_domains, fl_scopes, fl_kinds, fl_tags, fl_claims,
    fl_referral_states, fl_dispute_states, fl_event_types, fl_overrule_reasons;
/* These grow by the words of the channels in adapters/ before main() runs; read only from then on. */
extern struct fl_vocab fl_channels, fl_procedures, fl_outcomes;

enum fl_fact_type { FL_FACT_TYPE_BOOL, FL_FACT_TYPE_ENUM, FL_FACT_TYPE_DATE };

/* What is known of one fact: its wire name, type and, for an ENUM, its words (values). */
struct fl_fact_info {
    const char *name;
    const char *zh;
    enum fl_fact_type type;
    const struct fl_vocab *values; /* its words; count is 0 unless ENUM */
};
extern const struct fl_fact_info fl_facts[FL_FACT__COUNT];

/* The wire name of number n of a list, or NULL when n is out of range (so -1 prints as null). */
const char *fl_word(const struct fl_vocab *vocab, int n);

/* The Chinese term of number n of a list, or NULL when n is out of range. */
const char *fl_word_zh(const struct fl_vocab *vocab, int n);

/* The number of a word of length len, or -1 when the list has no such word. Case matters. */
int fl_word_find(const struct fl_vocab *vocab, const char *word, size_t len);

/* The number of a fact by its wire name, or -1. */
int fl_fact_find(const char *name, size_t len);

#endif
