#!/usr/bin/env python3
"""Kills fenliud, and the postmaster, with -9 at 20 random moments of a submission of 20,000 cases.

The client writes each acknowledgement to disk before it counts it (fenliu submit --receipts). Afterwards
nothing acknowledged is lost, nothing is there twice, and the docket numbers have no gap. Then fenliud is killed in the
midst of a fold, at each of the tables that a portion writes.

usage: tests/chaos/kill.py [SEED]      the seed of the moments; without it a fresh one, printed
"""
import glob
import json
import os
import random
import select
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system", "lib"))
from harness import FENLIU, Daemon, case, folder, run, wait_for
from wire import Closed

CASES, KILLS = int(os.environ.get("CASES", 20000)), int(os.environ.get("KILLS", 20))
SEED = int(sys.argv[1]) if len(sys.argv) > 1 else int.from_bytes(os.urandom(4), "big")
print("# seed %d" % SEED, flush=True)
rng = random.Random(SEED)
place = folder()
docket, receipts = os.path.join(place, "cases.jsonl"), os.path.join(place, "receipts.jsonl")
daemon = Daemon(courts=("430204", "430203"), log_level="warn").start()
killed = {"fenliud": 0, "postmaster": 0}


def write_cases():
    with open(docket, "w", encoding="utf-8") as out:
        for n in range(CASES):
            kind = n % 8
            changes = {"court": "430204" if kind else "430203",
                       "filed_at": "2021-%02d-%02dT10:00:00+08:00" % (n % 12 + 1, n % 28 + 1)}
            if kind in (2, 3):
                changes["facts"] = {"consent_to_mediate": "refused", "facts_clear": True}
            if kind == 4:
                changes["facts"] = {"criminal_suspected": True}
            out.write(json.dumps(case("kill-%05d" % n, **changes), ensure_ascii=False) + "\n")


def lines(path):
    try:
        with open(path, "rb") as f:
            return f.read().count(b"\n")
    except FileNotFoundError:
        return 0


def postmaster():
    found = glob.glob(os.path.join(daemon.state, "**", "postmaster.pid"), recursive=True)
    with open(found[0], encoding="utf-8") as f:
        return int(f.readline())


def kill_one():
    what = rng.choice(("fenliud", "postmaster"))
    try:
        pid = daemon.process.pid if what == "fenliud" else postmaster()
        os.kill(pid, signal.SIGKILL)
    except (IndexError, ValueError, ProcessLookupError, FileNotFoundError):
        return  # it was just starting: another moment comes
    killed[what] += 1


def alive():
    if daemon.process.poll() is not None:
        daemon.start()


def answering():
    alive()
    try:
        daemon.sql("select 1")
        return daemon.client().call("server.info").get("result")
    except (OSError, AssertionError, Closed):
        return None  # the last kill is still being recovered from


def submission():
    """20,000 cases are acknowledged although fenliud and the postmaster are killed 20 times"""
    write_cases()
    secret = os.path.join(place, "token")
    with open(secret, "w", encoding="utf-8") as f:
        f.write(daemon.token("intake"))
    submit = subprocess.Popen([FENLIU, "submit", "--url", daemon.url(), "--token-file", secret, "--receipts", receipts, "--batch", "100", docket],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/")
    started = time.monotonic()
    try:
        moments = sorted(rng.sample(range(CASES // 100, CASES - CASES // 100), KILLS))
        while submit.poll() is None and time.monotonic() - started < 240:
            alive()
            if sum(killed.values()) < KILLS and lines(receipts) >= moments[sum(killed.values())]:
                kill_one()
            select.select([], [], [], 0.003)
    finally:
        if submit.poll() is None:
            submit.kill()
        output = submit.communicate()[0]
    print("# killed: fenliud %d times, postmaster %d times, in %d s" % (
        killed["fenliud"], killed["postmaster"], time.monotonic() - started))
    assert submit.returncode == 0, output[-800:]
    assert sum(killed.values()) == KILLS, killed
    alive()


def acknowledged():
    """nothing acknowledged is lost: every receipt is a row, with its id and its docket number"""
    wait_for(answering, 60, "an answer of the last start")
    stored = {row[0]: (row[1], row[2]) for row in daemon.sql(
        "select d.ref, d.dispute_id, coalesce(r.docket, '') from dispute d left join referral r using (court, dispute_id)")}
    with open(receipts, encoding="utf-8") as f:
        acks = [json.loads(line) for line in f]
    assert len({a["ref"] for a in acks}) == CASES, len({a["ref"] for a in acks})
    for a in acks:
        assert stored.get(a["ref"]) == (a["case_id"], a["docket"] or ""), (a, stored.get(a["ref"]))


def doubled():
    """nothing is doubled: one dispute, one decision, one referral or none, one entry in the ledger each"""
    assert daemon.sql("select count(*), count(distinct ref) from dispute") == [[str(CASES), str(CASES)]]
    assert daemon.sql("select count(*) from decision") == [[str(CASES)]]
    assert daemon.sql("select 1 from referral group by dispute_id having count(*) > 1") == []
    referrals = daemon.sql("select count(*) from referral")
    assert daemon.sql("select count(*) from ledger where measure = 'entered'") == referrals
    assert daemon.sql("select count(*) from queue") == referrals
    assert daemon.sql("select count(*) from event where type = 'case.received'") == [[str(CASES)]]


def gaps():
    """docket numbers run from 1 without a gap in every series"""
    assert daemon.sql("select d.court, d.word, d.year, count(*), max(number) from docket d group by 1, 2, 3 "
                      "having count(*) <> max(number) or min(number) <> 1") == []
    assert daemon.sql("select c.* from docket_counter c where last <> (select max(number) from docket d "
                      "where (d.court, d.word, d.year) = (c.court, c.word, c.year))") == []


# How many referrals there are, by three views.
def totals():
    return [daemon.sql("select coalesce(sum(entered), 0) from stats.%s" % view)[0][0] for view in ("annual", "monthly", "by_cause")]


def folding():
    """killed in the midst of a portion, at each table that it writes, it has folded nothing, and the totals stay"""
    for table in ("tally", "tally_year", "tally_outcome", "tally_days", "tally_cohort", "tally_open", "fold_place"):
        client = daemon.client()
        blocker = subprocess.Popen(["psql", "-X", "-q", "-d", daemon.conninfo()], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, text=True, cwd="/")
        try:
            blocker.stdin.write("begin; lock table fenliu.%s in share mode;\n" % table)
            blocker.stdin.flush()
            asks = "select 1 from pg_locks where relation = 'fenliu.%s'::regclass and %s"
            wait_for(lambda: daemon.sql(asks % (table, "granted and mode = 'ShareLock'")), 30, "the lock")
            place = daemon.sql("select xid from fold_place")
            for n in range(5):
                client.result("case.submit", {"case": case("fold-%s-%d" % (table, n))})
            wait_for(lambda: daemon.sql(asks % (table, "not granted")), 30, "a portion that stands before " + table)
            expected = daemon.sql("select count(*) from referral")[0] * 3
            assert totals() == expected, (table, totals(), expected)
            daemon.process.kill()
            daemon.process.wait()
        finally:
            blocker.kill()
            blocker.communicate()
        daemon.start()
        wait_for(lambda: daemon.sql("select 1 from fold_place where xid > '%s'::xid8" % place[0][0]), 30, "the portion, done again")
        assert totals() == expected, (table, totals(), expected)


def recounted():
    """verify recounts everything from the events and finds no difference"""
    done = daemon.fenliu("verify", "--state", daemon.state, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-500:]


def goes_on():
    """afterwards it takes new cases, and stops cleanly"""
    assert daemon.client().result("case.submit", {"case": case("after")})["duplicate"] is False
    assert daemon.stop() == 0, daemon.tail()


run(sys.modules[__name__])
