#!/usr/bin/env python3
"""Start, ready, stop: what a person on a fresh machine sees, and what must not be left behind."""
import json
import os
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import FENLIU, FENLIUD, Daemon, case, run, wait_for


def processes(word):
    """Command lines of living processes that contain a word."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/cmdline" % pid, "rb") as f:
                line = f.read().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if word in line and int(pid) != os.getpid():
            found.append(line)
    return found


processes.__doc__ = None
daemon = Daemon()


def sent_while_starting():
    """submit started before fenliud, on a folder without a token, waits for it, says so once, and is acknowledged"""
    other = Daemon()
    environment = dict(os.environ, HOME=other.home, FENLIU_STATE=other.state, FENLIU_INTAKE_URL=other.url())
    environment.pop("FENLIU_TOKEN_FILE", None)
    push = subprocess.Popen([FENLIU, "--lang", "en", "submit"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=environment, text=True, cwd="/")
    push.stdin.write(json.dumps(case("early")) + "\n")
    push.stdin.close()
    said = push.stderr.readline()
    assert other.url() in said and "waiting until" in said, said
    other.start()
    assert push.wait(60) == 0, push.stderr.read()
    assert push.stderr.read() == "" and "accepted 1," in push.stdout.read()
    assert other.stop() == 0


def from_nothing():
    """with no database configured, one command on an empty folder is a working system"""
    daemon.start()
    assert daemon.client().result("case.submit", {"case": case("first")})["decision"]["channel"] == "mediation"


def second():
    """a second fenliud on the same folder is refused with a sentence that names the first"""
    done = subprocess.run(daemon.arguments(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=60, cwd="/")
    assert done.returncode != 0
    assert str(daemon.process.pid) in done.stdout, done.stdout
    assert daemon.client().result("server.info"), "the first one must not have noticed"


def stops():
    """TERM ends it with status 0 and leaves no server behind"""
    assert daemon.stop() == 0, daemon.tail()
    assert not processes(daemon.state), processes(daemon.state)


def again():
    """started again on the same folder, it has what it had"""
    daemon.start()
    assert daemon.client().result("case.submit", {"case": case("first")})["duplicate"] is True


def killed():
    """killed with -9 its server goes, too, and the next start recovers"""
    daemon.process.send_signal(signal.SIGKILL)
    daemon.process.wait(30)
    daemon.process = None
    daemon.start()
    assert daemon.client().result("case.submit", {"case": case("first")})["duplicate"] is True


def interrupted():
    """interrupted while it starts it leaves nothing behind"""
    fresh = Daemon().spawn()
    wait_for(lambda: os.path.exists(fresh.state) or fresh.process.poll() is not None, 30, "the state folder")
    assert fresh.stop() is not None
    wait_for(lambda: not processes(fresh.state), 30, "the end of its server")


def taken_port():
    """a port that is taken is one clear line, and nothing is left running"""
    other = Daemon(intake=daemon.url())
    other.spawn()
    status = other.process.wait(60)
    assert status not in (0, -signal.SIGSEGV, -signal.SIGABRT), status
    assert daemon.url().rsplit(":", 1)[1] in other.tail(), other.tail()
    wait_for(lambda: not processes(other.state), 30, "the end of its server")


def ipc_where_it_works():
    """an ipc endpoint serves, or is refused with a reason where nng's listener goes deaf (before 1.6)"""
    local = Daemon()
    local.options["intake"] = "ipc://" + local.home + "/intake"
    local.spawn()
    wait_for(lambda: os.path.exists(local.ready_file) or local.process.poll() is not None, 60, "ready, or a refusal")
    if local.process.poll() is None:
        assert "430204" in local.fenliu("call", "server.info", "{}", "--url", local.url()).stdout
        assert local.stop() == 0, local.tail()
    else:
        assert local.stop() not in (0, None) and "needs nng 1.6" in local.tail(), local.tail()
    assert not processes(local.home)


def unknown_key():
    """an unknown key of the configuration is refused by name"""
    done = subprocess.run([FENLIUD, "-o", "surprise=1"], text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    assert done.returncode != 0 and "surprise" in done.stdout, done.stdout


def ends():
    """at the end nothing is left running"""
    assert daemon.stop() == 0, daemon.tail()
    assert not processes(daemon.home)


run(sys.modules[__name__])
