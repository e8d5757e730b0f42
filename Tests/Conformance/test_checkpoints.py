"""A kernel that leaves while it writes a checkpoint: it leaves at once, the checkpoint is abandoned as an unfinished one, and the one before it stands."""

import shutil
import signal
import tempfile
import time
import unittest
from pathlib import Path

from kernel_case import KernelCase, text
from test_subshells import PREPARE

LIMIT, PATIENCE = 0.05, 0.2
# All weights and their moments, 70 MB: to write them takes longer than a step.
TRAIN = "train(model, on: photos, steps: 100000, batchSize: 1, validateEvery: 0, checkpointEvery: 1)"


class WhileACheckpointIsWritten(KernelCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.runs = Path(folder.name) / "runs"
        super().setUp()
        self.assertEqual(self.run_cell(PREPARE)[0]["status"], "ok")

    def start_options(self):
        return {"cwd": self.runs.parent}

    def unfinished(self):
        return list(self.runs.glob("*/checkpoint-*.unfinished"))

    def finished(self):
        return [folder for folder in self.runs.glob("*/checkpoint-*") if folder.suffix != ".unfinished"]

    def wait_for_writing(self):
        """Until a checkpoint stands and the next has begun."""
        self.wait_for_input(self.client.execute(TRAIN))
        start = time.monotonic()
        while not (self.finished() and self.unfinished()):
            self.assertLess(time.monotonic() - start, 60, "no checkpoint was seen being written")
            time.sleep(0.0005)

    def check(self, leave):
        """Leaves in the middle, at most some times: a kernel may just have ended its checkpoint."""
        for _ in range(10):
            self.wait_for_writing()
            process = self.manager.provisioner.process
            start = time.monotonic()
            leave()
            self.wait_for_end(lambda: process.poll() is None, 10)
            elapsed = time.monotonic() - start
            newest, was_abandoned = max(int(path.name.split("-")[1]) for path in self.finished()), bool(self.unfinished())
            self.manager.restart_kernel(now=True)
            self.client = self.connect()
            self.client.wait_for_ready(timeout=20)
            self.assertEqual(self.run_cell(PREPARE)[0]["status"], "ok")
            if was_abandoned:
                break
            shutil.rmtree(self.runs)
        self.assertTrue(was_abandoned, "no kernel left in the middle of a checkpoint")
        self.assertLess(elapsed, LIMIT + PATIENCE)
        content, messages = self.run_cell(
            f'let run = train(model, on: photos, steps: {newest + 1}, batchSize: 1, validateEvery: 0, resume: "{self.finished()[0].parent}")\nprint(run.steps)')
        self.assertEqual(content["status"], "ok", content)
        self.assertEqual(text(messages), f"{newest + 1}\n")

    def test_sigterm(self):
        self.check(lambda: self.manager.signal_kernel(signal.SIGTERM))

    def test_shutdown(self):
        self.check(lambda: self.client.shutdown())

    def test_kill(self):
        self.check(lambda: self.manager.signal_kernel(signal.SIGKILL))


if __name__ == "__main__":
    unittest.main()
