"""What Jupyter's own suite leaves out."""

import os
import signal
import subprocess
import sys
import time
import unittest

import zmq
from jupyter_client.session import Session

import cells
from kernel_case import KernelCase, text, types


class Execution(KernelCase):
    def test_failure_aborts_what_waits(self):
        first = self.client.execute(cells.SLEEP.format(seconds=0.3) + "\n" + cells.ERROR)
        waiting = [self.client.execute('print("never")') for _ in range(3)]
        self.assertEqual(self.reply(first)["content"]["status"], "error")
        for request in waiting:
            self.assertEqual(self.reply(request)["content"]["status"], "aborted")
        self.assertEqual(self.run_cell(cells.HELLO)[0]["status"], "ok")

    def test_failure_without_stop(self):
        first = self.client.execute(cells.SLEEP.format(seconds=0.2) + "\n" + cells.ERROR, stop_on_error=False)
        second = self.client.execute(cells.HELLO)
        self.assertEqual(self.reply(first)["content"]["status"], "error")
        self.assertEqual(self.reply(second)["content"]["status"], "ok")

    def test_silent(self):
        before = self.run_cell(cells.HELLO)[0]["execution_count"]
        content, messages = self.run_cell(cells.HELLO + "\n" + cells.RESULT, silent=True)
        self.assertEqual(content["status"], "ok")
        self.assertEqual(types(messages), ["status", "status"])
        self.assertEqual(self.run_cell(cells.HELLO)[0]["execution_count"], before + 1)

    def test_order_of_messages(self):
        _, messages = self.run_cell('print("a")\nshow("b")\nfputs("c", stderr)\n1 + 1')
        self.assertEqual(
            types(messages), ["status", "execute_input", "stream", "display_data", "stream", "execute_result", "status"])

    def test_error_has_all_its_parts(self):
        content, messages = self.run_cell(cells.ERROR)
        error = [m["content"] for m in messages if m["msg_type"] == "error"]
        self.assertEqual(len(error), 1)
        for part in ("ename", "evalue", "traceback"):
            self.assertTrue(content[part])
            self.assertEqual(content[part], error[0][part])

    def test_flood_is_whole(self):
        count = 20_000
        _, messages = self.run_cell(cells.FLOOD.format(count=count))
        self.assertEqual(text(messages), "".join(f"{n}\n" for n in range(count)))
        self.assertLess(types(messages).count("stream"), 60)

    def test_small_latency(self):
        times = []
        for _ in range(30):
            start = time.monotonic()
            self.run_cell("1;")
            times.append(time.monotonic() - start)
        self.assertLess(sorted(times)[15], 0.02)


class Interruption(KernelCase):
    def check(self, interrupt):
        self.run_cell("let precious = 42")
        request = self.client.execute(cells.ENDLESS)
        waiting = self.client.execute(cells.HELLO)
        self.wait_for_input(request)
        time.sleep(0.1)
        start = time.monotonic()
        interrupt()
        content = self.reply(request)["content"]
        self.assertLess(time.monotonic() - start, 0.25)
        self.assertEqual(content["status"], "error")
        self.assertIn("Interrupt", content["ename"])
        self.assertEqual(self.reply(waiting)["content"]["status"], "aborted")
        _, messages = self.run_cell("print(precious)")
        self.assertEqual(text(messages), "42\n")

    def test_by_message(self):
        self.check(self.manager.interrupt_kernel)

    def test_by_signal(self):
        self.check(lambda: self.manager.signal_kernel(signal.SIGINT))

    def test_idle_kernels_take_no_harm(self):
        for _ in range(3):
            self.manager.signal_kernel(signal.SIGINT)
            self.manager.interrupt_kernel()
        time.sleep(0.1)
        _, messages = self.run_cell(cells.HELLO)
        self.assertEqual(text(messages), "hello, world\n")

    def test_of_a_question(self):
        request = self.client.execute(cells.READ, allow_stdin=True)
        self.client.get_stdin_msg(timeout=10)
        self.manager.interrupt_kernel()
        self.assertEqual(self.reply(request)["content"]["status"], "error")


class Questions(KernelCase):
    def test_answer(self):
        request = self.client.execute(cells.READ, allow_stdin=True)
        question = self.client.get_stdin_msg(timeout=10)
        self.assertEqual(question["content"], {"prompt": "name? ", "password": False})
        self.client.input("Ada")
        self.assertEqual(text(self.published(request)), "got Ada\n")

    def test_refused_at_once(self):
        start = time.monotonic()
        content, _ = self.run_cell(cells.READ, allow_stdin=False)
        self.assertEqual(content["status"], "error")
        self.assertLess(time.monotonic() - start, 2)


class Company(KernelCase):
    def test_second_subscriber_is_welcomed(self):
        socket = zmq.Context.instance().socket(zmq.SUB)
        self.addCleanup(socket.close, 0)
        socket.subscribe(b"")
        socket.connect(f"tcp://{self.manager.ip}:{self.manager.iopub_port}")
        self.assertTrue(socket.poll(5000))
        frames = socket.recv_multipart()
        _, frames = self.manager.session.feed_identities(frames)
        message = self.manager.session.deserialize(frames)
        self.assertEqual(message["msg_type"], "iopub_welcome")
        self.assertEqual(message["content"], {"subscription": ""})
        self.assertEqual(message["parent_header"], {})

    def test_assistance_while_a_cell_runs(self):
        request = self.client.execute(cells.SLEEP.format(seconds=2))
        self.wait_for_input(request)
        start = time.monotonic()
        self.assertEqual(self.reply(self.client.complete("prin"))["content"]["status"], "ok")
        self.assertEqual(self.reply(self.client.inspect("print"))["content"]["status"], "ok")
        self.reply(self.client.history())
        self.assertLess(time.monotonic() - start, 0.5)
        states = []
        while True:
            message = self.client.get_iopub_msg(timeout=5)
            if message["msg_type"] == "status":
                states.append((message["parent_header"]["msg_id"] == request, message["content"]["execution_state"]))
            if states and states[-1] == (True, "idle"):
                break
        self.assertEqual(states[:9], [(False, "busy"), (False, "idle"), (True, "busy")] * 3)

    def test_heartbeat_while_a_cell_runs(self):
        request = self.client.execute(cells.ENDLESS)
        self.wait_for_input(request)
        socket = zmq.Context.instance().socket(zmq.REQ)
        self.addCleanup(socket.close, 0)
        socket.connect(f"tcp://{self.manager.ip}:{self.manager.hb_port}")
        for beat in (b"ping", b"", os.urandom(1000)):
            socket.send(beat)
            self.assertTrue(socket.poll(500))
            self.assertEqual(socket.recv(), beat)
        self.manager.interrupt_kernel()
        self.reply(request)

    def test_strangers_are_ignored(self):
        socket = zmq.Context.instance().socket(zmq.DEALER)
        self.addCleanup(socket.close, 0)
        socket.connect(f"tcp://{self.manager.ip}:{self.manager.shell_port}")
        stranger = Session(key=b"another key")
        stranger.send(socket, "execute_request", {"code": cells.HELLO})
        for frames in ([b""], [b"<IDS|MSG>"], [b"<IDS|MSG>", b"", b"{", b"", b"", b""], [os.urandom(100)] * 7):
            socket.send_multipart(frames)
        self.assertFalse(socket.poll(300))
        self.assertEqual(self.run_cell(cells.HELLO)[0]["execution_count"], 1)

    def test_unknown_comms_are_closed(self):
        message = self.client.session.msg("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
        self.client.shell_channel.send(message)
        messages = self.published(message["header"]["msg_id"])
        self.assertEqual(types(messages), ["status", "comm_close", "status"])
        self.assertEqual(messages[1]["content"], {"comm_id": "c1", "data": {}})

    def test_control_has_its_status(self):
        message = self.client.session.msg("kernel_info_request")
        self.client.control_channel.send(message)
        self.assertEqual(self.client.get_control_msg(timeout=5)["content"]["status"], "ok")
        self.assertEqual([m["content"].get("execution_state") for m in self.published(message["header"]["msg_id"])], ["busy", "idle"])


class Ends(KernelCase):
    def process(self):
        return self.manager.provisioner.process

    def check_shutdown(self, code):
        """The fastest of three counts: the machine may have other things to do."""
        times = []
        while not times or (min(times) > 0.1 and len(times) < 3):
            if times:
                self.manager.restart_kernel(now=True)
                self.client.wait_for_ready(timeout=20)
            times.append(self.shutdown_time(code))
        self.assertLess(min(times), 0.1)

    def shutdown_time(self, code):
        self.client.execute(code)
        time.sleep(0.2)
        self.client.shutdown()
        self.assertEqual(self.client.get_control_msg(timeout=5)["content"], {"status": "ok", "restart": False})
        taken = self.wait_for_end(lambda: self.process().poll() is None, 2)
        self.assertEqual(self.process().returncode, 0)
        return taken

    def test_shutdown_is_prompt(self):
        self.check_shutdown(cells.HELLO)

    def test_shutdown_is_prompt_while_a_cell_runs(self):
        self.check_shutdown(cells.ENDLESS)

    def test_restart_takes_the_same_ports(self):
        self.run_cell("let gone = 1")
        port = self.manager.shell_port
        self.manager.restart_kernel()
        self.client.wait_for_ready(timeout=20)
        self.assertEqual(self.manager.shell_port, port)
        content, _ = self.run_cell("gone")
        self.assertEqual(content["status"], "error")
        self.assertEqual(content["execution_count"], 1)

    def test_sigterm(self):
        self.client.execute(cells.ENDLESS)
        time.sleep(0.2)
        self.manager.signal_kernel(signal.SIGTERM)
        self.assertLess(self.wait_for_end(lambda: self.process().poll() is None, 2), 0.5)
        self.assertEqual(self.process().returncode, 0)

    def test_orphans_leave(self):
        program = (
            "from jupyter_client.manager import KernelManager\n"
            f"m = KernelManager(kernel_name={cells.KERNEL!r}); m.start_kernel()\n"
            "c = m.client(); c.start_channels(); c.wait_for_ready(timeout=20)\n"
            f"c.execute({cells.ENDLESS!r}); import os, time; time.sleep(0.2)\n"
            "print(m.provisioner.pid, flush=True); os._exit(0)\n"
        )
        launcher = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        pid = int(launcher.communicate(timeout=60)[0])

        def alive():
            try:
                with open(f"/proc/{pid}/stat") as status:
                    return status.read().rsplit(")", 1)[1].split()[0] != "Z"
            except FileNotFoundError:
                return False

        self.assertLess(self.wait_for_end(alive, 5), 0.5)


if __name__ == "__main__":
    unittest.main()
