#!/usr/bin/env python3
"""Nobody in who does not belong: tokens, bodies, certificates, limits, over the wire and by the commands."""
import json
import os
import re
import socket
import ssl
import stat
import struct
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import FENLIU, FENLIUD, Daemon, case, folder, free_ports, run, submit, wait_for
from wire import Client, Closed

daemon = Daemon(synthetic="yes", clock="manual", rate_max=300).start()
intake = daemon.client()
shown = []  # every token that was made here


def token(role, court="430204", *more):
    shown.append(daemon.add_token(role, court, *more))
    return shown[-1]


def params(**members):
    return members


def log():
    with open(daemon.log, encoding="utf-8") as f:
        return f.read()


# --- tokens ---

def local_files():
    """an embedded start writes one token per role, for its owner only, and a second start keeps them"""
    place = os.path.join(daemon.state, "tokens")
    assert stat.S_IMODE(os.stat(place).st_mode) == 0o700
    texts = {}
    for role in ("intake", "mediator", "body_system", "clerk", "analyst", "auditor", "admin"):
        path = os.path.join(place, role)
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, path
        with open(path, encoding="utf-8") as f:
            texts[role] = f.read().strip()
        assert re.fullmatch("fl1_[0-9a-f]{16}_[0-9a-f]{64}", texts[role]), texts[role]
    assert len(set(texts.values())) == 7 and sorted(os.listdir(place)) == sorted(texts)
    shown.extend(texts.values())
    assert daemon.stop() == 0, daemon.tail()
    daemon.start()
    global intake
    intake = daemon.client()
    for role, text in texts.items():
        with open(os.path.join(place, role), encoding="utf-8") as f:
            assert f.read().strip() == text, role
    assert intake.result("case.submit", params(case=case("first")))["duplicate"] is False


def command_picks():
    """a command takes --token-file, then FENLIU_TOKEN_FILE, then the file of the role that has the right"""
    case_id = intake.result("case.submit", params(case=case("picks")))["case_id"]
    assert "picks" in daemon.fenliu("show", case_id).stdout
    daemon.fenliu("call", "clock.set", '{"now": "2030-01-01T00:00:00+08:00"}')
    wrong = os.path.join(daemon.home, "wrong")
    with open(wrong, "w", encoding="utf-8") as f:
        f.write(token("analyst"))
    refused = daemon.fenliu("show", case_id, "--token-file", wrong, check=False)
    assert refused.returncode == 1 and "case.get" in refused.stderr, refused.stderr
    os.environ["FENLIU_TOKEN_FILE"] = wrong
    try:
        assert daemon.fenliu("show", case_id, check=False).returncode == 1
        right = os.path.join(daemon.state, "tokens", "clerk")
        assert "picks" in daemon.fenliu("show", case_id, "--token-file", right).stdout
    finally:
        del os.environ["FENLIU_TOKEN_FILE"]


def revoked():
    """a token that the command revokes is refused within a second, and stays in the list"""
    text = token("auditor", "430204", "--name", "to-be-revoked")
    client = daemon.client(token=text)
    assert client.call("policy.get").get("result")
    daemon.fenliu("token", "revoke", "to-be-revoked", "--state", daemon.state)
    began = time.monotonic()
    error = wait_for(lambda: client.call("policy.get").get("error"), 5, "a refusal")
    assert time.monotonic() - began < 1, time.monotonic() - began
    assert error["code"] == -32003 and "revoked" in error["data"]["detail"], error
    rows = [json.loads(line) for line in daemon.fenliu("token", "list", "--json", "--state", daemon.state).stdout.splitlines()]
    assert [r["state"] for r in rows if r["name"] == "to-be-revoked"] == ["revoked"], rows
    assert "hash" not in rows[0] and "token" not in rows[0]
    for lang, words in (("en", ("role", "auditor", "revoked", "valid")), ("zh", ("角色", "有效期至", "已吊销", "有效"))):
        shown = daemon.fenliu("token", "list", "--state", daemon.state, lang=lang).stdout
        assert all(word in shown for word in words), (lang, shown)
    assert "valid" not in shown and "role" not in shown, shown


def expired():
    """a token is good until the end of its last day"""
    error = daemon.client(token=token("auditor", "430204", "--expires", "2024-02-29")).error("policy.get")
    assert error["code"] == -32003 and "expired" in error["data"]["detail"], error
    assert daemon.client(token=token("auditor", "430204", "--expires", "2099-12-31")).result("policy.get")


def several_courts():
    """a token of two courts names one in each call, and a case goes by the court of its document"""
    client = daemon.client(token=token("intake", "430204,430203"))
    assert "court is required" in client.error("case.list", params(since="2020-01-01"))["data"]["detail"]
    assert client.result("case.list", params(since="2020-01-01", court="430203"))["cases"] == []
    client.result("case.submit", params(case=case("two", court="430203")))
    assert len(client.result("case.list", params(since="2020-01-01", court="430203"))["cases"]) == 1
    error = client.error("case.submit", params(case=case("three", court="430202")))
    assert error["code"] == -32004 and "430202" not in json.dumps(error), error
    assert intake.error("case.submit", params(case=case("four", court="430203")))["code"] == -32004
    assert daemon.sql("select count(*) from dispute where ref in ('three', 'four')") == [["0"]]


# --- bodies and mediators ---

def offer_of(client, mediator, ref):
    intake.result("case.submit", params(case=case(ref)))
    offers = client.result("desk.pull", params(mediator=mediator, max=100, wait_ms=0))["offers"]
    return [o for o in offers if o["case"]["ref"] == ref][0]


def steps(referral, claim, case_id):
    held = dict(referral_id=referral, claim=claim)
    return {"desk.accept": held, "desk.decline": dict(held, reason="x"), "desk.release": held,
            "desk.report": dict(held, outcome="agreed"), "desk.note": dict(held, text="x"),
            "desk.extend": dict(held, days=1, consent=True), "desk.pause": held, "desk.resume": held,
            "agreement.performed": dict(case_id=case_id, on="2021-03-05", whole=True)}


def other_body():
    """what one body holds another cannot step on, and is told the same for what does not exist"""
    one = daemon.client("desk_mediation", token=token("body_system", "430204", "--body", "body-a"))
    two = daemon.client("desk_mediation", token=token("body_system", "430204", "--body", "body-b"))
    offer = offer_of(one, "甲", "body-case")
    assert daemon.sql("select body from referral where referral_id = " + offer["referral_id"]) == [["body-a"]]
    absent = str(int(offer["referral_id"]) + 40000)
    there = steps(offer["referral_id"], offer["claim"], offer["case_id"])
    for method, members in there.items():
        error = two.error(method, members)
        nothing = two.error(method, steps(absent, "1", absent)[method])
        assert error["code"] == -32004, (method, error)
        assert error["data"]["detail"] == nothing["data"]["detail"] and nothing["code"] == -32004, (method, nothing)
        assert offer["referral_id"] not in json.dumps(error) and "body-a" not in json.dumps(error), error
    assert one.result("desk.accept", there["desk.accept"])["state"] == "accepted"


def other_body_lists():
    """a body lists and pulls only what it holds; a clerk bound to no body sees both"""
    one = daemon.client("desk_mediation", token=token("body_system", "430204", "--body", "body-c"))
    two = daemon.client("desk_mediation", token=token("body_system", "430204", "--body", "body-d"))
    offer = offer_of(one, "同名", "listed")
    assert offer["referral_id"] in json.dumps(one.result("desk.list"))
    assert two.result("desk.list")["referrals"] == []
    assert two.result("desk.list", params(mediator="同名"))["referrals"] == []
    assert offer["referral_id"] not in json.dumps(two.result("desk.pull", params(mediator="同名", max=1, wait_ms=0)))
    clerk = daemon.client("desk_mediation", token=daemon.token("clerk"))
    assert offer["referral_id"] in json.dumps(clerk.result("desk.list"))


def other_mediator():
    """a token bound to a mediator pulls and lists as that one only"""
    client = daemon.client("desk_mediation", token=token("mediator", "430204", "--mediator", "调解员甲"))
    assert client.error("desk.pull", params(mediator="调解员乙", max=1, wait_ms=0))["code"] == -32004
    assert client.error("desk.list", params(mediator="调解员乙"))["code"] == -32004
    assert client.error("desk.list")["code"] == -32004
    assert "offers" in client.result("desk.pull", params(mediator="调解员甲", max=1, wait_ms=0))
    assert "referrals" in client.result("desk.list", params(mediator="调解员甲"))


# --- what is kept and said of it ---

def logged():
    """a refusal is logged once, with the id of the token and no word of the request"""
    text = token("analyst")
    before = log().count("module=access")
    daemon.client(token=text).error("case.get", params(source="geheim-quelle", ref="geheim-ref"))
    lines = [line for line in log().splitlines() if "module=access" in line][before:]
    assert len(lines) == 1 and text[4:20] in lines[0] and "case.get" in lines[0], lines
    assert "geheim" not in log()


def flood_is_logged_little():
    """thousands of refusals write a few lines, and say how many more there were"""
    client = daemon.client(token="fl1_" + "0" * 16 + "_" + "0" * 64)
    began, before = time.monotonic(), log().count("\n")
    for _ in range(10):
        try:
            client.batch([{"jsonrpc": "2.0", "id": n, "method": "policy.get"} for n in range(1000)])
        except Closed:  # as it should after so many
            client = daemon.client(token="fl1_" + "0" * 16 + "_" + "0" * 64)
    lines = log().count("\n") - before
    assert lines < 60 + 30 * (time.monotonic() - began), lines
    wait_for(lambda: "error" in daemon.client(token="x").call("policy.get") and "unwritten=" in log(), 5, "the rest counted")


def nowhere():
    """no token stands in the database, the log or what events say"""
    assert len(shown) > 10
    dump = subprocess.run(["pg_dump", "-d", daemon.conninfo(), "--inserts"], stdout=subprocess.PIPE, cwd="/", check=True).stdout.decode()
    assert "local-intake" in dump
    for text in shown:
        secret = text[21:]
        assert secret not in dump and secret not in log(), text[:20]
        assert bytes.fromhex(secret).hex() not in dump
    events = daemon.client(token=daemon.token("auditor")).result("event.since", params(max=1000))
    assert not any(text in json.dumps(events) for text in shown)


# --- limits ---

def rate():
    """beyond its rate a token is told when to come again, and nothing of it was kept"""
    client = daemon.client(token=token("intake"))
    answers = []
    for k in range(6):
        try:
            answers += client.batch([submit("rate-%d-%d" % (k, n)) for n in range(1000)])
        except Closed:
            client = daemon.client(token=shown[-1])
    over = [a["error"] for a in answers if "error" in a]
    assert over and all(e["code"] == -32002 and e["data"]["retry_after_ms"] > 0 for e in over), over[:1]
    taken = {a["id"] for a in answers if "result" in a}
    stored = {r[0] for r in daemon.sql("select ref from dispute where ref like 'rate-%'")}
    assert taken <= stored and not {a["id"] for a in answers if "error" in a} & stored
    assert daemon.client(token=token("intake")).result("policy.get"), "another token must not notice"


limited = None


def flight():
    """beyond its requests in flight a token is refused, and taken again when one has ended"""
    global limited
    limited = Daemon(flight_max=3, pipeline_max=4, connections_max=6, message_max=65536, send_ms=300, refused_max=50,
                     contexts=32).start()
    clerk = limited.token("clerk")
    waiting = [limited.client("desk_triage", token=clerk) for _ in range(3)]
    for n, client in enumerate(waiting):
        client.ask({"jsonrpc": "2.0", "id": 1, "method": "desk.pull", "params": {"mediator": "m%d" % n, "wait_ms": 30000}})
    other = limited.client("desk_court", token=clerk)
    error = wait_for(lambda: other.call("policy.get").get("error"), 5, "the limit")
    assert error["code"] == -32002 and error["data"]["retry_after_ms"] > 0, error
    assert limited.client("desk_court", token=limited.token("mediator")).result("policy.get")
    for client in waiting:
        client.close()
    del other


def pipeline():
    """beyond its messages in flight a connection is refused, at twice as many it is closed"""
    client = limited.client("desk_union", token=limited.token("mediator"))
    poll = {"jsonrpc": "2.0", "id": 1, "method": "desk.pull", "params": {"mediator": "p", "wait_ms": 30000}}
    silent = limited.client("desk_union", token=limited.token("clerk"))
    for _ in range(3):
        client.ask(poll)
    numbers = [client.ask({"jsonrpc": "2.0", "id": 1, "method": "server.info"}) for _ in range(1)]
    assert "result" in json.loads(client.answer(numbers[0]))
    assert silent.result("server.info"), "another connection must not notice"
    client.close()


def connections():
    """beyond its connections an endpoint closes the newcomer, and serves those who are there"""
    there = [limited.client("desk_arbitration", token=limited.token("clerk")) for _ in range(6)]
    for client in there:
        assert client.result("server.info")

    def turned_away():
        try:
            late = limited.client("desk_arbitration", token=limited.token("clerk"), timeout=5)
            late.result("server.info")
            return False
        except (Closed, OSError, AssertionError):
            return True
    assert turned_away()
    assert all(client.result("server.info") for client in there)
    there.pop().close()
    wait_for(lambda: not turned_away(), 10, "a free place")


def message_size():
    """a message beyond message_max is answered too_large"""
    client = limited.client(token=limited.token("intake"))
    error = client.error("case.submit", params(case=case("big", narrative="长" * 30000)))
    assert error["code"] == -32007 and "65536" in error["data"]["detail"], error
    assert client.result("case.submit", params(case=case("small", narrative="长" * 10000)))


def stalling():
    """clients that ask much and read nothing are closed, and nobody else waits for them"""
    stalled = []
    for _ in range(3):
        s = socket.create_connection(("127.0.0.1", int(limited.url("desk_court").rsplit(":", 1)[1])), 20)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.sendall(struct.pack(">BBBBHH", 0, 0x53, 0x50, 0, 0x30, 0))
        s.setblocking(False)
        stalled.append(s)
    request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "policy.get", "params": {"token": limited.token("clerk")}}).encode()
    frame = struct.pack(">QI", len(request) + 4, 0x80000001) + request
    good = limited.client("desk_court", token=limited.token("mediator"), timeout=10)
    open_now, slowest = set(stalled), 0
    end = time.monotonic() + 30
    while open_now and time.monotonic() < end:
        for s in list(open_now):
            try:
                s.send(frame)
            except BlockingIOError:
                pass
            except OSError:
                open_now.discard(s)
        began = time.monotonic()
        assert good.call("server.info")
        slowest = max(slowest, time.monotonic() - began)
    assert not open_now, "%d clients that read nothing are still there" % len(open_now)
    assert slowest < 5, slowest
    print("# slowest answer beside three that stall: %.0f ms" % (slowest * 1000))


def limited_stops():
    """after all that the limited one stops cleanly"""
    assert limited.stop() == 0, limited.tail()


# --- transport ---

tls_home = folder()
ours, theirs = os.path.join(tls_home, "ours"), os.path.join(tls_home, "theirs")
ports, secure = [], None


class Secure(Client):
    """The same wire over TLS, by Python's own ssl."""

    def __init__(self, authority, member):
        context = ssl.create_default_context(cafile=authority + "/ca.pem")
        if member:
            context.load_cert_chain(member + "/client.pem", member + "/client.key")
        plain = socket.create_connection(("127.0.0.1", ports[0]), 20)
        self.socket = context.wrap_socket(plain, server_hostname="localhost")
        self.socket.sendall(struct.pack(">BBBBHH", 0, 0x53, 0x50, 0, 0x30, 0))
        assert self.read(8)[:3] == b"\0SP"
        self.next, self.early, self.sign = 1, {}, lambda request: request


def no_certificates():
    """off loopback nothing is listened on without tls, nor tls without certificates"""
    ports[:] = free_ports(1)
    for extra in (["-o", "intake=tcp://0.0.0.0:%d" % ports[0]], ["-o", "intake=tls+tcp://0.0.0.0:%d" % ports[0]],
                  ["-o", "events=tcp://0.0.0.0:%d" % ports[0]],
                  ["-o", "intake=tls+tcp://127.0.0.1:%d" % ports[0], "-o", "tls_ca=/nowhere", "-o", "tls_cert=/nowhere", "-o", "tls_key=/nowhere"]):
        for check in (["--check"], []):
            done = subprocess.run([FENLIUD, "-o", "state_dir=" + folder()] + extra + check, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
            assert done.returncode == 1 and ("tls" in done.stdout or "loopback" in done.stdout), (extra, done.stdout)


def cert_make():
    """one command makes an authority, a server's and a client's certificate, keys for their owner only, and replaces none"""
    daemon.fenliu("cert", "make", ours, "--days", "2")
    daemon.fenliu("cert", "make", theirs, "--days", "2")
    for name in ("ca", "server", "client"):
        assert stat.S_IMODE(os.stat("%s/%s.key" % (ours, name)).st_mode) == 0o600
    again = daemon.fenliu("cert", "make", ours, check=False)
    assert again.returncode == 1 and "ca.key" in again.stderr, again.stderr
    daemon.fenliu("cert", "client", ours, "second")
    assert os.path.exists(ours + "/second.pem")


def tls_member():
    """with a certificate of the authority, and a token, a case goes in over tls"""
    global secure
    ports[:] = free_ports(1)
    secure = Daemon(intake="tls+tcp://0.0.0.0:%d" % ports[0], tls_ca=ours + "/ca.pem", tls_cert=ours + "/server.pem",
                    tls_key=ours + "/server.key").start()
    client = Secure(ours, ours)
    request = submit("tls")
    request["params"]["token"] = secure.token("intake")
    assert "result" in client.batch(request)
    assert client.error("policy.get")["code"] == -32003, "a certificate is no token"


def tls_command():
    """the commands speak tls with --tls-ca, --tls-cert, --tls-key or the environment"""
    url = ["--url", "tls+tcp://localhost:%d" % ports[0]]
    files = ["--tls-ca", ours + "/ca.pem", "--tls-cert", ours + "/second.pem", "--tls-key", ours + "/second.key"]
    assert "hunan" in secure.fenliu("call", "policy.get", *url, *files).stdout
    done = secure.fenliu("submit", *url, *files, input="".join(json.dumps(case("t-%d" % n)) + "\n" for n in range(200)))
    assert secure.sql("select count(*) from dispute where ref like 't-%'") == [["200"]], done.stderr
    assert secure.fenliu("call", "server.info", *url, check=False).returncode == 1


def refused_by_tls(member):
    try:
        client = Secure(ours, member)
        client.result("server.info")
    except (ssl.SSLError, Closed, OSError):
        return True
    return False


def tls_none():
    """without a certificate nobody is let in"""
    assert refused_by_tls(None)
    try:
        plain = Client("tcp://127.0.0.1:%d" % ports[0], 10)
        plain.result("server.info")
        raise AssertionError("it answered in the clear")
    except (Closed, OSError):
        pass


def tls_stranger():
    """with a certificate of another authority nobody is let in"""
    assert refused_by_tls(theirs)
    files = ["--tls-ca", ours + "/ca.pem", "--tls-cert", theirs + "/client.pem", "--tls-key", theirs + "/client.key"]
    assert secure.fenliu("call", "server.info", "--url", "tls+tcp://localhost:%d" % ports[0], *files, check=False).returncode == 1
    assert not refused_by_tls(ours), "and a member still is"


def tls_false_server():
    """a client refuses a server of another authority, and one of another name"""
    files = ["--tls-ca", theirs + "/ca.pem", "--tls-cert", ours + "/client.pem", "--tls-key", ours + "/client.key"]
    assert secure.fenliu("call", "server.info", "--url", "tls+tcp://localhost:%d" % ports[0], *files, check=False).returncode == 1
    files[1] = ours + "/ca.pem"
    name = socket.gethostname()
    try:
        socket.getaddrinfo(name, ports[0])
    except OSError:
        name = "127.0.0.2"
    assert secure.fenliu("call", "server.info", "--url", "tls+tcp://%s:%d" % (name, ports[0]), *files, check=False).returncode == 1
    assert secure.fenliu("call", "server.info", "--url", "tls+tcp://localhost:%d" % ports[0], *files).returncode == 0
    assert secure.stop() == 0, secure.tail()


def stops():
    """after all that it stops cleanly"""
    assert daemon.stop() == 0, daemon.tail()


run(sys.modules[__name__])
