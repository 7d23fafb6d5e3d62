#!/usr/bin/env python3
"""A fifth channel, added as adapters/README.md says: one file, one row, and rules in a policy pack."""
import json
import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
import harness
from harness import TOP, Daemon, case, folder, run

built = os.path.join(TOP, "build", os.environ.get("FENLIU_MODE", "release"), "notary")
harness.FENLIU, harness.FENLIUD = os.path.join(built, "fenliu"), os.path.join(built, "fenliud")
harness.DESKS += ("notary",)
OWN = {"claims": ["inheritance"], "cause": {"version": "2020", "code": "29"}, "amount_fen": None,
       "respondents": [{"kind": "person", "name": "示例乙", "tags": ["relative", "farm_household"]}]}


def rule(id, when, then, **more):
    example = {"as_of": "2021-06-01", "case": {k: v for k, v in dict(OWN, facts={"consent_to_mediate": "both"}).items() if v},
               "expect": {"channel": "notary", "procedure": "notary_mediation", "fast_track": False}}
    return dict({"id": id, "title": "公证调解", "en": "A matter for the notary office.", "basis": ["人民调解法 第十八条"],
                 "from": "2021-01-01", "to": None, "when": when, "then": then, "examples": [example]}, **more)


def pack():
    # the packaged pack, and rules of this district's own
    to = os.path.join(folder(), "pack")
    shutil.copytree(os.path.join(TOP, "deploy", "policy", "hunan"), to)
    own = {"nature": ["civil"], "claims": {"any": ["inheritance"]}, "respondents.tags": {"any": ["farm_household"]},
           "facts.consent_to_mediate": {"not": "refused"}}
    files = {
        "54-notary": ("route", rule("NOT-110", own, {"channel": "notary", "procedure": "notary_mediation"},
                                    text="继承纠纷，双方愿意的，委托公证处调解。")),
        "86-notary-limits": ("limits", rule("NOT-210", {"channel": "notary"}, {
            "what": "mediate", "length": "$mediation.pre_filing_days", "unit": "days", "from": "acceptance"},
            text="公证调解期限为{$mediation.pre_filing_days}日。")),
        "89-notary-docket": ("docket", rule("NOT-310", {"procedure": "notary_mediation"}, {"word": "公调"})),
    }
    for name, (stage, made) in files.items():
        with open(os.path.join(to, "rules", name + ".json"), "w", encoding="utf-8") as f:
            json.dump({"stage": stage, "about": "公证处", "rules": [made]}, f, ensure_ascii=False)
    with open(os.path.join(to, "pack.json"), encoding="utf-8") as f:
        head = json.load(f)
    head["fails"]["notary"] = "failed"
    with open(os.path.join(to, "pack.json"), "w", encoding="utf-8") as f:
        json.dump(head, f, ensure_ascii=False)
    return to


policy = pack()
daemon = None


def call(desk, method, offer, **more):
    return desk.call(method, dict({"referral_id": offer["referral_id"], "claim": offer["claim"]}, **more))


def take(desk):
    offer = desk.result("desk.pull", {"mediator": "公证员甲"})["offers"][0]
    return dict(offer, accepted=call(desk, "desk.accept", offer)["result"])


def small():
    """it is one file of at most 200 lines and one word in a list"""
    with open(os.path.join(TOP, "tests", "channel", "notary.c"), encoding="utf-8") as f:
        assert len(f.readlines()) <= 200
    with open(os.path.join(TOP, "adapters", "list.h"), encoding="utf-8") as old, \
            open(os.path.join(built, "adapters", "list.h"), encoding="utf-8") as new:
        assert new.read().replace(" X(notary)", "") == old.read()


def checked():
    """the pack whose rules name it passes policy check, and a program without it refuses the pack by name"""
    done = subprocess.run([harness.FENLIU, "policy", "check", policy], text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run([os.path.join(harness.BUILD, "fenliu"), "policy", "check", policy], text=True, capture_output=True)
    assert done.returncode == 1 and "notary" in done.stdout + done.stderr, done.stdout + done.stderr


def started():
    """its desk is a key of the configuration and listens"""
    global daemon
    daemon = Daemon(synthetic="yes", clock="manual", policy=policy).start()
    daemon.client().result("clock.set", {"now": "2021-03-05T18:00:00+08:00"})
    shown = subprocess.run([harness.FENLIUD, "--help"], text=True, capture_output=True).stdout
    assert "desk_notary" in shown and "tcp://127.0.0.1:7415" in shown, shown
    assert daemon.desk("notary").result("server.info")["name"] == "fenliud"


def routed():
    """a case is routed to it by rule, with its limit and its docket number"""
    answer = daemon.client().result("case.submit", {"case": case("n-1", **OWN)})
    decision = answer["decision"]
    assert (decision["channel"], decision["procedure"], decision["rule"]) == ("notary", "notary_mediation", "NOT-110"), decision
    assert decision["if_fails"]["channel"] == "court", decision
    assert answer["docket"].endswith("公调1号"), answer
    assert [l["what"] for l in decision["limits"]] == ["mediate"], decision


def worked():
    """its people pull, accept and report, in the words of its tables"""
    desk = daemon.desk("notary")
    offer = take(desk)
    assert offer["accepted"]["due_on"] == "2021-04-06", offer["accepted"]["due_on"]  # the 4th is a day of Qingming, to the 5th
    error = call(desk, "desk.report", offer, outcome="judgment")["error"]
    assert "agreed, certified, failed, passed_on" in json.dumps(error), error
    error = call(desk, "desk.report", offer, outcome="failed", reason="unsigned")["error"]
    assert "far_apart, papers_missing" in json.dumps(error), error
    result = call(desk, "desk.report", offer, outcome="certified")["result"]
    assert result["state"] == "concluded" and result["next"] is None, result
    file = daemon.client().result("case.get", {"case_id": offer["case_id"]})
    assert file["state"] == "closed" and file["referrals"][0]["outcome"] == "certified", file


def handed_over():
    """what it could not settle goes to the court by the same rules: it has mediated"""
    daemon.client().result("case.submit", {"case": case("n-2", **OWN)})
    desk = daemon.desk("notary")
    result = call(desk, "desk.report", take(desk), outcome="failed", reason="papers_missing")["result"]
    assert result["next"]["channel"] == "court", result
    assert daemon.client().result("case.get", {"source": "test-intake", "ref": "n-2"})["decisions"][-1]["decision"]["rule"] == "CIV-130"


def passed_on():
    """an outcome that is no completion is concluded and not counted as one"""
    daemon.client().result("case.submit", {"case": case("n-3", **OWN)})
    desk = daemon.desk("notary")
    assert "result" in call(desk, "desk.report", take(desk), outcome="passed_on", reason="papers_missing")


def counted():
    """the statistics know its outcomes from its tables"""
    rows = daemon.sql("select outcome, counts, succeeded, zh from stats.outcome where channel = 'notary' order by 1")
    assert rows == [["agreed", "t", "t", "达成调解协议"], ["certified", "t", "t", "出具公证书"],
                    ["failed", "t", "f", "调解不成"], ["passed_on", "f", "f", "转其他公证处"]], rows
    rows = daemon.sql("select sum(entered), sum(concluded), sum(completed), sum(succeeded) from stats.effect "
                      "where channel = 'notary' and procedure = 'notary_mediation'")
    assert rows == [["3", "3", "2", "1"]], rows
    table = daemon.fenliu("stats", "--year", "2021", "--by", "channel", "--format", "json", "--state", daemon.state).stdout
    assert any(row["key"].startswith("notary notary_mediation") for row in json.loads(table)["rows"]), table


def guarded():
    """a token may be bound to its desk, and rights hold as at the desks of other bodies"""
    own = daemon.add_token("mediator", "430204", "--desk", "notary")
    assert daemon.client("desk_notary", token=own).result("desk.pull", {"mediator": "公证员乙"})["offers"] == []
    error = daemon.client("desk_union", token=own).call("desk.pull", {"mediator": "公证员乙"})["error"]
    assert error["code"] == -32004, error
    error = daemon.client("desk_notary", token=daemon.token("intake")).call("desk.pull", {"mediator": "x"})["error"]
    assert error["code"] == -32004, error


def commanded():
    """the commands know its desk and its words"""
    daemon.client().result("case.submit", {"case": case("n-4", **OWN)})
    shown = daemon.fenliu("pull", "--desk", "notary", "--mediator", "公证员甲", lang="zh").stdout
    assert "公证调解" in shown and "示*" in shown, shown
    shown = daemon.fenliu("show", "test-intake", "n-4", lang="zh").stdout
    assert "公证处" in shown and "公证调解" in shown, shown
    assert "公证处" in daemon.fenliu("show", "test-intake", "n-2", lang="zh").stdout


if __name__ == "__main__":
    run(sys.modules[__name__])
