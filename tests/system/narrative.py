#!/usr/bin/env python3
"""A case without a cause: what its narrative says is found, shown to who may read it, and stored without a word of it."""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, run

daemon = Daemon().start()
intake, clerk, auditor = daemon.client(), daemon.client(token=daemon.token("clerk")), daemon.client(token=daemon.token("auditor"))
WORDS = ["我们十二名工人", "三万二千元", "公司没有工会", "老板打人"]  # in no rule nor any text of the law
STORY = "，".join(["我们十二名工人被拖欠工资", "共三万二千元", "公司没有工会", "老板打人，我申请人身安全保护令"]) + "。"


def story(ref, **changes):
    return case(ref, **dict({"cause": None, "claims": None, "amount_fen": None, "facts": None, "narrative": STORY}, **changes))


def finding(found, member):
    return next(f for f in found if f["member"] == member)


def stored(ref):
    return daemon.sql("select d.dispute_id, d.document, e.document from dispute d join decision e using (court, dispute_id) "
                      "where d.ref = '%s' order by e.recorded_at" % ref)


def trial():
    """case.decide and fenliu decide name what they found with the words that show it"""
    decision = intake.result("case.decide", {"case": story("trial")})
    assert finding(decision["found"], "claimants.count")["words"] == "我们十二名工人", decision["found"]
    assert finding(decision["found"], "amount_fen")["value"] == 3200000
    order = finding(decision["found"], "facts.protection_order_sought")
    assert order["words"] == "申请人身安全保护令" and order["used"] and order["from"] == "found", order
    assert STORY.encode()[order["at"]:order["at"] + order["bytes"]].decode() == order["words"]
    line = daemon.fenliu("decide", input=json.dumps(story("trial"), ensure_ascii=False) + "\n").stdout
    assert json.loads(line) == decision, line


def submitted():
    """case.submit decides the same, and neither its answer nor what is stored in clear holds the words"""
    decided = intake.result("case.decide", {"case": story("kept")})
    answer = intake.result("case.submit", {"case": story("kept")})
    decision = answer["decision"]
    assert (decision["channel"], decision["procedure"], decision["rule"]) == \
        (decided["channel"], decided["procedure"], decided["rule"]), decision
    assert finding(decision["found"], "claimants.count")["value"] == 12
    again = intake.result("case.submit", {"case": story("kept")})
    assert again["duplicate"] and again["decision"] == decision, again
    rows = stored("kept")
    for text in [json.dumps(decision, ensure_ascii=False)] + rows[0][1:]:
        assert '"words"' not in text and not any(words in text for words in WORDS), text
    assert json.loads(rows[0][1])["read"]["facts"]["claimants.count"]["value"] == 12, rows


def shown():
    """who sees the narrative sees the words; who does not sees neither"""
    whole = clerk.result("case.get", {"source": "test-intake", "ref": "kept", "why": "test"})
    assert whole["case"]["read"]["facts"]["claimants.count"]["words"] == "我们十二名工人", whole["case"]
    masked = auditor.result("case.get", {"source": "test-intake", "ref": "kept"})
    assert "narrative" not in masked["case"] and not any(w in json.dumps(masked, ensure_ascii=False) for w in WORDS), masked


def explained():
    """an explanation names what was found and whether it was used"""
    answer = clerk.result("case.explain", {"source": "test-intake", "ref": "kept", "lang": "zh"})
    assert "陈述中看出来的" in answer["text"] and not any(w in answer["text"] for w in WORDS), answer["text"]
    assert finding(answer["explanation"]["found"], "facts.protection_order_sought")["used"]


def amended():
    """an amended case keeps what was read in its narrative, still without a word of it; what is given now counts"""
    case_id = intake.result("case.submit", {"case": story("amended")})["case_id"]
    answer = clerk.result("case.amend", {"case_id": case_id, "request_id": "a-1", "reason": "问明",
                                         "facts": {"protection_order_sought": False, "union_at_employer": True}})
    decision = answer["decision"]
    assert not finding(decision["found"], "facts.protection_order_sought")["used"], decision["found"]
    flag = next(f for f in decision["flags"] if f["flag"] == "narrative_contradicts")
    assert {f["member"] for f in flag["found"]} >= {"facts.union_at_employer", "facts.protection_order_sought"}, flag
    for row in stored("amended"):
        for text in row[1:]:
            assert '"words"' not in text and not any(words in text for words in WORDS), text
    assert json.loads(stored("amended")[0][1])["read"]["facts"]["claimants.count"]["value"] == 12


WAGES = "我在示例电子厂上班，2020年12月起老板一直拖欠工资，四个月共两万四千元，多次讨要都不给，请求支付拖欠的工资两万四千元。"


def classified():
    """a story that is surely about wages is routed as such: its cause is stored, with the model that read it"""
    answer = intake.result("case.submit", {"case": story("wages", narrative=WAGES, respondents=[
        {"kind": "company", "name": "示例电子厂"}])})
    decision = answer["decision"]
    assert decision["domain"] == "labour" and decision["cause"]["from"] == "narrative", decision
    assert (decision["channel"], decision["procedure"]) == ("mediation", "people_mediation"), decision
    assert decision["route_confidence"] >= 0.8 and len(decision["classification"]["model"]) == 64, decision
    assert any(f["flag"] == "cause_read" for f in decision["flags"]), decision["flags"]
    assert "cause" not in decision["missing"], decision["missing"]
    kept = daemon.sql("select cause, domain from dispute where ref = 'wages'")
    assert kept == [[decision["cause"]["code"], "labour"]], kept


def handed_over():
    """the hand-over decides by what was read at intake"""
    desk = daemon.desk("mediation")
    offer = desk.result("desk.pull", {"mediator": "m", "max": 1})["offers"][0]
    held = {"referral_id": offer["referral_id"], "claim": offer["claim"]}
    desk.result("desk.accept", held)
    result = desk.result("desk.report", dict(held, outcome="failed", reason="far_apart"))
    assert result["next"]["channel"] == "arbitration", result
    later = [json.loads(row[2]) for row in stored("wages")]
    assert len(later) == 2 and later[1]["cause"]["name"] == later[0]["cause"]["name"], later  # the list of today numbers it otherwise
    assert later[1]["classification"] == later[0]["classification"] and later[1]["rule"] != later[0]["rule"], later


def unsure():
    """a story that could be anything goes to a clerk with the runners-up; a short greeting does too"""
    for ref, text in (("vague", "他一直拖着我的事情不处理，我要一个说法，请领导帮我做主。"), ("greeting", "你好，在吗")):
        decision = intake.result("case.decide", {"case": story(ref, narrative=text)})
        assert (decision["channel"], decision["cause"]) == ("triage", None), decision
        assert "classification" in decision and "cause" in decision["missing"], decision


def mismatched():
    """a given cause that the text speaks against decides all the same, and is flagged"""
    decision = intake.result("case.decide", {"case": case("mismatch", narrative=WAGES, respondents=[
        {"kind": "company", "name": "示例电子厂"}])})
    assert decision["cause"]["code"] == "103.3" and decision["cause"]["from"] == "given", decision
    assert any(f["flag"] == "cause_text_mismatch" for f in decision["flags"]), decision
    agreeing = intake.result("case.decide", {"case": case("match", narrative="他借我三万元，写了借条，到期不还，请求偿还借款。")})
    assert not any(f["flag"] == "cause_text_mismatch" for f in agreeing["flags"]), agreeing


def contradicted():
    """what contradicts a given fact is a flag that names member and words; the given one decides"""
    worker = {"kind": "person", "name": "示例甲", "tags": ["worker"]}
    employer = {"kind": "company", "name": "示例公司", "tags": ["employer"]}
    decision = intake.result("case.decide", {"case": case(
        "contra", cause={"version": "2020", "code": "186.5"}, claims=["wages"], claimants=[worker], respondents=[employer],
        narrative="公司没有工会，工资一直没发。", facts={"union_at_employer": True})})
    assert decision["channel"] == "union", decision
    flag = next(f for f in decision["flags"] if f["flag"] == "narrative_contradicts")
    assert [(f["member"], f["value"], f["words"]) for f in flag["found"]] == \
        [("facts.union_at_employer", False, "公司没有工会")], flag


def no_sender_writes_it():
    """what was read is the daemon's own: a sender who writes it is refused by name"""
    error = intake.error("case.submit", {"case": story("forged", read={"facts": {}})})
    assert error["data"]["errors"][0]["pointer"] == "/params/case/read", error


def logs():
    """the log holds no word of a narrative"""
    assert not any(words in daemon.tail(1 << 20) for words in WORDS)


run(sys.modules[__name__])
