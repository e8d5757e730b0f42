"""A client of our own: the protocol from its specification, on ZeroMQ and the standard library alone, so that no mistake can be shared with jupyter_client."""

import datetime
import hashlib
import hmac
import json
import time
import uuid

import zmq

DELIMITER = b"<IDS|MSG>"
PORTS = {"shell": (zmq.DEALER, "shell_port"), "control": (zmq.DEALER, "control_port"), "stdin": (zmq.DEALER, "stdin_port"), "iopub": (zmq.SUB, "iopub_port")}


class Wire:
    def __init__(self, connection):
        self.connection, self.session = connection, uuid.uuid4().hex
        self.context = zmq.Context()
        identity = uuid.uuid4().bytes
        self.sockets = {}
        for channel, (kind, port) in PORTS.items():
            socket = self.context.socket(kind)
            socket.linger = 0
            if kind == zmq.DEALER:
                socket.setsockopt(zmq.IDENTITY, identity)
            else:
                socket.setsockopt(zmq.SUBSCRIBE, b"")
            socket.connect(f"tcp://{connection['ip']}:{connection[port]}")
            self.sockets[channel] = socket

    def close(self):
        self.context.destroy(0)

    def header(self, kind, **more):
        now = datetime.datetime.now(datetime.timezone.utc).isoformat()
        return {"msg_id": uuid.uuid4().hex, "session": self.session, "username": "wire", "date": now, "msg_type": kind, "version": "5.5", **more}

    def signature(self, parts):
        key = self.connection["key"].encode()
        return hmac.new(key, b"".join(parts), hashlib.sha256).hexdigest().encode()

    def send(self, kind, content=None, channel="shell", parent=None, buffers=(), **more):
        header = self.header(kind, **more)
        parts = [json.dumps(part).encode() for part in (header, parent or {}, {}, content or {})]
        self.sockets[channel].send_multipart([DELIMITER, self.signature(parts), *parts, *buffers])
        return header

    def receive(self, channel, timeout=5):
        """The next message, its signature and the shape of its header checked."""
        if not self.sockets[channel].poll(timeout * 1000):
            raise TimeoutError(f"nothing on {channel} for {timeout} s")
        frames = self.sockets[channel].recv_multipart()
        at = frames.index(DELIMITER)
        signature, *parts = frames[at + 1:at + 6]
        assert signature == self.signature(parts), "wrong signature"
        header, parent, metadata, content = (json.loads(part) for part in parts)
        for name in ("msg_id", "session", "username", "date", "msg_type", "version"):
            assert isinstance(header[name], str), header
        assert datetime.datetime.fromisoformat(header["date"].replace("Z", "+00:00")).tzinfo is not None, "a date without its zone"
        assert header["session"] != self.session, "the kernel uses our session"
        assert all(isinstance(part, dict) for part in (parent, metadata, content))
        return {"header": header, "type": header["msg_type"], "parent": parent, "content": content, "metadata": metadata, "buffers": frames[at + 6:]}

    def reply(self, header, channel="shell", timeout=5):
        while True:
            message = self.receive(channel, timeout)
            if message["parent"].get("msg_id") == header["msg_id"]:
                assert message["parent"] == header, "the parent is no copy of the header"
                return message

    def published(self, header, timeout=5):
        """What is published for a request, from busy to idle."""
        messages = []
        while True:
            message = self.receive("iopub", timeout)
            if message["parent"].get("msg_id") != header["msg_id"]:
                continue
            messages.append(message)
            if message["content"].get("execution_state") == "idle":
                return messages

    def ask(self, kind, content=None, channel="shell", **more):
        """A request's reply and what was published for it, busy and idle around it checked."""
        header = self.send(kind, content, channel, **more)
        reply = self.reply(header, channel)
        published = self.published(header)
        states = [m["content"]["execution_state"] for m in published if m["type"] == "status"]
        assert states == ["busy", "idle"] and published[0]["type"] == published[-1]["type"] == "status", states
        assert reply["type"] == kind.replace("_request", "_reply")
        return reply, published[1:-1]

    def execute(self, code, **options):
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        return self.ask("execute_request", content | options)

    def ready(self, timeout=20):
        deadline = time.monotonic() + timeout
        while self.receive("iopub", timeout)["type"] != "iopub_welcome":
            pass
        while True:
            header = self.send("kernel_info_request")
            try:
                return self.reply(header, timeout=1)
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise
