"""A running kernel for each test case."""

import os
import signal
import time
import unittest
import uuid
from queue import Empty

from jupyter_client.manager import KernelManager

import cells


# No case takes a tenth of this: one that does hangs, and says where.
LIMIT = int(os.environ.get("EASEL_TEST_LIMIT", 300))


def give_up(signum, frame):
    raise TimeoutError(f"took more than {LIMIT} s")


class KernelCase(unittest.TestCase):
    def setUp(self):
        signal.signal(signal.SIGALRM, give_up)
        signal.alarm(LIMIT)
        self.addCleanup(signal.alarm, 0)
        self.manager = KernelManager(kernel_name=cells.KERNEL)
        self.manager.start_kernel(**self.start_options())
        self.client = self.connect()
        self.client.wait_for_ready(timeout=20)

    def start_options(self):
        return {}

    def connect(self):
        client = self.manager.client()
        # The manager's own requests would otherwise carry the same identifiers as the client's.
        client.session.session = uuid.uuid4().hex
        client.start_channels()
        self.addCleanup(client.stop_channels)
        return client

    def tearDown(self):
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)

    def reply(self, request, timeout=10):
        """The reply to a request on the shell channel."""
        while True:
            message = self.client.get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                return message

    def published(self, request, timeout=10):
        """What is published on behalf of a request, up to its idle."""
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != request:
                continue
            messages.append(message)
            if message["content"].get("execution_state") == "idle":
                return messages

    def run_cell(self, code, **options):
        """Runs a cell; its reply's content and what was published."""
        request = self.client.execute(code, **options)
        return self.reply(request)["content"], self.published(request)

    def wait_for_input(self, request):
        """Waits until a cell has started."""
        while True:
            message = self.client.get_iopub_msg(timeout=10)
            if message["parent_header"].get("msg_id") == request and message["msg_type"] == "execute_input":
                return

    def assert_silence(self, receive, seconds=0.3):
        with self.assertRaises(Empty):
            receive(timeout=seconds)

    def wait_for_end(self, is_alive, seconds):
        """How long it takes until `is_alive()` is false."""
        start = time.monotonic()
        while is_alive():
            if time.monotonic() - start > seconds:
                self.fail(f"still alive after {seconds} s")
            time.sleep(0.002)
        return time.monotonic() - start


def text(messages, stream="stdout"):
    return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream" and m["content"]["name"] == stream)


def types(messages):
    return [m["msg_type"] for m in messages]
