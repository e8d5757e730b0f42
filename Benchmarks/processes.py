"""Runs a measuring process and reads the line of JSON that it ends with."""

import json
import os
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).parent

#: What keeps PyTorch's libraries, OpenBLAS and our kernels from AVX-512.
AVX2_ONLY = dict(
    ATEN_CPU_CAPABILITY="avx2", ONEDNN_MAX_CPU_ISA="AVX2", DNNL_MAX_CPU_ISA="AVX2", MKL_ENABLE_INSTRUCTIONS="AVX2", EASEL_INSTRUCTIONS="avx2",
    OPENBLAS_CORETYPE="Haswell")


class Processes:
    """The program, the peers' Python, and what both are run under."""

    def __init__(self, program, peer, under=""):
        self.program, self.peer, self.under = pathlib.Path(program), pathlib.Path(peer), shlex.split(under)

    def easel(self, *arguments, instructions=None, timeout=900):
        return self.last_line([self.program, "bench", *arguments, "--json"], instructions, timeout)

    def theirs(self, peer, *arguments, instructions=None, timeout=900):
        return self.last_line([self.peer, HERE / "peer.py", peer, *arguments], instructions, timeout)

    def script(self, name, *arguments):
        """One of the scripts here, run by the peers' Python; whether it succeeded."""
        return self.run([self.peer, HERE / name, *arguments], None, 1800).returncode == 0

    def has(self, module):
        return self.peer.exists() and subprocess.run([self.peer, "-c", f"import {module}"], capture_output=True).returncode == 0

    def last_line(self, command, instructions, timeout):
        """The figures, or None where the process failed, which is said."""
        done = self.run(command, instructions, timeout)
        if done.returncode != 0:
            reason = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
            print(f"  failed: {shlex.join(map(str, command))}: {reason[0]}", file=sys.stderr)
            return None
        return json.loads(done.stdout.strip().splitlines()[-1])

    def run(self, command, instructions, timeout):
        """- instructions: `avx2` for no more than that, `free` to let OpenBLAS choose its kernels, else as the environment has it."""
        environment = os.environ | (AVX2_ONLY if instructions == "avx2" else {})
        if instructions == "free":
            environment.pop("OPENBLAS_CORETYPE", None)
        return subprocess.run(
            [*self.under, *map(str, command)], env=environment, capture_output=True, text=True, timeout=timeout)
