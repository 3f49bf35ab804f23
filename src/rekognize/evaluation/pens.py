"""Strokes drawn as a pen of any width draws them, at any size and place on a sheet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rekognize.ink import Ink, draw


def pen_picture(
    ink: Ink, pen: float, size: float, side: int, place: tuple[float, float]
) -> NDArray[np.uint8]:
    """Strokes drawn with a round pen on a white sheet, uint8 (side, side).

    Args:
        ink: at least one stroke.
        pen: its width as a share of the drawing's longer side.
        size: the drawing's longer side, pen included, as a share of the sheet's.
        side: of the sheet, in pixels.
        place: of the drawing among the places that leave it whole, each 0..1 across and down.
    """
    left, top, right, bottom = ink.box or (0.0, 0.0, 1.0, 1.0)
    longer = size * side / (1.0 + pen)
    scale = longer / max(right - left, bottom - top, 1.0)
    width = pen * longer
    free = side - width - np.array((right - left, bottom - top)) * scale
    corner = width / 2 + free * place - np.array((left, top)) * scale
    moved = Ink([stroke * np.float32(scale) + corner.astype(np.float32) for stroke in ink.strokes])
    return draw(moved, side, side, max(width, 0.5))
