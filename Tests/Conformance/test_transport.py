"""Other ways than TCP in the open: encrypted, and over files."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.kernelspec import KernelSpecManager
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

    def test_who_comes_before_the_kernel_is_heard(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="easel doors "))
        self.addCleanup(shutil.rmtree, folder)
        listener = pathlib.Path(KernelSpecManager().get_kernel_spec(cells.KERNEL).argv[0])
        self.assertEqual(listener.name, "easel-listen")
        shutil.copy(listener, folder)
        # The program that it becomes takes its time.
        slow = folder / "easel"
        slow.write_text(f'#!/bin/sh\nsleep 1\nexec "{listener.parent}/easel" "$@"\n')
        slow.chmod(0o755)
        file = folder / "connection.json"
        _, connection = write_connection_file(str(file), key=b"a key")
        process = subprocess.Popen([folder / "easel-listen", "kernel", "--connection-file", file])
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        time.sleep(0.5)
        peers = []
        for name in ("shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"):
            peers.append(socket.create_connection((connection["ip"], connection[name]), timeout=1))
        # ZeroMQ's greeting comes from the kernel, on the connections that were there before it.
        for peer in peers:
            peer.settimeout(10)
            self.assertEqual(peer.recv(1), b"\xff")
            peer.close()

    def test_ipc(self):
        folder = tempfile.mkdtemp(prefix="easel ipc ")
        self.addCleanup(shutil.rmtree, folder)
        manager, client = self.start(transport="ipc", ip=os.path.join(folder, "kernel"))
        self.check(manager, client)
        self.assertEqual(len([name for name in os.listdir(folder) if name.startswith("kernel-")]), 5)


if __name__ == "__main__":
    unittest.main()
