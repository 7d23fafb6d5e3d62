#!/usr/bin/env python3
"""Outbound delivery: referrals sent to bodies' own systems that accept, refuse, are silent, answer nonsense, hang up,
while fenliud is killed: nothing is lost, nothing happens twice for one referral."""
import json
import os
import signal
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from body import HANG_UP, SILENT, Body, Twice
from harness import Daemon, case, folder, run, wait_for

UNION = {"cause": {"version": "2020", "code": "186.5"}, "claims": ["wages"],
         "claimants": [{"kind": "person", "name": "示例甲", "tags": ["worker"], "division": "430204001"}],
         "respondents": [{"kind": "company", "name": "示例公司", "tags": ["employer"]}],
         "facts": {"consent_to_mediate": "both", "union_at_employer": True}}
COURT = {"facts": {"consent_to_mediate": "refused"}}
counter = iter(range(100000))
says = {"union": lambda params, times: {"accepted": True, "docket": "工调%s号" % params["referral_id"]},
        "court": lambda params, times: {"accepted": False, "reason": "不属于本院管辖"},
        "mediation": lambda params, times: {"accepted": False, "reason": "人手不足"}}
bodies = {name: Body(lambda params, times, name=name: says[name](params, times)) for name in says}
secret = os.path.join(folder(), "token")
with open(secret, "w") as f:
    f.write("the-unions-own-token\n")
daemon = Daemon(synthetic="yes", clock="manual", delivery_ms=20, delivery_wait_ms=400, delivery_backoff_ms=20,
                delivery_backoff_max_ms=100, delivery_tries=4, deliver_union=bodies["union"].url, deliver_union_token=secret,
                deliver_court=bodies["court"].url, deliver_mediation=bodies["mediation"].url).start()
daemon.client().result("clock.set", {"now": "2021-03-05T18:00:00+08:00"})


def push(**changes):
    ref = "out-%d" % next(counter)
    daemon.client().result("case.submit", {"case": case(ref, **changes)})
    return ref


def file(ref):
    return daemon.client().result("case.get", {"source": "test-intake", "ref": ref})


def last(ref):
    return file(ref)["referrals"][-1]


def reached(ref, state, channel=None, visit=1):
    def there():
        r = last(ref)
        return r if r["state"] == state and r["visit"] >= visit and channel in (None, r["channel"]) else None
    return wait_for(there, 30, "%s %s" % (ref, state))


def types(ref):
    return [e["type"] for e in file(ref)["events"]]


def whole():
    done = daemon.fenliu("verify", "--state", daemon.state, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def accepted():
    """a system that accepts has the referral, with its number, its token shown, the whole case sent once"""
    ref = push(**UNION)
    referral = reached(ref, "accepted")
    sent = [p for p in bodies["union"].seen if p["referral_id"] == referral["referral_id"]]
    assert len(sent) == 1, sent
    assert sent[0]["case"]["claimants"][0]["name"] == "示例甲" and sent[0]["decision"]["channel"] == "union", sent
    assert sent[0]["claim"] and sent[0]["court"] == "430204" and sent[0]["procedure"] == "union_mediation"
    assert bodies["union"].tokens[-1] == "the-unions-own-token"
    assert referral["body_docket"] == "工调%s号" % referral["referral_id"] and referral["due_on"] == "2021-03-22", referral
    assert types(ref)[2:] == ["referral.queued", "referral.offered", "person.read", "referral.delivered", "referral.accepted",
                              "person.read"], types(ref)
    event = [e for e in file(ref)["events"] if e["type"] == "referral.delivered"][0]
    assert event["data"]["tries"] == 1, event
    assert daemon.sql("select count(*) from delivery") == [["0"]]


def reported():
    """it reports through its desk by the claim that the delivery carried, and the case goes on"""
    ref = push(**UNION)
    referral = reached(ref, "accepted")
    sent = [p for p in bodies["union"].seen if p["referral_id"] == referral["referral_id"]][0]
    desk = daemon.client("desk_union", token=daemon.add_token("body_system", "430204", "--desk", "union"))
    result = desk.result("desk.report", {"referral_id": sent["referral_id"], "claim": sent["claim"], "outcome": "agreed"})
    assert result["case_state"] == "closed", result
    error = desk.error("desk.report", {"referral_id": sent["referral_id"], "claim": "1", "outcome": "refused"})
    assert error["code"] == -32006, error


def refused_to_clerk():
    """what a court's system refuses is an objection to the route: the routing clerk has it, with the reason"""
    ref = push(**COURT)
    reached(ref, "queued", "triage", 2)
    assert types(ref).count("case.objected") == 1, types(ref)
    desk = daemon.desk("triage")
    offer = desk.result("desk.pull", {"mediator": "clerk"})["offers"][0]
    assert offer["triage"]["objections"][0]["by"] == "body", offer["triage"]
    hold = {"referral_id": offer["referral_id"], "claim": offer["claim"]}
    said = desk.result("desk.accept", hold)["triage"]["objections"][0]
    assert said["words"] == "不属于本院管辖", said
    says["court"] = lambda params, times: {"accepted": True}
    desk.result("desk.report", dict(hold, channel="court", procedure="small_claims", reason="有管辖权"))
    reached(ref, "accepted", "court", 3)


def refused_to_pool():
    """what the mediators' system refuses stays in their queue for people to pull, and is not sent again"""
    ref = push()
    wait_for(lambda: "referral.declined" in types(ref), 20, "the refusal")
    referral = last(ref)
    assert referral["state"] == "queued" and referral["channel"] == "mediation", referral
    offer = daemon.desk("mediation").result("desk.pull", {"mediator": "m1"})["offers"][0]
    assert offer["referral_id"] == referral["referral_id"], offer
    assert bodies["mediation"].times(referral["referral_id"]) == 1


def patient():
    """no answer, a lost connection, an answer that is none: tried again until one counts, which said twice counts once"""
    ways = [SILENT, HANG_UP, b"not json", Twice({"accepted": True, "docket": "重试号"})]
    says["union"] = lambda params, times: ways[min(times, len(ways)) - 1]
    ref = push(**UNION)
    referral = reached(ref, "accepted")
    assert referral["body_docket"] == "重试号", referral
    assert types(ref).count("referral.delivered") == types(ref).count("referral.accepted") == 1, types(ref)
    assert bodies["union"].times(referral["referral_id"]) >= 4


def bounded():
    """a number of the body's own has up to 64 characters: with 65 the answer does not count"""
    says["union"] = lambda params, times: {"accepted": True, "docket": "号" * (65 if times == 1 else 64)}
    ref = push(**UNION)
    referral = reached(ref, "accepted")
    assert referral["body_docket"] == "号" * 64 and bodies["union"].times(referral["referral_id"]) == 2, referral
    says["union"] = lambda params, times: {"accepted": False, "reason": "由" * (4001 if times == 1 else 4000)}
    ref = push(**UNION)
    wait_for(lambda: "referral.declined" in types(ref), 20, "the refusal")
    assert bodies["union"].times(last(ref)["referral_id"]) == 2
    daemon.client().result("case.withdraw", {"case_id": file(ref)["case_id"], "reason": "不再需要"})


def given_up():
    """dead after its tries it is back in its queue and on the clerk's list, and delivered anew when the clerk says so"""
    says["union"] = lambda params, times: SILENT
    ref = push(**UNION)
    wait_for(lambda: "referral.undelivered" in types(ref), 30, "the last try")
    referral = last(ref)
    assert referral["state"] == "queued" and bodies["union"].times(referral["referral_id"]) == 4, referral
    rows = daemon.client("desk_triage").result("desk.list", {"state": "undelivered"})["referrals"]
    assert [r["referral_id"] for r in rows] == [referral["referral_id"]] and rows[0]["tries"] == 4 and rows[0]["error"], rows
    shown = daemon.fenliu("list", "--desk", "triage", "--state", "undelivered").stdout
    assert referral["referral_id"] in shown, shown
    wait_for(lambda: daemon.client().result("server.info")["delivery"]["dead"] == 1, 10, "server.info")
    assert daemon.client("desk_court", token=daemon.token("clerk")).result("desk.list", {"state": "undelivered"})["referrals"] == []
    says["union"] = lambda params, times: {"accepted": True}
    daemon.fenliu("redeliver", "--desk", "union", referral["referral_id"])
    reached(ref, "accepted")
    error = daemon.client("desk_union", token=daemon.token("clerk")).error("desk.redeliver", {"referral_ids": [referral["referral_id"]]})
    assert error["code"] == -32006, error


def one_at_a_time():
    """a system that is away gets one referral at a time; the others wait where people can pull them"""
    says["union"] = lambda params, times: SILENT
    refs = [push(**UNION) for _ in range(5)]
    wait_for(lambda: any(last(r)["state"] == "offered" for r in refs), 10, "the first")
    first = [r for r in refs if last(r)["state"] == "offered"]
    wait_for(lambda: bodies["union"].times(last(first[0])["referral_id"]) >= 2, 10, "its second try")
    assert sum(last(r)["state"] == "queued" for r in refs) == 4, [last(r)["state"] for r in refs]
    says["union"] = lambda params, times: {"accepted": True}
    for ref in refs:
        reached(ref, "accepted")


def withdrawn_meanwhile():
    """an acknowledgement that comes after the case was withdrawn changes nothing"""
    here, go = threading.Event(), threading.Event()

    def slow(params, times):
        here.set()
        go.wait(20)
        return {"accepted": True}
    says["union"] = slow
    ref = push(**UNION)
    assert here.wait(20)
    daemon.client().result("case.withdraw", {"case_id": file(ref)["case_id"], "reason": "当事人和解"})
    go.set()
    wait_for(lambda: daemon.sql("select count(*) from delivery where not dead") == [["0"]], 20, "an empty table")
    assert last(ref)["state"] == "cancelled" and "referral.delivered" not in types(ref), types(ref)
    says["union"] = lambda params, times: {"accepted": True}


def of_bodies():
    """a target of one body takes the referrals of its streets, under its name; the rest goes to the channel's"""
    own = Body(lambda params, times: {"accepted": True, "docket": "街调%d号" % times})
    daemon.fenliu("delivery", "set", "--court", "430204", "--channel", "union", "--body", "union-x", "--url", own.url,
                  "--street", "430204002", "--state", daemon.state)
    assert "union-x" in daemon.fenliu("delivery", "list", "--state", daemon.state).stdout
    wait_for(lambda: daemon.client().result("server.info")["delivery"]["targets"] == 4, 20, "the new target")
    there = push(**dict(UNION, street="430204002"))
    here = push(**UNION)
    assert reached(there, "accepted")["body"] == "union-x" and reached(here, "accepted")["body"] is None
    assert [p["referral_id"] for p in own.seen] == [last(there)["referral_id"]]
    error = daemon.client("desk_union", token=daemon.add_token("body_system", "430204", "--body", "union-y")).error(
        "desk.report", {"referral_id": own.seen[0]["referral_id"], "claim": own.seen[0]["claim"], "outcome": "agreed"})
    assert error["code"] == -32004, error
    daemon.client("desk_union", token=daemon.add_token("body_system", "430204", "--body", "union-x")).result(
        "desk.report", {"referral_id": own.seen[0]["referral_id"], "claim": own.seen[0]["claim"], "outcome": "agreed"})
    daemon.fenliu("delivery", "remove", "--court", "430204", "--channel", "union", "--body", "union-x", "--state", daemon.state)
    own.close()


def killed():
    """fenliud is killed with -9 between the sending and the commit: each is sent again and accepted once"""
    dead = []

    def deadly(params, times):
        if times == 1 and len(dead) < 6:
            dead.append(params["referral_id"])
            os.kill(daemon.process.pid, signal.SIGKILL)
        return {"accepted": True, "docket": "一号"}
    says["union"] = deadly
    refs = [push(**UNION) for _ in range(1)]
    for n in range(6):
        wait_for(lambda: len(dead) > n, 60, "a delivery")
        daemon.process.wait()
        daemon.start()
        if n < 5:
            refs.append(push(**UNION))
    for ref in refs:
        referral = reached(ref, "accepted")
        assert types(ref).count("referral.delivered") == types(ref).count("referral.accepted") == 1, types(ref)
        assert bodies["union"].times(referral["referral_id"]) >= 2, referral
    assert len(dead) == 6
    whole()


def two_at_once():
    """two processes deliver: each referral goes to one, once"""
    says["union"] = lambda params, times: {"accepted": True}
    with open(os.path.join(daemon.state, "conninfo"), encoding="utf-8") as f:
        conninfo = f.read().strip()
    keys = os.path.join(daemon.state, "keys")
    other = Daemon(synthetic="yes", clock="manual", database=conninfo, keys_dir=keys,
                   **{k: v for k, v in daemon.options.items() if k.startswith("deliver")}).start()
    refs = [push(**UNION) for _ in range(60)]
    for ref in refs:
        referral = reached(ref, "accepted")
        assert bodies["union"].times(referral["referral_id"]) == 1, ref
    assert other.stop() == 0
    whole()


def stops():
    """a delivery under way does not hold up the end"""
    says["union"] = lambda params, times: SILENT
    push(**UNION)
    wait_for(lambda: daemon.sql("select count(*) from delivery where not dead") == [["1"]], 20, "a delivery under way")
    assert daemon.stop() == 0, daemon.tail()


run(sys.modules[__name__])
