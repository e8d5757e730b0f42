"""How long OpenCV and NumPy take for what Easel's detectors do, for the picture that detectors.swift has too.

    python Benchmarks/detectors.py controlnet_aux-0.0.10/src/controlnet_aux

The compositions are those of Tests/Peers/make_detector_fixtures.py, with OpenCV as it comes: its threads, and IPP where it has it. Lines are what
OpenCV has for the purpose, HoughLinesP.
"""

import math
import pathlib
import sys
import time

import cv2
import numpy
from PIL import Image

ROOT = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "Tests/Peers"))
import make_detector_fixtures as peer  # noqa: E402

auxiliary = pathlib.Path(sys.argv[1])
nms = peer.function(auxiliary / "util.py", "nms")
draw = peer.function(auxiliary / "open_pose/util.py", "draw_bodypose")
photo = numpy.array(Image.open(ROOT / "notebooks/concepts/moss-cat/single/01.jpg").convert("RGB"))
person = [peer.Keypoint((40 + i * 25) / 512, (60 + (i * 97) % 400) / 512) for i in range(18)]
depth = peer.midas_depth(peer.gray(photo))


def lines():
    segments = cv2.HoughLinesP(cv2.Canny(photo, 100, 200), 1, math.pi / 180, 51, minLineLength=51, maxLineGap=5)
    canvas = numpy.zeros_like(photo)
    for x0, y0, x1, y1 in ([] if segments is None else segments.reshape(-1, 4)):
        cv2.line(canvas, (int(x0), int(y0)), (int(x1), int(y1)), peer.WHITE, 1)


WORKS = {
    "canny": lambda: cv2.Canny(photo, 100, 200),
    "softEdge": lambda: peer.soft_edges(photo, 96),
    "scribble": lambda: peer.scribble(peer.soft_edges(photo, 96), nms),
    "xdog": lambda: peer.xdog(photo),
    "lines": lines,
    "segments": lambda: peer.segments(photo, 8, 5),
    "depth": lambda: (peer.midas_depth(peer.gray(photo)) * 255.0).clip(0, 255).astype(numpy.uint8),
    "normals": lambda: peer.normals(depth, 0.1, 1, 2),
    "pose": lambda: draw(numpy.zeros((512, 512, 3), numpy.uint8), person),
}

for name, work in WORKS.items():
    times = []
    for _ in range(10):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(name, round(min(times) * 1000, 1))
