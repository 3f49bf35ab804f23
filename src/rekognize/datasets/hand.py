"""An unsteady hand: it leans and bends what it draws, and never draws it twice alike."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.datasets.outlines import BAR, Way
from rekognize.ink import Ink

_SIDE: Final = 1000.0


def drawn(way: Way, rng: np.random.Generator) -> Ink:
    """A character drawn in one of the :data:`~rekognize.datasets.outlines.OUTLINES`' ways."""
    return Ink([stroke.astype(np.float32) for stroke in _unsteady(way, rng)])


def leaning_bar(rng: np.random.Generator) -> Ink:
    """A bar that leans by up to 35 degrees to the left or 60 to the right, as some write a 1."""
    angle = math.radians(rng.uniform(-35, 60))
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return Ink([(stroke @ turn).astype(np.float32) for stroke in _unsteady(BAR, rng)])


def stretched(ink: Ink, width: float) -> Ink:
    """The strokes of an ink, ``width`` times as wide and as high as they were."""
    return Ink([stroke * np.array((width, 1.0), np.float32) for stroke in ink.strokes])


def _unsteady(way: Way, rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """The strokes of a way as an unsteady hand draws them, leaning and bent a little.

    They are half to 1.7 times as wide as they are high: people who draw into a square fill it.
    """
    strokes = [_dense(np.array(stroke)) - 0.5 for stroke in way]
    width = math.exp(rng.uniform(math.log(0.5), math.log(1.7)))
    shape = np.array([[width, rng.normal(0, 0.15)], [rng.normal(0, 0.06), 1.0]])
    bend, phase, wave = rng.normal(0, 0.05, (2, 2)), rng.uniform(0, 6.3, (2, 2)), rng.uniform(2, 7)
    out = []
    for stroke in strokes:
        off = rng.normal(0, 0.02, 2)
        bent = stroke + off
        for axis in range(2):
            bent[:, axis] += (bend[axis] * np.sin(wave * stroke + phase[axis])).sum(axis=1)
        out.append(bent @ shape.T * _SIDE)
    return out


def _dense(way: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points about every 4 % of the side, so that straight strokes bend as well."""
    steps = np.maximum(1, np.ceil(np.hypot(*np.diff(way, axis=0).T) / 0.04).astype(int))
    parts = [
        a + (b - a) * np.linspace(0, 1, n, endpoint=False)[:, None]
        for a, b, n in zip(way[:-1], way[1:], steps, strict=True)
    ]
    return np.concatenate([*parts, way[-1:]])
