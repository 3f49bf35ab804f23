"""The shape of the ink as a signed distance, and its strokes brought to one width.

Distances are in frame pixels: positive inside the ink, negative outside, zero on its edge.

A picture whose pixels are coarse beside the frame's says in shades of grey what its edges cannot: a
loop that is nearly filled, a join that is nearly torn. So ink there has an edge at each of three
shares of its contrast, and covers as much as these do in the mean (threshold superposition, Maragos
& Ziff, 1990). In a fine picture the three edges are one.
"""

from __future__ import annotations

from typing import Final

import mahotas
import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.glyph import INK_SIDE, SIDE

SUPERSAMPLING: Final = 4
FRAME: Final = SIDE * SUPERSAMPLING
"""Side of the working frame in pixels."""

INK_FRAME: Final = INK_SIDE * SUPERSAMPLING
"""Longer side of the ink's box within the frame, before its width is changed."""

RADIUS: Final = 1.1 * SUPERSAMPLING
"""Half the stroke width that all ink is brought to: 2.2 glyph pixels across."""

_REACH: Final = 5
"""Frame pixels around a centreline within which there is ink or its soft edge."""

_FAR: Final = np.uint8(200)
"""A squared distance beyond reach, such that two steps still fit a byte."""

_PARABOLA: Final = (np.arange(-_REACH, _REACH + 1) ** 2).astype(np.uint8)[:, None]

_INSIDE: Final = (np.float32(RADIUS) - np.sqrt(np.arange(256, dtype=np.float32))).astype(np.float32)
"""Signed distance from the edge of the ink, by the squared distance from the centreline."""

_THINNEST: Final = 0.35 * SUPERSAMPLING
"""Half-width left to the thinnest strokes of a drawing when fat ink is thinned."""

EDGE: Final = 0.5
"""Share of the strongest contrast around at which the ink's edge is..."""

_OTHER_EDGES: Final = (0.25, 0.75)
"""...and its outer and inner one where it is soft."""


def relative_contrast(contrast: NDArray[np.float32], peak: float) -> NDArray[np.float32]:
    """Contrast in a frame as a share of the strongest around.

    The local strength matters for lines thinner than the picture's own pixels: they never reach
    the full contrast, and a global threshold would tear them.
    """
    block = SUPERSAMPLING * 2
    side = FRAME // block
    strongest = contrast.reshape(side, block, side, block).max(axis=(1, 3))
    padded = np.pad(strongest, 1, mode="edge")
    around = np.maximum.reduce(
        [padded[y : y + side, x : x + side] for y in range(3) for x in range(3)]
    )
    local = np.clip(around, 0.35 * peak, peak)
    padded = np.pad(local, 1, mode="edge")
    smooth = sum(padded[y : y + side, x : x + side] for y in range(3) for x in range(3)) / 9.0
    relative: NDArray[np.float32] = contrast / np.repeat(
        np.repeat(smooth, block, axis=0), block, axis=1
    )
    return relative


def signed_distance(ink: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Signed Euclidean distance to the ink's edge (Felzenszwalb & Huttenlocher, 2012)."""
    return np.where(ink, _distance(ink) - 0.5, 0.5 - _distance(~ink))


def distance_to_line(line: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Signed distance of ink of the standard width, drawn along a one-pixel centreline.

    Exact in and around the ink; below -0.5 where paper is all there is.
    """
    rows, columns = (np.flatnonzero(line.any(axis=axis)) for axis in (1, 0))
    around = (
        slice(max(rows[0] - _REACH, 0), rows[-1] + _REACH + 1),
        slice(max(columns[0] - _REACH, 0), columns[-1] + _REACH + 1),
    )
    distance = np.full(line.shape, -FRAME, np.float32)
    distance[around] = _INSIDE.take(_squared_distance(line[around]))
    return distance


def _squared_distance(line: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Squared distance of each pixel to the nearest of a line; no true one beyond :data:`_REACH`.

    The lower envelope of parabolas along both axes, as Felzenszwalb & Huttenlocher's, but of the
    few near pixels alone, in bytes. Both axes are steps in one flat array: columns of paper at the
    right keep the end of a row from reaching the beginning of the next.
    """
    height, width = line.shape
    row = width + _REACH
    squared = np.full((height, row), _FAR)
    squared[:, :width][line] = 0
    for apart in (row, 1):
        margin = np.full(_REACH * apart, _FAR)
        flat = np.concatenate((margin, squared.reshape(-1), margin))
        # Row i of this view is the picture moved by i - _REACH steps.
        moved = np.ndarray((2 * _REACH + 1, squared.size), np.uint8, flat, 0, (apart, 1))
        squared = (moved + _PARABOLA).min(axis=0).reshape(height, row)
    return squared[:, :width]


def _distance(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Distance of each true pixel to the nearest false one."""
    distance: NDArray[np.float32] = np.sqrt(mahotas.distance(mask)).astype(np.float32)
    return distance


def stroke_radius(distance: NDArray[np.float32]) -> float:
    """Mean half-width of the strokes.

    Across a stroke of half-width r the distance rises evenly from 0 to r: its mean is r / 2.
    """
    inside = distance[distance > 0]
    return float(2.0 * inside.mean()) if inside.size else 0.0


def change_to_standard_width(distance: NDArray[np.float32]) -> np.float32:
    """How far the edge must move outwards to thicken or thin strokes to the standard width.

    Thinning stops where the thinnest strokes of the drawing would vanish.
    """
    change = RADIUS - stroke_radius(distance)
    if change < 0:
        change = max(change, min(_THINNEST - _thin_radius(distance), 0.0))
    return np.float32(change)


def coverage(distance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Share of each frame pixel that ink covers, 0..1: its edge is a ramp one pixel wide."""
    covered: NDArray[np.float32] = np.clip(distance + np.float32(0.5), 0.0, 1.0)
    return covered


def soft_coverage(
    relative: NDArray[np.float32], standard: NDArray[np.float32], change: np.float32
) -> NDArray[np.float32]:
    """The mean coverage of the ink within each of its edges, all moved by the same amount.

    Args:
        relative: contrast, from :func:`relative_contrast`.
        standard: signed distance from the edge, moved already.
        change: by how much.
    """
    covered = coverage(standard)
    for edge in _OTHER_EDGES:
        ink = relative > edge
        if ink.any():
            covered += coverage(signed_distance(ink) + change)
    covered /= np.float32(1 + len(_OTHER_EDGES))
    return covered


def _thin_radius(distance: NDArray[np.float32]) -> float:
    """Half-width of the thinner strokes: a low percentile along the ridge of the distance."""
    core = distance[1:-1, 1:-1]
    across = (core >= distance[1:-1, :-2]) & (core >= distance[1:-1, 2:])
    down = (core >= distance[:-2, 1:-1]) & (core >= distance[2:, 1:-1])
    ridge = core[across & down & (core > 0)]
    if not ridge.size:
        return 0.0
    # Ridges also run out into corners and rough edges; those are far below the mean.
    ridge = ridge[ridge > 0.5 * ridge.mean()]
    return float(np.percentile(ridge, 15))
