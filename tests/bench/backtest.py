#!/usr/bin/env python3
"""How long `fenliu policy backtest` takes over N stored cases: two policies, every case decided under both.

Real rows: the examples of the packaged rules, each filed on its day, are pushed to a daemon of our own and stored;
then the rows of disputes are multiplied in the database under new ids and references, which is quicker than pushing
all of them. The new policy is the packaged one with another limit for small claims. Prints "name value unit".

usage: tests/bench/backtest.py [N]   default 1,000,000; RUNS=3
"""
import glob
import json
import os
import shutil
import statistics
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system", "lib"))
from harness import TOP, Daemon, clean, folder

POLICY = os.path.join(TOP, "deploy", "policy", "hunan")
N, RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000, int(os.environ.get("RUNS", 3))
PUSHED = 20000
BASE = {"source": "bench", "court": "430204", "claimants": [{"kind": "person", "name": "示例甲"}],
        "respondents": [{"kind": "company", "name": "示例公司"}], "narrative": "（合成数据）"}


def cases(n):
    """The examples of the rules over and over, under references of their own."""
    examples = [example for path in sorted(glob.glob(os.path.join(POLICY, "rules", "*.json")))
                for rule in json.load(open(path, encoding="utf-8"))["rules"] for example in rule["examples"]]
    for i in range(n):
        example = examples[i % len(examples)]
        yield json.dumps({"filed_at": example["as_of"] + "T09:00:00+08:00", **BASE, **example["case"], "ref": "B%d" % i}, ensure_ascii=False)


def columns(daemon):
    """All columns of a dispute, with id and reference made new."""
    new = {"dispute_id": "dispute_id + copy::bigint * 1000000000", "ref": "ref || '-' || copy"}
    names = [row[0] for row in daemon.sql("select attname from pg_attribute where attrelid = 'fenliu.dispute'::regclass "
                                          "and attnum > 0 and not attisdropped and attgenerated = '' order by attnum")]
    return ", ".join(names), ", ".join(new.get(name, name) for name in names)


def store(daemon):
    done = daemon.fenliu("submit", input="".join(line + "\n" for line in cases(min(N, PUSHED))), check=False, timeout=600)
    stored = int(daemon.sql("select count(*) from dispute")[0][0])
    assert stored, done.stdout[-500:] + done.stderr[-500:] + daemon.tail()
    if stored < N:
        into, values = columns(daemon)
        daemon.sql("set statement_timeout = 0; insert into dispute (%s) select %s from dispute, generate_series(1, %d) copy limit %d"
                   % (into, values, -(-N // stored), N - stored))
    daemon.sql("vacuum analyze dispute")
    daemon.sql("checkpoint")
    return stored


def new_policy():
    place = os.path.join(folder(), "new")
    shutil.copytree(POLICY, place)
    path = os.path.join(place, "parameters.json")
    with open(path, encoding="utf-8") as f:
        parameters = json.load(f)
    for value in parameters["small_claims.mandatory_max"]["values"]:
        value["value"] += 400000
    with open(path, "w", encoding="utf-8") as f:
        json.dump(parameters, f, ensure_ascii=False)
    return place


def main():
    daemon = Daemon(log_level="warn", rate_max=1000000).start()
    stored, place, took = store(daemon), new_policy(), []
    for _ in range(RUNS):
        begin = time.monotonic()
        said = json.loads(daemon.fenliu("policy", "backtest", place, "--from", "2021-01-01", "--to", "2027-12-31", "--state", daemon.state,
                                        "--json", timeout=1200).stdout)
        took.append(time.monotonic() - begin)
        assert said["cases"] == N and not said["refused"] and said["moved"], {k: said[k] for k in ("cases", "refused", "moved")}
    print("backtest_cases %d cases" % N)
    print("backtest_pushed %d cases" % stored)
    print("backtest_moved %d cases" % said["moved"])
    print("backtest %.1f s" % statistics.median(took))
    print("backtest_fastest %.1f s" % min(took))
    print("backtest_slowest %.1f s" % max(took))
    print("backtest_rate %.0f cases/s" % (N / statistics.median(took)))
    assert daemon.stop() == 0


main()
clean()
