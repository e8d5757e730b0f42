"""How long a front end waits for the kernel, and for its peers in the same minutes: ipykernel, and xeus-python where it is installed.

Medians in milliseconds, their ratios to ipykernel's, and whether they are within what the project asks of them. Kernels take turns, so that what else
the machine does falls on all of them.
"""

import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

STARTS = int(os.environ.get("STARTS", 7))
ROUNDS = int(os.environ.get("ROUNDS", 60))
IDLE_SECONDS = 2
PYTHON = {"trivial": "1", "print": "print(1)", "word": "rang", "loop": "while True: pass"}
CELLS = {
    "easel": {"trivial": "1", "print": "print(1)", "word": "clearO", "loop": "while true {}"},
    "python3": PYTHON,
    "xpython": PYTHON,
}
# What the project asks: a share of ipykernel's time, or a figure of our own.
GOALS = {
    "first kernel_info": ("ratio", 0.5), "trivial cell to reply": ("ratio", 0.2), "completion": ("ratio", 0.15),
    "interrupt to reply": ("at most", 50), "idle CPU %": ("at most", 0.05), "resident MB": ("at most", 40),
}


def processor():
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return names[0] if names else platform.machine()


def memory(pid):
    """Resident megabytes of a process."""
    fields = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status"))
    return int(fields["VmRSS"].split()[0]) / 1024


def processor_time(pid):
    """Seconds of all processors that a process has used."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Kernel:
    """One life of a kernel, measured from its start to its end."""

    def __init__(self, name, measures):
        self.cells, self.measures = CELLS[name], measures
        start = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(stderr=open(os.devnull, "w"))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.kernel_info()
        self.client.get_shell_msg(timeout=60)
        self.note("first kernel_info", start)
        self.client.wait_for_ready(timeout=60)

    def note(self, name, start):
        self.measures.setdefault(name, []).append((time.perf_counter() - start) * 1000)

    def until_idle(self, request):
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") == request and message["content"].get("execution_state") == "idle":
                return

    def ask(self, name, send, *arguments):
        start = time.perf_counter()
        request = send(*arguments)
        self.client.get_shell_msg(timeout=30)
        if name:
            self.note(name, start)
        self.until_idle(request)

    def interrupt(self):
        request = self.client.execute(self.cells["loop"])
        time.sleep(0.3)
        start = time.perf_counter()
        self.manager.interrupt_kernel()
        self.client.get_shell_msg(timeout=30)
        self.note("interrupt to reply", start)
        self.until_idle(request)

    def idle(self):
        pid = self.manager.provisioner.pid
        before = processor_time(pid)
        time.sleep(IDLE_SECONDS)
        self.measures.setdefault("idle CPU %", []).append((processor_time(pid) - before) / IDLE_SECONDS * 100)

    def measure(self):
        # A first cell is a part of it: it opens the history.
        self.ask(None, self.client.execute, self.cells["trivial"])
        self.ask(None, self.client.history)
        self.measures.setdefault("resident MB", []).append(memory(self.manager.provisioner.pid))
        for _ in range(ROUNDS):
            self.ask("trivial cell to reply", self.client.execute, self.cells["trivial"])
            self.ask("printing cell to reply", self.client.execute, self.cells["print"])
            self.ask("completion", self.client.complete, self.cells["word"])
            self.ask("kernel_info", self.client.kernel_info)

    def stop(self):
        self.client.stop_channels()
        start = time.perf_counter()
        self.manager.shutdown_kernel()
        self.note("shutdown", start)


def life(name, measures, is_last):
    kernel = Kernel(name, measures)
    kernel.measure()
    # xeus-python dies of an interrupt.
    if name != "xpython":
        kernel.interrupt()
    if is_last:
        kernel.idle()
    kernel.stop()


def verdict(what, figures):
    if what not in GOALS or "easel" not in figures:
        return ""
    kind, goal = GOALS[what]
    if kind == "ratio":
        return f"asked {goal:.2f}: {'yes' if figures['easel'] <= goal * figures['python3'] else 'NO'}"
    return f"asked {goal}: {'yes' if figures['easel'] <= goal else 'NO'}"


def main():
    installed = KernelSpecManager().find_kernel_specs()
    names = [name for name in CELLS if name in installed]
    for name in CELLS.keys() - set(names):
        print(f"{name} is not installed here")
    load = os.getloadavg()[0]
    measures = {name: {} for name in names}
    for turn in range(STARTS):
        for name in names:
            life(name, measures[name], turn == STARTS - 1)
    figures = {
        what: {name: round(statistics.median(measures[name][what]), 2) for name in names if what in measures[name]} for what in measures["easel"]}
    for what, values in figures.items():
        ratio = f"ratio {values['easel'] / values['python3']:5.2f}" if values.get("python3") else " " * 11
        print(f"{what:24}" + "".join(f"{name} {value:9.2f}   " for name, value in values.items()) + ratio + "  " + verdict(what, values))
    if "--no-file" not in sys.argv:
        machine = {"processor": processor(), "cores": os.cpu_count(), "load before": round(load, 2)}
        path = Path(__file__).parent / "results" / f"{platform.node()}-kernel.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"machine": machine, "unit": "ms, medians", "figures": figures}, indent=2) + "\n")
        print(path)


if __name__ == "__main__":
    main()
