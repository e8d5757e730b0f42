"""A kernel that is killed in the middle of a training loses at most the steps since the last checkpoint, and the person is told how to go on."""

import re
import tempfile
import unittest

from kernel_case import KernelCase, text
from test_subshells import PREPARE


class Resume(KernelCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        super().setUp()
        self.prepare()

    def prepare(self):
        self.assertEqual(self.run_cell(PREPARE)[0]["status"], "ok")

    def start_options(self):
        return {"cwd": self.folder}

    def test_a_killed_kernel(self):
        training = self.client.execute("train(cat, on: photos, steps: 100000, validateEvery: 0, checkpointEvery: 10)")
        done = 0
        while done < 35:
            message = self.client.get_iopub_msg(timeout=30)
            found = re.search(r"(\d+)/100000 steps", message["content"].get("data", {}).get("text/plain", ""))
            done = int(found.group(1)) if found else done
        self.manager.restart_kernel(now=True)
        self.client = self.connect()
        self.client.wait_for_ready(timeout=20)
        self.prepare()
        content, messages = self.run_cell("train(cat, on: photos, steps: 2, validateEvery: 0)")
        self.assertEqual(content["status"], "ok", content)
        notes = [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "display_data"]
        offer = next(n for n in notes if "resume:" in n)
        step, folder = re.search(r"ended at step (\d+) of 100000", offer).group(1), re.search(r'resume: "(.*)"', offer).group(1)
        self.assertGreater(int(step), done - 11)
        content, messages = self.run_cell(
            f'let run = train(cat, on: photos, steps: {int(step) + 3}, validateEvery: 0, resume: "{folder}")\nprint(run.steps)')
        self.assertEqual(content["status"], "ok", content)
        self.assertEqual(text(messages), f"{int(step) + 3}\n")


if __name__ == "__main__":
    unittest.main()
