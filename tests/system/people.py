#!/usr/bin/env python3
"""Clerks, mediators and parties end to end: objections, notices, agreements, duplicates, appointments, an absent mediator."""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, folder, run, wait_for

daemon = Daemon(synthetic="yes", clock="manual").start()
intake, clerk = daemon.client(), daemon.client(token=daemon.token("clerk"))
mediation, triage = daemon.desk("mediation"), daemon.desk("triage")
place = folder()


def clock(now):
    daemon.client().result("clock.set", {"now": now})


def push(ref, **changes):
    return intake.result("case.submit", {"case": case(ref, **changes)})["case_id"]


def pull(desk, mediator):
    return desk.result("desk.pull", {"mediator": mediator, "max": 1})["offers"][0]


def take(desk, mediator):
    offer = pull(desk, mediator)
    held = {"referral_id": offer["referral_id"], "claim": offer["claim"]}
    return held, desk.result("desk.accept", held)


def take_case(desk, mediator, case_id):
    # what waits is offered together; that one is accepted
    for offer in desk.result("desk.pull", {"mediator": mediator, "max": 100})["offers"]:
        if offer["case_id"] == case_id:
            held = {"referral_id": offer["referral_id"], "claim": offer["claim"]}
            desk.result("desk.accept", held)
            return held
    raise AssertionError("%s was not offered" % case_id)


def file(case_id):
    return clerk.result("case.get", {"case_id": case_id})


clock("2021-03-08T09:00:00+08:00")


def objection():
    """a party objects, a clerk sees it with what each missing fact would lead to, and decides; all of it stands in the file"""
    case_id = push("o-1")
    held, _ = take(mediation, "m")
    daemon.fenliu("object", case_id, "--by", "respondent", "--reason", "不同意调解")
    error = mediation.call("desk.report", dict(held, outcome="agreed"))["error"]
    assert error["code"] == -32006, error
    offer = pull(triage, "c")
    assert offer["case_id"] == case_id and offer["triage"]["objections"][0]["by"] == "respondent", offer
    assert "words" not in offer["triage"]["objections"][0], "words before accepting"
    members = {r["member"] for r in offer["triage"]["runners_up"]}
    assert members and members <= set(offer["decision"]["missing"]), (members, offer["decision"]["missing"])
    step = {"referral_id": offer["referral_id"], "claim": offer["claim"]}
    assert triage.result("desk.accept", step)["triage"]["objections"][0]["words"] == "不同意调解"
    triage.result("desk.report", dict(step, channel="court", procedure="summary", reason="一方不同意", reason_code="party_choice"))
    rows = daemon.sql("select from_channel, to_channel, reason, objection, overruled, n from stats.overrule")
    assert rows == [["mediation", "court", "party_choice", "t", "t", "1"]], rows
    shown = daemon.fenliu("show", case_id, lang="zh").stdout
    for said in ("当事人对分流提出异议", "人工变更分流", "不同意调解", "一方不同意", "尊重当事人的选择"):
        assert said in shown, (said, shown)
    masked = daemon.fenliu("show", case_id, "--masked", lang="zh").stdout
    assert "不同意调解" not in masked and "示例甲" not in masked, masked


def notice():
    """the notice is plain text, Markdown or a page that holds all it needs, in both languages, and is written down as read"""
    case_id = push("n-1")
    text = daemon.fenliu("notice", "test-intake", "n-1", lang="zh").stdout
    for said in ("示例甲", "人民调解", "为什么", "提出异议", "12348"):
        assert said in text, (said, text)
    page = daemon.fenliu("notice", case_id, "--format", "html").stdout
    assert "@page" in page and "If you do not agree" in page and "://" not in page, page
    assert daemon.fenliu("notice", case_id, "--format", "markdown").stdout.startswith("# ")
    assert "示例甲" not in intake.result("case.notice", {"case_id": case_id})["document"], "an intake system sees it masked"
    reads = daemon.sql("select count(*) from event where type = 'person.read' and data ->> 'why' = 'case.notice'")
    assert reads == [["3"]], reads
    intake.result("case.withdraw", {"case_id": case_id, "reason": "测试"})


def agreement():
    """the agreement is drafted, printed, reported, printed again by a clerk; its words stand nowhere in clear"""
    push("a-1")
    pulled = json.loads(daemon.fenliu("pull", "--desk", "mediation", "--mediator", "甲", "--json").stdout)["offers"][0]
    referral = pulled["referral_id"]
    daemon.fenliu("accept", referral)
    words = os.path.join(place, "words")
    with open(words, "w", encoding="utf-8") as out:
        out.write("示例乙分两期还清三万元。\n第一期五月，第二期六月。\n")
    draft = daemon.fenliu("agreement", referral, "--content", words, "--perform-by", "2021-06-30", lang="zh").stdout
    for said in ("示例甲", "示例乙", "分两期还清", "2021年6月30日", "____", "签名、盖章或者按指印"):
        assert said in draft, (said, draft)
    daemon.fenliu("report", referral, "--outcome", "agreed")
    again = daemon.fenliu("agreement", referral, "--desk", "mediation", "--format", "html", lang="zh").stdout
    assert "分两期还清" in again and "<table>" in again, again
    assert daemon.sql("select count(*) from agreement where position(convert_to('分两期', 'UTF8') in sealed) > 0") == [["0"]]
    assert daemon.sql("select perform_by from agreement") == [["2021-06-30"]]


PARTIES = dict(claimants=[{"kind": "person", "name": "重复 甲"}], respondents=[{"kind": "company", "name": "重复乙公司"}])


def linked(case_id):
    return file(case_id)["links"]


def duplicates():
    """the same dispute from two sources is found, shown to the clerk, and nothing is merged by itself"""
    one = push("d-1", **PARTIES)
    two = push("d-2", source="other-intake", **dict(PARTIES, claimants=[{"kind": "person", "name": "重复甲"}]))
    push("d-3", source="third-intake", **dict(PARTIES, respondents=[{"kind": "company", "name": "别的公司"}]))
    push("d-4", source="third-intake", filed_at="2021-01-05T09:12:00+08:00", cause={"name": "买卖合同纠纷"}, claims=["price"], **PARTIES)
    wait_for(lambda: linked(one), 30, "the link")
    links = linked(one)
    assert [(l["case_id"], l["link"], l["basis"], l["same_cause"]) for l in links] == [(two, "possible", "name", True)], links
    assert linked(two)[0]["case_id"] == one
    assert file(one)["state"] == file(two)["state"] == "open"
    asked = json.loads(daemon.fenliu("links", "--json").stdout)["links"]
    assert {c["case_id"] for c in asked[0]["cases"]} == {one, two} and len(asked) == 1, asked
    assert "other-intake" in daemon.fenliu("links").stdout
    shown = daemon.fenliu("show", one, lang="zh").stdout
    assert "可能重复" in shown and two in shown, shown
    error = intake.call("case.link", {"case_id": two, "other": one, "same": True, "reason": "同一件"})["error"]
    assert error["code"] == -32004, "only a clerk says what is the same"
    done = clerk.result("case.link", {"case_id": two, "other": one, "same": True, "reason": "同一件"})
    assert done["withdrawn"] is True
    assert file(one)["state"] == "open" and file(two)["state"] == "withdrawn"
    assert linked(one)[0]["link"] == "same" and linked(one)[0]["decided_by"], linked(one)
    assert daemon.sql("select data ->> 'duplicate_of' from event where type = 'case.withdrawn' and dispute_id = " + two) == [[one]]
    assert json.loads(daemon.fenliu("links", "--json").stdout)["links"] == []
    for bad in ({"same": True, "different": True}, {}, {"same": True, "other": two}):
        assert "error" in clerk.call("case.link", dict({"case_id": two, "other": one, "reason": "x"}, **bad)), bad
    before = daemon.sql("select count(*) from event")
    for case_id, other in ((one, two), (two, one)):
        error = clerk.call("case.link", {"case_id": case_id, "other": other, "different": True, "reason": "两件"})["error"]
        assert error["data"]["type"] == "conflict" and two + " is withdrawn" in error["data"]["detail"], error
    error = clerk.call("case.link", {"case_id": one, "other": two, "same": True, "reason": "同一件"})["error"]
    assert error["data"]["type"] == "conflict" and two + " is withdrawn" in error["data"]["detail"], error
    assert daemon.sql("select count(*) from event") == before
    assert linked(one)[0]["link"] == "same" and file(one)["state"] == "open", linked(one)


def dismissed():
    """what a clerk says is different stays apart, and is not found again"""
    one = push("e-1", claimants=[{"kind": "person", "name": "不同甲"}], respondents=[{"kind": "person", "name": "不同乙"}])
    two = push("e-2", source="other-intake", claimants=[{"kind": "person", "name": "不同甲"}], respondents=[{"kind": "person", "name": "不同乙"}])
    wait_for(lambda: linked(one), 30, "the link")
    daemon.fenliu("link", one, "--other", two, "--different", "--reason", "两笔借款")
    assert linked(two)[0]["link"] == "different" and file(one)["state"] == file(two)["state"] == "open"
    for case_id in (one, two):
        intake.result("case.withdraw", {"case_id": case_id, "reason": "测试"})


def drain():
    while True:
        offers = mediation.result("desk.pull", {"mediator": "drain", "max": 100})["offers"]
        for offer in offers:
            mediation.result("desk.accept", {"referral_id": offer["referral_id"], "claim": offer["claim"]})
        if not offers:
            return


def appointments():
    """an appointment has its moment; the next one stands in the list, and one that is called off does not"""
    drain()
    push("p-1")
    held, _ = take(mediation, "约")
    note = lambda **more: mediation.call("desk.note", dict(held, text="在社区调解室", **more))
    assert note(kind="contact", at="2021-03-10T09:30:00+08:00")["error"]["code"] == -32602
    assert note(kind="appointment", at="2021-03-01T09:30:00+08:00")["error"]["code"] == -32602
    assert note(kind="appointment", at="明天")["error"]["code"] == -32602
    for kind in ("appointment", "cancelled"):
        error = note(kind=kind)["error"]
        assert error["code"] == -32602 and [e["pointer"] for e in error["data"]["errors"]] == ["/params/at"], error
    assert daemon.sql("select count(*) from event where type = 'referral.noted'") == [["0"]]
    for at in ("2021-03-12T09:30:00+08:00", "2021-03-10T09:30:00+08:00"):
        assert "result" in note(kind="appointment", at=at)
    listed = lambda: mediation.result("desk.list", {"mediator": "约"})["referrals"][0].get("appointment_at", "")
    assert listed().startswith("2021-03-10T09:30"), listed()
    assert "03-10 09:30" in daemon.fenliu("list", "--desk", "mediation", "--mediator", "约").stdout
    assert "result" in note(kind="cancelled", at="2021-03-10T09:30:00+08:00")
    assert listed().startswith("2021-03-12T09:30"), listed()
    clock("2021-03-13T09:00:00+08:00")
    assert listed() == ""


def absent():
    """all cases of an absent mediator move at once, to a colleague or back into the queue, each with its events"""
    drain()
    clerk_desk = daemon.client("desk_mediation", token=daemon.token("clerk"))
    for n in range(5):
        push("r-%d" % n)
        (take if n < 3 else pull)(mediation, "病")
    for bad in ({"to": "替"}, {"from": "病"}, {"from": "病", "to": "替", "pool": True}, {"from": "病", "to": "病"},
                {"from": "病", "referral_ids": ["1"], "to": "替"}):
        assert clerk_desk.call("desk.reassign", dict(bad, reason="病假"))["error"]["code"] == -32602, bad
    moved = clerk_desk.result("desk.reassign", {"from": "病", "to": "替", "reason": "病假"})
    assert len(moved["referrals"]) == 5 and moved["more"] is False, moved
    assert mediation.result("desk.list", {"mediator": "病"})["referrals"] == []
    assert {r["state"] for r in mediation.result("desk.list", {"mediator": "替"})["referrals"]} == {"offered"}
    done = daemon.fenliu("reassign", "--desk", "mediation", "--from", "替", "--pool", "--reason", "出差", "--json")
    assert len(json.loads(done.stdout)["referrals"]) == 5
    assert daemon.sql("select count(*) from queue join referral using (court, referral_id) where channel = 'mediation'") == [["5"]]
    assert daemon.sql("select count(*) from event where type = 'referral.released' and data ->> 'by' = 'clerk'") == [["10"]]
    assert daemon.sql("select coalesce(sum(n), 0) from ledger where measure = 'accepted' and mediator in ('病', '替')") == [["0"]]


def corrected():
    """a wrong report corrected by the clerk: both versions stand in the file"""
    drain()
    case_id = push("c-1")
    held = take_case(mediation, "错", case_id)
    mediation.result("desk.report", dict(held, outcome="agreed"))
    daemon.fenliu("correct", held["referral_id"], "--desk", "mediation", "--outcome", "withdrawn", "--end-reason", "settled", "--reason", "录入错误")
    shown = daemon.fenliu("show", case_id, lang="zh").stdout
    for said in ("更正", "调解成功", "撤回", "录入错误"):
        assert said in shown, (said, shown)


def verified():
    """after all of this everything counts again to the same"""
    wait_for(lambda: "0 events not sealed" in daemon.fenliu("verify", "--state", daemon.state, check=False).stdout, 30, "everything sealed")
    done = daemon.fenliu("verify", "--state", daemon.state, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


run(sys.modules[__name__])
