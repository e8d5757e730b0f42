"""How time and memory grow with the size of the work, beside what the arithmetic says: resolution, batch, steps, tokens in a session, cells.

    python growth.py [CURVE ...]

Every point is a process of its own. 'Of the arithmetic' is the time, divided by what the first point's time times the growth of the work would be: 1
where time grows as the work does, below it where a fixed cost is spread over more work.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import platform
import re
import subprocess
import tempfile
from typing import Callable

from growth_chart import write_chart
from processes import Processes
from table import RESULTS, ROOT


@dataclasses.dataclass(frozen=True)
class Point:
    """Where a curve was measured. Work in any unit, seconds, and the most bytes that the process had resident."""

    x: int
    work: float
    seconds: float
    memory: int


@dataclasses.dataclass(frozen=True)
class Curve:
    key: str
    title: str
    unit: str
    xs: tuple
    measure: Callable[["Growth", int], Point]


class Growth:
    def __init__(self, arguments):
        self.processes = Processes(arguments.program, "", arguments.under)

    def bench(self, x, *arguments):
        """A work whose operations are counted."""
        figures = self.processes.easel(*arguments, "--repetitions", "1")
        return Point(x, figures["gigaflop"], figures["seconds"], figures["peakMemory"])

    def cells(self, x, work, cells):
        """Cells run by the program without Jupyter; the last one prints seconds."""
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "cells.swift"
            file.write_text("// %%\n" + "\n// %%\n".join(cells) + "\n")
            # The work's own process is waited for by hand: only so is its memory known apart from others'.
            process = subprocess.Popen(
                [*self.processes.under, str(self.processes.program), "run", str(file)], stdout=subprocess.PIPE, text=True)
            printed = re.findall(r"^took (\S+)$", process.stdout.read(), re.MULTILINE)
            _, status, usage = os.wait4(process.pid, 0)
        if status != 0 or not printed:
            raise SystemExit(f"the cells of a curve failed: {cells[-1]}")
        return Point(x, work, float(printed[-1]), usage.ru_maxrss * 1024)

    def unet_size(self, x):
        return self.bench(x, "--unet", "sd15", "--size", str(x))

    def decoder_size(self, x):
        return self.bench(x, "--vae", "decode", "--size", str(x))

    def unet_batch(self, x):
        return self.bench(x, "--unet", "sd15", "--size", "256", "--batch", str(x))

    def inversion_batch(self, x):
        return self.bench(x, "--train", "textual-inversion", "--size", "256", "--batch", str(x))

    def steps(self, x):
        return self.cells(x, x, [LOAD, WARM_UP, START, f'let pictures = sample("a red circle", steps: {x}, seed: 1)', STOP])

    def tokens(self, x):
        add = f'for index in 0..<{x} {{ let token = addToken("<word-\\(index)>", initializer: "cat") }}'
        return self.cells(x, x, [LOAD, START, add, STOP])

    def sampling_with_tokens(self, x):
        add = f'for index in 0..<{x} {{ let token = addToken("<word-\\(index)>", initializer: "cat") }}'
        draw = f'let pictures = sample("<word-{x - 1}> and a red circle", steps: 10, seed: 1)'
        return self.cells(x, 1, [LOAD, add, WARM_UP, START, draw, STOP])

    def cell_count(self, x):
        return self.cells(x, x, [START, *(f"let value{index % 50} = {index} + 1" for index in range(x)), STOP])


LOAD, WARM_UP = 'load("easel-tiny")', 'let first = sample("a red circle", steps: 2, seed: 1)'
START, STOP = "let start = clock()", 'print("took \\(clock() - start)")'

CURVES = [
    Curve("resolution", "UNet of SD 1.5, batch 2, by resolution", "pixels a side", (256, 384, 512, 640, 768), Growth.unet_size),
    Curve("decoding", "VAE decode of SD 1.5, by resolution", "pixels a side", (256, 512, 768), Growth.decoder_size),
    Curve("batch", "UNet of SD 1.5 at 256×256, by batch", "pictures", (1, 2, 4, 8), Growth.unet_batch),
    Curve("training-batch", "textual-inversion step of SD 1.5 at 256×256, by batch", "pictures", (1, 2, 4), Growth.inversion_batch),
    Curve("steps", "a picture of easel-tiny, by steps", "steps", (10, 20, 40, 80, 160), Growth.steps),
    Curve("tokens", "adding tokens to a session", "tokens", (50, 100, 200, 400), Growth.tokens),
    Curve("token-sampling", "ten steps of easel-tiny, by tokens in the session", "tokens", (1, 50, 100, 200, 400), Growth.sampling_with_tokens),
    Curve("cells", "running trivial cells", "cells", (100, 1000, 2000, 4000), Growth.cell_count),
]


def shares(points):
    """Of every point: its time by what the first one's, grown as the work grew, would be."""
    first = points[0]
    return [point.seconds / (first.seconds * point.work / first.work) for point in points]


def shown(curve, points):
    lines = [f"\n{curve.title}", f"{curve.unit:>14} {'seconds':>10} {'work':>10} {'of the arithmetic':>18} {'memory in MB':>14}"]
    for point, share in zip(points, shares(points)):
        lines.append(f"{point.x:14} {point.seconds:10.3f} {point.work:10.1f} {share:18.2f} {point.memory / 1e6:14.0f}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("curves", nargs="*", help="beginnings of curves' names")
    parser.add_argument("--program", default=ROOT / ".build/release/easel")
    parser.add_argument("--under", default="", help="a command before each process, such as 'taskset -c 0,1'")
    parser.add_argument("--output", type=pathlib.Path, default=RESULTS / f"{platform.node()}-growth.json")
    arguments = parser.parse_args()
    growth, found = Growth(arguments), []
    machine = growth.processes.easel("--sgemm", "2048")["machine"]
    for curve in CURVES:
        if arguments.curves and not any(curve.key.startswith(word) for word in arguments.curves):
            continue
        points = [curve.measure(growth, x) for x in curve.xs]
        print(shown(curve, points), flush=True)
        found.append(dict(
            key=curve.key, title=curve.title, unit=curve.unit, points=[dataclasses.asdict(point) for point in points], shares=shares(points)))
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(json.dumps(dict(machine=dict(node=platform.node(), **machine), curves=found), indent=1) + "\n")
    write_chart(found, arguments.output.with_suffix(".svg"))
    print(f"\n{arguments.output}\n{arguments.output.with_suffix('.svg')}")


if __name__ == "__main__":
    main()
