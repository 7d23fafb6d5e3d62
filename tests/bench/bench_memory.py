#!/usr/bin/env python3
"""Memory of fenliud, PostgreSQL apart: at rest, with connections, with a large case in flight on each, with many small ones
in flight on a
fresh one, and when all of it has been answered.

    CONNECTIONS=1000 LARGE=61440 CASES=20000 tests/bench/bench_memory.py

In flight means received and decided, not stored: a lock on the table holds the writers. Resident is what the kernel says of
the process (VmRSS); most is the highest it ever was (VmHWM). Prints "name value unit" lines.
"""
import json
import os
import resource
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system", "lib"))
from harness import Daemon, case, clean, wait_for

CONNECTIONS, LARGE = int(os.environ.get("CONNECTIONS", 1000)), int(os.environ.get("LARGE", 60 * 1024))
CASES, BATCH, SENDERS = int(os.environ.get("CASES", 20000)), 500, 10
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
daemon = Daemon(log_level="warn", rate_max=10000000, flight_max=1000000, connections_max=CONNECTIONS + 100,
                queue_max=max(CASES, 20000)).start()
token = daemon.token("intake")


def status(name):
    """A figure of the process in MB."""
    with open("/proc/%d/status" % daemon.process.pid, encoding="ascii") as f:
        return next(int(line.split()[1]) / 1024 for line in f if line.startswith(name + ":"))


def say(name, value, unit):
    print("%s %s %s" % (name, ("%.2f" if value < 100 else "%.0f") % value, unit), flush=True)


class Held:
    """No writer gets on while this lasts."""

    def __enter__(self):
        self.psql = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d", daemon.conninfo()], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True, cwd="/")
        self.psql.stdin.write("begin; lock table fenliu.dispute in exclusive mode; select 'held';\n")
        self.psql.stdin.flush()
        assert self.psql.stdout.readline() == "held\n"
        return self

    def __exit__(self, *_):
        self.psql.stdin.close()
        self.psql.wait()


def request(ref, **members):
    return {"jsonrpc": "2.0", "id": ref, "method": "case.submit", "params": {"token": token, "case": case(ref, **members)}}


def in_flight(clients, requests, cases, watcher):
    """Resident MB when all cases of the requests wait to be stored; every answer must be a stored case."""
    with Held():
        numbers = [(client, client.ask(json.dumps(r, ensure_ascii=False))) for client, r in zip(clients, requests)]
        taken = lambda: (lambda w: w["work"] == 0 and w["store"] >= cases - 2 * BATCH)(watcher.result("server.info")["waiting"])
        wait_for(taken, 120, "all cases in flight")
        resident = status("VmRSS")
    for client, number in numbers:
        answers = json.loads(client.answer(number))
        for answer in answers if isinstance(answers, list) else [answers]:
            assert "result" in answer, answer
    return resident


def leave(clients):
    for client in clients:
        client.close()
    assert daemon.stop() == 0, daemon.tail()


def main():
    watcher = daemon.client()
    watcher.result("server.info")
    rest = status("VmRSS")
    say("memory_at_rest", rest, "MB")
    clients = [daemon.client(timeout=120) for _ in range(CONNECTIONS)]
    for client in clients:
        client.result("server.info")
    connected = status("VmRSS")
    say("memory_of_%d_connections" % CONNECTIONS, connected, "MB")
    narrative = ("（合成数据）双方因款项支付发生争议，原告称多次催要未果。" * (LARGE // 40))[:LARGE // 3]
    large = in_flight(clients, [request("L%d" % n, narrative=narrative) for n in range(CONNECTIONS)], CONNECTIONS, watcher)
    say("memory_of_%d_kB_in_flight_on_each" % (LARGE // 1024), large, "MB")
    say("memory_after_them", status("VmRSS"), "MB")
    say("memory_most_with_them", status("VmHWM"), "MB")
    leave(clients + [watcher])
    daemon.start()
    batches = [[request("S%d" % (n + k)) for k in range(BATCH)] for n in range(0, CASES, BATCH)]
    watcher, clients = daemon.client(), [daemon.client(timeout=120) for _ in range(SENDERS)]
    watcher.result("server.info")
    before = status("VmRSS")
    small = in_flight([clients[n % SENDERS] for n in range(len(batches))], batches, CASES, watcher)
    say("memory_of_%d_cases_in_flight" % CASES, small, "MB")
    say("memory_of_a_case_in_flight", (small - before) * 1024 / CASES, "kB")
    say("memory_after_these", status("VmRSS"), "MB")
    say("memory_most_with_these", status("VmHWM"), "MB")
    leave(clients + [watcher])


try:
    main()
finally:
    clean()
