"""Pen strokes as they come from a canvas, a tablet or a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.errors import InvalidInk

MAX_STROKES: Final = 500
MAX_POINTS: Final = 20_000
"""Points in all strokes together; a minute of writing at 240 Hz is 14,400."""
MAX_COORDINATE: Final = 1e6
MIN_LENGTH: Final = 1e-6
"""Of what was there to write in or on: heights relative to it stay finite numbers."""


@dataclass(frozen=True, slots=True)
class WritingArea:
    """The box that was there to write in, in the strokes' own units."""

    width: float
    height: float
    x: float = 0.0
    y: float = 0.0

    def __post_init__(self) -> None:
        values = (self.width, self.height, self.x, self.y)
        if not all(abs(v) <= MAX_COORDINATE for v in values):
            raise InvalidInk(
                f"a writing area needs finite numbers up to {MAX_COORDINATE:g}, received {values}"
            )
        if min(self.width, self.height) < MIN_LENGTH:
            raise InvalidInk(
                f"a writing area needs a width and height of at least {MIN_LENGTH:g}, "
                f"received {self.width:g} x {self.height:g}"
            )


@dataclass(frozen=True, slots=True)
class Guides:
    """The lines that were there to write on, as y in the strokes' own units, y down.

    Attributes:
        base: the line that characters stand on.
        capital: the line that capitals reach, above it.
    """

    base: float
    capital: float

    def __post_init__(self) -> None:
        values = (self.base, self.capital)
        if not all(abs(v) <= MAX_COORDINATE for v in values):
            raise InvalidInk(
                f"guide lines need finite numbers up to {MAX_COORDINATE:g}, received {values}"
            )
        if self.height < MIN_LENGTH:
            raise InvalidInk(
                f"y runs down: the base line's is at least {MIN_LENGTH:g} more than the capitals', "
                f"received base {self.base:g} and capital {self.capital:g}"
            )

    @property
    def height(self) -> float:
        """Of a capital."""
        return self.base - self.capital


class Ink:
    """Pen strokes of one drawing, x to the right and y down, in any unit.

    Args:
        strokes: one sequence of points a stroke, each ``(x, y)`` or ``(x, y, t)``; the time is
            dropped. Strokes without points are dropped; no strokes at all is a blank drawing.
        area: the writing area, where known: it gives the ink's height and place within.
        guides: the lines written on, where known: they tell c from C.

    Raises:
        InvalidInk: points of another shape, NaN or infinite or beyond +-1e6, or more than 500
            strokes or 20,000 points.
    """

    __slots__ = ("area", "guides", "strokes")

    def __init__(
        self,
        strokes: Iterable[Sequence[Sequence[float]] | NDArray[np.floating]],
        area: WritingArea | None = None,
        guides: Guides | None = None,
    ) -> None:
        self.area = area
        self.guides = guides
        self.strokes = _checked(strokes)

    def __repr__(self) -> str:
        points = sum(len(stroke) for stroke in self.strokes)
        return f"Ink({len(self.strokes)} strokes, {points} points)"

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """``(left, top, right, bottom)`` of all points, None when there are none."""
        if not self.strokes:
            return None
        points = np.concatenate(self.strokes)
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def _checked(strokes: Iterable[object]) -> tuple[NDArray[np.float32], ...]:
    checked: list[NDArray[np.float32]] = []
    total = 0
    for number, stroke in enumerate(strokes):
        if number >= MAX_STROKES:
            raise InvalidInk(f"at most {MAX_STROKES} strokes are read, received more")
        try:
            points = np.asarray(stroke, dtype=np.float64)
        except (TypeError, ValueError, OverflowError) as error:
            raise InvalidInk(
                f"stroke {number} is not a list of (x, y) or (x, y, t) points: {error}"
            ) from None
        if points.shape[:1] == (0,):
            continue
        if points.ndim != 2 or points.shape[1] not in (2, 3):
            raise InvalidInk(
                f"stroke {number} must have points of 2 or 3 numbers, "
                f"received an array of shape {points.shape}"
            )
        total += len(points)
        if total > MAX_POINTS:
            raise InvalidInk(f"at most {MAX_POINTS} points are read, received more")
        points = points[:, :2]
        if not np.abs(points).max() <= MAX_COORDINATE:  # nor is NaN
            raise InvalidInk(
                f"stroke {number} has a coordinate that is not finite or beyond "
                f"+-{MAX_COORDINATE:g}"
            )
        checked.append(points.astype(np.float32))
    return tuple(checked)
