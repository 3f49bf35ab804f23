"""How much contrast ink must have to stand out of the paper that it is written on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.windows import windowed

_LOW: Final = 0.35
"""Share of the strongest contrast that ink must have..."""

_FAINT: Final = 0.2
"""...or only this, where strokes fade..."""

_HIGH: Final = 0.5
"""...and that some pixel of each connected part must have (hysteresis, as in Canny, 1986)."""

_PALE: Final = 0.1
"""Strokes can fade where more than this share of them has between once and three times
:data:`_FAINT`..."""

_FADING: Final = 0.25
"""...and do where of these at least so many have more than twice it, for each that has less."""

_FAINTEST: Final = 14
"""Grey levels of contrast below which nothing counts as ink."""

_NOISE: Final = 4.5
"""Standard deviations of paper noise below which nothing counts as ink."""

_AROUND: Final = 5
"""Side of the window around clear ink in which there is no paper, only soft edges, in pixels."""

_BARE: Final = 20
"""Pixels of paper of which a quarter must have more, to tell its print."""

_PATTERN: Final = 0.9
"""Share of a quarter's paper that is no darker than its print..."""

_ABOVE: Final = 1.8
"""...and ink is darker so many times..."""

_DARKEST: Final = 0.65
"""...as far as that leaves it the rest of the strongest contrast."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Contrast that ink has, in grey levels.

    Attributes:
        low: each pixel of it.
        high: some pixel of each of its parts.
        is_printed: whether the paper has a pattern, or pale strokes of its own, that would count
            as ink on plain paper.
    """

    low: float
    high: float
    is_printed: bool


def levels_of(contrast: NDArray[np.uint8]) -> Levels | None:
    """The levels for a contrast picture, uint8 (H, W), paper 0; None when it holds no ink."""
    peak = _peak(contrast)
    noise = _noise(contrast, peak)
    if peak < max(_FAINTEST, _NOISE * noise):
        return None
    share, is_ruled = _plain_share(contrast, peak)
    plain = max(share * peak, 0.75 * _NOISE * noise)
    low = max(plain, min(_ABOVE * _pattern(contrast, peak), _DARKEST * peak))
    return Levels(low, max(_HIGH * peak, low), is_ruled or low > plain)


def _peak(contrast: NDArray[np.uint8]) -> float:
    """Contrast that only the darkest few pixels exceed."""
    histogram = np.bincount(contrast.ravel(), minlength=256)
    rank = max(3, contrast.size // 4000)
    above = np.cumsum(histogram[::-1])
    return float(255 - np.searchsorted(above, rank))


def _plain_share(contrast: NDArray[np.uint8], peak: float) -> tuple[float, bool]:
    """Share of the strongest contrast that ink must have, and whether pale strokes are the paper's.

    A pen that presses and lifts draws strokes of every strength between the palest and the
    darkest. Where hardly any are in between, the pale ones are the paper's: its rulings, or writing
    that shows through. Of each stroke only the ridge tells, not its soft edges.
    """
    core = contrast[1:-1, 1:-1]
    across = (core >= contrast[1:-1, :-2]) & (core > contrast[1:-1, 2:])
    down = (core >= contrast[:-2, 1:-1]) & (core > contrast[2:, 1:-1])
    counts = np.bincount(core[across | down], minlength=256)
    ends = [int(times * _FAINT * peak) + 1 for times in (1, 2, 3)]
    paler, pale, clear = (int(part.sum()) for part in np.split(counts, ends)[1:])
    if paler + pale <= _PALE * (paler + pale + clear):
        return _LOW, False
    return (_FAINT, False) if pale >= _FADING * paler else (_LOW, True)


def _noise(contrast: NDArray[np.uint8], peak: float) -> float:
    """Standard deviation of the paper's noise.

    From the steps between neighbours where neither is clearly ink, which is a small part of those.
    Half of the paper lies below its level and is clipped to zero, so that half of all steps between
    pixels of normal noise are within 0.38 sigma. In a cut so tight that most steps are those of
    ink's soft edges, all steps tell: see :func:`_grain`.
    """
    stride = max(1, contrast.shape[0] // 64)
    rows = contrast[::stride].astype(np.int16)
    pale = rows < _HIGH * peak
    steps = np.abs(np.diff(rows, axis=1))[pale[:, 1:] & pale[:, :-1]]
    if not steps.size:
        return 0.0
    # Whole grey levels: spread the ties of the median evenly over one level.
    counts = np.bincount(steps)
    running = np.cumsum(counts)
    middle = int(np.searchsorted(running, running[-1] / 2))
    if middle == 0:
        return 0.0
    below = running[middle] - counts[middle]
    part = (running[-1] / 2 - below) / counts[middle]
    return min((middle - 0.5 + float(part)) / 0.38, _grain(rows))


def _grain(rows: NDArray[np.int16]) -> float:
    """Standard deviation of noise, from all steps of one and of two pixels.

    Where there is noise alone both are as large, on a slope these are twice those. The mean step of
    normal noise of which half is clipped to zero is 0.564 sigma.
    """
    one, two = (
        float(np.abs(rows[:, apart:] - rows[:, :-apart]).mean()) if rows.shape[1] > apart else 0.0
        for apart in (1, 2)
    )
    return max(2 * one - two, 0.0) / 0.564


def _pattern(contrast: NDArray[np.uint8], peak: float) -> int:
    """Contrast of what is printed all over the paper: of a cheque's guilloche, of squares.

    The least of the picture's four quarters: a faint stroke is in some, a pattern in all of them.
    """
    paper = ~windowed(contrast >= _HIGH * peak, np.maximum, _AROUND)
    middle = (contrast.shape[0] // 2, contrast.shape[1] // 2)
    levels = []
    for rows in (slice(middle[0]), slice(middle[0], None)):
        for columns in (slice(middle[1]), slice(middle[1], None)):
            counts = np.bincount(contrast[rows, columns][paper[rows, columns]])
            if counts.sum() > _BARE:
                levels.append(int(np.searchsorted(np.cumsum(counts), _PATTERN * counts.sum())))
    return min(levels, default=0)
