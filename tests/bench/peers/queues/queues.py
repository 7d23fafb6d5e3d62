#!/usr/bin/env python3
"""fenliu's desks beside graphile-worker and pg-boss: fetch and complete on the same server, in the same run.

    JOBS=10000 AT_ONCE=16 tests/bench/peers/queues/queues.py

Started by run.sh, which installs the two below build/. Each of AT_ONCE mediators pulls one case, accepts it and reports
how it ended, over the wire; the others do their no-op jobs in one Node process, in a database of their own beside.
"""
import os
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "..", "system", "lib"))
from harness import BUILD, FENLIU, Daemon, case, clean, psql

TOOL = os.path.join(BUILD, os.environ.get("FENLIU_MODE", os.environ.get("MODE", "release")), "bench_pull")
JOBS, AT_ONCE = int(os.environ.get("JOBS", 10000)), int(os.environ.get("AT_ONCE", 16))
daemon = Daemon(log_level="warn", rate_max=10000000, flight_max=1000000, workers=8).start()


def fill():
    import json
    lines = "".join(json.dumps(case("q-%d" % n), ensure_ascii=False) + "\n" for n in range(JOBS))
    done = subprocess.run([FENLIU, "submit", "--url", daemon.url(), "--token-file", os.path.join(daemon.state, "tokens", "intake"),
                           "--batch", "200"], input=lines, text=True, stdout=subprocess.DEVNULL)
    assert done.returncode == 0, daemon.tail()


def ours():
    done = subprocess.run([TOOL, daemon.url("desk_mediation"), str(AT_ONCE), str(JOBS), "1", str(AT_ONCE), "0", "whole"], text=True,
                          stdout=subprocess.PIPE, env=dict(os.environ, FENLIU_TOKEN=daemon.token("clerk")))
    assert done.returncode == 0, daemon.tail()
    count, took = [float(x) for x in done.stdout.split()][:2]
    concluded = int(daemon.sql("select count(*) from fenliu.referral where state = 'concluded'")[0][0])
    assert concluded == count // AT_ONCE * AT_ONCE, "%d of %d were concluded" % (concluded, count)
    print("fenliu_pull_accept_report %.0f cases/s" % (count / took), flush=True)


def peers():
    psql(daemon.conninfo(), "create database peers")
    where = daemon.conninfo().replace("dbname=fenliu", "dbname=peers")
    parts = dict(p.split("=", 1) for p in where.replace("'", "").split())
    url = "postgresql://%s@%s/%s?host=%s" % (parts["user"], "localhost:" + parts.get("port", "5432"), parts["dbname"], parts["host"])
    subprocess.run(["node", os.path.join(HERE, "queues.mjs"), url, str(JOBS), str(AT_ONCE)], check=True)


fill()
ours()
peers()
assert daemon.stop() == 0
clean()
