"""jupyter console in a real terminal, through tmux: what a person types and reads there."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import uuid
from pathlib import Path

CONSOLE = Path(sys.executable).parent / "jupyter-console"


@unittest.skipUnless(shutil.which("tmux") and CONSOLE.exists(), "needs tmux and jupyter_console")
class Console(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.socket = f"easel-{uuid.uuid4().hex[:8]}"
        environment = os.environ | {"JUPYTER_PREFER_ENV_PATH": "1", "TERM": "xterm-256color"}
        self.tmux("new-session", "-d", "-x", "110", "-y", "45", "-c", folder.name, f"{CONSOLE} --kernel easel", env=environment)
        self.addCleanup(self.tmux, "kill-server")
        self.wait_for("In [1]:")

    def tmux(self, *arguments, **options):
        return subprocess.run(["tmux", "-L", self.socket, *arguments], capture_output=True, text=True, timeout=20, **options).stdout

    def type(self, *keys):
        self.tmux("send-keys", *keys)

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def wait_for(self, text, seconds=20):
        start = time.monotonic()
        while text not in self.screen():
            if time.monotonic() - start > seconds:
                self.fail(f"'{text}' did not appear in {seconds} s:\n{self.screen()}")
            time.sleep(0.1)

    def enter(self, line):
        self.type("-l", line)
        self.type("Enter")

    def test_a_session(self):
        self.enter("6 * 7")
        self.wait_for("Out[1]: 42")
        # An unfinished cell goes on in the next line, and is run as one.
        self.enter("for number in 1...2 {")
        self.wait_for("...:")
        self.type("-l", "print(number * 100)")
        self.type("Enter")
        self.type("-l", "}")
        self.type("Escape", "Enter")
        self.wait_for("200")
        self.enter('load("easel-tiny");')
        self.wait_for("parameters")
        self.enter("sampel(1)")
        self.wait_for("did you mean 'sample'?")
        self.wait_for("^^^^^^")
        self.type("-l", "addTo")
        self.type("Tab")
        self.wait_for("addToken")

    def test_completion_shows_a_menu(self):
        self.type("-l", 'load("easel-tiny"); sample("a cat", sampler: .dpm')
        time.sleep(0.5)
        self.type("Tab")
        self.wait_for("dpmpp2mKarras")

    def test_input_and_interrupt(self):
        self.enter('let name = readLine("Who? ")')
        self.wait_for("Who?")
        self.enter("Ann")
        self.enter("print(name!)")
        self.wait_for("\nAnn")
        self.enter("while true {}")
        time.sleep(1)
        self.type("C-c")
        self.wait_for("Interrupted")
        self.enter('"still " + name!')
        self.wait_for('"still Ann"')


if __name__ == "__main__":
    unittest.main()
