"""What happens to each dispute in each lane, should it come there.

A lane is a channel, and for the court one of court_fast, court_slow, court_confirmation, court_payment_order.
days: calendar days from the entry into the lane to the outcome (the player moves it to the next working
day). wait: working days between offer and acceptance. decline: the first mediator declines. lapse: the first
offer is left unanswered. late: days between the outcome and its report (only where the dispute is over with it).
"""
from prng import Prng

MEDIATION = [(560, "agreed"), (240, "failed"), (55, "withdrawn"), (60, "refused"), (40, "unreachable"),
             (30, "unsuitable"), (15, "expired")]
UNION = [(600, "agreed"), (260, "failed"), (60, "withdrawn"), (60, "refused"), (20, "unreachable")]
ARBITRATION = [(420, "award"), (120, "final_award"), (330, "mediated"), (40, "refused"), (80, "withdrawn"), (10, "overdue")]
FAST = [(380, "judgment"), (310, "mediated"), (215, "withdrawn"), (25, "dismissed"), (60, "converted"), (10, "transferred")]
SLOW = [(480, "judgment"), (260, "mediated"), (220, "withdrawn"), (40, "dismissed")]
# Reasons as the desks take them (在线调解规则 25; 法发〔2017〕14号 for what leaves the fast track).
REASONS = {
    "failed": [(6, "far_apart"), (3, "unwilling"), (1, "unsigned")],
    "refused": [(1, "unwilling")],
    "unreachable": [(1, "unreachable")],
    "unsuitable": [(1, "other")],
    "expired": [(1, "period_over")],
    "withdrawn": [(3, "settled"), (1, "other")],
    "converted": [(4, "counterclaim"), (3, "added_party"), (4, "appraisal"), (3, "service_by_notice"), (2, "complex")],
}
NEVER_CONFIRMED = {"divorce", "custody", "title", "contract_validity", "stop_infringement", "labour_relation", "inheritance"}
OVER = {"agreed", "withdrawn", "award", "final_award", "mediated", "judgment", "dismissed", "confirmed"}


def visit(rng, outcomes, days, reasons=True):
    outcome = rng.weighted(outcomes)
    made = {"wait": rng.weighted([(50, 0), (35, 1), (15, 2)]), "days": rng.between(*rng.weighted(days)), "outcome": outcome}
    if rng.chance(35):
        made["decline"] = True
    if made["days"] >= 20 and rng.chance(30):
        made["lapse"] = True
    if outcome in OVER and rng.chance(60):
        made["late"] = rng.between(1, 6)
    if outcome == "expired":
        made["days"] = 35
    if outcome in REASONS and reasons in (True, outcome):
        made["reason"] = rng.weighted(REASONS[outcome])
    return made


def plan(doc, mediation_seed, court_seed):
    ref = doc["ref"]
    rng, court = Prng(mediation_seed, "mediation", ref), Prng(court_seed, "court", ref)
    made = {
        "source": "synthetic-demo",
        "ref": ref,
        "mediation": visit(rng, MEDIATION, [(2, (4, 10)), (5, (10, 22)), (3, (22, 32))]),
        "union": visit(rng, UNION, [(1, (5, 14))]),
        "arbitration": visit(rng, ARBITRATION, [(1, (15, 30)), (4, (30, 55))], False),
        "triage": {"wait": 0, "days": rng.between(1, 4), "outcome": "routed",
                   "to": rng.weighted([(6, ["mediation", "pre_filing_mediation"]), (3, ["court", "summary"]),
                                       (1, ["court", "ordinary"])]), "then": ["court", "summary"]},
        "court_fast": visit(court, FAST, [(3, (5, 12)), (5, (12, 25)), (2, (25, 45))], "converted"),
        "court_slow": visit(court, SLOW, [(3, (30, 70)), (4, (70, 130)), (2, (130, 180))], False),
        "court_confirmation": visit(court, [(96, "confirmed"), (4, "confirmation_refused")], [(1, (2, 9))], False),
        "court_payment_order": visit(court, [(80, "judgment"), (20, "withdrawn")], [(1, (6, 20))], False),
    }
    # Both sides of an agreement about money apply to the court to confirm it.
    if made["mediation"]["outcome"] == "agreed" and NEVER_CONFIRMED.isdisjoint(doc.get("claims", ())) and rng.chance(150):
        made["mediation"]["confirm"] = True
        made["mediation"].pop("late", None)
    return made
