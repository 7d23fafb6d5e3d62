#!/usr/bin/env python3
"""The commands a person uses, end to end against a daemon."""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, folder, run

daemon = Daemon(synthetic="yes", clock="manual").start()
place = folder()


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def write(name, documents):
    path = os.path.join(place, name)
    with open(path, "w", encoding="utf-8") as out:
        for d in documents:
            out.write((d if isinstance(d, str) else json.dumps(d, ensure_ascii=False)) + "\n")
    return path


def call(method, params):
    return daemon.client().result(method, params)


call("clock.set", {"now": "2021-03-08T18:00:00+08:00"})


def decide():
    """decide answers line by line, in order, and a refused line leaves the rest alone"""
    done = daemon.fenliu("decide", input="\n".join(json.dumps(d) for d in (case("a"), case("b", amount_fen=-1), case("c"))) + "\n",
                         check=False)
    assert done.returncode == 1
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["ref"] for r in rows] == ["a", "b", "c"] and "error" in rows[1] and rows[0]["channel"] == "mediation", rows


def submit():
    """submit pushes a file, keeps what was refused with its reason, and writes receipts"""
    good = [case("s-%03d" % n) for n in range(300)]
    path = write("cases.jsonl", good + [case("bad", amount_fen="1"), "{broken"])
    rejects, receipts = os.path.join(place, "rejects"), os.path.join(place, "receipts")
    done = daemon.fenliu("submit", "--rejects", rejects, "--receipts", receipts, path, check=False)
    assert done.returncode == 1, done.stderr
    assert len(lines(rejects)) == 2 and len(lines(receipts)) == 300
    bad = [r for r in lines(rejects) if r.get("ref") == "bad"][0]
    assert bad["error"]["data"]["errors"][0]["pointer"].endswith("/amount_fen"), bad
    assert daemon.sql("select count(*) from dispute") == [["300"]]


def refusals():
    """without --rejects each refusal is a line that names the line and, where there is one, the ref"""
    done = daemon.fenliu("submit", check=False, input=json.dumps(case("odd", amount_fen="1")) + "\n{broken\n")
    assert done.returncode == 1, done
    assert "line 1 (ref odd) is refused: " in done.stderr and "line 2 is refused: " in done.stderr, done.stderr


def submit_again():
    """submitted again everything is a duplicate and nothing is stored twice"""
    done = daemon.fenliu("submit", write("again.jsonl", [case("s-%03d" % n) for n in range(300)]))
    assert "300" in done.stdout + done.stderr
    assert daemon.sql("select count(*) from dispute") == [["300"]]


def from_stdin():
    """submit reads standard input"""
    daemon.fenliu("submit", input=json.dumps(case("stdin")) + "\n")
    assert daemon.sql("select count(*) from dispute where ref = 'stdin'") == [["1"]]


def day_at_the_desk():
    """pull, accept, report and list: a mediator's day"""
    pulled = json.loads(daemon.fenliu("pull", "--desk", "mediation", "--mediator", "李调解员", "--json").stdout)
    offer = pulled["offers"][0]
    daemon.fenliu("accept", offer["referral_id"])
    held = json.loads(daemon.fenliu("list", "--desk", "mediation", "--mediator", "李调解员", "--json").stdout)
    assert offer["referral_id"] in json.dumps(held), held
    daemon.fenliu("report", offer["referral_id"], "--outcome", "agreed")
    assert daemon.sql("select state, outcome from referral where referral_id = " + offer["referral_id"]) == [["concluded", "agreed"]]


def concluded_twice():
    """the same report again says that no claim is remembered, not that a desk is missing"""
    referral = daemon.sql("select referral_id from referral where outcome = 'agreed'")[0][0]
    done = daemon.fenliu("report", referral, "--outcome", "agreed", check=False)
    assert done.returncode == 2 and "no claim is remembered for referral " + referral in done.stderr, done.stderr
    assert "pull first" in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr


def states():
    """list --state takes a state, and --state-dir the folder of the server's tokens"""
    def listed(*options):
        done = daemon.fenliu("list", "--desk", "mediation", "--json", *options)
        return {row["state"] for row in json.loads(done.stdout)["referrals"]}
    assert listed("--state", "queued") == {"queued"}, listed("--state", "queued")
    assert listed("--state", "concluded", "--state-dir", daemon.state) == {"concluded"}


def show():
    """show prints the file of one case, explain why it went where it went"""
    case_id, docket = daemon.sql("select dispute_id, text from dispute join docket using (court, dispute_id) where state = 'closed'")[0]
    assert docket in daemon.fenliu("show", case_id).stdout
    explained = daemon.fenliu("explain", case_id).stdout
    assert "CIV-" in explained, explained
    source, ref = daemon.sql("select source, ref from dispute where dispute_id = " + case_id)[0]
    assert daemon.fenliu("explain", source, ref).stdout == explained
    assert daemon.fenliu("explain", source, "no-such-ref", check=False).returncode == 1


def languages():
    """the same command speaks Chinese or English"""
    case_id = daemon.sql("select dispute_id from dispute where state = 'closed'")[0][0]
    chinese, english = daemon.fenliu("show", case_id, lang="zh").stdout, daemon.fenliu("show", case_id).stdout
    assert chinese != english and "人民调解" in chinese


def stats():
    """stats prints the totals of the year, as a table, as CSV and as JSON"""
    state = ("--state", daemon.state)
    table = daemon.fenliu("stats", *state, "--year", "2021").stdout
    assert "1" in table
    for form in ("csv", "json"):
        assert daemon.fenliu("stats", *state, "--year", "2021", "--format", form).stdout
    for by in ("month", "channel", "cause", "street", "mediator"):
        assert daemon.fenliu("stats", *state, "--year", "2021", "--by", by).stdout, by


def status():
    """db status says that the schema is up to date"""
    assert daemon.fenliu("db", "status", "--state", daemon.state).stdout


def usage():
    """bad usage is one line on stderr and exit 2; every command has --help"""
    done = daemon.fenliu("surprise", check=False)
    assert done.returncode == 2 and done.stdout == "" and len(done.stderr.strip().splitlines()) == 1, done
    for command in ("decide", "submit", "show", "explain", "pull", "accept", "decline", "report", "list", "stats", "db",
                    "policy"):
        assert daemon.fenliu(command, "--help").stdout, command


def nobody_there():
    """without a daemon a command says so in one line and exits 1"""
    assert daemon.stop() == 0
    done = daemon.fenliu("show", "1", check=False)
    assert done.returncode == 1 and done.stderr.startswith("fenliu show: nobody answers at " + daemon.url()), done
    assert len(done.stderr.splitlines()) == 1, done
    done = daemon.fenliu("submit", "--give-up", "1", input=json.dumps(case("late")) + "\n", check=False)
    assert done.returncode == 1 and "fenliu submit: no acknowledgement for 1 s" in done.stderr, done


run(sys.modules[__name__])
