"""Looks for clear text in everything a daemon wrote: its files, WAL, a dump, its log, its events.

What is looked for is given as texts; each is sought in every form in which it may stand in a file.
"""
import base64
import json
import os
import re
import subprocess

from harness import wait_for
from wire import PUB, SUB, Closed, Pipe


def sentences(text):
    return [part for part in text.replace("；", "。").split("。") if part]


# As it is, in JSON with escapes, as a bytea column prints it, in base64.
def forms(text):
    raw = text.encode()
    yield raw
    yield json.dumps(text)[1:-1].encode()
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for shift in range(3):  # wherever it begins among the threes of base64
        cut = base64.b64encode(b"\0" * shift + raw)[4 if shift else 0:-4]
        if len(cut) > 12:
            yield cut


def files_below(folder):
    paths = [os.path.join(base, name) for base, _, names in os.walk(folder) for name in names]
    return [p for p in paths if os.path.isfile(p) and not os.path.islink(p)]


def contains(path, text):
    with open(path, "rb") as f:
        return text in f.read()


class Traces:
    """The texts that were fed to a daemon, and the search for them."""

    def __init__(self, daemon):
        self.daemon, self.texts, self.published = daemon, set(), []

    # By grep, which looks for thousands of texts at once; the first few that stand there.
    def in_files(self, paths, texts=None):
        patterns = os.path.join(self.daemon.home, "patterns")
        with open(patterns, "wb") as f:
            f.write(b"".join(form + b"\n" for form in sorted({form for text in texts or self.texts for form in forms(text)})))
        done = subprocess.run(["grep", "-a", "-o", "-H", "-F", "-f", patterns, "--"] + paths, env=dict(os.environ, LC_ALL="C"),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # The server takes away a file of its own now and then (pg_internal.init), between the listing and the search.
        problems = [line for line in done.stderr.splitlines() if not line.endswith(b": No such file or directory")]
        assert not problems and done.returncode in ((0, 1, 2) if done.stderr else (0, 1)), (done.returncode, problems)
        return done.stdout.decode(errors="replace").splitlines()[:20]

    def in_bytes(self, data, name, texts=None):
        path = os.path.join(self.daemon.home, name)
        with open(path, "wb") as f:
            f.write(data)
        return self.in_files([path], texts)

    # Without compression of WAL a page in it is searched as it is, and all of it is kept until it was searched.
    def keep_wal(self):
        for setting in ("wal_compression = off", "wal_keep_size = '4GB'"):
            self.daemon.sql("alter system set " + setting)
        self.daemon.sql("select pg_reload_conf()")

    # A dump has no compressed pages. Each bytea in it is turned back into its bytes: ten digits of a telephone may stand
    # in megabytes of hexadecimal digits by chance.
    def dump(self):
        done = subprocess.run(["pg_dump", "--inserts", "-d", self.daemon.conninfo()], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/")
        assert done.returncode == 0, done.stderr
        return re.sub(rb"\\x((?:[0-9a-f]{2})+)", lambda hit: bytes.fromhex(hit.group(1).decode()), done.stdout)

    # Everything published on the event feed, until the daemon ends.
    def listen(self):
        pipe = Pipe(self.daemon.url("events"), SUB, PUB, 60)
        try:
            while True:
                self.published.append(pipe.receive())
        except (Closed, OSError):
            pass

    # What event.since tells, to the last of so many: one may be held back for a moment by a transaction that is still open.
    def events(self, client, n):
        events, cursor = [], ""
        while len(events) < n:
            page = wait_for(lambda: [p for p in [client.result("event.since", {"cursor": cursor, "max": 100})] if p["events"]],
                            30, "event %d of %d" % (len(events) + 1, n))[0]
            events += page["events"]
            cursor = page["cursor"]
        return events
