#!/usr/bin/env python3
"""Intake over the wire: what is taken, what is refused, and with which words."""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, run, submit

daemon = Daemon().start()
client = daemon.client()


def count(where="true"):
    return int(daemon.sql("select count(*) from dispute where " + where)[0][0])


def one_case():
    """a case that is submitted is decided, stored and given a docket number"""
    result = client.result("case.submit", {"case": case("one")})
    assert result["duplicate"] is False and isinstance(result["case_id"], str), result
    decision = result["decision"]
    assert decision["channel"] == "mediation" and decision["procedure"] == "pre_filing_mediation", decision
    assert decision["reasons"] and decision["reasons"][0]["basis"], decision
    assert result["docket"] == "（2021）湘0204民诉前调1号", result
    assert count("ref = 'one'") == 1


def batch():
    """a batch of 1,000 cases is answered in its order, each stored once"""
    answers = client.batch([submit("batch-%04d" % n) for n in range(1000)])
    assert [a["id"] for a in answers] == ["batch-%04d" % n for n in range(1000)]
    assert all(a["result"]["duplicate"] is False for a in answers)
    assert count("ref like 'batch-%'") == 1000


def batch_too_long():
    """a batch of 1,001 requests is refused as a whole with a named limit"""
    answer = client.batch([submit("long-%04d" % n) for n in range(1001)])
    assert answer["error"]["code"] == -32007, answer
    assert count("ref like 'long-%'") == 0


def empty_batch():
    """an empty batch is an invalid request"""
    assert client.batch([])["error"]["code"] == -32600


def duplicate():
    """the same case again gets the stored answer, marked as a duplicate"""
    first = client.result("case.submit", {"case": case("twice")})
    again = client.result("case.submit", {"case": case("twice")})
    assert again["duplicate"] is True and first["duplicate"] is False
    assert (again["case_id"], again["docket"]) == (first["case_id"], first["docket"])
    assert count("ref = 'twice'") == 1


def duplicate_in_one_batch():
    """the same case twice within one batch is stored once"""
    answers = client.batch([submit("in-batch"), submit("in-batch")])
    assert answers[0]["result"]["case_id"] == answers[1]["result"]["case_id"], answers
    assert sorted(a["result"]["duplicate"] for a in answers) == [False, True]


def order_of_members():
    """the same document with its members in another order is the same case"""
    document = case("ordered")
    client.result("case.submit", {"case": document})
    turned = dict(reversed(list(document.items())))
    assert client.result("case.submit", {"case": turned})["duplicate"] is True


def key_reused():
    """the same key with other content is refused and changes nothing"""
    client.result("case.submit", {"case": case("reused")})
    error = client.error("case.submit", {"case": case("reused", amount_fen=1)})
    assert error["code"] == -32008 and error["data"]["type"] == "key_reused", error
    assert daemon.sql("select amount_fen from dispute where ref = 'reused'") == [["3000000"]]


def faults():
    """every fault of a document is reported at once, each with its JSON pointer"""
    broken = case("faulty", amount_fen="3000000", court="4302", filed_at="2021-02-30T09:00:00+08:00",
                  cause={"version": "2020", "code": "999"}, facts={"consent_to_mediate": "maybe", "consnt": True})
    broken["claimants"][0]["id_no"] = "110101199003070012"
    broken["surprise"] = 1
    error = client.error("case.submit", {"case": broken})
    assert error["code"] == -32602, error
    pointers = {e["pointer"] for e in error["data"]["errors"]}
    for end in ("/amount_fen", "/court", "/filed_at", "/facts/consent_to_mediate", "/facts/consnt",
                "/claimants/0/id_no", "/surprise"):
        assert any(p.endswith(end) for p in pointers), (end, sorted(pointers))
    assert all(e["detail"] for e in error["data"]["errors"])
    assert count("ref = 'faulty'") == 0


def one_bad_case():
    """one bad case in a batch delays and refuses nobody else"""
    answers = client.batch([submit("good-1"), submit("bad", amount_fen=-5), submit("good-2")])
    assert "result" in answers[0] and "result" in answers[2], answers
    assert answers[1]["error"]["code"] == -32602, answers


def unknown_cause():
    """a cause that does not exist on the day is refused at its pointer"""
    error = client.error("case.submit", {"case": case("cause", cause={"version": "2020", "code": "999.9"})})
    assert any("/cause" in e["pointer"] for e in error["data"]["errors"]), error


def unknown_method():
    """an unknown method is answered as such"""
    assert client.error("case.sumbit")["code"] == -32601


def desk_method_at_intake():
    """a desk's method is not to be had at the intake endpoint"""
    assert client.error("desk.pull", {"mediator": "m", "max": 1, "wait_ms": 0})["code"] == -32601


def unknown_param():
    """an unknown member of params is refused by name, not ignored"""
    error = client.error("case.get", {"case_id": "1", "surprise": True})
    assert error["code"] == -32602 and "surprise" in json.dumps(error), error


def not_json():
    """a message that is no JSON gets a parse error"""
    for junk in (b"", b"{", b"nonsense", b'{"a":1}x', b"\xff\xfe", b'{"a":1,"a":2}'):
        answer = json.loads(client.raw(junk))
        assert answer["error"]["code"] == -32700, (junk, answer)


def not_a_request():
    """JSON that is no request is an invalid request"""
    for junk in (b"1", b'"x"', b"{}", b'{"jsonrpc":"1.0","id":1,"method":"server.info"}'):
        answer = json.loads(client.raw(junk))
        assert answer["error"]["code"] == -32600, (junk, answer)


def deep():
    """nesting beyond the limit is refused, and the daemon lives on"""
    answer = json.loads(client.raw(b"[" * 100000 + b"]" * 100000))
    assert "error" in (answer[0] if isinstance(answer, list) else answer), answer
    assert client.result("server.info")


def oversize_document():
    """a document beyond its limit is answered too_large and not stored"""
    error = client.error("case.submit", {"case": case("huge", narrative="长" * 200000)})
    assert error["code"] in (-32007, -32602), error
    assert count("ref = 'huge'") == 0


def oversize_message():
    """a message beyond the wire limit ends this connection and no other"""
    from wire import Closed
    other = daemon.client(timeout=20)
    try:
        answer = json.loads(other.raw(b" " * (40 << 20)))
        assert "error" in answer, answer
    except (Closed, OSError):
        pass
    assert client.result("server.info")


def request_id():
    """the same request_id gets the stored answer, and with other params a refusal"""
    params = {"case": case("rid"), "request_id": "r-1"}
    first, again = client.result("case.submit", params), client.result("case.submit", params)
    assert first["case_id"] == again["case_id"], (first, again)


def decide_only():
    """case.decide answers a decision and stores nothing"""
    before = count()
    decision = client.result("case.decide", {"case": case("only")})
    assert decision["channel"] == "mediation", decision
    assert count() == before


def get():
    """case.get finds a case by its id and by its key, with referrals and events"""
    made = client.result("case.submit", {"case": case("found")})
    by_id = client.result("case.get", {"case_id": made["case_id"]})
    by_key = client.result("case.get", {"source": "test-intake", "ref": "found"})
    assert by_id == by_key
    assert len(by_id["referrals"]) == 1 and by_id["referrals"][0]["state"] == "queued", by_id["referrals"]
    assert [e["type"] for e in by_id["events"]] == ["case.received", "decision.made", "referral.queued"], by_id["events"]


def get_nothing():
    """a case that is not there is not_found"""
    assert client.error("case.get", {"case_id": "1"})["code"] == -32005


def listing():
    """case.list pages through every case of a source, once each"""
    for n in range(25):
        client.result("case.submit", {"case": case("list-%02d" % n, source="lister")})
    seen, after = [], None
    while True:
        params = {"source": "lister", "since": "2021-01-01T00:00:00+08:00"}
        if after:
            params["after"] = after
        page = client.result("case.list", params)
        rows = page["cases"]
        seen += [r["ref"] for r in rows]
        after = page.get("next") or page.get("after")
        if not rows or not after:
            break
    assert sorted(seen) == ["list-%02d" % n for n in range(25)], seen


def outside():
    """what belongs to none of the four is closed at once, and the reason says who to turn to"""
    made = client.result("case.submit", {"case": case("elsewhere", facts={"criminal_suspected": True})})
    assert made["decision"]["channel"] == "outside" and made["decision"]["reasons"][0]["text"], made
    assert daemon.sql("select state from dispute where ref = 'elsewhere'") == [["closed"]]
    assert daemon.sql("select count(*) from queue q join referral r using (court, referral_id) "
                      "join dispute d using (court, dispute_id) where d.ref = 'elsewhere'") == [["0"]]


def policy():
    """policy.get tells the rules in force on a day"""
    result = client.result("policy.get", {"as_of": "2021-03-05"})
    assert "hunan@" in json.dumps(result)[:20000], list(result)


def info():
    """server.info says version and policy"""
    result = client.result("server.info")
    assert "hunan@" in json.dumps(result), result


def amend():
    """an amended case is decided again while nothing has been concluded"""
    made = client.result("case.submit", {"case": case("amended")})
    again = client.result("case.amend", {"case_id": made["case_id"], "facts": {"consent_to_mediate": "refused"},
                                         "reason": "被告不同意调解"})
    assert again["decision"]["channel"] == "court", again


def withdraw():
    """a withdrawn case leaves the queue"""
    made = client.result("case.submit", {"case": case("withdrawn")})
    client.result("case.withdraw", {"case_id": made["case_id"], "reason": "双方自行和解"})
    assert daemon.sql("select state from dispute where ref = 'withdrawn'") == [["withdrawn"]]
    assert daemon.sql("select r.state from referral r join dispute d using (court, dispute_id) "
                      "where d.ref = 'withdrawn'") == [["cancelled"]]


def union_agreed():
    made = client.result("case.submit", {"case": case(
        "union", cause={"version": "2020", "code": "186.5"}, claims=["wages"], amount_fen=3000000,
        claimants=[{"kind": "person", "name": "张某", "tags": ["worker", "migrant_worker"]}],
        respondents=[{"kind": "company", "name": "某公司", "tags": ["employer"]}],
        facts={"consent_to_mediate": "both", "union_at_employer": True})})
    assert made["decision"]["channel"] == "union", made
    desk = daemon.desk("union")
    offer = desk.result("desk.pull", {"mediator": "m"})["offers"][0]
    held = {"referral_id": offer["referral_id"], "claim": offer["claim"]}
    desk.result("desk.accept", held)
    desk.result("desk.report", dict(held, outcome="agreed"))
    return made["case_id"]


def explain():
    """a union case that was agreed is explained by the decision that sent it there, in both languages"""
    case_id = union_agreed()
    told = client.result("case.explain", {"case_id": case_id, "lang": "en"})
    assert told["decision"]["rule"] == "LAB-510" and told["explanation"]["channel"] == "union", told
    assert told["same_route"] is True and told["same_policy"] is True, told
    assert "by rule LAB-510: union" in told["text"] and "✓ LAB-510 The union mediates" in told["text"], told["text"]
    number = told["decision"]["decision_id"]
    assert client.result("case.explain", {"case_id": case_id, "decision_id": number})["decision"]["decision_id"] == number
    assert client.call("case.explain", {"case_id": case_id, "decision_id": "1"})["error"]["code"] == -32005
    zh, en = (daemon.fenliu("explain", case_id, lang=lang).stdout for lang in ("zh", "en"))
    assert "✓ LAB-510 用人单位有工会" in zh and "分流去向\n" in zh and "决定" + number in zh, zh
    assert "✓ LAB-510 The union mediates" in en and "route\n" in en and "用人单位有工会" not in en, en


def explain_amended():
    """a decision on facts that were amended since is explained as differing; the newest one as it stands"""
    made = client.result("case.submit", {"case": case("explained")})
    first = client.result("case.explain", {"case_id": made["case_id"]})["decision"]["decision_id"]
    client.result("case.amend", {"case_id": made["case_id"], "facts": {"consent_to_mediate": "refused"}, "reason": "被告不同意调解"})
    told = client.result("case.explain", {"case_id": made["case_id"]})
    assert told["same_route"] is True and told["explanation"]["channel"] == "court", told
    told = client.result("case.explain", {"case_id": made["case_id"], "decision_id": first, "lang": "en"})
    assert told["same_route"] is False and told["decision"]["channel"] == "mediation", told
    assert "differs from the decision" in told["text"], told["text"]


def explain_by_its_pack():
    """a decision is explained by the pack that made it; when that is gone, the answer says so"""
    made = client.result("case.submit", {"case": case("packs")})
    daemon.sql("update decision set policy = repeat('0', 64) where dispute_id = " + made["case_id"])
    told = client.result("case.explain", {"case_id": made["case_id"], "lang": "en"})
    assert told["same_policy"] is False and "today's rules are shown" in told["text"], told


run(sys.modules[__name__])
