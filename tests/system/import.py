#!/usr/bin/env python3
"""Past years are brought in: the example of docs/import.md, a court's quarter to the digit, again and again, refused line by line."""
import json
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import TOP, Daemon, case, run, wait_for

daemon = Daemon(keeper_ms=20).start()
with open(os.path.join(TOP, "docs", "import.md"), encoding="utf-8") as f:
    blocks = dict((words.split()[-1], text) for words, text in re.findall(r"```(csv file|json mapping)\n(.*?)```", f.read(), re.S))


def write(name, text):
    path = os.path.join(daemon.home, name)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    return path


def bring(path, *more, check=True):
    done = daemon.fenliu("import", "--state", daemon.state, "--json", *more, path, check=False)
    assert done.returncode == 0 or not check, done.stderr
    return json.loads(done.stdout) if done.stdout else {}, done.stderr


def figures(first="2021-01-01", last="2021-12-31", court="430204"):
    done = daemon.fenliu("stats", "--state", daemon.state, "--json", "--court", court, "--from", first, "--to", last)
    return json.loads(done.stdout)["rows"][0]


def sound():
    done = daemon.fenliu("verify", "--state", daemon.state, check=False)
    assert done.returncode == 0, done.stdout


def example():
    """the example of docs/import.md comes in and counts as the document says"""
    mapping, data = write("mapping.json", blocks["mapping"]), write("2021.csv", blocks["file"])
    tried, _ = bring(data, "--mapping", mapping, "--dry-run")
    assert (tried["stored"], tried["dry_run"]) == (3, True)
    assert daemon.sql("select count(*) from dispute") == [["0"]]
    done, _ = bring(data, "--mapping", mapping)
    assert (done["disputes"], done["referrals"], done["stored"], done["open"], done["refused"]) == (3, 4, 3, 1, 0), done
    of = figures()
    assert (of["pre_litigation_mediations"], of["mediations_succeeded"], of["fast_track_cases"], of["open_at_end"]) == (2, 1, 1, 1), of
    assert float(of["mean_days_mediation"]) == 21.0  # 17 and 25 days
    assert daemon.sql("select agreements_performed, agreements_due, voluntary_performance_rate from stats.rates") == [["1", "2", "50.00"]]
    sound()


def again():
    """the same file again stores nothing; a line that says something else is refused, and nothing changes"""
    mapping, data = os.path.join(daemon.home, "mapping.json"), os.path.join(daemon.home, "2021.csv")
    done, _ = bring(data, "--mapping", mapping)
    assert (done["stored"], done["duplicates"], done["refused"]) == (0, 3, 0), done
    other = write("other.csv", blocks["file"].replace("2021-03-20", "2021-03-21"))
    done, said = bring(other, "--mapping", mapping, check=False)
    assert (done["duplicates"], done["refused"]) == (2, 1), done
    assert "line 2, ref" in said and "with other content" in said, said
    assert daemon.sql("select source, file, stored, duplicates, refused, ended_at is not null from import_run order by started_at")[0] == \
        ["old-court", "2021.csv", "3", "0", "0", "t"]


def goes_on():
    """docket numbers go on behind the highest that came in, and what is open is worked on at its desk"""
    new = daemon.client().result("case.submit", {"case": case("after-import")})
    assert new["docket"] == "（2021）湘0204民诉前调5号", new["docket"]
    listed = daemon.desk("mediation").result("desk.list", {"mediator": "调02"})
    held = [r for r in listed["referrals"] if r["state"] == "accepted"]
    assert len(held) == 1, listed
    row = daemon.sql("select referral_id, claim from referral where mediator = '调02'")[0]
    done = daemon.desk("mediation").result("desk.report", {"referral_id": row[0], "claim": row[1], "outcome": "failed",
                                                            "reason": "far_apart", "request_id": "i-1"})
    assert done["case_state"] == "open" and done["next"]["channel"] == "court", done
    sound()


def refused():
    """each refused line is told with line, member, column, value and rule, and the rest goes on"""
    data = write("bad.csv", "ref,procedure,entered_on,concluded_on,结果\n"
                            "x1,pre_filing_mediation,2021-02-29,,\n"
                            "x2,pre_filing_mediation,2021-02-01,2021-02-20,好\n"
                            "x3,pre_filing_mediation,2021-02-01,2021-02-20,agreed\n"
                            "x4,pre_filing_mediation,2021-02-01,2021-02-20,agreed,more\n")
    mapping = write("bad.json", json.dumps({"columns": {"结果": "outcome"}, "constants": {"court": "430204", "source": "bad"}}))
    rejects = os.path.join(daemon.home, "rejects.jsonl")
    done, _ = bring(data, "--mapping", mapping, "--rejects", rejects, check=False)
    assert (done["stored"], done["refused"]) == (1, 3), done
    with open(rejects, encoding="utf-8") as f:
        faults = [json.loads(line) for line in f]
    assert [(f["line"], f["member"], f["column"], f["value"]) for f in faults] == \
        [(2, "entered_on", "entered_on", "2021-02-29"), (3, "outcome", "结果", "好"), (5, None, None, None)], faults
    assert "agreed, failed" in faults[1]["rule"], faults
    done = daemon.fenliu("import", "--state", daemon.state, write("no.csv", "ref,天气\n1,晴\n"), check=False)
    assert done.returncode == 1 and "天气" in done.stderr and "ignore_other_columns" in done.stderr, done.stderr


PERFORMED = [  # perform_by, performed, performed_on; what became of it: the clock's state and the day it ended
    ("", "", "", None),                                  # nothing is told: neither due nor performed
    ("2020-04-01", "", "", ("running", "")),             # due, and nobody reported more
    ("2020-04-01", "none", "", ("running", "")),
    ("2020-04-01", "part", "2020-03-25", ("running", "")),
    ("2020-04-01", "whole", "2020-04-01", ("met", "2020-04-01")),
    ("2020-04-01", "全部履行", "2020-04-02", ("late", "2020-04-02")),
    ("2020-04-01", "whole", "", None),                   # on a day that is not known: neither in time nor late
    ("", "whole", "2020-03-20", None),                   # no day was agreed: due on the day of the agreement
]


def agreements():
    return daemon.sql("select month, agreements_due, agreements_performed, agreements_performed_part from stats.monthly "
                      "where court = '430204' and year = 2020 order by month")


def performance():
    """agreements count as due and performed on their days, as live ones do; once, however often the file comes"""
    head = "ref,procedure,entered_on,concluded_on,outcome,perform_by,performed,performed_on\n"
    data = write("performed.csv", head + "".join("p%d,pre_filing_mediation,2020-03-01,2020-03-20,agreed,%s,%s,%s\n" % (n, *row[:3])
                                                 for n, row in enumerate(PERFORMED)))
    for stored in (len(PERFORMED), 0):
        done, said = bring(data, "--court", "430204", "--source", "performed")
        assert (done["stored"], done["duplicates"], done["refused"]) == (stored, len(PERFORMED) - stored, 0), (done, said)
    assert agreements() == [["3", "1", "1", "0"], ["4", "6", "3", "1"]], agreements()
    assert daemon.sql("select agreements_performed, agreements_due, voluntary_performance_rate from stats.rates where court = '430204' and year = 2020") == [["4", "7", "57.14"]]
    clocks = dict((ref, (state, ended)) for ref, state, ended in daemon.sql(
        "select d.ref, case when l.state in ('near', 'passed') then 'running' else l.state end, coalesce(l.closed_on::text, '') "
        "from deadline l join dispute d using (court, dispute_id) where d.source = 'performed' and l.what = 'perform'"))
    assert clocks == {"p%d" % n: row[3] for n, row in enumerate(PERFORMED) if row[3]}, clocks
    told = daemon.sql("select d.ref, e.data->>'on', e.data->>'whole', e.data->>'import' from event e join dispute d using (court, dispute_id) "
                      "where d.source = 'performed' and e.type = 'agreement.performed' order by 1")
    assert told == [["p3", "2020-03-25", "false", "true"], ["p4", "2020-04-01", "true", "true"], ["p5", "2020-04-02", "true", "true"],
                    ["p6", "", "true", "true"], ["p7", "2020-03-20", "true", "true"]], told
    sound()


def performance_is_recounted():
    """verify counts imported agreements from their events: a due one that no event tells of, a clock kept late that was met"""
    wait_for(lambda: "0 events not sealed" in daemon.fenliu("verify", "--state", daemon.state).stdout, 30, "everything sealed")
    of = "from dispute d where d.court = x.court and d.dispute_id = x.dispute_id and d.ref = '%s' and "
    for ref, change, back, told in (
            ("p1", "update event x set data = data - 'performance' %s x.type = 'referral.concluded'",
             "update event x set data = data || '{\"performance\": true}' %s x.type = 'referral.concluded'", "2020-04-01 due mediation"),
            ("p4", "update deadline x set state = 'late' %s x.what = 'perform'", "update deadline x set state = 'met' %s x.what = 'perform'",
             "perform state is late, the events say met")):
        daemon.sql(change % (of % ref))
        done = daemon.fenliu("verify", "--state", daemon.state, check=False)
        daemon.sql(back % (of % ref))
        assert done.returncode == 1 and told in done.stdout, (told, done.stdout)
    sound()


def performance_goes_on():
    """what an imported agreement says is reported further like that of a live one; one of which nothing was told counts nowhere"""
    case_ids = dict(daemon.sql("select ref, dispute_id from dispute where source = 'performed'"))
    desk = daemon.desk("mediation")
    for ref in ("p0", "p1", "p3"):
        desk.result("agreement.performed", {"case_id": case_ids[ref], "on": "2020-05-01", "whole": True})
    assert agreements() == [["3", "1", "1", "0"], ["4", "6", "5", "0"]], agreements()
    sound()


def quarter():
    """a court's published quarter comes out to the digit, from dates, series, outcome and cause alone"""
    # 120 mediations accepted, 96 of them succeeded: 80.00 %; 60 fast-track cases accepted, 54 concluded: 36 by judgment, 18 mediated or withdrawn
    lines = []
    for n in range(120):
        end = "2022-03-%02d" % (n % 20 + 5)
        outcome = "agreed" if n < 96 else "failed" if n < 110 else ""
        lines.append({"procedure": "pre_filing_mediation", "accepted_on": "2022-02-%02d" % (n % 20 + 1), "cause": "民间借贷纠纷",
                      **({"outcome": outcome, "concluded_on": end} if outcome else {})})
    for n in range(60):
        outcome = "judgment" if n < 36 else "mediated" if n < 48 else "withdrawn" if n < 54 else ""
        lines.append({"procedure": "small_claims", "fast_track": True, "entered_on": "2022-01-10", "cause": "物业服务合同纠纷",
                      **({"outcome": outcome, "concluded_on": "2022-01-%02d" % (20 + n % 9)} if outcome else {})})
    data = write("q1.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    done, said = bring(data, "--court", "430203", "--source", "published")
    assert done["stored"] == 180, (done, said)
    of = figures("2022-01-01", "2022-03-31", "430203")
    assert (of["pre_litigation_mediations"], of["mediations_succeeded"], of["fast_track_cases"]) == (110, 96, 54), of
    assert of["received"] == 180 and of["open_at_end"] == 16, of
    parts = {r["key"]: r for r in json.loads(daemon.fenliu("stats", "--state", daemon.state, "--json", "--court", "430203", "--from", "2022-01-01",
                                                           "--to", "2022-03-31", "--by", "channel").stdout)["rows"]}
    assert float(parts["mediation pre_filing_mediation"]["success_of_received"]) == 0.8, parts
    assert parts["court small_claims fast_track"]["concluded"] == 54, parts
    sound()


run(sys.modules[__name__])
