"""What kinds of dispute the synthetic docket has, and how often: one row a kind.

weight: how often, relative to the sum of all rows. code: cause of action in the 2020 list. sides: sort of
claimant and respondent, as weighted pairs. claims, money (yuan), tags and facts (permille of true, or
weighted words) follow the kind. Nothing here says where a dispute goes: that is what the engine is asked.
"""
P, C, B, T = "person", "company", "bank", "sole_trader"
SMALL = [(5, (800, 5000)), (5, (5000, 16000)), (2, (16000, 40000))]
LOAN = [(5, (3000, 16000)), (5, (16000, 60000)), (3, (60000, 200000)), (1, (200000, 900000))]
CARD = [(5, (4000, 16000)), (4, (16000, 60000)), (1, (60000, 180000))]
TRADE = [(3, (2000, 16000)), (4, (16000, 80000)), (3, (80000, 400000)), (1, (400000, 3000000))]
WORKS = [(2, (20000, 100000)), (4, (100000, 600000)), (2, (600000, 5000000))]
FEES = [(7, (600, 4000)), (4, (4000, 16000)), (1, (16000, 30000))]
WAGES = [(5, (3000, 16000)), (5, (16000, 50000)), (2, (50000, 150000))]
INJURY = [(3, (5000, 30000)), (4, (30000, 120000)), (2, (120000, 600000))]
HOUSE = [(2, (10000, 80000)), (4, (80000, 600000)), (2, (600000, 1500000))]
UPKEEP = [(6, (6000, 30000)), (3, (30000, 90000))]


def row(weight, code, sides, claims, money=None, tags=((), ()), facts=None, text=None):
    return {"weight": weight, "code": code, "sides": sides, "claims": claims, "money": money,
            "tags": tags, "facts": facts or {}, "text": text}


MIX = [
    # debt
    row(128, "103.3", [(9, (P, P)), (1, (P, C))], ["loan"], LOAN, text="被告向原告借款后未按约归还"),
    row(26, "103.1", [(1, (B, P))], ["loan"], LOAN, text="借款人逾期未还贷款本息"),
    row(34, "110.2", [(1, (B, P))], ["loan"], CARD, text="持卡人透支后逾期未还"),
    row(16, "143", [(2, (P, P)), (1, (C, P))], ["price"], LOAN, text="原告代偿后向被告追偿"),
    row(18, "144", [(3, (P, P)), (1, (C, P))], ["price"], SMALL, text="原告误转款项，被告拒不返还"),
    # contract
    row(92, "84", [(4, (P, P)), (3, (P, T)), (4, (C, C)), (3, (C, P))], ["price"], TRADE, text="买受人收货后拖欠货款"),
    row(44, "111.2", [(6, (P, P)), (2, (C, P)), (1, (C, C))], ["rent"], SMALL, text="承租人拖欠房屋租金"),
    row(18, "114", [(3, (P, C)), (2, (C, C))], ["price"], TRADE, text="定作人未付加工承揽费用"),
    row(18, "115.3", [(3, (P, C)), (3, (C, C))], ["price"], WORKS,
        facts={"appraisal_needed": 250, "major_complex": 120}, text="发包人拖欠工程款，双方对工程量有争议"),
    row(18, "115.7", [(1, (P, C))], ["price", "damages"], TRADE, (("consumer",), ()),
        facts={"appraisal_needed": 120}, text="装修工程质量与约定不符"),
    row(46, "139", [(3, (P, P)), (2, (P, C))], ["price"], WAGES, text="提供劳务后报酬未付"),
    row(18, "137.15", [(1, (P, C))], ["price"], SMALL, (("consumer",), ("merchant",)), text="培训机构停业，剩余课时费未退"),
    row(12, "137.1", [(1, (C, P))], ["price"], FEES, text="用户拖欠通信费用"),
    row(12, "94", [(1, (C, P))], ["price"], FEES, text="用户拖欠水费"),
    row(84, "121", [(1, (C, P))], ["property_fee"], FEES, (("property_manager",), ("property_owner",)),
        text="业主拖欠物业服务费"),
    row(16, "91.2", [(1, (P, C))], ["damages"], HOUSE, (("consumer",), ()), text="开发商逾期交房"),
    row(12, "91", [(1, (P, P))], ["contract_validity"], HOUSE, text="双方对房屋买卖合同的效力有争议"),
    row(10, "127", [(1, (P, P))], ["price"], LOAN, text="合伙人之间对账目有争议"),
    # family
    row(86, "14", [(1, (P, P))], ["divorce", "custody"], None, (("relative",), ("relative",)),
        text="双方因家庭琐事长期争吵，原告要求离婚"),
    row(14, "15", [(1, (P, P))], ["price"], HOUSE, text="离婚后对共同财产分割有争议"),
    row(16, "22.1", [(1, (P, P))], ["support"], UPKEEP, (("minor", "relative"), ("relative",)), text="一方未按约支付抚养费"),
    row(8, "22.2", [(1, (P, P))], ["custody"], None, (("relative",), ("relative",)), text="要求变更子女抚养关系"),
    row(10, "24.1", [(1, (P, P))], ["support"], UPKEEP, (("elderly", "relative"), ("relative",)), text="老人要求子女支付赡养费"),
    row(18, "29", [(1, (P, P))], ["inheritance"], HOUSE, (("relative",), ("relative",)), text="继承人对遗产分割有争议"),
    row(6, "28", [(1, (P, P))], ["price"], HOUSE, (("relative",), ("relative",)), text="家庭成员之间分家析产"),
    row(10, "12", [(1, (P, P))], ["price"], LOAN, text="婚约解除后要求返还彩礼"),
    # tort, traffic, medical, consumer
    row(88, "374", [(3, (P, "insurer")), (5, (P, P))], ["damages"], INJURY, ((), ()),
        facts={"appraisal_needed": 160}, text="发生交通事故，责任认定已作出，双方对赔偿数额有争议"),
    row(38, "1", [(1, (P, P))], ["damages"], INJURY, facts={"appraisal_needed": 140}, text="双方发生肢体冲突致原告受伤"),
    row(8, "376", [(1, (P, "hospital"))], ["damages"], INJURY, ((), ("hospital",)),
        facts={"appraisal_needed": 600}, text="患者认为诊疗行为有过错"),
    row(18, "368", [(2, (P, P)), (1, (P, C))], ["damages"], INJURY, facts={"appraisal_needed": 200},
        text="提供劳务时受伤，要求接受劳务方赔偿"),
    row(14, "43", [(3, (P, P)), (1, (P, C))], ["damages"], SMALL, text="楼上漏水致原告家中财物受损"),
    row(5, "380", [(1, (P, P))], ["damages"], SMALL, (("neighbour",), ("neighbour",)), text="被告饲养的犬只致原告受伤"),
    row(5, "6", [(1, (P, P))], ["damages", "stop_infringement"], SMALL, text="被告在群聊中发布侮辱性言论"),
    row(6, "373", [(1, (P, C))], ["damages"], SMALL, (("consumer",), ("merchant",)), text="所购产品有缺陷致损"),
    # neighbours, land
    row(12, "53.2", [(1, (P, P))], ["stop_infringement"], None, (("neighbour",), ("neighbour",)), text="邻居占用通道影响通行"),
    row(10, "53.7", [(1, (P, P))], ["damages"], SMALL, (("neighbour",), ("neighbour",)), text="邻居施工致原告房屋开裂"),
    row(10, "39", [(1, (P, P))], ["stop_infringement"], None, (("neighbour",), ("neighbour",)), text="被告堆放物品妨害原告使用"),
    row(6, "61", [(2, (P, "village")), (1, (P, P))], ["other"], None, (("farm_household",), ()),
        facts={"land_arbitration_chosen": 200}, text="双方对承包地的使用有争议"),
    # what only a court takes
    row(6, "159.2", [(1, (C, T))], ["stop_infringement", "damages"], TRADE, text="被告销售侵害商标权的商品"),
    row(5, "158.2", [(1, (C, C))], ["damages"], TRADE, text="被告未经许可使用原告作品"),
    row(6, "269", [(1, (P, P))], ["price"], HOUSE, text="股权转让款未付"),
    row(12, "418", [(1, (C, P)), (1, (B, P))], ["price"], TRADE, text="申请人请求发出支付令"),
    row(9, "409", [(1, (P, P))], ["other"], None, facts={"both_apply_confirmation": 1000, "agreement": 1000},
        text="双方经人民调解委员会达成协议，共同申请司法确认"),
    row(5, "414", [(1, (P, P))], ["other"], None, (("relative",), ()), text="申请指定监护人"),
    # labour and personnel
    row(58, "186.5", [(1, (P, C))], ["wages"], WAGES, (("worker",), ("employer",)),
        facts={"union_at_employer": 420, "labour_relation": [(7, "yes"), (1, "disputed"), (2, None)]},
        text="用人单位拖欠工资"),
    row(14, "186.5", [(1, (P, C))], ["wages"], WAGES, (("worker",), ("employer",)),
        facts={"wage_iou": 1000, "other_labour_claims": 0}, text="用人单位出具工资欠条后仍未支付"),
    row(28, "186.6", [(1, (P, C))], ["severance"], WAGES, (("worker",), ("employer",)),
        facts={"union_at_employer": 450, "labour_relation": [(9, "yes"), (1, None)]}, text="解除劳动合同后未支付经济补偿"),
    row(14, "186.1", [(1, (P, C))], ["labour_relation"], None, (("worker",), ("employer",)),
        facts={"union_at_employer": 200, "labour_relation": [(1, "disputed")]}, text="双方对劳动关系是否存在有争议"),
    row(22, "187.2", [(1, (P, C))], ["work_injury"], INJURY, (("worker",), ("employer",)),
        facts={"union_at_employer": 350, "labour_relation": [(8, "yes"), (1, None)]}, text="工伤待遇数额有争议"),
    row(4, "189", [(1, (P, "institution"))], ["other"], None, (("worker",), ("employer",)), text="聘用合同解除有争议"),
    # what belongs elsewhere
    row(8, "1", [(1, (P, "government"))], ["other"], None, facts={"against_government_act": 1000}, text="不服行政机关的处理决定"),
    row(8, "103.3", [(1, (P, P))], ["loan"], LOAN, facts={"criminal_suspected": 1000}, text="被告虚构项目骗取多人钱款"),
    row(10, "84", [(1, (C, C))], ["price"], TRADE, facts={"arbitration_clause": 1000}, text="合同约定由仲裁委员会仲裁"),
    row(6, "186", [(1, (P, C))], ["social_insurance_arrears"], None, (("worker",), ("employer",)), text="要求用人单位补缴社会保险费"),
    row(4, "374", [(1, (P, P))], ["damages"], INJURY, facts={"judgment_exists": 1000}, text="此前已有生效判决"),
    # no cause given: a narrative alone
    row(14, None, [(2, (P, P)), (1, (P, C))], None, None, text="双方在往来中发生争执，经社区协商未果，要求对方给个说法"),
]

# Facts of any civil dispute, permille of true; absent otherwise.
RARE = {"respondent_missing": 25, "counterclaim": 20, "service_by_notice": 25, "major_complex": 12,
        "preservation_sought": 45, "jurisdiction_objection": 14, "added_party": 15, "new_type": 5,
        "appraisal_needed": 10, "foreign_related": 3}
CONSENT = [(37, "both"), (16, "claimant"), (41, "refused"), (6, None)]
# 事实清楚、权利义务关系明确、争议不大: true, false, not known at intake.
CLEAR = [(73, True), (9, False), (18, None)]

# Of a thousand disputes, how many are filed in each month: few in the month of the Spring Festival.
MONTHS = [(78, 1), (48, 2), (92, 3), (86, 4), (80, 5), (88, 6), (90, 7), (84, 8), (92, 9), (74, 10), (96, 11), (92, 12)]
