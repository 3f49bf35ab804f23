"""An explanation as pictures: one scale of colours for every signed number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from rekognize.explanation.explainer import Explanation
from rekognize.explanation.layers import Kind
from rekognize.explanation.nearest import Nearest
from rekognize.explanation.why import Why

STOPS: Final = np.array(
    [(5, 48, 97), (67, 147, 195), (247, 247, 247), (224, 130, 20), (127, 59, 8)], np.float64
)
"""Colours of -1, -0.5, 0, 0.5 and 1: blue to orange, which people who cannot tell red from green
tell apart, and both ends darken, so that it is readable in grey too."""

_GAP: Final = 1
_TILE: Final = 56
"""Side that a map is drawn at, at least; pixels are drawn as whole squares."""

_MOST_TILES: Final = 256


def coloured(values: NDArray[np.float32], most: float | None = None) -> NDArray[np.uint8]:
    """Signed numbers of any shape as colours: (...) -> (..., 3).

    ``most`` is the number that has the full colour; without it the greatest in size.
    """
    most = most if most is not None else float(np.abs(values).max(initial=0.0))
    place = (np.clip(values / (most or 1.0), -1.0, 1.0) + 1.0) * (len(STOPS) - 1) / 2
    low = np.minimum(place.astype(np.intp), len(STOPS) - 2)
    part = (place - low)[..., None]
    colours = STOPS[low] * (1 - part) + STOPS[low + 1] * part
    return np.asarray(np.rint(colours), np.uint8)


def pictures(
    explanation: Explanation, why: Why | None, nearest: Nearest | None = None
) -> Iterator[tuple[str, Image.Image]]:
    """Every picture of an explanation with the name of its file, without ``.png``."""
    for number, step in enumerate(explanation.steps, start=1):
        yield f"step-{number}-{step.name}", Image.fromarray(step.pixels)
    glyph, activations = explanation.recognition.glyph, explanation.activations
    if glyph is None or activations is None:
        return
    yield "glyph", _enlarged(np.rint(255 * (1 - glyph.pixels)).astype(np.uint8), 10)
    for number, layer in enumerate(explanation.layers, start=1):
        # A share says something by itself: all of it has the full colour.
        most = 1.0 if layer.kind is Kind.SIGMOID else None
        yield f"layer-{number:02}-{layer.name}", mosaic(activations.layers[layer.name], most)
    for name, examples in (
        ()
        if nearest is None
        else (
            ("answer", nearest.answer),
            ("rival", nearest.rival),
        )
    ):
        row = np.hstack([example.pixels for example in examples])
        yield f"nearest-{name}", _enlarged(np.rint(255 * (1 - row)).astype(np.uint8), 5)
    if why is None:
        return
    most = max(float(np.abs(each).max()) for each in (why.answer, why.rival))
    for name, each in (("answer", why.answer), ("rival", why.rival)):
        yield f"why-{name}", _enlarged(_on_ink(each, glyph.pixels, most), 10)
    if why.erasure:
        left = why.erasure.erase(glyph.pixels)
        yield "why-erased", _enlarged(np.rint(255 * (1 - left)).astype(np.uint8), 10)


def mosaic(maps: NDArray[np.float32], most: float | None = None) -> Image.Image:
    """A layer's maps side by side in one scale of colours; single numbers as a row of squares.

    ``most`` is the number that has the full colour; without it the greatest in size.
    """
    flat = maps.reshape(-1, 1, 1) if maps.ndim < 3 or maps.shape[1:] == (1, 1) else maps
    flat = flat[:_MOST_TILES]
    colours = coloured(flat, most or float(np.abs(maps).max(initial=0.0)))
    zoom = max(1, _TILE // max(flat.shape[1:]) if flat.shape[1:] != (1, 1) else 14)
    tiles = colours.repeat(zoom, axis=1).repeat(zoom, axis=2)
    count, height, width, _ = tiles.shape
    across = int(np.ceil(np.sqrt(count)))
    down = -(-count // across)
    sheet = np.full((down * (height + _GAP), across * (width + _GAP), 3), 128, np.uint8)
    for number, tile in enumerate(tiles):
        top, left = (number // across) * (height + _GAP), (number % across) * (width + _GAP)
        sheet[top : top + height, left : left + width] = tile
    return Image.fromarray(sheet)


def _on_ink(
    values: NDArray[np.float32], ink: NDArray[np.float32], most: float
) -> NDArray[np.uint8]:
    """Colours where there is ink, white paper elsewhere; ink that decides nothing is grey."""
    share = np.clip(np.abs(values) / (most or 1.0), 0, 1)[..., None]
    colour = coloured(values, most) * np.sqrt(share) + 150.0 * (1 - np.sqrt(share))
    return np.rint(255 - ink[..., None] * (255 - colour)).astype(np.uint8)


def _enlarged(pixels: NDArray[np.uint8], times: int) -> Image.Image:
    return Image.fromarray(pixels.repeat(times, axis=0).repeat(times, axis=1))
