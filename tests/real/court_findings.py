#!/usr/bin/env python3
"""Real input: court findings with their official cause, as cases, pushed with `fenliu submit`.

usage: tests/real/court_findings.py [CORPUS]

CORPUS is a table with the columns corpus, native, domain, scope, text; its rows court_cail19_civil_cause are
taken: native is the cause in the words of the court, text its findings. Parties and filing days are invented.
Every one must be stored with a decision that cites an article, or be refused with a pointer. Prints counts
only: the texts are other people's and stay where they are.
"""
import collections
import csv
import json
import os
import sys

sys.dont_write_bytecode = True
TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(TOP, "tests", "system", "lib"))
from harness import Daemon, folder, run

CORPUS = sys.argv[1] if len(sys.argv) > 1 else os.path.join(TOP, "..", "shared", "corpora", "labelled.tsv")
if not os.path.exists(CORPUS):
    print("skipped: no corpus at %s" % CORPUS)
    sys.exit(0)

PERSON = {"kind": "person", "name": "示例甲"}
UNIT = {"kind": "company", "name": "示例有限公司"}
SIDES = {"labour": (dict(PERSON, tags=["worker"]), dict(UNIT, tags=["employer"])),
         "company": (UNIT, UNIT), "ip": (UNIT, UNIT), "consumer": (dict(PERSON, tags=["consumer"]), UNIT),
         "medical": (PERSON, {"kind": "institution", "name": "示例医院", "tags": ["hospital"]})}


def cases():
    made = []
    csv.field_size_limit(1 << 24)
    with open(CORPUS, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["corpus"] != "court_cail19_civil_cause":
                continue
            n = len(made)
            claimant, respondent = SIDES.get(row["domain"], (PERSON, PERSON))
            made.append({
                "source": "real-findings", "ref": "finding-%04d" % n, "court": "430204",
                "filed_at": "2021-%02d-%02dT09:00:00+08:00" % (n % 12 + 1, n * 7 % 28 + 1),
                "claimants": [claimant], "respondents": [respondent],
                "cause": {"name": row["native"]}, "narrative": row["text"]})
    return made


cases.__doc__ = None
documents = cases()
place = folder()
rejects, receipts = os.path.join(place, "rejects.jsonl"), os.path.join(place, "receipts.jsonl")
daemon = Daemon().start()


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def pushed():
    """every finding with its official cause is stored or refused"""
    assert documents
    path = os.path.join(place, "cases.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for document in documents:
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
    done = daemon.fenliu("submit", "--url", daemon.url(), "--rejects", rejects, "--receipts", receipts, path, check=False)
    stored = int(daemon.sql("select count(*) from dispute")[0][0])
    print("# %d cases: %d stored, %d refused" % (len(documents), stored, len(lines(rejects))))
    assert stored + len(lines(rejects)) == len(documents), done.stderr[-500:]
    assert stored == len(lines(receipts))


def cited():
    """every stored decision gives a reason that cites an article"""
    for channel, procedure, fast, n in daemon.sql(
            "select channel, procedure, fast_track, count(*) from decision group by 1, 2, 3 order by 4 desc"):
        print("# %5s  %s/%s%s" % (n, channel, procedure, " fast track" if fast == "t" else ""))
    bare = daemon.sql("select rule, count(*) from decision where coalesce(document->'reasons'->0->>'basis', '') = '' group by 1")
    assert bare == [], bare


def refused():
    """every refusal names the place in the document and the reason"""
    why = collections.Counter()
    for reject in lines(rejects):
        faults = reject["error"]["data"]["errors"]
        assert faults and all(f["pointer"] and f["detail"] for f in faults), reject["error"]
        why[faults[0]["pointer"], documents[int(reject["ref"][-4:])]["cause"]["name"], faults[0]["detail"]] += 1
    for (pointer, cause, detail), n in why.most_common():
        print("# %5d  %s (%s): %s" % (n, pointer, cause, detail[:200]))


def stops():
    """the daemon stops cleanly afterwards"""
    assert daemon.stop() == 0, daemon.tail()


run(sys.modules[__name__])
