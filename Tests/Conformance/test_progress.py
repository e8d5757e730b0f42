"""What a person sees while a cell works: a line and a dashboard that change in place, and the same again after a reload of the tab."""

import subprocess
import sys
import time
from queue import Empty

from kernel_case import KernelCase, text
from test_subshells import PREPARE

TRAIN = "let run = train(cat, on: photos, steps: 100000, validateEvery: 200)"


def plain(message):
    return message["content"]["data"].get("text/plain", "")


def shown(messages):
    return [m for m in messages if m["msg_type"] == "display_data"]


class Progress(KernelCase):
    def setUp(self):
        super().setUp()
        self.assertEqual(self.run_cell(PREPARE)[0]["status"], "ok")

    def train(self):
        request = self.client.execute(TRAIN)
        self.wait_for(self.client, lambda m: "steps/s" in plain(m))
        return request

    def wait_for(self, client, matches, timeout=30):
        """The next display or update that matches."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            message = client.get_iopub_msg(timeout=timeout)
            if message["msg_type"].endswith("display_data") and matches(message):
                return message
        self.fail("nothing like that was shown")

    def introduce(self, client):
        """Waits until a client hears what is published."""
        for _ in range(50):
            client.kernel_info()
            client.get_shell_msg(timeout=5)
            try:
                return client.get_iopub_msg(timeout=0.2)
            except Empty:
                pass
        self.fail("nothing is heard")

    def stop(self, request):
        self.manager.interrupt_kernel()
        self.assertEqual(self.reply(request)["content"]["ename"], "Interrupted")

    def test_a_line_and_a_dashboard_change_in_place(self):
        request = self.client.execute(TRAIN.replace("100000", "400"))
        self.assertEqual(self.reply(request, timeout=120)["content"]["status"], "ok")
        messages = self.published(request)
        shows = [m for m in shown(messages) if m["content"]["transient"].get("display_id")]
        self.assertEqual(len(shows), 2)
        updates = [m for m in messages if m["msg_type"] == "update_display_data"]
        ids = {m["content"]["transient"]["display_id"] for m in shows}
        self.assertEqual({m["content"]["transient"]["display_id"] for m in updates}, ids)
        lines = [plain(m) for m in updates if "text/html" in m["content"]["data"]]
        self.assertTrue(any("steps/s" in line and " left" in line and "loss" in line for line in lines), lines[:5])
        self.assertTrue(all("\n" not in line for line in lines))
        self.assertIn("400/400 steps", lines[-1])
        dashboards = [m["content"]["data"] for m in updates if "image/svg+xml" in m["content"]["data"]]
        self.assertIn("image/png", dashboards[-1])
        self.assertIn("fixed noise", dashboards[-1]["text/plain"])

    def test_last_from_another_client_while_a_cell_runs(self):
        request = self.train()
        other = self.connect()
        self.introduce(other)
        start = time.monotonic()
        again = other.execute("last()")
        while True:
            reply = other.get_shell_msg(timeout=5)
            if reply["parent_header"].get("msg_id") == again:
                break
        self.assertLess(time.monotonic() - start, 0.5)
        self.assertEqual(reply["content"]["status"], "ok")
        mine, states = [], []
        while "idle" not in states:
            message = other.get_iopub_msg(timeout=5)
            if message["parent_header"].get("msg_id") == again:
                mine.append(message)
                if message["msg_type"] == "status":
                    states.append(message["content"]["execution_state"])
        self.assertEqual(states, ["busy", "idle"])
        ids = [m["content"]["transient"].get("display_id") for m in shown(mine)]
        self.assertEqual(len([i for i in ids if i]), 2)
        self.assertTrue(any("image/svg+xml" in m["content"]["data"] for m in shown(mine)))
        before = next(plain(m) for m in shown(mine) if "steps/s" in plain(m))
        after = self.wait_for(other, lambda m: m["content"]["transient"].get("display_id") in ids and "steps/s" in plain(m))
        self.assertEqual(after["msg_type"], "update_display_data")
        self.assertNotEqual(plain(after), before)
        self.stop(request)
        self.wait_for(other, lambda m: m["content"]["transient"].get("display_id") in ids and "stopped after" in plain(m))

    def test_another_program_connects_while_a_cell_runs(self):
        """Jupyter's own client reads, before it is ready, until nothing has been published for 0.2 s."""
        request = self.train()
        code = (
            "import sys; from jupyter_client import BlockingKernelClient as C\n"
            "c = C(connection_file=sys.argv[1]); c.load_connection_file(); c.start_channels(); c.wait_for_ready(timeout=10); print('ready')\n"
        )
        other = subprocess.run([sys.executable, "-c", code, self.manager.connection_file], capture_output=True, text=True, timeout=30)
        self.assertEqual(other.stdout, "ready\n", other.stderr)
        self.stop(request)

    def test_last_after_the_end(self):
        self.run_cell('print("hello")\n7')
        content, messages = self.run_cell("last()")
        self.assertEqual(content["status"], "ok")
        self.assertEqual(text(messages), "hello\n")
        self.assertEqual([plain(m) for m in shown(messages)], ["7"])
