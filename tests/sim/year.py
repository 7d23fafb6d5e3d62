#!/usr/bin/env python3
"""A simulated year of a district: disputes arrive, forty mediators work, refuse, are away, are late, lose their memory,
and fenliud is killed with -9 at random moments. At its end the invariants hold (invariants.sql, and those of
the clocks, ../invariants/deadlines.sql), nobody was overtaken by more than B days, verify is clean, and what each
mediator carried and each case waited is printed.

usage: tests/sim/year.py [--disputes N] [--seed S] [--kills K]      make sim: 20,000 disputes
"""
import argparse
import datetime
import json
import os
import random
import signal
import sys
import threading
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "system", "lib"))
sys.path.insert(0, HERE)
from harness import Daemon, folder, run
from wire import Closed, Client

import replay
import world
from world import COURT, YEAR, lane

parser = argparse.ArgumentParser()
parser.add_argument("--disputes", type=int, default=int(os.environ.get("DISPUTES", 1000)))
parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", 0)) or int.from_bytes(os.urandom(3), "big"))
parser.add_argument("--kills", type=int, default=None)
args = parser.parse_args()
KILLS = args.kills if args.kills is not None else max(3, args.disputes // 1000)
print("# %d disputes, 40 mediators, %d kills, seed %d" % (args.disputes, KILLS, args.seed), flush=True)

rng = random.Random(args.seed)
daemon = Daemon(synthetic="yes", clock="manual", log_level="warn", sweep_ms=200).start()
mediators = world.roster(rng, args.disputes)
by_code = {m.code: m for m in mediators}
clerk = world.Mediator("clerk", None, "triage", [], [], None)
by_day, plans = world.docket(args.seed, args.disputes)
figures = {"kills": 0, "conflicts": 0, "lost memory": 0, "reassigned": 0, "calls": 0, "case.withdraw": 0, "case.object": 0}
acknowledged, filed = {}, {}
started = time.monotonic()


class Line:
    """Calls to one endpoint in batches, sent again to whoever comes up after a kill: each request has its request_id."""

    def __init__(self, endpoint, role):
        self.endpoint, self.role, self.client, self.number = endpoint, role, None, 0

    def connect(self):
        while self.client is None:
            if daemon.process.poll() is not None:
                daemon.process.wait()
                daemon.start()
            try:
                self.client = Client(daemon.url(self.endpoint), 60)
            except OSError:
                continue

    def batch(self, calls, dies=False):
        """Answers in the order of calls [(method, params)]; with `dies` fenliud is killed while they are under way."""
        answers = []
        for start in range(0, len(calls), 50):
            answers += self.some(calls[start:start + 50], dies)
            dies = False
        return answers

    def some(self, calls, dies):
        requests = []
        for method, params in calls:
            self.number += 1
            params = dict(params, token=daemon.token(self.role))
            if method not in ("desk.list", "event.since"):
                params["request_id"] = "%s-%s-%d" % (self.endpoint, self.role, self.number)
            requests.append({"jsonrpc": "2.0", "id": len(requests), "method": method, "params": params})
        figures["calls"] += len(requests)
        while True:
            self.connect()
            try:
                number = self.client.ask(json.dumps(requests).encode())
                if dies:
                    dies = False
                    threading.Timer(rng.random() * 0.02, kill).start()
                answers = json.loads(self.client.answer(number))
            except (Closed, OSError):
                self.client = None
                continue
            if any(a.get("error", {}).get("code") in (-32001, -32002) for a in answers):
                continue  # it is just coming up, or a lock is held: everything again, by its request_id
            return answers


def kill():
    try:
        os.kill(daemon.process.pid, signal.SIGKILL)
        figures["kills"] += 1
    except (ProcessLookupError, AttributeError):
        pass


intake, admin = Line("intake", "intake"), Line("intake", "admin")
desks = {name: Line("desk_" + name, "clerk" if name == "triage" else "mediator") for name in ("triage", "court", "mediation", "arbitration", "union")}
clerks = {name: Line("desk_" + name, "clerk") for name in desks if name != "triage"}
all_days = [datetime.date(YEAR, 1, 1) + datetime.timedelta(days=n) for n in range(365)]
work = {d for month in world.generate.working_days(world.generate.PACK).values() for d in month[0]}
doom = {day: rng.randrange(12) for day in rng.sample([d for d in all_days if d in work], KILLS)}  # in which batch of the day
today = None


# What is sent now is sent while fenliud is being killed.
def doomed():
    for day in [d for d in doom if d <= today]:
        doom[day] -= 1
        if doom[day] < 0:
            del doom[day]
            return True
    return False


def clock(hour):
    text = "%sT%02d:00:00+08:00" % (today.isoformat(), hour)
    answer = admin.batch([("clock.set", {"now": text})])[0]
    assert "result" in answer, answer


# One step with each of some referrals in hands: (mediator, referral, more params). What meets a conflict is forgotten.
def each(method, steps):
    for desk in desks:
        here = [s for s in steps if s[0].desk == desk]
        answers = here and desks[desk].batch([("desk." + method, dict({"referral_id": i, "claim": m.hand[i]["claim"]}, **more))
                                              for m, i, more in here], doomed())
        for (m, i, _), answer in zip(here, answers):
            if "error" in answer:
                assert answer["error"]["code"] in (-32006, -32005), answer
                figures["conflicts"] += 1
                del m.hand[i]


def in_hands(people, wanted):
    return [(m, i, o) for m in people for i, o in m.hand.items() if wanted(o)]


# What is done with an offer: by the plan of its dispute, and by chance.
def meant(offer):
    step = plans[offer["case"]["ref"]][lane(offer)]
    chance = rng.random()
    wait = step["wait"]
    return {"claim": offer["claim"], "ref": offer["case"]["ref"], "step": step, "accepted": False, "channel": offer["channel"],
            "decline": chance < 0.04, "ignore": 0.04 <= chance < 0.07, "release": 0.07 <= chance < 0.08,
            "accept_on": today + datetime.timedelta(days=wait), "noted": False, "paused": False,
            "over_on": today + datetime.timedelta(days=wait + step["days"] + (40 if rng.random() < 0.02 else 0))}


# --- a day ---

def arrive():
    calls = [("case.submit", {"case": doc}) for doc in by_day.get(today, ())]
    answers = calls and intake.batch(calls, doomed())
    for (_, params), answer in zip(calls, answers):
        assert "result" in answer, answer
        acknowledged[params["case"]["ref"]] = answer["result"]["case_id"]
        filed.setdefault(today, []).append(answer["result"]["case_id"])


# All of a desk ask at once, each as long as there is room (and now and then without any); then they decline what they do
# not want.
def pull(people):
    for desk in desks:
        asking = []
        waits = desks[desk].batch([("desk.list", {"state": "queued", "max": 1})])[0]["result"]["referrals"]
        for m in people:
            if not waits and rng.random() < 0.8:
                continue  # most look at the list before they ask
            room = 20 if m.cap is None else min(20, m.cap - len(m.hand))
            if m.desk == desk and (room > 0 or rng.random() < 0.1):
                asking.append((m, max(1, room)))
        answers = asking and desks[desk].batch([("desk.pull", {"mediator": m.code, "max": n}) for m, n in asking], doomed())
        for (m, _), answer in zip(asking, answers):
            assert "result" in answer, answer
            for offer in answer["result"]["offers"]:
                known = m.hand.get(offer["referral_id"])
                if not known or known["claim"] != offer["claim"]:
                    m.hand[offer["referral_id"]] = meant(offer)
    unwanted = in_hands(people, lambda o: o["decline"])
    each("decline", [(m, i, {"reason": "另有安排"}) for m, i, _ in unwanted])
    forget(unwanted)


def forget(steps):
    for m, i, _ in steps:
        m.hand.pop(i, None)


def accept(people):
    now = in_hands(people, lambda o: not o["accepted"] and not o["ignore"] and o["accept_on"] <= today)
    each("accept", [(m, i, {}) for m, i, _ in now])
    for _, _, o in now:
        o["accepted"] = True
    back = in_hands(people, lambda o: o["accepted"] and o["release"])
    each("release", [(m, i, {}) for m, i, _ in back])
    forget(back)
    contacted = in_hands(people, lambda o: o["accepted"] and not o["noted"] and rng.random() < 0.5)
    each("note", [(m, i, {"text": "已联系双方当事人", "kind": "contact"}) for m, i, _ in contacted])
    for _, _, o in contacted:
        o["noted"] = True


def report_of(o):
    step = o["step"]
    if o["channel"] == "triage":
        channel, procedure = step["to"]
        return {"channel": channel, "procedure": procedure, "reason": "经电话核实当事人意愿"}
    more = {"outcome": step["outcome"]}
    if "reason" in step:
        more["reason"] = step["reason"]
    if step["outcome"] == "converted":
        more["procedure"] = "ordinary"
    if step.get("confirm"):
        more["confirm"] = True
    return more


def report(people):
    over = in_hands(people, lambda o: o["accepted"] and not o["paused"] and o["over_on"] <= today)
    each("report", [(m, i, report_of(o)) for m, i, o in over])
    forget(over)


# Now and then a longer time is agreed upon, or an appraisal stops the clocks for some weeks.
def stretch(people):
    for desk in ("mediation", "union"):
        asked = [s for s in in_hands(people, lambda o: o["accepted"] and not o["paused"] and rng.random() < 0.003) if s[0].desk == desk]
        answers = asked and desks[desk].batch([("desk.extend", {"referral_id": i, "claim": m.hand[i]["claim"], "days": 10, "consent": True})
                                               for m, i, _ in asked], doomed())
        for (_, _, o), answer in zip(asked, answers):
            if "result" in answer:  # the law allows it or not
                o["over_on"] += datetime.timedelta(days=8)
    pause = in_hands(people, lambda o: o["channel"] == "court" and o["accepted"] and not o["paused"] and rng.random() < 0.001)
    each("pause", [(m, i, {}) for m, i, _ in pause])
    for _, _, o in pause:
        o["paused"], o["resume_on"] = True, today + datetime.timedelta(days=rng.randrange(7, 40))
        o["over_on"] += datetime.timedelta(days=30)
    resume = in_hands(people, lambda o: o["paused"] and o["resume_on"] <= today)
    each("resume", [(m, i, {}) for m, i, _ in resume])
    for _, _, o in resume:
        o["paused"] = False


# Some parties take their dispute back, or object to where it goes.
def change_mind():
    recent = [case for refs in list(filed.values())[-60:] for case in refs]
    calls = []
    for case in rng.sample(recent, min(len(recent), 1 + len(recent) // 400)):
        calls.append(("case.withdraw", {"case_id": case, "reason": "双方自行和解"}) if rng.random() < 0.6 else
                     ("case.object", {"case_id": case, "by": "claimant", "reason": "不同意分流去向"}))
    for (method, _), answer in zip(calls, calls and intake.batch(calls, doomed())):
        if "error" in answer:
            assert answer["error"]["code"] == -32006, answer
        else:
            figures[method] = figures.get(method, 0) + 1


# A mediator's program dies: the claims are gone with it, and are found again by desk.list. An old note of one that somebody
# else has by now is worth nothing.
def lose_memory(people):
    for m in people:
        if rng.random() >= 0.004 or not m.hand:
            continue
        figures["lost memory"] += 1
        kept, m.hand = m.hand, {}
        for row in desks[m.desk].batch([("desk.list", {"mediator": m.code})])[0]["result"]["referrals"]:
            if row["referral_id"] in kept:
                m.hand[row["referral_id"]] = dict(kept[row["referral_id"]], claim=row["claim"], accepted=row["state"] != "offered", paused=row["state"] == "paused")
        m.stale += [(i, o["claim"]) for i, o in kept.items() if i not in m.hand]
    for m in people:
        calls = [("desk.report", {"referral_id": i, "claim": c, "outcome": "withdrawn", "reason": "settled"}) for i, c in m.stale
                 if m.desk in ("mediation", "union")]
        for answer in calls and desks[m.desk].batch(calls):
            assert "error" in answer, "a stale claim was taken: %s" % answer
            figures["conflicts"] += 1
        m.stale = []


# Who goes away for a week leaves what is in hand to a colleague: a clerk moves all of it at once.
def hand_over():
    for m in mediators:
        if not any(first == today and (last - first).days >= 5 for first, last in m.away) or not m.hand:
            continue
        others = [o for o in mediators if o.body == m.body and o is not m and not o.absent(today)]
        if not others or rng.random() < 0.4:
            continue
        where = {"pool": True} if rng.random() < 0.5 else {"to": rng.choice(others).code}
        answer = clerks[m.desk].batch([("desk.reassign", dict(where, **{"from": m.code, "reason": "休假"}))])[0]
        assert "result" in answer, answer
        moved = [r["referral_id"] for r in answer["result"]["referrals"]]
        figures["reassigned"] += len(moved)
        m.stale += [(i, m.hand.pop(i)["claim"]) for i in moved if i in m.hand]


def year():
    """the year is played: disputes arrive, forty people work, fenliud is killed and comes back"""
    global today
    place = folder()
    for kind, path in zip(("body", "mediator"), world.write_roster(place, mediators)):
        daemon.fenliu(kind, "import", path, "--state", daemon.state)
    for m in mediators:
        for first, last in m.away:
            daemon.fenliu("mediator", "absent", m.code, "--from", first.isoformat(), "--until", last.isoformat(),
                          "--reason", "leave", "--state", daemon.state)
    for today in all_days:
        clock(8)
        arrive()
        clock(17)
        if today in work:
            present = [m for m in mediators if not m.absent(today)] + [clerk]
            rng.shuffle(present)
            hand_over()
            lose_memory(present)
            change_mind()
            report(present)
            stretch(present)
            pull(present)
            accept(present)
        if today.day == 1 and args.disputes >= 10000:
            print("# %s: %d calls, %.0f s" % (today, figures["calls"], time.monotonic() - started), flush=True)
    today += datetime.timedelta(days=1)
    clock(8)


def kept():
    """every dispute that was acknowledged is there, once"""
    rows = dict(daemon.sql("select ref, dispute_id from dispute where source = 'simulation'"))
    assert len(acknowledged) == args.disputes and rows == acknowledged, (len(acknowledged), len(rows))


# What must hold of everything and of the clocks: two statements, whose rows are breaches.
def look():
    statements = ""
    for path in ("invariants.sql", "../invariants/deadlines.sql"):
        with open(os.path.join(HERE, path), encoding="utf-8") as f:
            statements += f.read().rstrip() + ";\n"
    return statements


def invariants():
    """every dispute is closed or in one pair of hands, none was ever in two, each day that passed has its event"""
    assert figures["kills"] == KILLS, figures
    rows = daemon.sql(look())
    kinds = {}
    for row in rows:
        kinds.setdefault(row[0], []).append(row[1:])
    assert not rows, "\n".join("%d × %s: %s" % (len(found), kind, found[:3]) for kind, found in kinds.items())


def broken():
    """the invariants are no empty promise: what is broken on purpose is found, one by one"""
    double = "insert into event (court, event_id, dispute_id, referral_id, type, actor, at, data) select court, event_id + 1000000000000, " \
             "dispute_id, referral_id, type, actor, at, data from event where event_id = (select max(e.event_id) from event e " \
             "join deadline d on d.court = e.court and d.referral_id = e.referral_id and d.what = e.data ->> 'what' " \
             "where e.type = 'deadline.%s' and d.starts = '%s')"
    breaks = [
        ("has no referral", "update referral set state = 'cancelled' where referral_id = (select min(referral_id) from referral where state = 'accepted')"),
        ("has two open", "update referral set state = 'accepted' where referral_id = (select min(r.referral_id) from referral r "
                         "join referral o using (court, dispute_id) where r.state = 'concluded' and o.state = 'accepted')"),
        ("is over has an open", "update dispute set state = 'closed' where dispute_id = (select min(dispute_id) from referral where state = 'accepted')"),
        ("no claim", "update referral set claim = null where referral_id = (select min(referral_id) from referral where state = 'accepted')"),
        ("is not queued", "insert into queue (court, pool, rank_at, referral_id) select court, 1, 1, min(referral_id) from referral "
                          "where state = 'accepted' group by court"),
        ("while it was in somebody", "delete from event where event_id = (select min(d.event_id) from event d "
                                     "join event o using (court, referral_id) where d.type = 'referral.declined' and o.type = 'referral.offered' "
                                     "and o.at > d.at)"),
        ("did not hold", "update event set actor = 'nobody' where event_id = (select min(event_id) from event where type = 'referral.accepted')"),
        ("did not hold", "update event set actor = 'nobody' where event_id = (select min(event_id) from event where type = 'referral.concluded' "
                         "and actor <> 'clock')"),
        ("did not hold", "delete from event where type = 'referral.accepted' and referral_id = (select min(e.referral_id) from event e "
                         "join deadline d using (court, referral_id) where e.type = 'referral.concluded' and e.actor = 'clock' "
                         "and d.starts = 'acceptance' and d.act_on is not null)"),
        ("outlived", "update referral set state = 'offered', accept_by = '2021-01-02' where referral_id = "
                     "(select min(referral_id) from referral where state = 'accepted')"),
        ("passed without", "delete from event where event_id = (select min(e.event_id) from event e join deadline d using (court, referral_id) "
                           "where e.type = 'deadline.passed' and d.state in ('passed', 'late') and d.what = e.data ->> 'what' "
                           "and d.due_on::text = e.data ->> 'due_on')"),
        ("came twice", double % ("passed", "acceptance")),
        ("came twice", double % ("passed", "entry")),
        ("came twice", double % ("near", "acceptance")),
        ("came twice", double % ("near", "entry")),
        ("is of no clock", "update deadline set what = 'other' where what = 'mediate'"),
        ("gap", "update docket_counter set last = last + 1"),
    ]
    for what, change in breaks:
        rows = daemon.sql("begin; %s; %s rollback" % (change, look()))
        assert any(what in row[0] for row in rows), "%s is not found: %s" % (what, rows[:3])


def passed_over():
    """and who is passed over by what came more than B days later is found in the events"""
    told, one = replay.Told(), {"m": world.Mediator("m", "b", "mediation", ["s"], [], 9)}
    entry = {"channel": "mediation", "street": "s", "cause": "1"}
    for referral, at in (("old", 0), ("young", replay.B_DAYS + 1)):
        replay.step(told, one, referral, referral, "referral.queued", "engine", at, entry)
    replay.step(told, one, "young", "young", "referral.offered", "m", replay.B_DAYS + 2, {})
    assert [(o[0], o[1], o[3]) for o in told.overtaken] == [("m", "young", "old")], told.overtaken


def fair():
    """nobody was overtaken by more than B days by what fits the same mediator, and no hand held more than its cap"""
    global told
    told = replay.read(daemon, by_code)
    assert not told.overtaken, "%d overtaken: %s" % (len(told.overtaken), told.overtaken[:3])
    assert not told.beyond_cap, "%d beyond their caps: %s" % (len(told.beyond_cap), told.beyond_cap[:3])


def recounted():
    """verify recounts everything from the events and finds no difference"""
    done = daemon.fenliu("verify", "--state", daemon.state, check=False, timeout=1200)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-500:]


def shown():
    """fairness is shown"""
    states = dict(daemon.sql("select state, count(*) from dispute group by 1"))
    open_ = dict(daemon.sql("select state, count(*) from referral where state in ('queued', 'offered', 'accepted', 'paused') group by 1"))
    passed = daemon.sql("select count(*) filter (where type = 'deadline.passed'), count(*) filter (where type = 'referral.lapsed'), "
                        "count(*) filter (where type = 'referral.declined') from event")[0]
    print("#\n# disputes: %s" % ", ".join("%s %s" % kv for kv in sorted(states.items())))
    print("# open referrals: %s" % ", ".join("%s %s" % kv for kv in sorted(open_.items())))
    print("# killed %(kills)d times; %(calls)d calls; %(conflicts)d steps met a conflict; %(lost memory)d programs lost their memory; "
          "%(reassigned)d referrals reassigned, %(case.withdraw)d disputes taken back, %(case.object)d routes objected to" % figures)
    print("# days that passed: %s; offers that lapsed: %s, declined: %s" % tuple(passed))
    for line in told.report(mediators):
        print("# " + line)
    print("# %.0f s" % (time.monotonic() - started), flush=True)


run(sys.modules[__name__])
