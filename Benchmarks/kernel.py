"""How long a front end waits for the kernel, and for ipykernel beside it; medians in milliseconds."""

import json
import os
import platform
import statistics
import time
from pathlib import Path

from jupyter_client.manager import KernelManager

STARTS = 5
ROUNDS = 100
CELLS = {
    "easel": {"trivial": "1", "print": "print(1)", "word": "clearO", "loop": "while true {}"},
    "python3": {"trivial": "1", "print": "print(1)", "word": "rang", "loop": "while True: pass"},
}


def processor():
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return names[0] if names else platform.machine()


def memory(pid):
    """Resident megabytes of a process."""
    fields = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status"))
    return int(fields["VmRSS"].split()[0]) / 1024


def timed(measures, name, body):
    start = time.perf_counter()
    body()
    measures.setdefault(name, []).append((time.perf_counter() - start) * 1000)


class Kernel:
    def __init__(self, name, measures):
        self.cells, self.measures = CELLS[name], measures
        start = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(stderr=open(os.devnull, "w"))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        measures.setdefault("start until ready", []).append((time.perf_counter() - start) * 1000)

    def until_idle(self, request):
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") == request and message["content"].get("execution_state") == "idle":
                return

    def execute(self, code):
        request = self.client.execute(code)
        self.client.get_shell_msg(timeout=30)
        self.until_idle(request)

    def complete(self, code):
        request = self.client.complete(code)
        self.client.get_shell_msg(timeout=30)
        self.until_idle(request)

    def interrupt(self):
        request = self.client.execute(self.cells["loop"])
        time.sleep(0.3)
        start = time.perf_counter()
        self.manager.interrupt_kernel()
        self.client.get_shell_msg(timeout=30)
        self.measures.setdefault("interrupt until reply", []).append((time.perf_counter() - start) * 1000)
        self.until_idle(request)

    def measure(self):
        self.execute(self.cells["trivial"])
        for _ in range(ROUNDS):
            timed(self.measures, "trivial cell", lambda: self.execute(self.cells["trivial"]))
            timed(self.measures, "printing cell", lambda: self.execute(self.cells["print"]))
            timed(self.measures, "completion", lambda: self.complete(self.cells["word"]))
        self.interrupt()
        self.measures.setdefault("resident MB", []).append(memory(self.manager.provisioner.pid))

    def stop(self):
        self.client.stop_channels()
        timed(self.measures, "shutdown", self.manager.shutdown_kernel)


def main():
    load = os.getloadavg()[0]
    measures = {name: {} for name in CELLS}
    for _ in range(STARTS):
        for name in CELLS:
            kernel = Kernel(name, measures[name])
            kernel.measure()
            kernel.stop()
    figures = {
        what: {name: round(statistics.median(measures[name][what]), 2) for name in CELLS} for what in measures["easel"]}
    machine = {"processor": processor(), "cores": os.cpu_count(), "load before": round(load, 2)}
    folder = Path(__file__).parent / "results"
    folder.mkdir(exist_ok=True)
    path = folder / f"{platform.node()}-kernel.json"
    path.write_text(json.dumps({"machine": machine, "unit": "ms, medians", "figures": figures}, indent=2) + "\n")
    for what, values in figures.items():
        print(f"{what:24}" + "".join(f"{name} {value:9.2f}   " for name, value in values.items()))
    print(path)


if __name__ == "__main__":
    main()
