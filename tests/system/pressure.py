#!/usr/bin/env python3
"""A full queue and a database that goes away: no reply that lies, and work goes on afterwards."""
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Cluster, Daemon, case, run, submit, wait_for

cluster = Cluster()
daemon = Daemon(database=cluster.conninfo, queue_max=50, writers=1, batch_max=10).start()


def external():
    """with database = … it stores in a server of others and runs none of its own"""
    daemon.token("mediator")  # made while the database is there
    assert daemon.client().result("case.submit", {"case": case("ext")})["decision"]["channel"] == "mediation"
    assert cluster_sql("select count(*) from dispute") == [["1"]]
    assert not os.path.exists(os.path.join(daemon.state, "conninfo"))


def cluster_sql(statement):
    return daemon.sql(statement)


def overloaded():
    """while the table is locked and the queue is full, it answers overloaded at once, with a time to retry"""
    lock = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d", cluster.conninfo], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)
    try:
        lock.stdin.write("begin; lock table fenliu.dispute in access exclusive mode; select 'locked';\n")
        lock.stdin.flush()
        assert lock.stdout.readline().strip() == "locked"
        client = daemon.client(timeout=60)
        asked = {}
        for n in range(200):
            asked["full-%d" % n] = client.ask(submit("full-%d" % n))

        def first_refusal():
            for ref, number in asked.items():
                if number in client.early:
                    return client.early[number]
            message = client.receive()
            client.early[int.from_bytes(message[:4], "big") & 0x7FFFFFFF] = message[4:]
            return None

        refusal = json.loads(wait_for(first_refusal, 20, "an answer"))
        assert refusal["error"]["code"] == -32002, refusal
        assert refusal["error"]["data"]["retry_after_ms"] > 0, refusal
        lock.stdin.write("commit;\n")
        lock.stdin.close()
        answers = {ref: json.loads(client.answer(number)) for ref, number in asked.items()}
    finally:
        lock.kill()
        lock.wait()
    taken = {ref for ref, a in answers.items() if "result" in a}
    assert all(a["error"]["code"] == -32002 for a in answers.values() if "error" in a), answers
    stored = {row[0] for row in cluster_sql("select ref from dispute where ref like 'full-%'")}
    assert taken == stored, (len(taken), len(stored))
    assert 0 < len(taken) < 200, len(taken)


def afterwards():
    """after the pressure everything that was refused is taken"""
    client = daemon.client(timeout=60)
    for n in range(0, 200, 20):
        for answer in client.batch([submit("full-%d" % k) for k in range(n, n + 20)]):
            assert "result" in answer, answer
    assert cluster_sql("select count(*) from dispute where ref like 'full-%'") == [["200"]]


def away():
    """while the database is away it answers unavailable and keeps nothing"""
    cluster.stop()
    client = daemon.client(timeout=60)
    for _ in range(3):
        error = client.error("case.submit", {"case": case("lost")})
        assert error["code"] == -32001 and error["data"]["retry_after_ms"] > 0, error
    error = daemon.desk("mediation").error("desk.pull", {"mediator": "m", "max": 1, "wait_ms": 0})
    assert error["code"] == -32001, error
    assert client.result("case.decide", {"case": case("lost")})["channel"] == "mediation", "deciding needs no database"


def returns():
    """when it returns, work goes on without a restart"""
    cluster.start()
    client = daemon.client(timeout=60)
    answer = wait_for(lambda: client.call("case.submit", {"case": case("back")}).get("result"), 30, "a stored case")
    assert answer["decision"]["channel"] == "mediation"
    assert cluster_sql("select count(*) from dispute where ref in ('lost', 'back')") == [["1"]]


def stops():
    """it stops cleanly and leaves the server of others alone"""
    assert daemon.stop() == 0, daemon.tail()
    from harness import psql
    assert psql(cluster.conninfo, "select 1") == [["1"]]


run(sys.modules[__name__])
