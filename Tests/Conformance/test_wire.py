"""What other kernels' suites look for, in our own words and with a client of our own: the tiers of runtimed's kernel-testbed, and cases that bit others."""

import hashlib
import hmac
import json
import unittest

import zmq
from jupyter_client.manager import KernelManager

import cells
from wire import DELIMITER, Wire


class WireCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.manager = KernelManager(kernel_name=cells.KERNEL)
        cls.manager.start_kernel()
        with open(cls.manager.connection_file) as file:
            cls.connection = json.load(file)

    @classmethod
    def tearDownClass(cls):
        cls.manager.shutdown_kernel(now=True)

    def setUp(self):
        self.wire = Wire(self.connection)
        self.addCleanup(self.wire.close)
        self.wire.ready()

    def text(self, messages, stream="stdout"):
        return "".join(m["content"]["text"] for m in messages if m["type"] == "stream" and m["content"]["name"] == stream)


class Basics(WireCase):
    def test_heartbeat(self):
        socket = self.wire.context.socket(zmq.REQ)
        self.addCleanup(socket.close, 0)
        socket.connect(f"tcp://{self.connection['ip']}:{self.connection['hb_port']}")
        for beat in (b"ping", b"", bytes(range(256))):
            socket.send(beat)
            self.assertTrue(socket.poll(2000))
            self.assertEqual(socket.recv(), beat)

    def test_welcome(self):
        second = Wire(self.connection)
        self.addCleanup(second.close)
        message = second.receive("iopub")
        self.assertEqual((message["type"], message["content"], message["parent"]), ("iopub_welcome", {"subscription": ""}, {}))

    def test_kernel_info(self):
        for channel in ("shell", "control"):
            content = self.wire.ask("kernel_info_request", channel=channel)[0]["content"]
            self.assertEqual((content["status"], content["protocol_version"], content["implementation"]), ("ok", "5.5", "easel"))
            language = content["language_info"]
            self.assertEqual((language["name"], language["file_extension"], language["mimetype"]), ("swift", ".swift", "text/x-swift"))
            self.assertTrue(content["banner"] and language["version"] and content["implementation_version"])
            self.assertEqual(content["supported_features"], ["kernel subshells"])
            for link in content["help_links"]:
                self.assertTrue(link["text"] and link["url"].startswith("https://"))

    def test_both_streams(self):
        reply, published = self.wire.execute('print("out")\nfputs("err", stderr)')
        self.assertEqual(reply["content"]["status"], "ok")
        self.assertEqual((self.text(published), self.text(published, "stderr")), ("out\n", "err"))

    def test_input_is_announced(self):
        reply, published = self.wire.execute("1 + 1")
        self.assertEqual(published[0]["type"], "execute_input")
        self.assertEqual(published[0]["content"], {"code": "1 + 1", "execution_count": reply["content"]["execution_count"]})

    def test_results_and_displays(self):
        _, published = self.wire.execute("1 + 1")
        self.assertEqual((published[-1]["type"], published[-1]["content"]["data"]["text/plain"]), ("execute_result", "2"))
        _, published = self.wire.execute('show("a")\nchart([1.0, 2.0])')
        self.assertEqual([m["type"] for m in published[1:]], ["display_data", "execute_result"])
        self.assertLessEqual({"image/svg+xml", "text/plain"}, set(published[-1]["content"]["data"]))

    def test_displays_are_updated(self):
        _, published = self.wire.execute('let model = load("easel-tiny");\nsample("a cat", count: 30, steps: 30, seed: 1);')
        shown = {m["content"]["transient"].get("display_id") for m in published if m["type"] == "display_data"}
        updated = {m["content"]["transient"]["display_id"] for m in published if m["type"] == "update_display_data"}
        self.assertTrue(updated and updated <= shown)

    def test_clearing(self):
        for wait in ("true", "false"):
            _, published = self.wire.execute(f'print("a")\nclearOutput(wait: {wait})\nprint("b")')
            self.assertEqual([m["type"] for m in published[1:]], ["stream", "clear_output", "stream"])
            self.assertEqual(published[2]["content"], {"wait": wait == "true"})

    def test_errors(self):
        reply, published = self.wire.execute("undefined")
        errors = [m["content"] for m in published if m["type"] == "error"]
        self.assertEqual(len(errors), 1)
        for name in ("ename", "evalue", "traceback"):
            self.assertTrue(errors[0][name])
            self.assertEqual(errors[0][name], reply["content"][name])
        self.assertEqual(reply["content"]["status"], "error")

    def test_counting(self):
        first = self.wire.execute("1")[0]["content"]["execution_count"]
        self.assertEqual(self.wire.execute("2")[0]["content"]["execution_count"], first + 1)
        self.assertEqual(self.wire.execute("3", store_history=False)[0]["content"]["status"], "ok")
        self.assertEqual(self.wire.execute("4", silent=True)[1], [])
        self.assertEqual(self.wire.execute("undefined")[0]["content"]["execution_count"], first + 2)

    def test_user_expressions(self):
        answers = self.wire.execute("let u = 20", user_expressions={"good": "u + 1", "bad": "nobody"})[0]["content"]["user_expressions"]
        self.assertEqual((answers["good"]["status"], answers["good"]["data"]["text/plain"]), ("ok", "21"))
        self.assertEqual((answers["bad"]["status"], answers["bad"]["ename"]), ("error", "NameError"))


class Assistance(WireCase):
    def test_completion(self):
        content = self.wire.ask("complete_request", {"code": "clearOut", "cursor_pos": 8})[0]["content"]
        self.assertEqual((content["status"], content["matches"], content["cursor_start"], content["cursor_end"]), ("ok", ["clearOutput"], 0, 8))
        self.assertEqual(content["metadata"]["_jupyter_types_experimental"][0]["type"], "function")

    def test_cursors_count_code_points(self):
        """An astral character is one position, and a letter with a combining accent two."""
        code = 'let e\u0301🎨 = "🎨🎨"; clearOut'
        content = self.wire.ask("complete_request", {"code": code, "cursor_pos": len(code)})[0]["content"]
        self.assertEqual((content["cursor_start"], content["cursor_end"]), (len(code) - 8, len(code)))
        self.assertIn("clearOutput", content["matches"])
        for position in (-5, 10**9, None):
            self.assertEqual(self.wire.ask("complete_request", {"code": code, "cursor_pos": position})[0]["content"]["status"], "ok")

    def test_inspection(self):
        for detail in (0, 1):
            content = self.wire.ask("inspect_request", {"code": "print", "cursor_pos": 3, "detail_level": detail})[0]["content"]
            self.assertTrue(content["found"] and "print" in content["data"]["text/plain"])
        content = self.wire.ask("inspect_request", {"code": "nobody", "cursor_pos": 3})[0]["content"]
        self.assertEqual((content["status"], content["found"], content["data"]), ("ok", False, {}))

    def test_completeness(self):
        for code, status in {"1 + 1": "complete", "if true {": "incomplete", "let = 3": "invalid"}.items():
            content = self.wire.ask("is_complete_request", {"code": code})[0]["content"]
            self.assertEqual(content["status"], status)
        self.assertIn("indent", self.wire.ask("is_complete_request", {"code": "if true {"})[0]["content"])

    def test_history(self):
        self.wire.execute("11 * 11")
        content = self.wire.ask("history_request", {"hist_access_type": "tail", "n": 1, "output": True, "raw": True})[0]["content"]
        self.assertEqual(content["history"][0][2], ["11 * 11", "121"])


class Conversation(WireCase):
    def test_question(self):
        header = self.wire.send("execute_request", {"code": cells.READ, "allow_stdin": True})
        question = self.wire.receive("stdin")
        self.assertEqual((question["type"], question["content"], question["parent"]), ("input_request", {"prompt": "name? ", "password": False}, header))
        # While somebody thinks, the kernel lives and answers.
        socket = self.wire.context.socket(zmq.REQ)
        self.addCleanup(socket.close, 0)
        socket.connect(f"tcp://{self.connection['ip']}:{self.connection['hb_port']}")
        socket.send(b"beat")
        self.assertTrue(socket.poll(1000))
        self.assertEqual(self.wire.reply(self.wire.send("kernel_info_request"))["content"]["status"], "ok")
        self.wire.send("input_reply", {"value": "Ada 🎨"}, "stdin", parent=question["header"])
        self.assertEqual(self.text(self.wire.published(header)), "got Ada 🎨\n")

    def test_nobody_to_ask(self):
        reply, _ = self.wire.execute(cells.READ)
        self.assertEqual((reply["content"]["status"], reply["content"]["ename"]), ("error", "InputError"))

    def test_comms(self):
        self.assertEqual(self.wire.ask("comm_info_request", {})[0]["content"], {"status": "ok", "comms": {}})
        header = self.wire.send("comm_open", {"comm_id": "c", "target_name": "nobody", "data": {}}, buffers=[b"\0\1"])
        closing = self.wire.published(header)[1]
        self.assertEqual((closing["type"], closing["content"]), ("comm_close", {"comm_id": "c", "data": {}}))
        for kind in ("comm_msg", "comm_close"):
            self.wire.published(self.wire.send(kind, {"comm_id": "c", "data": {}}))

    def test_interrupt(self):
        header = self.wire.send("execute_request", {"code": cells.ENDLESS})
        while self.wire.receive("iopub")["type"] != "execute_input":
            pass
        answer = self.wire.reply(self.wire.send("interrupt_request", channel="control"), "control")
        self.assertEqual((answer["type"], answer["content"]), ("interrupt_reply", {"status": "ok"}))
        self.assertEqual(self.wire.reply(header)["content"]["ename"], "Interrupted")

    def test_debugging_is_declined(self):
        content = self.wire.ask("debug_request", {"type": "request", "seq": 1, "command": "initialize", "arguments": {}}, "control")[0]["content"]
        self.assertEqual((content["type"], content["request_seq"], content["success"], content["command"]), ("response", 1, False, "initialize"))

    def test_two_clients(self):
        """Replies go to whom asked; publications to everybody."""
        other = Wire(self.connection)
        self.addCleanup(other.close)
        other.ready()
        header = self.wire.send("execute_request", {"code": 'print("seen")'})
        self.assertEqual(self.text(other.published(header)), "seen\n")
        self.assertEqual(self.wire.reply(header)["content"]["status"], "ok")
        self.assertFalse(other.sockets["shell"].poll(100))


class Strangers(WireCase):
    def refused(self, frames, channel="shell"):
        self.wire.sockets[channel].send_multipart(frames)
        self.assertFalse(self.wire.sockets[channel].poll(100), "somebody answered")
        self.assertEqual(self.wire.execute("1 + 1")[0]["content"]["status"], "ok")

    def parts(self, content=b"{}"):
        return [json.dumps(self.wire.header("kernel_info_request")).encode(), b"{}", b"{}", content]

    def test_wrong_signatures(self):
        parts = self.parts()
        for signature in (b"", b"0" * 64, hmac.new(b"other", b"".join(parts), hashlib.sha256).hexdigest().encode(), self.wire.signature(parts).upper() + b"x"):
            self.refused([DELIMITER, signature, *parts])

    def test_broken_frames(self):
        parts = self.parts()
        self.refused([b"no delimiter"])
        for count in range(4):
            self.refused([DELIMITER, self.wire.signature(parts[:count]), *parts[:count]])
        for content in (b"", b"{", b"[1]", b'{"a": }', b"\xff\xfe", b"[" * 100_000):
            parts = self.parts(content)
            self.refused([DELIMITER, self.wire.signature(parts), *parts])

    def test_replays(self):
        parts = self.parts()
        frames = [DELIMITER, self.wire.signature(parts), *parts]
        self.wire.sockets["shell"].send_multipart(frames)
        self.assertEqual(self.wire.receive("shell")["type"], "kernel_info_reply")
        self.refused(frames)

    def test_the_future(self):
        header = self.wire.send("kernel_info_request", {"new": [1]}, version="9.0", unheard={"of": 1})
        reply = self.wire.reply(header)
        self.assertEqual((reply["content"]["status"], reply["parent"]["unheard"]), ("ok", {"of": 1}))
        states = [m["content"]["execution_state"] for m in self.wire.published(self.wire.send("from_the_future_request"))]
        self.assertEqual(states, ["busy", "idle"])

    def test_huge_messages(self):
        comment = "// " + "x" * 30_000_000
        reply, published = self.wire.execute(comment + "\n1 + 1")
        self.assertEqual((reply["content"]["status"], published[-1]["content"]["data"]["text/plain"]), ("ok", "2"))

    def test_fields_of_wrong_types(self):
        for wrong in (None, 1, "x", [], {}, 1e300, True):
            for kind in ("complete_request", "inspect_request", "is_complete_request", "history_request", "comm_info_request"):
                names = ("code", "cursor_pos", "detail_level", "hist_access_type", "n", "session", "start", "stop", "pattern", "target_name")
                self.wire.ask(kind, dict.fromkeys(names, wrong))
            self.wire.execute("1", user_expressions=wrong, stop_on_error=wrong, silent=wrong, allow_stdin=wrong)


class End(unittest.TestCase):
    def test_shutdown(self):
        for restart in (False, True):
            manager = KernelManager(kernel_name=cells.KERNEL)
            manager.start_kernel()
            self.addCleanup(manager.cleanup_resources)
            with open(manager.connection_file) as file:
                wire = Wire(json.load(file))
            self.addCleanup(wire.close)
            wire.ready()
            header = wire.send("shutdown_request", {"restart": restart}, "control")
            self.assertEqual(wire.reply(header, "control")["content"], {"status": "ok", "restart": restart})
            self.assertEqual([m["content"]["execution_state"] for m in wire.published(header)], ["busy", "idle"])
            self.assertEqual(manager.provisioner.process.wait(2), 0)


if __name__ == "__main__":
    unittest.main()
