#!/usr/bin/env python3
"""The proof over the whole demonstration: its year is played over nng, and then the files of the database, all of its
WAL, a dump, the logs and the events are searched for every name, number, phone, address and sentence of the docket and
for every word that the desks sent."""
import json
import os
import re
import subprocess
import sys
import threading

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
from harness import BUILD, DESKS, TOP, Daemon, run, wait_for
from traces import Traces, contains, files_below, forms, sentences

sys.path.insert(0, os.path.join(TOP, "schema", "demo"))
from recount import lines

PLAY = os.path.join(BUILD, os.environ.get("FENLIU_MODE", "release"), "play")
SYNTHETIC = "（合成演示数据）"  # stands before each narrative; the sentence is sought without it, too
daemon = Daemon(synthetic="yes", clock="manual", log_level="debug", feed_ms=20, keeper_ms=50)
daemon.start()
traces = Traces(daemon)
traces.keep_wal()
known = {"SF2021-00001", "SF2021-00700"}  # references of a sender: codes, stored in clear
docket = os.path.join(daemon.home, "docket.jsonl")


def of_the_docket():
    for case in lines(docket):
        for party in case["claimants"] + case["respondents"]:
            for member in ("name", "id_no", "phone", "address"):
                if member in party:
                    yield member, party[member]
        for sentence in sentences(case.get("narrative", "")):
            yield "narrative", sentence
            yield "narrative", sentence.replace(SYNTHETIC, "")


# The words that the player sends stand in its source.
def of_the_desks():
    with open(os.path.join(TOP, "schema", "demo", "play.c"), encoding="utf-8") as f:
        for member, text in re.findall(r'json_put_text\(&params, "(\w+)", "([^"]*[^\x00-\x7f][^"]*)"\)', f.read()):
            for sentence in sentences(text):
                yield member, sentence


# A name of two characters may be a word of a law as well: what stands in the pack, which is stored in clear, proves nothing.
def words_of_the_pack():
    text = []
    for path in files_below(os.path.join(TOP, "deploy", "policy", "hunan")):
        with open(path, encoding="utf-8") as f:
            text.append(f.read())
    return "\n".join(text)


def played():
    """the demonstration is played, and everything personal in it will be looked for"""
    subprocess.run([sys.executable, os.path.join(TOP, "schema", "demo", "generate"), daemon.home], check=True,
                   stdout=subprocess.DEVNULL)
    pack, sought, left_out = words_of_the_pack(), {}, set()
    for member, text in list(of_the_docket()) + list(of_the_desks()):
        (left_out if text in pack else sought.setdefault(member, set())).add(text)
    assert {"name", "id_no", "phone", "address", "narrative", "reason", "agreement"} <= set(sought), set(sought)
    traces.texts = set().union(*sought.values())
    print("# sought: %d texts (%s); left out, since the policy pack contains them: %d %s" % (
        len(traces.texts), ", ".join("%s %d" % (m, len(s)) for m, s in sorted(sought.items())), len(left_out), " ".join(sorted(left_out))))
    assert len(traces.texts) >= 1000 and len(left_out) * 50 < len(traces.texts)
    threading.Thread(target=traces.listen, daemon=True).start()
    desks = [a for desk in DESKS for a in ("--" + desk, daemon.url("desk_" + desk))]
    done = subprocess.run([PLAY, "--docket", docket, "--plan", os.path.join(daemon.home, "plan.jsonl"),
                           "--reports", os.path.join(daemon.home, "reports.jsonl"), "--tokens", os.path.join(daemon.state, "tokens"),
                           "--intake", daemon.url()] + desks, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, cwd="/", timeout=180)
    assert done.returncode == 0, done.stdout[-1500:]
    disputes = len(lines(docket))
    assert daemon.sql("select count(*) from dispute") == [[str(disputes)]]
    # all that the desks said has arrived, and lies sealed
    for table, least in (("decision", 5), ("referral", 100), ("event", 20), ("party", 2 * disputes)):
        assert int(daemon.sql("select count(sealed) from %s" % table)[0][0]) >= least, table


def found_if_there():
    """the search finds any of it, in any form"""
    for text in (min(traces.texts, key=len), max(traces.texts, key=len)):
        for form in forms(text):
            assert traces.in_bytes(b"\0" * 7 + form + b"\xff\n", "planted"), (text, form)


def nothing_in_files():
    """no file of the state folder holds any of it: tables, indexes, all WAL from the first case on, the server's log"""
    daemon.sql("checkpoint")
    paths = files_below(daemon.state)
    found = traces.in_files(paths)
    assert not found, found
    for folder in ("/base/", "/pg_wal/"):
        hits = traces.in_files([p for p in paths if folder in p], known)
        assert all(any(hit.endswith(ref) for hit in hits) for ref in known), (folder, hits)


def nothing_in_a_dump():
    """a dump holds none of it"""
    dump = traces.dump()
    found = traces.in_bytes(dump, "dump")
    assert not found, found
    assert traces.in_bytes(dump, "dump", known)


def nothing_in_logs():
    """the log of the daemon, at its most talkative, holds none of it"""
    found = traces.in_files([daemon.log])
    assert contains(daemon.log, b"step=ready") and not found, found


def nothing_in_events():
    """what was published, and what event.since tells, holds none of it"""
    clerk = daemon.client(token=daemon.token("clerk"))
    count = int(daemon.sql("select count(*) from event")[0][0])
    assert count > 5000, count
    told = json.dumps(traces.events(clerk, count), ensure_ascii=False).encode()
    wait_for(lambda: len(traces.published) > 5000, 30, "published events")
    for data, name in ((told, "event.since"), (b"\n".join(traces.published), "feed")):
        found = traces.in_bytes(data, name)
        assert not found, found
        assert traces.in_bytes(data, name, {"referral.concluded"})


run(sys.modules[__name__])
