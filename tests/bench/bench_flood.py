#!/usr/bin/env python3
"""What others notice of a flooder and of clients that stall: p50 and p99 of single cases at a modest pace, quiet and
beside one token that sends over 32 connections as fast as it can whatever it is told, and beside clients that ask and
never read. Prints "name value unit" lines; rounds alternate, and the ratios are those of the medians."""
import json
import os
import socket
import statistics
import struct
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system", "lib"))
from harness import BUILD, Daemon, case, clean, submit

FLOOD = os.path.join(BUILD, os.environ.get("FENLIU_MODE", os.environ.get("MODE", "release")), "bench_flood")
ROUNDS, SECONDS, PACE = int(os.environ.get("ROUNDS", 3)), float(os.environ.get("SECONDS_EACH", 8)), 25
daemon = Daemon(log_level="error", rate_max=os.environ.get("RATE_MAX", "500")).start()
secret = os.path.join(daemon.home, "flooder")
with open(secret, "w", encoding="utf-8") as f:
    f.write(daemon.add_token("intake", "430204", "--name", "flooder"))
staller = daemon.add_token("analyst", "430204", "--name", "staller")
client = daemon.client()
never = threading.Event()  # is not set: what waits for it waits until its deadline
number = 0


def paced(seconds):
    """Latencies in ms of cases that are due every 1/PACE s; a stall is charged to every case that waited in it."""
    global number
    took, start = [], time.perf_counter()
    for n in range(int(seconds * PACE)):
        due = start + n / PACE
        never.wait(max(0, due - time.perf_counter()))
        number += 1
        answer = client.batch(submit("paced-%d" % number))
        assert "result" in answer, answer
        took.append((time.perf_counter() - due) * 1e3)
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.99)]


def flooded():
    flooder = subprocess.Popen([FLOOD, daemon.url(), secret, "256", str(SECONDS + 1)], stdout=subprocess.PIPE, text=True)
    try:
        never.wait(0.5)
        measured = paced(SECONDS)
        counts = [int(x) for x in flooder.communicate()[0].split()]
    finally:
        flooder.kill()
        flooder.wait()
    return measured, counts


def stalled():
    """Eight clients that ask for long answers, 25 a second each, and read nothing; again whenever they are closed."""
    stop = threading.Event()
    request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "policy.get", "params": {"token": staller}}).encode()
    frame = struct.pack(">QI", len(request) + 4, 0x80000001) + request

    def stall():
        while not stop.is_set():
            try:
                with socket.create_connection(("127.0.0.1", int(daemon.url().rsplit(":", 1)[1])), 5) as s:
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                    s.sendall(struct.pack(">BBBBHH", 0, 0x53, 0x50, 0, 0x30, 0))
                    while not stop.is_set():
                        s.send(frame)
                        stop.wait(0.04)
            except OSError:
                stop.wait(0.05)

    threads = [threading.Thread(target=stall) for _ in range(8)]
    for t in threads:
        t.start()
    try:
        return paced(SECONDS)
    finally:
        stop.set()
        for t in threads:
            t.join()


def say(name, value, unit):
    print("%s %s %s" % (name, ("%.2f" if value < 100 else "%.0f") % value, unit), flush=True)


def main():
    rows = {"quiet": [], "flooded": [], "stalled": []}
    answered = refused = 0
    paced(1)
    for _ in range(ROUNDS):
        rows["quiet"].append(paced(SECONDS))
        measured, counts = flooded()
        rows["flooded"].append(measured)
        answered, refused = answered + counts[0], refused + counts[1]
        rows["stalled"].append(stalled())
    p99 = {}
    for name, measured in rows.items():
        p99[name] = statistics.median(m[1] for m in measured)
        say("single_%s_p50" % name, statistics.median(m[0] for m in measured), "ms")
        say("single_%s_p99" % name, p99[name], "ms")
    say("flood_answers", answered / ROUNDS / SECONDS, "answers/s")
    say("flood_refused", refused / max(1, answered), "ratio")
    say("flooded_to_quiet_p99", p99["flooded"] / p99["quiet"], "ratio")
    say("stalled_to_quiet_p99", p99["stalled"] / p99["quiet"], "ratio")
    assert daemon.stop() == 0, daemon.tail()


try:
    main()
finally:
    clean()
