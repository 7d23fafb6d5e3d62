"""The year of the simulation: who works where, what arrives, and what everybody means to do with it. All of it follows
from the seed."""
import csv
import datetime
import importlib.machinery
import importlib.util
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, "schema", "demo"))
_loader = importlib.machinery.SourceFileLoader("generate", os.path.join(TOP, "schema", "demo", "generate"))
_spec = importlib.util.spec_from_loader("generate", _loader)
generate = importlib.util.module_from_spec(_spec)
_loader.exec_module(generate)
from plan import plan
from prng import Prng

COURT, YEAR, PACK = generate.COURT, generate.YEAR, generate.PACK
STREETS = ["4302040%02d" % n for n in range(1, 6)]
FULL = 20000  # the size for which the caps below are meant

# code, channel, kind, name, streets, causes; how many mediators, each with about this cap
BODIES = [("jw-%d" % n, "mediation", "committee", "第%d街道人民调解委员会" % n, [street], [], 4, 48)
          for n, street in enumerate(STREETS, 1)] + [
    ("jw-traffic", "mediation", "trade_committee", "道路交通事故人民调解委员会", [], ["374"], 2, 60),
    ("jw-trade", "mediation", "trade_committee", "买卖合同纠纷人民调解委员会", [], ["84"], 2, 30),
    ("labour-court", "arbitration", "arbitration", "劳动人事争议仲裁委员会", [], [], 4, 130),
    ("union", "union", "union", "总工会", [], [], 4, 30),
    ("fast-track", "court", "court_team", "速裁团队", [], [], 8, 330),
]


class Mediator:
    def __init__(self, code, body, desk, streets, causes, cap):
        self.code, self.body, self.desk = code, body, desk
        self.streets, self.causes, self.cap = streets, causes, cap
        self.away = []  # (first day, last day)
        self.hand = {}  # referral id → what is meant with it
        self.stale = []  # claims that are no longer worth anything, tried all the same

    def absent(self, day):
        return any(first <= day <= last for first, last in self.away)

    def takes(self, street, cause):
        """Surely this mediator's: where street or cause is not known, nothing is claimed."""
        if self.streets and street not in self.streets:
            return False
        return not self.causes or any(cause == c or (cause or "").startswith(c + ".") for c in self.causes)


def roster(rng, n):
    """Forty mediators (desk by desk), with caps for n disputes a year and absences."""
    made = []
    for body, desk, _, _, streets, causes, count, cap in BODIES:
        for k in range(1, count + 1):
            own = max(3, round(cap * n / FULL * rng.uniform(0.7, 1.3)))
            m = Mediator("%s-%d" % (body, k), body, desk, streets, causes, min(own, 1000))
            first = datetime.date(YEAR, 1, 1)
            for _ in range(rng.choice((1, 2, 2, 3))):
                start = first + datetime.timedelta(days=rng.randrange(365))
                m.away.append((start, start + datetime.timedelta(days=rng.choice((1, 3, 5, 9, 14)))))
            made.append(m)
    assert len(made) == 40
    return made


def write_roster(folder, mediators):
    bodies, people = os.path.join(folder, "bodies.csv"), os.path.join(folder, "mediators.csv")
    with open(bodies, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["body", "channel", "kind", "name", "streets", "causes"])
        out.writerows([b[0], b[1], b[2], b[3], ",".join(b[4]), ",".join("2020:" + c for c in b[5])] for b in BODIES)
    with open(people, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["mediator", "body", "name", "cap"])
        out.writerows([m.code, m.body, "调解员" + m.code, m.cap] for m in mediators)
    return bodies, people


def docket(seed, n):
    """n case documents of the year by day of filing, and by ref what happens to each in each lane."""
    causes = {r["code"]: r["name"] for r in generate.read_tsv(os.path.join(generate.PACK, "causes-2020.tsv"))}
    days = generate.filing_days(Prng(seed, "sim"), generate.working_days(generate.PACK), n)
    by_day, plans = {}, {}
    for number, day in enumerate(days, 1):
        doc = generate.dispute(Prng(seed, "dispute", number), number, day, causes)
        doc["source"] = "simulation"
        # a third stays without a street, as in life; traffic and trade committees do not need one
        doc["street"] = random.Random(seed * 1000003 + number).choice(STREETS)
        by_day.setdefault(day, []).append(doc)
        plans[doc["ref"]] = plan(doc, seed, seed)
    return by_day, plans


def lane(offer):
    """Which part of the plan speaks for a referral."""
    if offer["channel"] != "court":
        return offer["channel"]
    if offer["procedure"] in ("confirmation", "payment_order"):
        return "court_" + offer["procedure"]
    return "court_fast" if offer["fast_track"] else "court_slow"
