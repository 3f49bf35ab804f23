"""A picture or strokes in, a glyph out: the only way in, for training and serving alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.errors import InvalidImage
from rekognize.glyphs.box import Box
from rekognize.glyphs.glyph import Glyph
from rekognize.glyphs.look import look_at
from rekognize.glyphs.place import place
from rekognize.glyphs.several import company_of_strokes
from rekognize.glyphs.shape import (
    EDGE,
    FRAME,
    INK_FRAME,
    RADIUS,
    change_to_standard_width,
    coverage,
    distance_to_line,
    relative_contrast,
    signed_distance,
    soft_coverage,
    stroke_radius,
)
from rekognize.glyphs.steps import Step, Watch, ink_picture
from rekognize.ink import Ink, WritingArea, centreline

_COARSE: Final = 256
"""Longer side, in pixels, at which ink is told from paper, specks and lines."""


def glyph_of_image(
    grey: NDArray[np.uint8], area: WritingArea | None = None, watch: Watch | None = None
) -> Glyph | None:
    """The character in a grey picture, whatever its polarity, size and place.

    Args:
        grey: uint8 (H, W), at least one pixel a side.
        area: the writing area in the picture's pixels, where known.
        watch: is shown the steps; those before the end also of a picture without ink.

    Returns:
        The glyph, or None when the picture holds no ink.

    Raises:
        InvalidImage: the array is not uint8 with two dimensions, or has no pixels.
    """
    if grey.dtype != np.uint8 or grey.ndim != 2 or not grey.size:
        raise InvalidImage(
            f"a grey picture is uint8 (H, W) with pixels, received {grey.dtype} {grey.shape}"
        )
    factor = max(1, -(-max(grey.shape) // _COARSE))
    picture = Image.fromarray(grey)
    coarse = picture.reduce(factor) if factor > 1 else picture
    look = look_at(coarse)
    paper, contrast, found = look.paper, look.contrast, look.found
    if watch:
        everything = (0.0, 0.0, float(grey.shape[1]), float(grey.shape[0]))
        light = {"dark_ink": paper.dark_ink, "even_light": paper.light is None}
        watch(Step("picture", np.asarray(coarse), everything, light))
        watch(Step("contrast", contrast, everything))
        if found:
            watch(Step("found", ink_picture(found.mask), everything, {"others": found.others}))
    if found is None:
        return None
    columns = np.flatnonzero(found.mask.any(axis=0))
    rows = np.flatnonzero(found.mask.any(axis=1))
    box = _enlarged((columns[0], rows[0], columns[-1] + 1, rows[-1] + 1), factor, grey)
    scale, corner = _frame(box)
    inside = _intersection(corner, FRAME / scale, picture.size)
    frame = np.zeros((FRAME, FRAME), np.float32)
    window = _window_of(inside, corner, scale)
    size = (window[1].stop - window[1].start, window[0].stop - window[0].start)
    part = paper.contrast(picture, size, inside)
    # What is left of a shadow's edge is too faint to be ink, but not beside the ends of strokes.
    if found.others or paper.light is not None:
        part = part * _stencil(found.mask, factor, size, inside)
    frame[window] = part
    relative = relative_contrast(frame, float(max(frame.max(), 1.0)))
    ink = relative > EDGE
    if not ink.any():  # a line along the edge of a strip, thinner than a pixel of the frame
        return None
    distance = signed_distance(ink)
    pen = 2.0 * stroke_radius(distance) / scale
    change = change_to_standard_width(distance)
    standard = distance + change
    if watch:
        facts = {"scale": scale, "pen_width": pen * scale}
        where = _frame_box(scale, *corner)
        watch(Step("cut", ink_picture(distance > 0), where, facts))
        watch(Step("width", ink_picture(standard > 0), where))
    pixels = place(soft_coverage(relative, standard, change))
    boxes = tuple(_enlarged(column, factor, grey) for column in found.company.columns)
    company = replace(found.company, columns=boxes)
    return replace(_glyph(pixels, box, pen, area), company=company)


def glyph_of_ink(ink: Ink, watch: Watch | None = None) -> Glyph | None:
    """The character that pen strokes draw; None when there are no strokes.

    Args:
        ink: the strokes.
        watch: is shown the steps.
    """
    box = ink.box
    if box is None:
        return None
    side = max(box[2] - box[0], box[3] - box[1])
    # The pen's own width stays the same in the frame, so the path gets what is left of it.
    room = INK_FRAME - 2.0 * RADIUS
    scale = room / side if side > 0 else 1.0
    dx = FRAME / 2 - 0.5 - scale * (box[0] + box[2]) / 2
    dy = FRAME / 2 - 0.5 - scale * (box[1] + box[3]) / 2
    line = centreline(ink, FRAME, scale, dx, dy)
    distance = distance_to_line(line)
    if watch:
        where = _frame_box(scale, -(dx + 0.5) / scale, -(dy + 0.5) / scale)
        watch(Step("cut", ink_picture(line), where, {"scale": scale}))
        watch(Step("width", ink_picture(distance > 0), where))
    boxes = np.array([(*path.min(axis=0), *path.max(axis=0)) for path in ink.strokes], np.float64)
    glyph = replace(
        _glyph(place(coverage(distance)), box, 2.0 * RADIUS / scale, ink.area),
        company=company_of_strokes(boxes),
    )
    if ink.guides is None:
        return glyph
    return replace(glyph, capital_heights=(box[3] - box[1]) / ink.guides.height)


def _enlarged(box: Box, factor: int, grey: NDArray[np.uint8]) -> Box:
    """A box of the coarse picture in that of which each of its pixels is ``factor`` wide."""
    height, width = grey.shape
    left, top, right, bottom = (float(edge * factor) for edge in box)
    return left, top, min(right, float(width)), min(bottom, float(height))


def _frame(box: Box) -> tuple[float, tuple[float, float]]:
    """Frame pixels a source pixel, and the frame's corner in the source, for a box of ink."""
    scale = INK_FRAME / max(box[2] - box[0], box[3] - box[1])
    half = FRAME / scale / 2
    return scale, ((box[0] + box[2]) / 2 - half, (box[1] + box[3]) / 2 - half)


def _frame_box(scale: float, left: float, top: float) -> Box:
    """The frame's place in the source, from its corner there."""
    return (left, top, left + FRAME / scale, top + FRAME / scale)


def _intersection(corner: tuple[float, float], side: float, size: tuple[int, int]) -> Box:
    return (
        max(corner[0], 0.0),
        max(corner[1], 0.0),
        min(corner[0] + side, float(size[0])),
        min(corner[1] + side, float(size[1])),
    )


def _window_of(inside: Box, corner: tuple[float, float], scale: float) -> tuple[slice, slice]:
    """Rows and columns of the frame that a box of the source covers."""
    left, top = (round((inside[i] - corner[i]) * scale) for i in (0, 1))
    right, bottom = (round((inside[i + 2] - corner[i]) * scale) for i in (0, 1))
    return slice(top, max(bottom, top + 1)), slice(left, max(right, left + 1))


def _stencil(
    mask: NDArray[np.bool_], factor: int, size: tuple[int, int], inside: Box
) -> NDArray[np.float32]:
    """1.0 around the character's pixels and 0.0 over other ink, for a box of the source."""
    grown = np.pad(mask, 1)
    grown = (
        grown[1:-1, 1:-1] | grown[:-2, 1:-1] | grown[2:, 1:-1] | grown[1:-1, :-2] | grown[1:-1, 2:]
    )
    box = (
        inside[0] / factor,
        inside[1] / factor,
        min(inside[2] / factor, mask.shape[1]),
        min(inside[3] / factor, mask.shape[0]),
    )
    picture = Image.fromarray(grown.astype(np.uint8) * 255)
    return np.asarray(picture.resize(size, Image.Resampling.BILINEAR, box), np.float32) / 255.0


def _glyph(
    pixels: NDArray[np.float32], box: Box, pen_width: float, area: WritingArea | None
) -> Glyph:
    if area is None:
        return Glyph(pixels, box, pen_width)
    return Glyph(
        pixels,
        box,
        pen_width,
        relative_height=(box[3] - box[1]) / area.height,
        relative_place=(
            ((box[0] + box[2]) / 2 - area.x) / area.width,
            ((box[1] + box[3]) / 2 - area.y) / area.height,
        ),
    )
