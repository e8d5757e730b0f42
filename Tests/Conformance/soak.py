"""A long life in short: cells, interrupts at random moments, restarts, floods, clients that vanish. Nothing may leak, hang or get lost.

    .venv/bin/python Tests/Conformance/soak.py                    10,000 cells, 1,000 interrupts, 100 restarts, a million lines, 200 clients
    .venv/bin/python Tests/Conformance/soak.py --share 0.01       a hundredth of it, as the tests run it
    .venv/bin/python Tests/Conformance/soak.py --only lines       a part of it
"""

import argparse
import random
import sys
import time
import uuid

from jupyter_client.manager import KernelManager

import cells

SIMPLE = ["1 + 1;", "let a = [1, 2, 3].map { $0 * 2 }", 'print("a", 1)', 'show("text")', "undefined", "var n = 0\nfor i in 0..<50 { n += i }\nn"]
LONG = ["while true {}", "sleep(20)", "while true { print(1) }", 'sample("a cat", count: 100, steps: 50);']
PARTS = ["cells", "interrupts", "lines", "clients", "restarts"]
# Memory after as before, as far as an allocator gives it back.
GROWTH = 0.05
#: As much at once as LONG draws, but soon done.
WHOLE = 'sample("a cat", count: 100, steps: 2);'


class Soak:
    def __init__(self, share, seed):
        self.random = random.Random(seed)
        self.share = share
        self.has_model = False
        self.manager = KernelManager(kernel_name=cells.KERNEL)
        self.manager.start_kernel()
        self.client = self.connect()

    def connect(self):
        client = self.manager.client()
        client.session.session = uuid.uuid4().hex
        client.start_channels()
        client.wait_for_ready(timeout=30)
        return client

    def times(self, count):
        return range(max(8, round(count * self.share)))

    def finish(self, request):
        """The reply's content, once the kernel is idle again."""
        while True:
            reply = self.client.get_shell_msg(timeout=30)
            if reply["parent_header"].get("msg_id") == request:
                break
        self.drain(request)
        return reply["content"]

    def drain(self, request):
        text = 0
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                text += len(message["content"]["text"])
            if message["content"].get("execution_state") == "idle":
                return text

    def run(self, code):
        return self.finish(self.client.execute(code))

    def memory(self):
        """In megabytes, once freed memory has gone back to the system in a lull."""
        time.sleep(2.5)
        with open(f"/proc/{self.manager.provisioner.pid}/status") as status:
            fields = dict(line.split(":", 1) for line in status)
        return int(fields["VmRSS"].split()[0]) / 1024

    def check_sane(self):
        content = self.run("let precious = 42\nprecious")
        assert content["status"] == "ok", content

    def cells(self):
        for _ in self.times(10_000):
            content = self.run(self.random.choice(SIMPLE))
            assert content["status"] in ("ok", "error"), content

    def interrupts(self):
        if not self.has_model:
            assert self.run('let model = load("easel-tiny");')["status"] == "ok"
            # Work that is done whole takes at once what interrupted work takes in the end.
            assert self.run(WHOLE)["status"] == "ok"
            self.has_model = True
        # Each kind in its turn, so that the first round has seen them all.
        for turn in self.times(1000):
            request = self.client.execute(LONG[turn % len(LONG)])
            time.sleep(self.random.choice([0, 0.001, 0.01, 0.05]) * self.random.random())
            for _ in range(self.random.choice([1, 1, 2])):
                self.manager.interrupt_kernel()
            try:
                reply = self.client.get_shell_msg(timeout=0.7)
            except Exception:
                # The interrupt came before the cell, and was for nobody.
                self.manager.interrupt_kernel()
                reply = self.client.get_shell_msg(timeout=30)
            assert reply["parent_header"]["msg_id"] == request and reply["content"]["ename"] == "Interrupted", reply["content"]
            self.drain(request)
        self.check_sane()

    def lines(self):
        count = max(1000, round(1_000_000 * self.share))
        request = self.client.execute(f"for n in 0..<{count} {{ print(n) }}")
        expected = sum(len(f"{n}\n") for n in range(count))
        assert self.drain(request) == expected, "lines were lost"
        self.client.get_shell_msg(timeout=30)

    def clients(self):
        for _ in self.times(200):
            stranger = self.manager.client()
            stranger.session.session = uuid.uuid4().hex
            # jupyter_client's heartbeat, stopped as soon as it was started, opens connections by the thousand: the client itself has descriptors for a few.
            stranger.start_channels(hb=self.random.random() < 0.1)
            if self.random.random() < 0.5:
                stranger.execute("print(1)\n" * self.random.randrange(100))
            time.sleep(self.random.choice([0, 0, 0.05]))
            stranger.stop_channels()
            stranger.context.destroy(0)
        self.check_sane()

    def restarts(self):
        for _ in self.times(100):
            if self.random.random() < 0.5:
                self.client.execute(self.random.choice(LONG[:3]))
            self.manager.restart_kernel()
            self.client.stop_channels()
            self.client = self.connect()
        self.check_sane()

    def measured(self, name, work):
        """Does something once to warm up and once more, which must not need more memory."""
        start = time.monotonic()
        work()
        before = self.memory()
        work()
        after = self.memory()
        print(f"{name:12} {before:7.1f} MB before, {after:7.1f} MB after, {time.monotonic() - start:6.1f} s", flush=True)
        assert after <= before * (1 + GROWTH) + 0.5, f"{name} grew from {before:.1f} to {after:.1f} MB"

    def parts(self, names):
        for name in names:
            if name != "restarts":
                self.measured(name, getattr(self, name))
        if "restarts" not in names:
            return
        start = time.monotonic()
        self.restarts()
        print(f"restarts     {time.monotonic() - start:6.1f} s", flush=True)

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, default=1, help="of everything")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="some parts of it")
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args(arguments)
    soak = Soak(options.share, options.seed)
    try:
        soak.parts(options.only)
    finally:
        soak.end()


if __name__ == "__main__":
    sys.exit(main())
