"""From ink to glyph: the one preprocessing that training and serving share."""

from rekognize.glyphs.box import Box
from rekognize.glyphs.glyph import GLYPH_VERSION, INK_SIDE, SIDE, Glyph
from rekognize.glyphs.read import glyph_of_image, glyph_of_ink
from rekognize.glyphs.steps import Step, Watch

__all__ = [
    "GLYPH_VERSION",
    "INK_SIDE",
    "SIDE",
    "Box",
    "Glyph",
    "Step",
    "Watch",
    "glyph_of_image",
    "glyph_of_ink",
]
