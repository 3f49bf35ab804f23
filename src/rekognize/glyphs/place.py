"""The ink's shape, centred, scaled and drawn softly into the 28 x 28 glyph."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.glyph import INK_SIDE, SIDE
from rekognize.glyphs.shape import FRAME, SUPERSAMPLING

_BLUR: Final = 0.55
"""Standard deviation of the edge softness, in glyph pixels."""

_MOST_ZOOM: Final = 1.25
"""A lone dot stays a dot and is not blown up to fill the glyph."""

_HALF: Final = 0.5
"""Coverage on the ink's edge."""

_FRAME_PIXELS: Final = np.arange(FRAME, dtype=np.float32) + 0.5
_FROM_CENTRE: Final = np.arange(SIDE, dtype=np.float32) + 0.5 - SIDE / 2


def place(covered: NDArray[np.float32]) -> NDArray[np.float32]:
    """Glyph pixels, float32 (28, 28) in 0..1, from the frame's coverage, float32 (112, 112).

    The box of what ink covers by half is centred and scaled until its longer side is 22 pixels.
    What is covered is blurred by a Gaussian, as EMNIST's ink was (Cohen et al., 2017).
    """
    ink = covered > _HALF
    columns = np.flatnonzero(ink.any(axis=0))
    rows = np.flatnonzero(ink.any(axis=1))
    if not columns.size:
        return np.zeros((SIDE, SIDE), np.float32)
    left, right = float(columns[0]), float(columns[-1] + 1)
    top, bottom = float(rows[0]), float(rows[-1] + 1)
    # Frame pixels a glyph pixel.
    step = max(max(right - left, bottom - top) / INK_SIDE, SUPERSAMPLING / _MOST_ZOOM)
    down, across = _resampling(((top + bottom) / 2, (left + right) / 2), step)
    pixels: NDArray[np.float32] = down @ covered @ across.T
    return np.clip(pixels, 0.0, 1.0)


def _resampling(centres: tuple[float, float], step: float) -> NDArray[np.float32]:
    """Gaussian weights, float32 (2, 28, 112): glyph pixel i gathers the frame around a centre."""
    around = np.array(centres, np.float32)[:, None] + _FROM_CENTRE * np.float32(step)
    sigma = _BLUR * step
    weights = _FRAME_PIXELS - around[..., None]
    weights /= np.float32(sigma)
    np.square(weights, out=weights)
    weights *= np.float32(-0.5)
    np.exp(weights, out=weights)
    weights /= np.float32(sigma * np.sqrt(2 * np.pi))
    return weights
