"""Drawings as they are kept: what was drawn, and nothing of the file or device it came from."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
import orjson
from numpy.typing import NDArray
from PIL import Image

from rekognize.ink import InkDocument

STROKES: Final = "application/json"
PICTURE: Final = "image/png"

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
