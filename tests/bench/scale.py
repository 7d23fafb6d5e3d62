#!/usr/bin/env python3
"""N concluded disputes of many courts over ten years: what a total costs, and intake and pull beside it.

Real rows: the synthetic year (schema/demo) is played through the desks of a daemon; then all its rows, in every table,
are multiplied under new ids, courts and years, which is quicker than playing N of them. A busy court gets a tenth. The
same is done with N/100, and both are measured in turn. The keeper folds what was loaded, as always; then UNFOLDED more
rows of the ledger come while it is held back, in small transactions of several connections, and every view is asked again.
First figures are those of a server just started and a connection just made (cold); the others are medians of RUNS.

usage: tests/bench/scale.py [N]   default 1,000,000; UNFOLDED=1000000 RUNS=7 CASES=20000 JSON=build/bench-scale.json
"""
import json
import os
import re
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system", "lib"))
from harness import BUILD, DESKS, TOP, Daemon, clean, folder, wait_for

N = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
UNFOLDED, RUNS, CASES = (int(os.environ.get(name, value)) for name, value in (("UNFOLDED", 1000000), ("RUNS", 7), ("CASES", 20000)))
MODE = os.environ.get("FENLIU_MODE", os.environ.get("MODE", "release"))
PLAYED, BUSY, YEARS, FIRST_YEAR, STEP = "430204", "990000", 10, 2016, 20
WRITERS, SLICE = 4, 50
IDS = {"dispute_id", "referral_id", "decision_id", "event_id", "claim", "overrules", "concerns"}
values = []


def say(name, value, unit):
    values.append({"name": name, "value": round(value, 3), "unit": unit})
    print("%s %s %s" % (name, ("%.3f" if abs(value) < 10 else "%.0f") % value, unit), flush=True)


# --- filling ---

def play(daemon):
    """The synthetic year, through intake and desks."""
    home = folder()
    subprocess.run([sys.executable, os.path.join(TOP, "schema", "demo", "generate"), home], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([os.path.join(BUILD, MODE, "play"), "--docket", home + "/docket.jsonl", "--plan", home + "/plan.jsonl", "--reports",
                    home + "/reports.jsonl", "--tokens", daemon.state + "/tokens", "--intake", daemon.url()]
                   + [a for d in DESKS for a in ("--" + d, daemon.url("desk_" + d))], check=True, stdout=subprocess.DEVNULL)


def column(table, name, kind):
    """What becomes of a column in copy c: into court c.court, c.years later."""
    if name == "court":
        return "c.court"
    if name in IDS and kind == "bigint":
        return "t.%s + (c.n::bigint << 32)" % name
    if name == "ref":
        return "t.ref || '-' || c.n"
    if name == "year" or table == "docket" and name == "number":
        return {"year": "t.year + c.years", "number": "t.number + c.n * 10000"}[name]
    if kind == "timestamp with time zone" or kind == "date":
        return "(t.%s + make_interval(years => c.years))::%s" % (name, kind)
    return "t." + name


def tables(daemon):
    """Every table of disputes, with the columns that have a value of their own and what they become."""
    found = {}
    for table, name, kind in daemon.sql(
            "select t.relname, a.attname, format_type(a.atttypid, null) from pg_class t join pg_attribute a on a.attrelid = t.oid "
            "where t.relnamespace = 'fenliu'::regnamespace and t.relkind = 'r' and a.attnum > 0 and not a.attisdropped and exists "
            "(select from pg_attribute d where d.attrelid = t.oid and d.attname = 'dispute_id') order by 1, a.attnum"):
        if name != "xid":
            found.setdefault(table, []).append((name, column(table, name, kind)))
    return found


def copies(first, last, courts, busy_every):
    """The copies first … last: which court, and how many years later."""
    return ("(select n, case when n %% %d = 0 then '%s' else (100000 + n %% %d)::text end as court, (n / %d) %% %d + %d as years "
            "from generate_series(%s, %s) n) c" % (busy_every, BUSY, courts, courts, YEARS, FIRST_YEAR - 2021, first, last))


def fill(daemon, shape, first, last, courts, busy_every=10):
    for start in range(first, last + 1, STEP):
        statements = ["insert into %s (%s) select %s from %s t, %s where t.court = '%s'" % (
            table, ", ".join(n for n, _ in columns), ", ".join("%s" % new for _, new in columns), table,
            copies(start, min(start + STEP - 1, last), courts, busy_every), PLAYED) for table, columns in shape.items()]
        daemon.sql("set statement_timeout = 0; begin; " + "; ".join(statements) + "; commit")


def trickle(daemon, shape, first, last, courts, busy_every):
    """Their rows of the ledger only, SLICE of them a transaction, by WRITERS connections at once."""
    columns = shape["ledger"]
    writers = [subprocess.Popen(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", daemon.conninfo(), "-c", "set statement_timeout = 0", "-c",
                                 "create temp table t as select *, (row_number() over (order by event_id) - 1) / %d as slice from ledger where court = '%s'"
                                 % (SLICE, PLAYED), "-c", """do $$
declare
    one int;
    part bigint;
begin
    for one in %d..%d by %d loop
        for part in select distinct slice from t loop
            insert into ledger (%s) select %s from t, %s where t.slice = part;
            commit;
        end loop;
    end loop;
end $$""" % (first + i, last, WRITERS, ", ".join(n for n, _ in columns), ", ".join(new for _, new in columns),
             copies("one", "one", courts, busy_every))]) for i in range(WRITERS)]
    for writer in writers:
        assert writer.wait() == 0


def wait_folded(daemon, seconds):
    """Until the fold is beyond the last transaction that counted something; the ledger itself is looked at once."""
    last = daemon.sql("set statement_timeout = 0; select xid from ledger order by xid desc limit 1")[0][0]
    wait_for(lambda: daemon.sql("select xid > '%s'::xid8 from fold_place" % last)[0][0] == "t", seconds, "the fold")


class Filled:
    def __init__(self, n):
        self.n, self.daemon = n, Daemon(synthetic="yes", clock="manual", log_level="warn", keeper_ms=100, rate_max=10000000,
                                        flight_max=1000000).start(120)
        play(self.daemon)
        self.shape = tables(self.daemon)
        self.played = int(self.daemon.sql("select count(*) from dispute")[0][0])
        self.rows = int(self.daemon.sql("select count(*) from ledger")[0][0])
        self.copies = max(1, n // self.played)
        self.courts = max(2, -(-self.copies // YEARS))
        begun = time.monotonic()
        fill(self.daemon, self.shape, 1, self.copies, self.courts)
        self.filled = time.monotonic() - begun
        self.settle()

    def settle(self):
        wait_folded(self.daemon, 7200)
        self.daemon.sql("vacuum analyze")
        self.daemon.sql("checkpoint")

    def restart(self):
        assert self.daemon.stop() == 0
        self.daemon.start(120)

    def hold_fold(self):
        """Keeps the keeper from folding until the process that is returned ends."""
        held = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-d", self.daemon.conninfo()], text=True, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, cwd="/")
        held.stdin.write("select pg_advisory_lock(hashtext('fenliu.fold'));\n\\echo held\n")
        held.stdin.flush()
        while "held" not in held.stdout.readline():
            pass
        return held


# --- measuring ---

def timed(daemon, statements, again=0):
    """Milliseconds of each statement, in a connection of their own; again: medians of as many more runs."""
    text = "\\pset pager off\n\\o /dev/null\nset search_path = fenliu, stats;\n\\timing on\n" + "".join(
        s + ";\n" for s in statements for _ in range(1 + again))
    done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", daemon.conninfo()], input=text, text=True, cwd="/",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr
    took = [float(t) for t in re.findall(r"^Time: ([0-9.]+) ms", done.stdout, re.M)]
    assert len(took) == len(statements) * (1 + again), done.stdout
    groups = [took[i:i + 1 + again] for i in range(0, len(took), 1 + again)]
    return [g[0] if again == 0 else statistics.median(g[1:]) for g in groups]


def pages(daemon, statement):
    """Pages of 8 kB that a statement looks at, those of its functions too."""
    plan = daemon.sql("explain (analyze, buffers, timing off, format json) " + statement)
    top = json.loads("".join(line[0] for line in plan))[0]["Plan"]
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"]


def questions(court):
    year = FIRST_YEAR + YEARS - 2
    return {
        "annual_totals": "select * from stats.totals('%s', '%d-01-01', '%d-12-31')" % (court, year, year),
        "annual_two_figures": "select pre_litigation_mediations, fast_track_cases from stats.annual where court = '%s' and year = %d" % (court, year),
        "annual_all_figures": "select * from stats.annual where court = '%s' and year = %d" % (court, year),
        "monthly_by_channel": "select * from stats.by_channel_monthly where court = '%s' and year = %d" % (court, year),
        "year_by_cause": "select * from stats.by_cause where court = '%s' and year = %d" % (court, year),
        "half_year_odd_days": "select * from stats.totals('%s', '%d-02-11', '%d-08-20')" % (court, year, year),
        "as_recorded_on": "select * from stats.totals('%s', '%d-01-01', '%d-12-31', '%d-02-01')" % (court, year, year, year + 1),
    }


def views(daemon, court):
    skipped = ("effect", "cell", "cell_keyed", "days_counted")
    found = daemon.sql("select c.relname, bool_or(a.attname = 'year') from pg_class c join pg_attribute a on a.attrelid = c.oid "
                       "where c.relnamespace = 'stats'::regnamespace and c.relkind = 'v' group by 1 having bool_or(a.attname = 'court') order by 1")
    return {"view_" + name: "select * from stats.%s where court = '%s'%s" % (name, court, " and year = %d" % (FIRST_YEAR + YEARS - 2)
                                                                             if year == "t" else "")
            for name, year in found if name not in skipped and not name.startswith(("years_", "months_"))}


def ask(filled, label, court, all_views=False):
    asked = questions(court)
    if all_views:
        asked.update(views(filled.daemon, court))
    cold = [timed(filled.daemon, [s])[0] for s in asked.values()]
    warm = timed(filled.daemon, list(asked.values()), RUNS)
    for name, first, median in zip(asked, cold, warm):
        if not name.startswith("view_"):
            say("%s_%s_first" % (name, label), first, "ms")
            say("%s_%s" % (name, label), median, "ms")
            say("%s_%s_pages" % (name, label), pages(filled.daemon, asked[name]), "pages")
    say("cells_%s" % label, float(filled.daemon.sql("select count(*) from tally where court = '%s'" % court)[0][0]), "rows")
    if all_views:
        slowest = max((w, n) for n, w in zip(asked, warm) if n.startswith("view_"))
        say("slowest_%s_%s" % (slowest[1], label), slowest[0], "ms")
        say("slowest_view_first_%s" % label, max(c for n, c in zip(asked, cold) if n.startswith("view_")), "ms")


def intake(filled, label):
    done = subprocess.run([os.path.join(BUILD, MODE, "bench_intake"), filled.daemon.url(), "scale-" + label.replace("_", "-"), str(CASES), "500", "8"],
                          text=True, stdout=subprocess.PIPE, env=dict(os.environ, FENLIU_TOKEN=filled.daemon.add_token("intake", "430204,430203,430202")))
    assert done.returncode == 0, filled.daemon.tail()
    cases, took = [float(x) for x in done.stdout.split()]
    say("intake_batches_%s" % label, cases / took, "cases/s")


def pull(filled, label):
    desk, took = filled.daemon.desk("mediation"), []
    for i in range(200):
        begun = time.monotonic()
        desk.result("desk.pull", {"mediator": "scale%d" % i, "max": 1, "court": PLAYED})
        took.append(1000 * (time.monotonic() - begun))
    say("pull_%s" % label, statistics.median(took), "ms")


def measure(filled, label):
    filled.restart()
    ask(filled, label, "100001", all_views=True)
    ask(filled, label + "_busy_court", BUSY)
    intake(filled, label)
    pull(filled, label)


def unfolded(filled):
    """A million rows more that nobody has folded: of many courts, then the same in one."""
    more = max(1, UNFOLDED // filled.rows)
    for label, court, first, busy_every in (("many_courts", "100001", filled.copies + 1, 1 << 30), ("one_court", BUSY, filled.copies + more + 1, 1)):
        held = filled.hold_fold()
        begun = time.monotonic()
        trickle(filled.daemon, filled.shape, first, first + more - 1, filled.courts, busy_every)
        rows, cells = (int(n) for n in filled.daemon.sql(
            "set statement_timeout = 0; select (select count(*) from ledger, fold_place where ledger.xid >= fold_place.xid), (select count(*) from tally_new)")[0])
        say("unfolded_rows_" + label, rows, "rows")
        say("unfolded_cells_" + label, cells, "rows")
        say("counted_" + label, rows / (time.monotonic() - begun), "rows/s")
        filled.daemon.sql("analyze ledger")
        ask(filled, "unfolded_" + label, court, all_views=True)
        held.communicate("\n")
        begun = time.monotonic()
        wait_folded(filled.daemon, 3600)
        say("fold_" + label, rows / (time.monotonic() - begun), "rows/s")


def sizes(filled):
    n = int(filled.daemon.sql("set statement_timeout = 0; select count(*) from dispute")[0][0])
    parts = filled.daemon.sql("select case when c.relname like 'tally%' then 'tally' else c.relname end, sum(pg_total_relation_size(c.oid)) "
                              "from pg_class c where c.relnamespace = 'fenliu'::regnamespace and c.relkind = 'r' group by 1 order by 2 desc")
    say("disputes", n, "disputes")
    say("courts", filled.courts + 1, "courts")
    say("disk", sum(float(s) for _, s in parts) / n, "bytes/dispute")
    for table, size in parts[:10]:
        say("disk_" + table, float(size) / n, "bytes/dispute")
    say("filled", filled.copies * filled.played / filled.filled, "disputes/s")
    return sum(float(s) for _, s in parts) / n


def extrapolate():
    """What each question costs at other sizes, out of what was measured, and why."""
    found = {v["name"]: v["value"] for v in values}
    print("# A view reads the cells of one court (a year's keys, years before it, months within it; %d rows at N/100, %d at N, which spans more "
          "years), and the cells that are not folded: at most as many again for each writer at work (%d of %d rows that waited in one court). "
          "Neither follows N or how much waits, so for any N:" % (found["cells_at_a_hundredth"], found["cells_at_n"],
                                                                   found["unfolded_cells_one_court"], found["unfolded_rows_one_court"]))
    for name in questions(BUSY):
        print("# %s: %.1f ms (first %.1f; %d pages at N/100, %d at N); the busy court %.1f ms; a million rows unfolded in all %.1f ms (first %.1f), in that court %.1f ms"
              % (name, *(found["%s_%s" % (name, x)] for x in (
                  "at_n", "at_n_first", "at_a_hundredth_pages", "at_n_pages", "at_n_busy_court", "unfolded_many_courts", "unfolded_many_courts_first",
                  "unfolded_one_court"))))
    print("# as_recorded_on and the days at the edges of a period read the ledger of the court itself: they follow its rows in those days.")
    print("# disk: %.0f bytes a dispute, so %.0f GB at 10 million and %.0f GB at 100 million" % (
        found["disk"], found["disk"] * 1e7 / 1e9, found["disk"] * 1e8 / 1e9), flush=True)


def main():
    small = Filled(max(2200, N // 100))
    measure(small, "at_a_hundredth")
    small.restart()
    big = Filled(N)
    sizes(big)
    measure(big, "at_n")
    unfolded(big)
    extrapolate()
    with open(os.environ.get("JSON", os.path.join(TOP, "build", "bench-scale.json")), "w", encoding="utf-8") as f:
        json.dump({"day": time.strftime("%Y-%m-%d"), "n": N, "cores": os.cpu_count(), "values": values}, f, indent=1)
    assert small.daemon.stop() == 0 and big.daemon.stop() == 0


main()
clean()
