"""A daemon in a throwaway folder, and tests that are sentences.

Every function of a test file that has a docstring is a test; its docstring is its name. Nothing here sleeps
for a fixed time: wait_for asks again until a deadline.
"""
import atexit
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
BUILD = os.environ.get("FENLIU_BUILD", os.path.join(TOP, "build"))
FENLIU, FENLIUD = os.path.join(BUILD, "fenliu"), os.path.join(BUILD, "fenliud")
DESKS = ("triage", "court", "mediation", "arbitration", "union")
_tick = threading.Event()
_cleanup = []


def wait_for(condition, seconds=30, what="the condition"):
    """Asks until the condition holds; fails loudly at the deadline."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError("%s did not come within %d s" % (what, seconds))
        _tick.wait(0.01)


def folder(name="fenliu-t-"):
    """A throwaway folder that another user (postgres, when we are root) can reach."""
    path = tempfile.mkdtemp(prefix=name, dir=os.environ.get("TMPDIR", "/tmp"))
    os.chmod(path, 0o755)
    _cleanup.append(lambda: shutil.rmtree(path, ignore_errors=True))
    return path


_claimed = []  # sockets that hold the ports of this process's daemons until it ends


def free_ports(n):
    """Ports that nobody else is given: each stays bound here, and SO_REUSEADDR, which a listener of nng sets too,
    lets a daemon listen there beside. It is set after the bind, so that no other claim gets in."""
    sockets = [socket.socket() for _ in range(n)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    _claimed.extend(sockets)
    return [s.getsockname()[1] for s in sockets]


def clean():
    while _cleanup:
        try:
            _cleanup.pop()()
        except Exception:  # the rest must still be cleaned
            traceback.print_exc()


atexit.register(clean)
for _signal in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(_signal, lambda number, frame: sys.exit(128 + number))


class Daemon:
    """fenliud on free ports; with no database option it runs its own."""

    def __init__(self, courts=None, **options):
        self.home = folder()
        self.courts, self.tokens = courts, {}  # courts: of the tokens, where they are not those of an embedded start
        self.state = os.path.join(self.home, "state")
        ports = free_ports(2 + len(DESKS))
        self.options = {"state_dir": self.state, "log_level": "info",
                        "intake": "tcp://127.0.0.1:%d" % ports[0], "events": "tcp://127.0.0.1:%d" % ports[1]}
        for desk, port in zip(DESKS, ports[2:]):
            self.options["desk_" + desk] = "tcp://127.0.0.1:%d" % port
        self.options.update({k: str(v) for k, v in options.items()})
        self.log = os.path.join(self.home, "log")
        self.process = None
        _cleanup.append(self.stop)

    def arguments(self):
        return [FENLIUD] + [a for k, v in self.options.items() for a in ("-o", "%s=%s" % (k, v))]

    def spawn(self):
        self.ready_file = os.path.join(self.home, "ready")
        if os.path.exists(self.ready_file):
            os.unlink(self.ready_file)
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.arguments() + ["--ready-file", self.ready_file],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        return self

    def start(self, seconds=60):
        self.spawn()
        wait_for(lambda: os.path.exists(self.ready_file) or self.process.poll() is not None, seconds, "ready")
        assert self.process.poll() is None, "fenliud ended (%s): %s" % (self.process.poll(), self.tail())
        return self

    def stop(self, number=signal.SIGTERM):
        """The exit status, or None when it was not running."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            status = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait(60)
        self.process = None
        return status

    def tail(self, n=1500):
        with open(self.log, "rb") as f:
            return f.read()[-n:].decode(errors="replace")

    def url(self, endpoint="intake"):
        return self.options[endpoint]

    def client(self, endpoint="intake", timeout=30, token=None):
        """A client that shows the token of the role that fits each method, or always the one given."""
        from wire import Client
        client = Client(self.url(endpoint), timeout)
        client.sign = lambda request: signed(request, token or self.token(role_for(endpoint, request.get("method", ""))))
        return client

    def token(self, role):
        """The token of a role: as an embedded start wrote it, or one made for a database of others."""
        if role not in self.tokens:
            if self.courts or self.options.get("database"):
                self.tokens[role] = self.add_token(role, ",".join(self.courts or ["430204"]))
            else:
                with open(os.path.join(self.state, "tokens", role), encoding="utf-8") as f:
                    self.tokens[role] = f.read().strip()
        return self.tokens[role]

    def add_token(self, role, court="430204", *more):
        where = ["--database", self.options["database"]] if self.options.get("database") else ["--state", self.state]
        return self.fenliu("token", "add", "--role", role, "--court", court, *more, *where).stdout.strip()

    def desk(self, name):
        return self.client("desk_" + name)

    def conninfo(self):
        if self.options.get("database"):
            return self.options["database"]
        with open(os.path.join(self.state, "conninfo"), encoding="utf-8") as f:
            return f.read().strip()

    def sql(self, statement):
        """Rows of text, from psql: the tests share no client code with the engine."""
        return psql(self.conninfo(), statement)

    def fenliu(self, *arguments, input=None, check=True, lang="en", timeout=120):
        env = dict(os.environ, FENLIU_INTAKE_URL=self.url(), HOME=self.home, XDG_STATE_HOME=os.path.join(self.home, "xdg"), FENLIU_STATE=self.state,
                   **{"FENLIU_%s_URL" % d.upper(): self.url("desk_" + d) for d in DESKS})
        done = subprocess.run([FENLIU, "--lang", lang] + list(arguments), input=input, env=env, text=True, timeout=timeout,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/",
                              **({} if input is not None else {"stdin": subprocess.DEVNULL}))
        if check:
            assert done.returncode == 0, "fenliu %s: exit %d: %s%s" % (
                " ".join(arguments), done.returncode, done.stdout[-500:], done.stderr[-500:])
        return done


def role_for(endpoint, method):
    """Whose method it is: what the tables of rights allow is tested elsewhere."""
    if method == "clock.set":
        return "admin"
    if endpoint in ("intake", "bulk"):
        return "intake"
    clerks = ("desk.reassign", "desk.correct", "event.since")
    return "clerk" if endpoint == "desk_triage" or method in clerks else "mediator"


def signed(request, token):
    params = request.get("params", {}) if isinstance(request, dict) else None
    if not isinstance(params, dict) or "token" in params or not isinstance(request.get("method"), str):
        return request
    return dict(request, params=dict(params, token=token))


def psql(conninfo, statement):
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", statement],
                          text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/",
                          env=dict(os.environ, PGOPTIONS="-c search_path=fenliu,stats,public"))
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines() if line]


class Cluster:
    """A PostgreSQL server of the test's own, for what happens when a database of others goes away."""

    def __init__(self):
        home = folder("fenliu-pg-")
        self.data = os.path.join(home, "data")
        self.prefix = []
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(home, owner.pw_uid, owner.pw_gid)
            self.prefix = ["runuser", "-u", "postgres", "--"]
        bins = "/usr/lib/postgresql"
        self.bin = os.path.join(bins, sorted(os.listdir(bins), key=int)[-1], "bin")
        self.home, self.conninfo = home, "host=%s dbname=postgres user=postgres" % home
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        _cleanup.append(lambda: self.stop() if self.up else None)
        self.up = False
        self.start()

    def run(self, program, *arguments):
        done = subprocess.run(self.prefix + [os.path.join(self.bin, program)] + list(arguments), cwd="/",
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == 0, done.stdout

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-l", os.path.join(self.home, "log"), "-o",
                 "-c listen_addresses='' -c unix_socket_directories='%s' -c fsync=off" % self.home, "start")
        self.up = True

    def stop(self, mode="immediate"):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")
        self.up = False


def case(ref, **changes):
    """A small valid case: a loan, both agree to mediate."""
    document = {
        "source": "test-intake", "ref": ref, "court": "430204", "filed_at": "2021-03-05T09:12:00+08:00",
        "claimants": [{"kind": "person", "name": "示例甲", "division": "430204001"}],
        "respondents": [{"kind": "person", "name": "示例乙"}],
        "cause": {"version": "2020", "code": "103.3"}, "claims": ["loan"], "amount_fen": 3000000,
        "facts": {"consent_to_mediate": "both"},
    }
    document.update(changes)
    return {k: v for k, v in document.items() if v is not None}


def submit(ref, **changes):
    return {"jsonrpc": "2.0", "id": ref, "method": "case.submit", "params": {"case": case(ref, **changes)}}


def run(module):
    """Runs the tests of a file in their order; prints ok and not ok lines; ends the process."""
    failed = 0
    for name, test in list(vars(module).items()):
        if not callable(test) or not getattr(test, "__doc__", None) or getattr(test, "__module__", "") != module.__name__ \
                or isinstance(test, type):
            continue
        sentence = " ".join(test.__doc__.split())
        try:
            test()
            print("ok - " + sentence, flush=True)
        except BaseException as problem:  # a test that exits has failed, too
            if isinstance(problem, (KeyboardInterrupt, SystemExit)):
                raise
            failed += 1
            print("not ok - %s" % sentence, flush=True)
            last = traceback.extract_tb(problem.__traceback__)
            where = [f for f in last if f.filename == module.__file__]
            print("#   %s:%d: %s: %s" % (os.path.basename(module.__file__), (where or last)[-1].lineno,
                                         type(problem).__name__, str(problem)[:1500].replace("\n", "\n#   ")), flush=True)
    clean()
    sys.exit(1 if failed else 0)
