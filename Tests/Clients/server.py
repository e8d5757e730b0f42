"""A Jupyter server and a browser of their own, with nothing of the person's settings."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


class Server:
    """`jupyter lab` or `jupyter notebook`, serving a folder with the tutorial's pictures."""

    def __init__(self, application):
        self.home = tempfile.TemporaryDirectory()
        self.folder = Path(self.home.name) / "work"
        self.folder.mkdir()
        shutil.copytree(ROOT / "notebooks/concepts", self.folder / "concepts")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = os.environ | {
            "JUPYTER_PREFER_ENV_PATH": "1", "JUPYTER_CONFIG_DIR": f"{self.home.name}/config", "JUPYTER_RUNTIME_DIR": f"{self.home.name}/runtime",
            "JUPYTERLAB_SETTINGS_DIR": f"{self.home.name}/settings", "JUPYTERLAB_WORKSPACES_DIR": f"{self.home.name}/workspaces",
            "XDG_DATA_HOME": f"{self.home.name}/data"}
        self.log = open(Path(self.home.name) / "log", "w+")
        self.process = subprocess.Popen(
            [BIN / "jupyter", application, "--no-browser", "--allow-root", f"--port={self.port}", "--ServerApp.token=", "--ServerApp.password=",
             "--ServerApp.disable_check_xsrf=True", f"--ServerApp.root_dir={self.folder}"],
            env=environment, stdout=self.log, stderr=self.log)
        self.address = f"http://127.0.0.1:{self.port}"
        self.wait()

    def wait(self):
        start = time.monotonic()
        while True:
            try:
                urllib.request.urlopen(f"{self.address}/api/status", timeout=5)
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() - start > 60:
                    self.log.seek(0)
                    raise RuntimeError(self.log.read()) from None
                time.sleep(0.2)

    def notebook(self, *cells, name="a.ipynb"):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "easel", "display_name": "Easel (Swift)", "language": "swift"}
        nbformat.write(notebook, self.folder / name)
        return name

    def read(self, name):
        return nbformat.read(self.folder / name, as_version=4)

    def end_kernels(self):
        """As a person does who shuts everything down."""
        for session in json.load(urllib.request.urlopen(f"{self.address}/api/sessions")):
            urllib.request.urlopen(urllib.request.Request(f"{self.address}/api/sessions/{session['id']}", method="DELETE"))

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()
        self.home.cleanup()
