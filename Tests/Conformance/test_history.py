"""What was typed is found again: in this kernel, in the next, and beside other kernels."""

import os
import sqlite3
import stat
import unittest
import uuid
from unittest import mock

import cells
from kernel_case import KernelCase

FOLDER = cells.HISTORY_FOLDER


class History(KernelCase):
    def setUp(self):
        self.path = os.path.join(FOLDER, f"{uuid.uuid4().hex}.sqlite")
        self.patch(self.path)
        super().setUp()

    def patch(self, path):
        change = mock.patch.dict(os.environ, {"EASEL_HISTORY": path})
        change.start()
        self.addCleanup(change.stop)

    def history(self, **query):
        content = self.reply(self.client.history(**query))["content"]
        self.assertEqual(content["status"], "ok")
        return content["history"]

    def restart(self):
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=20)

    def test_kept_across_restarts(self):
        self.run_cell("let a = 20 + 1")
        self.run_cell("a + 1")
        self.run_cell("a + 2", store_history=False)
        self.run_cell("a + 3", silent=True)
        (first, *_), _ = self.history(hist_access_type="tail", n=10)
        self.restart()
        self.run_cell("1 + 1")
        kept = [[first, 1, "let a = 20 + 1"], [first, 2, "a + 1"], [first + 1, 1, "1 + 1"]]
        self.assertEqual(self.history(hist_access_type="tail", n=10), kept)
        self.assertEqual(self.history(hist_access_type="tail", n=2), kept[1:])
        self.assertEqual(self.history(hist_access_type="range", session=-1, start=1), kept[:2])
        self.assertEqual(self.history(hist_access_type="range", session=first, start=2, stop=3, output=True), [[first, 2, ["a + 1", "22"]]])
        self.assertEqual(self.history(hist_access_type="search", pattern="*+ 1", n=2), kept[1:])
        self.assertEqual(self.history(hist_access_type="search", pattern="? + ?", unique=True), kept[1:])
        with sqlite3.connect(self.path) as database:
            self.assertEqual(database.execute("SELECT count(*) FROM history").fetchone(), (3,))
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)

    def test_without_a_place_to_keep_it(self):
        for path in ("/proc/no/history.sqlite", FOLDER, "off"):
            self.patch(path)
            self.restart()
            self.assertEqual(self.run_cell("1 + 1")[0]["status"], "ok")
            self.assertEqual(self.history(hist_access_type="tail", n=10), [[1, 1, "1 + 1"]])

    def test_a_locked_file_delays_no_cell(self):
        lock = sqlite3.connect(self.path)
        self.addCleanup(lock.close)
        self.run_cell("1")
        lock.execute("BEGIN EXCLUSIVE")
        for _ in range(20):
            self.assertEqual(self.run_cell("2")[0]["status"], "ok")
        self.assertEqual(len(self.history(hist_access_type="tail", n=30)), 21)


if __name__ == "__main__":
    unittest.main()
