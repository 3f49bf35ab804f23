"""Which pixels are the character: not specks, not ruled or box lines, not dust far away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cc3d
import mahotas
import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.levels import levels_of
from rekognize.glyphs.lines import lines_across, lines_around
from rekognize.glyphs.parts import Labels, Parts, measure, pen_width
from rekognize.glyphs.rulings import is_ruling, is_underline
from rekognize.glyphs.several import ALONE, Company, company_of

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
that one's longer side..."""

_SLICE: Final = 0.3
"""...or when it is no wider than this share of the picture..."""

_ASIDE: Final = 0.5
"""...covers less than this share of the main one's width..."""

_CENTRED: Final = 0.5
"""...and that is at least this share as far from its edge as from the other."""


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
    levels = levels_of(contrast)
    if levels is None:
        return None
    ink = contrast > levels.low
    left_out = levels.is_printed
    for lines_of in (lines_across, lines_around):
        lines = lines_of(contrast, ink)
        if lines is not None:
            ink &= ~lines
            left_out = True
    # As bytes: cc3d 4.1.1 also labels pixels beside the parts of some boolean pictures.
    labels = cc3d.connected_components(ink.view(np.uint8), connectivity=8)
    count = int(labels.max())
    if count == 0:
        return None
    strong = labels[contrast > levels.high]
    keep = np.bincount(strong, minlength=count + 1)[1:] > 0
    company = ALONE
    if keep.sum() > 1:
        keep, company = _choose(measure(labels, count), keep, labels)
    if not keep.any():
        return None
    if keep.all():
        return Found(labels > 0, left_out, company)
    return Found(np.concatenate(((False,), keep))[labels], True, company)


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
    ink &= ~_is_cut_off(parts, main, pen, labels)
    keep = ink & _near(parts, ink, main)
    return keep, company_of(parts.boxes[ink], keep[ink])


def _is_dust(
    parts: Parts, keep: NDArray[np.bool_], main: int, pen: float, labels: Labels
) -> NDArray[np.bool_]:
    """Small parts that neither touch the largest part, nearly, nor can be its dot."""
    small: NDArray[np.bool_] = keep & (parts.area <= _DUST * parts.area[main])
    if not small.any():
        return small
    dust: NDArray[np.bool_] = small.copy()
    dust[_close_to(main, pen, labels)] = False
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


def _is_cut_off(parts: Parts, main: int, pen: float, labels: Labels) -> NDArray[np.bool_]:
    """Neighbours: cut by the left or right edge, and apart from a main part that no edge cuts.

    Apart is what stands far away; in a cut around the main part also a slice that is farther from
    it than the pen is wide: strokes broken in two lie nearer.
    """
    height, width = labels.shape
    left, right = parts.left <= 1, parts.right >= width - 1
    if (left | right)[main] or parts.top[main] <= 1 or parts.bottom[main] >= height - 1:
        return np.zeros_like(left)
    gap = np.maximum(parts.left - parts.right[main], parts.left[main] - parts.right)
    before, behind = parts.left[main], width - parts.right[main]
    middling = (left & (before >= _CENTRED * behind)) | (right & (behind >= _CENTRED * before))
    aside = gap > -_ASIDE * parts.width[main]
    slices: NDArray[np.bool_] = middling & aside & (parts.width <= _SLICE * width)
    if slices.any():
        slices[_close_to(main, pen, labels)] = False
    far = gap > _GAP * max(parts.width[main], parts.height[main])
    cut: NDArray[np.bool_] = slices | ((left | right) & far)
    return cut


def _close_to(main: int, pen: float, labels: Labels) -> NDArray[np.intp]:
    """Parts with a pixel that is no farther from the main one than the pen is wide."""
    gap: NDArray[np.float64] = np.sqrt(mahotas.distance(labels != main + 1))
    return np.unique(labels[(gap <= pen) & (labels > 0)]).astype(np.intp) - 1


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
