#!/usr/bin/env python3
"""The examples of docs/protocol.md, run as they stand, in their order.

An example is a fenced block ```json request ENDPOINT, and after it ```json answer. ENDPOINT is intake or the name of
a desk. The answer of the document is a pattern: every member it names must be there, "…" stands for any value, and a
word $NAME stands for a value that a later request may use again. params.token is left out of the document, and put in
here.
"""
import json
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from harness import TOP, Daemon, run

with open(os.path.join(TOP, "docs", "protocol.md"), encoding="utf-8") as f:
    blocks = re.findall(r"^```json (request|answer)[ \t]*([a-z_]*)[^\n]*\n(.*?)^```", f.read(), re.S | re.M)
daemon = Daemon(synthetic="yes", clock="manual").start()
clients, known = {}, {}


def is_json(text):
    try:
        return bool(json.loads(text))
    except ValueError:
        return False


def fill(text):
    for name, value in known.items():
        text = text.replace('"$%s"' % name, json.dumps(value))
    return text


def differs(pattern, value, at=""):
    if isinstance(pattern, str) and pattern in ("…", "..."):
        return None
    if isinstance(pattern, str) and re.fullmatch(r"\$[a-z_0-9]+", pattern):
        known[pattern[1:]] = value
        return None
    if isinstance(pattern, dict):
        if not isinstance(value, dict):
            return at + " is no object"
        for key, part in pattern.items():
            if key in ("…", "..."):
                continue
            if key not in value:
                return "%s/%s is missing" % (at, key)
            found = differs(part, value[key], "%s/%s" % (at, key))
            if found:
                return found
        return None
    if isinstance(pattern, list):
        if not isinstance(value, list):
            return at + " is no array"
        wanted = [p for p in pattern if p not in ("…", "...")]
        if len(wanted) == len(pattern) and len(wanted) != len(value):
            return "%s has %d elements" % (at, len(value))
        for n, part in enumerate(wanted):
            found = n >= len(value) and at + " is shorter" or differs(part, value[n], "%s/%d" % (at, n))
            if found:
                return found
        return None
    if isinstance(pattern, str) and "…" in pattern:
        parts = "(.|\n)*".join(re.escape(p) for p in pattern.split("…"))
        return None if isinstance(value, str) and re.fullmatch(parts, value) else "%s is %r" % (at, value)
    return None if pattern == value else "%s is %r, not %r" % (at, value, pattern)


def examples():
    """every example of docs/protocol.md is answered as the document says"""
    asked, n = None, 0
    for kind, endpoint, text in blocks:
        if kind == "request":
            assert asked is None, "a request without an answer: " + asked[1][:200]
            asked = endpoint or "intake", fill(text)
            continue
        name = asked[0] if asked[0] == "intake" or asked[0].startswith("desk_") else "desk_" + asked[0]
        if name not in clients:
            clients[name] = daemon.client(name)
        request = json.loads(asked[1]) if asked[1].lstrip()[:1] in "[{" and is_json(asked[1]) else asked[1]
        answer = json.loads(clients[name].raw(request))
        pattern = json.loads(fill(text))
        found = differs(pattern, answer)
        assert not found, "%s\nin the answer to\n%s\nwhich was\n%s" % (found, asked[1], json.dumps(answer, ensure_ascii=False)[:1200])
        asked, n = None, n + 1
    assert n >= 10, "only %d examples" % n
    print("# %d examples" % n)


run(sys.modules[__name__])
