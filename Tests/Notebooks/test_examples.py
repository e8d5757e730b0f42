"""Every example of README.md and of help(), run as a reader would: pasted into a notebook beside the tutorial's pictures."""

import re
import shutil
import tempfile
import unittest
from pathlib import Path

import nbformat
from jupyter_client.manager import KernelManager

from package import ROOT

FENCE = re.compile(r"^ *```swift\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        shutil.copytree(ROOT / "notebooks/concepts", Path(cls.folder.name) / "concepts")
        cls.manager = KernelManager(kernel_name="easel")
        cls.manager.start_kernel(cwd=cls.folder.name)
        cls.client = cls.manager.client()
        cls.client.start_channels()
        cls.client.wait_for_ready(timeout=20)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel(now=True)
        cls.folder.cleanup()

    def run_cell(self, code):
        """What a cell displays, by MIME type; its error fails the test."""
        shown = []

        def hear(message):
            if message["msg_type"] in ("display_data", "execute_result"):
                shown.append(message["content"]["data"])

        reply = self.client.execute_interactive(code, output_hook=hear, timeout=300)["content"]
        if reply["status"] != "ok":
            self.fail(f"{reply['ename']}: {reply['evalue']}\n{code}")
        return shown

    def test_readme(self):
        cells = FENCE.findall((ROOT / "README.md").read_text())
        self.assertGreaterEqual(len(cells), 1)
        for cell in cells:
            with self.subTest(cell.splitlines()[0]):
                self.run_cell(cell)

    def test_readme_shows_the_true_error(self):
        shown = re.search(r"^ArgumentError: .*?\^+$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL).group(0)
        message, line = shown.splitlines()[:2]
        cell = "\n" + line.split("│ ", 1)[1]
        reply = self.client.execute_interactive(cell, output_hook=lambda message: None, timeout=60)["content"]
        traceback = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(reply["traceback"]))
        self.assertEqual(f"{reply['ename']}: {reply['evalue']}", message)
        for expected in shown.splitlines():
            self.assertIn(expected.rstrip(), traceback)

    def test_help(self):
        page = self.run_cell("help()")[0]["text/markdown"]
        welcome = FENCE.findall(page)
        self.assertEqual(len(welcome), 1)
        self.run_cell(welcome[0])
        verbs = re.findall(r"^- `(\w+)`", page[page.index("### Verbs"):], re.MULTILINE)
        self.assertIn("sample", verbs)
        for verb in verbs:
            with self.subTest(verb):
                # The first fence of a function's page is its signature.
                examples = FENCE.findall(self.run_cell(f'help("{verb}")')[0]["text/markdown"])[1:]
                self.assertTrue(examples, f"the page of {verb} has no example")
                for example in examples:
                    self.run_cell(example)


if __name__ == "__main__":
    unittest.main()
