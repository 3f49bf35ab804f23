"""Extremes and means over a window around each pixel; beyond the picture its edge goes on."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)


def windowed(image: NDArray[Number], extreme: np.ufunc, width: int) -> NDArray[Number]:
    """Minimum or maximum over a centred square window, by doubling: log2(width) passes an axis.

    Args:
        image: numbers or truth values (H, W).
        extreme: ``np.minimum`` or ``np.maximum``.
        width: side of the window, odd.
    """
    half = width // 2
    for axis in (0, 1):
        pad = [(0, 0), (0, 0)]
        pad[axis] = (half, half)
        line = np.moveaxis(np.pad(image, pad, mode="edge"), axis, 0)
        reach = 1
        while reach < width:
            step = min(reach, width - reach)
            line = extreme(line[: len(line) - step], line[step:])
            reach += step
        image = np.ascontiguousarray(np.moveaxis(line, 0, axis))
    return image


def box_blur(image: NDArray[np.float32], half: int = 3) -> NDArray[np.float32]:
    """Mean over a centred square window, ``half`` pixels to each side."""
    for axis in (0, 1):
        pad = [(0, 0), (0, 0)]
        pad[axis] = (half + 1, half)
        running = np.cumsum(np.pad(image, pad, mode="edge"), axis=axis, dtype=np.float64)
        lo = np.take(running, range(image.shape[axis]), axis=axis)
        hi = np.take(running, range(2 * half + 1, 2 * half + 1 + image.shape[axis]), axis=axis)
        image = ((hi - lo) / (2 * half + 1)).astype(np.float32)
    return image
