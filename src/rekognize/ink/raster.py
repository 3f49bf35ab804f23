"""Strokes drawn as pixels: a one-pixel centreline, or ink of any pen width."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from rekognize.ink.strokes import Ink

_FAR: Final = 2.0**20
"""Scale, or pixels from the strokes' origin, from which a float32 has no digits left for where in
the picture a point lies."""


def centreline(ink: Ink, size: int, scale: float, dx: float, dy: float) -> NDArray[np.bool_]:
    """The path of the pen, one pixel wide: bool (size, size).

    A point (x, y) lands on pixel (x * scale + dx, y * scale + dy), pixel centres at integers.
    """
    picture = Image.new("L", (size, size))
    pen = ImageDraw.Draw(picture)
    far = max(scale, abs(dx), abs(dy)) >= _FAR
    exact: type[np.floating] = np.float64 if far else np.float32
    offset = np.array((dx, dy), exact)
    for stroke in ink.strokes:
        path = np.rint(stroke.astype(exact, copy=False) * scale + offset).ravel().tolist()
        if len(path) == 2:
            pen.point(path, fill=255)
        else:
            pen.line(path, fill=255)
    return np.asarray(picture) > 0


def draw(ink: Ink, width: int, height: int, pen_width: float | None = None) -> NDArray[np.uint8]:
    """Black round-capped ink on white paper, uint8 (height, width), as a canvas shows it.

    Drawn in the strokes' own units (one unit a pixel, pixel edges at integers), anti-aliased by
    four. Without ``pen_width`` it is 1/40 of the longer side.
    """
    pen_width = pen_width or max(width, height) / 40
    factor = 4
    picture = Image.new("L", (width * factor, height * factor), 255)
    pen = ImageDraw.Draw(picture)
    thickness = max(1, round(pen_width * factor))
    radius = thickness / 2
    for stroke in ink.strokes:
        path = (stroke * factor).tolist()
        if len(path) > 1:
            pen.line([tuple(p) for p in path], fill=0, width=thickness, joint="curve")
        for x, y in (path[0], path[-1]):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=0)
    return np.asarray(picture.reduce(factor))
