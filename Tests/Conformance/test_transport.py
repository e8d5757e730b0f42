"""Other ways than TCP in the open: encrypted, and over files."""

import os
import shutil
import tempfile
import unittest

import zmq
from jupyter_client.manager import KernelManager

import cells
from kernel_case import KernelCase, text


class Transport(KernelCase):
    def start(self, **options):
        manager = KernelManager(kernel_name=cells.KERNEL, **options)
        manager.start_kernel()
        self.addCleanup(lambda: manager.has_kernel and manager.shutdown_kernel(now=True))
        client = manager.client()
        client.start_channels()
        self.addCleanup(client.stop_channels)
        client.wait_for_ready(timeout=20)
        return manager, client

    def check(self, manager, client):
        self.manager, self.client = manager, client
        _, messages = self.run_cell(cells.HELLO)
        self.assertEqual(text(messages), "hello, world\n")
        request = self.client.execute(cells.READ, allow_stdin=True)
        self.client.get_stdin_msg(timeout=10)
        self.client.input("Ada")
        self.assertEqual(text(self.published(request)), "got Ada\n")
        self.reply(request)
        request = self.client.execute(cells.ENDLESS)
        self.wait_for_input(request)
        manager.interrupt_kernel()
        self.assertEqual(self.reply(request)["content"]["ename"], "Interrupted")
        self.assertTrue(client.hb_channel.is_beating())
        manager.restart_kernel()
        client.wait_for_ready(timeout=20)
        self.assertEqual(self.run_cell(cells.HELLO)[0]["execution_count"], 1)

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @unittest.skipUnless(zmq.has("curve"), "this pyzmq cannot encrypt")
    def test_curve(self):
        for policy in ("auto", "required"):
            manager, client = self.start(transport_encryption=policy)
            self.assertIsNotNone(manager.curve_publickey)
            self.check(manager, client)
            socket = zmq.Context.instance().socket(zmq.DEALER)
            self.addCleanup(socket.close, 0)
            socket.connect(f"tcp://{manager.ip}:{manager.shell_port}")
            manager.session.send(socket, "kernel_info_request")
            self.assertFalse(socket.poll(300), "somebody without the keys was answered")

    def test_ipc(self):
        folder = tempfile.mkdtemp(prefix="easel ipc ")
        self.addCleanup(shutil.rmtree, folder)
        manager, client = self.start(transport="ipc", ip=os.path.join(folder, "kernel"))
        self.check(manager, client)
        self.assertEqual(len([name for name in os.listdir(folder) if name.startswith("kernel-")]), 5)


if __name__ == "__main__":
    unittest.main()
