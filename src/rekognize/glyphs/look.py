"""The first look at a picture, small: its paper, and which of its pixels are the character."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.glyphs.find import Found, find_ink
from rekognize.glyphs.paper import Paper, find_paper
from rekognize.glyphs.parts import pen_width
from rekognize.glyphs.surroundings import painted_over, surroundings

_STANDS_OUT: Final = (0.35, 0.2)
"""Shares of the strongest contrast that a table or a hand may have: tried in this order."""

_LEAST: Final = 0.1
"""Writing beside a table or a hand has at least this share of the picture's longer side..."""

_THINNER: Final = 0.4
"""...strokes of at most this share of their thickness..."""

_SLENDER: Final = 0.3
"""...and of its own longer side..."""

_SURELY: Final = 0.15
"""Ink that is slenderer than this, and lies whole in the picture, is looked at no further."""

_FAINT: Final = 0.25
"""...and at least this share of their contrast."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a whole small picture shows.

    Attributes:
        paper: its polarity and light.
        contrast: uint8 (H, W), against the paper.
        found: the character's pixels; None when there is no ink.
    """

    paper: Paper
    contrast: NDArray[np.uint8]
    found: Found | None

    @property
    def peak(self) -> int:
        """The strongest contrast, 0..255."""
        return int(self.contrast.max())


def look_at(picture: Image.Image) -> Look:
    """What a small grey picture shows, but for the table or hand around what is written."""
    first = _look(picture)
    if first.found is not None and _is_writing(first.found.mask, _SURELY):
        return first
    for share in _STANDS_OUT:
        around = surroundings(first.contrast, share, first.paper.light is None)
        if around is None:
            continue
        second = _look(Image.fromarray(painted_over(np.asarray(picture), around.mask)))
        if second.found is None or second.peak < _FAINT * first.peak:
            continue
        if _is_writing(second.found.mask, _SLENDER, _THINNER * around.thickness):
            return replace(second, found=replace(second.found, others=True))
    return first


def _look(picture: Image.Image) -> Look:
    paper = find_paper(np.asarray(picture))
    contrast = paper.contrast(picture, picture.size, (0, 0, *picture.size)).astype(np.uint8)
    return Look(paper, contrast, find_ink(contrast))


def _is_writing(mask: NDArray[np.bool_], slender: float, thickest: float = np.inf) -> bool:
    """Whether ink looks like a character that lies whole and slender within the picture.

    Args:
        mask: bool (H, W), some ink.
        slender: width of its strokes, at most, as a share of its longer side.
        thickest: the same in pixels.
    """
    if mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any():
        return False
    high, wide = (int(np.ptp(np.flatnonzero(mask.any(axis=axis)))) + 1 for axis in (1, 0))
    side = max(high, wide)
    return side >= _LEAST * max(mask.shape) and pen_width(mask) <= min(thickest, slender * side)
