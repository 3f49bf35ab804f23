"""Drawings as they are kept: what was drawn, and nothing of the file or device it came from."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
import orjson
from numpy.typing import NDArray
from PIL import Image

from rekognize.errors import InvalidInk
from rekognize.glyphs import glyph_of_image, glyph_of_ink
from rekognize.images import decode_image
from rekognize.ink import Ink, InkDocument
from rekognize.ink.raster import draw

STROKES: Final = "application/json"
PICTURE: Final = "image/png"

_DRAWN_SIDE: Final = 280
"""Pixels of the longer side of strokes that are drawn."""

_MARGIN: Final = 0.15
"""Of the ink's size, around strokes whose writing area nobody knows."""

_LONGER_SIDE: Final = 512
"""Pixels; finer ones tell nothing of a character, and more of what else was in the photograph."""


def kept_strokes(document: InkDocument) -> bytes:
    """Strokes as JSON, without the times of their points, which tell who wrote."""
    kept: dict[str, object] = {
        "strokes": [[point[:2] for point in stroke] for stroke in document.strokes]
    }
    for name in ("area", "guides"):
        known = getattr(document, name)
        if known is not None:
            kept[name] = known.model_dump()
    return orjson.dumps(kept)


def kept_picture(grey: NDArray[np.uint8]) -> bytes:
    """A picture as a grey PNG without metadata, at most 512 pixels a side.

    Args:
        grey: uint8 (H, W).
    """
    picture = Image.fromarray(grey)
    picture.thumbnail((_LONGER_SIDE, _LONGER_SIDE))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def check_drawing(drawing: bytes, media_type: str) -> None:
    """Check that a drawing that comes from elsewhere can be shown.

    Raises:
        InvalidInk, InvalidImage, EmptyInput: it cannot.
    """
    if media_type == PICTURE:
        decode_image(drawing)
    elif not InkDocument.read(drawing).ink().strokes:
        raise InvalidInk("a drawing has strokes, received none")


def glyph_of(drawing: bytes, media_type: str) -> bytes:
    """The glyph that this version makes of a kept drawing: 28 x 28 bytes, 0 paper, 255 ink.

    Raises:
        InvalidInk, InvalidImage, EmptyInput: it cannot be read, or shows no ink.
    """
    if media_type == PICTURE:
        glyph = glyph_of_image(decode_image(drawing))
    else:
        glyph = glyph_of_ink(InkDocument.read(drawing).ink())
    if glyph is None:
        raise InvalidInk("a drawing has ink, received a blank one")
    return glyph.quantised.tobytes()


def picture_of(drawing: bytes, media_type: str) -> bytes:
    """A kept drawing as a PNG: the picture itself, or its strokes drawn black on white."""
    if media_type == PICTURE:
        return drawing
    ink = InkDocument.read(drawing).ink()
    points = np.concatenate(ink.strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    if ink.area is not None:
        low = np.minimum(low, (ink.area.x, ink.area.y))
        high = np.maximum(high, (ink.area.x + ink.area.width, ink.area.y + ink.area.height))
    else:
        margin = _MARGIN * max(float((high - low).max()), 1e-6)
        low, high = low - margin, high + margin
    scale = _DRAWN_SIDE / max(float((high - low).max()), 1e-6)
    width, height = (max(1, round(float(side) * scale)) for side in high - low)
    placed = Ink([((stroke - low) * scale).tolist() for stroke in ink.strokes])
    return kept_picture(draw(placed, width, height, _DRAWN_SIDE / 28))
