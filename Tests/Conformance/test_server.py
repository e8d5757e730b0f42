"""Behind a real Jupyter server, which drops what comes too fast."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
import uuid

import cells
from tornado.websocket import websocket_connect


class Server(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.place = f"127.0.0.1:{free.getsockname()[1]}"
        settings = {name: f"{home.name}/{name}" for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR")}
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser", f"--ServerApp.port={self.place.split(':')[1]}",
             "--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True", f"--ServerApp.root_dir={home.name}"],
            env=os.environ | settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        deadline = time.monotonic() + 60
        while True:
            try:
                return self.ask("api/status")
            except OSError:
                self.assertLess(time.monotonic(), deadline, "the server did not start")
                time.sleep(0.2)

    def ask(self, path, **body):
        data = json.dumps(body).encode() if body else None
        return json.load(urllib.request.urlopen(f"http://{self.place}/{path}", data, timeout=60))

    async def texts(self, code):
        """What a cell prints, as a browser gets it."""
        kernel = self.ask("api/kernels", name=cells.KERNEL)["id"]
        connection = await websocket_connect(f"ws://{self.place}/api/kernels/{kernel}/channels", max_message_size=1 << 30)
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "s", "username": "", "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
        await connection.write_message(json.dumps(message))
        texts = {"stdout": "", "stderr": ""}
        while True:
            message = json.loads(await asyncio.wait_for(connection.read_message(), 60))
            if message["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            if message["header"]["msg_type"] == "stream":
                texts[message["content"]["name"]] += message["content"]["text"]
            if message["content"].get("execution_state") == "idle":
                connection.close()
                return texts

    def test_nothing_of_a_million_lines_is_dropped(self):
        count = 1_000_000
        texts = asyncio.run(self.texts(cells.FLOOD.format(count=count)))
        self.assertEqual(texts["stderr"], "", "the server complains there")
        self.assertEqual(len(texts["stdout"]), sum(len(str(number)) + 1 for number in range(count)))


if __name__ == "__main__":
    unittest.main()
