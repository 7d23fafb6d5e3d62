#!/usr/bin/env python3
"""The proof that nothing personal lies anywhere in clear: a daemon with a database of its own is fed people, numbers,
phones, addresses and sentences by every way there is, and then everything it wrote is searched for them: the files of
the database, its WAL, a dump, the logs, the kept answers, and all that went out on the event feed."""
import json
import os
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, run, wait_for
from traces import Traces, contains, files_below, sentences

daemon = Daemon(synthetic="yes", clock="manual", feed_ms=20, keeper_ms=50)
daemon.start()
traces = Traces(daemon)
traces.keep_wal()
intake, clerk = daemon.client(), daemon.client(token=daemon.token("clerk"))
desk = {name: daemon.desk(name) for name in ("triage", "court", "mediation", "arbitration", "union")}
fed = traces.texts  # everything personal that was ever sent


# Remembers something personal, each of its sentences on its own.
def say(text):
    fed.update(sentences(text))
    return text


SURNAMES = "瞿闵裘缪麴邴璩濮猗妫"
GIVEN = "霁鼐骐婳翙淏玥琛璟珩"


def person(n, **more):
    body = "4302991970%02d%02d%03d" % (1 + n % 12, 1 + n % 28, n % 1000)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))) % 11]
    name = SURNAMES[n % 10] + GIVEN[n // 10 % 10] + GIVEN[(n * 7 + 3) % 10]
    return dict({"kind": "person", "name": say(name), "id_no": say(body + check), "phone": say("1559%07d" % (7310000 + n)),
                 "address": say("望江里%d弄%d号" % (n + 100, 900 - n))}, **more)


def submit(n, **changes):
    document = case("s-%d" % n, claimants=[person(2 * n)], respondents=[person(2 * n + 1)],
                    narrative=say("我借给对方%d元用于周转鱼塘。对方拖着不还并且躲到了外地舅舅家" % (n + 31337)))
    document.update(changes)
    return clerk.result("case.submit", {"case": {k: v for k, v in document.items() if v is not None}})


def pull(name, mediator):
    return desk[name].result("desk.pull", {"mediator": mediator})["offers"][0]


def step(name, method, offer, **more):
    params = dict({"referral_id": offer["referral_id"], "claim": offer["claim"]}, **more)
    return desk[name].result("desk." + method, params)


threading.Thread(target=traces.listen, daemon=True).start()
intake.result("clock.set", {"now": "2021-03-05T18:00:00+08:00"})


def fed_by_every_way():
    """people come in by intake and change, at desks, in reasons, notes, agreements, refusals and searches"""
    for n in range(120):
        submit(n)
    whole = submit(200, history=[{"channel": "mediation", "procedure": "people_mediation", "outcome": "failed",
                                  "on": "2021-02-01", "reason": say("瞿霁鼐当面辱骂了调解员老关")}])
    intake.result("case.amend", {"case_id": whole["case_id"], "claimants": [person(900), person(901)],
                                 "reason": say("遗漏了共同出借人妫珩珩"), "request_id": "amend-1"})
    gone = submit(201)
    intake.result("case.withdraw", {"case_id": gone["case_id"], "reason": say("双方的表叔濮翙翙出面说和了")})
    # refused: an identity number that cannot be right, a key with other content, text where a number must be
    wrong = person(902)
    wrong["id_no"] = say(wrong["id_no"][:-1] + ("1" if wrong["id_no"][-1] != "1" else "2"))
    for bad in (case("bad", claimants=[wrong]), case("s-1", claimants=[person(903)], narrative=say("换了一个说法来骗你们")),
                case("bad2", amount_fen=say("欠我的是八万块钱那笔"), claimants=[person(904)])):
        intake.error("case.submit", {"case": bad})
    intake.raw(('{"jsonrpc":"2.0","id":1,"method":"case.submit","params":{"case":{"narrative":"%s"' % say("半截报文里的话也不能留下")).encode())
    offer = pull("mediation", "m1")
    step("mediation", "decline", offer, reason=say("被告麴珩璟是我邻居"))
    offer = pull("mediation", "m2")
    accepted = step("mediation", "accept", offer, request_id="accept-1")
    assert accepted["case"]["claimants"][0]["id_no"] in fed, accepted
    assert step("mediation", "accept", offer, request_id="accept-1") == accepted  # the kept answer
    step("mediation", "note", offer, text=say("打过电话，裘淏琛说下周二来"), kind="contact")
    step("mediation", "report", offer, outcome="agreed", agreement=say("邴玥婳于四月底前一次付清余款"), request_id="report-1")
    offer = pull("mediation", "m3")
    step("mediation", "accept", offer)
    step("mediation", "release", offer, reason=say("我要去照顾住院的璩璟骐"))
    # a case that nobody can decide goes to the clerk, who decides in words
    submit(202, cause=None, claims=None, facts=None, narrative=say("也不知道该告谁反正鸭子死了一百多只"))
    offer = pull("triage", "clerk")
    step("triage", "accept", offer)
    step("triage", "report", offer, channel="mediation", procedure="pre_filing_mediation",
         reason=say("电话里猗琛霁讲清楚了是买卖饲料"))
    assert clerk.result("case.get", {"case_id": whole["case_id"], "why": say("缪骐骐来窗口查进度")})["case"]["claimants"][0]["name"] in fed
    hits = clerk.result("case.search", {"name": person(4)["name"], "why": say("闵婳鼐投诉说有两个案子")})["hits"]
    assert hits and all(h["match"] == "possible" for h in hits), hits


def masked_for_others():
    """an offer, and the file for whoever is no clerk, show 瞿* and nothing more"""
    offer = pull("mediation", "m9")
    shown = json.dumps(offer, ensure_ascii=False)
    assert not [x for x in fed if x in shown], [x for x in fed if x in shown]
    assert offer["case"]["claimants"][0]["name"].endswith("*"), offer["case"]
    for role in ("intake", "auditor"):
        client = daemon.client(token=daemon.token(role))
        shown = json.dumps(client.result("case.get", {"source": "test-intake", "ref": "s-1"}), ensure_ascii=False)
        assert not [x for x in fed if x in shown], (role, [x for x in fed if x in shown])


def searched_by_number_and_docket():
    """a number of identity and a docket number find their case for certain, a stranger's nothing"""
    who = person(14)
    hits = clerk.result("case.search", {"id_no": who["id_no"].lower()})["hits"]
    assert [h["ref"] for h in hits] == ["s-7"] and hits[0]["match"] == "certain", hits
    assert clerk.result("case.search", {"docket": hits[0]["docket"]})["hits"][0]["case_id"] == hits[0]["case_id"]
    assert clerk.result("case.search", {"name": "查无此人"})["hits"] == []
    found = daemon.fenliu("search", "--name", " " + who["name"][0] + "　" + who["name"][1:]).stdout
    assert hits[0]["docket"] in found and "possible" in found and who["name"] not in found, found


def readings_are_written_down():
    """each reading of a person's data is an event with who and why"""
    rows = daemon.sql("select data->>'why', count(*) from event where type = 'person.read' and actor is not null group by 1")
    kinds = {why: int(n) for why, n in rows}
    assert set(kinds) == {"accepted", "case.get", "search.name", "search.id_no", "search.docket"}, kinds


def nothing_in_files():
    """no file of the state folder holds any of it: tables, indexes, WAL, the server's log"""
    daemon.sql("checkpoint")
    paths = files_below(daemon.state)
    found = traces.in_files(paths)
    assert not found, found
    # what is no secret is found, in tables and in WAL: the search does find what is there
    for folder in ("/base/", "/pg_wal/"):
        assert traces.in_files([p for p in paths if folder in p], {"test-intake"}), folder


def nothing_in_a_dump():
    """a dump of the database holds none of it"""
    dump = daemon.fenliu("db", "run", "--state", daemon.state, "--", "pg_dump", "--inserts").stdout.encode()
    assert b"test-intake" in dump and len(dump) > 100000
    found = traces.in_bytes(dump, "dump")
    assert not found, found


def nothing_in_logs():
    """the log of the daemon, refusals and all, holds none of it"""
    found = traces.in_files([daemon.log])
    assert contains(daemon.log, b"step=ready") and not found, found


def nothing_on_the_feed():
    """what was published, and what event.since tells, holds none of it"""
    count = int(daemon.sql("select count(*) from event")[0][0])
    assert count > 400, count
    told = json.dumps(traces.events(intake, count), ensure_ascii=False).encode()
    wait_for(lambda: len(traces.published) > 100, 30, "published events")
    found = traces.in_bytes(told, "event.since") + traces.in_bytes(b"\n".join(traces.published), "feed")
    assert not found, found


def refused_in_clear():
    """the database itself refuses clear text in a sealed column"""
    for table in ("dispute", "party", "decision", "referral", "event"):
        try:
            daemon.sql("update %s set sealed = convert_to('张三', 'UTF8')" % table)
        except AssertionError as problem:
            assert "violates check constraint" in str(problem), problem
        else:
            raise AssertionError(table)


def rotated_while_it_runs():
    """a rotation wraps every key anew while cases come in, and the old key can then be destroyed"""
    stop, problems = threading.Event(), []

    def feed():
        n = 3000
        while not stop.is_set():
            try:
                submit(n)
            except Exception as problem:  # reported below
                problems.append(problem)
                return
            n += 1
    writer = threading.Thread(target=feed)
    writer.start()
    done = daemon.fenliu("key", "rotate", "--state", daemon.state).stdout
    assert "data key 2 is current" in done, done
    wait_for(lambda: daemon.sql("select max(key_id) from dispute_key where key_id = 2 and dispute_id = (select max(dispute_id) from dispute_key)") == [["2"]],
             30, "cases sealed under the new key")
    stop.set()
    writer.join()
    assert not problems, problems
    daemon.fenliu("key", "rotate", "--resume", "--state", daemon.state)
    assert daemon.sql("select distinct key_id from dispute_key") == [["2"]]
    refused = daemon.fenliu("key", "destroy", "1", "--state", daemon.state, check=False)
    assert refused.returncode == 1 and "kept answers" in refused.stderr, refused.stderr
    daemon.sql("delete from request")
    daemon.fenliu("key", "destroy", "1", "--state", daemon.state)
    who = person(14)
    case_id = clerk.result("case.search", {"id_no": who["id_no"]})["hits"][0]["case_id"]
    assert clerk.result("case.get", {"case_id": case_id})["case"]["claimants"][0]["name"] == who["name"]


def erased_after_its_time():
    """what was kept as long as the policy says is erased; counts and the chain stay whole"""
    counts = daemon.sql("select * from stats.annual")
    assert counts
    due = daemon.fenliu("erase", "--older-than-policy", "--dry-run", "--state", daemon.state).stdout
    assert "due: 2" in due, due  # one agreed, one withdrawn; by the real clock, 2021 is past
    daemon.fenliu("erase", "--older-than-policy", "--state", daemon.state)
    row = daemon.sql("select dispute_id from event where type = 'referral.concluded' and data->>'outcome' = 'agreed'")[0][0]
    shown = clerk.result("case.get", {"case_id": row})
    assert shown["case"]["erased"] is True and "name" not in shown["case"]["claimants"][0], shown["case"]
    assert not [x for x in fed if x in json.dumps(shown, ensure_ascii=False)]
    assert daemon.sql("select count(*) from party where dispute_id = %s and (name_hash is not null or id_hash is not null)" % row) == [["0"]]
    assert daemon.sql("select * from stats.annual") == counts
    wait_for(lambda: "0 events not sealed" in daemon.fenliu("verify", "--state", daemon.state).stdout, 30, "a whole chain")


def other_keys_are_refused():
    """with other keys than its own the daemon does not start, and makes none over lost ones"""
    daemon.stop()
    keys = os.path.join(daemon.state, "keys")
    os.rename(keys, keys + ".lost")
    assert daemon.spawn().process.wait(60) == 1 and not os.path.exists(keys)
    assert "keys" in daemon.tail(400), daemon.tail(400)
    os.rename(keys + ".lost", keys)
    with open(os.path.join(keys, "match.key"), "r+", encoding="ascii") as f:
        first = f.read(1)
        f.seek(0)
        f.write("0" if first != "0" else "1")
    assert daemon.spawn().process.wait(60) == 1
    assert "match" in daemon.tail(400), daemon.tail(400)


run(sys.modules[__name__])
