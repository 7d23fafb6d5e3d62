#!/usr/bin/env python3
"""The demonstration: the year comes out at the published totals, and is counted, not written down."""
import glob
import json
import os
import random
import re
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
from harness import TOP, folder, run

sys.path.insert(0, os.path.join(TOP, "schema", "demo"))
from recount import counts, lines, recount

MEDIATIONS, FAST_TRACK = 439, 341  # as published for 2021; only the tests and the documents know them
first = folder()


def play(out, **env):
    done = subprocess.run([os.path.join(TOP, "deploy", "demo.sh")], env=dict(os.environ, DEMO_OUT=out, LC_ALL="C.UTF-8", **env),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/",
                          timeout=300)
    assert done.returncode == 0, done.stdout[-1500:]
    found = re.search(r"诉前调解案件(\d+)件、速裁案件(\d+)件", done.stdout)
    assert found, done.stdout[-1500:]
    return (int(found.group(1)), int(found.group(2))), done.stdout


def totals():
    """PostgreSQL counts the published totals of 2021 from the rows of the played year"""
    global text
    counted, text = play(first)
    assert counted == (MEDIATIONS, FAST_TRACK), "%s: after a change of the rules or the generator, run " \
        "schema/demo/find_seed --mediations %d --fast-track %d --check" % (counted, MEDIATIONS, FAST_TRACK)


def synthetic():
    """what it prints and every row of the docket say that the data is synthetic"""
    assert "合成" in text
    assert all(doc["source"] == "synthetic-demo" for doc in lines(os.path.join(first, "docket.jsonl")))


def recounted():
    """a recount of docket and reports without any SQL agrees"""
    files = [lines(os.path.join(first, name)) for name in ("docket.jsonl", "reports.jsonl")]
    assert recount(*files, 2021) == (MEDIATIONS, FAST_TRACK)
    assert 1050 <= len(files[0]) <= 1150, len(files[0])
    assert len({r["ref"] for r in files[1]}) < len(files[0]), "none is open at the end of the year"
    mediated = [r["ref"] for r in files[1] if r["procedure"] == "pre_filing_mediation"]
    assert len(mediated) == len(set(mediated)), "a dispute that was mediated twice"
    assert {r["channel"] for r in files[1]} == {"court", "mediation", "arbitration", "union", "triage"}


def interrupted():
    """interrupted in the middle of the year it leaves nothing running and nothing behind"""
    place = folder()
    with subprocess.Popen([os.path.join(TOP, "deploy", "demo.sh")], env=dict(os.environ, TMPDIR=place), cwd="/", text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as demo:
        for line in demo.stdout:
            if "2021-02" in line:
                break
        demo.send_signal(signal.SIGTERM)
        demo.stdout.read()
        assert demo.wait(60) == 143, demo.returncode
    assert os.listdir(place) == [], os.listdir(place)
    left = [p for p in glob.glob("/proc/[0-9]*/cmdline") if place.encode() in read(p)]
    assert left == [], left


def read(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except OSError:
        return b""


def same_again():
    """the same seed draws the same docket and the same plan, byte for byte"""
    again = folder()
    subprocess.run([sys.executable, os.path.join(TOP, "schema", "demo", "generate"), again], check=True, stdout=subprocess.DEVNULL)
    for name in ("docket.jsonl", "plan.jsonl"):
        with open(os.path.join(first, name), "rb") as a, open(os.path.join(again, name), "rb") as b:
            assert a.read() == b.read(), name


def written_nowhere():
    """neither program nor generator nor SQL contains either number"""
    files = subprocess.run(["git", "ls-files", "engine", "adapters", "include", "schema", "deploy/demo.sh"], cwd=TOP,
                           stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    files = files or [os.path.join(d, f) for top in ("engine", "adapters", "include", "schema") for d, _, fs in
                      os.walk(os.path.join(TOP, top)) for f in fs]
    assert len(files) > 50
    for name in files:
        if not name.endswith(".md") and os.path.exists(os.path.join(TOP, name)):
            with open(os.path.join(TOP, name), encoding="utf-8") as f:
                found = re.search(r"(?<![\d.])(%d|%d)(?![\d.])" % (MEDIATIONS, FAST_TRACK), f.read())
            assert not found, (name, found.group(0))


def five_taken_out():
    """five random concluded cases taken out of the docket change the totals by what they had counted"""
    seed = int.from_bytes(os.urandom(4), "big")
    print("# seed %d" % seed)
    reports = lines(os.path.join(first, "reports.jsonl"))
    concluded = sorted({r["ref"] for r in reports if any(counts(r))})
    taken = set(random.Random(seed).sample(concluded, 5))
    less = [sum(column) for column in zip(*(counts(r) for r in reports if r["ref"] in taken and r["at"][:4] == "2021"))]
    second = folder()
    for name in ("docket.jsonl", "plan.jsonl"):
        with open(os.path.join(second, name), "w", encoding="utf-8") as out:
            for row in lines(os.path.join(first, name)):
                if row["ref"] not in taken:
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
    counted, _ = play(folder(), DEMO_DOCKET=os.path.join(second, "docket.jsonl"), DEMO_PLAN=os.path.join(second, "plan.jsonl"))
    assert counted == (MEDIATIONS - less[0], FAST_TRACK - less[1]), (counted, less)
    assert sum(less) >= 5, less


run(sys.modules[__name__])
