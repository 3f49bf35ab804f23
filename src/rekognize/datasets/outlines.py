"""How a pen goes through each of the 62 characters, and endless variations of that.

Drawn up for this project, so that there is something to rehearse where no training data are: no
image of a data set may come along.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rekognize.ink import Ink

_Way: TypeAlias = list[tuple[float, float]]


def _arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> _Way:
    """Part of an ellipse around (x, y); angles in degrees, 0 to the right, 90 downwards."""
    steps = max(2, round(abs(end - start) / 15))
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


_BAR: Final = [[(0.5, 0.0), (0.5, 1.0)]]
_ROUND: Final = [_arc(0.5, 0.5, 0.35, 0.5, -90, 270)]
_C: Final = [_arc(0.55, 0.5, 0.4, 0.5, -45, -315)]
_S: Final = [[*_arc(0.5, 0.27, 0.32, 0.27, -20, -270), *_arc(0.5, 0.76, 0.34, 0.24, -90, 160)]]
_U: Final = [[(0.15, 0.0), *_arc(0.5, 0.65, 0.35, 0.35, 180, 0), (0.85, 0.0)]]
_V: Final = [[(0.1, 0.0), (0.5, 1.0), (0.9, 0.0)]]
_W: Final = [[(0.0, 0.0), (0.25, 1.0), (0.5, 0.25), (0.75, 1.0), (1.0, 0.0)]]
_X: Final = [[(0.1, 0.0), (0.9, 1.0)], [(0.9, 0.0), (0.1, 1.0)]]
_Z: Final = [[(0.1, 0.0), (0.9, 0.0), (0.1, 1.0), (0.9, 1.0)]]
_BOWL: Final = _arc(0.45, 0.67, 0.3, 0.33, -20, -360)

OUTLINES: Final[Mapping[str, tuple[list[_Way], ...]]] = MappingProxyType(
    {
        "0": (_ROUND,),
        "1": (_BAR, [[(0.3, 0.2), (0.55, 0.0), (0.55, 1.0)]]),
        "2": ([[*_arc(0.5, 0.28, 0.32, 0.28, 190, 400), (0.15, 1.0), (0.88, 1.0)]],),
        "3": ([[*_arc(0.45, 0.25, 0.3, 0.25, 200, 450), *_arc(0.45, 0.74, 0.35, 0.26, -90, 160)]],),
        "4": (
            [[(0.6, 0.0), (0.1, 0.65), (0.9, 0.65)], [(0.65, 0.35), (0.65, 1.0)]],
            [[(0.2, 0.0), (0.2, 0.5), (0.8, 0.5)], [(0.75, 0.0), (0.75, 1.0)]],
        ),
        "5": (
            [
                [(0.25, 0.0), (0.22, 0.42), *_arc(0.45, 0.69, 0.36, 0.31, -110, 140)],
                [(0.25, 0.0), (0.8, 0.0)],
            ],
        ),
        "6": ([[(0.7, 0.0), (0.3, 0.4), *_arc(0.5, 0.72, 0.28, 0.28, 180, 540)]],),
        "7": (
            [[(0.1, 0.0), (0.9, 0.0), (0.4, 1.0)]],
            [[(0.1, 0.0), (0.9, 0.0), (0.4, 1.0)], [(0.3, 0.5), (0.8, 0.5)]],
        ),
        "8": (
            [
                [
                    *_arc(0.5, 0.26, 0.28, 0.26, 0, -270),
                    *_arc(0.5, 0.76, 0.32, 0.24, -90, 270),
                    *_arc(0.5, 0.26, 0.28, 0.26, 90, 0),
                ]
            ],
        ),
        "9": ([[*_arc(0.48, 0.28, 0.28, 0.28, 0, -360), (0.74, 0.35), (0.68, 1.0)]],),
        "A": ([[(0.1, 1.0), (0.5, 0.0), (0.9, 1.0)], [(0.25, 0.62), (0.75, 0.62)]],),
        "B": (
            [
                [(0.2, 0.0), (0.2, 1.0)],
                [
                    (0.2, 0.0),
                    *_arc(0.45, 0.24, 0.3, 0.24, -90, 90),
                    (0.25, 0.48),
                    *_arc(0.45, 0.74, 0.38, 0.26, -90, 90),
                    (0.2, 1.0),
                ],
            ],
        ),
        "C": (_C,),
        "D": (
            [
                [(0.2, 0.0), (0.2, 1.0)],
                [(0.2, 0.0), *_arc(0.35, 0.5, 0.5, 0.5, -90, 90), (0.2, 1.0)],
            ],
        ),
        "E": ([[(0.85, 0.0), (0.2, 0.0), (0.2, 1.0), (0.85, 1.0)], [(0.2, 0.5), (0.7, 0.5)]],),
        "F": ([[(0.85, 0.0), (0.2, 0.0), (0.2, 1.0)], [(0.2, 0.48), (0.7, 0.48)]],),
        "G": (
            [[*_arc(0.52, 0.5, 0.4, 0.5, -45, -360), (0.55, 0.52)], [(0.92, 0.52), (0.92, 0.95)]],
            [[*_arc(0.52, 0.5, 0.4, 0.5, -45, -360), (0.5, 0.5)]],
        ),
        "H": (
            [[(0.15, 0.0), (0.15, 1.0)], [(0.85, 0.0), (0.85, 1.0)], [(0.15, 0.5), (0.85, 0.5)]],
        ),
        "I": (
            _BAR,
            [[(0.5, 0.0), (0.5, 1.0)], [(0.25, 0.0), (0.75, 0.0)], [(0.25, 1.0), (0.75, 1.0)]],
        ),
        "J": (
            [[(0.7, 0.0), *_arc(0.42, 0.75, 0.28, 0.25, 0, 170)]],
            [[(0.7, 0.0), *_arc(0.42, 0.75, 0.28, 0.25, 0, 170)], [(0.35, 0.0), (0.95, 0.0)]],
        ),
        "K": ([[(0.2, 0.0), (0.2, 1.0)], [(0.85, 0.0), (0.22, 0.55)], [(0.4, 0.42), (0.88, 1.0)]],),
        "L": ([[(0.2, 0.0), (0.2, 1.0), (0.8, 1.0)]],),
        "M": ([[(0.05, 1.0), (0.15, 0.0), (0.5, 0.7), (0.85, 0.0), (0.95, 1.0)]],),
        "N": ([[(0.15, 1.0), (0.15, 0.0), (0.85, 1.0), (0.85, 0.0)]],),
        "O": (_ROUND,),
        "P": (
            [
                [(0.2, 0.0), (0.2, 1.0)],
                [(0.2, 0.0), *_arc(0.45, 0.27, 0.38, 0.27, -90, 90), (0.2, 0.54)],
            ],
        ),
        "Q": ([*_ROUND, [(0.58, 0.7), (0.92, 1.05)]],),
        "R": (
            [
                [
                    (0.2, 1.0),
                    (0.2, 0.0),
                    *_arc(0.45, 0.25, 0.35, 0.25, -90, 90),
                    (0.3, 0.5),
                    (0.85, 1.0),
                ]
            ],
        ),
        "S": (_S,),
        "T": ([[(0.05, 0.0), (0.95, 0.0)], [(0.5, 0.0), (0.5, 1.0)]],),
        "U": (_U,),
        "V": (_V,),
        "W": (_W,),
        "X": (_X,),
        "Y": ([[(0.1, 0.0), (0.5, 0.5)], [(0.9, 0.0), (0.5, 0.5), (0.5, 1.0)]],),
        "Z": (_Z,),
        "a": (
            [_arc(0.42, 0.55, 0.32, 0.42, -20, -360), [(0.76, 0.1), (0.76, 0.8), (0.92, 0.97)]],
            [
                [(0.2, 0.2), *_arc(0.48, 0.25, 0.28, 0.22, -150, 0), (0.76, 1.0)],
                _arc(0.45, 0.74, 0.3, 0.24, -30, -350),
            ],
        ),
        "b": ([[(0.15, 0.0), (0.15, 1.0)], _arc(0.45, 0.7, 0.3, 0.3, 180, 540)],),
        "c": (_C,),
        "d": ([_BOWL, [(0.75, 0.0), (0.75, 1.0)]],),
        "e": ([[(0.17, 0.5), (0.83, 0.5), *_arc(0.5, 0.5, 0.35, 0.45, -15, -310)]],),
        "f": ([[*_arc(0.62, 0.2, 0.22, 0.2, -20, -180), (0.4, 1.0)], [(0.15, 0.42), (0.7, 0.42)]],),
        "g": (
            [
                _arc(0.45, 0.3, 0.3, 0.28, -20, -360),
                [(0.75, 0.05), (0.75, 0.75), *_arc(0.45, 0.78, 0.3, 0.22, 0, 150)],
            ],
        ),
        "h": (
            [
                [(0.2, 0.0), (0.2, 1.0)],
                [(0.2, 0.65), *_arc(0.48, 0.62, 0.28, 0.2, 180, 360), (0.76, 1.0)],
            ],
        ),
        "i": ([[(0.5, 0.35), (0.5, 1.0)], [(0.5, 0.0), (0.52, 0.03)]],),
        "j": (
            [
                [(0.6, 0.3), (0.6, 0.8), *_arc(0.38, 0.82, 0.22, 0.18, 0, 150)],
                [(0.6, 0.0), (0.62, 0.03)],
            ],
        ),
        "k": ([[(0.2, 0.0), (0.2, 1.0)], [(0.72, 0.38), (0.22, 0.7)], [(0.4, 0.6), (0.78, 1.0)]],),
        "l": (
            _BAR,
            [[(0.4, 0.0), (0.4, 0.85), *_arc(0.55, 0.85, 0.15, 0.15, 180, 60)]],
        ),
        "m": (
            [
                [(0.05, 0.0), (0.05, 1.0)],
                [(0.05, 0.35), *_arc(0.28, 0.28, 0.23, 0.28, 180, 360), (0.51, 1.0)],
                [(0.51, 0.35), *_arc(0.74, 0.28, 0.23, 0.28, 180, 360), (0.97, 1.0)],
            ],
        ),
        "n": (
            [
                [(0.15, 0.0), (0.15, 1.0)],
                [(0.15, 0.4), *_arc(0.48, 0.35, 0.33, 0.35, 180, 360), (0.81, 1.0)],
            ],
        ),
        "o": (_ROUND,),
        "p": ([[(0.2, 0.0), (0.2, 1.0)], _arc(0.5, 0.3, 0.3, 0.3, 180, 540)],),
        "q": ([_arc(0.45, 0.3, 0.3, 0.3, -20, -360), [(0.75, 0.0), (0.75, 1.0), (0.95, 0.85)]],),
        "r": (
            [[(0.25, 0.0), (0.25, 1.0)], [(0.25, 0.45), *_arc(0.58, 0.4, 0.33, 0.36, 180, 310)]],
        ),
        "s": (_S,),
        "t": (
            [
                [(0.45, 0.0), (0.45, 0.8), *_arc(0.63, 0.8, 0.18, 0.2, 180, 40)],
                [(0.15, 0.3), (0.78, 0.3)],
            ],
            [[(0.5, 0.0), (0.5, 1.0)], [(0.2, 0.35), (0.8, 0.35)]],
        ),
        "u": (
            _U,
            [
                [(0.15, 0.0), *_arc(0.47, 0.65, 0.32, 0.33, 180, 0), (0.79, 0.0)],
                [(0.79, 0.0), (0.79, 0.85), (0.95, 1.0)],
            ],
        ),
        "v": (_V,),
        "w": (
            _W,
            [
                [
                    (0.0, 0.0),
                    *_arc(0.25, 0.65, 0.25, 0.35, 180, 0),
                    (0.5, 0.3),
                    *_arc(0.75, 0.65, 0.25, 0.35, 180, 0),
                    (1.0, 0.0),
                ]
            ],
        ),
        "x": (_X,),
        "y": (
            [[(0.15, 0.0), (0.5, 0.5)], [(0.85, 0.0), (0.35, 1.0)]],
            [
                [(0.15, 0.0), *_arc(0.45, 0.3, 0.3, 0.25, 180, 0), (0.75, 0.0)],
                [(0.75, 0.0), (0.75, 0.75), *_arc(0.45, 0.78, 0.3, 0.22, 0, 150)],
            ],
        ),
        "z": (_Z, [[(0.1, 0.0), (0.9, 0.0), (0.1, 1.0), (0.9, 1.0)], [(0.25, 0.5), (0.75, 0.5)]]),
    }
)
"""Character -> the ways in which it is drawn, strokes in a unit square, x to the right, y down."""

_SIDE: Final = 1000.0


def drawn_by_outline(label: str, rng: np.random.Generator) -> Ink:
    """One of 62 characters by an unsteady hand: leaning, bent and never twice alike.

    Raises:
        KeyError: it is none of them.
    """
    ways = OUTLINES[label]
    way = ways[int(rng.integers(len(ways)))]
    return Ink([stroke.astype(np.float32) for stroke in _unsteady(way, rng)])


def bar(rng: np.random.Generator) -> Ink:
    """A bar that leans by up to 35 degrees to the left or 60 to the right, as some write a 1."""
    angle = math.radians(rng.uniform(-35, 60))
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return Ink([(stroke @ turn).astype(np.float32) for stroke in _unsteady(_BAR, rng)])


def _unsteady(way: list[_Way], rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """The strokes of a way as an unsteady hand draws them, leaning and bent a little."""
    strokes = [_dense(np.array(stroke)) - 0.5 for stroke in way]
    shape = np.array([[rng.uniform(0.55, 1.0), rng.normal(0, 0.15)], [rng.normal(0, 0.06), 1.0]])
    bend, phase, wave = rng.normal(0, 0.05, (2, 2)), rng.uniform(0, 6.3, (2, 2)), rng.uniform(2, 7)
    out = []
    for stroke in strokes:
        off = rng.normal(0, 0.02, 2)
        bent = stroke + off
        for axis in range(2):
            bent[:, axis] += (bend[axis] * np.sin(wave * stroke + phase[axis])).sum(axis=1)
        out.append(bent @ shape.T * _SIDE)
    return out


def alike(label: str) -> tuple[str, ...]:
    """The characters that may be drawn in the same way as one of them, itself among them."""
    ways = OUTLINES[label]
    return tuple(other for other, theirs in OUTLINES.items() if any(way in theirs for way in ways))


def _dense(way: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points about every 4 % of the side, so that straight strokes bend as well."""
    steps = np.maximum(1, np.ceil(np.hypot(*np.diff(way, axis=0).T) / 0.04).astype(int))
    parts = [
        a + (b - a) * np.linspace(0, 1, n, endpoint=False)[:, None]
        for a, b, n in zip(way[:-1], way[1:], steps, strict=True)
    ]
    return np.concatenate([*parts, way[-1:]])
