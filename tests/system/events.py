#!/usr/bin/env python3
"""The event feed: every event once, in commit order, and a published hint that tells nobody's name."""
import json
import os
import subprocess
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, run, submit, wait_for

daemon = Daemon(feed_ms=20, writers=4, batch_max=20).start()
client = daemon.client()


def read_all(cursor=None, limit=100):

    events = []
    while True:
        params = {"max": limit}
        if cursor:
            params["cursor"] = cursor
        page = client.result("event.since", params)
        events += page["events"]
        cursor = page["cursor"]
        if not page["events"]:
            return events, cursor


def from_the_start():
    """event.since reads from the start, page by page"""
    client.batch([submit("e-%03d" % n) for n in range(120)])
    events, _ = read_all()
    received = [e for e in events if e["type"] == "case.received"]
    assert len(received) == 120, len(received)
    assert len({e["event_id"] if "event_id" in e else e["id"] for e in events}) == len(events)


def while_writing():
    """a reader that follows while eight writers commit sees every event exactly once"""
    _, cursor = read_all()
    before = int(daemon.sql("select count(*) from event")[0][0])
    done, problems = threading.Event(), []

    def writer(k):
        try:
            other = daemon.client(timeout=60)
            for b in range(10):
                other.batch([submit("f-%d-%d-%d" % (k, b, n)) for n in range(30)])
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=writer, args=(k,)) for k in range(8)]
    for t in threads:
        t.start()
    seen = []
    while any(t.is_alive() for t in threads):
        events, cursor = read_all(cursor, 1000)
        seen += events
    done.set()
    expected = int(daemon.sql("select count(*) from event")[0][0]) - before

    def rest():
        nonlocal cursor, seen
        events, cursor = read_all(cursor, 1000)
        seen += events
        return len(seen) >= expected

    wait_for(rest, 20, "the last event")
    ids = [e["event_id"] if "event_id" in e else e["id"] for e in seen]
    assert not problems, problems
    assert len(ids) == len(set(ids)) == expected, (len(ids), len(set(ids)), expected)


def numbers_gain_a_digit():
    """where the numbers of transactions gain a digit no event is skipped, and the chain covers each"""
    now = int(daemon.sql("select pg_current_xact_id()")[0][0])
    border = 10 ** len(str(now))
    daemon.sql("do $$ begin for i in 1..%d loop perform pg_current_xact_id(); commit; end loop; end $$" % (border - 30 - now))
    for n in range(60):
        client.batch([submit("digit-%d" % n)])
    rows = [row[0] for row in daemon.sql("select event_id from event order by xid, event_id")]
    assert daemon.sql("select min(xid) < '%d', max(xid) >= '%d' from event" % (border, border)) == [["t", "t"]]
    # what stands before an event shows first: a transaction under way just now may delay the newest
    wait_for(lambda: [e["id"] for e in read_all(None, 50)[0]] == rows, 20, "every event in its order")
    wait_for(lambda: "0 events not sealed" in daemon.fenliu("verify", "--state", daemon.state).stdout, 30, "a whole chain")


def every_step():
    """every step of a desk is a CloudEvent with id, source, time and subject, without anybody's name"""
    _, cursor = read_all()
    answer = client.result("case.submit", {"case": case("steps", cause={"version": "2020", "code": "186.5"}, claims=["wages"], respondents=[
        {"kind": "company", "name": "示例公司", "tags": ["employer"]}], facts={"consent_to_mediate": "both", "union_at_employer": True})})
    desk, clerk = daemon.desk("union"), daemon.client("desk_union", token=daemon.token("clerk"))
    hold = {}

    def pull(mediator):
        offers = desk.result("desk.pull", {"mediator": mediator})["offers"]
        assert offers[0]["case_id"] == answer["case_id"], offers
        hold.update({k: offers[0][k] for k in ("referral_id", "claim")})

    def step(method, **more):
        desk.result("desk." + method, dict(hold, **more))

    pull("甲")
    step("decline", reason="示例理由")
    pull("乙")
    step("release")
    pull("乙")
    clerk.result("desk.reassign", {"referral_ids": [hold["referral_id"]], "to": "丙", "reason": "示例理由"})
    pull("丙")
    step("accept")
    step("note", text="示例记录", kind="contact")
    step("pause")
    step("resume")
    step("report", outcome="failed", reason="far_apart")
    clerk.result("desk.correct", {"referral_id": hold["referral_id"], "end_reason": "unwilling", "reason": "示例理由"})
    client.result("case.withdraw", {"case_id": answer["case_id"], "reason": "示例理由"})
    events = []

    def all_told():
        nonlocal cursor
        more, cursor = read_all(cursor)
        events.extend(e for e in more if e["subject"] == answer["case_id"])
        return events and events[-1]["type"] == "case.withdrawn"

    wait_for(all_told, 20, "the last step")
    assert [e["type"] for e in events if e["type"] != "person.read"] == [
        "case.received", "decision.made", "referral.queued", "referral.offered", "referral.declined", "referral.offered",
        "referral.released", "referral.offered", "referral.released", "referral.offered", "referral.accepted", "referral.noted",
        "referral.paused", "referral.resumed", "referral.concluded", "decision.made", "referral.queued", "referral.corrected",
        "case.withdrawn"], [e["type"] for e in events]
    for event in events:
        assert event["specversion"] == "1.0" and event["id"] and event["source"] == "/courts/430204", event
        assert event["time"].endswith("+08:00") and event["data"]["case_id"] == answer["case_id"], event
    assert "示例" not in json.dumps(events, ensure_ascii=False)


def held_back():
    """a transaction that commits late delays what was committed after it began, and nothing is skipped or out of order"""
    client.result("case.submit", {"case": case(
        "numbered", filed_at=client.result("server.info")["now"], facts={"consent_to_mediate": "refused"}, cause={"name": "民间借贷纠纷"})})
    held = client.result("case.submit", {"case": case("late")})
    desk = daemon.desk("mediation")
    offer = desk.result("desk.pull", {"mediator": "late"})["offers"][0]
    while offer["case_id"] != held["case_id"]:
        desk.result("desk.decline", {"referral_id": offer["referral_id"], "claim": offer["claim"], "reason": "忙"})
        offer = desk.result("desk.pull", {"mediator": "late"})["offers"][0]
    hold = {"referral_id": offer["referral_id"], "claim": offer["claim"]}
    desk.result("desk.accept", hold)
    _, cursor = read_all()
    seen = daemon.sql("select max(xid) from event")
    answers = []
    lock = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d", daemon.conninfo()], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        lock.stdin.write("begin; select 'held' from fenliu.docket_counter where word = '民初' for update;\n")
        lock.stdin.flush()
        assert lock.stdout.readline() == "held\n"
        # it has written its event, and now waits for its docket number, uncommitted
        late = threading.Thread(target=lambda: answers.append(
            desk.result("desk.report", dict(hold, outcome="failed", reason="far_apart"))))
        late.start()
        wait_for(lambda: daemon.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") != [["0"]], 5, "the report's lock")
        for n in range(20):
            client.result("case.submit", {"case": case("after-%d" % n)})
        assert daemon.sql("select max(xid) > '%s' from event" % seen[0][0]) == [["t"]], "others have committed"
        early, cursor = read_all(cursor)
        assert early == [], "nothing may be shown that a late commit would stand before: %s" % early[:1]
    finally:
        lock.communicate("commit;\n")
    late.join()
    assert answers and answers[0]["next"]["channel"] == "court", answers
    events = []

    def all_there():
        nonlocal cursor
        more, cursor = read_all(cursor, 7)
        events.extend(more)
        return sum(e["type"] == "case.received" for e in events) == 20

    wait_for(all_there, 20, "the last event")
    kinds = [e["type"] for e in events]
    assert kinds.index("referral.concluded") < kinds.index("case.received") and kinds.count("referral.concluded") == 1, kinds
    assert len({e["id"] for e in events}) == len(events)


def wrong_cursor():
    """a cursor that nobody gave out is refused"""
    assert client.error("event.since", {"cursor": "surprise", "max": 10})["code"] == -32602


def published():
    """nngcat, which nobody here wrote, sees what is published: ids and types, no names"""
    with subprocess.Popen(["nngcat", "--sub", "--dial", daemon.url("events"), "--subscribe", "case.received", "--raw"],
                          stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as cat:
        try:
            os.set_blocking(cat.stdout.fileno(), False)
            text = b""
            n = 0

            def heard():
                nonlocal text, n
                client.result("case.submit", {"case": case("pub-%d" % n)})
                n += 1
                text += cat.stdout.read() or b""
                return b"}" in text
            wait_for(heard, 20, "a published event")
        finally:
            cat.terminate()
    topic, _, rest = text.partition(b"\n")
    event = json.JSONDecoder().raw_decode(rest.decode())[0]
    assert topic == b"case.received" and event["type"].endswith("case.received") and event["specversion"] == "1.0", text
    assert "示例" not in text.decode() and event["id"] and event["source"], event


run(sys.modules[__name__])
