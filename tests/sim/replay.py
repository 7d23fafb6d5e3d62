"""The events of a year gone through once more: who held what when, who was passed over, how long things waited. It knows
events alone, and the roster; nothing of how the engine chooses."""
import collections
import json
import os
import statistics

from world import PACK

with open(os.path.join(PACK, "parameters.json"), encoding="utf-8") as _f:
    B_DAYS = json.load(_f)["desk.overtake_days"]["values"][0]["value"]
SLACK_DAYS = 0.1
ENDS = ("referral.declined", "referral.lapsed", "referral.released", "referral.concluded")


class Told:
    def __init__(self):
        self.overtaken, self.beyond_cap = [], []
        self.held = collections.defaultdict(set)
        self.peak, self.total = collections.Counter(), collections.Counter()
        self.offers, self.waits = collections.Counter(), {}
        self.queued = {}  # referral → (entered, channel, street, cause)
        self.refused = collections.defaultdict(set)  # referral → who declined it or let it lapse
        self.met = collections.defaultdict(set)  # dispute → who had it before
        self.entered = {}

    def report(self, mediators):
        by_body = collections.defaultdict(list)
        for m in mediators:
            by_body[m.body].append(m)
        yield "load by body: mediators, caps, most in hand at once (share of the cap), referrals in the year: least, median, most"
        for body, people in by_body.items():
            share = [self.peak[m.code] / m.cap for m in people]
            year = sorted(self.total[m.code] for m in people)
            yield "  %-13s %2d  caps %d–%d  peak %3.0f–%3.0f %%  year %d, %d, %d" % (
                body, len(people), min(m.cap for m in people), max(m.cap for m in people), 100 * min(share), 100 * max(share),
                year[0], statistics.median(year), year[-1])
        waits = sorted(self.waits.values())
        if waits:
            yield "wait from entry to the first offer, days: median %.1f, p90 %.1f, p99 %.1f, longest %.1f" % tuple(
                waits[min(len(waits) - 1, int(len(waits) * q))] for q in (0.5, 0.9, 0.99, 1.0))
        offers = sorted(self.offers.values())
        yield "offers of one referral: mean %.2f, p99 %d, most %d" % (
            sum(offers) / len(offers), offers[int(len(offers) * 0.99)], offers[-1])
        still = len(self.queued)
        yield "still waiting in queues: %d" % still


def read(daemon, by_code):
    told = Told()
    rows = daemon.sql("select coalesce(referral_id, 0), dispute_id, type, coalesce(actor, ''), extract(epoch from at)::float8 / 86400, "
                      "coalesce(data::text, '{}') from event where type like 'referral.%' or type in "
                      "('case.amended', 'case.withdrawn', 'case.objected') order by xid, event_id")
    for referral, dispute, kind, actor, at, data in rows:
        step(told, by_code, referral, dispute, kind, actor, float(at), json.loads(data))
    return told


def step(told, by_code, referral, dispute, kind, actor, at, data):
    if kind == "referral.queued":
        told.entered[referral] = (at, data["channel"], data.get("street"), data.get("cause"), dispute)
        told.queued[referral] = told.entered[referral]
    elif kind == "referral.offered":
        offered(told, by_code, referral, data.get("mediator") or actor, at, "mediator" in data)
    elif kind in ENDS:
        for code in [c for c, hand in told.held.items() if referral in hand]:
            told.held[code].discard(referral)
            if kind in ("referral.declined", "referral.lapsed"):
                told.refused[referral].add(code)
            told.met[dispute].add(code)
        if kind != "referral.concluded":
            told.queued[referral] = told.entered[referral]
    elif kind in ("case.amended", "case.withdrawn", "case.objected"):
        for queue in [told.queued] + list(told.held.values()):
            for other in [r for r in queue if told.entered[r][4] == dispute]:
                queue.pop(other) if queue is told.queued else queue.discard(other)


def offered(told, by_code, referral, code, at, by_clerk):
    entered, channel, _, _, _ = told.entered[referral]
    told.queued.pop(referral, None)
    told.offers[referral] += 1
    told.waits.setdefault(referral, at - entered)
    told.held[code].add(referral)
    told.total[code] += 1
    told.peak[code] = max(told.peak[code], len(told.held[code]))
    m = by_code.get(code)
    if m is None or by_clerk:
        return
    if len(told.held[code]) > m.cap:
        told.beyond_cap.append((code, len(told.held[code]), m.cap))
    for other, (since, of, street, cause, dispute) in told.queued.items():
        if since + B_DAYS + SLACK_DAYS >= entered:
            break  # in the order of entry: the rest came later
        if of == channel and m.takes(street, cause) and code not in told.refused[other] and code not in told.met[dispute]:
            told.overtaken.append((code, referral, "by %.1f days" % (entered - since), other))
            break
