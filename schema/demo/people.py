"""Invented people and units of the synthetic docket.

Nobody stands behind them: identity numbers and credit codes carry the division 430299, which is assigned to
no county, with correct check digits; organisations are called 示例 (sample); telephone numbers are too short
to be dialled.
"""
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何罗高林郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢谭易龙段贺欧尹"
GIVEN = ("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文辉力健永清新利宁福生龙元全胜学祥才发武"
         "安民成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆雨竹书怡嘉梓晨浩宇轩欣")
TRADES = ["商贸", "机电", "物流", "建筑劳务", "装饰", "餐饮管理", "机械配件", "环保科技", "服饰", "家政服务",
          "汽车维修", "电子", "轨道配件", "食品", "园林绿化", "信息技术", "硬质合金", "教育咨询"]
BRANDS = "鑫恒达源盛泰隆宏瑞丰安顺兴诚德华润康美佳信和嘉联创新远腾飞博弘景云"
UNASSIGNED = "430299"
# Division codes of the streets: their form is real (nine digits below 430204), their numbers are for show.
STREETS = ["430204001", "430204002", "430204003", "430204004", "430204005"]


def person_name(rng):
    name = rng.pick(SURNAMES) + rng.pick(GIVEN)
    return name + rng.pick(GIVEN) if rng.chance(720) else name


def person_id(rng, young=1950, old=2000):
    """GB 11643: 17 digits and the ISO 7064 MOD 11-2 check character."""
    body = "%s%04d%02d%02d%03d" % (UNASSIGNED, rng.between(young, old), rng.between(1, 12),
                                   rng.between(1, 28), rng.between(1, 999))
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]


def unit_code(rng, first="9", second="1"):
    """GB 32100: registry, kind, division, nine characters of GB 11714, and the MOD 31-3 check character."""
    organisation = "".join(rng.pick("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(8))
    values = {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    check = 11 - sum(values[c] * w for c, w in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    organisation += {10: "X", 11: "0"}.get(check, str(check))
    body = first + second + UNASSIGNED + organisation
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + alphabet[(31 - total % 31) % 31]


def street(rng):
    return rng.weighted([(30, STREETS[0]), (24, STREETS[1]), (20, STREETS[2]), (16, STREETS[3]), (10, STREETS[4])])


def person(rng, tags=()):
    party = {"kind": "person", "name": person_name(rng)}
    if rng.chance(620):
        party["id_no"] = person_id(rng)
    if rng.chance(700):
        party["phone"] = "1550000%03d" % rng.below(1000)
    if rng.chance(800):
        party["division"] = street(rng)
    if party.get("division") and rng.chance(400):
        party["address"] = "示例路%d号%d栋%d室" % (rng.between(1, 300), rng.between(1, 20), rng.between(101, 3204))
    if tags:
        party["tags"] = list(tags)
    return party


NAMES = {
    "company": lambda rng: "株洲示例%s%s%s有限公司" % (rng.pick(BRANDS), rng.pick(BRANDS), rng.pick(TRADES)),
    "bank": lambda rng: "示例%s商业银行石峰支行" % rng.pick(BRANDS),
    "insurer": lambda rng: "示例%s财产保险株洲公司" % rng.pick(BRANDS),
    "hospital": lambda rng: "示例%s医院" % rng.pick(BRANDS),
    "institution": lambda rng: "示例%s中心" % rng.pick(["文化", "测绘", "农技", "培训"]),
    "government": lambda rng: "示例区%s局" % rng.pick(["人力资源", "自然资源", "城市管理", "市场监管"]),
    "village": lambda rng: "示例%s村民委员会" % rng.pick(BRANDS),
    "sole_trader": lambda rng: "示例%s%s店" % (rng.pick(BRANDS), rng.pick(["百货", "小吃", "五金", "汽修", "理发"])),
}
# What a kind of unit is called in the case document.
KINDS = {"bank": "company", "insurer": "company", "hospital": "institution"}


def unit(rng, sort, tags=()):
    party = {"kind": KINDS.get(sort, sort), "name": NAMES[sort](rng)}
    if rng.chance(550):
        party["id_no"] = unit_code(rng, *{"government": "11", "institution": "12", "hospital": "12",
                                          "sole_trader": "92"}.get(sort, "91"))
    if rng.chance(500):
        party["division"] = "430204"
    if tags:
        party["tags"] = list(tags)
    return party


def party(rng, sort, tags=()):
    return person(rng, tags) if sort == "person" else unit(rng, sort, tags)
