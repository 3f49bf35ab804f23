"""The steps from a drawing to its glyph, for whoever wants to see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.box import Box


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One picture on the way.

    Attributes:
        name: of a picture: ``"picture"`` as it came, ``"contrast"`` against the paper's own light,
            ``"found"`` the character's pixels; of both: ``"cut"`` out of its place at one size
            (strokes: their path), ``"width"`` with all strokes at one width.
        pixels: uint8 (H, W). ``"picture"`` is grey, 255 white; the others are 0 for paper, 255 ink.
        box: ``(left, top, right, bottom)`` of it in the drawing's own units.
        facts: what the step decided: ``dark_ink`` and ``even_light`` of a picture; ``others``,
            whether other ink was left out; ``scale``, cut pixels a unit of the drawing;
            ``pen_width`` of a picture's strokes, in cut pixels.
    """

    name: str
    pixels: NDArray[np.uint8]
    box: Box
    facts: Mapping[str, float | bool] = field(default_factory=dict)


Watch: TypeAlias = Callable[[Step], None]
"""Is shown each step as it is done."""


def ink_picture(ink: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Ink as 255 on 0."""
    return np.where(ink, np.uint8(255), np.uint8(0))
