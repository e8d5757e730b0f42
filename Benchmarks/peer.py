"""One work in a peer, in a process of its own; one line of JSON as `easel bench --json` writes it.

    python peer.py pytorch unet --size 512 --batch 2 --repetitions 3
"""

import argparse
import importlib
import json
import os
import time


def peak_memory():
    """The most bytes that this process ever had resident."""
    fields = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return int(fields["VmHWM"].split()[0]) * 1024


def measured(repeat, repetitions):
    """Seconds of each repetition, after one that warms up."""
    repeat()
    seconds = []
    for _ in range(repetitions):
        start = time.perf_counter()
        result = repeat()
        seconds.append(time.perf_counter() - start)
        # Outside of what is timed, and before the next one.
        del result
    return seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=["pytorch", "openvino"])
    parser.add_argument("work")
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--folder", help="what is loaded, or where OpenVINO's converted models lie")
    arguments = parser.parse_args()
    threads = len(os.sched_getaffinity(0))
    peer = importlib.import_module(f"peer_{arguments.peer}")
    peer.use(threads)
    repeat = peer.prepared(arguments.work, arguments)
    seconds = measured(repeat, arguments.repetitions)
    print(json.dumps(dict(
        name=arguments.work, peer=peer.version(), seconds=min(seconds), all=seconds, repetitions=arguments.repetitions,
        peakMemory=peak_memory(), threads=threads)))


if __name__ == "__main__":
    main()
