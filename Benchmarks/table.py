"""The table of docs/performance.md: Easel, PyTorch and OpenVINO in turns on this machine, line by line.

    python table.py [--rounds 2] [LINE ...]

LINE is the beginning of a line's key (unet, inversion, decode, …). A peer that is not installed leaves its cells empty. Every figure comes from a
process of its own, with one repetition that warms up; the best of all counts, and the most memory. Rows that are not measured stay as an earlier run
of this machine left them, each with its own time.
"""

import argparse
import json
import os
import pathlib
import platform
import time

from chart import write_chart
from lines import LINES, MEMORY, chosen
from markdown import write_markdown
from processes import Processes

ROOT = pathlib.Path(__file__).parent.parent
SCRATCH = ROOT / ".build/bench"
RESULTS = pathlib.Path(__file__).parent / "results"


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", nargs="*")
    parser.add_argument("--rounds", type=int, default=2, help="how often each program takes its turn")
    parser.add_argument("--program", default=ROOT / ".build/release/easel")
    parser.add_argument("--peer", default=ROOT / ".venv-peer/bin/python", help="a Python with PyTorch, and perhaps OpenVINO")
    parser.add_argument("--under", default="", help="a command before each process, such as 'taskset -c 0,1'")
    parser.add_argument("--instructions", choices=["native", "avx2", "both"], default="both")
    parser.add_argument("--output", type=pathlib.Path, default=RESULTS / f"{platform.node()}-table.json")
    return parser.parse_args()


def columns(wanted, native):
    """The instructions that are measured: the machine's own, and AVX2 alone where it has more."""
    if wanted == "both":
        return [native] + (["avx2"] if native == "avx512" else [])
    return ["avx2"] if wanted == "avx2" else [native]


class Table:
    def __init__(self, arguments):
        self.processes = Processes(arguments.program, arguments.peer, arguments.under)
        self.rounds = arguments.rounds
        self.has_pytorch = self.processes.has("torch, diffusers, transformers")
        self.has_openvino = self.has_pytorch and self.processes.has("openvino")
        for name, there in (("PyTorch", self.has_pytorch), ("OpenVINO", self.has_openvino)):
            if not there:
                print(f"{name} is not installed: its cells stay empty.")

    def prepared(self, lines):
        """What some lines need on disk, made once. Lines that can't be measured fall away."""
        if any(line.key.startswith("load") for line in lines) and not self.processes.script("random_model.py", SCRATCH / "sd15"):
            lines = [line for line in lines if not line.key.startswith("load")]
        if self.has_openvino and any(line.openvino for line in lines):
            self.has_openvino = self.processes.script("peer_openvino.py", SCRATCH / "openvino")
        return lines

    def runners(self, line, instructions):
        """Ours and the peers' for a line: a name and a process each."""
        ours, theirs = ([word.format(model=SCRATCH / "sd15") for word in words] for words in (line.ours, line.theirs))
        repeated = ("--repetitions", str(line.repetitions))
        limited = dict(instructions=instructions)
        runners = {"easel": lambda: self.processes.easel(*ours, *repeated, **limited)}
        if self.has_pytorch:
            runners["pytorch"] = lambda: self.processes.theirs("pytorch", *theirs, *repeated, **limited)
        if self.has_openvino and line.openvino and instructions != "avx2":
            runners["openvino"] = lambda: self.processes.theirs("openvino", *theirs, *repeated, "--folder", SCRATCH / "openvino")
        return runners

    def measure(self, line, instructions):
        runs = {}
        for _ in range(self.rounds):
            for name, run in self.runners(line, instructions).items():
                if figures := run():
                    runs.setdefault(name, []).append(figures)
        return {name: merged(figures) for name, figures in runs.items()}


def merged(runs):
    """The shortest of several runs, with the most memory and the highest ceiling that any of them saw."""
    best = dict(min(runs, key=lambda run: run["seconds"]))
    best["all"] = [seconds for run in runs for seconds in run["all"]]
    best["peakMemory"] = max(run["peakMemory"] for run in runs)
    if best.get("gigaflopsPerSecond"):
        best["ceilings"]["gigaflopsPerSecond"] = max(run["ceilings"]["gigaflopsPerSecond"] for run in runs)
        best["shareOfCeiling"] = best["gigaflopsPerSecond"] / best["ceilings"]["gigaflopsPerSecond"]
    return best


def verdict(value, goal, least=False):
    """How a figure stands to its goal: past the aim, past the must, or short of it."""
    if value is None or goal is None:
        return ""
    reaches = (lambda limit: value >= limit) if least else (lambda limit: value <= limit)
    return "aim" if reaches(goal.aim) else "must" if reaches(goal.must) else "short"


def row(line, instructions, figures):
    """One line of the table, with what it should come to."""
    ours, pytorch, openvino = (figures.get(name) for name in ("easel", "pytorch", "openvino"))

    def ratio(peer, what):
        return ours[what] / peer[what] if ours and peer else None

    cells = {
        "pytorch": (ratio(pytorch, "seconds"), line.goals[instructions], False),
        "openvino": (ratio(openvino, "seconds"), line.openvino, False),
        "ceiling": (ours.get("shareOfCeiling") if ours else None, line.ceiling, True),
        "memory": (ratio(pytorch, "peakMemory"), MEMORY, False),
    }
    return dict(
        key=line.key, title=line.title, instructions=instructions, began=time.strftime("%Y-%m-%d %H:%M"), figures=figures,
        ratios={name: cell[0] for name, cell in cells.items()},
        goals={name: [goal.must, goal.aim] if goal else None for name, (_, goal, _) in cells.items()},
        verdicts={name: verdict(*cell) for name, cell in cells.items()})


def shown(row):
    """A row as a line of text."""

    def seconds(name):
        figures = row["figures"].get(name)
        return f"{figures['seconds']:9.4f} s" if figures else " " * 11

    def cell(name):
        value, goal = row["ratios"][name], row["goals"][name]
        if value is None:
            return " " * 24
        limits = f"{goal[0]:.2f} ({goal[1]:.2f}) {row['verdicts'][name]}" if goal else ""
        return f"{value:6.2f} {limits:17}"

    names = ("easel", "pytorch", "openvino")
    return f"{row['title']:50} {row['instructions']:7}" + "".join(map(seconds, names)) + "".join(
        map(cell, ("pytorch", "openvino", "ceiling", "memory")))


HEAD = (
    f"{'':50} {'':7}{'Easel':>11}{'PyTorch':>11}{'OpenVINO':>11}"
    + "".join(f" {head:24}" for head in ("/ PyTorch  must (aim)", "/ OpenVINO", "of the ceiling", "memory / PyTorch")))


class Results:
    """The file of one machine's rows, in the order of the lines. Written after every row: a run that is stopped keeps what it found."""

    def __init__(self, path, machine):
        self.path, self.rows = path, {}
        self.document = dict(machine=machine, unit="seconds, bytes, GFLOP/s", began=time.strftime("%Y-%m-%d %H:%M"))
        if path.exists():
            earlier = json.loads(path.read_text())
            if earlier["machine"]["processor"] == machine["processor"]:
                self.rows = {(row["key"], row["instructions"]): row for row in earlier["rows"]}

    def add(self, row):
        self.rows[row["key"], row["instructions"]] = row
        order = [line.key for line in LINES]
        self.document["rows"] = sorted(self.rows.values(), key=lambda row: (order.index(row["key"]), row["instructions"] == "avx2"))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.document, indent=1) + "\n")
        write_chart(self.document, self.path.with_suffix(".svg"))
        write_markdown(self.document, self.path.with_suffix(".md"))


def main():
    arguments = parsed()
    table = Table(arguments)
    ceiling, free = (table.processes.easel("--sgemm", "2048", "--repetitions", "10", instructions=choice) for choice in (None, "free"))
    native, load = ceiling["machine"]["instructions"], round(os.getloadavg()[0], 2)
    machine = dict(node=platform.node(), **ceiling["machine"], sgemm=ceiling["gigaflopsPerSecond"],
                   freeSgemm=free["gigaflopsPerSecond"], **{"load before": load})
    results = Results(arguments.output, machine)
    print(f"{ceiling['machine']}, sgemm 2048³: {machine['sgemm']:.0f} GFLOP/s, {machine['freeSgemm']:.0f} by OpenBLAS's own choice of kernels\n{HEAD}")
    for line in table.prepared(chosen(arguments.lines)):
        for instructions in columns(arguments.instructions, native):
            found = row(line, instructions, table.measure(line, instructions))
            print(shown(found), flush=True)
            results.add(found)
    print(*(arguments.output.with_suffix(ending) for ending in (".json", ".svg", ".md")), sep="\n")


if __name__ == "__main__":
    main()
