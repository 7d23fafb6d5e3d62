#!/usr/bin/env python3
"""Pulls by 1, 16 and 64 mediators against few and many open referrals, with a history of closed ones behind them.

    OPEN=1000000 FEW=10000 CLOSED=5000000 PULLS=8000 SNAPSHOT_S=60 tests/bench/bench_pull.py

Open referrals come in through intake, sealed and decided like any other, in 45 places and some 60 causes; closed ones are
written straight into the tables. The roster has 5 street committees and 3 trade committees with MEDIATORS mediators,
each with a cap. What is offered is taken on at once by a statement beside, so that answers stay as long as they are in
life. Prints "name value unit" lines.
"""
import os
import random
import statistics
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system", "lib"))
from harness import BUILD, FENLIU, Daemon, clean, folder

TOOL = os.path.join(BUILD, os.environ.get("FENLIU_MODE", os.environ.get("MODE", "release")), "bench_pull")
OPEN, FEW = int(os.environ.get("OPEN", 100000)), int(os.environ.get("FEW", 10000))
CLOSED, PULLS = int(os.environ.get("CLOSED", 200000)), int(os.environ.get("PULLS", 4000))
MEDIATORS, SNAPSHOT_S = int(os.environ.get("MEDIATORS", 640)), int(os.environ.get("SNAPSHOT_S", 20))
COURT, STREETS, COMMUNITIES = "430204", 5, 9
daemon = Daemon(log_level="warn", rate_max=10000000, flight_max=1000000, workers=int(os.environ.get("WORKERS", 8)))
place = folder()


def say(name, value, unit):
    print("%s %s %s" % (name, ("%.3f" if value < 10 else "%.0f") % value, unit), flush=True)


def psql(*arguments, text=None):
    done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", daemon.conninfo(), *arguments], text=True, input=text,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def number(sql):
    return int(psql("-A", "-t", "-c", sql))


# --- what there is ---


def causes():
    """Causes of the list of 2020 that go to mediation with both parties' consent: loans, neighbours, sales and such."""
    pack = os.path.join(HERE, "..", "..", "deploy", "policy", "hunan", "causes-2020.tsv")
    rows = [line.rstrip("\n").split("\t") for line in open(pack, encoding="utf-8")][1:]
    wanted = ("debt", "property_neighbour", "contract", "consumer", "tort", "traffic")
    codes = [r[0] for r in rows if r[1] in ("3", "4") and r[4] in wanted and r[5] == "civil"]
    return codes[::max(1, len(codes) // 120)]


CODES = causes()
serial = iter(range(1, 1 << 60))


def case(rng):
    n = next(serial)
    street = rng.randrange(1, STREETS + 1)
    return ('{"source":"bench","ref":"P%09d","court":"%s","filed_at":"2021-%02d-%02dT%02d:%02d:%02d.%03d+08:00",'
            '"claimants":[{"kind":"person","name":"示例甲%d","id_no":"430299197907133974","phone":"1550000000","tags":[%s]}],'
            '"respondents":[{"kind":"person","name":"示例乙%d"}],"street":"%s%03d","community":"%s%03d%03d",'
            '"cause":{"version":"2020","code":"%s"},"claims":["price"],"amount_fen":%d,'
            '"narrative":"（合成数据）双方因款项支付发生争议，多次催要未果，对数额有不同意见。",'
            '"facts":{"consent_to_mediate":"both","facts_clear":true}}\n'
            % (n, COURT, rng.randrange(1, 13), rng.randrange(1, 29), rng.randrange(8, 18), rng.randrange(60), rng.randrange(60),
               rng.randrange(1000), n, rng.choice(('', '', '"elderly"', '"migrant_worker"')), n, COURT, street, COURT, street,
               rng.randrange(1, COMMUNITIES + 1), rng.choice(CODES), rng.randrange(1, 90000) * 100))


def waiting():
    return number("select count(*) from fenliu.queue q join fenliu.pool p using (court, pool) where p.channel = 'mediation'")


def fill(wanted):
    """More cases through intake until so many wait at the desk."""
    rng = random.Random(wanted)
    while (missing := wanted - waiting()) > wanted // 100:
        with subprocess.Popen([FENLIU, "submit", "--url", daemon.url(), "--token-file", os.path.join(daemon.state, "tokens", "intake"), "--batch", "200"],
                              stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as pipe:
            for _ in range(missing + missing // 20):
                pipe.stdin.write(case(rng))
            pipe.stdin.close()
            assert pipe.wait() == 0, daemon.tail()
    psql("-c", "vacuum (analyze) fenliu.queue")


def write_history():
    """Closed disputes of years before: one referral and its events each."""
    step = 100000
    for first in range(0, CLOSED, step):
        n = min(step, CLOSED - first)
        psql(text="""
            set search_path = fenliu; set synchronous_commit = off;
            create temp table ids as select -(%d + i)::bigint as id, date '2018-01-01' + i %% 1000 as day from generate_series(1, %d) i;
            insert into dispute (court, dispute_id, source, ref, filed_at, filed_on, street, claimants, respondents, state, document,
                                 content_hash, received_at, closed_at)
            select '%s', id, 'old', 'H' || id, day, day, '430204001', 1, 1, 'closed', '{}', '\\x00', day, day + 20 from ids;
            insert into decision (court, decision_id, dispute_id, as_of, channel, procedure, fast_track, rule, policy, document, made_at)
            select '%s', id, id, day, 'mediation', 'pre_filing_mediation', false, 'OLD', 'old', '{}', day from ids;
            insert into referral (court, referral_id, dispute_id, decision_id, visit, channel, procedure, fast_track, state, street,
                                  entered_at, mediator, accepted_at, concluded_at, outcome)
            select '%s', id, id, id, 1, 'mediation', 'pre_filing_mediation', false, 'concluded', '430204001', day, 'm' || -id %% %d,
                   day + 1, day + 20, 'agreed' from ids;
            insert into event (court, event_id, dispute_id, referral_id, type, at)
            select '%s', id * 4 + k, id, id, (array['case.received', 'referral.accepted', 'referral.concluded'])[k], day
            from ids, generate_series(1, 3) k;
            """ % (first, n, COURT, COURT, COURT, MEDIATORS, COURT))
    psql("-c", "vacuum (analyze) fenliu.dispute, fenliu.decision, fenliu.referral, fenliu.event")


def write_roster():
    branches = ("2020:103,2020:84", "2020:S6", "2020:P9,2020:S11")
    with open(os.path.join(place, "bodies.csv"), "w", encoding="utf-8") as out:
        out.write("body,channel,kind,name,streets,causes\n")
        for s in range(1, STREETS + 1):
            out.write("s%d,mediation,committee,街道调委会%d,%s%03d,\n" % (s, s, COURT, s))
        for k, branch in enumerate(branches):
            out.write('t%d,mediation,trade_committee,行业调委会%d,,"%s"\n' % (k + 1, k + 1, branch))
    with open(os.path.join(place, "mediators.csv"), "w", encoding="utf-8") as out:
        out.write("mediator,body,name,cap\n")
        for m in range(MEDIATORS):
            kind = m % 8
            out.write("m%d,%s,示例调解员,1000\n" % (m, "s%d" % (kind + 1) if kind < STREETS else "t%d" % (kind - STREETS + 1)))
    for what, file in (("body", "bodies.csv"), ("mediator", "mediators.csv")):
        done = subprocess.run([FENLIU, what, "import", os.path.join(place, file), "--state", daemon.state, "--court", COURT],
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout


# --- measuring ---


class TakenOn:
    """What is offered is accepted at once, by a statement beside."""

    def __enter__(self):
        self.psql = subprocess.Popen(["psql", "-X", "-q", "-d", daemon.conninfo()], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL, text=True, cwd="/")
        # by the events of the last transactions: an index of what is offered would hold all that was, under a snapshot,
        # so the state stands where no index can be chosen for it
        self.psql.stdin.write("update fenliu.referral r set state = 'accepted', accepted_at = now() from fenliu.event e "
                              "where e.xid >= (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1000)::text::xid8 "
                              "and e.type = 'referral.offered' and r.court = e.court and r.referral_id = e.referral_id "
                              "and r.state || '' = 'offered' \\watch 0.1\n")
        self.psql.stdin.flush()
        return self

    def __exit__(self, *_):
        self.psql.terminate()
        self.psql.wait()


def pulls(threads, n, most=1, rate=None):
    """Pulls/s, offers/s, p50, p99 in ms."""
    before = waiting()
    with TakenOn():
        done = subprocess.run([TOOL, daemon.url("desk_mediation"), str(threads), str(n), str(most), str(MEDIATORS)] + ([str(rate)] if rate else []),
                              text=True, stdout=subprocess.PIPE, env=dict(os.environ, FENLIU_TOKEN=daemon.token("clerk")))
    assert done.returncode == 0, daemon.tail()
    count, took, p50, p99, _ = [float(x) for x in done.stdout.split()]
    return count / took, (before - waiting()) / took, p50, p99


def at_size(label, n):
    """Throughput and latency with so many open."""
    rates = {}
    for threads in (1, 16, 64):
        rate, offers, p50, p99 = pulls(threads, n)
        rates[threads] = rate
        say("pull_%s_open_%d_mediators" % (label, threads), rate, "pulls/s")
        say("pull_%s_open_%d_mediators_offers" % (label, threads), offers, "offers/s")
        say("pull_%s_open_%d_mediators_p50" % (label, threads), p50, "ms")
        say("pull_%s_open_%d_mediators_p99" % (label, threads), p99, "ms")
    _, offers, _, _ = pulls(16, max(16, n // 10), 10)
    say("pull_%s_open_at_max_10" % label, offers, "offers/s")
    return rates[16]


def under_snapshot(quiet):
    """The same while an analyst's snapshot is open: the rate of its last pulls beside the rate without."""
    analyst = subprocess.Popen(["psql", "-X", "-q", "-d", daemon.conninfo()], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd="/")
    analyst.stdin.write("begin isolation level repeatable read; select count(*) from fenliu.setting;\n")
    analyst.stdin.flush()
    end, rate, p99 = time.monotonic() + SNAPSHOT_S, quiet, 0
    while time.monotonic() < end:
        rate, _, _, p99 = pulls(16, max(160, PULLS // 2))
    analyst.stdin.close()
    analyst.wait()
    say("pull_under_snapshot_after_%d_s" % SNAPSHOT_S, rate, "pulls/s")
    say("pull_under_snapshot_p99", p99, "ms")
    say("pull_quiet_to_under_snapshot", quiet / rate, "ratio")


def main():
    daemon.start()
    write_roster()
    began = time.monotonic()
    write_history()
    fill(FEW)
    say("pull_load_history", time.monotonic() - began, "s")
    pulls(16, 640)  # warm: every mediator once
    fill(FEW)
    few = at_size("few", min(PULLS, FEW // 8))
    fill(OPEN)
    pulls(16, 640)
    say("pull_open", waiting(), "referrals")
    say("pull_closed", CLOSED, "disputes")
    say("pull_pools", number("select count(*) from fenliu.pool where channel = 'mediation'"), "pools")
    many = at_size("many", PULLS)
    say("pull_few_to_many", few / many, "ratio")
    rate = many / 2
    _, _, p50, p99 = pulls(16, int(max(160, rate * 5)), 1, rate)
    say("pull_half_load_rate", rate, "pulls/s")
    say("pull_half_load_p50", p50, "ms")
    say("pull_half_load_p99", p99, "ms")
    under_snapshot(many)
    assert daemon.stop() == 0


main()
clean()
