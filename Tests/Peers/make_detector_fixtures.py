"""Makes `Tests/Fixtures/detectors`: small pictures, and what OpenCV and controlnet_aux make of them.

    pip install "opencv-python-headless<5" pillow numpy
    pip download --no-deps --no-binary :all: controlnet_aux==0.0.10 && tar xf controlnet_aux-0.0.10.tar.gz
    python Tests/Peers/make_detector_fixtures.py controlnet_aux-0.0.10/src/controlnet_aux

Of controlnet_aux, two functions are taken as they are (`util.nms`, `open_pose/util.draw_bodypose`), so that its networks need not be installed.
OpenCV runs without Intel's IPP, that is, its own code.
"""

import ast
import json
import math
import pathlib
import sys
from typing import List, NamedTuple

import cv2
import numpy
from PIL import Image

ROOT = pathlib.Path(__file__).parents[2]
FOLDER = ROOT / "Tests/Fixtures/detectors"
WHITE = (255, 255, 255)


def pictures():
    """Photos at odd sizes, a drawing of straight lines, noise, and pictures too small for any filter."""
    generator = numpy.random.default_rng(8)
    cat = Image.open(ROOT / "notebooks/concepts/moss-cat/single/01.jpg").convert("RGB").resize((131, 117), Image.LANCZOS)
    bottle = Image.open(ROOT / "notebooks/concepts/tea-bottle/single/02.jpg").convert("RGB").resize((97, 143), Image.LANCZOS)
    drawing = numpy.full((120, 160, 3), (236, 230, 214), numpy.uint8)
    cv2.rectangle(drawing, (20, 25), (75, 95), (60, 90, 160), -1)
    cv2.line(drawing, (90, 110), (150, 12), (150, 40, 30), 3)
    cv2.line(drawing, (88, 20), (150, 60), (20, 120, 40), 2)
    cv2.circle(drawing, (120, 90), 18, (250, 200, 60), -1)
    noise = generator.integers(0, 256, (29, 37, 3), numpy.uint8)
    return {"cat": numpy.array(cat), "bottle": numpy.array(bottle), "drawing": drawing, "noise": noise, "three-by-two": noise[:2, :3].copy(),
            "column": noise[:9, 4:5].copy(), "pixel": noise[3:4, 7:8].copy()}


def gray(picture):
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


CANNY = [
    dict(low=100, high=200), dict(low=50, high=150, grayscale=True), dict(low=80.5, high=160.7, norm="l2"),
    dict(low=1200, high=2400, aperture=5, grayscale=True), dict(low=900, high=1500, aperture=5, norm="l2"), dict(low=0, high=0),
    dict(low=33, high=33, grayscale=True, norm="l2"),
]


def canny(picture, low, high, aperture=3, norm="l1", grayscale=False):
    return cv2.Canny(gray(picture) if grayscale else picture, low, high, apertureSize=aperture, L2gradient=norm == "l2")


def soft_edges(picture, contrast):
    """Gradients of three scales, times the scale; the strongest channel."""
    strengths = []
    for channel in range(3):
        strength = 0
        for sigma in (1.0, 2.0, 4.0):
            smooth = cv2.GaussianBlur(picture[:, :, channel].astype(numpy.float32), (0, 0), sigma)
            x = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=1, scale=0.5)
            y = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=1, scale=0.5)
            strength = strength + cv2.magnitude(x, y) * (sigma * math.sqrt(2 * math.pi) / 3 * 255 / contrast)
        strengths.append(strength)
    return numpy.max(strengths, axis=0).clip(0, 255).astype(numpy.uint8)


def scribble(edges, nms, threshold=127):
    """controlnet_aux, HEDdetector with scribble=True, from given edges."""
    strokes = cv2.GaussianBlur(nms(edges, threshold, 3.0), (0, 0), 3.0)
    strokes[strokes > 4] = 255
    strokes[strokes < 255] = 0
    return strokes


def xdog(picture, threshold=32):
    fine = cv2.GaussianBlur(picture.astype(numpy.float32), (0, 0), 0.5)
    coarse = cv2.GaussianBlur(picture.astype(numpy.float32), (0, 0), 5.0)
    dog = (255 - numpy.min(coarse - fine, axis=2)).clip(0, 255).astype(numpy.uint8)
    return numpy.where(2 * (255 - dog.astype(int)) > threshold, 255, 0).astype(numpy.uint8)


def hough(edges, votes):
    lines = cv2.HoughLinesWithAccumulator(edges, 1, math.pi / 180, votes)
    return [] if lines is None else [[float(rho), round(float(theta) * 180 / math.pi), int(count)] for rho, theta, count in lines.reshape(-1, 3)]


def segments(picture, colours, smoothing):
    """The median filter, then k-means from labels that were found without chance."""
    calm = cv2.medianBlur(picture, smoothing) if smoothing > 1 else picture
    pixels = calm.reshape(-1, 3).astype(numpy.float32)
    unique = numpy.unique(calm.reshape(-1, 3), axis=0).astype(numpy.float32)
    centers = [pixels.mean(axis=0, dtype=numpy.float64).astype(numpy.float32)]
    while len(centers) < colours:
        distances = numpy.min([((unique - center) ** 2).sum(axis=1) for center in centers], axis=0)
        centers.append(unique[distances.argmax()])
    labels = numpy.argmin([((pixels - center) ** 2).sum(axis=1) for center in centers], axis=0).astype(numpy.int32)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    _, labels, centers = cv2.kmeans(pixels, colours, labels.reshape(-1, 1).copy(), criteria, 1, cv2.KMEANS_USE_INITIAL_LABELS)
    return centers.round().astype(numpy.uint8)[labels[:, 0]].reshape(picture.shape)


def depth_values():
    """A ball before a slanted wall, as 16 bits: near is large."""
    y, x = numpy.mgrid[0:90, 0:113].astype(numpy.float64)
    ball = 1200 - ((x - 60) ** 2 + (y - 40) ** 2)
    return numpy.where(ball > 0, 20000 + 1000 * numpy.sqrt(numpy.maximum(ball, 0)), 3000 + 90 * x + 40 * y).astype(numpy.uint16)


def midas_depth(values):
    values = values.astype(numpy.float32)
    values = values - values.min()
    return values / values.max()


def normals(nearness, background, relief, smoothing):
    """controlnet_aux, MidasDetector with depth_and_normal=True; its channels are reversed in the end, here they are not."""
    levels = nearness * 255
    if smoothing:
        levels = cv2.GaussianBlur(levels, (0, 0), smoothing)
    x = cv2.Sobel(levels, cv2.CV_32F, 1, 0, ksize=3) * numpy.float32(relief)
    y = cv2.Sobel(levels, cv2.CV_32F, 0, 1, ksize=3) * numpy.float32(relief)
    z = numpy.ones_like(x) * numpy.pi * 2.0
    x[nearness < background] = 0
    y[nearness < background] = 0
    normal = numpy.stack([x, y, z], axis=2)
    normal /= numpy.sum(normal ** 2.0, axis=2, keepdims=True) ** 0.5
    return (normal * 127.5 + 127.5).clip(0, 255).astype(numpy.uint8)


class Keypoint(NamedTuple):
    x: float
    y: float


def function(path, name):
    """A function of a file that is not imported."""
    tree = ast.parse(path.read_text())
    definition = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    names = dict(cv2=cv2, np=numpy, math=math, List=List, Keypoint=Keypoint)
    exec(compile(ast.Module([definition], []), str(path), "exec"), names)
    return names[name]


def people():
    """Points in OpenPose's COCO order, in halves of a pixel, so that they stay exact as shares of 128 and 256 pixels."""
    standing = [(60, 30), (60, 56), (44, 57), (36.5, 84), (33, 110), (76, 56), (85, 83), (88.5, 111), (50, 112), (47, 150), (45.5, 190),
                (69, 112), (73, 151), (75, 191), (56.5, 25), (64, 25), (51, 28), (69.5, 28)]
    leaning = [(x * 0.5 + y * 0.35, y * 0.5 - x * 0.2 + 30) for x, y in standing]
    leaning = [(round(x * 2) / 2, round(y * 2) / 2) for x, y in leaning]
    half_outside = [(x - 50, y * 1.5 - 60) for x, y in standing]
    hidden = [point if index % 3 else None for index, point in enumerate(leaning)]
    generator = numpy.random.default_rng(3)
    wild = [tuple(float(v) / 2 for v in generator.integers(-60, 500, 2)) for _ in range(18)]
    return {"standing": [standing], "two": [standing, leaning], "outside": [half_outside], "hidden": [hidden], "wild": [wild]}


def strokes():
    """Lines, ellipses and discs at random places, each group on its own canvas of 90 x 60."""
    generator = numpy.random.default_rng(5)
    result = {"lines": [], "ellipses": [], "discs": []}
    canvases = {name: numpy.zeros((60, 90, 3), numpy.uint8) for name in result}
    for index in range(40):
        colour = [int(v) for v in generator.integers(1, 256, 3)]
        ends = [int(v) for v in generator.integers(-40, 140, 4)]
        cv2.line(canvases["lines"], ends[:2], ends[2:], colour, 1)
        result["lines"].append(ends + colour)
        center, axes = [int(v) for v in generator.integers(-20, 100, 2)], [int(v) for v in generator.integers(0, 25, 2)]
        angle = int(generator.integers(-180, 181))
        cv2.fillConvexPoly(canvases["ellipses"], cv2.ellipse2Poly(center, axes, angle, 0, 360, 1), colour)
        result["ellipses"].append(center + axes + [angle] + colour)
        radius = int(generator.integers(0, 12))
        cv2.circle(canvases["discs"], center, radius, colour, -1)
        result["discs"].append(center + [radius] + colour)
    for name, canvas in canvases.items():
        save(canvas, f"strokes-{name}")
    return result


def save(picture, name):
    Image.fromarray(picture).save(FOLDER / f"{name}.png", optimize=True)
    return f"{name}.png"


def main(auxiliary):
    cv2.setNumThreads(1)
    cv2.ipp.setUseIPP(False)
    FOLDER.mkdir(exist_ok=True)
    nms = function(auxiliary / "util.py", "nms")
    draw = function(auxiliary / "open_pose/util.py", "draw_bodypose")
    cases = {name: [] for name in ("canny", "softEdge", "scribble", "xdog", "hough", "segments", "depth", "normals", "pose")}
    for name, picture in pictures().items():
        save(picture, name)
        for index, settings in enumerate(CANNY):
            cases["canny"].append(dict(picture=name, **settings, result=save(canny(picture, **settings), f"{name}-canny-{index}")))
        for contrast in (96, 40):
            soft = soft_edges(picture, contrast)
            cases["softEdge"].append(dict(picture=name, contrast=contrast, result=save(soft, f"{name}-soft-{contrast}")))
        cases["scribble"].append(dict(picture=name, result=save(scribble(soft_edges(picture, 96), nms), f"{name}-scribble")))
        cases["xdog"].append(dict(picture=name, result=save(xdog(picture), f"{name}-xdog")))
        for votes in (12, 30):
            cases["hough"].append(dict(picture=name, votes=votes, lines=hough(canny(picture, 100, 200), votes)))
    for name in ("cat", "bottle", "drawing"):
        for colours, smoothing in ((8, 5), (3, 1), (5, 9)):
            result = save(segments(pictures()[name], colours, smoothing), f"{name}-segments-{colours}")
            cases["segments"].append(dict(picture=name, colours=colours, smoothing=smoothing, result=result))
    deep = depth_values()
    Image.fromarray(deep).save(FOLDER / "depth-16.png")
    shallow = (midas_depth(deep) * 255).astype(numpy.uint8)
    save(shallow, "depth-8")
    for name, values in (("depth-16", deep), ("depth-8", shallow)):
        for inverted in (False, True):
            nearness = midas_depth(values.max() - values if inverted else values)
            result = save((nearness * 255.0).clip(0, 255).astype(numpy.uint8), f"{name}-{'far' if inverted else 'near'}")
            cases["depth"].append(dict(picture=name, inverted=inverted, result=result))
        for index, (background, relief, smoothing) in enumerate(((0.1, 1, 0), (0.4, 1, 2), (0, 4, 0.8))):
            result = save(normals(midas_depth(values), background, relief, smoothing), f"{name}-normals-{index}")
            cases["normals"].append(dict(picture=name, background=background, relief=relief, smoothing=smoothing, result=result))
    for name, group in people().items():
        canvas = numpy.zeros((256, 128, 3), numpy.uint8)
        for person in group:
            draw(canvas, [None if point is None else Keypoint(point[0] / 128, point[1] / 256) for point in person])
        cases["pose"].append(dict(people=group, width=128, height=256, result=save(canvas, f"pose-{name}")))
    manifest = dict(
        title="Pictures, and what OpenCV and controlnet_aux make of them", made_by="Tests/Peers/make_detector_fixtures.py",
        versions={"opencv": cv2.__version__, "controlnet_aux": "0.0.10", "numpy": numpy.__version__}, cases=cases, strokes=strokes())
    (FOLDER / "manifest.json").write_text(json.dumps(manifest, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
