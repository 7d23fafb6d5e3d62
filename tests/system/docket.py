#!/usr/bin/env python3
"""Docket numbers (案号): from 1 per court, word and year, without a gap, whoever writes and whatever fails."""
import os
import random
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, run, submit

daemon = Daemon(courts=("430204", "430203"), writers=4, batch_max=37).start()
GAPS = ("select court, word, year, count(*), min(number), max(number) from docket group by 1, 2, 3 "
        "having count(*) <> max(number) or min(number) <> 1 or count(distinct number) <> count(*)")


def concurrent():
    """eight writers at once, with refused cases and duplicates among theirs, leave no gap in any series"""
    problems = []

    def writer(k):
        rng, client = random.Random(k), daemon.client(timeout=60)
        try:
            for b in range(12):
                requests = []
                for n in range(50):
                    ref = "w%d-%d" % (rng.choice((k, 99)), b * 50 + n)  # writers share the refs of w99
                    kind = rng.randrange(6)
                    if kind == 0:
                        requests.append(submit("bad-%d-%d" % (k, n), amount_fen=-1))
                    elif kind == 1:
                        requests.append(submit(ref + "-l", court="430203"))
                    elif kind == 2:
                        requests.append(submit(ref + "-c", facts={"consent_to_mediate": "refused"}))
                    else:
                        requests.append(submit(ref))
                for answer in client.batch(requests):
                    if answer["id"].startswith("bad"):
                        assert "error" in answer
                    else:
                        assert "result" in answer, answer
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=writer, args=(k,)) for k in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not problems, problems
    assert daemon.sql(GAPS) == [], daemon.sql(GAPS)
    assert int(daemon.sql("select count(distinct (court, word)) from docket")[0][0]) >= 3


def once():
    """every dispute that got a number got one, and nobody else has it"""
    assert daemon.sql("select text from docket group by text having count(*) > 1") == []
    assert daemon.sql("select court, dispute_id, word from docket group by 1, 2, 3 having count(*) > 1") == []


def refused():
    """a case that is refused takes no number"""
    client = daemon.client()
    before = daemon.sql("select sum(last) from docket_counter")
    for n in range(20):
        client.error("case.submit", {"case": case("never-%d" % n, claimants=[])})
    assert daemon.sql("select sum(last) from docket_counter") == before


def years():
    """each year starts at 1"""
    made = daemon.client().result("case.submit", {"case": case("y", filed_at="2022-06-01T09:00:00+08:00")})
    assert made["docket"].startswith("（2022）") and made["docket"].endswith("1号"), made["docket"]


run(sys.modules[__name__])
