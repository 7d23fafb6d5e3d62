#!/usr/bin/env python3
"""A backup is the dump and the keys: brought back into a fresh folder, names are read and the chain holds; and the
audit chain, from the command line, against what is done behind its back."""
import os
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import Daemon, case, run, wait_for

daemon = Daemon(synthetic="yes", keeper_ms=20).start()
clerk = daemon.client(token=daemon.token("clerk"))
other = Daemon(synthetic="yes", keeper_ms=20)
dump = os.path.join(daemon.home, "fenliu.dump")
for n in range(30):
    clerk.result("case.submit", {"case": case("r-%d" % n, narrative="第%d次催款未果" % n)})


def verify(of, *arguments):
    return of.fenliu("verify", "--state", of.state, *arguments, check=False)


def sealed(of):
    wait_for(lambda: "0 events not sealed" in verify(of).stdout, 30, "everything sealed")


def whole():
    """verify finds a chain whole, and ends with 0"""
    sealed(daemon)
    done = verify(daemon)
    assert done.returncode == 0 and " 0 differences" in done.stdout, done.stdout
    assert os.stat(os.path.join(daemon.state, "chain.head")).st_mode & 0o777 == 0o600


def tampered():
    """verify names an event that was changed, removed or inserted, and ends with 1"""
    rows = [r[0] for r in daemon.sql("select event_id from event order by event_id limit 3")]
    for change, back, words in (
            ("update event set actor = 'x' where event_id = %s" % rows[0],
             "update event set actor = 'test-intake' where event_id = %s" % rows[0],
             "an event was changed: court 430204, event %s" % rows[0]),
            ("create table kept as select * from event where event_id = %s; delete from event where event_id = %s" % (rows[1], rows[1]),
             "insert into event select * from kept; drop table kept", "an event was removed: court 430204, event %s" % rows[1]),
            ("insert into event select court, 1, dispute_id, referral_id, type, actor, at, data, sealed, key_id, recorded_at, xid from event where event_id = %s" % rows[2],
             "delete from event where event_id = 1", "an event was inserted afterwards: court 430204, event 1")):
        daemon.sql(change)
        done = verify(daemon)
        assert done.returncode == 1 and words in done.stdout and "1 differences" in done.stdout, (change, done.stdout, done.stderr)
        daemon.sql(back)
        assert verify(daemon).returncode == 0, back


def cut_off():
    """an end of the chain that was cut off is found against the head kept outside"""
    daemon.sql("create table kept as select * from chain order by seq desc limit 1; delete from chain where seq in (select seq from kept)")
    done = verify(daemon)
    assert done.returncode == 1 and "against the head kept outside" in done.stdout, done.stdout
    daemon.sql("insert into chain select * from kept; drop table kept")
    assert verify(daemon).returncode == 0


def restored():
    """dump and keys, brought back into a fresh folder, give the names back, and the chain holds and goes on"""
    daemon.fenliu("db", "run", "--state", daemon.state, "--", "pg_dump", "-Fc", "-f", dump)
    other.fenliu("db", "init", "--synthetic", "--state", other.state)
    other.fenliu("db", "run", "--state", other.state, "--", "pg_restore", "--clean", "--if-exists", "--single-transaction",
                 "-d", "fenliu", dump)
    shutil.copytree(os.path.join(daemon.state, "keys"), os.path.join(other.state, "keys"))
    other.start()
    reader = other.client(token=other.token("clerk"))
    shown = reader.result("case.get", {"source": "test-intake", "ref": "r-7"})
    assert shown["case"]["claimants"][0]["name"] == "示例甲" and shown["case"]["narrative"] == "第7次催款未果", shown
    assert reader.result("case.submit", {"case": case("after")})["duplicate"] is False
    again = reader.result("case.submit", {"case": case("r-3", narrative="第3次催款未果")})
    assert again["duplicate"] is True  # the keyed hash is that of before
    sealed(other)
    assert verify(other).returncode == 0, verify(other).stdout
    owners = other.sql("select distinct relowner::regrole from pg_class where relnamespace = 'stats'::regnamespace and relkind = 'v'")
    assert owners == [["fenliu_stats"]], owners


def without_keys():
    """a dump without its keys does not start: nothing is made that the lost ones could not read"""
    other.stop()
    shutil.rmtree(os.path.join(other.state, "keys"))
    assert other.spawn().process.wait(60) == 1
    assert "keys" in other.tail(300) and not os.path.exists(os.path.join(other.state, "keys")), other.tail(300)


run(sys.modules[__name__])
