#!/usr/bin/env python3
"""Bodies and mediators, as the person who keeps the roster enters them: one by one, out of a file, away and back, kept from cases."""
import json
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, run

MAX_FILE, MAX_ROWS = 4 * 1024 * 1024, 10000  # include/fenliu/limits.h
daemon = Daemon().start()


def roster(*arguments, check=True, **more):
    return daemon.fenliu(*arguments[:1], "--state", daemon.state, "--court", "430204", *arguments[1:], check=check, **more)


def refused(code, *arguments):
    done = roster(*arguments, check=False)
    assert (done.returncode, done.stdout) == (code, ""), done
    return done.stderr


def mediators():
    rows = [json.loads(line) for line in roster("mediator", "list", "--json").stdout.splitlines()]
    return {row["mediator"]: row for row in rows}


def file_of(text, name="roster.csv"):
    path = os.path.join(daemon.home, name)
    with open(path, "wb") as out:
        out.write(text.encode())
    return path


# What an import counts, and what it says of bad lines, without the path.
def brought(text, *more):
    path = file_of(text)
    done = roster("mediator", "import", "--json", *more, path, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.replace(path + ":", "line ").splitlines()


def offers(mediator):
    return daemon.desk("mediation").result("desk.pull", {"mediator": mediator, "max": 1, "wait_ms": 0})["offers"]


def by_hand():
    """a body and its mediators are added and changed; said twice it is unchanged; what is wrong is named and changes nothing"""
    assert roster("body", "add", "tmh", "--channel", "mediation", "--kind", "committee", "--name", "田心调委会").stdout == "added tmh\n"
    assert roster("mediator", "add", "m1", "--body", "tmh", "--name", "周某", "--cap", "2").stdout == "added m1\n"
    assert "m1" in refused(1, "mediator", "add", "m1", "--body", "tmh", "--name", "周某")
    assert roster("mediator", "set", "m1", "--cap", "3").stdout == "changed m1\n"
    assert roster("mediator", "set", "m1", "--cap", "3").stdout == "unchanged m1\n"
    before = mediators()
    assert "m2" in refused(1, "mediator", "set", "m2", "--cap", "3")
    assert "nobody" in refused(1, "mediator", "add", "m2", "--body", "nobody", "--name", "吴某")
    assert "--streets" in refused(1, "mediator", "set", "m1", "--streets", "4302")
    assert "--whom" in refused(2, "mediator", "relate", "m1", "--relation", "relative")
    assert mediators() == before and before["m1"]["cap"] == 3


def bad_lines():
    """of a file with bad lines each is told with its line and column, and nothing is kept; with --partial the rest is"""
    text = "mediator,body,name,cap\nm1,tmh,周某,3\nm2,tmh,吴某,5\nm3,nobody,郑某,5\nm4,tmh,王某,many\nm2,tmh,吴某,5\nm5,tmh\n"
    before = mediators()
    code, counts, said = brought(text)
    assert (code, counts) == (1, {"kept": False, "added": 1, "changed": 0, "unchanged": 1, "refused": 4}), counts
    assert [line.split(":")[0] for line in said] == ["line 4", "line 5", "line 6", "line 7"], said
    assert "nobody" in said[0] and "cap" in said[1] and "line 3" in said[2] and "cells" in said[3], said
    assert mediators() == before
    code, counts, _ = brought(text, "--partial")
    assert (code, counts["kept"], counts["added"]) == (1, True, 1), counts
    assert sorted(mediators()) == ["m1", "m2"]
    good = "\ufeffmediator,body,name,cap\r\nm1,tmh,周某,3\r\nm2,tmh,\"吴,某\",5\r\n"
    assert brought(good, "--dry-run") == (0, {"kept": False, "added": 0, "changed": 1, "unchanged": 1, "refused": 0}, [])
    assert mediators()["m2"]["name"] == "吴某"
    assert brought(good)[:2] == (0, {"kept": True, "added": 0, "changed": 1, "unchanged": 1, "refused": 0})
    assert mediators()["m2"]["name"] == "吴,某"


def headers():
    """a column that is unknown, missing or there twice is named, and so is a file that is not there"""
    for text, word in (("mediator,shoe\n", "shoe"), ("body,name\n", "mediator"), ("mediator,name,name\n", "name"), ("", "header")):
        code, counts, said = brought(text)
        assert (code, counts) == (1, None) and word in said[0], (text, said)
    assert "/nowhere.csv" in roster("mediator", "import", "/nowhere.csv", check=False).stderr


def sizes():
    """a file is taken up to its limits, of bytes and of lines, and not beyond"""
    head, row = "mediator,body,name\n", "m1,tmh,周某\n"
    full = head + row + "\n" * (MAX_FILE - len((head + row).encode()))
    code, counts, said = brought(full)
    assert (code, counts["unchanged"]) == (0, 1), (counts, said)
    code, counts, said = brought(full + "\n")
    assert (code, counts) == (1, None) and str(MAX_FILE) in said[0], said
    rows = head + "".join("x%d,tmh,\n" % n for n in range(MAX_ROWS))  # nobody without a name: each is refused at once
    code, counts, said = brought(rows)
    assert (code, counts["refused"], len(said)) == (1, MAX_ROWS, MAX_ROWS), counts
    code, counts, said = brought(rows + "m1,tmh,周某\n")
    assert (code, counts) == (1, None) and str(MAX_ROWS) in said[-1], said[-1]


def away():
    """who is absent is offered nothing, and something again when back"""
    daemon.client().result("case.submit", {"case": case("away")})
    roster("mediator", "absent", "m1", "--reason", "training")
    assert offers("m1") == []
    assert "absences ended: 1" in roster("mediator", "present", "m1").stdout
    assert "absences ended: 0" in roster("mediator", "present", "m1").stdout
    assert len(offers("m1")) == 1
    assert "reason" in refused(2, "mediator", "absent", "m1", "--reason", "fishing")


def in_words():
    """lists and what was changed are told in words, in either language; JSON keeps the codes"""
    def told(lang, *arguments):
        return roster(*arguments, lang=lang).stdout

    roster("mediator", "absent", "m1", "--reason", "training", "--from", "2026-04-01")
    roster("mediator", "relate", "m1", "--relation", "relative", "--whom", "欧阳某")
    for lang, body, away, changed, relation in (
            ("zh", "人民调解委员会", "2026-04-01/ 培训", "不在岗  自 2026-04-01，培训", "近亲属（按姓名）"),
            ("en", "committee", "2026-04-01/ training", "absent  from 2026-04-01, training", "relative (by name)")):
        assert body in told(lang, "body", "list"), told(lang, "body", "list")
        assert away in told(lang, "mediator", "list"), told(lang, "mediator", "list")
        one = told(lang, "mediator", "list", "m1")
        assert changed in one and relation in one and "{" not in one, one
    chinese = told("zh", "body", "list") + told("zh", "body", "list", "tmh") + told("zh", "mediator", "list", "m1")
    assert not set(re.findall("[a-z]{3,}", chinese)) - {"tmh", "root", os.environ.get("USER", "root")}, chinese
    events = [json.loads(line) for line in told("zh", "mediator", "list", "m1", "--json").splitlines()]
    assert events[0]["data"]["change"] == "added" and events[-1]["data"]["relation"]["kind"] == "relative", events
    roster("mediator", "present", "m1")


def aside():
    """who declared a relation to a party is not offered its case; without the relation it is; the name is kept nowhere"""
    own = case("aside", claimants=[{"kind": "person", "name": "欧阳某"}])
    roster("mediator", "relate", "m2", "--relation", "relative", "--whom", "欧阳某")
    assert roster("mediator", "relate", "m2", "--relation", "relative", "--whom", "欧阳某").stdout == "unchanged\n"
    daemon.client().result("case.submit", {"case": own})
    assert offers("m2") == []
    told = roster("mediator", "list", "m2").stdout
    number = next(line.split()[1] for line in told.splitlines() if line.startswith("relation "))
    assert "欧阳某" not in told
    assert roster("mediator", "unrelate", "m2", number).stdout == "relation %s is gone\n" % number
    assert len(offers("m2")) == 1
    assert daemon.stop() == 0, daemon.tail()


run(sys.modules[__name__])
