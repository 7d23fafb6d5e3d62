#!/usr/bin/env python3
"""The desks over the wire: offers, claims, reports, hand-overs, with dates from the manual clock."""
import os
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, run

daemon = Daemon(synthetic="yes", clock="manual").start()
intake = daemon.client()
desk = {name: daemon.desk(name) for name in ("triage", "court", "mediation", "arbitration", "union")}
counter = iter(range(100000))


def clock(now):
    intake.result("clock.set", {"now": now})


def push(**changes):
    ref = "d-%d" % next(counter)
    return dict(intake.result("case.submit", {"case": case(ref, **changes)}), ref=ref)


def pull(name, mediator="m", max=1, wait_ms=0):
    return desk[name].result("desk.pull", {"mediator": mediator, "max": max, "wait_ms": wait_ms})["offers"]


def step(name, method, offer, **more):
    return desk[name].call("desk." + method, dict({"referral_id": offer["referral_id"], "claim": offer["claim"]}, **more))


def done(name, method, offer, **more):
    answer = step(name, method, offer, **more)
    assert "result" in answer, answer
    return answer["result"]


def drain():
    for name in desk:
        while True:
            offers = pull(name, "drain", 100)
            fresh = [o for o in offers if "error" not in step(name, "accept", o)]
            if not fresh:
                break


clock("2021-03-05T18:00:00+08:00")


def oldest_first():
    """pull gives the oldest first, each to one"""
    made = [push()["case_id"] for _ in range(3)]
    got = [pull("mediation", "m%d" % n)[0] for n in range(3)]
    assert [o["case_id"] for o in got] == made, (got, made)
    assert pull("mediation", "m9") == []


def held():
    """what is held and not accepted comes first again, with the same claim"""
    again = pull("mediation", "m0")
    assert len(again) == 1, again
    assert done("mediation", "accept", again[0])["state"] == "accepted"
    assert pull("mediation", "m0") == []


def stale_claim():
    """a step with another claim is a conflict that tells the present state, and changes nothing"""
    offer = pull("mediation", "m1")[0]
    wrong = dict(offer, claim="1")
    error = step("mediation", "accept", wrong)["error"]
    assert error["code"] == -32006 and "offered" in str(error["data"]), error
    assert done("mediation", "accept", offer)["state"] == "accepted"


def declined():
    """who declined is not asked again, the next one is"""
    offer = pull("mediation", "m2")[0]
    done("mediation", "decline", offer, reason="与当事人相识")
    assert pull("mediation", "m2") == []
    other = pull("mediation", "m3")[0]
    assert other["referral_id"] == offer["referral_id"] and other["claim"] != offer["claim"]
    assert step("mediation", "accept", offer)["error"]["code"] == -32006
    done("mediation", "accept", other)


def handed_over():
    """a failed mediation goes on to the court, in the same answer, with the same day"""
    clock("2021-03-10T18:00:00+08:00")
    push(facts={"consent_to_mediate": "both", "facts_clear": True, "rights_clear": True, "little_contested": True})
    offer = pull("mediation", "h")[0]
    done("mediation", "accept", offer)
    clock("2021-03-20T18:00:00+08:00")
    result = done("mediation", "report", offer, outcome="failed", reason="far_apart", at="2021-03-19T15:00:00+08:00")
    assert result["next"]["channel"] == "court", result
    court = pull("court", "judge")[0]
    assert court["referral_id"] == result["next"]["referral_id"] and court["case_id"] == offer["case_id"]
    assert daemon.sql("select day from ledger where measure = 'entered' and referral_id = " + court["referral_id"]) == [["2021-03-19"]]
    same = done("mediation", "report", offer, outcome="failed", reason="far_apart", at="2021-03-19T15:00:00+08:00")
    assert same == result, "the same report by its holder gets the same answer"
    error = step("mediation", "report", offer, outcome="agreed")["error"]
    assert error["code"] == -32006, error


def counted():
    """each step stands in the ledger on its own day"""
    rows = daemon.sql("select l.measure, l.day from ledger l join referral r using (court, referral_id) "
                      "where r.channel = 'mediation' and r.outcome = 'failed' order by 1")
    assert rows == [["accepted", "2021-03-10"], ["concluded", "2021-03-19"], ["entered", "2021-03-05"]], rows


def outside_its_time():
    """a report dated before the acceptance or in the future is refused"""
    push()
    offer = pull("mediation", "t")[0]
    done("mediation", "accept", offer)
    for at in ("2021-03-01T10:00:00+08:00", "2021-12-01T10:00:00+08:00"):
        error = step("mediation", "report", offer, outcome="agreed", at=at)["error"]
        assert error["code"] in (-32602, -32006), error
    done("mediation", "report", offer, outcome="agreed")


def foreign_outcome():
    """an outcome of another channel is refused"""
    push()
    offer = pull("mediation", "f")[0]
    done("mediation", "accept", offer)
    assert step("mediation", "report", offer, outcome="judgment")["error"]["code"] == -32602
    done("mediation", "report", offer, outcome="withdrawn", reason="settled")


def lapsed():
    """an offer that is not accepted within its working days goes back into the queue with a new claim"""
    clock("2021-04-01T18:00:00+08:00")  # a Thursday before three days of 清明节
    push()
    offer = pull("mediation", "l")[0]
    clock("2021-04-07T18:00:00+08:00")
    still = pull("mediation", "l")
    assert still and still[0]["claim"] == offer["claim"], "the third working day is not over"
    clock("2021-04-09T18:00:00+08:00")
    assert step("mediation", "accept", offer)["error"]["code"] == -32006
    other = pull("mediation", "l2")[0]
    assert other["referral_id"] == offer["referral_id"] and other["claim"] != offer["claim"]
    done("mediation", "accept", other)
    assert daemon.sql("select count(*) from event where type = 'referral.lapsed' and referral_id = " + offer["referral_id"]) == [["1"]]


def backwards():
    """the manual clock moves only forward"""
    assert intake.error("clock.set", {"now": "2021-01-01T00:00:00+08:00"})["code"] in (-32602, -32006)


def released():
    """what was accepted and given back is offered again"""
    push()
    offer = pull("mediation", "r")[0]
    done("mediation", "accept", offer)
    done("mediation", "release", offer, reason="调解员生病")
    other = pull("mediation", "r2")[0]
    assert other["referral_id"] == offer["referral_id"]
    done("mediation", "accept", other)


def one_each():
    """of many who pull at once, none gets what another got"""
    drain()
    for _ in range(40):
        push()
    got, lock = [], threading.Lock()

    def work(n):
        client = daemon.desk("mediation")
        for k in range(10):
            offers = client.result("desk.pull", {"mediator": "c%d-%d" % (n, k), "max": 1, "wait_ms": 0})["offers"]
            with lock:
                got.extend(o["referral_id"] for o in offers)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(got) == len(set(got)) == 40, (len(got), len(set(got)))


def long_poll():
    """a pull that waits is answered when something enters"""
    waiter = daemon.desk("union")
    number = waiter.ask({"jsonrpc": "2.0", "id": 1, "method": "desk.pull", "params": {"mediator": "u", "max": 1, "wait_ms": 20000}})
    made = push(cause={"version": "2020", "code": "186.5"}, claims=["wages"],
                claimants=[{"kind": "person", "name": "示例甲", "tags": ["worker"]}],
                respondents=[{"kind": "company", "name": "示例公司", "tags": ["employer"]}],
                facts={"consent_to_mediate": "both", "union_at_employer": True})
    assert made["decision"]["channel"] == "union", made["decision"]
    assert made["case_id"] in waiter.answer(number).decode()


def clerk():
    """what the facts do not decide, a clerk decides at the triage desk, and both decisions are kept"""
    made = push(cause=None, claims=None, narrative="双方因琐事争执，要求解决。", facts={})
    assert made["decision"]["channel"] == "triage" and made["decision"]["missing"], made["decision"]
    offer = pull("triage", "clerk")[0]
    done("triage", "accept", offer)
    result = done("triage", "report", offer, outcome="routed", channel="mediation", procedure="pre_filing_mediation",
                  reason="口头说明后可以确定")
    assert result["next"]["channel"] == "mediation", result
    assert daemon.sql("select made_by, channel from decision where dispute_id = %s order by made_at, made_by desc" % made["case_id"]) \
        == [["engine", "triage"], ["clerk", "mediation"]]


def stops():
    """the daemon stops cleanly with offers held and polls waiting"""
    client = daemon.desk("court")
    client.ask({"jsonrpc": "2.0", "id": 1, "method": "desk.pull", "params": {"mediator": "w", "max": 1, "wait_ms": 30000}})
    assert daemon.stop() == 0, daemon.tail()


run(sys.modules[__name__])
