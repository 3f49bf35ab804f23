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

_LEAST: Final = 0.1
"""Writing beside a table or a hand has at least this share of the picture's longer side..."""

_THINNER: Final = 0.4
"""...strokes of at most this share of their thickness..."""

_SLENDER: Final = 0.3
"""...and of its own longer side..."""

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
    around = surroundings(first.contrast, first.paper.light is None)
    if around is None:
        return first
    second = _look(Image.fromarray(painted_over(np.asarray(picture), around.mask)))
    if second.found is None or second.peak < _FAINT * first.peak:
        return first
    if not _is_writing(second.found.mask, around.thickness):
        return first
    return replace(second, found=replace(second.found, others=True))


def _look(picture: Image.Image) -> Look:
    paper = find_paper(np.asarray(picture))
    contrast = paper.contrast(picture, picture.size, (0, 0, *picture.size)).astype(np.uint8)
    return Look(paper, contrast, find_ink(contrast))


def _is_writing(mask: NDArray[np.bool_], thickness: float) -> bool:
    """Whether ink is a character beside something of that thickness, not a crumb of it."""
    if mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any():
        return False
    high, wide = (int(np.ptp(np.flatnonzero(mask.any(axis=axis)))) + 1 for axis in (1, 0))
    pen = pen_width(mask)
    return (
        max(high, wide) >= _LEAST * max(mask.shape)
        and pen <= _THINNER * thickness
        and pen <= _SLENDER * max(high, wide)
    )
