"""Characters drawn by hand as strokes, and endless variations of them. No data set is needed."""

from __future__ import annotations

import io
import math
import random
from itertools import pairwise
from typing import Final

from PIL import Image

from rekognize import Ink, WritingArea
from rekognize.datasets.outlines import OUTLINES
from rekognize.ink import draw

Point = tuple[float, float]
Stroke = list[Point]


STROKES: Final = {label: OUTLINES[label][1 if label == "1" else 0] for label in "0123467AEHLMRTYZ"}
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
