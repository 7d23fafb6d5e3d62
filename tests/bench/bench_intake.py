#!/usr/bin/env python3
"""Durable intake beside COPY of the same rows, in the same run; then latency at a tenth of the rate.

Each round: the tables are emptied, cases are pushed over nng (batches, then singles) and acknowledged after
COMMIT; the rows just stored are copied out (binary), and copied back on one connection, in one transaction,
into empty tables with the same indexes. The latency run has a checkpoint in its middle. Prints "name value unit"
lines; the ratios are medians of the rounds.
"""
import os
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system", "lib"))
from harness import BUILD, Daemon, clean, folder

TOOL = os.path.join(BUILD, os.environ.get("FENLIU_MODE", os.environ.get("MODE", "release")), "bench_intake")
CASES, ROUNDS = int(os.environ.get("CASES", 40000)), int(os.environ.get("ROUNDS", 3))
ALSO_EMPTIED = ("request", "chain")
TABLES = ("dispute", "dispute_key", "party", "decision", "referral", "queue", "event", "docket", "docket_counter", "ledger")
# Sealing and tokens are on; the limits of one token are out of the way, since one generator stands for all senders.
daemon = Daemon(courts=("430204", "430203", "430202"), log_level="warn", rate_max=10000000, flight_max=1000000).start()
with_token = dict(os.environ, FENLIU_TOKEN=daemon.token("intake"))
# The same without: nobody is asked who they are, and blanks are stored in the place of personal data.
plain = Daemon(synthetic="yes", access="open", sealing="no", log_level="warn", rate_max=10000000, flight_max=1000000).start()
place = folder()
os.chmod(place, 0o777)


def script(text, of=daemon, attempts=5):
    """One psql session on one connection; once more where the keeper was in the way."""
    done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", of.conninfo()], input=text, text=True, cwd=place,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if attempts > 1 and "deadlock detected" in done.stderr:
        return script(text, of, attempts - 1)
    assert done.returncode == 0, done.stderr
    return done.stdout


def tool(*arguments, of=daemon):
    done = subprocess.run([TOOL, of.url()] + [str(a) for a in arguments], text=True, stdout=subprocess.PIPE,
                          env=with_token if of is daemon else os.environ)
    assert done.returncode == 0, "bench_intake failed: " + of.tail()
    return [float(x) for x in done.stdout.split()]


def across_a_checkpoint(*arguments):
    """The same at a fixed rate, with a checkpoint in the middle of it."""
    with subprocess.Popen([TOOL, daemon.url()] + [str(a) for a in arguments], text=True, stdout=subprocess.PIPE, env=with_token) as running:
        try:
            running.wait(int(os.environ.get("SECONDS_AT_RATE", 20)) / 2)
        except subprocess.TimeoutExpired:
            script("checkpoint;")
        out = running.communicate()[0]
        assert running.returncode == 0, "bench_intake failed: " + daemon.tail()
    return [float(x) for x in out.split()]


def empty(of=daemon):
    script("truncate %s; checkpoint;" % ", ".join("fenliu." + t for t in TABLES + ALSO_EMPTIED), of)


def intake(name, batch, in_flight, of=daemon):
    empty(of)
    cases, took = tool(name, CASES, batch, in_flight, of=of)
    return cases / took


def copy():
    """COPY of the rows that are stored now, back into tables of the same shape."""
    script("drop schema if exists bench cascade; create schema bench;"
           + "".join("create table bench.%s (like fenliu.%s including all);" % (t, t) for t in TABLES)
           + "".join("\n\\copy fenliu.%s to '%s.bin' (format binary)\n" % (t, t) for t in TABLES) + "checkpoint;")
    copies = "".join("\\copy bench.%s from '%s.bin' (format binary)\n" % (t, t) for t in TABLES)
    mark = "select extract(epoch from clock_timestamp());\n"
    begin, end = [float(x) for x in script("\\pset tuples_only on\n" + mark + "begin;\n" + copies + "commit;\n" + mark).split()]
    took = end - begin
    size = int(daemon.sql("select sum(pg_total_relation_size(c.oid)) from pg_class c join pg_namespace n on n.oid = relnamespace "
                          "where nspname = 'bench' and relkind = 'r'")[0][0])
    return CASES / took, size / CASES


def say(name, value, unit):
    print("%s %s %s" % (name, ("%.3f" if value < 10 else "%.0f") % value, unit), flush=True)


def main():
    batched, single, copied, ratio_batched, ratio_single = [], [], [], [], []
    batched_plain, single_plain = [], []
    tool("warm-up", 4000, 500, 4)
    tool("warm-up", 4000, 500, 4, of=plain)
    for n in range(ROUNDS):
        batched_plain.append(intake("bench-p%d" % n, 500, 8, plain))
        batched.append(intake("bench-b%d" % n, 500, 8))
        rate, size = copy()
        copied.append(rate)
        ratio_batched.append(batched[-1] / rate)
        single_plain.append(intake("bench-q%d" % n, 1, 512, plain))
        single.append(intake("bench-s%d" % n, 1, 512))
        rate, size = copy()
        copied.append(rate)
        ratio_single.append(single[-1] / rate)
    say("intake_batches_of_500", statistics.median(batched), "cases/s")
    say("intake_singles_512_in_flight", statistics.median(single), "cases/s")
    say("intake_batches_without_sealing_and_tokens", statistics.median(batched_plain), "cases/s")
    say("intake_singles_without_sealing_and_tokens", statistics.median(single_plain), "cases/s")
    say("intake_batches_with_to_without", statistics.median(a / b for a, b in zip(batched, batched_plain)), "ratio")
    say("intake_singles_with_to_without", statistics.median(a / b for a, b in zip(single, single_plain)), "ratio")
    assert plain.stop() == 0
    say("copy_same_rows_one_connection", statistics.median(copied), "cases/s")
    say("stored_per_case", size, "bytes")
    say("intake_batches_to_copy", statistics.median(ratio_batched), "ratio")
    say("intake_singles_to_copy", statistics.median(ratio_single), "ratio")
    empty()
    rate = statistics.median(single) / 10
    seconds = int(os.environ.get("SECONDS_AT_RATE", 20))
    p50, p99, p999, worst = across_a_checkpoint("bench-l", int(rate * seconds), 1, 512, rate)
    say("latency_rate", rate, "cases/s")
    for name, value in (("p50", p50), ("p99", p99), ("p99.9", p999), ("max", worst)):
        say("latency_" + name, value, "ms")
    assert daemon.stop() == 0


main()
clean()
