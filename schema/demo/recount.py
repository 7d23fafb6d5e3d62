#!/usr/bin/env python3
"""Counts the year again from two files, without a database: the docket as pushed and the reports as made.

usage: schema/demo/recount.py DOCKET REPORTS [YEAR]

Prints two numbers: pre-litigation mediations completed, and fast-track cases completed. It shares no SQL
with anyone: the definitions below are written out from docs/statistics.md by themselves.
"""
import json
import sys

FAST_TRACK_OUTCOMES = {"judgment", "mediated", "withdrawn", "dismissed", "confirmed", "confirmation_refused"}


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def counts(report):
    """(1 when a completed pre-litigation mediation, 1 when a completed fast-track case)."""
    mediation = report["channel"] == "mediation" and report["procedure"] == "pre_filing_mediation"
    fast = report["channel"] == "court" and report["fast_track"] and report["outcome"] in FAST_TRACK_OUTCOMES
    return int(mediation), int(fast)


def recount(docket, reports, year):
    filed = {}
    for doc in docket:
        key = doc["court"], doc["source"], doc["ref"]
        assert doc["source"] == "synthetic-demo" and key not in filed, "docket: %s" % (key,)
        filed[key] = doc["filed_at"][:10]
    seen, mediations, fast = set(), 0, 0
    for report in reports:
        key = report["court"], report["source"], report["ref"]
        assert key in filed, "a report of a case that was never filed: %s" % (key,)
        assert filed[key] <= report["at"][:10], "a report before its case: %s" % (key,)
        assert report["referral_id"] not in seen, "a referral that was reported twice: %s" % report["referral_id"]
        seen.add(report["referral_id"])
        if report["at"][:4] == str(year):
            one, two = counts(report)
            mediations, fast = mediations + one, fast + two
    return mediations, fast


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    print("%d %d" % recount(lines(sys.argv[1]), lines(sys.argv[2]), sys.argv[3] if len(sys.argv) == 4 else 2021))
