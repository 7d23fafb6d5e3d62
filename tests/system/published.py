#!/usr/bin/env python3
"""Published figures: rows that reproduce what courts made public come out to the digit, folded or not."""
import datetime
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, run, wait_for
from rows import Rows

daemon = Daemon(synthetic="yes", clock="manual", log_level="warn", keeper_ms=20).start()
made = []


# N days of a month, over and over.
def days(first, n):
    return ["%s-%02d" % (first, 1 + i % 28) for i in range(n)]


# Accepted on the days of a month; of these so many agreed and the rest of those concluded failed, after so many days.
def mediations(rows, procedure, month, accepted, succeeded, concluded=None, took=12):
    concluded = accepted if concluded is None else concluded
    for i, day in enumerate(days(month, accepted)):
        visit = {"channel": "mediation", "procedure": procedure, "entered": day, "accepted": day}
        if i < concluded:
            end = (datetime.date.fromisoformat(day) + datetime.timedelta(days=took(i) if callable(took) else took)).isoformat()
            visit.update(concluded=end, outcome="agreed" if i < succeeded else "failed", reason=None if i < succeeded else "far_apart")
        rows.dispute(day, visit)


def put(court, fill):
    rows = Rows(court)
    rows.id += (len(made) + 1) * 10 ** 9
    fill(rows)
    rows.put(daemon.conninfo())
    made.append(court)
    return rows


# The same before and after folding.
def figures(sql):
    before = daemon.sql(sql)
    wait_for(lambda: daemon.sql("select not exists (select from ledger, fold_place where ledger.xid >= fold_place.xid)") == [["t"]], 60, "the fold")
    after = daemon.sql(sql)
    assert before == after, (before, after)
    return after


def test_quarters_of_2025():
    """2025, first three quarters: 478.2 (10,000) entrusted mediations, 312.8 of them succeeded: 65.4 %"""
    put("110101", lambda rows: mediations(rows, "entrusted_mediation", "2025-03", 4782, 3128))
    assert figures("select sum(entrusted_accepted), sum(entrusted_succeeded), percent(sum(entrusted_succeeded), sum(entrusted_accepted), 1) "
                   "from stats.quarterly where court = '110101' and year = 2025 and quarter <= 3") == [["4782", "3128", "65.4"]]
    assert figures("select entrusted_success_rate_of_accepted from stats.rates where court = '110101'") == [["65.41"]]
    assert figures("select distinct series, mark ~ '2025' from stats.mediation_series where court = '110101'") == [["entrusted_mediation", "t"]]


def test_2023():
    """2023: 1,747 (10,000) mediated before filing, 1,204 succeeded, 40.3 % of what came to court"""
    def fill(rows):
        mediations(rows, "pre_filing_mediation", "2023-05", 1747, 1204)
        for day in days("2023-06", 1784):
            rows.dispute(day, {"channel": "court", "procedure": "ordinary", "entered": day})
    put("110102", fill)
    assert figures("select pre_litigation_accepted, pre_litigation_succeeded, percent(pre_litigation_succeeded, pre_litigation_accepted, 1), "
                   "percent(diverted, diversion_base, 1) from stats.rates where court = '110102' and year = 2023") == [["1747", "1204", "68.9", "40.3"]]


def test_2020_success_rate():
    """2020: 519.88 (10,000) succeeded, 65.04 %"""
    put("110103", lambda rows: mediations(rows, "pre_filing_mediation", "2020-05", 799, 520, took=0))
    assert figures("select percent(51988, 79932), mediations_succeeded, mediations_accepted, success_rate_of_accepted from stats.rates "
                   "where court = '110103'") == [["65.04", "520", "799", "65.08"]]


def test_mean_days():
    """2018–2020: 23.33 days a mediation on the mean"""
    put("110104", lambda rows: mediations(rows, "pre_filing_mediation", "2019-03", 300, 200, took=lambda i: 24 if i % 3 == 0 else 23))
    assert figures("select mean_days, median_days, p90_days from stats.days where court = '110104' and series = 'pre_filing_mediation'") \
        == [["23.33", "23.0", "24"]]


def test_mediated_or_withdrawn():
    """2025: 47.4 % of the civil suits mediated or withdrawn, deemed withdrawals in it and shown apart, conversions no second case"""
    def fill(rows):
        for i, day in enumerate(days("2025-04", 500)):
            outcome = "mediated" if i < 120 else "withdrawn" if i < 237 else "judgment" if i < 480 else "dismissed"
            first = {"channel": "court", "procedure": "small_claims" if i % 2 else "summary", "entered": day, "fast": True}
            end = {"concluded": "2025-05-20", "outcome": outcome, "reason": "deemed" if 200 <= i < 237 else None}
            if i % 10:
                rows.dispute(day, dict(first, **end), closed="2025-05-20")
            else:
                rows.dispute(day, dict(first, concluded="2025-05-10", outcome="converted"),
                             dict({"channel": "court", "procedure": "ordinary", "entered": "2025-05-10"}, **end), closed="2025-05-20")
    put("110105", fill)
    assert figures("select civil_mediated, civil_withdrawn, civil_deemed_withdrawn, civil_judged, civil_concluded, percent(civil_mediated + civil_withdrawn, "
                   "civil_concluded, 1), court_received, court_concluded, closing_rate, small_claims_share, summary_share, disputes_closing_rate "
                   "from stats.rates_quarterly where court = '110105' and quarter = 2") \
        == [["120", "117", "37", "243", "500", "47.4", "500", "500", "100.00", "50.00", "40.00", "100.00"]]


def test_a_district_quarter():
    """a district's quarter: mediation accepted, succeeded, rate; fast track received, concluded, rate; mean days"""
    def fill(rows):
        mediations(rows, "pre_filing_mediation", "2021-07", 123, 57, concluded=110, took=lambda i: 9 + i % 3)
        for i, day in enumerate(days("2021-08", 90)):
            visit = {"channel": "court", "procedure": "small_claims", "entered": day, "accepted": day, "fast": True}
            if i < 84:
                visit.update(concluded="2021-09-%02d" % (1 + i % 28), outcome="judgment" if i % 2 else "mediated", paused=i % 2)
            rows.dispute(day, visit)
    put("110106", fill)
    assert figures("select pre_litigation_accepted, pre_litigation_succeeded, pre_litigation_success_rate_of_accepted, fast_track_received, fast_track_cases, "
                   "fast_track_rate_of_received from stats.rates_quarterly where court = '110106' and year = 2021 and quarter = 3") \
        == [["123", "57", "46.34", "90", "84", "93.33"]]
    assert figures("select mean_days_mediation, mean_days_fast_track from stats.quarterly where court = '110106' and quarter = 3") == [["10.0", "30.5"]]


run(sys.modules[__name__])
