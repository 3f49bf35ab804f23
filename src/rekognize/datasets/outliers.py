"""What is no character: drawings of things, scribbles, several characters at once."""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.datasets.strokes import StrokeSamples
from rekognize.ink import Ink

LETTER_LIKE: Final = frozenset(
    {
        *("circle", "line", "square", "zigzag", "squiggle", "hockey stick", "boomerang", "moon"),
        *("bracelet", "donut", "hexagon", "octagon", "triangle", "snake", "lightning", "stitches"),
        *("rainbow", "ladder", "string bean", "necklace"),
    }
)
"""Quick, Draw! kinds that many draw as an O, an I, a C or an S: no fair examples."""

_SPIRALS: Final = 0.12
_HATCHINGS: Final = 0.12

_HELD_OUT_SHARE: Final = 0.2

BORDER: Final = 4
"""Pixels of paper to leave around Quick, Draw! pictures, which are drawn up to their edges."""


def held_out_kind(kind: str) -> bool:
    """Whether a Quick, Draw! kind is kept from training, to test on things never seen."""
    return hashlib.blake2b(kind.encode(), digest_size=1).digest()[0] < _HELD_OUT_SHARE * 256


def scribble(rng: np.random.Generator) -> Ink:
    """A scribble: dense, smooth or jagged strokes, a spiral, or the hatching that strikes out."""
    kind = rng.random()
    if kind < _SPIRALS:
        return _leaning(_spiral(rng), rng)
    if kind < _SPIRALS + _HATCHINGS:
        return _leaning(_hatching(rng), rng)
    strokes = []
    for _ in range(rng.integers(1, 4)):
        turns = int(rng.integers(12, 40))
        knots = np.cumsum(rng.normal(0, 1, (turns, 2)), axis=0) * rng.uniform(0.0, 0.5)
        knots += rng.normal(0, 1, (turns, 2)) + rng.normal(0, 0.7, 2)
        strokes.append(_smooth(knots) if rng.random() < 0.6 else knots)
    return Ink([(stroke * 250).astype(np.float32) for stroke in strokes])


def _spiral(rng: np.random.Generator) -> NDArray[np.float64]:
    """Two and a half turns or more around a middle, float64 (P, 2): fewer may be a 6 or an e."""
    turns = rng.uniform(2.5, 9.0)
    t = np.linspace(0, 1, int(40 * turns))
    angle = 2 * np.pi * turns * t * rng.choice((-1, 1)) + rng.uniform(0, 2 * np.pi)
    radius = rng.uniform(0, 0.15) + t ** rng.uniform(0.7, 1.3)
    unit = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    way: NDArray[np.float64] = radius[:, None] * unit * rng.uniform(0.9, 1.1, 2)
    return way


def _hatching(rng: np.random.Generator) -> NDArray[np.float64]:
    """To and fro six times or more, float64 (P, 2): fewer may be an M or a w."""
    count = int(rng.integers(12, 36))
    along = np.linspace(-1, 1, count) * rng.uniform(0.3, 1.2)
    across = np.where(np.arange(count) % 2, 1.0, -1.0) * rng.uniform(0.5, 1.0)
    knots = np.stack([along, across], axis=1) + rng.normal(0, 0.08, (count, 2))
    return _smooth(knots) if rng.random() < 0.5 else knots


def _leaning(stroke: NDArray[np.float64], rng: np.random.Generator) -> Ink:
    """One stroke, turned by any angle and not quite even."""
    angle = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    squeeze = np.array([1.0, rng.uniform(0.6, 1.0)])
    shaky = stroke + rng.normal(0, 0.01, stroke.shape)
    return Ink([((shaky * squeeze) @ turn * 400).astype(np.float32)])


def _smooth(knots: NDArray[np.float64], steps: int = 6) -> NDArray[np.float64]:
    """Catmull-Rom spline through the knots."""
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    a, b, c, d = knots[:-3, None], knots[1:-2, None], knots[2:-1, None], knots[3:, None]
    curve = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    return curve.reshape(-1, 2)


def several(samples: StrokeSamples, chosen: NDArray[np.intp], rng: np.random.Generator) -> Ink:
    """Two to four of the chosen samples side by side, as when a whole word is given.

    Of two characters both are wide: a narrow one beside another may well be one K or one d.
    """
    count = int(rng.choice((2, 3, 4), p=(0.6, 0.3, 0.1)))
    strokes: list[NDArray[np.float32]] = []
    right = 0.0
    while count:
        ink = samples.ink(int(rng.choice(chosen)))
        box = ink.box
        if box is None:
            continue
        width, height = box[2] - box[0], box[3] - box[1]
        if width < 0.4 * height:
            continue
        scale = rng.uniform(0.8, 1.2) / max(height, 0.6 * width, 1e-6)
        gap = rng.uniform(0.1, 0.5) if right else 0.0
        corner = np.array((right + gap, rng.uniform(-0.15, 0.15) - height * scale / 2), np.float32)
        origin = np.array(box[:2], np.float32)
        strokes += [(stroke - origin) * np.float32(scale) + corner for stroke in ink.strokes]
        right = float(corner[0]) + width * scale
        count -= 1
    return Ink([stroke * 1000 for stroke in strokes])
