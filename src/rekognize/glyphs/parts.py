"""Connected parts of the ink, and how wide the pen was that drew them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Labels: TypeAlias = NDArray[np.unsignedinteger]
"""Number of the connected part that each pixel belongs to, 0 for paper."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Connected parts of the ink, one row each.

    Attributes:
        area: pixels.
        left, top, right, bottom: of the box around each, right and bottom one past the last pixel.
    """

    area: NDArray[np.intp]
    left: NDArray[np.intp]
    top: NDArray[np.intp]
    right: NDArray[np.intp]
    bottom: NDArray[np.intp]

    @property
    def width(self) -> NDArray[np.intp]:
        """Columns, (N,)."""
        return self.right - self.left

    @property
    def boxes(self) -> NDArray[np.intp]:
        """Left, top, right, bottom, (N, 4)."""
        return np.stack((self.left, self.top, self.right, self.bottom), axis=1)

    @property
    def height(self) -> NDArray[np.intp]:
        """Rows, (N,)."""
        return self.bottom - self.top


def measure(labels: Labels, count: int) -> Parts:
    """Parts numbered from 1 to ``count``."""
    area = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    left, right = _extent(labels, count)
    top, bottom = _extent(np.ascontiguousarray(labels.T), count)
    return Parts(area, left, top, right, bottom)


def _extent(labels: Labels, count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First column and one past the last column of every part."""
    rows, columns = np.nonzero(labels)
    part = labels[rows, columns].astype(np.intp) - 1
    first = np.full(count, labels.shape[1], np.intp)
    last = np.zeros(count, np.intp)
    np.minimum.at(first, part, columns)
    np.maximum.at(last, part, columns + 1)
    return first, last


def pen_width(mask: NDArray[np.bool_]) -> float:
    """Mean width of strokes in pixels, of bool (H, W): twice their area over their outline."""
    crossings = int((mask[:, 1:] != mask[:, :-1]).sum()) + int((mask[1:] != mask[:-1]).sum())
    outline = crossings * np.pi / 4
    return float(2.0 * mask.sum() / max(outline, 1.0))
