#!/usr/bin/env python3
"""Past years are brought in: the example of docs/import.md, a court's quarter to the digit, again and again, refused line by line."""
import json
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import TOP, Daemon, case, run

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
