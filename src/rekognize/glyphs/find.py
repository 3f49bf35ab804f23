"""Which pixels are the character: not specks, not ruled or box lines, not dust far away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cc3d
import mahotas
import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.lines import lines_across, lines_around
from rekognize.glyphs.parts import Labels, Parts, measure, pen_width
from rekognize.glyphs.rulings import is_ruling, is_underline
from rekognize.glyphs.several import ALONE, Company, company_of

_LOW: Final = 0.35
"""Share of the strongest contrast that ink must have..."""

_HIGH: Final = 0.5
"""...and that some pixel of each connected part must have (hysteresis, as in Canny, 1986)."""

_FAINTEST: Final = 14
"""Grey levels of contrast below which nothing counts as ink."""

_NOISE: Final = 4.5
"""Standard deviations of paper noise below which nothing counts as ink."""

_DOT: Final = 0.3
"""A part smaller than this share of the squared pen width is a speck: a tap of the pen covers
pi / 4 of it."""

_DUST: Final = 0.05
"""A part smaller than this share of the largest is dust, unless it is its dot or broken off it."""

_MOST_DOTS: Final = 3
"""Where there are more small parts than this, none of them is a dot."""

_NEAR: Final = (0.6, 1.0)
"""A part farther from the rest, across or up and down, than these shares of the rest's longer
side is not of it. The dot of an i may be flung high."""

_GAP: Final = 0.25
"""A part that an edge cuts is a neighbour when the gap to the main one is more than this share of
that one's longer side."""


@dataclass(frozen=True, slots=True)
class Found:
    """The character's pixels in a picture.

    Attributes:
        mask: bool (H, W), the character's ink.
        others: true when there was other ink, which was left out.
        company: whether that, or the character itself, looks like more than one.
    """

    mask: NDArray[np.bool_]
    others: bool
    company: Company = ALONE


def find_ink(contrast: NDArray[np.uint8]) -> Found | None:
    """The character in a contrast picture, uint8 (H, W), paper 0; None when there is no ink."""
    histogram = np.bincount(contrast.ravel(), minlength=256)
    peak = _peak(histogram)
    noise = _noise(contrast, peak)
    if peak < max(_FAINTEST, _NOISE * noise):
        return None
    low = max(_LOW * peak, 0.75 * _NOISE * noise)
    ink = contrast > low
    lined = False
    for lines_of in (lines_across, lines_around):
        lines = lines_of(contrast, ink)
        if lines is not None:
            ink &= ~lines
            lined = True
    # As bytes: cc3d 4.1.1 also labels pixels beside the parts of some boolean pictures.
    labels = cc3d.connected_components(ink.view(np.uint8), connectivity=8)
    count = int(labels.max())
    if count == 0:
        return None
    strong = labels[contrast > max(_HIGH * peak, low)]
    keep = np.bincount(strong, minlength=count + 1)[1:] > 0
    company = ALONE
    if keep.sum() > 1:
        keep, company = _choose(measure(labels, count), keep, labels)
    if not keep.any():
        return None
    if keep.all():
        return Found(labels > 0, lined, company)
    return Found(np.concatenate(((False,), keep))[labels], True, company)


def _peak(histogram: NDArray[np.intp]) -> float:
    """Contrast that only the darkest few pixels exceed."""
    total = int(histogram.sum())
    rank = max(3, total // 4000)
    above = np.cumsum(histogram[::-1])
    return float(255 - np.searchsorted(above, rank))


def _noise(contrast: NDArray[np.uint8], peak: float) -> float:
    """Standard deviation of the paper's noise.

    From the steps between neighbours where neither is clearly ink: ink is a small part of those,
    and its soft edges are smooth. Half of the paper lies below its level and is clipped to zero,
    so that half of all steps between pixels of normal noise are within 0.38 sigma.
    """
    stride = max(1, contrast.shape[0] // 64)
    rows = contrast[::stride].astype(np.int16)
    pale = rows < 0.5 * peak
    steps = np.abs(np.diff(rows, axis=1))[pale[:, 1:] & pale[:, :-1]]
    if not steps.size:
        return 0.0
    # Whole grey levels: spread the ties of the median evenly over one level.
    counts = np.bincount(steps)
    running = np.cumsum(counts)
    middle = int(np.searchsorted(running, running[-1] / 2))
    below = running[middle] - counts[middle]
    part = (running[-1] / 2 - below) / counts[middle]
    return max(middle - 0.5 + float(part), 0.0) / 0.38 if middle else 0.0


def _choose(
    parts: Parts, strong: NDArray[np.bool_], labels: Labels
) -> tuple[NDArray[np.bool_], Company]:
    """Which of the parts with strong ink make up the character, and what stands beside it."""
    ink = strong & ~is_ruling(parts, labels)
    if ink.sum() < 2:
        return ink, ALONE
    main = int(np.where(ink, parts.area, -1).argmax())
    pen = pen_width(labels == main + 1)
    ink &= ~is_underline(parts, main, pen)
    ink &= parts.area >= np.minimum(_DOT * pen * pen, parts.area[main])
    ink &= ~_is_dust(parts, ink, main, pen, labels)
    ink &= ~_is_cut_off(parts, main, labels.shape)
    keep = ink & _near(parts, ink, main)
    return keep, company_of(parts.boxes[ink], keep[ink])


def _is_dust(
    parts: Parts, keep: NDArray[np.bool_], main: int, pen: float, labels: Labels
) -> NDArray[np.bool_]:
    """Small parts that neither touch the largest part, nearly, nor can be its dot."""
    small: NDArray[np.bool_] = keep & (parts.area <= _DUST * parts.area[main])
    if not small.any():
        return small
    gap: NDArray[np.float64] = np.sqrt(mahotas.distance(labels != main + 1))
    beside = np.unique(labels[(gap <= pen) & (labels > 0)]).astype(np.intp) - 1
    dust: NDArray[np.bool_] = small.copy()
    dust[beside] = False
    middle = (parts.left + parts.right) / 2
    height = max(parts.height[main], parts.width[main])
    above = (
        dust
        & (parts.bottom <= parts.top[main] + 0.15 * height)
        & (middle >= parts.left[main] - 0.35 * height)
        & (middle <= parts.right[main] + 0.35 * height)
    )
    if above.any() and dust.sum() <= _MOST_DOTS:
        dust[np.where(above, parts.area, 0).argmax()] = False
    return dust


def _is_cut_off(parts: Parts, main: int, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Neighbours: cut by the left or right edge, and apart from a main part that no edge cuts."""
    height, width = shape
    left, right = parts.left <= 1, parts.right >= width - 1
    at_edge = left | right | (parts.top <= 1) | (parts.bottom >= height - 1)
    gap = np.maximum(parts.left - parts.right[main], parts.left[main] - parts.right)
    apart = gap > _GAP * max(parts.width[main], parts.height[main])
    cut: NDArray[np.bool_] = (left | right) & apart & ~at_edge[main]
    return cut


def _near(parts: Parts, keep: NDArray[np.bool_], main: int) -> NDArray[np.bool_]:
    """Parts reachable from the main one by gaps that are small beside what is joined so far."""
    joined = np.zeros(len(keep), np.bool_)
    joined[main] = True
    while True:
        left, top = parts.left[joined].min(), parts.top[joined].min()
        right, bottom = parts.right[joined].max(), parts.bottom[joined].max()
        side = max(right - left, bottom - top)
        across = np.maximum(np.maximum(left - parts.right, parts.left - right), 0)
        down = np.maximum(np.maximum(top - parts.bottom, parts.top - bottom), 0)
        more = keep & ~joined & (across <= _NEAR[0] * side) & (down <= _NEAR[1] * side)
        if not more.any():
            return joined
        joined |= more
