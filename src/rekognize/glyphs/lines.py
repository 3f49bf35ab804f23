"""Ruled and box lines that touch the character: found as straight lines, taken out around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cc3d
import numpy as np
from numpy.typing import NDArray

from rekognize.glyphs.rulings import BAND, CRUMB, sides_covered
from rekognize.glyphs.shape import signed_distance, stroke_radius

_STEEPEST: Final = 0.12
"""Slope, across or down, up to which a line counts as level: paper held askew by 7 degrees."""

_SLOPES: Final = 25
"""How many slopes are tried."""

_MOST: Final = 3
"""Lines taken out in each direction."""

_THICKEST: Final = 0.06
"""A line's greatest thickness as a share of the picture's longer side."""

_COVERED: Final = 0.92
"""Share of the columns that a line from edge to edge must be seen in."""

_NARROWEST: Final = 16
"""Pixels from edge to edge below which nothing counts as a line."""

_THIN: Final = 0.7
"""A line is thinner than the character's strokes below this share of their width..."""

_PALE: Final = 0.85
"""...and paler below this share of their contrast."""

_MARGIN: Final = 0.03
"""Share of a side that a character keeps from the edges in a picture that is not cut to it."""

_SIDES: Final = 0.5
"""Share of each side of a box that its lines must be seen in, once the character is on them."""

_SHORT: Final = 0.12
"""Share of a side by which a line may end before the edge: a character sticks out of its box."""


@dataclass(frozen=True, slots=True)
class _Runs:
    """Upright runs of ink: for every pixel, where its run begins and how long it is."""

    first: NDArray[np.intp]
    length: NDArray[np.intp]


def lines_across(contrast: NDArray[np.uint8], ink: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """The pixels of ruled lines in a picture's ink; None when there are none.

    A line is thin and straight and runs from edge to edge, level or upright. So may the bar of a
    T; two of three signs tell it from one: it is thinner than the rest of the ink, it is paler,
    it runs on to edges that the rest keeps away from.

    Args:
        contrast: uint8 (H, W), paper 0.
        ink: bool (H, W), where there is ink.
    """
    lines = _level_and_upright(ink, 0.0)
    signs = _signs(contrast, ink, lines)
    return lines if sum(signs) >= 2 else None


def lines_around(contrast: NDArray[np.uint8], ink: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """The pixels of a box, or of a line under the character, that touches it; None without one.

    Their lines run from edge to edge of the rectangle around the character and them, as many a
    stroke does: a box needs four sides and one of the signs of :func:`lines_across`, thinner or
    paler, another line all three.

    Args:
        contrast: uint8 (H, W), paper 0.
        ink: bool (H, W), where there is ink.
    """
    if not ink.any():
        return None
    labels = cc3d.connected_components(ink.view(np.uint8), connectivity=8)
    areas = np.bincount(labels.ravel())[1:]
    large = np.concatenate(((False,), areas >= CRUMB * areas.max()))[labels]
    rows, columns = (np.flatnonzero(large.any(axis=axis)) for axis in (1, 0))
    window = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    cut = np.ascontiguousarray(ink[window])
    lines = _level_and_upright(cut, _SHORT)
    thinner, paler, longer = _signs(contrast[window], cut, lines)
    if not ((thinner and paler and longer) or ((thinner or paler) and _is_box(lines))):
        return None
    found = np.zeros(ink.shape, np.bool_)
    found[window] = lines
    return found


def _is_box(lines: NDArray[np.bool_]) -> bool:
    return sides_covered(lines, round(BAND * min(lines.shape))) >= _SIDES


def _level_and_upright(ink: NDArray[np.bool_], short: float) -> NDArray[np.bool_]:
    """Thin lines that begin and end within this share of a side, or two pixels, of the edges."""
    lines = np.zeros(ink.shape, np.bool_)
    for turned in (False, True):
        if not _reaches_both_sides(ink.T if turned else ink):
            continue
        rest = (ink & ~lines).T if turned else ink & ~lines
        for _ in range(_MOST):
            line = _edge_to_edge(rest, _THICKEST * max(ink.shape), short)
            if line is None:
                break
            rest = rest & ~line
            lines |= line.T if turned else line
    return lines


def _signs(
    contrast: NDArray[np.uint8], ink: NDArray[np.bool_], lines: NDArray[np.bool_]
) -> tuple[bool, bool, bool]:
    """Whether lines are thinner, paler and longer than the rest of the ink."""
    rest = ink & ~lines
    if not lines.any() or rest.sum() < 0.1 * lines.sum():
        return False, False, False
    thinner = _width(lines) <= _THIN * _width(rest)
    paler = bool(contrast[lines].mean() <= _PALE * contrast[rest].mean())
    return thinner, paler, _ends_before(rest, lines)


def _width(ink: NDArray[np.bool_]) -> float:
    """Mean width of strokes in pixels; beyond the picture there is paper."""
    return 2.0 * stroke_radius(signed_distance(np.pad(ink, 1)))


def _ends_before(rest: NDArray[np.bool_], lines: NDArray[np.bool_]) -> bool:
    """Whether the rest keeps away from the edges that lines run to."""
    for ink, line in ((rest, lines), (rest.T, lines.T)):
        near = max(1, round(_MARGIN * ink.shape[1]))
        if _reaches_both_sides(line) and (ink[:, :near].any() or ink[:, -near:].any()):
            return False
    return True


def _reaches_both_sides(ink: NDArray[np.bool_]) -> bool:
    return bool(ink[:, :2].any() and ink[:, -2:].any())


def _edge_to_edge(
    ink: NDArray[np.bool_], thickest: float, short: float
) -> NDArray[np.bool_] | None:
    """The pixels of the clearest level line from the left edge to the right."""
    height, width = ink.shape
    if width < _NARROWEST or not _reaches_both_sides(ink):
        return None
    runs = _upright_runs(ink)
    rows, columns = np.nonzero(ink & (runs.length <= thickest))
    if rows.size < 0.5 * width:
        return None
    across = columns - (width - 1) / 2
    # How far beyond the picture's top and bottom the middle of a line through it may lie.
    beyond = round(_STEEPEST * width)
    most, best_slope, best_offset = 0, 0.0, 0
    for slope in np.linspace(-_STEEPEST, _STEEPEST, _SLOPES):
        offsets = np.rint(rows - slope * across).astype(np.intp) + beyond
        votes = np.bincount(offsets, minlength=height + 2 * beyond)
        offset = int(votes.argmax())
        if votes[offset] > most:
            most, best_slope, best_offset = int(votes[offset]), float(slope), offset - beyond
    if most < 0.5 * width:
        return None
    return _along(ink, runs, best_slope, best_offset, thickest, short)


def _along(
    ink: NDArray[np.bool_],
    runs: _Runs,
    slope: float,
    offset: int,
    thickest: float,
    short: float,
) -> NDArray[np.bool_] | None:
    """The thin runs along a line, where ink follows it from edge to edge."""
    height, width = ink.shape
    end = max(2, round(short * width))
    columns = np.arange(width)
    middle = np.rint(offset + slope * (columns - (width - 1) / 2)).astype(np.intp)
    on = np.full(width, -1, np.intp)
    for step in (2, -2, 1, -1, 0):  # the nearest wins
        row = middle + step
        inside = (row >= 0) & (row < height)
        seen = inside & ink[row.clip(0, height - 1), columns]
        on[seen] = row[seen]
    seen = on >= 0
    if seen[end : width - end].mean() < _COVERED or not (seen[:end].any() and seen[-end:].any()):
        return None
    lengths = runs.length[on[seen], columns[seen]]
    thickness = float(np.median(lengths))
    if thickness > thickest:
        return None
    thin = lengths <= 1.5 * thickness + 1
    first = runs.first[on[seen], columns[seen]]
    pixels = np.zeros(ink.shape, np.bool_)
    for depth in range(int(lengths[thin].max(initial=0))):
        deep = thin & (lengths > depth)
        pixels[first[deep] + depth, columns[seen][deep]] = True
    return pixels


def _upright_runs(ink: NDArray[np.bool_]) -> _Runs:
    """The upright runs of ink, of which there is some; zeros on paper."""
    steps = np.diff(np.pad(ink, ((1, 1), (0, 0))).astype(np.int8), axis=0)
    # Column by column, so that each start is followed by its own end.
    start_column, start = np.nonzero((steps == 1).T)
    end = np.nonzero((steps == -1).T)[1]
    numbers = np.cumsum((steps == 1).T, axis=1)[:, :-1].T - 1
    before = np.concatenate(([0], np.cumsum(np.bincount(start_column, minlength=ink.shape[1]))))
    index = np.where(ink, numbers + before[:-1], 0)
    return _Runs(np.where(ink, start[index], 0), np.where(ink, (end - start)[index], 0))
