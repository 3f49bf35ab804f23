"""A glyph in short, by which drawings that look alike are found without comparing all with all."""

from __future__ import annotations

from typing import Final

import numpy as np

_BLOCKS: Final = 7
_INKED: Final = 64.0
"""Mean of a block, of 255, from which on it counts as inked."""


def shape_of(glyph: bytes) -> str:
    """Which of 7 x 7 blocks of a glyph are inked, as 13 hexadecimal digits.

    Copies of a drawing, moved or scaled or a little unsteady, mostly share it; other drawings of
    the same character mostly do not.

    Args:
        glyph: 28 x 28 bytes, 0 paper, 255 ink.
    """
    side = 28 // _BLOCKS
    pixels = np.frombuffer(glyph, np.uint8).reshape(_BLOCKS, side, _BLOCKS, side)
    bits = pixels.mean(axis=(1, 3)) > _INKED
    return f"{int.from_bytes(np.packbits(bits).tobytes()) >> 7:013x}"
