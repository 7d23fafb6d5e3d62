"""A body's own system: a REP server over TCP in plain Python, whose answers a test decides."""
import json
import socket
import struct
import threading

from wire import REP, REQ

SILENT = object()  # no answer, but the connection stays
HANG_UP = object()  # no answer, and the connection is closed


class Twice:
    """The answer goes out two times."""

    def __init__(self, said):
        self.said = said


class Body:
    """Answers referral.deliver by `say(params, times)`: the result of a JSON-RPC answer, SILENT, HANG_UP, or bytes that
    go out as they are; `times` is how often this referral was seen, this time counted. seen: every request."""

    def __init__(self, say):
        self.say, self.seen, self.lock, self.tokens = say, [], threading.Lock(), []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = "tcp://127.0.0.1:%d" % self.listener.getsockname()[1]
        self.connections = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            connection.sendall(struct.pack(">BBBBHH", 0, 0x53, 0x50, 0, REP, 0))
            assert struct.unpack(">BBBBHH", self.read(connection, 8))[4] == REQ
            while True:
                size = struct.unpack(">Q", self.read(connection, 8))[0]
                message = self.read(connection, size)
                answer = self.answer(json.loads(message[4:]))
                if answer is HANG_UP:
                    connection.close()
                    return
                for part in () if answer is SILENT else answer if isinstance(answer, tuple) else (answer,):
                    connection.sendall(struct.pack(">Q", len(part) + 4) + message[:4] + part)
        except (OSError, EOFError):
            connection.close()

    @staticmethod
    def read(connection, n):
        data = b""
        while len(data) < n:
            part = connection.recv(n - len(data))
            if not part:
                raise EOFError()
            data += part
        return data

    def answer(self, request):
        assert request["method"] == "referral.deliver" and request["jsonrpc"] == "2.0", request
        params = dict(request["params"])
        with self.lock:
            self.tokens.append(params.pop("token", None))
            self.seen.append(params)
            times = self.times(params["referral_id"])
        said = self.say(params, times)
        twice = isinstance(said, Twice)
        said = said.said if twice else said
        if said is SILENT or said is HANG_UP or isinstance(said, bytes):
            return said
        answer = json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": said}, ensure_ascii=False).encode()
        return (answer, answer) if twice else answer

    def times(self, referral_id):
        return sum(p["referral_id"] == referral_id for p in self.seen)

    def close(self):
        self.listener.close()
        for connection in self.connections:
            connection.close()
