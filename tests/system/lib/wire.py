"""Scalability protocols over TCP in plain Python: a client that shares nothing with nng.

A connection opens with eight bytes each way (0, "SP", 0, protocol, 0, 0); a message is a 64-bit length and the
bytes; a request starts with a 32-bit id whose highest bit is set, and its reply carries the same.
"""
import json
import os
import socket
import struct

REQ, REP, SUB, PUB, PUSH, PULL = 0x30, 0x31, 0x21, 0x20, 0x50, 0x51


class Closed(Exception):
    pass


class Pipe:
    def __init__(self, url, ours, theirs, timeout=30):
        host, port = url[len("tcp://"):].rsplit(":", 1)
        self.socket = socket.create_connection((host, int(port)), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(struct.pack(">BBBBHH", 0, 0x53, 0x50, 0, ours, 0))
        _, s, p, _, protocol, _ = struct.unpack(">BBBBHH", self.read(8))
        assert (s, p, protocol) == (0x53, 0x50, theirs), "not the other end of this protocol"

    def read(self, n):
        parts = []
        while n:
            part = self.socket.recv(min(n, 1 << 20))
            if not part:
                raise Closed()
            parts.append(part)
            n -= len(part)
        return b"".join(parts)

    def send(self, data):
        try:
            self.socket.sendall(struct.pack(">Q", len(data)) + data)
        except (BrokenPipeError, ConnectionResetError):
            raise Closed()

    def receive(self):
        try:
            return self.read(struct.unpack(">Q", self.read(8))[0])
        except ConnectionResetError:
            raise Closed()

    def close(self):
        self.socket.close()


class Client(Pipe):
    """One end of REQ: several requests may be on their way, their answers come in any order."""

    def __init__(self, url, timeout=30):
        super().__init__(url, REQ, REP, timeout)
        self.next = struct.unpack(">I", os.urandom(4))[0]
        self.early = {}
        self.sign = lambda request: request  # puts a token into a request; the harness sets it

    def text(self, data):
        """Bytes go out as they are, a request or a batch of them with its tokens."""
        if isinstance(data, (dict, list)):
            data = json.dumps([self.sign(r) for r in data] if isinstance(data, list) else self.sign(data))
        return data if isinstance(data, bytes) else data.encode()

    def ask(self, data):
        data = self.text(data)
        self.next = (self.next + 1) & 0x7FFFFFFF
        self.send(struct.pack(">I", 0x80000000 | self.next) + data)
        return self.next

    def answer(self, number):
        while number not in self.early:
            message = self.receive()
            self.early[struct.unpack(">I", message[:4])[0] & 0x7FFFFFFF] = message[4:]
        return self.early.pop(number)

    def raw(self, data):
        return self.answer(self.ask(data))

    def batch(self, requests):
        return json.loads(self.raw(requests))

    def call(self, method, params=None, id=1):
        """The whole answer: {"result": …} or {"error": …}."""
        return self.batch({"jsonrpc": "2.0", "id": id, "method": method, "params": params or {}})

    def result(self, method, params=None):
        answer = self.call(method, params)
        assert "result" in answer, "%s: %s" % (method, json.dumps(answer, ensure_ascii=False)[:600])
        return answer["result"]

    def error(self, method, params=None):
        answer = self.call(method, params)
        assert "error" in answer, "%s succeeded: %s" % (method, json.dumps(answer, ensure_ascii=False)[:300])
        return answer["error"]
