"""Printed lines that stand apart from the character: ruled lines, and boxes to write in."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.parts import Labels, Parts

BAND: Final = 0.12
"""A box's sides lie within this share of its shorter side from the rectangle around it..."""

_DEEP: Final = 0.05
"""...but for this share of them..."""

_SIDES: Final = 0.75
"""...and cover this share of each side."""

_IN_BOX: Final = 0.25
"""What is in a box is at least this share of its shorter side long."""

_LEVEL: Final = 0.12
"""Slope up to which a line is level, and share of a character's height that may hang below it."""

_THIN: Final = 0.7
"""A line to write on is thinner than this share of the pen's width..."""

_BEYOND: Final = 0.05
"""...and goes on by this share of itself beyond the character."""

CRUMB: Final = 0.05
"""A part smaller than this share of the largest does not say where the box is."""


def is_ruling(parts: Parts, labels: Labels) -> NDArray[np.bool_]:
    """Ruled and box lines: thin, long, straight, and running out of the picture.

    Never everything: when no part would be left, nothing is a line.
    """
    height, width = labels.shape
    thickness = parts.area / np.maximum(np.maximum(parts.width, parts.height), 1)
    at_edge = (
        (parts.left <= 1).astype(int)
        + (parts.top <= 1)
        + (parts.right >= width - 1)
        + (parts.bottom >= height - 1)
    )
    thin = thickness <= 0.06 * max(height, width)
    flat = (parts.width >= 0.5 * width) & (parts.height <= 0.12 * height)
    upright = (parts.height >= 0.5 * height) & (parts.width <= 0.12 * width)
    along = (parts.bottom <= 0.12 * height) | (parts.top >= 0.88 * height)
    beside = (parts.right <= 0.12 * width) | (parts.left >= 0.88 * width)
    through = (at_edge >= 2) & thin
    line = (flat & (through | (along & (at_edge >= 1)))) | (
        upright & (through | (beside & (at_edge >= 1)))
    )
    # The hollow frame of a box, or two of its sides joined at a corner.
    hollow = parts.area <= 0.2 * parts.width * parts.height
    frame = (at_edge >= 2) & hollow & (parts.width > 0.85 * width) & (parts.height > 0.85 * height)
    crumb = (at_edge >= 1) & (
        (parts.bottom <= 0.06 * height)
        | (parts.top >= 0.94 * height)
        | (parts.right <= 0.06 * width)
        | (parts.left >= 0.94 * width)
    )
    ruling: NDArray[np.bool_] = line | (frame & thin) | crumb | _is_frame(parts, labels)
    rest = parts.area[~ruling].sum()
    if rest < 0.05 * parts.area.sum():
        return np.zeros(len(parts.area), np.bool_)
    return ruling


def sides_covered(mask: NDArray[np.bool_], band: int) -> float:
    """Share of the least covered of a mask's four sides that it covers within ``band`` pixels."""
    if band < 1:
        return 0.0
    return float(
        min(
            mask[:band].any(axis=0).mean(),
            mask[-band:].any(axis=0).mean(),
            mask[:, :band].any(axis=1).mean(),
            mask[:, -band:].any(axis=1).mean(),
        )
    )


def _is_frame(parts: Parts, labels: Labels) -> NDArray[np.bool_]:
    """The sides of a box drawn around the character, whole or broken.

    A box is thin, lies along the rectangle around all ink and covers each of its sides; what is in
    it is no dot. (Of a round 0 a quarter lies too deep.)
    """
    large = parts.area >= CRUMB * parts.area.max()
    box = (
        int(parts.left[large].min()),
        int(parts.top[large].min()),
        int(parts.right[large].max()),
        int(parts.bottom[large].max()),
    )
    cut = labels[box[1] : box[3], box[0] : box[2]]
    height, width = cut.shape
    band = round(BAND * min(height, width))
    if band < 1:
        return np.zeros(len(parts.area), np.bool_)
    inner = cut[band:-band, band:-band]
    deep = np.bincount(inner.ravel(), minlength=len(parts.area) + 1)[1:]
    frame: NDArray[np.bool_] = deep <= _DEEP * parts.area
    sides = np.concatenate(((False,), frame))[cut]
    within = large & ~frame
    if sides_covered(sides, band) < _SIDES or not within.any():
        return np.zeros(len(parts.area), np.bool_)
    inside = max(
        parts.right[within].max() - parts.left[within].min(),
        parts.bottom[within].max() - parts.top[within].min(),
    )
    return frame if inside >= _IN_BOX * min(height, width) else np.zeros_like(frame)


def is_underline(parts: Parts, main: int, pen: float) -> NDArray[np.bool_]:
    """A line to write on below a character that does not touch it, whole or broken.

    It is level, thinner than the pen, and goes on beyond the character at both sides.
    """
    thickness = parts.area / np.maximum(parts.width, 1)
    level = parts.height <= _LEVEL * parts.width + thickness
    below = parts.top >= parts.bottom[main] - _LEVEL * parts.height[main]
    line: NDArray[np.bool_] = level & below & (thickness <= _THIN * pen)
    line[main] = False
    if not line.any():
        return line
    beyond = _BEYOND * parts.width[line].sum()
    left, right = parts.left[line].min() + beyond, parts.right[line].max() - beyond
    goes_on = left <= parts.left[main] and right >= parts.right[main]
    return line if goes_on else np.zeros_like(line)
