"""Many glyphs on one picture, each with what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_SIDE: Final = 64
_CAPTION: Final = 18
_GAP: Final = 8


def contact_sheet(
    pixels: NDArray[np.uint8], captions: Sequence[str], columns: int = 12
) -> Image.Image:
    """A sheet of glyphs with a caption below each, row by row; grey, black ink on white.

    Args:
        pixels: uint8 (N, 28, 28), ink 255.
        captions: one a glyph, a few characters.
        columns: glyphs a row.
    """
    rows = -(-len(pixels) // columns)
    across, down = _SIDE + _GAP, _SIDE + _CAPTION + _GAP
    sheet = Image.new("L", (max(columns, 1) * across + _GAP, max(rows, 1) * down + _GAP), 255)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(13.0)
    for number, (glyph, caption) in enumerate(zip(pixels, captions, strict=True)):
        x, y = _GAP + number % columns * across, _GAP + number // columns * down
        drawn = Image.fromarray(255 - glyph).resize((_SIDE, _SIDE), Image.Resampling.BICUBIC)
        sheet.paste(drawn, (x, y))
        pen.rectangle((x, y, x + _SIDE, y + _SIDE), outline=220)
        pen.text((x + _SIDE // 2, y + _SIDE + 3), caption, fill=40, font=font, anchor="mt")
    return sheet
