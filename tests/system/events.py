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
    assert [e["id"] for e in read_all(None, 50)[0]] == rows
    wait_for(lambda: "0 events not sealed" in daemon.fenliu("verify", "--state", daemon.state).stdout, 30, "a whole chain")


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
