"""Does a drawing of several characters say so, and one of a single character not?

    python -m benchmarks.several --data ../shared/data

Rows of two to four characters by UNIPEN writers never trained on, each of its own height and a gap
apart that is a share of a capital's height, drawn with a round pen, and as strokes; then single
characters by the same writers, as both, scanned or photographed capitals with lines of their boxes,
and digits drawn with a mouse. ``docs/several.md`` has the figures.
"""

from __future__ import annotations

import argparse
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize import Ink, Recognition, Recognizer
from rekognize.datasets.archives import read_unipen_archive
from rekognize.datasets.held_out import held_out_mask
from rekognize.datasets.strokes import StrokeSamples
from rekognize.ink import draw

GAPS: Final = ((0.5, 1.0), (0.25, 0.5), (0.1, 0.25))
LENGTHS: Final = (2, 3, 4)
CAPITAL: Final = 300
"""Height of a capital in the pictures, in pixels."""

MARGIN: Final = 60
PEN: Final = 18.0
WIDEST: Final = 400
"""No character is wider than this: a dash would else be a character of no height."""

HEIGHTS: Final = (0.3, 1.6)
"""Least and greatest height of a character, in capitals."""


class Writers:
    """What UNIPEN's held-out writers wrote."""

    def __init__(self, samples: StrokeSamples) -> None:
        self._samples = samples
        self._rows = np.flatnonzero(held_out_mask(samples))
        self._random = np.random.default_rng(5)

    def row(self, count: int, gap: tuple[float, float]) -> Ink:
        """A row of ``count`` characters on one base line."""
        strokes: list[NDArray[np.float64]] = []
        right = 0.0
        for number in self._random.choice(self._rows, count):
            character = self._character(int(number))
            strokes += [stroke + np.array([right, 0.0]) for stroke in character]
            right = max(float(stroke[:, 0].max()) for stroke in strokes)
            right += CAPITAL * self._random.uniform(*gap)
        return Ink(strokes)

    def singles(self, count: int) -> list[Ink]:
        """One character each."""
        chosen = self._random.permutation(self._rows)[:count]
        return [Ink(self._character(int(number))) for number in chosen]

    def _character(self, number: int) -> list[NDArray[np.float64]]:
        """Strokes as high as they were written, from x 0 on, standing on y 0."""
        ink = self._samples.ink(number)
        if ink.box is None:
            raise ValueError(f"a character needs strokes, received none in row {number}")
        left, top, right, bottom = ink.box
        height = float(np.clip(self._height(number), *HEIGHTS)) * CAPITAL
        scale = min(height / max(bottom - top, 1.0), WIDEST / max(right - left, 1.0))
        return [(stroke.astype(float) - (left, bottom)) * scale for stroke in ink.strokes]

    def _height(self, number: int) -> float:
        """In capitals; 1 where the archive does not know it."""
        height = float(self._samples.relative_height[number])
        return height if height > 0 else 1.0


def picture_of(ink: Ink) -> NDArray[np.uint8]:
    """The strokes drawn with a round pen, as grey levels."""
    points = np.concatenate(ink.strokes)
    corner = points.min(axis=0) - MARGIN
    width, height = np.ceil(points.max(axis=0) - corner + MARGIN).astype(int)
    return draw(Ink([stroke - corner for stroke in ink.strokes]), int(width), int(height), PEN)


def pictures_of(archive: Path) -> Iterator[bytes]:
    """The labelled pictures of an archive with a ``labels.csv``."""
    with zipfile.ZipFile(archive) as file:
        with io.TextIOWrapper(file.open("labels.csv"), "utf-8") as labels:
            names = [row["file"] for row in csv.DictReader(labels)]
        for name in names:
            yield file.read(name)


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of ``count`` drawings.

    Attributes:
        count: of the drawings.
        several: how many were said to hold several.
        labelled: how many were given a label.
        parted: how many were said to hold as many as they do.
    """

    count: int
    several: int
    labelled: int
    parted: int

    @classmethod
    def of(cls, answers: Iterable[Recognition], length: int) -> Told:
        """Count the answers to drawings of that many characters."""
        found = list(answers)
        return cls(
            len(found),
            sum(answer.several for answer in found),
            sum(answer.label is not None for answer in found),
            sum(len(answer.characters) == length for answer in found),
        )

    def __str__(self) -> str:
        """Each as a share of all."""
        shares = (self.several, self.labelled, self.parted)
        return " ".join(f"{number / self.count:6.0%}" for number in shares)


def main() -> None:
    """Judge all of them and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=200, help="of each length and gap")
    parser.add_argument("--singles", type=int, default=2500, help="most of each kind")
    options = parser.parse_args()
    recognizer = Recognizer.load()
    writers = Writers(read_unipen_archive(options.data / "unipen-train.npz"))

    print("said to be several, given a label, said to be as many as they are")
    print(f"{'gap':13} characters  {'pictures':20}  strokes")
    for gap in GAPS:
        for length in LENGTHS:
            rows = [writers.row(length, gap) for _ in range(options.rows)]
            pictures = Told.of((recognizer.recognize(picture_of(row)) for row in rows), length)
            strokes = Told.of((recognizer.recognize(row) for row in rows), length)
            print(f"{gap[0]:4g} to {gap[1]:<4g} {length:11}  {pictures}  {strokes}")

    print("\nsingle characters wrongly said to be several")
    inks = writers.singles(options.singles)
    singles: dict[str, tuple[Iterable[Ink | NDArray[np.uint8] | bytes], str]] = {
        "UNIPEN, held-out writers": (map(picture_of, inks), "alphanumeric"),
        "the same as strokes": (inks, "alphanumeric"),
        "scanned capitals": (pictures_of(options.data / "scanned-capitals.zip"), "capitals"),
        "mouse digits": (pictures_of(options.data / "mouse-digits.zip"), "digits"),
    }
    for name, (drawings, alphabet) in singles.items():
        answers = (
            recognizer.recognize(each, alphabet=alphabet)
            for each in islice(drawings, options.singles)
        )
        told = Told.of(answers, 1)
        print(f"{name:26}{told.several} of {told.count:,}")


if __name__ == "__main__":
    main()
