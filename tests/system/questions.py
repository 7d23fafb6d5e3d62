#!/usr/bin/env python3
"""The questions of docs/statistics.md: each statement is run as an analyst of one court, and its answer is the one that stands there.

A question is a heading "### N. …", a block of SQL, and a block of its answer: the lines of psql -A -t -F ' | '. With --write the answers
in the document are those of this run (look at the difference before it is kept).
"""
import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import TOP, Daemon, run, wait_for
from rows import Rows

DOCUMENT = os.path.join(TOP, "docs", "statistics.md")
ANALYST = "test_questions"
daemon = Daemon(synthetic="yes", clock="manual", log_level="warn", keeper_ms=20).start()
STREETS, MEDIATORS = ("430204001", "430204002", "430204003"), ("张调解", "李调解", "王调解")
CAUSES = (("2020", "103.3", "debt"), ("2020", "186.5", "labour"), ("2020", "14", "family"), ("2025", "14", "family"))


def day(year, n):
    # the n-th day of a year whose months have 28
    return "%d-%02d-%02d" % (year, 1 + n // 28 % 12, 1 + n % 28)


def fill(court, year, n):
    # n disputes of a year: every third goes straight to the fast track; mediation fails for every fourth of the others,
    # which go on to court; some are withdrawn after settling, the last ones are still open.
    rows = Rows(court)
    rows.id += year * 10 ** 9 + int(court) * 10 ** 5
    before = "pre_filing_mediation" if year < 2025 else "entrusted_mediation"
    for i in range(n):
        filed, street, who = day(year, 3 * i), STREETS[i % 3], MEDIATORS[i % 2 + i % 3 // 2]
        cause_list, cause, domain = CAUSES[i % 3 if year < 2025 else 3]
        of = {"cause_list": cause_list, "cause": cause, "domain": domain}
        court_visit = dict(of, channel="court", procedure="small_claims" if i % 2 else "summary", fast=True, mediator="速裁法官", body="court")
        ends = day(year, 3 * i + 20 + i % 5)
        if i % 3 == 0:
            outcome = ("judgment", "mediated", "withdrawn")[i // 3 % 3]
            rows.dispute(filed, dict(court_visit, entered=filed, accepted=filed, concluded=ends, outcome=outcome, due=day(year, 3 * i + 22)),
                         claimants=1 + i % 4, street=street, closed=ends)
            continue
        visit = dict(of, channel="mediation", procedure=before, entered=filed, accepted=filed, mediator=who, body="和谐调委会" if i % 2 else "阳光调委会")
        if i >= n - 4:
            rows.dispute(filed, visit, street=street)
        elif i % 4 == 0:
            again = day(year, 3 * i + 44)
            rows.dispute(filed, dict(visit, concluded=ends, outcome="failed", reason="far_apart"),
                         dict(court_visit, entered=ends, accepted=ends, concluded=again, outcome="judgment"), street=street, closed=again)
        else:
            settled = i % 8 == 1
            rows.dispute(filed, dict(visit, concluded=ends, outcome="withdrawn" if settled else "agreed", reason="settled" if settled else None,
                                     perform_by=None if settled else day(year, 3 * i + 30)), claimants=1 + i % 2, street=street, closed=ends)
    rows.put(daemon.conninfo())


def questions():
    # (number, title, SQL, answer, where the answer stands) of the document
    with open(DOCUMENT, encoding="utf-8") as f:
        text = f.read()
    found = re.finditer(r"^### (\d+)\. (.+?)\n.*?^```sql\n(.*?)^```\n+```\n(.*?)^```", text, re.M | re.S)
    return text, [(int(m[1]), m[2], m[3], m[4], m.span(4)) for m in found]


def answer(sql):
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-F", " | ", "-v", "ON_ERROR_STOP=1", "-d", daemon.conninfo()], text=True, cwd="/",
                          input="set role %s; set timezone = 'Asia/Shanghai';\n%s" % (ANALYST, sql), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr
    return done.stdout


for _year, _n in ((2021, 60), (2024, 40), (2025, 50)):
    fill("430204", _year, _n)
fill("430203", 2021, 30)
daemon.sql("create role %s login in role fenliu_analyst; insert into analyst values ('%s', '{430204}')" % (ANALYST, ANALYST))
if "--write" in sys.argv:
    document, asked = questions()
    for _, _, _sql, _, (_from, _to) in reversed(asked):
        document = document[:_from] + answer(_sql) + document[_to:]
    with open(DOCUMENT, "w", encoding="utf-8") as out:
        out.write(document)
    sys.exit(0)


def twenty_or_more():
    """the document has twenty questions or more, numbered one by one"""
    numbers = [q[0] for q in questions()[1]]
    assert len(numbers) >= 20 and numbers == list(range(1, len(numbers) + 1)), numbers


def ask_all():
    for number, title, sql, expected, _ in questions()[1]:
        got = answer(sql)
        assert got == expected, "%d. %s\n%s\ninstead of\n%s" % (number, title, got, expected)
        assert got.strip(), "%d. %s has no answer" % (number, title)


def before_folding():
    """each of them is answered as written there, to an analyst of the court"""
    ask_all()


def after_folding():
    """and the same when the ledger is folded"""
    wait_for(lambda: daemon.sql("select not exists (select from ledger, fold_place where ledger.xid >= fold_place.xid)") == [["t"]], 60, "the fold")
    ask_all()


def other_courts():
    """the analyst sees nothing of another court in any view"""
    for name, in daemon.sql("select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'court' "
                            "where c.relnamespace = 'stats'::regnamespace and c.relkind = 'v' order by 1"):
        assert answer("select count(*) from stats.%s where court <> '430204'" % name) == "0\n", name
    assert answer("select (stats.totals('430203', '2021-01-01', '2021-12-31')).entered") == "0\n"
    assert answer("select count(*) from stats.cases('430203', '2021-01-01', '2021-12-31', 'entered')") == "0\n"


run(sys.modules[__name__])
