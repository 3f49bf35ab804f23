"""The one form in which every network sees every character."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.box import Box
from rekognize.glyphs.several import ALONE, Company

GLYPH_VERSION: Final = 3
"""Grows when the form changes; a bundle names the version it was trained on. Ink that is found
better is in the same form."""

SIDE: Final = 28
"""Side of a glyph in pixels."""

INK_SIDE: Final = 22
"""The longer side of the ink's box within the glyph."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, cut out and normalised.

    Attributes:
        pixels: float32 (28, 28), paper 0.0, ink 1.0; the ink's box is centred, its longer side
            22 pixels, its strokes about two pixels wide with soft edges.
        box: ``(left, top, right, bottom)`` of the ink in the source's own units: those of the
            strokes, or pixels of the grey picture, which :mod:`rekognize.images` reduces where a
            side has more than 2048.
        pen_width: estimated width of a picture's strokes, in the same units; what lines without a
            width are drawn with.
        relative_height: height of the ink / height of the writing area, None when unknown.
        relative_place: ``(x, y)`` of the box's centre within the writing area, each 0..1, None
            when unknown.
        capital_heights: height of the ink / height of a capital between the guide lines, None
            when unknown.
        company: whether the drawing looks like it holds more than this character; where its
            columns stand is in the unit of ``box``.
    """

    pixels: NDArray[np.float32]
    box: Box
    pen_width: float
    relative_height: float | None = None
    relative_place: tuple[float, float] | None = None
    capital_heights: float | None = None
    company: Company = ALONE

    @property
    def quantised(self) -> NDArray[np.uint8]:
        """The pixels as they are sent, kept and trained on: uint8 (28, 28), paper 0, ink 255."""
        return np.asarray(np.rint(self.pixels * 255.0), np.uint8)
