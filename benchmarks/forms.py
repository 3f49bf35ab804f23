"""How forms that data sets lack are read: ``python -m benchmarks.forms [BUNDLE]...``.

Three kinds, each drawn by an unsteady hand: the ways of our own outlines, of which training has
others (other draws of the same ways); bars that lean, likewise; and ways that no training has.
Strokes, so that no data set is needed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from rekognize import Recognizer
from rekognize.alphabets import BASE
from rekognize.datasets.hand import drawn, leaning_bar
from rekognize.datasets.outlines import OUTLINES, Way, drawn_so
from rekognize.ink import Ink

_SEED: Final = 5
_OF_EACH: Final = 40
_BARS: Final = 1_000
_WEAK: Final = 0.8
"""A way that is read or accepted less often is named."""

_RING: Final = [
    (0.5 + 0.35 * np.sin(a), 0.5 - 0.5 * np.cos(a)) for a in np.linspace(0, 2 * np.pi, 25)
]
_LOW_BOWL: Final = [(0.8 * x, 0.3 + 0.7 * y) for x, y in _RING]
_HIGH_BOWL: Final = [(0.8 * x, 0.6 * y) for x, y in _RING]

KNOWN: Final = tuple((drawn_so(way), way) for label in BASE for way in OUTLINES[label])
"""Characters that a way of our own outlines may stand for, and the way."""

UNSEEN: Final[tuple[tuple[str, Way], ...]] = (
    ("0", [_RING, [(0.95, 0.05), (0.05, 0.95)]]),
    ("0", [_RING, [(0.42, 0.6), (0.58, 0.4)]]),
    ("1", [[(0.1, 0.5), (0.55, 0.0), (0.55, 1.0)]]),
    ("2Zz", [[(0.15, 0.1), (0.5, 0.0), (0.8, 0.2), (0.15, 1.0), (0.85, 1.0)]]),
    ("4", [[(0.3, 0.0), (0.15, 0.55), (0.85, 0.55)], [(0.65, 0.2), (0.6, 1.0)]]),
    ("4", [[(0.45, 0.0), (0.1, 0.6), (0.9, 0.6)], [(0.6, 0.3), (0.5, 1.0)]]),
    ("5", [[(0.85, 0.0), (0.2, 0.0), (0.2, 0.45), (0.75, 0.5), (0.75, 1.0), (0.15, 1.0)]]),
    ("6", [[(0.8, 0.0), (0.2, 0.6), (0.3, 1.0), (0.8, 1.0), (0.8, 0.6), (0.25, 0.6)]]),
    ("7", [[(0.1, 0.15), (0.1, 0.0), (0.9, 0.0), (0.4, 1.0)], [(0.3, 0.5), (0.8, 0.5)]]),
    ("A", [[(0.1, 1.0), (0.3, 0.0), (0.7, 0.0), (0.9, 1.0)], [(0.2, 0.55), (0.8, 0.55)]]),
    ("A", [[(0.1, 1.0), (0.5, 0.0), (0.9, 1.0), (0.75, 0.62), (0.25, 0.62)]]),
    ("A", [[(0.1, 1.0), (0.45, 0.05)], [(0.55, 0.0), (0.9, 1.0)], [(0.25, 0.6), (0.75, 0.6)]]),
    ("E", [[(0.2, 0.0), (0.2, 1.0)], *([(0.2, y), (0.8, y)] for y in (0.0, 0.5, 1.0))]),
    ("F", [[(0.2, 0.0), (0.2, 1.0)], [(0.15, 0.0), (0.85, 0.0)], [(0.2, 0.6), (0.7, 0.6)]]),
    (
        "G",
        [[(0.85, 0.1), (0.8, 0.0), (0.2, 0.0), (0.2, 1.0), (0.85, 1.0), (0.85, 0.5), (0.5, 0.5)]],
    ),
    ("H", [[(0.15, 0.0), (0.15, 1.0), (0.15, 0.5), (0.85, 0.5), (0.85, 0.0), (0.85, 1.0)]]),
    ("Hh", [[(0.2, 0.0), (0.2, 1.0)], [(0.8, 0.0), (0.8, 1.0)], [(0.2, 0.3), (0.8, 0.3)]]),
    ("Kk", [[(0.2, 0.0), (0.2, 1.0)], [(0.85, 0.0), (0.2, 0.5), (0.85, 1.0)]]),
    ("M", [[(0.1, 1.0), (0.1, 0.0), (0.5, 1.0), (0.9, 0.0), (0.9, 1.0)]]),
    (
        "M",
        [
            [(0.1, 1.0), (0.1, 0.0), (0.5, 0.7), (0.9, 0.0), (0.9, 1.0)],
            [(0.0, 1.0), (0.2, 1.0)],
            [(0.8, 1.0), (1.0, 1.0)],
        ],
    ),
    ("N", [[(0.1, 1.0), (0.25, 0.0), (0.75, 1.0), (0.9, 0.0)]]),
    ("N", [[(0.15, 0.0), (0.15, 1.0)], [(0.15, 0.0), (0.85, 1.0)], [(0.85, 0.0), (0.85, 1.0)]]),
    ("Q", [_RING, [(0.3, 0.75), (1.0, 0.95)]]),
    ("Q", [_RING, [(0.5, 0.6), (0.85, 0.98)]]),
    (
        "R",
        [[(0.2, 0.0), (0.2, 1.0)], [(0.2, 0.0), (0.7, 0.05), (0.75, 0.3), (0.2, 0.5), (0.85, 1.0)]],
    ),
    ("5Ss", [[(0.85, 0.1), (0.3, 0.05), (0.2, 0.35), (0.75, 0.6), (0.75, 0.9), (0.2, 1.0)]]),
    ("T", [[(0.05, 0.15), (0.05, 0.0), (0.95, 0.0), (0.95, 0.15)], [(0.5, 0.0), (0.5, 1.0)]]),
    ("Uu", [[(0.15, 0.0), (0.15, 1.0), (0.85, 1.0), (0.85, 0.0)]]),
    ("Ww", [[(0.0, 0.0), (0.3, 1.0), (0.6, 0.0)], [(0.4, 0.0), (0.7, 1.0), (1.0, 0.0)]]),
    ("Yy", [[(0.1, 0.0), (0.5, 0.45), (0.9, 0.0)], [(0.5, 0.45), (0.5, 1.0)]]),
    ("Zz", [[(0.2, 0.05), (0.95, 0.0), (0.05, 1.0), (0.8, 0.95)]]),
    ("a", [_LOW_BOWL, [(0.72, 0.2), (0.74, 0.9), (0.9, 1.0)]]),
    ("d", [_LOW_BOWL, [(0.68, 0.0), (0.68, 0.9), (0.9, 1.0)]]),
    ("e", [[(0.2, 0.5), (0.8, 0.5), (0.8, 0.1), (0.2, 0.1), (0.2, 1.0), (0.8, 1.0)]]),
    ("g9q", [_HIGH_BOWL, [(0.68, 0.0), (0.68, 1.0), (0.25, 1.0)]]),
    ("i", [[(0.5, 0.4), (0.5, 1.0)], [(0.5, 0.15), (0.65, 0.0)]]),
    (
        "j",
        [[(0.35, 0.3), (0.6, 0.3), (0.6, 0.9), (0.4, 1.0), (0.2, 0.9)], [(0.6, 0.0), (0.62, 0.03)]],
    ),
    (
        "q",
        [_HIGH_BOWL, [(0.68, 0.0), (0.68, 1.0)], [(0.45, 0.75), (0.9, 0.75)]],
    ),
    ("r", [[(0.3, 0.1), (0.3, 1.0)], [(0.3, 0.4), (0.5, 0.15), (0.75, 0.15)]]),
    ("t", [[(0.5, 0.1), (0.5, 0.9)], [(0.1, 0.5), (0.9, 0.5)]]),
    ("Zz", [[(0.2, 0.1), (0.8, 0.1), (0.2, 0.9), (0.85, 0.9)], [(0.3, 0.5), (0.7, 0.5)]]),
)
"""Characters that a way may stand for, and the way: none is among the outlines."""

BARS: Final = {
    "alphanumeric": "1Il",
    "letters-nocase": "IL",
    "capitals": "I",
    "digits": "1",
}
"""Alphabet -> what a bar may be read as."""


def read_ways(
    recognizer: Recognizer, ways: Sequence[tuple[Sequence[str], Way]], of_each: int = _OF_EACH
) -> Iterator[tuple[float, float, str]]:
    """Of each way the shares read right, among 62 classes, and accepted, and what it is read as."""
    rng = np.random.default_rng(_SEED)
    for allowed, way in ways:
        answers = recognizer.recognize_batch([drawn(way, rng) for _ in range(of_each)])
        labels = [answer.candidates[0].label for answer in answers]
        right = np.mean([label in allowed for label in labels])
        accepted = np.mean([answer.is_character for answer in answers])
        most = ", ".join(f"{n} {label}" for label, n in Counter(labels).most_common(3))
        yield float(right), float(accepted), most


def read_bars(recognizer: Recognizer, bars: Sequence[Ink]) -> dict[str, tuple[float, float]]:
    """Alphabet -> the shares of leaning bars read as a bar, and as an X."""
    shares = {}
    for alphabet, allowed in BARS.items():
        labels = [a.candidates[0].label for a in recognizer.recognize_batch(bars, alphabet)]
        right = np.mean([label in allowed for label in labels])
        shares[alphabet] = (float(right), float(np.mean([label in "xX" for label in labels])))
    return shares


def _report(recognizer: Recognizer) -> None:
    print(f"\n{recognizer.bundle.card.identity}")
    kinds = {"outlines' ways": KNOWN, "ways that no training has": UNSEEN}
    for name, ways in kinds.items():
        figures = list(read_ways(recognizer, ways))
        right, accepted = (100 * np.mean([f[i] for f in figures]) for i in (0, 1))
        print(f"{len(ways)} {name}: {right:.1f} % read, {accepted:.1f} % taken for a character")
        for (allowed, _), (share, taken, most) in zip(ways, figures, strict=True):
            if min(share, taken) < _WEAK:
                print(f"  {''.join(allowed):6s} {share:4.0%} read, {taken:4.0%} taken: {most}")
    rng = np.random.default_rng(_SEED)
    bars = [leaning_bar(rng) for _ in range(_BARS)]
    for alphabet, (share, crossed) in read_bars(recognizer, bars).items():
        print(f"leaning bars among {alphabet}: {100 * share:.1f} %, {100 * crossed:.1f} % as an X")


def main() -> None:
    """Print the figures of some bundles, the shipped ones unless told otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks.forms")
    parser.add_argument("bundles", nargs="*", type=Path, default=[Path("standard"), Path("tiny")])
    for bundle in parser.parse_args().bundles:
        _report(Recognizer.load(bundle))


if __name__ == "__main__":
    main()
