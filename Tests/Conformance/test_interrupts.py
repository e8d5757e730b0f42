"""Interrupts, wherever the kernel may be: within 50 ms or one block of the network, and the session goes on."""

import contextlib
import os
import pathlib
import socket
import tempfile
import threading
import time
import unittest
from unittest import mock

import cells
import large_model
from kernel_case import KernelCase, text

PHOTOS = pathlib.Path(__file__).resolve().parents[2] / "notebooks/concepts/moss-cat/single"
PREPARE = f"""
let precious = 42
let model = load("easel-tiny");
let cat = addToken("<my-cat>", initializer: "cat")
let photos = images("{PHOTOS}")
let big = Array(0..<3000000)
"""
# Where a cell may be, and how long it takes from the interrupt to the reply on a quiet machine at most, in seconds. A test machine has other things to do.
QUICK, BLOCK = 0.05, 0.1
PATIENCE = 0.2
PLACES = {
    "a loop": ("while true {}", QUICK),
    "nested calls": ("func f(_ n: Int) -> Int { n < 2 ? n : f(n - 1) + f(n - 2) }\nf(60)", QUICK),
    "a closure": ("big.map { -$0 }.map { -$0 }.map { -$0 }.map { -$0 }.map { -$0 }.map { -$0 }", QUICK),
    "a long list": ("while true { big.enumerated().count }", QUICK),
    "pairs": ("while true { zip(big, big).count }", QUICK),
    "an order": ("while true { big.sorted().count }", QUICK),
    "an order by chance": ("while true { big.shuffled().count }", QUICK),
    "pieces": ("while true { big.split(separator: 7).count }", QUICK),
    "a sum of lists": ("while true { (big + big).count }", QUICK),
    "a list that grows": ("while true { var more = big; more += big; more.insert(contentsOf: big, at: 5) }", QUICK),
    "joined lists": ("while true { [big, big].joined().count }", QUICK),
    "characters": ('let long = String(repeating: "abc ", count: 3000000)\nwhile true { Array(long).count }', QUICK),
    "sleep": ("sleep(60)", QUICK),
    "streaming": ("while true { print(1) }", QUICK),
    "two streams": ('while true { print(1); fputs("2", stderr) }', QUICK),
    "displays": ('while true { show("a") }', QUICK),
    "training": ("let run = train(cat, on: photos, steps: 100000)", BLOCK),
    "sampling": ('sample("a cat", count: 500, steps: 50);', BLOCK),
    "large pictures": ('sample("a cat", width: 512, height: 512, steps: 50);', BLOCK),
    "a sweep": ('sweep("a cat", steps: [60, 70, 80, 90, 100], guidanceScale: [1, 2, 3, 4, 5, 6])', BLOCK),
}


class Hub:
    """A server that makes people wait: it says nothing, or one byte now and then."""

    def __init__(self, trickles):
        self.trickles = trickles
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self.serve, args=[connection], daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError), connection:
            connection.recv(65536)
            if self.trickles:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n")
            while True:
                time.sleep(0.02)
                if self.trickles:
                    connection.sendall(b" ")


class Interrupts(KernelCase):
    def interrupt(self, code, wait=0.4):
        """Runs a cell, interrupts it, and gives the time until the reply."""
        request = self.client.execute(code)
        self.wait_for_input(request)
        time.sleep(wait)
        start = time.monotonic()
        self.manager.interrupt_kernel()
        content = self.reply(request)["content"]
        elapsed = time.monotonic() - start
        self.assertEqual((content["status"], content["ename"]), ("error", "Interrupted"), content)
        self.published(request)
        return elapsed

    def test_everywhere(self):
        self.assertEqual(self.run_cell(PREPARE)[0]["status"], "ok")
        for place, (code, limit) in PLACES.items():
            with self.subTest(place):
                times = [self.interrupt(code, wait) for wait in (0.3, 0.05)]
                self.assertLess(min(times), limit + PATIENCE, times)
                self.assertEqual(text(self.run_cell("print(precious, model.name)")[1]), "42 easel-tiny\n")
        self.assertEqual(text(self.run_cell("print(run.interrupted)")[1]), "true\n")

    def test_at_once(self):
        """The interrupt comes before the cell has begun, while it runs, or after it has ended: then it may meet the next one, and no more."""
        self.run_cell("let precious = 42")
        for _ in range(50):
            request = self.client.execute("for n in 0..<2000 {}")
            self.manager.interrupt_kernel()
            self.reply(request)
            if self.run_cell("print(precious)")[0]["status"] == "error":
                self.run_cell("print(precious)")
            self.assertEqual(text(self.run_cell("print(precious)")[1]), "42\n")

    def test_twice_in_a_row(self):
        self.assertEqual(self.run_cell(PREPARE)[0]["status"], "ok")
        for code in ("while true {}", 'sample("a cat", count: 500, steps: 50);', "let run = train(cat, on: photos, steps: 100000)", "while true { print(1) }"):
            request = self.client.execute(code)
            self.wait_for_input(request)
            time.sleep(0.3)
            for _ in range(3):
                self.manager.interrupt_kernel()
            self.assertEqual(self.reply(request)["content"]["ename"], "Interrupted")
            self.assertEqual(text(self.run_cell("print(precious)")[1]), "42\n")

    def test_while_input_is_asked(self):
        for _ in range(3):
            request = self.client.execute(cells.READ, allow_stdin=True)
            self.client.get_stdin_msg(timeout=10)
            start = time.monotonic()
            self.manager.interrupt_kernel()
            self.assertEqual(self.reply(request)["content"]["ename"], "Interrupted")
            self.assertLess(time.monotonic() - start, QUICK + PATIENCE)
            # The answer that comes too late is nobody's.
            self.client.input("late")
        request = self.client.execute(cells.READ, allow_stdin=True)
        self.client.get_stdin_msg(timeout=10)
        self.client.input("Ada")
        self.assertEqual(text(self.published(request)), "got Ada\n")

    def test_while_loading(self):
        """Between two tensors; the model before stays, and the large one loads afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            load = f'load("{large_model.make(pathlib.Path(folder) / "large")}");'
            self.assertEqual(self.run_cell('let precious = 42\nload("easel-tiny");')[0]["status"], "ok")
            # Whole it takes 0.3 s on a quiet machine whose memory is at hand.
            times = [self.interrupt(load, wait) for wait in (0.02, 0.05, 0.1, 0.15)]
            self.assertLess(min(times), BLOCK + PATIENCE, times)
            self.assertEqual(text(self.run_cell('sample("a cat", steps: 2);\nprint(precious)')[1]), "42\n")
            self.assertEqual(self.reply(self.client.execute(load), timeout=60)["content"]["status"], "ok")

    def test_while_downloading(self):
        for trickles in (False, True):
            hub = Hub(trickles)
            self.addCleanup(hub.listener.close)
            with mock.patch.dict(os.environ, {"HF_ENDPOINT": hub.address, "HF_HUB_CACHE": cells.HISTORY_FOLDER, "no_proxy": "127.0.0.1"}):
                self.manager.restart_kernel()
                self.client.wait_for_ready(timeout=20)
            times = [self.interrupt('load("somebody/slow")') for _ in range(2)]
            self.assertLess(min(times), QUICK + PATIENCE, times)
            self.assertEqual(self.run_cell("1 + 1")[0]["status"], "ok")


if __name__ == "__main__":
    unittest.main()
