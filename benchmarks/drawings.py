"""Characters drawn by hand as strokes, and endless variations of them. No data set is needed."""

from __future__ import annotations

import io
import math
import random
from itertools import pairwise
from typing import Final

from PIL import Image

from rekognize import Ink, WritingArea
from rekognize.ink import draw

Point = tuple[float, float]
Stroke = list[Point]


def _arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Stroke:
    """Part of an ellipse around (x, y); angles in degrees, 0 to the right, 90 downwards."""
    steps = max(2, round(abs(end - start) / 12))
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


STROKES: Final[dict[str, list[Stroke]]] = {
    "0": [_arc(0.5, 0.5, 0.3, 0.5, -90, 270)],
    "1": [[(0.3, 0.2), (0.55, 0.0), (0.55, 1.0)]],
    "2": [[*_arc(0.5, 0.28, 0.32, 0.28, 190, 400), (0.15, 1.0), (0.88, 1.0)]],
    "3": [[*_arc(0.45, 0.25, 0.3, 0.25, 200, 450), *_arc(0.45, 0.74, 0.35, 0.26, -90, 160)]],
    "4": [[(0.6, 0.0), (0.1, 0.65), (0.9, 0.65)], [(0.65, 0.35), (0.65, 1.0)]],
    "6": [[(0.7, 0.0), (0.3, 0.4), *_arc(0.5, 0.72, 0.28, 0.28, 180, 540)]],
    "7": [[(0.1, 0.0), (0.9, 0.0), (0.4, 1.0)]],
    "A": [[(0.1, 1.0), (0.5, 0.0), (0.9, 1.0)], [(0.25, 0.62), (0.75, 0.62)]],
    "E": [
        [(0.85, 0.0), (0.2, 0.0), (0.2, 1.0), (0.85, 1.0)],
        [(0.2, 0.5), (0.7, 0.5)],
    ],
    "H": [[(0.15, 0.0), (0.15, 1.0)], [(0.85, 0.0), (0.85, 1.0)], [(0.15, 0.5), (0.85, 0.5)]],
    "L": [[(0.2, 0.0), (0.2, 1.0), (0.8, 1.0)]],
    "M": [[(0.05, 1.0), (0.15, 0.0), (0.5, 0.7), (0.85, 0.0), (0.95, 1.0)]],
    "R": [
        [(0.2, 1.0), (0.2, 0.0), *_arc(0.45, 0.25, 0.35, 0.25, -90, 90), (0.3, 0.5), (0.85, 1.0)]
    ],
    "T": [[(0.05, 0.0), (0.95, 0.0)], [(0.5, 0.0), (0.5, 1.0)]],
    "Y": [[(0.1, 0.0), (0.5, 0.5)], [(0.9, 0.0), (0.5, 0.5), (0.5, 1.0)]],
    "Z": [[(0.1, 0.0), (0.9, 0.0), (0.1, 1.0), (0.9, 1.0)]],
}
"""Character -> its strokes in a unit square, x to the right and y down."""


def ink_of(label: str, random_source: random.Random | None = None, side: float = 280.0) -> Ink:
    """A character on a canvas of ``side`` x ``side``.

    Without a source of randomness it stands upright in the middle; with one it is turned by up
    to 8 degrees, 30 to 70 % of the canvas high, anywhere on it, with an unsteady hand.
    """
    shake, turn, size = 0.0, 0.0, 0.6 * side
    left = top = 0.2 * side
    if random_source is not None:
        shake, turn = 0.01, math.radians(random_source.uniform(-8, 8))
        size = random_source.uniform(0.3, 0.7) * side
        left, top = (random_source.uniform(0.1, 0.9) * (side - size) for _ in range(2))

    def place(point: Point) -> Point:
        x, y = (value - 0.5 + _noise(random_source, shake) for value in point)
        return (
            round(left + size * (0.5 + x * math.cos(turn) - y * math.sin(turn)), 2),
            round(top + size * (0.5 + x * math.sin(turn) + y * math.cos(turn)), 2),
        )

    strokes = [[place(point) for point in _dense(stroke)] for stroke in STROKES[label]]
    return Ink(strokes, WritingArea(side, side))


def png_of(ink: Ink, pen_width: float) -> bytes:
    """The drawing as a canvas hands it over: black on white, as large as its writing area."""
    if ink.area is None:
        raise ValueError("a drawing without a writing area has no size")
    stream = io.BytesIO()
    pixels = draw(ink, round(ink.area.width), round(ink.area.height), pen_width)
    Image.fromarray(pixels).convert("RGBA").save(stream, "PNG")
    return stream.getvalue()


def document_of(ink: Ink) -> dict[str, object]:
    """The drawing as the HTTP API takes strokes."""
    document: dict[str, object] = {"strokes": [stroke.tolist() for stroke in ink.strokes]}
    if ink.area is not None:
        document["area"] = {"width": ink.area.width, "height": ink.area.height}
    return document


def _dense(stroke: Stroke) -> Stroke:
    """About as many points as a pen gives at 100 Hz: one for every fortieth of the height."""
    points: Stroke = [stroke[0]]
    for (x0, y0), (x1, y1) in pairwise(stroke):
        steps = max(1, round(math.hypot(x1 - x0, y1 - y0) * 40))
        points += [
            (x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(1, steps + 1)
        ]
    return points


def _noise(random_source: random.Random | None, strength: float) -> float:
    return 0.0 if random_source is None else random_source.gauss(0.0, strength)
